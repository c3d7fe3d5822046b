//! Filters and sorts incidents, with the results of `themes/default/search.js`.

use jiff::civil::Date;

use super::columns::level;
use super::facets::{Facet, Facets, Kind};
use super::indexed::Found;
use super::query::{Comparison, Filter};
use super::values::{Period, minutes, nearest, period};
use super::words::fold;
use crate::archive::Archive;
use crate::config::{Config, SeverityStep};

/// The order in which incidents are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Best match first; newest first without words.
    Relevance,
    /// Newest first.
    Newest,
    /// Oldest first.
    Oldest,
    /// Most severe first.
    Severity,
    /// Longest first.
    Duration,
    /// Most open action items first.
    OpenActions,
}

/// Normalizes a name for comparison.
pub(super) fn normal(text: &str) -> String {
    let mut out = String::new();
    for c in fold(text).chars() {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.ends_with('-') {
            out.push('-');
        }
    }
    out.trim_matches('-').to_owned()
}

/// Whether an incident satisfies a filter with one of its values.
type Test<'a> = Box<dyn Fn(usize) -> bool + 'a>;

/// Filters of one facet that are alternatives, or a single filter.
struct Clause<'a> {
    /// The facet, if other filters of it are alternatives.
    facet: Option<&'a str>,
    /// For each filter whether it excludes, and its alternatives.
    filters: Vec<(bool, Vec<Test<'a>>)>,
}

/// The filters of a query, compiled so that they can be applied to each incident.
pub(super) struct Conditions<'a> {
    clauses: Vec<Clause<'a>>,
}

impl<'a> Conditions<'a> {
    /// Filters of one facet are alternatives, except comparisons, negations and `has`.
    pub(super) fn new(filters: &'a [Filter], archive: &'a Archive, config: &'a Config) -> Self {
        let facets = Facets::new(config);
        let mut clauses: Vec<Clause<'a>> = Vec::new();
        for filter in filters {
            let Some(facet) = facets.named(&filter.field) else { continue };
            if filter.problem_with(facet).is_some() {
                continue;
            }
            let tests = filter
                .values()
                .map(|value| test(facet, filter.op, value, &facets, archive, config))
                .collect();
            let joins = filter.op == Comparison::Is && !filter.not && !matches!(facet.kind, Kind::Has);
            let facet = joins.then_some(filter.field.as_str());
            let same = clauses.iter_mut().find(|clause| joins && clause.facet == facet);
            match same {
                Some(clause) => clause.filters.push((filter.not, tests)),
                None => clauses.push(Clause { facet, filters: vec![(filter.not, tests)] }),
            }
        }
        Self { clauses }
    }

    /// Whether a document satisfies all filters. Pages have no properties, so they satisfy none.
    pub(super) fn are_satisfied_by(&self, found: Found) -> bool {
        let Found::Incident(incident) = found else { return self.clauses.is_empty() };
        self.clauses.iter().all(|clause| {
            clause.filters.iter().any(|(not, tests)| tests.iter().any(|test| test(incident)) != *not)
        })
    }
}

fn test<'a>(
    facet: &Facet<'_>,
    op: Comparison,
    value: &'a str,
    facets: &Facets<'_>,
    archive: &'a Archive,
    config: &'a Config,
) -> Test<'a> {
    let wanted = normal(value);
    let date = |at: usize| archive.incidents[at].card.date;
    let period = period(value, archive.as_of);
    let kind = facet.kind;
    match kind {
        Kind::Severity => severity(&wanted, op, archive, config),
        Kind::After | Kind::Before | Kind::Date => match period {
            Some(period) => Box::new(move |at| date(at).is_some_and(|date| is_in(date, kind, op, period))),
            None => Box::new(move |at| op == Comparison::Is && date(at).is_none()),
        },
        Kind::Duration => {
            let wanted = minutes(value).unwrap_or_default();
            Box::new(move |at| {
                let duration = archive.incidents[at].card.duration.filter(|duration| *duration > 0);
                duration.is_some_and(|duration| op.holds(&f64::from(duration), &wanted))
            })
        }
        Kind::Has => has(&wanted, facets, archive),
        Kind::Names(column) => {
            let column = column(archive, &facet.key);
            let named: Vec<bool> = column.names.iter().map(|name| normal(name) == wanted).collect();
            Box::new(move |at| column.values[at].iter().any(|number| named[*number]))
        }
    }
}

/// The level of a step of the severity scale by key, label, alias or number.
pub fn level_of(wanted: &str, scale: &[SeverityStep]) -> Option<u8> {
    let wanted = normal(wanted);
    let names = |step: &SeverityStep| {
        [&step.key, &step.label].into_iter().chain(&step.aliases).any(|name| normal(name) == wanted)
    };
    let level = scale.iter().position(names).and_then(|at| u8::try_from(at + 1).ok());
    level.or_else(|| wanted.parse().ok().filter(|level| *level > 0))
}

fn severity<'a>(wanted: &str, op: Comparison, archive: &'a Archive, config: &'a Config) -> Test<'a> {
    let wanted = match level_of(wanted, &config.severities) {
        Some(level) => level,
        None if UNRATED.contains(&wanted) => 0,
        None => return Box::new(|_| false),
    };
    Box::new(move |at| {
        let own = level(&archive.incidents[at]);
        (own > 0 || op == Comparison::Is) && op.holds(&own, &wanted)
    })
}

/// Values of the facet `severity` for incidents without one.
const UNRATED: [&str; 2] = ["unrated", "none"];

fn has<'a>(wanted: &str, facets: &Facets<'_>, archive: &'a Archive) -> Test<'a> {
    let card = |at: usize| &archive.incidents[at].card;
    match wanted {
        "open-actions" => Box::new(move |at| card(at).actions_open > 0),
        "overdue-actions" | "overdue" => Box::new(move |at| card(at).actions_overdue > 0),
        _ => match facets
            .iter()
            .find(|facet| normal(&facet.key) == wanted)
            .and_then(|facet| facet.column(archive))
        {
            Some(column) => Box::new(move |at| !column.values[at].is_empty()),
            None => Box::new(|_| false),
        },
    }
}

/// Whether a day satisfies a filter with a period.
fn is_in(date: Date, kind: Kind, op: Comparison, Period { first, next, is_ago }: Period) -> bool {
    match (kind, op) {
        (Kind::After, _) | (_, Comparison::AtLeast) => date >= first,
        (Kind::Before, _) | (_, Comparison::Less) => date < first,
        (_, Comparison::Is) => date >= first && (is_ago || date < next),
        (_, Comparison::More) => date >= next,
        (_, Comparison::AtMost) => date < next,
    }
}

/// Sorts documents, given by their places, which are in the order of relevance. Ties are resolved newest first; pages are last.
pub(super) fn sort(found: &mut [usize], order: Order, archive: &Archive) {
    let incident = |place: usize| archive.incidents.get(place);
    match order {
        Order::Relevance => {}
        // This is the order of the archive.
        Order::Newest => found.sort_unstable(),
        Order::Oldest => found.sort_unstable_by_key(|at| {
            (incident(*at).and_then(|one| one.card.date).unwrap_or(Date::MAX), *at)
        }),
        Order::Severity => found.sort_unstable_by_key(|at| {
            let level = incident(*at).map_or(0, |one| level(one));
            (if level == 0 { u8::MAX } else { level }, *at)
        }),
        Order::Duration => found.sort_unstable_by_key(|at| {
            (std::cmp::Reverse(incident(*at).and_then(|one| one.card.duration).unwrap_or(0)), *at)
        }),
        Order::OpenActions => {
            found.sort_unstable_by_key(|at| {
                (std::cmp::Reverse(incident(*at).map_or(0, |one| one.card.actions_open)), *at)
            });
        }
    }
}

/// A value of a filter that no incident has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownValue {
    /// The key of the facet.
    pub field: String,
    /// The value as typed.
    pub value: String,
    /// The values that could be meant.
    pub near: Vec<String>,
}

/// The values of filters that no incident has, in order.
pub fn unknown_values(filters: &[Filter], archive: &Archive, config: &Config) -> Vec<UnknownValue> {
    let facets = Facets::new(config);
    let mut unknown = Vec::new();
    for filter in filters {
        let Some(facet) = facets.named(&filter.field) else { continue };
        let Some(known) = values(facet, &facets, archive, config) else { continue };
        let normalized: Vec<String> = known.iter().map(|known| normal(known)).collect();
        let names: Vec<&str> = normalized.iter().map(String::as_str).collect();
        for value in filter.values() {
            let wanted = normal(value);
            let is_level = matches!(facet.kind, Kind::Severity)
                && (level_of(&wanted, &config.severities).is_some() || UNRATED.contains(&&*wanted));
            if is_level || names.contains(&&*wanted) {
                continue;
            }
            let near = nearest(&wanted, &names).into_iter();
            let near =
                near.filter_map(|name| known.get(names.iter().position(|known| *known == name)?).cloned());
            let near = near.collect();
            unknown.push(UnknownValue { field: filter.field.clone(), value: value.to_owned(), near });
        }
    }
    unknown
}

/// The values of a facet; `None` for one that takes any.
fn values(facet: &Facet<'_>, facets: &Facets<'_>, archive: &Archive, config: &Config) -> Option<Vec<String>> {
    match facet.kind {
        Kind::Severity => Some(config.severities.iter().map(|step| step.label.clone()).collect()),
        Kind::Names(_) => facet.column(archive).map(|column| column.names),
        Kind::Has => Some(facets.properties().map(str::to_owned).collect()),
        Kind::Date | Kind::After | Kind::Before | Kind::Duration => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_case_and_punctuation() {
        assert_eq!(normal("Checkout API (EU)"), "checkout-api-eu");
        assert_eq!(normal("Überweisung"), "uberweisung");
    }
}
