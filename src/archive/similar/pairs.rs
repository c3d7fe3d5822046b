//! Compares any two incidents, and finds the terms that several of them share.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::super::similar_words::best_words;
use super::{BATCH_SIZE, Incident, Names, Query, SimilarityIndex, TermId, Vector};

/// A term is rare if at most one in this many incidents has it …
const RARE: usize = 10;
/// … or no more incidents than this, in small archives.
const MIN_RARE: usize = 5;
/// How many common terms of several incidents are spelled. Some of them are forms of each other.
const MAX_SPELLED: usize = 12;

/// The incidents of an archive, prepared for comparing any two of them.
pub(crate) struct Pairs<'a> {
    index: &'a SimilarityIndex,
    query: Query<'a>,
    /// By incident, each ordered by term.
    vectors: Vec<Vector>,
    /// Terms in at most this many incidents are rare.
    rare: usize,
}

/// How similar two incidents are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Likeness {
    /// Cosine of the weighted terms, without the bonus for shared services.
    pub(crate) score: f32,
    /// How many rare terms they share.
    pub(crate) rare_terms: usize,
}

impl SimilarityIndex {
    /// Prepares the comparison of any two incidents.
    pub(crate) fn pairs<'a>(&'a self, incidents: &'a [Arc<Incident>]) -> Pairs<'a> {
        let query = self.query(incidents);
        let by_term = |vector: &Vector| {
            let mut vector = vector.clone();
            vector.sort_unstable_by_key(|(term, _)| *term);
            vector
        };
        let vectors = query.search.vectors.par_iter().with_min_len(BATCH_SIZE).map(by_term).collect();
        Pairs { index: self, query, vectors, rare: (incidents.len() / RARE).max(MIN_RARE) }
    }
}

impl Pairs<'_> {
    /// The incidents that are most similar to one of them.
    pub(crate) fn nearest(&self, at: usize) -> impl Iterator<Item = usize> {
        let nearest = self.index.nearest(self.query.incidents, at).iter();
        nearest.map(|near| near.target)
    }

    /// Whether two incidents affect the same service.
    pub(crate) fn share_service(&self, a: usize, b: usize) -> bool {
        let services = self.query.services;
        a.max(b) < services.len() && self.query.bonus(a, b) > 0.0
    }

    /// How similar two incidents are.
    pub(crate) fn compare(&self, a: usize, b: usize) -> Likeness {
        let (mut a, mut b) = (self.vector(a), self.vector(b));
        let mut likeness = Likeness { score: 0.0, rare_terms: 0 };
        while let ([(term, weight), a_rest @ ..], [(other, other_weight), b_rest @ ..]) = (a, b) {
            match term.cmp(other) {
                Ordering::Less => a = a_rest,
                Ordering::Greater => b = b_rest,
                Ordering::Equal => {
                    likeness.score += weight * other_weight;
                    likeness.rare_terms += usize::from(self.is_rare(*term));
                    (a, b) = (a_rest, b_rest);
                }
            }
        }
        likeness
    }

    /// The words that at least half of some incidents share, those that say most first. The first of them that has a
    /// word says how it is spelled.
    pub(crate) fn common_terms(&self, members: &[usize], services: &Names) -> Names {
        let mut weights: BTreeMap<TermId, (f32, usize)> = BTreeMap::new();
        for (term, weight) in members.iter().flat_map(|at| self.vector(*at)) {
            let known = weights.entry(*term).or_default();
            *known = (known.0 + weight, known.1 + 1);
        }
        let shared =
            weights.into_iter().filter(|(_, (_, having))| *having > 1 && having * 2 >= members.len());
        let hashes = &self.query.search.hashes;
        let mut shared: Vec<(f32, u32)> =
            shared.map(|(term, (weight, _))| (weight, hashes[term as usize])).collect();
        shared.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        shared.truncate(MAX_SPELLED);
        let mut words = BTreeMap::new();
        for at in members {
            let mut rest: Vec<u32> = shared.iter().map(|(_, hash)| *hash).collect();
            rest.retain(|hash| !words.contains_key(hash));
            rest.sort_unstable();
            if rest.is_empty() {
                break;
            }
            words.extend(self.query.spell(*at, &rest));
        }
        best_words(&shared, &words, services)
    }

    fn vector(&self, at: usize) -> &[(TermId, f32)] {
        self.vectors.get(at).map_or(&[], |vector| vector)
    }

    fn is_rare(&self, term: TermId) -> bool {
        self.query.search.postings(term).len() <= self.rare
    }
}
