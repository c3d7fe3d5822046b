//! Incidents that are alike, and why.
//!
//! Cosine of term weights `tf · idf` with `tf = 1 + ln(count)` and `idf = ln(n / df)` (Salton and Buckley, *Term-weighting
//! approaches in automatic text retrieval*, 1988), over the weightiest terms of each document, with a bonus for shared services.
//! Terms that occur in one document only, or in more than a fifth of them, cannot tell documents apart and are left out, so that
//! the work grows with the number of documents and not with its square.

use std::collections::BTreeMap;
use std::sync::Arc;

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
/// In how many documents a term may occur at most before it is left out, whatever the size of the archive.
const MOST: usize = 400;

/// The incidents most like each one.
pub(super) fn find(incidents: &[Arc<Parsed>]) -> Vec<Vec<Similar>> {
    let frequency = document_frequency(incidents);
    let vectors: Vec<Vec<(u32, f32)>> =
        incidents.iter().map(|parsed| vector(parsed, &frequency, incidents.len())).collect();
    let mut postings: Vec<Vec<(usize, f32)>> = vec![Vec::new(); frequency.len()];
    for (index, vector) in vectors.iter().enumerate() {
        for (term, weight) in vector {
            postings[*term as usize].push((index, *weight));
        }
    }
    let words: Vec<&str> = {
        let mut words = vec![""; frequency.len()];
        for (word, (id, _)) in &frequency {
            words[*id as usize] = word;
        }
        words
    };
    // Folded once: two documents are compared many more times than there are services.
    let services: Vec<Vec<(String, &str)>> = incidents
        .iter()
        .map(|parsed| {
            let names = parsed.record.services.iter().flat_map(|field| &field.value);
            names.map(|name| (slug(name), name.as_str())).collect()
        })
        .collect();
    let mut scores = vec![0.0_f32; incidents.len()];
    (0..incidents.len())
        .map(|index| {
            let mut touched = Vec::new();
            for (term, weight) in &vectors[index] {
                for (other, other_weight) in &postings[*term as usize] {
                    if *other != index {
                        if scores[*other] == 0.0 {
                            touched.push(*other);
                        }
                        scores[*other] += weight * other_weight;
                    }
                }
            }
            let mut found: Vec<Similar> = touched
                .iter()
                .map(|other| {
                    let shared = shared_services(&services[index], &services[*other]);
                    let bonus = SERVICE * f32::from(u8::try_from(shared.len().min(3)).unwrap_or(3));
                    let score = std::mem::take(&mut scores[*other]) + bonus;
                    Similar { target: *other, score: score.min(1.0), services: shared, terms: Vec::new() }
                })
                .filter(|similar| similar.score >= LEAST)
                .collect();
            found.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.target.cmp(&b.target)));
            found.truncate(SHOWN);
            for similar in &mut found {
                similar.terms = shared_terms(&vectors[index], &vectors[similar.target], &words);
            }
            found
        })
        .collect()
}

/// Each usable term with a number and the count of documents that hold it.
fn document_frequency(incidents: &[Arc<Parsed>]) -> BTreeMap<&str, (u32, usize)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for parsed in incidents {
        for term in &parsed.document.terms {
            *counts.entry(&term.word).or_default() += 1;
        }
    }
    let most = (incidents.len() / 5).clamp(2, MOST);
    let usable = counts.into_iter().filter(|(_, count)| (2..=most).contains(count));
    usable
        .enumerate()
        .map(|(id, (word, count))| (word, (u32::try_from(id).unwrap_or(u32::MAX), count)))
        .collect()
}

#[expect(clippy::cast_precision_loss, reason = "counts of documents are far below 2^23")]
fn vector(parsed: &Parsed, frequency: &BTreeMap<&str, (u32, usize)>, documents: usize) -> Vec<(u32, f32)> {
    let mut weights: Vec<(u32, f32)> = parsed
        .document
        .terms
        .iter()
        .filter_map(|term| {
            let (id, count) = frequency.get(term.word.as_ref())?;
            let idf = (documents as f32 / *count as f32).ln();
            Some((*id, (1.0 + f32::from(term.weight).ln()) * idf))
        })
        .collect();
    weights.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    weights.truncate(TERMS);
    let length = weights.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
    if length > 0.0 {
        for (_, weight) in &mut weights {
            *weight /= length;
        }
    }
    weights
}

fn shared_services(a: &[(String, &str)], b: &[(String, &str)]) -> Vec<String> {
    a.iter()
        .filter(|(key, _)| b.iter().any(|(other, _)| other == key))
        .map(|(_, name)| (*name).to_owned())
        .collect()
}

/// The weightiest terms that two documents share.
fn shared_terms(a: &[(u32, f32)], b: &[(u32, f32)], words: &[&str]) -> Vec<String> {
    let mut shared: Vec<(f32, u32)> = a
        .iter()
        .filter_map(|(term, weight)| {
            b.iter().find(|(other, _)| other == term).map(|(_, other)| (weight * other, *term))
        })
        .collect();
    shared.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    shared.into_iter().take(4).map(|(_, term)| words[term as usize].to_owned()).collect()
}
