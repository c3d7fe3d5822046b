//! Small questions about text that several stages ask.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use unicode_normalization::UnicodeNormalization;

/// Whether all white space of a text is single blanks inside it. Says no to any text that is not ASCII, to be quick.
pub fn is_squeezed(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else { return false };
    // As a signed number a byte beyond ASCII is below the blank, too. Nothing ends the loop early, so that it takes many bytes at once.
    let is_odd = |byte: u8| byte.cast_signed() < b' '.cast_signed();
    let pairs = bytes.iter().zip(&bytes[1..]);
    let are_blank = |a: u8, b: u8| a == b' ' && b == b' ';
    let odd = pairs.fold(false, |odd, (a, b)| odd | is_odd(*b) | are_blank(*a, *b));
    !odd && !is_odd(*first) && *first != b' ' && *last != b' '
}

/// The byte of the first colon, that of ASCII or the wide one of Chinese and Japanese.
pub fn find_colon(text: &str) -> Option<usize> {
    let plain = memchr::memchr(b':', text.as_bytes());
    let before = &text[..plain.unwrap_or(text.len())];
    if before.is_ascii() { plain } else { before.find('：').or(plain) }
}

/// Folds white space to single blanks and trims.
pub fn squeeze(text: &str) -> String {
    if is_squeezed(text) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut add = |word: &str| {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    };
    if text.is_ascii() {
        text.split_ascii_whitespace().for_each(&mut add);
    } else {
        text.split_whitespace().for_each(&mut add);
    }
    out
}

/// Text on one line, as [`squeeze`] has it, without the characters that XML and calendars refuse: control characters and the
/// two that Unicode keeps free of meaning.
pub fn line(text: &str) -> String {
    let bare = |c: char| c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}');
    squeeze(&text.replace(bare, " "))
}

/// The form in which ids are compared: NFKC, upper case, only letters and digits, leading zeros of a number left out,
/// so that `inc0042`, `INC-42` and `Inc_042` are one.
pub fn fold_id(id: &str) -> String {
    let mut out = String::with_capacity(id.len());
    let mut in_number = false;
    let mut previous_was_digit = false;
    for c in id.nfkc() {
        if c.is_numeric() {
            if !previous_was_digit {
                // Two numbers that a separator parts must not become one.
                if in_number {
                    out.push('-');
                }
                in_number = false;
            }
            if in_number || c != '0' {
                out.push(c);
                in_number = true;
            }
            previous_was_digit = true;
        } else {
            if previous_was_digit && !in_number {
                out.push('0');
                in_number = true;
            }
            previous_was_digit = false;
            if c.is_alphabetic() {
                in_number = false;
                out.extend(c.to_uppercase());
            }
        }
    }
    if previous_was_digit && !in_number {
        out.push('0');
    }
    out
}

/// The form in which two paths are the same file on a file system that knows no case and composes letters.
pub fn fold_path(path: &str) -> String {
    if path.is_ascii() {
        return path.to_ascii_lowercase();
    }
    path.nfc().flat_map(char::to_lowercase).collect()
}

/// The last beginning of a character up to a byte.
pub fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// An ASCII name for an address: letters and digits in lower case, everything else one `-`; `x` if nothing is left.
/// Other scripts are transliterated.
pub fn slug(text: &str) -> String {
    let mut out = String::new();
    for c in deunicode::deunicode(text).chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    let out = out.trim_end_matches('-');
    let cut = out.char_indices().nth(80).map_or(out, |(at, _)| out[..at].trim_end_matches('-'));
    if cut.is_empty() { "x".to_owned() } else { cut.to_owned() }
}

/// Names within one document, each given once.
#[derive(Debug, Default)]
pub struct Unique {
    taken: BTreeSet<String>,
    next: BTreeMap<String, usize>,
}

impl Unique {
    /// With some names that are given already.
    pub fn besides(taken: BTreeSet<String>) -> Self {
        Self { taken, next: BTreeMap::new() }
    }

    /// The wanted name, or with `separator` the first number from 2 behind it that is free. Thousands may want one name: each goes
    /// on where the one before it stopped.
    pub fn give(&mut self, wanted: String, separator: char) -> String {
        if self.taken.insert(wanted.clone()) {
            return wanted;
        }
        let next = self.next.entry(wanted.clone()).or_insert(1);
        loop {
            *next += 1;
            let name = format!("{wanted}{separator}{next}");
            if self.taken.insert(name.clone()) {
                return name;
            }
        }
    }
}

/// Text for HTML content and double-quoted attributes.
pub fn escape_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    push_escaped(&mut out, text);
    out
}

/// Appends text for HTML content and double-quoted attributes.
pub fn push_escaped(out: &mut String, text: &str) {
    // A string takes everything.
    _ = write_escaped(out, text);
}

/// Writes text for HTML content and double-quoted attributes; an error is that of `out`.
pub fn write_escaped(out: &mut impl fmt::Write, text: &str) -> fmt::Result {
    // Most texts have none, which many bytes at once tell.
    let is_plain = |byte: u8| !matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'');
    if text.bytes().fold(true, |plain, byte| plain & is_plain(byte)) {
        return out.write_str(text);
    }
    let mut written = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => continue,
        };
        out.write_str(&text[written..at])?;
        out.write_str(entity)?;
        written = at + 1;
    }
    out.write_str(&text[written..])
}

/// `1 incident`, `2 incidents`, `1,204 incidents`.
pub fn count(number: usize, noun: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{} {noun}{ending}", thousands(number))
}

/// `1,204`.
pub fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The first sentence, at most `limit` characters, cut at a word with `…`.
pub fn first_sentence(text: &str, limit: usize) -> String {
    let mut end = text.len();
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let closes = match c {
            '。' | '！' | '？' => true,
            '.' | '!' | '?' => {
                chars.peek().is_some_and(|(_, next)| next.is_whitespace())
                    && !ends_in_abbreviation(&text[..at])
            }
            _ => false,
        };
        if closes {
            end = at + c.len_utf8();
            break;
        }
    }
    shorten(&text[..end], limit)
}

/// A full stop after one letter, after a number or after `e.g`, `i.e`, `approx`, `vs`, `etc` rarely ends a sentence.
fn ends_in_abbreviation(before: &str) -> bool {
    let word = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or("");
    let folded = word.to_lowercase();
    word.chars().count() == 1
        || (!word.is_empty() && word.chars().all(|c| c.is_ascii_digit()))
        || ["e.g", "i.e", "approx", "vs", "etc", "cf", "no", "dr", "mr", "mrs", "st"]
            .contains(&folded.as_str())
}

/// At most `limit` characters, cut at a word where there is one, with `…`.
pub fn shorten(text: &str, limit: usize) -> String {
    let text = text.trim();
    let Some((cut, _)) = text.char_indices().nth(limit) else { return text.to_owned() };
    let head = &text[..cut];
    let head = head
        .rsplit_once(char::is_whitespace)
        .map_or(head, |(words, _)| if words.len() * 2 > head.len() { words } else { head });
    format!("{}…", head.trim_end_matches([',', ';', ':', '-', ' ']))
}

/// The known word that an unknown one was probably meant to be.
pub fn nearest<'k>(word: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let word = word.to_lowercase().replace('-', "_");
    let known = known.map(|candidate| (candidate.replace('-', "_"), candidate));
    most_alike(&word, known, |likeness| likeness >= 0.8)
}

/// Of some things, each with what it is called, the one whose name is most like a word (Jaro and Winkler), if that is
/// enough.
pub fn most_alike<N: AsRef<str>, T>(
    word: &str,
    named: impl Iterator<Item = (N, T)>,
    is_enough: impl Fn(f64) -> bool,
) -> Option<T> {
    named
        .map(|(name, thing)| (strsim::jaro_winkler(word, name.as_ref()), thing))
        .filter(|(likeness, _)| is_enough(*likeness))
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, thing)| thing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_mean_the_same_fold_to_the_same() {
        for id in ["INC-42", "inc0042", "Inc_042", "ＩＮＣ－４２"] {
            assert_eq!(fold_id(id), "INC42", "{id}");
        }
        assert_eq!(fold_id("PM2019-009"), "PM2019-9");
        assert_ne!(fold_id("INC-20260721-001"), fold_id("INC-202607210-01"));
        assert_eq!(fold_id("INC-0"), "INC0");
    }

    #[test]
    fn slugs_are_ascii_and_never_empty() {
        assert_eq!(slug("Zahlungs-Dienst / API"), "zahlungs-dienst-api");
        assert_eq!(slug("../../etc"), "etc");
        assert_eq!(slug("…"), "x");
        assert!(slug("検索サービス").is_ascii());
    }

    #[test]
    fn a_colon_may_be_wide() {
        assert_eq!(["a: b", "ä：b: c", "ä: b：c", "ä"].map(find_colon), [Some(1), Some(2), Some(2), None]);
    }

    #[test]
    fn white_space_is_folded_to_single_blanks() {
        for (text, expected) in [
            (" a  b\n\n c d \r\n\te\n", "a b c d e"),
            ("ä\u{a0}b\n c\u{2003}\u{2003}d\u{b}e", "ä b c d e"),
            ("a b", "a b"),
            (" \n ", ""),
        ] {
            assert_eq!(squeeze(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_text_is_cut_between_characters() {
        assert_eq!(["aé", "é", "a", ""].map(|text| boundary(text, 2)), [1, 2, 1, 0]);
    }

    #[test]
    fn a_name_is_given_once() {
        let mut names = Unique::besides(["a-2".to_owned()].into());
        let given: Vec<String> = ["a", "a", "a-3", "a"].map(|name| names.give(name.to_owned(), '-')).into();
        assert_eq!(given, ["a", "a-3", "a-3-2", "a-4"]);
    }

    #[test]
    fn a_sentence_does_not_end_at_an_abbreviation_or_number() {
        assert_eq!(
            first_sentence("On Monday 3. February it broke. Then", 200),
            "On Monday 3. February it broke."
        );
        assert_eq!(first_sentence("Some (e.g. api) failed. X", 200), "Some (e.g. api) failed.");
        assert_eq!(first_sentence("版本 1.2 失败。然后", 200), "版本 1.2 失败。");
    }

    #[test]
    fn numbers_are_readable() {
        assert_eq!(count(1, "file"), "1 file");
        assert_eq!(count(0, "error"), "0 errors");
        assert_eq!(count(1_032, "file"), "1,032 files");
        assert_eq!(thousands(123_456), "123,456");
        assert_eq!(thousands(1_234_567), "1,234,567");
    }
}
