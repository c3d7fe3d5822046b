//! Finds similar incidents, and why they are similar.
//!
//! Cosine of term weights `tf · idf` with `tf = 1 + ln(count)` and `idf = ln(n / df)` (Salton and Buckley, *Term-weighting
//! approaches in automatic text retrieval*, 1988), over the terms with the largest weights of each document, with a bonus for shared services.
//! Words that say nothing about an incident ([`super::similar_words`]) do not count.
//! Terms that occur in only one document, or in more than a fifth of them, do not distinguish documents and are left out, so few pairs of
//! documents have a term in common. The work is proportional to the number of such pairs. One pass over the scores, four bytes each, is
//! quadratic, which only matters from about a hundred thousand documents on.

mod counts;
mod pairs;

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::mem;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

pub(crate) use self::pairs::Pairs;

use self::counts::added;
use super::service_sets::{Services, services};
use super::similar_words::{best_words, ignored_words};
use super::{Incident, Names, Similar};
use crate::model::{Terms, shrunk};
use crate::read::words_by_hash;

/// How many similar incidents are shown.
const MAX_SIMILAR: usize = 5;
/// How many terms of a document are compared.
const MAX_TERMS: usize = 40;
/// Lower scores are due to chance: below, most pairs of the example archive and of six public ones have only words in common, and no
/// cause, component or symptom.
const MIN_SCORE: f32 = 0.18;
/// The minimum number of shared services and words.
const MIN_REASONS: usize = 2;
/// The bonus for a shared service.
const SERVICE_BONUS: f32 = 0.05;
/// How many shared services count.
const MAX_SHARED: u8 = 3;
/// The largest bonus.
const MAX_BONUS: f32 = SERVICE_BONUS * MAX_SHARED as f32;
/// More than the rounding error of a sum of score and bonus.
const ROUNDING_ERROR: f32 = 1e-5;
/// How many scores are examined at a time.
const BLOCK: usize = 32;
/// Terms that occur in more documents than this are left out, whatever the size of the archive.
const MAX_DOCUMENTS: usize = 400;

/// The minimum number of documents that a thread counts.
const BATCH_SIZE: usize = 1024;

/// The number of a term that distinguishes documents.
type TermId = u32;

/// The terms of a document with the largest weights, ordered by weight. The vector is normalized.
type Vector = Vec<(TermId, f32)>;

/// The index by which similar incidents of an archive are found, on demand.
#[derive(Clone, Debug)]
pub(crate) struct SimilarityIndex {
    /// The terms of each incident.
    terms: Vec<Terms>,
    /// In how many incidents each term occurs, by its hash.
    counts: Vec<(u32, u32)>,
    services: Arc<Vec<Services>>,
    search: OnceLock<Search>,
    nearest: Vec<OnceLock<Box<[Near]>>>,
    found: Vec<OnceLock<Vec<Similar>>>,
}

/// One of the incidents that are most similar to another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Near {
    /// Its index.
    pub(super) target: usize,
    score: f32,
    /// Whether both affect the same service.
    pub(super) shares_service: bool,
}

impl SimilarityIndex {
    /// The index of incidents with these terms.
    pub(super) fn new(incidents: &[Arc<Incident>], terms: Vec<Terms>) -> Self {
        let counted =
            terms.par_iter().with_min_len(BATCH_SIZE).fold(FxHashMap::default, |mut counts, terms| {
                for term in terms.iter() {
                    *counts.entry(term.hash).or_insert(0) += 1;
                }
                counts
            });
        let counts = counted.reduce(FxHashMap::default, |one, other| {
            let (more, less) = if one.len() < other.len() { (other, one) } else { (one, other) };
            less.into_iter().fold(more, |mut all, (hash, count)| {
                *all.entry(hash).or_insert(0) += count;
                all
            })
        });
        let mut counts: Vec<(u32, u32)> = counts.into_iter().collect();
        counts.sort_unstable();
        Self {
            terms,
            counts,
            services: Arc::new(services(incidents)),
            search: OnceLock::new(),
            nearest: vec![OnceLock::new(); incidents.len()],
            found: vec![OnceLock::new(); incidents.len()],
        }
    }

    /// An index with known results.
    #[cfg(test)]
    pub(crate) fn given(found: Vec<Vec<Similar>>) -> Self {
        let near = |one: &Similar| Near {
            target: one.target,
            score: one.score,
            shares_service: !one.services.is_empty(),
        };
        let nearest = found.iter().map(|found| OnceLock::from(found.iter().map(near).collect::<Box<_>>()));
        let nearest = nearest.collect();
        let found = found.into_iter().map(OnceLock::from).collect();
        Self { nearest, found, ..Self::new(&[], Vec::new()) }
    }

    /// The index after the text of some incidents has changed: the position of each and its new terms. Their services are the same.
    pub(super) fn amended(&self, changed: Vec<(usize, Terms)>) -> Self {
        let mut terms = self.terms.clone();
        let mut steps: Vec<(u32, i32)> = Vec::new();
        for (at, after) in changed {
            let before = mem::replace(&mut terms[at], after.clone());
            steps.extend(before.iter().map(|term| (term.hash, -1)));
            steps.extend(after.iter().map(|term| (term.hash, 1)));
        }
        steps.sort_unstable();
        let steps = steps.chunk_by(|a, b| a.0 == b.0);
        let steps = steps.map(|same| (same[0].0, same.iter().map(|step| step.1).sum::<i32>()));
        Self {
            terms,
            counts: added(&self.counts, steps.filter(|(_, step)| *step != 0)),
            services: Arc::clone(&self.services),
            search: OnceLock::new(),
            nearest: vec![OnceLock::new(); self.nearest.len()],
            found: vec![OnceLock::new(); self.found.len()],
        }
    }

    /// Prepares the index for queries and frees what only [`Self::amended`] needs.
    pub(super) fn freeze(&mut self, incidents: &[Arc<Incident>]) {
        self.search(incidents);
        (self.terms, self.counts) = Default::default();
    }

    fn search(&self, incidents: &[Arc<Incident>]) -> &Search {
        self.search.get_or_init(|| Search::new(&self.terms, &self.counts, &ignored_words(incidents)))
    }

    /// The incidents that are most similar to one of them.
    pub(super) fn of(&self, incidents: &[Arc<Incident>], index: usize) -> &[Similar] {
        self.found[index].get_or_init(|| {
            let nearest = self.nearest(incidents, index);
            self.query(incidents).explain(index, nearest)
        })
    }

    /// The same without the reasons, which take most of the time.
    pub(super) fn nearest(&self, incidents: &[Arc<Incident>], index: usize) -> &[Near] {
        self.nearest[index].get_or_init(|| self.query(incidents).nearest(index))
    }

    fn query<'a>(&'a self, incidents: &'a [Arc<Incident>]) -> Query<'a> {
        Query { incidents, search: self.search(incidents), services: &self.services }
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The terms that at least two documents share, but not too many.
#[derive(Clone, Debug)]
struct Search {
    /// The hash of each term, by id, ascending.
    hashes: Vec<u32>,
    /// By incident.
    vectors: Vec<Vector>,
    /// The incidents that contain each term, ascending; the lists of all terms are concatenated by id.
    postings: Vec<(u32, f32)>,
    /// Where the postings of each term start, and where the last ones end.
    starts: Vec<u32>,
}

impl Search {
    fn new(terms: &[Terms], counts: &[(u32, u32)], ignored: &FxHashSet<u32>) -> Self {
        let most = count((terms.len() / 5).clamp(2, MAX_DOCUMENTS));
        let usable =
            counts.iter().filter(|(hash, count)| (2..=most).contains(count) && !ignored.contains(hash));
        let (mut hashes, mut ids) = (Vec::new(), FxHashMap::default());
        for (id, (hash, having)) in (0..).zip(usable) {
            hashes.push(*hash);
            ids.insert(*hash, (id, inverse_frequency(terms.len(), *having)));
        }
        let vectors: Vec<Vector> = terms.par_iter().map(|terms| vector(terms, &ids)).collect();

        let mut starts = vec![0; hashes.len() + 1];
        for (term, _) in vectors.iter().flatten() {
            starts[*term as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut postings = vec![(0, 0.0); vectors.iter().map(Vec::len).sum()];
        for (index, vector) in (0..).zip(&vectors) {
            for (term, weight) in vector {
                let place = &mut next[*term as usize];
                postings[*place as usize] = (index, *weight);
                *place += 1;
            }
        }
        Self { hashes, vectors, postings, starts }
    }

    fn postings(&self, term: TermId) -> &[(u32, f32)] {
        let at = term as usize;
        &self.postings[self.starts[at] as usize..self.starts[at + 1] as usize]
    }
}

fn vector(terms: &Terms, ids: &FxHashMap<u32, (TermId, f32)>) -> Vector {
    let known = terms.iter().filter_map(|term| {
        let (id, idf) = ids.get(&term.hash)?;
        Some((*id, (1.0 + f32::from(term.weight).ln()) * idf))
    });
    let mut weights: Vector = known.collect();
    let order = |a: &(TermId, f32), b: &(TermId, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
    if weights.len() > MAX_TERMS {
        weights.select_nth_unstable_by(MAX_TERMS, order);
        weights.truncate(MAX_TERMS);
        weights = shrunk(weights);
    }
    weights.sort_unstable_by(order);
    let length = weights.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
    if length > 0.0 {
        for (_, weight) in &mut weights {
            *weight /= length;
        }
    }
    weights
}

#[expect(clippy::cast_precision_loss, reason = "counts of documents are far below 2^23")]
fn inverse_frequency(documents: usize, having: u32) -> f32 {
    (documents as f32 / having as f32).ln()
}

struct Query<'a> {
    incidents: &'a [Arc<Incident>],
    search: &'a Search,
    services: &'a [Services],
}

impl Query<'_> {
    fn nearest(&self, index: usize) -> Box<[Near]> {
        let mut scores = vec![0.0; self.incidents.len()];
        for (term, weight) in &self.search.vectors[index] {
            for (other, other_weight) in self.search.postings(*term) {
                scores[*other as usize] += weight * other_weight;
            }
        }
        scores[index] = 0.0;
        let best = self.best(index, &scores).into_iter();
        best.map(|(target, score)| Near { target, score, shares_service: self.bonus(index, target) > 0.0 })
            .collect()
    }

    fn explain(&self, index: usize, found: &[Near]) -> Vec<Similar> {
        let mut own = self.search.vectors[index].clone();
        own.sort_unstable_by_key(|(term, _)| *term);
        let shared: Vec<_> = found.iter().map(|near| self.shared_terms(&own, near.target)).collect();
        let mut hashes: Vec<u32> = shared.iter().flatten().map(|(_, hash)| *hash).collect();
        hashes.sort_unstable();
        hashes.dedup();
        let words = self.spell(index, &hashes);
        let similar = found.iter().zip(shared).map(|(near, shared)| {
            let services: Names = self.shared_services(index, near.target).collect();
            let terms = best_words(&shared, &words, &services);
            Similar { target: near.target, score: near.score, services, terms }
        });
        similar.filter(|one| one.services.iter().chain(one.terms.iter()).count() >= MIN_REASONS).collect()
    }

    /// The best by these scores, with the bonus for services. Examines all scores, a block at a time, which is
    /// faster than keeping track of those that are not zero. Services are only compared for incidents that the largest bonus
    /// could move among the best.
    fn best(&self, index: usize, scores: &[f32]) -> Vec<(usize, f32)> {
        let mut best: Vec<(usize, f32)> = Vec::with_capacity(MAX_SIMILAR + 1);
        let mut last = (usize::MAX, MIN_SCORE);
        for (row, scores) in scores.chunks(BLOCK).enumerate() {
            let hopeless = (last.1 - MAX_BONUS - ROUNDING_ERROR).max(0.0);
            if scores.iter().filter(|score| **score > hopeless).count() == 0 {
                continue;
            }
            for (other, score) in (row * BLOCK..).zip(scores).filter(|(_, score)| **score > hopeless) {
                let candidate = (other, (score + self.bonus(index, other)).min(1.0));
                if by_score(&candidate, &last).is_lt() {
                    let place = best.partition_point(|better| by_score(better, &candidate).is_lt());
                    best.insert(place, candidate);
                    best.truncate(MAX_SIMILAR);
                    last = best.get(MAX_SIMILAR - 1).copied().unwrap_or(last);
                }
            }
        }
        best
    }

    fn bonus(&self, a: usize, b: usize) -> f32 {
        if self.services[a].bits & self.services[b].bits == 0 {
            return 0.0;
        }
        let shared = self.shared_services(a, b).take(usize::from(MAX_SHARED)).count();
        SERVICE_BONUS * f32::from(u8::try_from(shared).unwrap_or(MAX_SHARED))
    }

    fn shared_services(&self, a: usize, b: usize) -> impl Iterator<Item = &str> {
        let names = &self.incidents[a].card.services;
        let own = self.services[a].numbers.iter().zip(names.iter());
        own.filter(move |(number, _)| self.services[b].numbers.contains(number))
            .map(|(_, name)| name.as_str())
    }

    /// The terms that two documents share: weight and hash of each.
    fn shared_terms(&self, own: &[(TermId, f32)], other: usize) -> Vec<(f32, u32)> {
        let both = self.search.vectors[other].iter().filter_map(|(term, weight)| {
            let at = own.binary_search_by_key(term, |(own, _)| *own).ok()?;
            Some((own[at].1 * weight, self.search.hashes[*term as usize]))
        });
        both.collect()
    }

    /// The words of an incident for these hashes.
    fn spell(&self, index: usize, hashes: &[u32]) -> BTreeMap<u32, String> {
        let incident = &self.incidents[index];
        let mut words = words_by_hash(&incident.source.text.once(), hashes);
        if words.len() < hashes.len() {
            // The title may be the file name.
            words.extend(words_by_hash(&incident.card.title, hashes));
        }
        words
    }
}

/// Orders by score, best first, then newest first.
fn by_score(a: &(usize, f32), b: &(usize, f32)) -> Ordering {
    b.1.total_cmp(&a.1).then(a.0.cmp(&b.0))
}

#[cfg(test)]
mod tests {
    use super::Names;

    #[test]
    fn names_are_kept_in_order() {
        for names in [&[][..], &["api"], &["api gateway", "db", "Zahlung"]] {
            let kept: Names = names.iter().collect();
            assert!(kept.iter().eq(names.iter().copied()) && kept.is_empty() == names.is_empty(), "{kept:?}");
        }
    }
}
