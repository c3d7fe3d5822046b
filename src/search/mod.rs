//! The search index of a site, as files that a browser loads piece by piece.
//!
//! [`files()`] makes them from the archive; `themes/default/search.js` and those beside it answer queries from them. Every file is a script that calls
//! one function with its name and its data, so that it loads from `file://` and under a policy that allows scripts of the site
//! only. The files are:
//!
//! - the directory, `search/index.js`: what there is and what the other files are called. It alone keeps its name;
//! - *shards* of the inverted index, by term ([`shards`]);
//! - blocks of *cards*, by incident ([`cards`]): what a result shows, and text for snippets;
//! - *facets*, by incident ([`columns`]): what lists are filtered and sorted by.
//!
//! Incidents are numbered from the oldest, so that a new one adds to the ends of lists and blocks. All names but that of the
//! directory contain a digest of the content, of the file and of its neighbors.
//!
//! A query fetches the directory, a shard or two for each of its words, and one block of cards for each result shown. How much that
//! is for an archive of ten thousand is what the sizes here were chosen for; `tests/search/budget.mjs` measures it.

mod alert;
mod bit_packing;
mod cards;
mod columns;
mod concepts;
mod engine;
mod facets;
mod find;
mod index;
#[cfg(any(test, fuzzing))]
pub(crate) mod laws;
mod merge;
mod passages;
mod postings;
pub mod query;
mod select;
mod shards;
mod similar;
mod stem;
mod words;
mod write;

#[cfg(test)]
mod tests;

use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use self::cards::{Headings, card, text_of_each};
use self::concepts::Concepts;
use self::index::pack;
use self::merge::{Lists, Part, merge};
use self::passages::{Passages, passages};
use self::postings::{PostingsBuilder, TermCounts};
use self::shards::{Lengths, encode, order};
use self::write::{shard_size, write};
use crate::archive::{Archive, Incident};
use crate::config::Config;

pub use self::alert::alert_text;
pub use self::engine::is_id;
pub use self::facets::Facets;
pub use self::find::{Hit, find};
pub use self::index::Index;
pub use self::select::{Order, UnknownValue, level_of, unknown_values};
pub use self::similar::{
    SIMILAR_SCORE, SimilarIncident, explain_similar, similar_in_index, similar_to_each, similar_to_text,
};

/// The address of the directory.
pub const DIRECTORY: &str = "search/index.js";

/// How many incidents are counted at a time. Memory grows with it, and so does what is saved by remembering words.
const CHUNK: usize = 512;

/// A file of the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Path relative to the output folder.
    pub path: String,
    /// A script.
    pub text: String,
}

/// What some incidents came to, each beside something that was made of it.
struct Counted<T> {
    chunks: Vec<Vec<Part>>,
    /// In order, each once.
    spellings: Vec<String>,
    lengths: Lengths,
    beside: Vec<T>,
}

/// Counts all incidents, on all cores. `make` gets number, incident and passages of each.
fn count<T: Send>(
    numbered: &[&Incident],
    concepts: &Concepts,
    make: impl Fn(usize, &Incident, &Passages<'_>) -> T + Sync,
) -> Counted<T> {
    // Whoever counts next goes on with the words that another has learned.
    let idle = Mutex::new(Vec::new());
    let lock = || idle.lock().unwrap_or_else(PoisonError::into_inner);
    let count = |(chunk, incidents): (usize, &[&Incident])| {
        let known = lock().pop();
        let mut builder = known.unwrap_or_else(|| PostingsBuilder::new(concepts));
        let (mut lengths, mut beside) = (Vec::new(), Vec::new());
        for (place, incident) in (0..).zip(incidents) {
            let passages = passages(&incident.document);
            lengths.push(builder.add(number(place), incident, &passages));
            beside.push(make(chunk * CHUNK + place, incident, &passages));
        }
        let TermCounts { parts, spellings } = builder.finish();
        lock().push(builder);
        (parts, spellings, lengths, beside)
    };
    let counted: Vec<_> = numbered.par_chunks(CHUNK).with_max_len(1).enumerate().map(count).collect();
    let (mut chunks, mut spellings) = (Vec::new(), Vec::new());
    let (mut lengths, mut beside) = (Vec::new(), Vec::new());
    for (parts, more_spellings, more_lengths, more) in counted {
        chunks.push(parts);
        spellings.extend(more_spellings);
        lengths.extend(more_lengths);
        beside.extend(more);
    }
    spellings.sort_unstable();
    spellings.dedup();
    Counted { chunks, spellings, lengths: Lengths::new(&lengths), beside }
}

/// The files of the search index. `address` gives the address of an incident by its place in the archive.
pub fn files(archive: &Archive, config: &Config, address: &(dyn Fn(usize) -> String + Sync)) -> Vec<File> {
    files_and(archive, config, address, false).0
}

/// The same, and the index for questions in a terminal: both are made of the same count.
pub fn files_and_index(
    archive: &Archive,
    config: &Config,
    address: &(dyn Fn(usize) -> String + Sync),
) -> (Vec<File>, Index<'static>) {
    files_and(archive, config, address, true)
}

/// The files, and the index, which is empty unless it is asked for.
fn files_and(
    archive: &Archive,
    config: &Config,
    address: &(dyn Fn(usize) -> String + Sync),
    indexed: bool,
) -> (Vec<File>, Index<'static>) {
    let numbered: Vec<&Incident> = archive.incidents.iter().rev().map(Arc::as_ref).collect();
    let total = numbered.len();
    let concepts = Concepts::built_in();
    let headings = Headings::new(archive);
    let room = text_of_each(total);
    let card_of = |at: usize, incident: &Incident, passages: &Passages<'_>| {
        card(incident, &address(total - 1 - at), passages, &headings, config, room)
    };
    let Counted { chunks, spellings, lengths, beside: cards } = count(&numbered, &concepts, card_of);
    let lists = merge(chunks, &lengths, |postings, bits, documents| {
        encode(postings, &lengths, bits);
        if indexed {
            pack(postings, &lengths, documents);
        }
    });
    let known: FxHashSet<&str> = lists.iter().flat_map(Lists::iter).map(|list| list.term).collect();
    let (spelled, ends) = spelled(&spellings);
    let mut terms: Vec<(&str, &str)> = Vec::with_capacity(known.len() + ends.len());
    terms.extend(lists.iter().flat_map(Lists::iter).map(|list| (list.term, list.bits)));
    // A word that no document holds still leads to those that mean the same.
    let absent = concepts.terms().iter().filter(|term| !known.contains(term.as_str()));
    terms.extend(absent.map(|term| (term.as_str(), "")));
    drop(known);
    let mut start = 0;
    for end in ends {
        terms.push((&spelled[start..end], ""));
        start = end;
    }
    terms.par_sort_unstable_by(|one, other| order(one.0, other.0));
    let shards = shards::shards(&terms, &concepts, shard_size(total));
    drop(terms);
    drop(spelled);
    let index = Index::of(if indexed { &lists } else { &[] }, &spellings, number(total));
    drop(lists);
    let facets = Facets::new(config);
    let files = write(write::Parts {
        shards,
        headings: &headings,
        cards,
        columns: columns::files(archive, &numbered, &facets),
        facets: facets.directory(),
        scale: columns::scale(config),
    });
    (files, index)
}

/// The keys under which words are found as they are spelled, from their beginning and from their end, one after the other, and where
/// each ends.
fn spelled(spellings: &[String]) -> (String, Vec<usize>) {
    let mut keys = String::with_capacity(spellings.iter().map(|word| 2 * (word.len() + 1)).sum());
    let mut ends = Vec::with_capacity(2 * spellings.len());
    for word in spellings {
        keys.push('<');
        keys.push_str(word);
        ends.push(keys.len());
        keys.push('>');
        keys.extend(word.chars().rev());
        ends.push(keys.len());
    }
    (keys, ends)
}

fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
