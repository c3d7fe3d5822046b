//! Incidents that are alike, and why.
//!
//! Cosine of term weights `tf · idf` with `tf = 1 + ln(count)` and `idf = ln(n / df)` (Salton and Buckley, *Term-weighting
//! approaches in automatic text retrieval*, 1988), over the weightiest terms of each document, with a bonus for shared services.
//! Terms that occur in one document only, or in more than a fifth of them, cannot tell documents apart and are left out, so that
//! the work grows with the number of documents and not with its square.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::Similar;
use crate::model::Parsed;
use crate::text::slug;

/// How many are shown.
const SHOWN: usize = 5;
/// How many terms stand for a document.
const TERMS: usize = 40;
/// Likeness below this is chance.
const LEAST: f32 = 0.06;
/// What one shared service adds.
const SERVICE: f32 = 0.05;
/// More than what is lost where likenesses are added up.
const ROUNDING: f32 = 1e-5;
/// How many shared services count.
const MOST_SHARED: u8 = 3;
/// In how many documents a term may occur at most before it is left out, whatever the size of the archive.
const MOST: usize = 400;

/// A number for a term that can tell documents apart.
type TermId = u32;

/// The weightiest terms of a document, by id, with weights of length 1.
type Vector = Vec<(TermId, f32)>;

/// The incidents most like each one.
pub(super) fn find(incidents: &[Arc<Parsed>]) -> Vec<Vec<Similar>> {
    let vocabulary = Vocabulary::new(incidents);
    let vectors: Vec<Vector> = incidents.par_iter().map(|parsed| vocabulary.vector(parsed)).collect();
    let mut postings: Vec<Vec<(u32, f32)>> = vec![Vec::new(); vocabulary.hashes.len()];
    for (index, vector) in (0..).zip(&vectors) {
        for (term, weight) in vector {
            postings[*term as usize].push((index, *weight));
        }
    }
    let services = services(incidents);
    let search = Search { incidents, vocabulary, vectors, postings, services };
    let scores = || vec![0.0_f32; incidents.len()];
    (0..incidents.len())
        .into_par_iter()
        .map_init(scores, |scores, index| search.like(index, scores))
        .collect()
}

/// The terms that two documents or more share, and not too many.
struct Vocabulary {
    /// Hash of each term, by id.
    hashes: Vec<u32>,
    /// Id and inverse document frequency, by hash.
    ids: FxHashMap<u32, (TermId, f32)>,
}

impl Vocabulary {
    fn new(incidents: &[Arc<Parsed>]) -> Self {
        let mut all: Vec<u32> = incidents
            .par_iter()
            .flat_map_iter(|parsed| parsed.document.terms.iter().map(|term| term.hash))
            .collect();
        all.par_sort_unstable();
        let most = (incidents.len() / 5).clamp(2, MOST);
        let usable = all.chunk_by(|a, b| a == b).filter(|same| (2..=most).contains(&same.len()));
        let (mut hashes, mut ids) = (Vec::new(), FxHashMap::default());
        for (id, same) in (0..).zip(usable) {
            hashes.push(same[0]);
            ids.insert(same[0], (id, inverse_frequency(incidents.len(), same.len())));
        }
        Self { hashes, ids }
    }

    fn vector(&self, parsed: &Parsed) -> Vector {
        let known = parsed.document.terms.iter().filter_map(|term| {
            let (id, idf) = self.ids.get(&term.hash)?;
            Some((*id, (1.0 + f32::from(term.weight).ln()) * idf))
        });
        let mut weights: Vector = known.collect();
        let order = |a: &(TermId, f32), b: &(TermId, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
        if weights.len() > TERMS {
            weights.select_nth_unstable_by(TERMS, order);
            weights.truncate(TERMS);
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
}

#[expect(clippy::cast_precision_loss, reason = "counts of documents are far below 2^23")]
fn inverse_frequency(documents: usize, having: usize) -> f32 {
    (documents as f32 / having as f32).ln()
}

/// The services of each incident: a number for each, and the author's own words.
fn services(incidents: &[Arc<Parsed>]) -> Vec<Vec<(usize, &str)>> {
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    let mut of = Vec::with_capacity(incidents.len());
    for parsed in incidents {
        let names = parsed.record.services.iter().flat_map(|field| &field.value);
        let numbered = names.map(|name| {
            let next = numbers.len();
            (*numbers.entry(slug(name)).or_insert(next), name.as_str())
        });
        of.push(numbered.collect());
    }
    of
}

struct Search<'a> {
    incidents: &'a [Arc<Parsed>],
    vocabulary: Vocabulary,
    vectors: Vec<Vector>,
    /// The documents that hold a term, by its id.
    postings: Vec<Vec<(u32, f32)>>,
    services: Vec<Vec<(usize, &'a str)>>,
}

impl Search<'_> {
    /// What is most like one incident. `scores` holds a zero for every incident, before and after.
    fn like(&self, index: usize, scores: &mut [f32]) -> Vec<Similar> {
        let mut touched = Vec::new();
        for (term, weight) in &self.vectors[index] {
            for (other, other_weight) in &self.postings[*term as usize] {
                let other = *other as usize;
                if other != index {
                    if scores[other] == 0.0 {
                        touched.push(other);
                    }
                    scores[other] += weight * other_weight;
                }
            }
        }
        let mut candidates: Vec<(usize, f32)> =
            touched.into_iter().map(|other| (other, std::mem::take(&mut scores[other]))).collect();
        let order = |a: &(usize, f32), b: &(usize, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
        if candidates.len() > SHOWN {
            // Whom the largest bonus does not bring up to the last of those shown need not be asked for services.
            let (_, (_, last), _) = candidates.select_nth_unstable_by(SHOWN - 1, order);
            let bound = last.min(1.0) - SERVICE * f32::from(MOST_SHARED) - ROUNDING;
            candidates.retain(|(_, score)| *score >= bound);
        }
        let mut found: Vec<(usize, f32)> = candidates
            .into_iter()
            .map(|(other, score)| {
                let shared = self.shared_services(index, other).take(usize::from(MOST_SHARED)).count();
                let bonus = SERVICE * f32::from(u8::try_from(shared).unwrap_or(MOST_SHARED));
                (other, (score + bonus).min(1.0))
            })
            .filter(|(_, score)| *score >= LEAST)
            .collect();
        if found.len() > SHOWN {
            found.select_nth_unstable_by(SHOWN, order);
            found.truncate(SHOWN);
        }
        found.sort_unstable_by(order);
        let similar = found.into_iter().map(|(target, score)| Similar {
            target,
            score,
            services: self.shared_services(index, target).map(str::to_owned).collect(),
            terms: self.shared_terms(index, target),
        });
        similar.collect()
    }

    fn shared_services(&self, a: usize, b: usize) -> impl Iterator<Item = &str> {
        let others = &self.services[b];
        let shared = self.services[a].iter().filter(|(key, _)| others.iter().any(|(other, _)| other == key));
        shared.map(|(_, name)| *name)
    }

    /// The weightiest terms that two documents share.
    fn shared_terms(&self, a: usize, b: usize) -> Vec<String> {
        let mut shared: Vec<(f32, &str)> = self.vectors[a]
            .iter()
            .filter_map(|(term, weight)| {
                let (_, other) = self.vectors[b].iter().find(|(other, _)| other == term)?;
                let word = self.incidents[a].document.terms.word(self.vocabulary.hashes[*term as usize])?;
                Some((weight * other, word))
            })
            .collect();
        shared.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        shared.into_iter().take(4).map(|(_, word)| word.to_owned()).collect()
    }
}
