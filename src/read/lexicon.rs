//! The vocabulary: which words mean what.
//!
//! The words are data ([`vocabulary`]); a configuration adds to them. This module only folds, looks up, and knows how
//! forgiving a look-up may be: a heading may carry more words than the vocabulary has (`Timeline of the outage`), a key
//! may not (`Impact` is a key, `Impact of the change on …` is a sentence).

mod fold;
mod vocabulary;
mod words;

use std::borrow::Cow;
use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use self::words::{List, Phrases, Words, without_accents};
use crate::config::Config;
use crate::model::FieldId;

pub(super) use self::fold::{fold, fold_text, is_unspaced, nfkc};
pub(super) use self::words::{contains_words, find_words};

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
    lists: FxHashMap<&'static str, List>,
    /// What says nothing: a dash, `TBD`, `n/a`.
    nothing: FxHashSet<Cow<'static, str>>,
    /// The most bytes that a text has which says nothing.
    longest_nothing: usize,
    pub(super) relations: Phrases,
    pub(super) phases: Phrases,
}

impl Lexicon {
    /// The built-in vocabulary with the words of the configuration added.
    pub(super) fn new(config: &Config) -> Self {
        let added = |scope: &str| config.aliases.get(scope);
        let lists = words::lists(vocabulary::scope("words"), added("words"));
        let nothing: FxHashSet<_> = lists.get("nothing").into_iter().flat_map(List::words).cloned().collect();
        let words = |scope: &str| Words::new(vocabulary::scope(scope), added(scope));
        let phrases =
            |scope: &str, order: &[&'static str]| Phrases::new(vocabulary::scope(scope), added(scope), order);
        Self {
            longest_nothing: lists.get("nothing").map_or(0, List::longest),
            nothing,
            lists,
            front: words("front"),
            headings: words("heading"),
            keys: words("key"),
            timeline_columns: words("timeline_column"),
            action_columns: words("action_column"),
            action_words: words("action_word"),
            action_states: words("action_state"),
            statuses: words("status"),
            relations: phrases(
                "relation",
                &["same-cause", "duplicate-of", "recurrence-of", "caused-by", "follow-up-of"],
            ),
            phases: phrases(
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
    pub(super) fn heading(&self, text: &str) -> Option<FieldId> {
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
        name.and_then(FieldId::from_name)
    }

    /// The slot of a key in a metadata table or list: exact, with a remark in brackets allowed.
    pub(super) fn key(&self, text: &str) -> Option<FieldId> {
        let folded = fold(text);
        let name = self.keys.exact(&folded).or_else(|| self.keys.exact(&without_accents(&folded)?));
        name.and_then(FieldId::from_name)
    }

    /// The slot of a key of the front matter: its own words, else those of metadata tables.
    pub(super) fn front(&self, key: &str) -> Option<FieldId> {
        let folded = fold(&split_camel(key));
        let name = self.front.exact(&folded).or_else(|| self.front.exact(&folded.replace(' ', "")));
        name.and_then(FieldId::from_name).or_else(|| self.key(&folded))
    }

    /// A list of words without further meaning.
    pub(super) fn list(&self, name: &str) -> impl Iterator<Item = &str> {
        self.lists.get(name).into_iter().flat_map(List::words).map(AsRef::as_ref)
    }

    /// Whether a folded text is one of a list.
    pub(super) fn is_in(&self, name: &str, folded: &str) -> bool {
        self.list(name).any(|word| word == folded)
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

/// The names of the keys of front matter, by meaning, with the words of the configuration added.
pub(super) fn front_words(config: &Config) -> BTreeMap<&str, Vec<&str>> {
    let mut front: BTreeMap<&str, Vec<&str>> = vocabulary::scope("front")
        .iter()
        .map(|(meaning, words)| (*meaning, words.split('|').collect()))
        .collect();
    for (meaning, words) in config.aliases.get("front").into_iter().flatten() {
        front.entry(meaning).or_default().extend(words.iter().map(String::as_str));
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

#[cfg(test)]
mod tests {
    use super::*;

    fn lexicon() -> Lexicon {
        Lexicon::new(&Config::default())
    }

    #[test]
    fn a_configuration_can_add_to_every_scope() {
        let schema = crate::config::schema();
        let tables = schema["properties"]["aliases"]["properties"].as_object().unwrap();
        let mut scopes = vocabulary::SCOPES.map(|(name, _)| name);
        scopes.sort_unstable();
        assert!(tables.keys().map(String::as_str).eq(scopes), "{tables:?}");
    }

    #[test]
    fn every_meaning_of_keys_and_headings_is_a_slot() {
        for scope in ["front", "heading", "key"] {
            for (name, _) in vocabulary::scope(scope) {
                assert!(FieldId::from_name(name).is_some(), "{scope}.{name}");
            }
        }
    }

    #[test]
    fn words_of_the_vocabulary_stand_as_they_are_compared() {
        let as_compared = |scope: &str, meaning: &str, word: &str| match (scope, meaning) {
            ("relation" | "phase", _) => fold_text(word),
            // What says nothing is mostly marks, which `fold` takes away.
            ("words", "nothing" | "because") => word.to_lowercase(),
            _ => words::compared(word),
        };
        for (scope, meanings) in vocabulary::SCOPES {
            for (meaning, words) in meanings {
                for word in words.split('|') {
                    assert_eq!(word, as_compared(scope, meaning, word), "{scope}.{meaning}");
                }
            }
        }
    }

    #[test]
    fn no_word_stands_twice_where_one_meaning_is_sought() {
        for (scope, meanings) in vocabulary::SCOPES {
            let mut seen = BTreeMap::new();
            for (meaning, words) in meanings {
                for word in words.split('|') {
                    let of_one = if scope == "words" { *meaning } else { "" };
                    let before = seen.insert((of_one, word), meaning);
                    assert_eq!(before, None, "{scope}.{meaning}: {word}");
                }
            }
        }
    }

    #[test]
    fn a_word_of_the_configuration_goes_before_the_same_word_of_the_vocabulary() {
        let toml =
            "[aliases.heading]\nimpact = ['Root-Cause', 'Konsekvens']\n[aliases.words]\nnothing = ['?!']";
        let config = Config {
            aliases: toml::from_str::<toml::Table>(toml).unwrap()["aliases"].clone().try_into().unwrap(),
            ..Config::default()
        };
        let lexicon = Lexicon::new(&config);
        assert_eq!(lexicon.heading("Root cause"), Some(FieldId::Impact));
        assert_eq!(lexicon.heading("Konsekvens"), Some(FieldId::Impact));
        assert_eq!(lexicon.heading("Impact"), Some(FieldId::Impact));
        assert!(lexicon.is_nothing("?!"));
    }

    #[test]
    fn headings_are_found_under_numbers_emoji_and_remarks() {
        let lexicon = lexicon();
        for (heading, slot) in [
            ("## 3. 时间线", FieldId::Timeline),
            (":eye: Detection", FieldId::Detection),
            ("Timeline (all times PST) DATE RANGE. All times approximations", FieldId::Timeline),
            ("Root cause of the outage", FieldId::RootCause),
            ("Product root cause", FieldId::RootCause),
            ("10. 剩余风险与行动项", FieldId::Actions),
            ("根因与放大因素", FieldId::RootCause),
            ("What went well?", FieldId::WentWell),
            ("Five Why's", FieldId::FiveWhys),
            ("予防（Prevent）", FieldId::Other),
        ] {
            let found = lexicon.heading(heading.trim_start_matches('#')).unwrap_or(FieldId::Other);
            assert_eq!(found, slot, "{heading}");
        }
    }

    #[test]
    fn a_sentence_is_no_key() {
        let lexicon = lexicon();
        assert_eq!(lexicon.key("検知までの時間 (TTD)"), Some(FieldId::TimeToDetect));
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
