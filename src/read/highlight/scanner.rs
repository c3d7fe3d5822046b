//! One scanner for all languages made of words, strings, numbers and comments.

use super::languages::{Keys, Language, Quote, StringEnd, Syntax};
use super::{Class, Spans};

/// Writes code with words, strings, numbers and comments highlighted.
pub(super) fn scan(language: &Language, code: &str, spans: &mut Spans<'_>) {
    let mut scanner = Scanner { language, syntax: language.syntax, code, at: 0, plain: 0, open: 0, spans };
    while scanner.at < code.len() {
        if !scanner.step() {
            scanner.at += scanner.rest().chars().next().map_or(1, char::len_utf8);
        }
    }
    scanner.flush(code.len());
}

/// Scans the code once. Each step either takes a whole token at the current position or leaves it; no token is
/// searched for twice, which keeps the time linear.
struct Scanner<'l, 'c, 's, 'o> {
    language: &'l Language,
    syntax: &'static Syntax,
    code: &'c str,
    at: usize,
    /// The start of the text that is not written yet.
    plain: usize,
    /// A bit for each kind of string that was opened and never closed: these are not searched for again.
    open: u8,
    spans: &'s mut Spans<'o>,
}

impl<'c> Scanner<'_, 'c, '_, '_> {
    fn rest(&self) -> &'c str {
        &self.code[self.at..]
    }

    fn before(&self) -> Option<char> {
        self.code[..self.at].chars().next_back()
    }

    /// Whether only white space comes before in the line. It walks back, so it is called in few places.
    fn begins_line(&self) -> bool {
        let line = self.code[..self.at].trim_end_matches([' ', '\t']);
        line.is_empty() || line.ends_with('\n')
    }

    fn flush(&mut self, end: usize) {
        self.spans.plain(&self.code[self.plain..end]);
        self.plain = end;
    }

    /// Writes the next `length` bytes as a token.
    fn take(&mut self, class: Class, length: usize) {
        self.flush(self.at);
        self.at += length;
        self.spans.put(class, &self.code[self.plain..self.at]);
        self.plain = self.at;
    }

    /// Takes the token at the current position, if there is one.
    fn step(&mut self) -> bool {
        let Some(first) = self.rest().chars().next() else { return false };
        if first.is_whitespace() {
            return false;
        }
        self.comment()
            || self.string()
            || (first.is_ascii_digit() && self.number())
            || (is_word(first) && self.word())
            || (self.syntax.sigils.contains(first) && self.sigil(first))
            || (first == '[' && self.section())
    }

    fn comment(&mut self) -> bool {
        let rest = self.rest();
        for mark in self.syntax.line_comments {
            // `$#`, `a#b` and URLs are not comments.
            let free = match *mark {
                "#" | ";" => self.before().is_none_or(|c| c.is_whitespace() || ");}]".contains(c)),
                "//" => self.before() != Some(':'),
                _ => true,
            };
            if free && rest.starts_with(mark) {
                self.take(Class::Comment, line_length(rest));
                return true;
            }
        }
        let Some((open, close)) = self.syntax.block_comment else { return false };
        if !rest.starts_with(open) {
            return false;
        }
        let end = rest[open.len()..].find(close).map_or(rest.len(), |at| open.len() + at + close.len());
        self.take(Class::Comment, end);
        true
    }

    fn string(&mut self) -> bool {
        let rest = self.rest();
        let mut kinds = self.syntax.quotes.iter().enumerate();
        let Some((kind, quote)) = kinds.find(|(_, quote)| rest.starts_with(quote.open)) else {
            return false;
        };
        // The `r` of `r"…"` must not be the end of a word.
        if quote.open.starts_with(is_word) && self.before().is_some_and(is_word) {
            return false;
        }
        let Some(length) = (if self.open & (1 << kind) > 0 { None } else { string_length(quote, rest) })
        else {
            // An apostrophe. Searching again at every further one would take quadratic time: skip the rest of the
            // line, or, for strings that span lines, this kind of string altogether.
            match quote.end {
                StringEnd::Line => self.at += line_length(rest),
                StringEnd::Multiline => {
                    self.open |= 1 << kind;
                    self.at += quote.open.len();
                }
                StringEnd::Character => self.at += quote.open.len(),
            }
            return true;
        };
        let key = self.syntax.keys == Keys::Strings && rest[length..].trim_start().starts_with(':');
        self.take(if key { Class::Label } else { Class::Text }, length);
        true
    }

    fn number(&mut self) -> bool {
        let length = number_length(self.rest());
        self.take(Class::Number, length);
        true
    }

    fn word(&mut self) -> bool {
        let rest = self.rest();
        let word = &rest[..word_length(self.syntax, rest)];
        let after = rest[word.len()..].trim_start_matches([' ', '\t']);
        let class = match self.syntax.keys {
            _ if self.language.is_keyword(word) => Some(Class::Keyword),
            Keys::Sections if after.starts_with('=') => Some(Class::Label),
            Keys::Matchers if is_matcher(self.syntax, word, after) => Some(Class::Label),
            Keys::FirstWords if self.begins_line() => Some(Class::Keyword),
            _ => None,
        };
        match class {
            Some(class) => self.take(class, word.len()),
            None => self.at += word.len(),
        }
        true
    }

    /// `$x`, `${x`, `@x`, `:x`, `--flag`.
    fn sigil(&mut self, sigil: char) -> bool {
        if self.before().is_some_and(|c| is_word(c) || c == sigil) {
            return false;
        }
        let rest = self.rest();
        let brace = sigil == '$' && rest[1..].starts_with('{');
        let dashes = if sigil == '-' { rest.len() - rest.trim_start_matches('-').len() } else { 1 };
        let begin = dashes + usize::from(brace);
        if dashes > 2 || !rest[begin..].starts_with(|c: char| is_word(c) && !c.is_ascii_digit()) {
            return false;
        }
        let word = &rest[begin..];
        let marks = if sigil == '-' { "-" } else { "" };
        let length = word.find(|c: char| !is_word(c) && !marks.contains(c)).unwrap_or(word.len());
        self.take(Class::Label, begin + length);
        true
    }

    /// `[section]` at the beginning of a line.
    fn section(&mut self) -> bool {
        if self.syntax.keys != Keys::Sections || !matches!(self.before(), None | Some('\n')) {
            return false;
        }
        let rest = self.rest();
        let line = &rest[..line_length(rest)];
        let Some(end) = line.rfind(']').filter(|_| !line.contains(['=', ','])) else { return false };
        self.take(Class::Keyword, end + 1);
        true
    }
}

/// Letters of any script, digits, `_`.
pub(super) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The length of the rest of the line.
pub(super) fn line_length(rest: &str) -> usize {
    rest.find('\n').unwrap_or(rest.len())
}

fn word_length(syntax: &Syntax, rest: &str) -> usize {
    rest.find(|c: char| !is_word(c) && !syntax.word_marks.contains(c)).unwrap_or(rest.len())
}

/// `1`, `1.5e-3`, `0x1F`, `1_000`, `5m`: digits, and the letters and dots attached to them.
pub(super) fn number_length(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let digit_next = bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
        let exponent = at > 0 && matches!(bytes[at - 1], b'e' | b'E') && !rest.starts_with("0x");
        let more = byte.is_ascii_alphanumeric()
            || byte == b'_'
            || (byte == b'.' && digit_next)
            || (matches!(byte, b'+' | b'-') && exponent && digit_next);
        if !more {
            break;
        }
        at += 1;
    }
    at
}

/// The length of a string with its delimiters; `None` if it is not closed.
pub(super) fn string_length(quote: &Quote, rest: &str) -> Option<usize> {
    if quote.end == StringEnd::Character {
        return character_length(rest);
    }
    let mut at = quote.open.len();
    loop {
        let inner = &rest[at..];
        if inner.starts_with(quote.close) {
            return Some(at + quote.close.len());
        }
        let mut chars = inner.chars();
        match chars.next() {
            None => return None,
            Some('\n') if quote.end == StringEnd::Line => return None,
            // A line break cannot be escaped if it ends the string.
            Some('\\') if quote.escapes => {
                at += 1 + chars.next().filter(|c| *c != '\n').map_or(0, char::len_utf8);
            }
            Some(c) => at += c.len_utf8(),
        }
    }
}

/// `'x'`, `'\n'`, `'\u{1F600}'`, but not the lifetime `'a`.
fn character_length(rest: &str) -> Option<usize> {
    let mut chars = rest.char_indices().skip(1);
    let (_, first) = chars.next()?;
    if first == '\\' {
        chars.next()?;
        let close = chars.take(10).find(|(_, c)| *c == '\'')?;
        return Some(close.0 + 1);
    }
    chars.next().filter(|(_, c)| *c == '\'' && first != '\n').map(|(at, _)| at + 1)
}

/// Whether the text after a word makes it the name of a label, an attribute or a variable.
fn is_matcher(syntax: &Syntax, word: &str, after: &str) -> bool {
    // A shell variable touches its equals sign and is not a path.
    if syntax.word_marks.contains('/') && (word.contains(['/', '-', '.']) || after.len() < 2) {
        return false;
    }
    (after.starts_with('=') && !after.starts_with("==") && !after.starts_with("=>"))
        || after.starts_with("!=")
        || after.starts_with("!~")
}
