//! Text functions for several stages: white space, ids, slugs, escaping, counts and shortening.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use unicode_normalization::UnicodeNormalization;

/// Whether the only white space in a text is single spaces between words. Always `false` for text that is not ASCII,
/// for speed.
pub fn is_squeezed(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else { return false };
    // As a signed number, a byte beyond ASCII is also less than a space. Without an early exit the loop is vectorized.
    let is_odd = |byte: u8| byte.cast_signed() < b' '.cast_signed();
    let are_blank = |a: u8, b: u8| a == b' ' && b == b' ';
    let odd =
        (1..bytes.len()).fold(false, |odd, at| odd | is_odd(bytes[at]) | are_blank(bytes[at - 1], bytes[at]));
    !odd && !is_odd(*first) && *first != b' ' && *last != b' '
}

/// The position of the first colon, ASCII or full-width.
pub fn find_colon(text: &str) -> Option<usize> {
    let plain = memchr::memchr(b':', text.as_bytes());
    let before = &text[..plain.unwrap_or(text.len())];
    if before.is_ascii() { plain } else { before.find('：').or(plain) }
}

/// Trims text and reduces white space to single spaces.
pub fn squeeze(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut add = |words: &str| {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(words);
    };
    // Most lines are squeezed already, and then they are copied whole.
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]) {
        let line = text[start..end].trim_ascii();
        if is_squeezed(line) {
            add(line);
        } else {
            line.split_whitespace().for_each(&mut add);
        }
        start = end + 1;
    }
    out
}

/// Text on one line like [`squeeze`], without the characters that XML and calendars do not allow: control characters
/// and two noncharacters.
pub fn line(text: &str) -> String {
    // Squeezed text is ASCII, with no control character but the last one.
    if is_squeezed(text) && memchr::memchr(0x7f, text.as_bytes()).is_none() {
        return text.to_owned();
    }
    let bare = |c: char| c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}');
    squeeze(&text.replace(bare, " "))
}

/// Whether a character is a control character. Tabs, line feeds and form feeds are white space; other line ends are not.
pub fn is_control(c: char) -> bool {
    matches!(c, '\0'..='\x08' | '\x0b' | '\r' | '\x0e'..='\x1f' | '\x7f'..='\u{9f}' | '\u{2028}' | '\u{2029}')
}

/// Whether a character only changes the direction of the text around it.
pub fn is_direction(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A text with the code of each of these characters in its place: `⟨U+202E⟩`. A line end becomes a space.
pub fn visible(text: &str, is_hidden: fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            c if !is_hidden(c) => out.push(c),
            '\r' | '\x0b' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push(' '),
            // Writing to a string cannot fail.
            c => _ = fmt::Write::write_fmt(&mut out, format_args!("⟨U+{:04X}⟩", u32::from(c))),
        }
    }
    Cow::Owned(out)
}

/// The form in which ids are compared: NFKC, upper case, letters and digits only, without leading zeros. `inc0042`,
/// `INC-42` and `Inc_042` are equal.
pub fn fold_id(id: &str) -> String {
    let out = String::with_capacity(id.len());
    if id.is_ascii() { fold_id_into(out, id.chars()) } else { fold_id_into(out, id.nfkc()) }
}

fn fold_id_into(mut out: String, normalized: impl Iterator<Item = char>) -> String {
    let mut in_number = false;
    let mut previous_was_digit = false;
    for c in normalized {
        if c.is_numeric() {
            if !previous_was_digit {
                // Two numbers with a separator between them must not become one.
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

/// The form in which paths are compared on file systems that ignore case and normalize Unicode.
pub fn fold_path(path: &str) -> String {
    if path.is_ascii() {
        return path.to_ascii_lowercase();
    }
    path.nfc().flat_map(char::to_lowercase).collect()
}

/// The last character boundary at or before a byte.
pub fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// An ASCII slug for URLs: lower-case letters and digits, with `-` for everything between them; `x` if nothing is left.
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

/// Unique names within one document.
#[derive(Debug, Default)]
pub struct Unique {
    taken: BTreeSet<String>,
    next: BTreeMap<String, usize>,
}

impl Unique {
    /// Starts with some names taken.
    pub fn besides(taken: BTreeSet<String>) -> Self {
        Self { taken, next: BTreeMap::new() }
    }

    /// The wanted name, or the wanted name with `separator` and the first free number from 2. The search continues
    /// after the last number given, so that thousands of equal names stay cheap.
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

/// Escapes text for HTML content and double-quoted attributes.
pub fn escape_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    push_escaped(&mut out, text);
    out
}

/// Appends text, escaped for HTML content and double-quoted attributes.
pub fn push_escaped(out: &mut String, text: &str) {
    // Writing to a string cannot fail.
    _ = write_escaped(out, text);
}

/// Writes text, escaped for HTML content and double-quoted attributes. Errors are those of `out`.
pub fn write_escaped(out: &mut impl fmt::Write, text: &str) -> fmt::Result {
    // Most texts have none, and this loop is vectorized.
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

/// A text with a capital first letter.
pub fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The first sentence, at most `limit` characters, shortened with `…` at a word boundary.
pub fn first_sentence(text: &str, limit: usize) -> String {
    shorten(&text[..sentence_end(text)], limit)
}

/// The sentences of a text, each with its full stop.
pub fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text.trim();
    std::iter::from_fn(move || {
        let (sentence, after) = rest.split_at(sentence_end(rest));
        rest = after.trim_start();
        (!sentence.is_empty()).then(|| sentence.trim_end())
    })
}

/// The byte at which the first sentence ends.
fn sentence_end(text: &str) -> usize {
    let closes =
        |at: &usize| text[at + 1..].starts_with(char::is_whitespace) && !ends_in_abbreviation(&text[..*at]);
    let end = memchr::memchr3_iter(b'.', b'!', b'?', text.as_bytes()).find(closes);
    let end = end.map_or(text.len(), |at| at + 1);
    let sentence = &text[..end];
    if sentence.is_ascii() {
        return end;
    }
    sentence.find(['。', '！', '？']).map_or(end, |at| at + '。'.len_utf8())
}

/// Whether a full stop after this text rarely ends a sentence: after a single letter, a number, `e.g`, `approx`, `vs` …
fn ends_in_abbreviation(before: &str) -> bool {
    let word = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or("");
    let folded = word.to_lowercase();
    word.chars().count() == 1
        || (!word.is_empty() && word.chars().all(|c| c.is_ascii_digit()))
        || ["e.g", "i.e", "approx", "vs", "etc", "cf", "no", "dr", "mr", "mrs", "st"]
            .contains(&folded.as_str())
}

/// At most `limit` characters, shortened with `…` at a word boundary if there is one.
pub fn shorten(text: &str, limit: usize) -> String {
    let text = text.trim();
    let Some((cut, _)) = text.char_indices().nth(limit) else { return text.to_owned() };
    let head = &text[..cut];
    let head = head
        .rsplit_once(char::is_whitespace)
        .map_or(head, |(words, _)| if words.len() * 2 > head.len() { words } else { head });
    format!("{}…", head.trim_end_matches([',', ';', ':', '-', ' ']))
}

/// The known word that an unknown word is probably a misspelling of, for "did you mean".
pub fn nearest<'k>(word: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let word = word.to_lowercase().replace('-', "_");
    let known = known.map(|candidate| (candidate.replace('-', "_"), candidate));
    most_alike(&word, known, |likeness| likeness >= 0.8)
}

/// The thing whose name is most similar to a word (Jaro-Winkler), if it is similar enough.
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
    fn equivalent_ids_fold_to_the_same_id() {
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
    fn finds_ascii_and_full_width_colons() {
        assert_eq!(["a: b", "ä：b: c", "ä: b：c", "ä"].map(find_colon), [Some(1), Some(2), Some(2), None]);
    }

    #[test]
    fn white_space_is_reduced_to_single_spaces() {
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
    fn boundary_is_at_or_before_the_byte() {
        assert_eq!(["aé", "é", "a", ""].map(|text| boundary(text, 2)), [1, 2, 1, 0]);
    }

    #[test]
    fn names_are_unique() {
        let mut names = Unique::besides(["a-2".to_owned()].into());
        let given: Vec<String> = ["a", "a", "a-3", "a"].map(|name| names.give(name.to_owned(), '-')).into();
        assert_eq!(given, ["a", "a-3", "a-3-2", "a-4"]);
    }

    #[test]
    fn sentences_do_not_end_at_abbreviations_or_numbers() {
        assert_eq!(
            first_sentence("On Monday 3. February it broke. Then", 200),
            "On Monday 3. February it broke."
        );
        assert_eq!(first_sentence("Some (e.g. api) failed. X", 200), "Some (e.g. api) failed.");
        assert_eq!(first_sentence("版本 1.2 失败。然后", 200), "版本 1.2 失败。");
    }

    #[test]
    fn counts_have_thousands_separators() {
        assert_eq!(count(1, "file"), "1 file");
        assert_eq!(count(0, "error"), "0 errors");
        assert_eq!(count(1_032, "file"), "1,032 files");
        assert_eq!(thousands(123_456), "123,456");
        assert_eq!(thousands(1_234_567), "1,234,567");
    }
}
