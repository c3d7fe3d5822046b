//! The inverted index for queries in a terminal: sorted terms with compressed lists of documents. It can be stored in a file, and only the
//! lists that a query needs are unpacked.

use std::borrow::Cow;
use std::cmp::Ordering;

use rayon::prelude::*;
use serde::{Deserialize, Serialize, Serializer};

use super::concepts::Concepts;
use super::indexed::numbered;
use super::merge::{Lists, merge};
use super::posting::Posting;
use super::shards::{Lengths, level_bits};
use super::{Counted, count, number};
use crate::archive::Archive;
use crate::config::Config;

/// A document that contains a term, and the level of the term in it, from 0 to 15.
pub(super) type Entry = (u32, u8);

/// The inverted index of an archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Index<'a> {
    /// How many documents there are.
    total: u32,
    /// How many of them are pages, which are the first.
    pages: u32,
    /// The sorted terms, concatenated.
    #[serde(borrow)]
    terms: Cow<'a, str>,
    /// For each document of each term, ascending: the gap to the previous document, times 16, plus the level, as a variable-length integer
    /// with seven bits per byte, lowest first.
    #[serde(borrow, serialize_with = "as_bytes")]
    documents: Cow<'a, [u8]>,
    /// Where each term ends, where its documents end, and how many these are.
    ends: Vec<(u32, u32, u32)>,
    /// Words as they are spelled, sorted, one per line.
    #[serde(borrow)]
    spellings: Cow<'a, str>,
}

/// A term and the documents that contain it.
#[derive(Clone, Copy)]
struct Term<'a> {
    key: &'a str,
    count: u32,
    documents: &'a [u8],
}

fn as_bytes<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bytes(bytes)
}

/// Packs the documents of a term, which are ascending.
pub(super) fn pack(postings: &[Posting], lengths: &Lengths, documents: &mut Vec<u8>) {
    let shift = 4 - level_bits(lengths.count());
    let mut next = 0;
    for posting in postings {
        let level = (lengths.level(*posting) << shift).min(15);
        let mut rest = u64::from(posting.document - next) << 4 | u64::from(level);
        next = posting.document + 1;
        while rest >= 0x80 {
            documents.push(low_bits(rest) | 0x80);
            rest >>= 7;
        }
        documents.push(low_bits(rest));
    }
}

fn low_bits(number: u64) -> u8 {
    (number & 0x7f) as u8
}

/// Unpacks the documents of a term. An invalid list ends at the first error; documents have numbers below `total`.
fn unpack(documents: &[u8], total: u32) -> Vec<Entry> {
    let mut entries = Vec::new();
    let (mut number, mut shift, mut next) = (0_u64, 0, 0_u64);
    for byte in documents {
        number |= u64::from(byte & 0x7f) << shift;
        shift += 7;
        if byte & 0x80 != 0 && shift < 42 {
            continue;
        }
        next += number >> 4;
        let Some(document) = u32::try_from(next).ok().filter(|document| *document < total) else { break };
        entries.push((document, u8::try_from(number & 15).unwrap_or(15)));
        (number, shift, next) = (0, 0, next + 1);
    }
    entries
}

impl Index<'static> {
    /// The index of an archive.
    pub fn new(archive: &Archive, config: &Config) -> Self {
        let numbered = numbered(archive);
        let Counted { chunks, spellings, lengths, .. } =
            count(&numbered, config, &Concepts::built_in(), |_, _, _| ());
        let lists = merge(chunks, &lengths, |postings, _, documents| pack(postings, &lengths, documents));
        Self::of(&lists, &spellings, number(numbered.len()), number(archive.pages.len()))
    }

    /// Builds an index from lists.
    pub(super) fn of(lists: &[Lists], spellings: &[String], total: u32, pages: u32) -> Self {
        let all = || lists.iter().flat_map(Lists::iter);
        let mut terms = String::with_capacity(all().map(|list| list.term.len()).sum());
        let mut documents = Vec::with_capacity(all().map(|list| list.documents.len()).sum());
        let places =
            (0..).zip(lists).flat_map(|(part, lists)| (0..number(lists.len())).map(move |at| (part, at)));
        let mut places: Vec<(u32, u32)> = places.collect();
        let list = |(part, at): (u32, u32)| lists[part as usize].at(at as usize);
        places.par_sort_unstable_by(|one, other| list(*one).term.cmp(list(*other).term));
        let mut ends = Vec::with_capacity(places.len());
        for list in places.into_iter().map(list) {
            terms.push_str(list.term);
            documents.extend_from_slice(list.documents);
            ends.push((number(terms.len()), number(documents.len()), list.count));
        }
        let spellings = spellings.join("\n").into();
        Self { total, pages, terms: terms.into(), documents: documents.into(), ends, spellings }
    }
}

impl Index<'_> {
    /// How many documents there are.
    pub(super) fn total(&self) -> u32 {
        self.total
    }

    /// How many of the documents are pages. They have the lowest numbers.
    pub(super) fn pages(&self) -> u32 {
        self.pages
    }

    /// A term by its position; `None` if there is none or the index is damaged.
    fn at(&self, place: usize) -> Option<Term<'_>> {
        let (key, documents, count) = *self.ends.get(place)?;
        let before = place.checked_sub(1).and_then(|before| self.ends.get(before));
        let (key_start, documents_start, _) = before.copied().unwrap_or_default();
        Some(Term {
            key: self.terms.get(key_start as usize..key as usize)?,
            count,
            documents: self.documents.get(documents_start as usize..documents as usize)?,
        })
    }

    fn term(&self, key: &str) -> Option<Term<'_>> {
        let (mut low, mut high) = (0, self.ends.len());
        while low < high {
            let middle = low.midpoint(high);
            let term = self.at(middle)?;
            match term.key.cmp(key) {
                Ordering::Less => low = middle + 1,
                Ordering::Equal => return Some(term),
                Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// How many documents contain a term.
    pub(super) fn count(&self, key: &str) -> usize {
        self.term(key).map_or(0, |term| term.count as usize)
    }

    /// The documents that contain a term, ascending.
    pub(super) fn documents(&self, key: &str) -> Option<Vec<Entry>> {
        self.term(key).map(|term| unpack(term.documents, self.total))
    }

    /// Words as they are spelled, sorted.
    pub(super) fn spellings(&self) -> impl Iterator<Item = &str> {
        self.spellings.split('\n').filter(|word| !word.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn packed_documents_are_unpacked_unchanged(
            documents in prop::collection::btree_map(0_u32..100_000, 1_u16..200, 0..200),
        ) {
            let lengths = Lengths::new(&vec![300; 100_000], 0);
            let postings: Vec<Posting> = documents
                .into_iter()
                .map(|(document, weight)| Posting { document, weight, passage: 0 })
                .collect();
            let expected: Vec<Entry> = postings
                .iter()
                .map(|one| (one.document, u8::try_from(lengths.level(*one) << 1).unwrap()))
                .collect();
            let mut packed = Vec::new();
            pack(&postings, &lengths, &mut packed);
            prop_assert_eq!(unpack(&packed, 100_000), expected);
        }

        #[test]
        fn unpacking_any_bytes_yields_ascending_documents(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
            let entries = unpack(&bytes, 1000);
            prop_assert!(entries.is_sorted_by(|one, other| one.0 < other.0));
            prop_assert!(entries.iter().all(|entry| entry.0 < 1000 && entry.1 < 16));
        }
    }
}
