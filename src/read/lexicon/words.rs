//! Words and phrases with their meanings.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use super::fold::{fold, fold_text, is_unspaced};
use super::vocabulary::{self, Meanings};

/// Words that tie the first word of a label to the rest of it.
const CONNECTORS: &[&str] = &[
    "of", "for", "and", "with", "to", "in", "on", "by", "from", "during", "&", "/", "|", "+", "de", "do",
    "da", "du", "des", "der", "von", "del", "og", "och", "und", "et", "y", "e", "i", "av",
];

/// Words of a configuration, by their meaning.
type Added<'c> = Option<&'c BTreeMap<String, Vec<String>>>;

/// A folded word. Those of the vocabulary are so in the program itself.
type Word = Cow<'static, str>;

/// Words and meanings of one scope.
#[derive(Debug, Default)]
pub(in crate::read) struct Words {
    meanings: FxHashMap<Word, (u16, u16)>,
    names: Vec<Cow<'static, str>>,
    /// The largest number of words in a phrase.
    longest: usize,
}

impl Words {
    /// The vocabulary's words, and those of a configuration, which go before them.
    pub(super) fn new(meanings: Meanings, added: Added<'_>) -> Self {
        let mut words = Self::default();
        words.meanings.reserve(meanings.iter().map(|(_, list)| list.len() / 8).sum());
        for (name, list) in meanings {
            let id = words.named(Cow::Borrowed(name));
            for (rank, word) in list.split('|').enumerate() {
                words.add(Cow::Borrowed(word), id, rank);
            }
        }
        for (name, list) in added.into_iter().flatten() {
            let id = words.named(Cow::Owned(name.clone()));
            let first = vocabulary::words(meanings, name).count();
            for (rank, word) in (first..).zip(list) {
                words.add(Cow::Owned(compared(word)), id, rank);
            }
        }
        words
    }

    /// The number of a meaning.
    fn named(&mut self, name: Cow<'static, str>) -> u16 {
        let at = self.names.iter().position(|known| *known == name).unwrap_or_else(|| {
            self.names.push(name);
            self.names.len() - 1
        });
        u16::try_from(at).unwrap_or(u16::MAX)
    }

    fn add(&mut self, folded: Word, id: u16, rank: usize) {
        let blanks = folded.bytes().filter(|byte| *byte == b' ').count();
        self.longest = self.longest.max(blanks + 1);
        let entry = (id, u16::try_from(rank).unwrap_or(u16::MAX));
        // Keys are written without accents and without blanks as well; the word itself goes before such a form of another.
        let joined = (blanks > 0).then(|| folded.replace(' ', ""));
        for form in without_accents(&folded).into_iter().chain(joined) {
            self.meanings.entry(Cow::Owned(form)).or_insert(entry);
        }
        self.meanings.insert(folded, entry);
    }

    /// The meaning of exactly this folded phrase.
    pub(in crate::read) fn exact(&self, folded: &str) -> Option<&str> {
        self.meanings.get(folded).map(|(name, _)| &*self.names[*name as usize])
    }

    /// The place of a phrase in its list; the smaller the more preferred.
    pub(in crate::read) fn rank(&self, folded: &str) -> u16 {
        self.meanings.get(folded).map_or(u16::MAX, |(_, rank)| *rank)
    }

    /// The meaning of the longest phrase that the folded text begins with, whole words; for scripts without blanks,
    /// whole characters.
    pub(in crate::read) fn leading<'t>(&self, folded: &'t str) -> Option<(&str, &'t str)> {
        let mut ends: Vec<usize> = Vec::new();
        let mut words = 0;
        for (at, c) in folded.char_indices() {
            if at > 0 && (c == ' ' || !c.is_alphanumeric() || is_unspaced(c) || ends_unspaced(&folded[..at]))
            {
                ends.push(at);
                words += usize::from(c == ' ');
            }
            if words > self.longest || at > 80 {
                break;
            }
        }
        if folded.len() <= 80 {
            ends.push(folded.len());
        }
        ends.into_iter().rev().find_map(|end| {
            let phrase = folded[..end].trim_end();
            // One word of a longer label counts only if what follows goes with it: `Timeline of …`, not `Good monitoring`.
            let whole = end == folded.len() || phrase.contains(' ') || phrase.chars().any(is_unspaced);
            let goes_on =
                || folded[end..].split_whitespace().next().is_none_or(|word| CONNECTORS.contains(&word));
            (whole || goes_on()).then(|| self.exact(phrase)).flatten().map(|name| (name, &folded[..end]))
        })
    }

    /// The meaning of the longest phrase anywhere in a text of a script without blanks.
    pub(super) fn inside_unspaced(&self, folded: &str) -> Option<&str> {
        let bounds: Vec<usize> = folded.char_indices().map(|(at, _)| at).chain([folded.len()]).collect();
        let mut best: Option<(usize, &str)> = None;
        for (index, start) in bounds.iter().enumerate() {
            for end in bounds.iter().skip(index + 2).take(9) {
                let phrase = &folded[*start..*end];
                if best.is_none_or(|(length, _)| phrase.len() > length)
                    && phrase.chars().all(is_unspaced)
                    && let Some(name) = self.exact(phrase)
                {
                    best = Some((phrase.len(), name));
                }
            }
        }
        best.map(|(_, name)| name)
    }
}

/// An ordered list of phrases to be found anywhere in a text, in one pass over it.
#[derive(Debug)]
pub(in crate::read) struct Phrases {
    names: Vec<&'static str>,
    patterns: Vec<Word>,
    /// The name that each pattern belongs to.
    owners: Vec<usize>,
    /// Made when it is first asked.
    automaton: OnceLock<Option<AhoCorasick>>,
}

impl Phrases {
    /// The phrases of some meanings, the most preferred meaning first.
    pub(super) fn new(meanings: Meanings, added: Added<'_>, order: &[&'static str]) -> Self {
        let mut owners = Vec::new();
        let mut patterns = Vec::new();
        for (index, name) in order.iter().enumerate() {
            patterns.extend(list(meanings, added, name, fold_text));
            owners.resize(patterns.len(), index);
        }
        Self { names: order.to_vec(), patterns, owners, automaton: OnceLock::new() }
    }

    /// The meaning of the first list, in their order, of which a phrase stands in the folded text at word borders.
    pub(in crate::read) fn find(&self, folded: &str) -> Option<&str> {
        let automaton = self
            .automaton
            .get_or_init(|| AhoCorasick::new(self.patterns.iter().map(AsRef::<str>::as_ref)).ok());
        let found = automaton.as_ref()?.find_overlapping_iter(folded);
        let at_borders = found.filter(|found| is_at_borders(folded, found.start(), found.end()));
        let first = at_borders.map(|found| self.owners[found.pattern().as_usize()]).min()?;
        self.names.get(first).copied()
    }
}

/// Words without further meaning.
#[derive(Debug)]
pub(super) struct List {
    words: Vec<Word>,
    /// What finds them in running text, made when it is first asked.
    automaton: OnceLock<Option<AhoCorasick>>,
}

impl List {
    pub(super) fn words(&self) -> &[Word] {
        &self.words
    }

    /// The most bytes that one of them has.
    pub(super) fn longest(&self) -> usize {
        self.words.iter().map(|word| word.len()).max().unwrap_or(0)
    }

    /// Whether one of them stands in a folded text at word borders.
    pub(super) fn stands_in(&self, folded: &str) -> bool {
        // The quickest automaton takes longer to make than a small archive to read.
        let make = || {
            let kind = Some(AhoCorasickKind::ContiguousNFA);
            AhoCorasick::builder()
                .kind(kind)
                .build(self.words.iter().map(AsRef::<str>::as_ref).filter(|word| !word.is_empty()))
                .ok()
        };
        let Some(automaton) = self.automaton.get_or_init(make) else { return false };
        let mut found = automaton.find_overlapping_iter(folded);
        found.any(|found| is_at_borders(folded, found.start(), found.end()))
    }
}

/// Whether `phrase` stands in `text` at word borders; phrases that end in a blank match a beginning of a word group.
pub(in crate::read) fn contains_words(text: &str, phrase: &str) -> bool {
    find_words(text, phrase).is_some()
}

/// The byte after the first place where `phrase` stands in `text` at word borders.
pub(in crate::read) fn find_words(text: &str, phrase: &str) -> Option<usize> {
    // Texts are short: a search that prepares itself for each phrase would prepare longer than it searches.
    memchr::memchr_iter(*phrase.as_bytes().first()?, text.as_bytes())
        .filter(|at| text.as_bytes()[*at..].starts_with(phrase.as_bytes()))
        .map(|at| (at, at + phrase.len()))
        .find(|(start, end)| is_at_borders(text, *start, *end))
        .map(|(_, end)| end)
}

/// Whether a stretch of a text begins and ends where words do. A plural or past form of its last word still counts: `alert`
/// finds `alerts` and `alerted`.
fn is_at_borders(text: &str, start: usize, end: usize) -> bool {
    let border = |outer: Option<char>, inner: Option<char>| match (outer, inner) {
        (Some(outer), Some(inner)) => {
            !(outer.is_alphanumeric() && inner.is_alphanumeric()) || is_unspaced(outer) || is_unspaced(inner)
        }
        _ => true,
    };
    let (before, phrase, after) = (&text[..start], &text[start..end], &text[end..]);
    let tail = after.trim_start_matches(|c: char| c.is_ascii_lowercase());
    let suffix = &after[..after.len() - tail.len()];
    border(before.chars().next_back(), phrase.chars().next())
        && (border(after.chars().next(), phrase.chars().next_back())
            || ["s", "es", "ed", "d"].contains(&suffix))
}

fn ends_unspaced(text: &str) -> bool {
    text.chars().next_back().is_some_and(is_unspaced)
}

/// `severidad` is written for `gravité` as `gravite` where a key must be ASCII.
pub(super) fn without_accents(folded: &str) -> Option<String> {
    if folded.chars().all(|c| c.is_ascii() || is_unspaced(c)) {
        return None;
    }
    let plain: String = folded.nfd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).collect();
    (plain != folded).then_some(plain)
}

/// A word of a label as it is compared. Marks without letters (`✅`, `#`) fold to nothing; they are compared as they are.
pub(super) fn compared(word: &str) -> String {
    Some(fold(word)).filter(|folded| !folded.is_empty()).unwrap_or_else(|| word.trim().to_owned())
}

/// The lists of words without further meaning, by their names.
pub(super) fn lists(meanings: Meanings, added: Added<'_>) -> FxHashMap<&'static str, List> {
    let folded = |name: &str, word: &str| {
        if name == "nothing" || name == "because" { word.to_owned() } else { fold(word) }
    };
    let words = |name: &str| list(meanings, added, name, |word| folded(name, word)).collect();
    meanings
        .iter()
        .map(|(name, _)| (*name, List { words: words(name), automaton: OnceLock::new() }))
        .collect()
}

/// The words of one meaning: those of the vocabulary, then those of a configuration as `folded` makes them.
fn list<'c>(
    meanings: Meanings,
    added: Added<'c>,
    name: &str,
    folded: impl Fn(&str) -> String + 'c,
) -> impl Iterator<Item = Word> + 'c {
    let added = added.and_then(|added| added.get(name));
    let added = added.into_iter().flatten().map(move |word| Cow::Owned(folded(word)));
    vocabulary::words(meanings, name).map(Cow::Borrowed).chain(added)
}
