//! The words of a sentence, apart from what only says where to look.

use std::borrow::Cow;

use crate::read::lexicon::is_unspaced;

/// The number of words; in scripts without spaces, two characters count as one.
pub(in crate::read) fn count_words(text: &str) -> usize {
    let spaced = text
        .split_whitespace()
        .filter(|word| word.contains(|c: char| c.is_alphanumeric() && !is_unspaced(c)));
    spaced.count() + text.chars().filter(|c| is_unspaced(*c)).count().div_ceil(2)
}

/// A text without commit hashes, ticket numbers and addresses, which say where to look and not what was done.
pub(in crate::read) fn without_references(text: &str) -> String {
    text.split_whitespace().filter(|word| !is_reference(word)).collect::<Vec<_>>().join(" ")
}

pub(in crate::read) fn is_reference(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let has_digit = word.contains(|c: char| c.is_ascii_digit());
    let is_hash = word.len() >= 7 && has_digit && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_id = has_digit
        && word.contains('-')
        && word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || matches!(c, '-' | '_'));
    let is_number = has_digit
        && word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'/' | b'.' | b':'));
    is_hash || is_id || is_number || word.starts_with("https:") || word.starts_with("http:")
}

/// Replaces each setting name with a neutral word, because `FAIL_ORDERS=true` does not report a failure.
pub(in crate::read) fn without_settings(text: &str) -> Cow<'_, str> {
    if !text.contains('_') {
        return Cow::Borrowed(text);
    }
    let neutral = |word| if is_setting(word) { "setting" } else { word };
    Cow::Owned(text.split_whitespace().map(neutral).collect::<Vec<_>>().join(" "))
}

/// Whether a word is the name of a setting, with its value or without.
fn is_setting(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let name = word.split('=').next().unwrap_or("");
    name.contains('_')
        && name.contains(|c: char| c.is_ascii_uppercase())
        && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_settings_are_neutral() {
        assert_eq!(
            without_settings("recreated with FAIL_ORDERS=true, DEAD_URL."),
            "recreated with setting setting"
        );
        assert_eq!(without_settings("a_b failed"), "a_b failed");
    }

    #[test]
    fn hashes_and_numbers_say_nothing() {
        assert_eq!(without_references("4be1c3f9 OPS-12 restarted 2031-05-06 the api"), "restarted the api");
        assert_eq!(without_references("defaced pages"), "defaced pages");
    }
}
