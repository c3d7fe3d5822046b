//! Puts together what was counted in chunks, on all cores.

use std::hash::{Hash, Hasher};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHasher};

use super::gather::{Posting, Small};
use super::shards::Lengths;
use super::{CHUNK, number};

/// Into how many parts the terms are dealt: the highest six bits of their hash.
const PARTS: usize = 64;

/// Some terms with their documents, in no particular order of terms. They wait until all documents are counted, in as little room as
/// they can.
#[derive(Default)]
pub(super) struct Part {
    /// One after the other.
    terms: String,
    /// Those of one term after those of the other.
    postings: Vec<Small>,
    /// Where each term ends, and its postings.
    ends: Vec<(u32, u32)>,
}

impl Part {
    fn push(&mut self, term: &str, postings: &[Small]) {
        self.terms.push_str(term);
        self.postings.extend_from_slice(postings);
        self.ends.push((number(self.terms.len()), number(self.postings.len())));
    }

    fn iter(&self) -> impl Iterator<Item = (&str, &[Small])> {
        let mut start = (0, 0);
        self.ends.iter().map(move |(term, postings)| {
            let end = (*term as usize, *postings as usize);
            let found = (&self.terms[start.0..end.0], &self.postings[start.1..end.1]);
            start = end;
            found
        })
    }
}

/// Deals terms into parts by their hash.
pub(super) fn deal<'t>(terms: impl Iterator<Item = (&'t str, &'t [Small])>) -> Vec<Part> {
    let mut parts: Vec<Part> = (0..PARTS).map(|_| Part::default()).collect();
    for (term, postings) in terms {
        let mut hasher = FxHasher::default();
        term.hash(&mut hasher);
        parts[usize::try_from(hasher.finish() >> 58).unwrap_or_default()].push(term, postings);
    }
    for part in &mut parts {
        part.terms.shrink_to_fit();
        part.postings.shrink_to_fit();
        part.ends.shrink_to_fit();
    }
    parts
}

/// What is made of the documents of each term, in no particular order of terms. The chunks are in the order of the documents.
pub(super) fn merge<T: Send>(
    chunks: Vec<Vec<Part>>,
    lengths: &Lengths,
    make: impl Fn(Vec<Posting>, &Lengths) -> T + Sync,
) -> Vec<(String, T)> {
    let mut dealt: Vec<Vec<Part>> = (0..PARTS).map(|_| Vec::new()).collect();
    for chunk in chunks {
        dealt.iter_mut().zip(chunk).for_each(|(part, more)| part.push(more));
    }
    dealt.into_par_iter().flat_map_iter(|parts| merge_parts(&parts, lengths, &make)).collect()
}

fn merge_parts<T>(
    parts: &[Part],
    lengths: &Lengths,
    make: impl Fn(Vec<Posting>, &Lengths) -> T,
) -> Vec<(String, T)> {
    let mut lists: FxHashMap<&str, Vec<Posting>> = FxHashMap::default();
    for (first, part) in (0..).step_by(CHUNK).zip(parts) {
        for (term, postings) in part.iter() {
            lists.entry(term).or_default().extend(postings.iter().map(|posting| posting.posting(first)));
        }
    }
    // A concept of half the documents says nothing of any.
    let most = (lengths.count() as usize / 2).max(20);
    let telling = lists.into_iter().filter(|(term, list)| !term.starts_with('~') || list.len() <= most);
    telling.map(|(term, postings)| (term.to_owned(), make(postings, lengths))).collect()
}
