//! What filters and orders mean, as `themes/default/search.js` has it.

use jiff::civil::Date;

use super::query::{Comparison, Field, Filter};
use super::words::fold;
use crate::archive::{Archive, Group, Incident};
use crate::config::{Config, SeverityStep};
use crate::text::most_alike;

/// In which order incidents are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// By what the query's words count; the newest first where there are none.
    Relevance,
    /// The newest first.
    Newest,
    /// The oldest first.
    Oldest,
    /// The gravest first.
    Severity,
    /// The longest first.
    Duration,
    /// Those with the most open action items first.
    OpenActions,
}

/// The form in which names are compared.
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

/// Whether an incident satisfies one filter, for one of its values.
type Test<'a> = Box<dyn Fn(usize) -> bool + 'a>;

/// Filters of one field that are alternatives, or one that stands for itself.
struct Clause<'a> {
    /// The field, if another filter of it may join.
    field: Option<Field>,
    /// For each filter whether it excludes, and its alternatives.
    filters: Vec<(bool, Vec<Test<'a>>)>,
}

/// The conditions of a query, ready to be asked of each incident.
pub(super) struct Conditions<'a> {
    clauses: Vec<Clause<'a>>,
}

impl<'a> Conditions<'a> {
    /// Filters of one field are alternatives, but for comparisons, negations and `has`.
    pub(super) fn new(filters: &'a [Filter], archive: &'a Archive, config: &'a Config) -> Self {
        let mut clauses: Vec<Clause<'a>> = Vec::new();
        for filter in filters {
            let tests = filter.value.split(',').map(|value| test(filter, value, archive, config)).collect();
            let joins = filter.op == Comparison::Is && !filter.not && filter.field != Field::Has;
            let field = joins.then_some(filter.field);
            let same = clauses.iter_mut().find(|clause| joins && clause.field == field);
            match same {
                Some(clause) => clause.filters.push((filter.not, tests)),
                None => clauses.push(Clause { field, filters: vec![(filter.not, tests)] }),
            }
        }
        Self { clauses }
    }

    /// Whether an incident satisfies all of them.
    pub(super) fn hold(&self, incident: usize) -> bool {
        self.clauses.iter().all(|clause| {
            clause.filters.iter().any(|(not, tests)| tests.iter().any(|test| test(incident)) != *not)
        })
    }
}

fn compare<T: PartialOrd>(one: &T, op: Comparison, other: &T) -> bool {
    match op {
        Comparison::Is => one == other,
        Comparison::Less => one < other,
        Comparison::AtMost => one <= other,
        Comparison::More => one > other,
        Comparison::AtLeast => one >= other,
    }
}

fn test<'a>(filter: &Filter, value: &'a str, archive: &'a Archive, config: &'a Config) -> Test<'a> {
    let wanted = normal(value);
    let op = filter.op;
    let date = |at: usize| archive.incidents[at].card.date.map(|date| date.to_string());
    let index = &archive.indexes;
    match filter.field {
        Field::Severity => severity(&wanted, op, archive, config),
        Field::After => Box::new(move |at| date(at).is_some_and(|date| date.as_str() >= value)),
        Field::Before => Box::new(move |at| date(at).is_some_and(|date| date.as_str() < value)),
        Field::Date => Box::new(move |at| match date(at) {
            Some(date) => compare(&&date[..value.len().min(date.len())], op, &value),
            None => op == Comparison::Is && wanted == "undated",
        }),
        Field::Duration => {
            let wanted = minutes(value);
            Box::new(move |at| {
                let duration = archive.incidents[at].card.duration.filter(|duration| *duration > 0);
                duration.is_some_and(|duration| compare(&f64::from(duration), op, &wanted))
            })
        }
        Field::Has => has(&wanted, archive),
        Field::Service => among(&index.services, &wanted),
        Field::Tag => among(&index.tags, &wanted),
        Field::Status => among(&index.statuses, &wanted),
        Field::Owner => {
            let owners = index
                .owners
                .iter()
                .filter(move |owner| owner.name.as_ref().is_some_and(|name| normal(name) == wanted));
            let items: Vec<usize> =
                owners.flat_map(|owner| owner.actions.iter().map(|item| item.incident)).collect();
            Box::new(move |at| items.contains(&at))
        }
    }
}

/// The level of a step of the scale by key, label, alias or number.
pub fn level_of(wanted: &str, scale: &[SeverityStep]) -> Option<u8> {
    let wanted = normal(wanted);
    let names = |step: &SeverityStep| {
        [&step.key, &step.label].into_iter().chain(&step.aliases).any(|name| normal(name) == wanted)
    };
    let level = scale.iter().position(names).and_then(|at| u8::try_from(at + 1).ok());
    level.or_else(|| wanted.parse().ok().filter(|level| *level > 0))
}

fn severity<'a>(wanted: &str, op: Comparison, archive: &'a Archive, config: &'a Config) -> Test<'a> {
    let level = match level_of(wanted, &config.severities) {
        Some(level) => level,
        None if wanted == "unrated" || wanted == "none" => 0,
        None => return Box::new(|_| false),
    };
    Box::new(move |at| {
        let own = level_of_incident(&archive.incidents[at]);
        (own > 0 || op == Comparison::Is) && compare(&own, op, &level)
    })
}

fn level_of_incident(incident: &Incident) -> u8 {
    incident.card.severity.as_ref().and_then(|severity| severity.level).unwrap_or(0)
}

/// What `has:` knows.
const HAS: [&str; 6] = ["open-actions", "overdue-actions", "overdue", "service", "tag", "owner"];

fn has<'a>(wanted: &str, archive: &'a Archive) -> Test<'a> {
    let card = |at: usize| &archive.incidents[at].card;
    match wanted {
        "open-actions" => Box::new(move |at| card(at).actions_open > 0),
        "overdue-actions" | "overdue" => Box::new(move |at| card(at).actions_overdue > 0),
        "service" => Box::new(move |at| !card(at).services.is_empty()),
        "tag" => Box::new(move |at| !card(at).tags.is_empty()),
        "owner" => Box::new(move |at| {
            archive.incidents[at].record.actions.iter().any(|action| action.owner.is_some())
        }),
        _ => Box::new(|_| false),
    }
}

/// Whether an incident is in one of the groups of that name.
fn among<'a>(groups: &'a [Group], wanted: &str) -> Test<'a> {
    let groups: Vec<&Group> = groups.iter().filter(|group| normal(&group.label) == wanted).collect();
    // Members are in ascending order.
    Box::new(move |at| groups.iter().any(|group| group.members.binary_search(&at).is_ok()))
}

/// `90`, `90m`, `1.5h`, `1h30`; 0 for anything else.
fn minutes(text: &str) -> f64 {
    let number = |text: &str| text.parse::<f64>().ok().filter(|_| !text.starts_with(['+', '-']));
    let (hours, rest) = text.split_once('h').unwrap_or(("", text));
    let rest = rest.strip_suffix('m').unwrap_or(rest);
    let parts = [hours, rest].map(|part| if part.is_empty() { Some(0.0) } else { number(part) });
    match parts {
        [Some(hours), Some(rest)] => hours * 60.0 + rest,
        _ => 0.0,
    }
}

/// Sorts incidents, which are in the order of their relevance, by another order; the newest before those that are equal.
pub(super) fn sort(found: &mut [usize], order: Order, archive: &Archive) {
    let incident = |at: usize| &archive.incidents[at];
    match order {
        Order::Relevance => {}
        // The archive is in this order.
        Order::Newest => found.sort_unstable(),
        Order::Oldest => found.sort_unstable_by_key(|at| (incident(*at).card.date.unwrap_or(Date::MAX), *at)),
        Order::Severity => found.sort_unstable_by_key(|at| {
            let level = level_of_incident(incident(*at));
            (if level == 0 { u8::MAX } else { level }, *at)
        }),
        Order::Duration => found
            .sort_unstable_by_key(|at| (std::cmp::Reverse(incident(*at).card.duration.unwrap_or(0)), *at)),
        Order::OpenActions => {
            found.sort_unstable_by_key(|at| (std::cmp::Reverse(incident(*at).card.actions_open), *at));
        }
    }
}

/// A value of a filter that nothing in the archive has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownValue {
    /// The name of the field.
    pub field: &'static str,
    /// The value as typed.
    pub value: String,
    /// The value that is most like it, if one is.
    pub near: Option<String>,
}

/// How alike two values must be (Jaro and Winkler, from 0 to 1) for the one to be offered for the other.
const ALIKE: f64 = 0.75;

/// The values of filters that nothing in the archive has, in order.
pub fn unknown_values(filters: &[Filter], archive: &Archive, config: &Config) -> Vec<UnknownValue> {
    let mut unknown = Vec::new();
    for filter in filters {
        let Some(known) = values(filter.field, archive, config) else { continue };
        for value in filter.value.split(',') {
            let wanted = normal(value);
            let level = filter.field == Field::Severity
                && (level_of(&wanted, &config.severities).is_some()
                    || ["unrated", "none"].contains(&&*wanted));
            if level || known.iter().any(|known| normal(known) == wanted) {
                continue;
            }
            let named = known.iter().map(|known| (normal(known), known));
            let near = most_alike(&wanted, named, |likeness| likeness >= ALIKE).cloned();
            unknown.push(UnknownValue { field: filter.field.name(), value: value.to_owned(), near });
        }
    }
    unknown
}

/// The values of a field; nothing for one that takes any.
fn values(field: Field, archive: &Archive, config: &Config) -> Option<Vec<String>> {
    let index = &archive.indexes;
    let labels = |groups: &[Group]| groups.iter().map(|group| group.label.clone()).collect();
    Some(match field {
        Field::Severity => config.severities.iter().map(|step| step.label.clone()).collect(),
        Field::Service => labels(&index.services),
        Field::Tag => labels(&index.tags),
        Field::Status => labels(&index.statuses),
        Field::Owner => index.owners.iter().filter_map(|owner| owner.name.clone()).collect(),
        Field::Has => HAS.map(str::to_owned).to_vec(),
        Field::Date | Field::After | Field::Before | Field::Duration => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_in_the_browser() {
        for (text, expected) in [("90", 90.0), ("90m", 90.0), ("1.5h", 90.0), ("1h30", 90.0), ("soon", 0.0)] {
            assert!((minutes(text) - expected).abs() < f64::EPSILON, "{text}");
        }
    }

    #[test]
    fn names_are_compared_without_case_and_marks() {
        assert_eq!(normal("Checkout API (EU)"), "checkout-api-eu");
        assert_eq!(normal("Überweisung"), "uberweisung");
    }
}
