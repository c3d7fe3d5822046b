//! Builds postings: which documents contain a term, and how often.
//!
//! The weight of a term is the sum over the fields that contain it of the weight of the field times the number of occurrences
//! (BM25F; Robertson, Zaragoza and Taylor, *Simple BM25 extension to multiple weighted fields*, 2004), with one length for the
//! whole document.

use rustc_hash::{FxHashMap, FxHashSet};

use super::concepts::{self, Concepts};
use super::indexed::Indexed;
use super::merge::{Part, partition};
use super::number;
use super::passages::Passages;
use super::posting::PackedPosting;
use super::words::{each_chunk, fold, spellings, terms, whole};

/// How many chunks of text a builder remembers the terms of.
const MAX_CHUNKS: usize = 60_000;
/// How many terms a builder numbers before it starts over: a few hundred documents have that many terms of their own.
const MAX_TERMS: usize = 100_000;

/// The occurrences of a term in one document.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    weight: u16,
    /// The passage that was counted last, and how often it contains the term.
    passage: u8,
    here: u16,
    /// The passage that contains it most often so far.
    best: u8,
    most: u16,
}

/// The terms of chunks of text. Nearly all chunks are short; these are stored as integers, so that a lookup needs one memory access.
#[derive(Default)]
struct Chunks {
    short: FxHashMap<u128, (u32, u32)>,
    long: FxHashMap<Box<str>, (u32, u32)>,
}

impl Chunks {
    /// The bytes and the length of a short chunk, as an integer.
    fn short(chunk: &str) -> Option<u128> {
        let mut bytes = [0; 16];
        bytes[..15].get_mut(..chunk.len())?.copy_from_slice(chunk.as_bytes());
        bytes[15] = u8::try_from(chunk.len()).ok()?;
        Some(u128::from_le_bytes(bytes))
    }

    fn get(&self, chunk: &str) -> Option<(u32, u32)> {
        match Self::short(chunk) {
            Some(short) => self.short.get(&short).copied(),
            None => self.long.get(chunk).copied(),
        }
    }

    fn insert(&mut self, chunk: &str, place: (u32, u32)) {
        match Self::short(chunk) {
            Some(short) => self.short.insert(short, place),
            None => self.long.insert(chunk.into(), place),
        };
    }

    fn len(&self) -> usize {
        self.short.len() + self.long.len()
    }

    fn clear(&mut self) {
        self.short.clear();
        self.long.clear();
    }
}

/// Counts the terms of documents. It can be reused after [`Self::finish`] and then remembers words.
pub(super) struct PostingsBuilder<'a> {
    concepts: &'a Concepts,
    /// The front-matter keys that pages show in addition to the known fields.
    shown: &'a [&'a str],
    /// The number of each term, by term.
    numbers: FxHashMap<String, u32>,
    /// Known chunks, and the range of their terms in `terms`.
    chunks: Chunks,
    terms: Vec<u32>,
    /// The terms of all documents, one document after the other. A list for each term would be thousands of small allocations.
    postings: Vec<(u32, PackedPosting)>,
    /// The counts of each term in the current document.
    counts: Vec<Count>,
    /// The terms of the current document.
    touched: Vec<u32>,
    spellings: FxHashSet<String>,
}

/// The terms of some documents.
pub(super) struct TermCounts {
    /// All terms with their documents.
    pub(super) parts: Vec<Part>,
    /// Words as they are spelled.
    pub(super) spellings: Vec<String>,
}

impl<'a> PostingsBuilder<'a> {
    pub(super) fn new(concepts: &'a Concepts, shown: &'a [&'a str]) -> Self {
        Self {
            concepts,
            shown,
            numbers: FxHashMap::default(),
            chunks: Chunks::default(),
            terms: Vec::new(),
            postings: Vec::new(),
            counts: Vec::new(),
            touched: Vec::new(),
            spellings: FxHashSet::default(),
        }
    }

    /// Counts the document at this position of the chunk. Returns its length in words.
    pub(super) fn add(&mut self, place: u32, document: Indexed<'_>, passages: &Passages<'_>) -> u32 {
        for (text, weight) in document.fields() {
            self.text(text, weight, None);
        }
        for text in document.shown_values(self.shown) {
            self.text(&text, 1, None);
        }
        for key in document.id().into_iter().flat_map(|(id, stated)| id_keys(id, stated)) {
            let number = self.number(key);
            self.counts[number as usize].weight = 1;
            self.touched.push(number);
        }
        let mut length = 0;
        for (number, passage) in (0..).zip(passages.iter()) {
            length += self.text(passage.heading, 1, Some(number));
            length += self.text(passage.text, 1, Some(number));
        }
        for term in self.touched.drain(..) {
            let Count { weight, best, .. } = std::mem::take(&mut self.counts[term as usize]);
            self.postings.push((term, PackedPosting::new(place, weight, best)));
        }
        length
    }

    /// Counts a text: that of a passage, or a field.
    fn text(&mut self, text: &str, weight: u16, passage: Option<u8>) -> u32 {
        let mut length = 0;
        each_chunk(text, |chunk| {
            length += 1;
            let known = self.chunks.get(chunk);
            let (start, end) = known.unwrap_or_else(|| self.learn(chunk));
            for term in &self.terms[start as usize..end as usize] {
                let count = &mut self.counts[*term as usize];
                if count.weight == 0 {
                    self.touched.push(*term);
                }
                count.weight = count.weight.saturating_add(weight);
                let Some(passage) = passage else { continue };
                if count.passage != passage {
                    (count.passage, count.here) = (passage, 0);
                }
                count.here = count.here.saturating_add(1);
                // On a tie the first, which is the longest.
                if count.here > count.most {
                    (count.best, count.most) = (passage, count.here);
                }
            }
        });
        length
    }

    /// Determines the terms of a chunk, and the concepts of its words.
    fn learn(&mut self, chunk: &str) -> (u32, u32) {
        if self.chunks.len() >= MAX_CHUNKS {
            self.chunks.clear();
            self.terms.clear();
        }
        let start = self.terms.len();
        for term in terms(chunk) {
            for concept in self.concepts.of(&term) {
                let concept = self.number(concepts::key(*concept));
                if !self.terms[start..].contains(&concept) {
                    self.terms.push(concept);
                }
            }
            let number = self.number(term);
            self.terms.push(number);
        }
        let place = (number(start), number(self.terms.len()));
        self.chunks.insert(chunk, place);
        self.spellings.extend(spellings(chunk));
        place
    }

    fn number(&mut self, term: String) -> u32 {
        let next = number(self.counts.len());
        let number = *self.numbers.entry(term).or_insert(next);
        if number == next {
            self.counts.push(Count::default());
        }
        number
    }

    /// Returns the counts since the last call.
    pub(super) fn finish(&mut self) -> TermCounts {
        let mut starts = vec![0; self.counts.len() + 1];
        for (term, _) in &self.postings {
            starts[*term as usize + 1] += 1;
        }
        for term in 1..starts.len() {
            starts[term] += starts[term - 1];
        }
        let mut by_term = vec![PackedPosting::default(); self.postings.len()];
        let mut next = starts.clone();
        for (term, posting) in self.postings.drain(..) {
            let place = &mut next[term as usize];
            by_term[*place] = posting;
            *place += 1;
        }
        let terms = self.numbers.iter().filter_map(|(term, number)| {
            let at = *number as usize;
            let postings = &by_term[starts[at]..starts[at + 1]];
            (!postings.is_empty()).then_some((term.as_str(), postings))
        });
        let counted = TermCounts { parts: partition(terms), spellings: self.spellings.drain().collect() };
        if self.numbers.len() > MAX_TERMS {
            *self = Self::new(self.concepts, self.shown);
        }
        counted
    }
}

/// Keys by which an id is found before documents that only mention it: `=inc42` and, for a stated id, the number alone, `=42`. No term
/// begins with `=`.
fn id_keys(id: &str, stated: bool) -> Vec<String> {
    let whole = whole(&fold(id));
    let number = &whole[whole.trim_end_matches(|c: char| c.is_ascii_digit()).len()..];
    let mut keys = vec![format!("={whole}")];
    if stated && !number.is_empty() && number.len() < whole.len() {
        keys.push(format!("={number}"));
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_of_all_lengths_are_distinguished() {
        let text = "\0ab\0äö0123456789abcdefgh";
        let ends = (0..=text.len()).filter(|end| text.is_char_boundary(*end));
        let all: Vec<&str> = ends.map(|end| &text[..end]).chain(["a", "ab\0", "b"]).collect();
        let mut chunks = Chunks::default();
        for (number, chunk) in (0..).zip(&all) {
            assert_eq!(chunks.get(chunk), None, "{chunk:?}");
            chunks.insert(chunk, (number, 2 * number));
        }
        for (number, chunk) in (0..).zip(&all) {
            assert_eq!(chunks.get(chunk), Some((number, 2 * number)), "{chunk:?}");
        }
        assert_eq!(chunks.len(), all.len());
    }
}
