//! The words of a document, for finding similar incidents.

use std::ops::Range;
use std::sync::Arc;

/// The terms of a document and how often they occur.
///
/// An archive has millions of them, and comparing documents is comparing terms, so a term is a number: the FNV-1a hash
/// of the folded word (Fowler, Noll and Vo; RFC 9923). If two words of a large archive share a hash, two documents
/// look a little more similar than they are, and nothing else happens.
///
/// The terms of several documents can share an allocation: [`Terms::pool`].
#[derive(Clone, Debug, Default)]
pub struct Terms {
    lists: Arc<Lists>,
    /// The range of its own terms.
    own: Range<usize>,
}

/// The terms of several documents, concatenated.
#[derive(Debug, Default)]
struct Lists {
    /// Ascending within each document, without duplicates.
    hashes: Vec<u32>,
    /// By hash.
    weights: Vec<u16>,
}

/// A term of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// Hash of the folded word.
    pub hash: u32,
    /// Occurrences. Those in title, summary and cause count more than once.
    pub weight: u16,
}

impl Terms {
    /// Creates terms from the hashes of words, each as often as it counts.
    pub fn new(words: &[u32]) -> Self {
        let words = sorted(words);
        let mut lists = Lists::default();
        for same in words.chunk_by(|a, b| a == b) {
            lists.hashes.push(same[0]);
            lists.weights.push(u16::try_from(same.len()).unwrap_or(u16::MAX));
        }
        let own = 0..lists.hashes.len();
        Self { lists: Arc::new(lists), own }
    }

    /// Moves the terms of several documents into one allocation. They are freed long before the rest of the documents, and
    /// an allocator returns memory only in large blocks.
    pub fn pool<'t>(several: impl IntoIterator<Item = &'t mut Self>) {
        let several: Vec<&mut Self> = several.into_iter().collect();
        let count = several.iter().map(|terms| terms.own.len()).sum();
        let mut lists = Lists { hashes: Vec::with_capacity(count), weights: Vec::with_capacity(count) };
        for terms in &several {
            lists.hashes.extend_from_slice(&terms.lists.hashes[terms.own.clone()]);
            lists.weights.extend_from_slice(&terms.lists.weights[terms.own.clone()]);
        }
        let lists = Arc::new(lists);
        let mut start = 0;
        for terms in several {
            let end = start + terms.own.len();
            *terms = Self { lists: Arc::clone(&lists), own: start..end };
            start = end;
        }
    }

    /// All terms, by hash.
    pub fn iter(&self) -> impl Iterator<Item = Term> {
        let (hashes, weights) = (&self.lists.hashes[self.own.clone()], &self.lists.weights[self.own.clone()]);
        hashes.iter().zip(weights).map(|(hash, weight)| Term { hash: *hash, weight: *weight })
    }

    /// The hash of a word. ASCII letters are lower-cased; others must be folded already.
    pub fn hash(word: &str) -> u32 {
        word.bytes().fold(Self::NO_WORD, |hash, byte| Self::add(hash, byte.to_ascii_lowercase()))
    }

    /// The hash of no bytes.
    pub const NO_WORD: u32 = 0x811c_9dc5;

    /// Extends a hash by one byte.
    #[inline]
    pub const fn add(hash: u32, byte: u8) -> u32 {
        (hash ^ byte as u32).wrapping_mul(0x0100_0193)
    }
}

/// Sorts hashes: a radix sort by the first byte, which spreads hashes evenly, then comparisons within each bucket.
fn sorted(hashes: &[u32]) -> Vec<u32> {
    let first = |hash: &u32| usize::from(hash.to_be_bytes()[0]);
    let mut places = [0; 257];
    for hash in hashes {
        places[first(hash) + 1] += 1;
    }
    for byte in 1..places.len() {
        places[byte] += places[byte - 1];
    }
    let mut dealt = vec![0; hashes.len()];
    for hash in hashes {
        let place = &mut places[first(hash)];
        dealt[*place] = *hash;
        *place += 1;
    }
    // Each place is now where those of its byte end.
    let mut start = 0;
    for end in &places[..256] {
        dealt[start..*end].sort_unstable();
        start = *end;
    }
    dealt
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_ascending_and_weighted_by_occurrence() {
        let words = ["pool", "error", "pool", "db-3", "timeout", "error", "pool"].map(Terms::hash);
        let hashes: Vec<u32> = words.into_iter().chain([0, u32::MAX, 0, 1]).collect();
        let mut expected = std::collections::BTreeMap::new();
        for hash in &hashes {
            *expected.entry(*hash).or_insert(0) += 1;
        }
        let terms: Vec<_> = Terms::new(&hashes).iter().map(|term| (term.hash, term.weight)).collect();
        assert_eq!(terms, expected.into_iter().collect::<Vec<(u32, u16)>>());
    }

    #[test]
    fn pooled_terms_are_those_of_each_document() {
        let apart = [vec![3, 1, 3], vec![], vec![1, u32::MAX], vec![2]].map(|hashes| Terms::new(&hashes));
        let mut together = apart.clone();
        Terms::pool(&mut together[1..]);
        Terms::pool(&mut together[..3]);
        let all = |terms: &[Terms]| terms.iter().map(|terms| terms.iter().collect()).collect::<Vec<Vec<_>>>();
        assert_eq!(all(&together), all(&apart));
        assert!(Arc::ptr_eq(&together[0].lists, &together[2].lists));
    }
}
