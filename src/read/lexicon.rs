//! The vocabulary: which words mean what.
//!
//! The words are data (`vocabulary.toml`, beside this file); a configuration adds to them. This module only
//! folds, looks up, and knows how forgiving a look-up may be: a heading may carry more words than the
//! vocabulary has (`Timeline of the outage`), a key may not (`Impact` is a key, `Impact of the change on …` is a sentence).

mod fold;
mod words;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};

use self::words::{List, Phrases, Words, index, phrases, without_accents};
use super::slot::Slot;
use crate::config::Config;

pub(super) use self::fold::{fold, fold_text, is_unspaced, nfkc};
pub(super) use self::words::{contains_words, find_words};

const VOCABULARY: &str = include_str!("vocabulary.toml");

/// Scope to meaning to words, as the file has it.
type Table<'t> = BTreeMap<&'t str, Meanings<'t>>;
type Meanings<'t> = BTreeMap<&'t str, Vec<&'t str>>;

/// Everything the reader knows about words.
#[derive(Debug)]
pub(super) struct Lexicon {
    pub(super) front: Words,
    pub(super) headings: Words,
    pub(super) keys: Words,
    pub(super) timeline_columns: Words,
    pub(super) action_columns: Words,
    pub(super) action_words: Words,
    pub(super) action_states: Words,
    pub(super) statuses: Words,
    lists: FxHashMap<String, List>,
    /// What says nothing: a dash, `TBD`, `n/a`.
    nothing: FxHashSet<String>,
    /// The most bytes that a text has which says nothing.
    longest_nothing: usize,
    pub(super) relations: Phrases,
    pub(super) phases: Phrases,
}

impl Lexicon {
    /// The built-in vocabulary with the words of the configuration added.
    pub(super) fn new(config: &Config) -> Self {
        // The file is part of the program and a test reads it, so it always parses.
        let mut table: Table<'_> = vocabulary().clone();
        for (scope, meanings) in &config.aliases {
            let scope = table.entry(scope).or_default();
            for (meaning, words) in meanings {
                scope.entry(meaning).or_default().extend(words.iter().map(String::as_str));
            }
        }
        let lists = table.remove("words").map(lists).unwrap_or_default();
        let nothing: FxHashSet<String> =
            lists.get("nothing").into_iter().flat_map(|list| list.words.iter().cloned()).collect();
        let words = |scope: &str| index(table.get(scope));
        let ordered = |scope: &str, order: &[&str]| phrases(table.get(scope), order);
        // Most words are those of these three; a small archive is read in less time than they take one after the other.
        let (headings, (keys, front)) =
            rayon::join(|| words("heading"), || rayon::join(|| words("key"), || words("front")));
        Self {
            longest_nothing: lists.get("nothing").map_or(0, List::longest),
            nothing,
            lists,
            front,
            headings,
            keys,
            timeline_columns: words("timeline_column"),
            action_columns: words("action_column"),
            action_words: words("action_word"),
            action_states: words("action_state"),
            statuses: words("status"),
            relations: ordered(
                "relation",
                &["same-cause", "duplicate-of", "recurrence-of", "caused-by", "follow-up-of"],
            ),
            phases: ordered(
                "phase",
                &[
                    "resolved",
                    "restored",
                    "cause-found",
                    "declared",
                    "mitigated",
                    "first-signal",
                    "alert",
                    "investigating",
                ],
            ),
        }
    }

    /// The slot of a heading: exact, else by its first or last words, else by a phrase inside a text without blanks.
    pub(super) fn heading(&self, text: &str) -> Option<Slot> {
        let folded = fold(text);
        if folded.is_empty() {
            return None;
        }
        let headings = &self.headings;
        let name = headings.exact(&folded).or_else(|| {
            if folded.split(' ').count() > 9 {
                return None;
            }
            headings.leading(&folded).map(|(name, _)| name).or_else(|| trailing(headings, &folded)).or_else(
                || folded.chars().any(is_unspaced).then(|| headings.inside_unspaced(&folded)).flatten(),
            )
        });
        name.and_then(Slot::from_name)
    }

    /// The slot of a key in a metadata table or list: exact, with a remark in brackets allowed.
    pub(super) fn key(&self, text: &str) -> Option<Slot> {
        let folded = fold(text);
        let name = self.keys.exact(&folded).or_else(|| self.keys.exact(&without_accents(&folded)?));
        name.and_then(Slot::from_name)
    }

    /// The slot of a key of the front matter: its own words, else those of metadata tables.
    pub(super) fn front(&self, key: &str) -> Option<Slot> {
        let folded = fold(&split_camel(key));
        let name = self.front.exact(&folded).or_else(|| self.front.exact(&folded.replace(' ', "")));
        name.and_then(Slot::from_name).or_else(|| self.key(&folded))
    }

    /// A list of words without further meaning.
    pub(super) fn list(&self, name: &str) -> &[String] {
        self.lists.get(name).map_or(&[], |list| list.words.as_slice())
    }

    /// Whether one of a list stands in a folded text at word borders.
    pub(super) fn stands_in(&self, name: &str, folded: &str) -> bool {
        self.lists.get(name).is_some_and(|list| list.stands_in(folded))
    }

    /// Whether a value says nothing: empty, a dash, `TBD`, `n/a`.
    pub(super) fn is_nothing(&self, value: &str) -> bool {
        // Folding keeps letters and digits, so that most texts are too long in any case.
        if value.bytes().filter(u8::is_ascii_alphanumeric).nth(self.longest_nothing).is_some() {
            return false;
        }
        let folded = fold_text(value.trim());
        let folded = folded.trim_matches(|c: char| matches!(c, '*' | '`' | '.' | ' ' | '(' | ')'));
        self.nothing.contains(folded)
    }
}

/// The built-in vocabulary. To take it apart is a good part of the work of a small archive, so it is done once.
fn vocabulary() -> &'static Table<'static> {
    static TABLE: OnceLock<Table<'static>> = OnceLock::new();
    TABLE.get_or_init(|| toml::from_str(VOCABULARY).unwrap_or_default())
}

/// The names of the keys of front matter, by meaning, with the words of the configuration added.
pub(super) fn front_words(config: &Config) -> BTreeMap<String, Vec<String>> {
    let owned = |words: &Vec<&str>| words.iter().map(|word| (*word).to_owned()).collect();
    let front = vocabulary().get("front").into_iter().flatten();
    let mut front: BTreeMap<String, Vec<String>> =
        front.map(|(meaning, words)| ((*meaning).to_owned(), owned(words))).collect();
    for (meaning, words) in config.aliases.get("front").into_iter().flatten() {
        front.entry(meaning.clone()).or_default().extend(words.iter().cloned());
    }
    front
}

/// The meaning of two or more last words: `Product root cause`.
fn trailing<'w>(words: &'w Words, folded: &str) -> Option<&'w str> {
    folded
        .match_indices(' ')
        .map(|(at, _)| &folded[at + 1..])
        .filter(|tail| tail.contains(' '))
        .find_map(|tail| words.exact(tail))
}

/// `resolvedWhen` is two words.
fn split_camel(key: &str) -> Cow<'_, str> {
    let borders = key
        .as_bytes()
        .windows(2)
        .filter(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase())
        .count();
    if borders == 0 {
        return Cow::Borrowed(key);
    }
    let mut out = String::with_capacity(key.len() + borders);
    let mut previous = ' ';
    for c in key.chars() {
        if previous.is_ascii_lowercase() && c.is_ascii_uppercase() {
            out.push(' ');
        }
        out.push(c);
        previous = c;
    }
    Cow::Owned(out)
}

fn lists(words: Meanings<'_>) -> FxHashMap<String, List> {
    let folded = |name: &str, word: &str| {
        if name == "nothing" || name == "because" { word.to_owned() } else { fold(word) }
    };
    let list =
        |name: &str, words: Vec<&str>| List::new(words.into_iter().map(|word| folded(name, word)).collect());
    words.into_iter().map(|(name, words)| (name.to_owned(), list(name, words))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lexicon() -> Lexicon {
        Lexicon::new(&Config::default())
    }

    #[test]
    fn the_vocabulary_is_valid_and_every_slot_has_a_name() {
        let table: Table<'_> = toml::from_str(VOCABULARY).unwrap();
        for scope in ["front", "heading", "key"] {
            for name in table[scope].keys() {
                assert!(Slot::from_name(name).is_some(), "{scope}.{name}");
            }
        }
    }

    #[test]
    fn headings_are_found_under_numbers_emoji_and_remarks() {
        let lexicon = lexicon();
        for (heading, slot) in [
            ("## 3. 时间线", Slot::Timeline),
            (":eye: Detection", Slot::Detection),
            ("Timeline (all times PST) DATE RANGE. All times approximations", Slot::Timeline),
            ("Root cause of the outage", Slot::RootCause),
            ("Product root cause", Slot::RootCause),
            ("10. 剩余风险与行动项", Slot::Actions),
            ("根因与放大因素", Slot::RootCause),
            ("What went well?", Slot::WentWell),
            ("Five Why's", Slot::FiveWhys),
            ("予防（Prevent）", Slot::Other),
        ] {
            let found = lexicon.heading(heading.trim_start_matches('#')).unwrap_or(Slot::Other);
            assert_eq!(found, slot, "{heading}");
        }
    }

    #[test]
    fn a_sentence_is_no_key() {
        let lexicon = lexicon();
        assert_eq!(lexicon.key("検知までの時間 (TTD)"), Some(Slot::TimeToDetect));
        assert_eq!(lexicon.key("Implement least-privilege in the cluster"), None);
        assert_eq!(lexicon.key("Impact of the change on customers"), None);
    }

    #[test]
    fn phrases_match_whole_words_and_their_endings() {
        assert!(contains_words("the alerts fired", "alert"));
        assert!(!contains_words("unalertable", "alert"));
        assert!(contains_words("12:00 復旧を確認", "復旧"));
    }
}
