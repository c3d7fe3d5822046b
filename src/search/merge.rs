//! Merges the terms that were counted in chunks, on all cores.

use std::hash::{Hash, Hasher};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHasher};

use super::posting::{PackedPosting, Posting};
use super::shards::{Lengths, kept};
use super::{CHUNK, number};
use crate::model::shrunk;

/// How many parts the terms are divided into: the highest six bits of their hash.
const PARTS: usize = 64;

/// Some terms with their documents, in no particular order. Parts stay in memory until all documents are counted, so they are compact.
#[derive(Default)]
pub(super) struct Part {
    /// Concatenated.
    terms: String,
    /// The postings of all terms, concatenated.
    postings: Vec<PackedPosting>,
    /// Where each term and its postings end.
    ends: Vec<(u32, u32)>,
}

impl Part {
    fn push(&mut self, term: &str, postings: &[PackedPosting]) {
        self.terms.push_str(term);
        self.postings.extend_from_slice(postings);
        self.ends.push((number(self.terms.len()), number(self.postings.len())));
    }

    fn iter(&self) -> impl Iterator<Item = (&str, &[PackedPosting])> {
        let mut start = (0, 0);
        self.ends.iter().map(move |(term, postings)| {
            let end = (*term as usize, *postings as usize);
            let found = (&self.terms[start.0..end.0], &self.postings[start.1..end.1]);
            start = end;
            found
        })
    }
}

/// Divides terms into parts by their hash.
pub(super) fn partition<'t>(terms: impl Iterator<Item = (&'t str, &'t [PackedPosting])>) -> Vec<Part> {
    let mut parts: Vec<Part> = (0..PARTS).map(|_| Part::default()).collect();
    for (term, postings) in terms {
        let mut hasher = FxHasher::default();
        term.hash(&mut hasher);
        parts[usize::try_from(hasher.finish() >> 58).unwrap_or_default()].push(term, postings);
    }
    let small = |part: Part| Part {
        terms: part.terms.as_str().to_owned(),
        postings: shrunk(part.postings),
        ends: shrunk(part.ends),
    };
    parts.into_iter().map(small).collect()
}

/// Some terms, in no particular order, with their encoded documents.
#[derive(Default)]
pub(super) struct Lists {
    terms: String,
    bits: String,
    documents: Vec<u8>,
    /// Where each term, its bits and its documents end, and how many documents it has.
    ends: Vec<(u32, u32, u32, u32)>,
}

/// A term with its encoded documents.
#[derive(Clone, Copy)]
pub(super) struct List<'l> {
    pub(super) term: &'l str,
    /// The documents, encoded for a shard ([`super::shards`]).
    pub(super) bits: &'l str,
    /// The documents, encoded for the index of a terminal ([`super::index`]).
    pub(super) documents: &'l [u8],
    /// How many documents there are.
    pub(super) count: u32,
}

impl Lists {
    /// The number of terms.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn at(&self, place: usize) -> List<'_> {
        let (term, bits, documents, count) = self.ends[place];
        let start = place.checked_sub(1).map_or((0, 0, 0, 0), |before| self.ends[before]);
        List {
            term: &self.terms[start.0 as usize..term as usize],
            bits: &self.bits[start.1 as usize..bits as usize],
            documents: &self.documents[start.2 as usize..documents as usize],
            count,
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = List<'_>> {
        (0..self.len()).map(|place| self.at(place))
    }
}

/// Merges the terms of all chunks, which are in the order of documents. `write` encodes the documents of a term and appends them to the
/// bits, to the bytes, or to both.
pub(super) fn merge(
    chunks: Vec<Vec<Part>>,
    lengths: &Lengths,
    write: impl Fn(&[Posting], &mut String, &mut Vec<u8>) + Sync,
) -> Vec<Lists> {
    let mut divided: Vec<Vec<Part>> = (0..PARTS).map(|_| Vec::new()).collect();
    for chunk in chunks {
        divided.iter_mut().zip(chunk).for_each(|(part, more)| part.push(more));
    }
    divided.into_par_iter().map(|parts| merge_parts(&parts, lengths, &write)).collect()
}

fn merge_parts(
    parts: &[Part],
    lengths: &Lengths,
    write: impl Fn(&[Posting], &mut String, &mut Vec<u8>),
) -> Lists {
    let mut postings: FxHashMap<&str, Vec<Posting>> = FxHashMap::default();
    for (first, part) in (0..).step_by(CHUNK).zip(parts) {
        for (term, more) in part.iter() {
            postings.entry(term).or_default().extend(more.iter().map(|posting| posting.posting(first)));
        }
    }
    // A concept that half of the documents contain does not distinguish them.
    let most = (lengths.count() as usize / 2).max(20);
    let distinguishing =
        postings.into_iter().filter(|(term, list)| !term.starts_with('~') || list.len() <= most);
    let mut lists = Lists::default();
    for (term, postings) in distinguishing {
        let postings = kept(postings, lengths);
        lists.terms.push_str(term);
        write(&postings, &mut lists.bits, &mut lists.documents);
        let ends = [lists.terms.len(), lists.bits.len(), lists.documents.len(), postings.len()].map(number);
        lists.ends.push(ends.into());
    }
    lists
}
