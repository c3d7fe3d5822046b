//! The words of the language files and of the configuration, as the reader looks them up.
//!
//! The words are in [`crate::lexicon`]. This module decides how lenient a lookup is: a heading may have more words than
//! the vocabulary (`Timeline of the outage`), a key may not (`Impact` is a key, `Impact of the change on …` is a
//! sentence).

mod fix_name;

use std::borrow::Cow;
use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use self::fix_name::Tail;
use crate::config::Config;
use crate::lexicon::{List, Phrases, Words, list, lists, scope, without_accents};
use crate::model::{FieldId, Phase};

pub(super) use crate::lexicon::{Occurrence, contains_words, find_words, fold, fold_text, is_unspaced, nfkc};

/// Words that join what follows to a heading.
const CONNECTORS: &[&str] = list("text.connector");

/// Words that join two names in one heading.
const CONJUNCTIONS: &[&str] = list("text.conjunction");

/// What a heading is about if its last word says so, whatever stands before it.
const NOUNS: [FieldId; 4] = [FieldId::Summary, FieldId::OneLine, FieldId::Timeline, FieldId::Impact];

/// How many letters and digits a sentence may have that promises a text instead of giving it.
const MAX_PROMISE: usize = 110;

/// Longer texts that begin with `Duration of` are sentences.
const MAX_DURATION_WORDS: usize = 6;

/// The names of the parts in the language files, in the order of [`super::signs::Part`]. `none` is no part: what only looks like one.
pub(super) const PARTS: &[&str] = &[
    "act",
    "fix",
    "done",
    "solved",
    "by",
    "problem",
    "found",
    "trouble",
    "failed",
    "undone",
    "hedge",
    "not",
    "not_after",
    "to",
    "but",
    "alarm",
    "raised",
    "incident",
    "begins",
    "ends",
    "declared",
    "works",
    "harmless",
    "talk",
    "none",
];

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
    /// The length of the longest word that stands for a missing value, in bytes.
    longest_nothing: usize,
    /// The first two bytes of each of these words.
    nothing_heads: FxHashSet<[u8; 2]>,
    pub(super) relations: Phrases,
    pub(super) phases: Phrases,
    /// What sentences about the course of an incident are made of, in the order of [`PARTS`].
    pub(super) events: Phrases,
}

impl Lexicon {
    /// The built-in vocabulary with the words of the configuration added.
    pub(super) fn new(config: &Config) -> Self {
        let added = |scope: &str| config.aliases.get(scope);
        let lists = lists(scope("words"), added("words"));
        let nothing = lists.get("nothing").map_or(&[][..], List::words);
        let words = |name: &str| Words::new(name, added(name));
        let phrases = |name: &str, order: &[&'static str]| Phrases::new(scope(name), added(name), order);
        Self {
            longest_nothing: lists.get("nothing").map_or(0, List::longest),
            nothing_heads: nothing.iter().filter_map(|word| word.as_bytes().first_chunk().copied()).collect(),
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
            phases: phrases("phase", &phases()),
            events: phrases("event", PARTS),
        }
    }

    /// The field of a heading: exact, else by its first or last words, else by a phrase inside a text without spaces.
    pub(super) fn heading(&self, text: &str) -> Option<FieldId> {
        let folded = fold(text);
        if folded.is_empty() {
            return None;
        }
        let headings = &self.headings;
        // `How we fixed the problem` ends in the name of another section.
        let asks = || self.asks_for_fix(&folded).then_some(FieldId::Resolution.name());
        let name = headings
            .exact(&folded)
            .or_else(asks)
            .or_else(|| actions_joined(headings, &folded))
            .or_else(|| {
                if folded.split(' ').count() > 9 {
                    return None;
                }
                headings
                    .leading(&folded)
                    .map(|(name, _)| name)
                    .or_else(|| trailing(headings, &folded))
                    .or_else(|| last_joined(headings, &folded))
                    .or_else(|| last_noun(headings, &folded))
                    .or_else(|| self.ends_in_action_noun(&folded).then_some(FieldId::Actions.name()))
                    .or_else(|| {
                        folded.chars().any(is_unspaced).then(|| headings.inside_unspaced(&folded)).flatten()
                    })
                    // `Lifecycle before the fix`
                    .filter(|name| *name != FieldId::Resolution.name() || !self.is_before_fix(&folded))
            });
        name.and_then(FieldId::from_name)
            .or_else(|| self.names_fix(text, Tail::Any).then_some(FieldId::Resolution))
            .or_else(|| headings.exact(&fold(in_brackets(text)?)).and_then(FieldId::from_name))
    }

    /// `Hardening follow-ups`: a word or two before an unmistakable name of action items.
    fn ends_in_action_noun(&self, folded: &str) -> bool {
        let words = folded.split(' ').count();
        let ends = folded.match_indices(' ').map(|(at, _)| &folded[at + 1..]);
        (2..=4).contains(&words) && ends.take(2).any(|end| self.is_in("action_noun", end))
    }

    /// The field of a key in a metadata table or list: exact, except for a remark in brackets.
    pub(super) fn key(&self, text: &str) -> Option<FieldId> {
        let folded = fold(text);
        let name = self.keys.exact(&folded).or_else(|| self.keys.exact(&without_accents(&folded)?));
        name.and_then(FieldId::from_name)
            .or_else(|| self.is_duration(&folded).then_some(FieldId::Duration))
            .or_else(|| {
                let is_heading = self.headings.exact(&folded) == Some(FieldId::Resolution.name());
                (is_heading || self.names_fix(&folded, Tail::None)).then_some(FieldId::Resolution)
            })
    }

    /// `Duration of the full outage`: a word for duration, a connecting word, and what lasted.
    fn is_duration(&self, folded: &str) -> bool {
        let word = folded.split(' ').next().filter(|word| word.len() < folded.len()).unwrap_or("");
        self.keys.exact(word) == Some(FieldId::Duration.name())
            && folded.split(' ').count() <= MAX_DURATION_WORDS
            && self.keys.leading(folded).is_some_and(|(name, _)| name == FieldId::Duration.name())
    }

    /// The field of a front-matter key: by the words for front matter, else by those for metadata tables.
    pub(super) fn front(&self, key: &str) -> Option<FieldId> {
        let folded = fold(&split_camel(key));
        let name = self.front.exact(&folded).or_else(|| self.front.exact(&folded.replace(' ', "")));
        name.and_then(FieldId::from_name).or_else(|| self.key(&folded))
    }

    /// Whether a word joins two others: `and`.
    pub(super) fn is_conjunction(word: &str) -> bool {
        CONJUNCTIONS.contains(&word)
    }

    /// A list of words.
    pub(super) fn list(&self, name: &str) -> impl Iterator<Item = &str> {
        self.lists.get(name).into_iter().flat_map(List::words).map(AsRef::as_ref)
    }

    /// Whether a folded text is one of a list.
    pub(super) fn is_in(&self, name: &str, folded: &str) -> bool {
        self.lists.get(name).is_some_and(|list| list.contains(folded))
    }

    /// Whether a word of a list occurs in a folded text as a whole word.
    pub(super) fn occurs_in(&self, name: &str, folded: &str) -> bool {
        self.lists.get(name).is_some_and(|list| list.occurs_in(folded))
    }

    /// Whether a text only promises that something will be written: `To be added after the review.` One sentence, with
    /// little room for anything else.
    pub(super) fn is_promise(&self, text: &str) -> bool {
        let text = text.trim();
        let inner = text.trim_end_matches(['.', '!', '。', '…', ')', '*', '_', ' ']);
        let is_short = text.chars().filter(|c| c.is_alphanumeric()).nth(MAX_PROMISE).is_none();
        is_short
            && !inner.contains(". ")
            && !inner.contains('。')
            && self.occurs_in("promise", &fold_text(text))
    }

    /// Whether a value is missing: empty, a dash, `TBD`, `n/a`.
    pub(super) fn is_nothing(&self, value: &str) -> bool {
        // Folding keeps letters and digits, so most texts are ruled out by the first two, or by their length.
        if let [one, two, rest @ ..] = value.as_bytes()
            && one.is_ascii_alphanumeric()
            && two.is_ascii_alphanumeric()
            && rest.first().is_none_or(u8::is_ascii)
            && !self.nothing_heads.contains(&[one.to_ascii_lowercase(), two.to_ascii_lowercase()])
        {
            return false;
        }
        if value.bytes().filter(u8::is_ascii_alphanumeric).nth(self.longest_nothing).is_some() {
            return false;
        }
        let folded = fold_text(value.trim());
        let folded = folded.trim_matches(|c: char| matches!(c, '*' | '`' | '.' | ' ' | '(' | ')'));
        self.is_in("nothing", folded)
    }
}

/// The phases, and what only looks like one.
fn phases() -> Vec<&'static str> {
    Phase::ALL.iter().map(|phase| phase.key()).chain(["none"]).collect()
}

/// The front-matter keys by meaning, with the words of the configuration added.
pub(super) fn front_words(config: &Config) -> BTreeMap<&str, Vec<&str>> {
    let mut front: BTreeMap<&str, Vec<&str>> =
        scope("front").iter().map(|(meaning, words)| (*meaning, words.split('|').collect())).collect();
    for (meaning, words) in config.aliases.get("front").into_iter().flatten() {
        front.entry(meaning).or_default().extend(words.iter().map(String::as_str));
    }
    front
}

/// The meaning of the last words, two or more: `Product root cause`, `Corrective/preventive measures`.
fn trailing<'w>(words: &'w Words, folded: &str) -> Option<&'w str> {
    folded
        .match_indices([' ', '/'])
        .map(|(at, _)| &folded[at + 1..])
        .filter(|tail| tail.contains(' '))
        .find_map(|tail| words.exact(tail))
}

/// What comes after each conjunction of a heading.
fn after_conjunctions(folded: &str) -> impl Iterator<Item = &str> {
    folded.match_indices(' ').filter_map(|(at, _)| {
        let (word, rest) = folded[at + 1..].split_once(' ')?;
        CONJUNCTIONS.contains(&word).then_some(rest)
    })
}

/// The meaning of the word after the last conjunction: `Decisions and measures`.
fn last_joined<'w>(words: &'w Words, folded: &str) -> Option<&'w str> {
    let last = after_conjunctions(folded).last().filter(|last| !last.contains(' '))?;
    words.exact(last)
}

/// The text in brackets at the end of a heading: `Ursachenanalyse (Root cause analysis)`.
fn in_brackets(text: &str) -> Option<&str> {
    let (_, inner) = text.trim_end().strip_suffix([')', '）'])?.rsplit_once(['(', '（'])?;
    Some(inner)
}

/// `Lessons learned and action items`: what is to be done is what people look for.
fn actions_joined<'w>(words: &'w Words, folded: &str) -> Option<&'w str> {
    let mut parts = after_conjunctions(folded).filter_map(|rest| words.exact(rest));
    parts.find(|name| *name == FieldId::Actions.name())
}

/// The meaning of the last word of two or three, where it says what the section is about: `Problem summary`.
fn last_noun<'w>(words: &'w Words, folded: &str) -> Option<&'w str> {
    let (before, last) = folded.rsplit_once(' ')?;
    let is_short = before.split(' ').count() <= 2;
    let is_telling = |name: &&str| FieldId::from_name(name).is_some_and(|field| NOUNS.contains(&field));
    words.exact(last).filter(is_telling).filter(|_| is_short)
}

/// Splits camel case: `resolvedWhen` is two words.
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
    fn configuration_can_add_words_to_every_scope() {
        let schema = crate::config::schema();
        let tables = schema["properties"]["aliases"]["properties"].as_object().unwrap();
        let mut scopes: Vec<_> = crate::lexicon::scopes().map(|(name, _)| name).collect();
        scopes.sort_unstable();
        assert!(tables.keys().map(String::as_str).eq(scopes), "{tables:?}");
    }

    #[test]
    fn meanings_of_keys_and_headings_are_fields() {
        for section in ["front", "heading", "key"] {
            for (name, _) in scope(section) {
                assert!(FieldId::from_name(name).is_some(), "{section}.{name}");
            }
        }
    }

    #[test]
    fn words_of_the_configuration_take_precedence() {
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
    fn headings_match_with_numbering_emoji_and_remarks() {
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
    fn sentences_are_not_keys() {
        let lexicon = lexicon();
        assert_eq!(lexicon.key("検知までの時間 (TTD)"), Some(FieldId::TimeToDetect));
        assert_eq!(lexicon.key("Implement least-privilege in the cluster"), None);
        assert_eq!(lexicon.key("Impact of the change on customers"), None);
    }

    #[test]
    fn phrases_match_whole_words_and_their_inflections() {
        assert!(contains_words("the alerts fired", "alert"));
        assert!(!contains_words("unalertable", "alert"));
        assert!(contains_words("12:00 復旧を確認", "復旧"));
    }
}
