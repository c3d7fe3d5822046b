//! The words that documents use, by language.
//!
//! Each file in `languages/` holds one language: headings, keys, columns, states, months, units, time zones, stop words
//! and so on. `en.toml` is the reference: it has a comment for each section and lists every name that a file may use.
//! `any.toml` holds marks and names that belong to no language. Adding a language means adding a file; the build finds
//! it.
//!
//! `build.rs` compiles the files into the tables below. Why not read them when the program starts: folding six thousand
//! words takes longer than reading a small archive. Why not check in the compiled tables: adding a word would change
//! two files, and the second one would be edited by hand sooner or later. The build script runs in less than a
//! tenth of a second.
//!
//! # How the files are merged
//!
//! - Words appear as people write them; the build folds them into the form in which they are compared.
//! - Names keep the order of `en.toml`. Within a name, English comes first, then `any`, then the other languages by
//!   file name. This order decides nothing, with one exception: of several durations in a document, the one whose key
//!   comes first in `key.duration` wins. Words in a table `[key.last]` follow those of all languages.
//! - A word may appear in several languages with the same meaning. With two meanings in one section it does not build:
//!   decide for the more common one. Only the lists of `[event]`, `[words]`, `[text]` and `[time]` are independent
//!   of each other.
//! - Words of scripts without spaces (names in `…_mark`) match without word boundaries, longest first.
//!
//! This module never looks at documents: `read`, `when`, `config`, `check` and `search` do, and ask here for words.

mod fold;
mod words;

pub(crate) use self::fold::{fold, fold_term, fold_text, fold_tight, is_unspaced, nfkc, without_accents};
pub(crate) use self::words::{List, Occurrence, Phrases, Words, contains_words, find_words, lists};

/// Words by their meaning, with `|` between them.
pub(crate) type Meanings = &'static [(&'static str, &'static str)];

/// The meaning and the rank of every label of a scope, in all its forms.
pub(crate) type Labels = &'static phf::Map<&'static str, (u16, u16)>;

include!(concat!(env!("OUT_DIR"), "/lexicon.rs"));

/// The scopes of words, as the tables of `[aliases]` in the configuration are named.
#[cfg(test)]
pub(crate) fn scopes() -> impl Iterator<Item = (&'static str, Meanings)> {
    SCOPES.into_iter()
}

/// The meanings of a scope.
pub(crate) fn scope(name: &str) -> Meanings {
    SCOPES.iter().find(|scope| scope.0 == name).map_or(&[], |scope| scope.1)
}

/// The table of a scope of labels, and the largest number of words in one.
fn labels(name: &str) -> (Labels, usize) {
    static NONE: phf::Map<&str, (u16, u16)> = phf::Map::new();
    LABELS.iter().find(|table| table.0 == name).map_or((&NONE, 0), |table| (table.1, table.2))
}

/// The words of one of these meanings.
pub(crate) fn words(meanings: Meanings, name: &str) -> impl Iterator<Item = &'static str> + use<> {
    meanings.iter().find(|meaning| meaning.0 == name).into_iter().flat_map(|meaning| meaning.1.split('|'))
}

/// A list of words by `section.name`. For constants: an unknown name does not compile.
pub(crate) const fn list(name: &str) -> &'static [&'static str] {
    let mut at = 0;
    while !is_same(LISTS[at].0, name) {
        at += 1;
    }
    LISTS[at].1
}

/// A list of single characters by `section.name`. For constants: an unknown name does not compile.
pub(crate) const fn characters(name: &str) -> &'static [char] {
    let mut at = 0;
    while !is_same(CHARACTERS[at].0, name) {
        at += 1;
    }
    CHARACTERS[at].1
}

/// The time zones of a table, each with its offset, its place, or `shared`. For constants: an unknown name does not
/// compile.
pub(crate) const fn zones(kind: &str) -> &'static [(&'static str, &'static str)] {
    let mut at = 0;
    while !is_same(ZONES[at].0, kind) {
        at += 1;
    }
    ZONES[at].1
}

/// Numbers in words, by their digits.
pub(crate) const fn numbers() -> &'static [(&'static str, &'static [&'static str])] {
    NUMBERS
}

const fn is_same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut at = 0;
    while at < a.len() {
        if a[at] != b[at] {
            return false;
        }
        at += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn words_are_compiled_in_the_form_in_which_they_are_compared() {
        let as_compared = |scope: &str, meaning: &str, word: &str| match (scope, meaning) {
            ("relation" | "phase" | "event", _) => fold_text(word),
            ("words", "nothing" | "because") => word.to_lowercase(),
            _ => fold::compared(word),
        };
        for (scope, meanings) in scopes() {
            for (meaning, words) in meanings {
                for word in words.split('|') {
                    assert_eq!(word, as_compared(scope, meaning, word), "{scope}.{meaning}");
                }
            }
        }
    }

    #[test]
    fn no_scope_has_a_word_twice() {
        for (scope, meanings) in scopes() {
            let mut seen = BTreeMap::new();
            for (meaning, words) in meanings {
                for word in words.split('|') {
                    let list = if matches!(scope, "event" | "words") { *meaning } else { "" };
                    let before = seen.insert((list, word), meaning);
                    assert_eq!(before, None, "{scope}.{meaning}: {word}");
                }
            }
        }
    }

    #[test]
    fn stop_words_are_sorted() {
        assert!(list("search.stop").is_sorted());
    }
}
