//! Has this happened before, in one look: how often, when last, what fixed it, and what is still to do about it.

use std::borrow::Cow;
use std::cmp::Reverse;

use jiff::civil::Date;
use rustc_hash::FxHashSet;

use super::similar::{SIMILAR_SCORE, SimilarIncident};
use super::words::fold;
use crate::archive::Incident;

/// Incidents that account for less of the text than this fraction of the best one are not the same problem: of `checkout slow`, they
/// only have the first word. For the example archive, 41 of the 66 queries in `tests/search` get an answer, and 39 of the answers are about
/// the right incidents only.
const MIN_FRACTION: f64 = 0.75;

/// Services of how many incidents are known as such.
const MAX_SERVICES: usize = 10;

/// Incidents that are the same problem as a text describes, and what is known about it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recurrence {
    /// The indexes of the incidents, newest first.
    pub incidents: Vec<usize>,
    /// The day of the last one.
    pub last: Option<Date>,
    /// The index of the last one of which the fix is known.
    pub fixed: Option<usize>,
    /// Open action items, most overdue first: index of the incident, and of the item in it.
    pub follow_ups: Vec<(usize, usize)>,
}

/// Summarizes the incidents that are similar to a text; without incidents if none is the same problem. `incident` returns an incident by its
/// index in the archive; if that fails, so does this.
pub fn recurrence<'a>(
    found: &[SimilarIncident],
    incident: &impl Fn(usize) -> Option<Cow<'a, Incident>>,
) -> Option<Recurrence> {
    let best = found.iter().map(|one| one.score).fold(0.0, f64::max);
    let least = SIMILAR_SCORE.max(best * MIN_FRACTION);
    let near: Vec<&SimilarIncident> = found.iter().filter(|one| one.score >= SIMILAR_SCORE).collect();
    let mut services = FxHashSet::default();
    for one in near.iter().take(MAX_SERVICES) {
        services.extend(incident(one.incident)?.card.services.iter().map(|service| fold(service)));
    }
    let same = near.iter().filter(|one| one.score >= least && is_symptom(&one.evidence, &services));
    let mut incidents: Vec<usize> = same.map(|one| one.incident).collect();
    // The order of the archive.
    incidents.sort_unstable();
    let all: Vec<Cow<'a, Incident>> = incidents.iter().map(|at| incident(*at)).collect::<Option<_>>()?;
    let of_all = || incidents.iter().zip(&all);
    let fixed = of_all().find(|(_, one)| one.card.fixed_by().is_some()).map(|(at, _)| *at);
    let mut follow_ups: Vec<(Reverse<i32>, usize, usize)> = Vec::new();
    for (at, one) in of_all() {
        for (number, _) in one.record.actions.iter().enumerate().filter(|(_, one)| one.state.is_open()) {
            let late = one.action_status[number].overdue_days.unwrap_or(i32::MIN);
            follow_ups.push((Reverse(late), *at, number));
        }
    }
    follow_ups.sort_unstable();
    let follow_ups = follow_ups.into_iter().map(|(_, at, number)| (at, number)).collect();
    let last = all.first().and_then(|one| one.card.date);
    Some(Recurrence { incidents, last, fixed, follow_ups })
}

/// Whether words are a symptom: two words or an identifier. The name of a service is as much as one word, and alone no symptom.
fn is_symptom(evidence: &[(String, usize)], services: &FxHashSet<String>) -> bool {
    let weight = |(word, weight): &(String, usize)| {
        let most = if services.contains(word) { 1 } else { *weight };
        (*weight).min(most)
    };
    evidence.iter().any(|one| one.1 > 0 && !services.contains(&one.0))
        && evidence.iter().map(weight).sum::<usize>() > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_plain_word_or_the_name_of_a_service_is_no_symptom() {
        let services = FxHashSet::from_iter(["checkout-api".to_owned()]);
        let shared = |words: &[(&str, usize)]| {
            let words: Vec<_> = words.iter().map(|(word, weight)| ((*word).to_owned(), *weight)).collect();
            is_symptom(&words, &services)
        };
        assert!(shared(&[("pool_exhausted", 2)]) && shared(&[("certificate", 1), ("expired", 1)]));
        assert!(shared(&[("checkout-api", 2), ("slow", 1)]));
        assert!(!shared(&[("checkout-api", 2)]) && !shared(&[("slow", 1)]));
        assert!(!shared(&[("checkout-api", 2), ("time", 0)]));
    }
}
