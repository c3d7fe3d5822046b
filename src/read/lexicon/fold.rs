//! The forms in which labels and running text are compared.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfkc_quick};

use crate::text::is_squeezed;

/// Whether a character belongs to a script written without blanks between words.
pub(in crate::read) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{2fa1f}')
}

/// Whether a character is a kana or an ideograph that folding leaves as it is.
fn is_plain_unspaced(c: char) -> bool {
    matches!(c, 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー' | '\u{4e00}'..='\u{9fff}')
}

/// A label in the form in which labels are compared.
pub(in crate::read) fn fold(label: &str) -> String {
    // Most labels are plain words, perhaps with a colon.
    let is_word = |byte: u8| byte.is_ascii_alphabetic() || byte == b' ';
    let words = label.strip_suffix(':').unwrap_or(label);
    if is_squeezed(words) && words.bytes().fold(true, |all, byte| all & is_word(byte)) {
        return words.to_ascii_lowercase();
    }
    if label.chars().all(is_plain_unspaced) {
        return label.to_owned();
    }
    let label = nfkc(label);
    let label = strip_numbering(strip_decoration(&label));
    let mut rest = strip_bracketed_tail(label);
    let mut out = String::with_capacity(rest.len());
    let plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'`' | b'*' | b'~' | b'-' | b'_');
    while let Some(c) = push_word(&mut out, &mut rest, plain) {
        match c {
            '’' | '‘' | '`' => out.push('\''),
            '*' | '~' => {}
            '-' | '_' | '\u{2010}'..='\u{2015}' => push_blank(&mut out),
            c if c.is_whitespace() => push_blank(&mut out),
            c if c.is_control() => {}
            c => push_lowercase(&mut out, c),
        }
    }
    let is_edge = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                ':' | '?' | '.' | '!' | ',' | ';' | '´' | '\'' | '"' | '·' | '|' | '/' | '、' | '。'
            )
    };
    out.truncate(out.trim_end_matches(is_edge).len());
    out.drain(..out.len() - out.trim_start_matches(is_edge).len());
    out
}

/// Lower case, NFKC, single blanks, nothing removed: the form in which running text is searched for phrases.
pub(in crate::read) fn fold_text(text: &str) -> String {
    if is_squeezed(text) && memchr::memchr(b'_', text.as_bytes()).is_none() {
        return text.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(text.len());
    let text = nfkc(text);
    let mut rest = &*text;
    let plain = |byte: u8| byte.is_ascii_graphic() && byte != b'_';
    while let Some(c) = push_word(&mut out, &mut rest, plain) {
        match c {
            '’' | '‘' => out.push('\''),
            '_' => push_blank(&mut out),
            c if c.is_whitespace() => push_blank(&mut out),
            c => push_lowercase(&mut out, c),
        }
    }
    out
}

/// Takes a word of plain ASCII whole, as nearly everything is, and gives the character after it.
fn push_word(out: &mut String, rest: &mut &str, plain: impl Fn(u8) -> bool) -> Option<char> {
    let word = rest.bytes().position(|byte| !plain(byte)).unwrap_or(rest.len());
    let at = out.len();
    out.push_str(&rest[..word]);
    out[at..].make_ascii_lowercase();
    let mut after = rest[word..].chars();
    let c = after.next();
    *rest = after.as_str();
    c
}

/// For ASCII the table of Unicode need not be asked.
fn push_lowercase(out: &mut String, c: char) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
    } else {
        out.extend(c.to_lowercase());
    }
}

fn push_blank(out: &mut String) {
    if !out.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
}

pub(in crate::read) fn nfkc(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || matches!(is_nfkc_quick(text.chars()), unicode_normalization::IsNormalized::Yes) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfkc().collect())
    }
}

/// Removes emoji, `:shortcode:` and other marks in front.
fn strip_decoration(label: &str) -> &str {
    let mut rest = label.trim();
    loop {
        let before = rest;
        if let Some(inner) = rest.strip_prefix(':')
            && let Some(end) = inner.find(':')
            && end > 0
            && inner[..end].chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '+'))
        {
            rest = inner[end + 1..].trim_start();
        }
        rest =
            rest.trim_start_matches(|c: char| !(c.is_alphanumeric() || matches!(c, '(' | '[' | '{' | '#')));
        if rest.len() == before.len() {
            return rest;
        }
    }
}

/// Removes `3.`, `3)`, `5.1 `, `IV.` in front of a heading, but not a number that is its text.
fn strip_numbering(label: &str) -> &str {
    let digits = label.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let number = &label[..label.len() - digits.len()];
    if number.starts_with(|c: char| c.is_ascii_digit())
        && (number.contains('.') || digits.starts_with([')', '、', '．']))
    {
        let rest = digits.trim_start_matches([')', '、', '．', '.', ' ', '-', ':']);
        if rest.starts_with(char::is_alphabetic) {
            return rest;
        }
    }
    label
}

/// Removes `(all times UTC) …` and whatever follows it, unless nothing else would be left.
fn strip_bracketed_tail(label: &str) -> &str {
    match memchr::memchr3(b'(', b'[', b'{', label.as_bytes()) {
        Some(at) if at > 0 && !label[..at].trim().is_empty() => label[..at].trim_end(),
        _ => label,
    }
}
