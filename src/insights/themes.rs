//! Recurring themes: groups of incidents that are the same problem again.
//!
//! Two incidents are connected if a document states it, if both state the same cause and affect the same service, or if
//! they affect the same service as far as services are known, share at least three rare terms, and are more similar
//! than 99.5 % of random pairs. Stated relations join incidents whatever their texts are. Other groups only grow if
//! most of their members are connected: otherwise a chain of incidents, each a little like the next, would become one
//! theme.
//!
//! Themes do not depend on the order of documents. Similar incidents are looked for among the nearest ones of each, and
//! groups are compared by a few members, so the work does not grow with the square of the archive.

mod groups;
mod rules;
#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use jiff::civil::Date;

use self::groups::Connections;
use super::times::{Mean, Summary};
use crate::archive::{ActionRef, Archive, Names};
use crate::config::Config;

/// A theme has at least this many incidents, unless a document states that one of two is a recurrence of the other, or
/// both are nearly the same.
const MIN_MEMBERS: usize = 3;

/// Incidents that are the same problem again.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// The name in the configuration.
    pub name: Option<String>,
    /// The words that most of its incidents share, those that say most first; at most four.
    pub terms: Vec<String>,
    /// The services that at least half of its incidents affect, as indexes of their groups.
    pub services: Vec<usize>,
    /// The indexes of its incidents, earliest first; those without a date last.
    pub members: Vec<usize>,
    /// How long they lasted in all, in minutes.
    pub minutes: u64,
    /// How many of them have no known duration.
    pub unknown_durations: usize,
    /// The days from each dated incident to the next one.
    pub days_between: Vec<u32>,
    /// The median of these days, if there are enough of them.
    pub median_days: Option<u32>,
    /// The open action items of all incidents but the last, oldest incident first.
    pub open_items: Vec<ActionRef>,
}

/// The themes of an archive: those with the most incidents first, then those with the most minutes.
pub fn themes(archive: &Archive, config: &Config) -> Vec<Theme> {
    let connections = Connections::of(archive);
    let groups = connections.groups().into_iter();
    let mut found: Vec<Vec<usize>> = groups.filter(|group| connections.is_theme(group)).collect();
    for group in &mut found {
        group.sort_by_key(|at| key(archive, *at));
    }
    let rules = rules::apply(archive, &config.recurring_themes, found, &|part| connections.is_theme(part));
    let groups: BTreeMap<&str, usize> =
        archive.indexes.services.iter().enumerate().map(|(at, group)| (group.label.as_str(), at)).collect();
    let mut themes: Vec<Theme> = rules
        .into_iter()
        .map(|(members, name)| theme(archive, &connections, &groups, members, name))
        .collect();
    themes.sort_by_key(|theme| {
        (Reverse((theme.members.len(), theme.minutes)), theme.members.first().map(|at| key(archive, *at)))
    });
    themes
}

/// The order of incidents in a theme.
fn key(archive: &Archive, at: usize) -> (bool, Option<Date>, &str) {
    let one = &archive.incidents[at];
    (one.card.date.is_none(), one.card.date, &one.source.path)
}

fn theme(
    archive: &Archive,
    connections: &Connections<'_>,
    groups: &BTreeMap<&str, usize>,
    members: Vec<usize>,
    name: Option<String>,
) -> Theme {
    let cards = || members.iter().map(|at| &archive.incidents[*at].card);
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for service in cards().flat_map(|card| card.services.iter()) {
        if let Some(group) = groups.get(service.as_str()) {
            *counts.entry(*group).or_default() += 1;
        }
    }
    counts.retain(|_, count| *count * 2 >= members.len());
    let services: Vec<usize> = counts.into_keys().collect();
    let labels: Names = services.iter().map(|at| &archive.indexes.services[*at].label).collect();
    let dates: Vec<Date> = cards().filter_map(|card| card.date).collect();
    let days = dates.windows(2).filter_map(|pair| (pair[1] - pair[0]).get_days().try_into().ok());
    let days_between: Vec<u32> = days.collect();
    let earlier = members.split_last().map_or(&[][..], |(_, earlier)| earlier);
    let items = earlier.iter().flat_map(|at| {
        let items = archive.incidents[*at].record.actions.iter().enumerate();
        let open = items.filter(|(_, item)| item.state.is_open());
        open.map(|(action, _)| ActionRef { incident: *at, action })
    });
    Theme {
        name,
        terms: connections.terms(&members, &labels),
        services,
        minutes: cards().filter_map(|card| card.duration).map(u64::from).sum(),
        unknown_durations: cards().filter(|card| card.duration.is_none()).count(),
        median_days: Summary::of(days_between.iter().copied(), Mean::Hidden).median.map(|one| one.minutes),
        days_between,
        open_items: items.collect(),
        members,
    }
}
