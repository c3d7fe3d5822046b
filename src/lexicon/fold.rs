//! The forms in which labels and running text are compared. `build.rs` includes this file, so it imports next to
//! nothing.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfkc_quick};

use crate::text::is_squeezed;

/// Whether a character belongs to a script without spaces between words: kana and ideographs.
pub(crate) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{2fa1f}')
}

/// Whether a character is a kana or an ideograph that folding does not change.
fn is_plain_unspaced(c: char) -> bool {
    matches!(c, 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー' | '\u{4e00}'..='\u{9fff}')
}

/// A label (a heading, a key, a column) in the form in which labels are compared: NFKC, lower case, single spaces,
/// without numbering, emoji, emphasis, a bracket at the end and punctuation around it.
pub(crate) fn fold(label: &str) -> String {
    // Most labels are plain words, some with a colon.
    let words = label.strip_suffix(':').unwrap_or(label);
    if are_words(words.as_bytes()) {
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

/// Whether a text consists of words of ASCII letters with single spaces between them.
fn are_words(text: &[u8]) -> bool {
    let mut before = b' ';
    for byte in text {
        if !(byte.is_ascii_alphabetic() || *byte == b' ' && before != b' ') {
            return false;
        }
        before = *byte;
    }
    before != b' '
}

/// NFKC, lower case and single spaces, with nothing removed: the form in which running text is searched for phrases.
pub(crate) fn fold_text(text: &str) -> String {
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

/// The word or mark of one value, for labels: folded, or as written if folding leaves nothing (`✅`, `#`).
pub(crate) fn compared(word: &str) -> String {
    Some(fold(word)).filter(|folded| !folded.is_empty()).unwrap_or_else(|| word.trim().to_owned())
}

/// The form in which severity words are compared: NFKC, lower case, without spaces, `-` and `_`.
pub(crate) fn fold_tight(word: &str) -> String {
    word.nfkc()
        .flat_map(char::to_lowercase)
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_' | '‐' | '‑' | '–'))
        .collect()
}

/// The form in which search terms are compared: without case, diacritics and differences of form. ASCII is only
/// lowered.
pub(crate) fn fold_term(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let bare = |c: &char| !matches!(u32::from(*c), 0x300..=0x36f);
    let low = text.nfkd().filter(bare).collect::<String>().to_lowercase();
    let mut out = String::with_capacity(low.len());
    for c in low.nfkd().filter(bare).nfc() {
        match c {
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'ı' => out.push('i'),
            'ς' => out.push('σ'),
            _ => out.push(without_stroke(c)),
        }
    }
    out
}

/// A folded label without accents, if it has any: where a key must be ASCII, people write `gravite` for `gravité`.
pub(crate) fn without_accents(folded: &str) -> Option<String> {
    if folded.chars().all(|c| c.is_ascii() || is_unspaced(c)) {
        return None;
    }
    // Hangul is taken apart like letters with accents, and has none.
    let bare = folded.nfd().filter(|c| !('\u{300}'..='\u{36f}').contains(c));
    let plain: String = bare.map(without_stroke).nfc().collect();
    (plain != folded).then_some(plain)
}

/// The letter without the stroke that is a part of it.
const fn without_stroke(c: char) -> char {
    match c {
        'đ' => 'd',
        'ł' => 'l',
        'ø' => 'o',
        _ => c,
    }
}

/// The other forms of a folded label: without accents and without spaces, as people write keys.
pub(crate) fn label_forms(folded: &str) -> impl Iterator<Item = String> + use<> {
    let joined = folded.contains(' ').then(|| folded.replace(' ', ""));
    without_accents(folded).into_iter().chain(joined)
}

/// Copies a run of plain ASCII, which most text is, in lower case; returns the character after it.
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

/// Skips the Unicode tables for ASCII. The letters i of Turkish are one, because `I` can be the capital of either.
fn push_lowercase(out: &mut String, c: char) {
    match c {
        'İ' | 'ı' => out.push('i'),
        _ if c.is_ascii() => out.push(c.to_ascii_lowercase()),
        _ => out.extend(c.to_lowercase()),
    }
}

fn push_blank(out: &mut String) {
    if !out.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
}

/// The text in NFKC, so that full-width and half-width forms are one.
pub(crate) fn nfkc(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || matches!(is_nfkc_quick(text.chars()), unicode_normalization::IsNormalized::Yes) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfkc().collect())
    }
}

/// Removes emoji, `:shortcode:` and other marks from the beginning.
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

/// Removes `3.`, `3)` and `5.1 ` from the beginning, unless the number is all there is.
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

/// Removes `(all times UTC) …` and what follows it, unless nothing would be left.
fn strip_bracketed_tail(label: &str) -> &str {
    match memchr::memchr3(b'(', b'[', b'{', label.as_bytes()) {
        Some(at) if at > 0 && !label[..at].trim().is_empty() => label[..at].trim_end(),
        _ => label,
    }
}
