//! Ranks documents in memory, with the same terms, weights and order as `themes/default/search.js`.
//!
//! In a terminal, a process runs a single query, so only the lists that the query needs are unpacked.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::concepts::{self, Concepts};
use super::index::{Entry, Index};
use super::number;
use super::stem::stem;
use super::words::{fold, is_joiner, is_unspaced, terms, whole};

/// The weight of a synonym, relative to the word itself.
const SYNONYM_WEIGHT: f64 = 0.5;
/// The weight of a corrected word.
const CORRECTION_WEIGHT: f64 = 0.7;
/// The weight of an id in the query.
const ID_WEIGHT: f64 = 20.0;
/// Documents with less than this fraction of the best score are not hits: they only share a common word.
const MIN_FRACTION: f64 = 25.0;
/// A word in fewer documents than this finds its synonyms even if it is the only one.
const FEW_DOCUMENTS: usize = 10;

/// What a word of a query is among the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WordContext {
    /// The only one. A frequent one needs no synonyms.
    Alone,
    /// One of several.
    Typed,
    /// Part of a pasted text, which has no typos.
    Pasted,
}

impl WordContext {
    /// The context of typed words, by their number.
    pub(super) fn among(words: usize) -> Self {
        if words == 1 { Self::Alone } else { Self::Typed }
    }
}

/// Runs queries on the index of an archive.
pub(super) struct Engine<'i> {
    index: &'i Index<'i>,
    /// Lists that were unpacked; `None` for terms that are not in the index.
    unpacked: RefCell<FxHashMap<String, Option<Rc<[Entry]>>>>,
    concepts: Concepts,
}

/// The documents for one meaning of a part of a word.
pub(super) struct List {
    /// The term or concept.
    pub(super) key: String,
    /// The weight of the term.
    pub(super) factor: f64,
    /// Whether it is the word itself and not a synonym or correction.
    pub(super) exact: bool,
    entries: Rc<[Entry]>,
}

/// The meaning of a word of a query. The scores of its parts are added; within a part the best list counts.
pub(super) struct Meaning {
    /// As typed; empty for an id.
    pub(super) chunk: String,
    /// The lists for each part.
    pub(super) parts: Vec<Vec<List>>,
}

impl List {
    /// The level of the term in a document.
    pub(super) fn level(&self, document: u32) -> Option<u8> {
        level(&self.entries, document)
    }
}

fn level(entries: &[Entry], document: u32) -> Option<u8> {
    entries.binary_search_by_key(&document, |entry| entry.0).ok().map(|at| entries[at].1)
}

impl<'i> Engine<'i> {
    pub(super) fn new(index: &'i Index<'i>) -> Self {
        Self { index, unpacked: RefCell::default(), concepts: Concepts::built_in() }
    }

    /// How many documents there are.
    pub(super) fn total(&self) -> u32 {
        self.index.total()
    }

    /// How many of the documents are pages. They have the lowest numbers.
    pub(super) fn pages(&self) -> u32 {
        self.index.pages().min(self.total())
    }

    /// The documents that contain a term.
    fn documents(&self, key: &str) -> Option<Rc<[Entry]>> {
        if let Some(known) = self.unpacked.borrow().get(key) {
            return known.clone();
        }
        let found: Option<Rc<[Entry]>> = self.index.documents(key).map(Into::into);
        self.unpacked.borrow_mut().insert(key.to_owned(), found.clone());
        found
    }

    /// The rarity of a term that this many incidents contain: the logarithm of BM25. Pages do not count, because a word that all incidents
    /// contain distinguishes none, however many pages there are.
    pub(super) fn rarity(&self, count: usize) -> f64 {
        let (count, total) = (f64::from(number(count)), f64::from(self.total() - self.pages()));
        (1.0 + (total - count + 0.5) / (count + 0.5)).ln()
    }

    /// Whether a word belongs to the vocabulary of operations, according to the table of synonyms.
    pub(super) fn is_of_operations(&self, chunk: &str) -> bool {
        terms(chunk).first().is_some_and(|term| !self.concepts.of(term).is_empty())
    }

    fn list(&self, key: String, factor: f64) -> Option<List> {
        let entries = self.documents(&key).filter(|entries| !entries.is_empty())?;
        let pages = entries.partition_point(|entry| entry.0 < self.pages());
        let factor_here = factor * self.rarity(entries.len() - pages);
        Some(List { factor: factor_here, key, exact: factor >= 1.0, entries })
    }

    /// How many incidents contain a term.
    pub(super) fn incidents_with(&self, term: &str) -> usize {
        self.documents(term)
            .map_or(0, |entries| entries.len() - entries.partition_point(|entry| entry.0 < self.pages()))
    }

    /// How many incidents there are.
    pub(super) fn incidents(&self) -> u32 {
        self.total() - self.pages()
    }

    /// Whether a document contains all terms; `None` if there are none.
    pub(super) fn contains_terms(&self, terms: &[String], document: u32) -> Option<bool> {
        let contains =
            |term: &String| self.documents(term).is_some_and(|entries| level(&entries, document).is_some());
        (!terms.is_empty()).then(|| terms.iter().all(contains))
    }

    /// The meaning of a word.
    pub(super) fn meaning(&self, chunk: &str, context: WordContext) -> Meaning {
        let own = terms(chunk);
        let lists = own.iter().map(|term| {
            let known = self.index.count(term);
            let helped = context != WordContext::Alone || known < FEW_DOCUMENTS;
            let concepts = if helped { self.concepts.of(term) } else { &[] };
            let synonyms = concepts.iter().filter_map(|one| self.list(concepts::key(*one), SYNONYM_WEIGHT));
            self.list(term.clone(), 1.0).into_iter().chain(synonyms).collect::<Vec<_>>()
        });
        let mut parts: Vec<Vec<List>> = lists.collect();
        // A pasted text has no typos.
        let may_be_wrong = context != WordContext::Pasted;
        for word in fold(chunk).split(is_joiner).filter(|_| may_be_wrong) {
            let plain =
                word.chars().count() >= 5 && word.chars().all(|c| c.is_alphabetic() && !is_unspaced(c));
            let at = own.iter().position(|term| *term == stem(word)).filter(|_| plain);
            if let Some(part) =
                at.and_then(|at| parts.get_mut(at)).filter(|part| !part.iter().any(|one| one.exact))
            {
                part.extend(self.corrections(word));
            }
        }
        parts.retain(|lists| !lists.is_empty());
        Meaning { chunk: chunk.to_owned(), parts }
    }

    /// Lists of words in the archive that differ from this one by one typo or by their ending. The beginning or the end must be the same.
    fn corrections(&self, word: &str) -> Vec<List> {
        let chars: Vec<char> = word.chars().collect();
        let sure = if chars.len() > 6 { 3 } else { 2 };
        let (begin, end) = (&chars[..sure], &chars[chars.len() - sure..]);
        let mut seen = FxHashSet::default();
        let near = self.index.spellings().filter(|other| {
            if *other == word {
                return false;
            }
            let other: Vec<char> = other.chars().collect();
            (other.starts_with(begin) || other.ends_with(end)) && is_near(&chars, &other)
                || differs_by_ending(&chars, &other)
        });
        near.map(stem)
            .filter(|stem| seen.insert(stem.clone()))
            .filter_map(|stem| self.list(stem, CORRECTION_WEIGHT))
            .collect()
    }

    /// The ids in a query: all words together, or any of them. Only words that look like ids are ids in a pasted text.
    pub(super) fn named(&self, chunks: &[String], context: WordContext) -> Vec<Meaning> {
        let length = |text: &str| text.encode_utf16().count();
        let first = chunks.first().map_or(0, |chunk| length(chunk));
        let all = std::iter::once(chunks.join("-")).chain(chunks.iter().cloned());
        let named = all.filter(|text| {
            let digits = text.bytes().any(|byte| byte.is_ascii_digit());
            let may =
                length(text) > first || chunks.len() == 1 || text.bytes().any(|byte| !byte.is_ascii_digit());
            if context == WordContext::Pasted { is_id(text) } else { digits && may }
        });
        let mut keys: Vec<String> = Vec::new();
        for text in named {
            let key = format!("={}", whole(&fold(&text)));
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        let entries = keys.into_iter().filter_map(|key| {
            let entries = self.documents(&key)?;
            let list = List { key, factor: ID_WEIGHT, exact: true, entries };
            Some(Meaning { chunk: String::new(), parts: vec![vec![list]] })
        });
        entries.collect()
    }

    /// The hits in ascending order, and the scores of all documents.
    pub(super) fn rank<'m>(&self, meanings: impl IntoIterator<Item = &'m Meaning>) -> (Vec<u32>, Vec<f32>) {
        let mut scores = vec![0.0_f32; self.index.total() as usize];
        let mut best = vec![0.0_f32; scores.len()];
        for lists in meanings.into_iter().flat_map(|meaning| &meaning.parts) {
            best.fill(0.0);
            for list in lists {
                for (document, level) in &*list.entries {
                    let value = list.factor * (f64::from(*level) + 1.5);
                    let so_far = &mut best[*document as usize];
                    if value > f64::from(*so_far) {
                        *so_far = single(value);
                    }
                }
            }
            scores.iter_mut().zip(&best).for_each(|(score, best)| *score += best);
        }
        let most = scores.iter().copied().fold(0.0, f32::max);
        let least = f64::from(most) / MIN_FRACTION;
        let enough = |document: &u32| f64::from(scores[*document as usize]) > least;
        ((0..self.index.total()).filter(enough).collect(), scores)
    }
}

/// Rounds to single precision, in which the browser keeps scores, so that the order is the same.
#[expect(clippy::cast_possible_truncation, reason = "scores are small, and fewer digits are meant")]
fn single(value: f64) -> f32 {
    value as f32
}

/// Whether two words differ by one insertion, deletion, substitution or transposition.
pub(super) fn is_near(one: &[char], other: &[char]) -> bool {
    let start = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[start..], &other[start..]);
    let end = one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[..one.len() - end], &other[..other.len() - end]);
    match (one, other) {
        ([a, b], [c, d]) => a == d && b == c,
        _ => one.len() <= 1 && other.len() <= 1,
    }
}

/// Whether two words have at least six letters in common at the beginning and at most two others at the end, like `innløpet` and `innløp`:
/// the stemmer knows the endings of English only.
fn differs_by_ending(one: &[char], other: &[char]) -> bool {
    let start = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    start >= 6 && one.len().max(other.len()) <= start + 2
}

/// Whether a word looks like an id: letters, perhaps a joiner, a number.
pub fn is_id(chunk: &str) -> bool {
    let rest = chunk.trim_start_matches(char::is_alphabetic);
    let digits = rest.strip_prefix(|c| is_joiner(c) && matches!(c, '-' | '_' | '.')).unwrap_or(rest);
    rest.len() < chunk.len() && !digits.is_empty() && digits.chars().all(char::is_numeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_with_one_typo_are_near() {
        let near = |one: &str, other: &str| {
            is_near(&one.chars().collect::<Vec<_>>(), &other.chars().collect::<Vec<_>>())
        };
        for wrong in ["wraparuond", "wrparound", "wrapparound", "vraparound", "wraparount"] {
            assert!(near(wrong, "wraparound"), "{wrong}");
        }
        assert!(!near("wrparuond", "wraparound"));
    }

    #[test]
    fn words_with_other_endings_are_found() {
        let chars = |word: &str| word.chars().collect::<Vec<_>>();
        assert!(differs_by_ending(&chars("innløpet"), &chars("innløp")));
        assert!(!differs_by_ending(&chars("consumer"), &chars("consul")));
        assert!(!differs_by_ending(&chars("containers"), &chars("contain")));
    }

    #[test]
    fn an_id_consists_of_letters_and_a_number() {
        assert!(["INC-42", "inc42", "PM_7"].into_iter().all(is_id));
        assert!(!["42", "db", "db-3-eu", "pool_exhausted"].into_iter().any(is_id));
    }
}
