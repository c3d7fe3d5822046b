//! The letters of a text as a reader sees them, each with its bytes in the source.

use unicode_normalization::UnicodeNormalization;

use crate::source::Span;
use crate::text::is_direction;

/// How long an entity or a tag may be, in bytes.
const MAX_ENTITY: usize = 32;
const MAX_TAG: usize = 512;
const MAX_COMMENT: usize = 2048;

/// A character and where it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Letter {
    pub(super) c: char,
    pub(super) span: Span,
}

/// What of the markup is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Markup {
    /// Nothing.
    Kept,
    /// Tags and comments.
    NoTags,
    /// Also what emphasizes and marks code.
    None,
}

impl Markup {
    pub(super) const ALL: [Self; 3] = [Self::Kept, Self::NoTags, Self::None];
}

/// The letters of a text: escapes, entities and percent-encoding decoded, white space as one space, nothing invisible.
pub(super) fn letters(text: &str, markup: Markup) -> Vec<Letter> {
    let mut out: Vec<Letter> = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        if c == '<'
            && markup != Markup::Kept
            && let Some(length) = tag(rest)
        {
            at += length;
            continue;
        }
        if matches!(c, '[' | ']') && markup == Markup::None {
            at += link(rest);
            continue;
        }
        if !matches!(c, '&' | '%' | '\\' | '\n') {
            push(&mut out, c, Span::new(at, at + c.len_utf8()), markup);
            at += c.len_utf8();
            continue;
        }
        let (decoded, length) = decoded(rest, c);
        for c in decoded.chars() {
            push(&mut out, c, Span::new(at, at + length), markup);
        }
        at += length;
        // The mark of a quote at the beginning of a line is white space between two words.
        if c == '\n' {
            at += text[at..].len() - text[at..].trim_start_matches(['>', ' ', '\t']).len();
            if let Some(last) = out.last_mut().filter(|last| last.c == ' ') {
                last.span = Span::new(last.span.range().start, at);
            }
        }
    }
    out
}

fn push(out: &mut Vec<Letter>, c: char, span: Span, markup: Markup) {
    let is_invisible = matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{e0000}'..='\u{e0fff}'
    );
    if markup == Markup::None && matches!(c, '*' | '_' | '~' | '`') {
        return;
    }
    if is_invisible || is_direction(c) {
        // What nobody sees belongs to the letter before it.
        if let Some(last) = out.last_mut().filter(|last| last.span.end == span.start) {
            last.span.end = span.end;
        }
        return;
    }
    if !c.is_whitespace() {
        out.push(Letter { c, span });
    } else if out.last().is_some_and(|last| last.c != ' ') {
        out.push(Letter { c: ' ', span });
    }
}

/// Decodes the first character of a text, and returns how many bytes it took.
fn decoded(rest: &str, c: char) -> (String, usize) {
    let mut after = rest.chars();
    after.next();
    let found = match c {
        '&' => entity(rest),
        '%' => percent(rest),
        '\\' => escape(rest, after.next()),
        _ => None,
    };
    found.unwrap_or_else(|| (c.to_string(), c.len_utf8()))
}

/// The length of the tag or comment at the beginning of a text.
fn tag(rest: &str) -> Option<usize> {
    if let Some(comment) = rest.strip_prefix("<!--") {
        let end = memchr::memmem::find(&comment.as_bytes()[..comment.len().min(MAX_COMMENT)], b"-->");
        return end.map(|length| 4 + length + 3);
    }
    let name = rest[1..].trim_start_matches('/');
    name.starts_with(|c: char| c.is_ascii_alphabetic()).then_some(())?;
    let mut quote = None;
    let end = rest.bytes().take(MAX_TAG).position(|byte| match quote {
        Some(open) => {
            if byte == open {
                quote = None;
            }
            false
        }
        None if byte == b'"' || byte == b'\'' => {
            quote = Some(byte);
            false
        }
        None => byte == b'>',
    });
    // An apostrophe in prose does not open a quote.
    end.or_else(|| rest.bytes().take(MAX_TAG).position(|byte| byte == b'>')).map(|end| end + 1)
}

/// The length of a bracket of a link, with the address after it.
fn link(rest: &str) -> usize {
    let Some(after) = rest.strip_prefix("](") else { return 1 };
    let address = after.bytes().take(MAX_TAG).position(|byte| byte == b')' || byte == b'\n');
    address.filter(|end| after.as_bytes()[*end] == b')').map_or(1, |end| 2 + end + 1)
}

/// An escaped character: of Markdown, of a quoted text in front matter (`\x41`, `\u0041`), or a hard line break.
fn escape(rest: &str, next: Option<char>) -> Option<(String, usize)> {
    let digits = match next? {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        '\n' => return Some((" ".to_owned(), 2)),
        c if c.is_ascii_punctuation() => return Some((c.to_string(), 2)),
        _ => return None,
    };
    let code = rest.get(2..2 + digits).and_then(hexadecimal)?;
    Some((char::from_u32(code)?.to_string(), 2 + digits))
}

fn entity(rest: &str) -> Option<(String, usize)> {
    if let Some(number) = rest.strip_prefix("&#") {
        return reference(number);
    }
    let end = rest.bytes().take(MAX_ENTITY).position(|byte| byte == b';')?;
    let name = &rest[1..end];
    name.bytes().all(|byte| byte.is_ascii_alphanumeric()).then_some(())?;
    // comrak knows all names of HTML.
    let html = comrak::markdown_to_html(&format!("a&{name};"), &comrak::Options::default());
    let text = match html.trim().strip_prefix("<p>a")?.strip_suffix("</p>")? {
        "&amp;" => "&",
        "&lt;" => "<",
        "&gt;" => ">",
        "&quot;" => "\"",
        text if text.starts_with("&amp;") => return None,
        text => text,
    };
    Some((text.to_owned(), end + 1))
}

/// A numeric reference after `&#`; HTML does not insist on the semicolon.
fn reference(number: &str) -> Option<(String, usize)> {
    let (digits, radix, prefix) = match number.strip_prefix(['x', 'X']) {
        Some(hex) => (hex, 16, 3),
        None => (number, 10, 2),
    };
    let length = digits.bytes().take(MAX_ENTITY).take_while(|byte| char::from(*byte).is_digit(radix)).count();
    let c = char::from_u32(u32::from_str_radix(&digits[..length], radix).ok()?)?;
    let semicolon = usize::from(digits[length..].starts_with(';'));
    Some((c.to_string(), prefix + length + semicolon))
}

/// A number of hexadecimal digits alone.
fn hexadecimal(digits: &str) -> Option<u32> {
    let is_number = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_number.then(|| u32::from_str_radix(digits, 16).ok()).flatten()
}

/// A run of percent-encoded bytes that is a text.
fn percent(rest: &str) -> Option<(String, usize)> {
    let mut bytes = Vec::new();
    let mut tail = rest;
    while let Some(mut hex) = tail.strip_prefix('%') {
        // Encoded more than once: `%2541`.
        while hex.starts_with("25") && hex.get(2..4).and_then(hexadecimal).is_some() {
            hex = &hex[2..];
        }
        let Some(code) = hex.get(..2).and_then(hexadecimal) else { break };
        bytes.extend(u8::try_from(code));
        tail = &hex[2..];
        // One character at a time, so that each has bytes of its own.
        if let Ok(text) = std::str::from_utf8(&bytes) {
            return Some((text.to_owned(), rest.len() - tail.len()));
        }
        if bytes.len() >= 4 {
            break;
        }
    }
    None
}

/// A character in the form in which names are compared: without accents, in lower case.
pub(super) fn fold(c: char) -> impl Iterator<Item = char> {
    let is_mark = |c: &char| !matches!(*c, '\u{300}'..='\u{36f}');
    c.nfkd().filter(is_mark).flat_map(char::to_lowercase).flat_map(|c| {
        // Dashes are alike, and so are apostrophes and the two forms of some letters.
        let (plain, second) = match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' => ('-', None),
            '\u{2018}' | '\u{2019}' | '\u{2bc}' => ('\'', None),
            '\u{df}' => ('s', Some('s')),
            '\u{131}' => ('i', None),
            '\u{3c2}' => ('\u{3c3}', None),
            c => (c, None),
        };
        std::iter::once(plain).chain(second)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, markup: Markup) -> String {
        letters(text, markup).iter().map(|letter| letter.c).collect()
    }

    #[test]
    fn letters_are_what_a_reader_sees() {
        assert_eq!(read("Ac<b>me</b> Co", Markup::NoTags), "Acme Co");
        assert_eq!(read("Ac<!-- x -->me", Markup::NoTags), "Acme");
        assert_eq!(read("Ac<b title='>'>me</b> it's a > b", Markup::NoTags), "Acme it's a > b");
        assert_eq!(read("[Acme](x) [Co](y) [z]", Markup::None), "Acme Co z");
        assert_eq!(read("Acme\\\nCo \\u0041\\x42", Markup::Kept), "Acme Co AB");
        assert_eq!(read("**Ac**me `Co`", Markup::None), "Acme Co");
        assert_eq!(read("a\n> b\n>   c", Markup::Kept), "a b c");
        assert_eq!(read("&#65;c&#x6d;e&amp;&eacute;&nothing;", Markup::Kept), "Acme&é&nothing;");
        assert_eq!(read("Acme%20Caf%C3%A9 100% %2541cme &#65cme", Markup::Kept), "Acme Café 100% Acme Acme");
        assert_eq!(read("Ac\u{ad}m\u{200b}e\\_x", Markup::Kept), "Acme_x");
    }
}
