//! The search index of a site, as files that a browser loads on demand, and the same search for a terminal.
//!
//! [`files()`] builds the files from the archive; `themes/default/search.js` and the scripts next to it answer queries from them. Every
//! file is a script that calls one function with its name and its data, so it also loads from `file://` and under a policy that allows
//! only scripts of the site. The files are:
//!
//! - the directory, `search/index.js`: the names of the other files and the table of facets. Only its name never changes;
//! - *shards* of the inverted index, by term ([`shards`]);
//! - blocks of *cards*, by document ([`cards`]): the content of results, and text for snippets;
//! - *follow-ups*, by incident ([`follow_ups`]): open action items, for answers;
//! - *columns*, by document ([`columns`]): the values of [`facets`], by which lists are filtered and sorted.
//!
//! Documents are numbered: first the pages, then the incidents from the oldest ([`indexed`]), so that a new incident is appended to lists
//! and blocks. All names except that of the directory
//! contain a digest of the content of the file and its neighbors.
//!
//! A query fetches the directory, one or two shards for each of its words, and one block of cards for each result shown. The sizes in this
//! module were chosen to keep that small for an archive of ten thousand incidents; `tests/search/budget.mjs` measures it.

mod action_query;
mod alert;
mod bit_packing;
mod cards;
mod columns;
mod concepts;
mod engine;
mod facets;
mod find;
mod follow_ups;
mod index;
mod indexed;
#[cfg(any(test, fuzzing))]
pub(crate) mod laws;
mod merge;
mod passages;
mod posting;
mod postings;
pub mod query;
mod question;
mod recurrence;
mod select;
mod shards;
mod similar;
mod stem;
mod values;
mod words;
mod write;

#[cfg(test)]
mod tests;

use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use self::cards::{Headings, card, page_card, text_budget};
use self::concepts::Concepts;
use self::index::pack;
use self::indexed::{Indexed, numbered};
use self::merge::{Lists, Part, merge};
use self::passages::Passages;
use self::postings::{PostingsBuilder, TermCounts};
use self::shards::{Lengths, encode, order};
use self::write::{shard_size, write};
use crate::archive::Archive;
use crate::config::Config;

pub use self::action_query::ActionQuery;
pub use self::alert::alert_text;
pub use self::engine::is_id;
pub use self::facets::Facets;
pub use self::find::{Hit, find};
pub use self::index::Index;
pub use self::indexed::Found;
pub use self::recurrence::{Recurrence, recurrence};
pub use self::select::{Order, UnknownValue, level_of, unknown_values};
pub(crate) use self::shards::{chunk_terms, each_chunk_of, folded_term, shard_terms};
pub use self::similar::{
    SIMILAR_SCORE, SimilarIncident, explain_similar, shared_cause, similar_in_index, similar_to_each,
    similar_to_text,
};

/// The address of the directory.
pub const DIRECTORY: &str = "search/index.js";

/// How many incidents are counted at a time. More take more memory and save time, because words are remembered.
const CHUNK: usize = 512;

/// A file of the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Path relative to the output folder.
    pub path: String,
    /// A script.
    pub text: String,
}

/// The terms of all documents, and what `make` returned for each.
struct Counted<T> {
    chunks: Vec<Vec<Part>>,
    /// Sorted, without duplicates.
    spellings: Vec<String>,
    lengths: Lengths,
    made: Vec<T>,
}

/// Counts the terms of all documents on all cores. `make` gets the number, the document and the passages of each.
fn count<T: Send>(
    numbered: &[Indexed<'_>],
    config: &Config,
    concepts: &Concepts,
    make: impl Fn(usize, Indexed<'_>, &Passages<'_>) -> T + Sync,
) -> Counted<T> {
    let shown: Vec<&str> = config.fields.keys().map(String::as_str).collect();
    // A builder is reused for the next chunk, because it remembers words.
    let idle = Mutex::new(Vec::new());
    let lock = || idle.lock().unwrap_or_else(PoisonError::into_inner);
    let count = |(chunk, documents): (usize, &[Indexed<'_>])| {
        let known = lock().pop();
        let mut builder = known.unwrap_or_else(|| PostingsBuilder::new(concepts, &shown));
        let (mut lengths, mut made) = (Vec::new(), Vec::new());
        for (place, document) in (0..).zip(documents) {
            let passages = document.passages();
            lengths.push(builder.add(number(place), *document, &passages));
            made.push(make(chunk * CHUNK + place, *document, &passages));
        }
        let TermCounts { parts, spellings } = builder.finish();
        lock().push(builder);
        (parts, spellings, lengths, made)
    };
    let counted: Vec<_> = numbered.par_chunks(CHUNK).with_max_len(1).enumerate().map(count).collect();
    let pages = numbered.iter().filter(|document| matches!(document, Indexed::Page(_))).count();
    let (mut chunks, mut spellings) = (Vec::new(), Vec::new());
    let (mut lengths, mut made) = (Vec::new(), Vec::new());
    for (parts, more_spellings, more_lengths, more) in counted {
        chunks.push(parts);
        spellings.extend(more_spellings);
        lengths.extend(more_lengths);
        made.extend(more);
    }
    spellings.sort_unstable();
    spellings.dedup();
    Counted { chunks, spellings, lengths: Lengths::new(&lengths, pages), made }
}

/// The files of the search index. `address` returns the address of a document; `anchors` are those of the action items of each incident.
pub fn files(
    archive: &Archive,
    config: &Config,
    address: &(dyn Fn(Found) -> String + Sync),
    anchors: &[Vec<String>],
) -> Vec<File> {
    files_and(archive, config, (address, anchors), false).0
}

/// The files of the search index, and the index for queries in a terminal. Both need the same counts.
pub fn files_and_index(
    archive: &Archive,
    config: &Config,
    address: &(dyn Fn(Found) -> String + Sync),
    anchors: &[Vec<String>],
) -> (Vec<File>, Index<'static>) {
    files_and(archive, config, (address, anchors), true)
}

/// The files, and the index, which is empty unless `indexed`.
fn files_and(
    archive: &Archive,
    config: &Config,
    (address, anchors): (&(dyn Fn(Found) -> String + Sync), &[Vec<String>]),
    indexed: bool,
) -> (Vec<File>, Index<'static>) {
    let numbered = numbered(archive);
    let total = numbered.len();
    let concepts = Concepts::built_in();
    let headings = Headings::new(archive);
    let budget = text_budget(total);
    let card_of = |number: usize, document: Indexed<'_>, passages: &Passages<'_>| {
        let address = address(Found::at(total - 1 - number, archive));
        match document {
            Indexed::Incident(incident) => card(incident, &address, passages, &headings, config, budget),
            Indexed::Page(page) => page_card(page, &address, passages, &headings, budget),
        }
    };
    let Counted { chunks, spellings, lengths, made: cards } = count(&numbered, config, &concepts, card_of);
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
    // A word that no document contains still finds its synonyms.
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
    let index =
        Index::of(if indexed { &lists } else { &[] }, &spellings, number(total), number(archive.pages.len()));
    drop(lists);
    let facets = Facets::new(config);
    let files = write(write::Parts {
        shards,
        headings: &headings,
        cards,
        columns: columns::files(archive, &numbered, &facets),
        follow_ups: follow_ups::files(&archive.incidents, anchors),
        as_of: archive.as_of.to_string(),
        facets: facets.directory(),
        scale: columns::scale(config),
        today: archive.as_of,
        pages: archive.pages.len(),
    });
    (files, index)
}

/// Keys by which words are found as they are spelled, from their beginning and from their end: all keys concatenated, and where each ends.
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
