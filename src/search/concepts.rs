//! Synonyms: `slow` also finds `latency`.
//!
//! Each group of `synonyms.txt` is a *concept*. Documents are indexed under the concepts of their words as well as
//! the words, so a query fetches one more list instead of one for each synonym. The entry of a word lists its concepts, so the
//! script in the browser needs no table of synonyms.

use rustc_hash::FxHashMap;

use super::words::{each_chunk, terms};

/// The groups of synonyms.
const GROUPS: &str = include_str!("synonyms.txt");

/// The concepts of each term.
#[derive(Debug, Default)]
pub(super) struct Concepts {
    of: FxHashMap<String, Vec<u16>>,
    terms: Vec<String>,
}

impl Concepts {
    /// The concepts of the built-in groups.
    pub(super) fn built_in() -> Self {
        let groups = GROUPS.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        let mut concepts = Self::default();
        for (number, group) in (0..).zip(groups) {
            each_chunk(group, |word| {
                let Some(term) = terms(word).into_iter().next() else { return };
                let of = concepts.of.entry(term.clone()).or_default();
                if of.is_empty() {
                    concepts.terms.push(term);
                }
                if !of.contains(&number) {
                    of.push(number);
                }
            });
        }
        concepts
    }

    /// The concepts of a term.
    pub(super) fn of(&self, term: &str) -> &[u16] {
        self.of.get(term).map_or(&[], Vec::as_slice)
    }

    /// All terms that have concepts.
    pub(super) fn terms(&self) -> &[String] {
        &self.terms
    }
}

/// The key of a concept among the terms. No term begins with `~`.
pub(super) fn key(concept: u16) -> String {
    format!("~{concept}")
}
