//! Puts together what was counted in chunks, on all cores.

use std::hash::{Hash, Hasher};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHasher};

use super::gather::Posting;
use super::shards::Lengths;

/// Into how many parts the terms are dealt: the highest six bits of their hash.
const PARTS: usize = 64;

/// Some terms with their documents.
pub(super) type Part = Vec<(String, Vec<Posting>)>;

/// Deals terms into parts by their hash.
pub(super) fn deal(terms: Part) -> Vec<Part> {
    let mut parts: Vec<Part> = (0..PARTS).map(|_| Vec::new()).collect();
    for (term, postings) in terms {
        let mut hasher = FxHasher::default();
        term.hash(&mut hasher);
        parts[usize::try_from(hasher.finish() >> 58).unwrap_or_default()].push((term, postings));
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
    let merged = dealt.into_par_iter().flat_map_iter(|parts| merge_parts(parts, lengths));
    merged.map(|(term, postings)| (term, make(postings, lengths))).collect()
}

fn merge_parts(parts: Vec<Part>, lengths: &Lengths) -> Part {
    let mut places: FxHashMap<String, usize> = FxHashMap::default();
    let mut lists: Part = Vec::new();
    for (term, postings) in parts.into_iter().flatten() {
        if let Some(place) = places.get(&term) {
            lists[*place].1.extend(postings);
        } else {
            places.insert(term.clone(), lists.len());
            lists.push((term, postings));
        }
    }
    // A concept of half the documents says nothing of any.
    let most = (lengths.count() as usize / 2).max(20);
    lists.retain(|(term, postings)| !term.starts_with('~') || postings.len() <= most);
    lists
}
