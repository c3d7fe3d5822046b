//! The prevention gap: the action items of earlier incidents that were open when a later one began.
//!
//! An earlier incident counts if a document states that the two are related by a cause or by recurrence, or if each is among the
//! most similar incidents of the other and both affect the same service. The two kinds of connection are kept apart. An item is
//! open from the day on which its document was finalized, or else from the day of its incident, until the day on which the
//! document says that it was closed. Days have no time: an item that was written down or closed on the day on which the later
//! incident began does not count. If an item is closed and the document does not say when, it may or may not have been open;
//! such items are only counted.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::action_status::days;
use super::{ActionRef, Archive, Incident};
use crate::model::{ActionItem, RelationKind};

/// How many open items are listed for an incident. The rest are counted.
const MAX_ITEMS: usize = 20;

/// How an incident is connected to another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Connection {
    /// One of the documents states it.
    Stated {
        /// The kind, from the view of the document that states it.
        kind: RelationKind,
        /// Whether the document of the earlier incident states it.
        inverse: bool,
    },
    /// Each is among the most similar incidents of the other, and both affect the same service.
    Similar,
}

impl Connection {
    /// Whether a document states the connection.
    pub const fn is_stated(self) -> bool {
        matches!(self, Self::Stated { .. })
    }

    /// Whether the later incident is the same thing again, or has the same cause.
    pub const fn is_recurrence(self) -> bool {
        matches!(self, Self::Stated { kind: RelationKind::RecurrenceOf | RelationKind::SameCause, .. })
    }
}

/// An incident and how it is connected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Connected {
    /// Its index.
    pub incident: usize,
    /// How it is connected.
    pub connection: Connection,
}

/// An action item that was open when a later incident began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenItem {
    /// The item.
    pub at: ActionRef,
    /// How its incident is connected to the later one.
    pub connection: Connection,
    /// The day on which it was written down.
    pub opened: Date,
    /// How many days it had been open.
    pub age_days: i32,
}

/// The action items that were open when an incident began.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenAtTheTime {
    /// Items of incidents with a stated connection first, then the oldest first; at most 20.
    pub items: Vec<OpenItem>,
    /// How many items were open.
    pub total: usize,
    /// How many items are closed on an unknown day, so that they may have been open.
    pub closed_some_day: usize,
}

/// The incidents that began while an action item was open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Since {
    /// Newest first.
    pub incidents: Vec<Connected>,
    /// How long they lasted in all, in minutes.
    pub minutes: u64,
    /// How many of them have no known duration.
    pub unknown_durations: usize,
}

/// What is known about an action item on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Presence {
    /// It was open.
    Open,
    /// It was not written down yet, or closed already.
    Absent,
    /// It was closed on an unknown day.
    Unknown,
}

impl Archive {
    /// The action items that were open when an incident began.
    pub fn open_at_the_time(&self, incident: usize) -> OpenAtTheTime {
        let Some(began) = self.incidents[incident].card.date else { return OpenAtTheTime::default() };
        let mut found = OpenAtTheTime::default();
        let connected = self.connected(incident).into_iter();
        for Connected { incident, connection } in
            connected.filter(|one| self.began(one.incident) < Some(began))
        {
            let one = &self.incidents[incident];
            let Some(opened) = actions_opened(one) else { continue };
            for (action, item) in one.record.actions.iter().enumerate() {
                match presence(item, opened, began) {
                    Presence::Open => found.items.push(OpenItem {
                        at: ActionRef { incident, action },
                        connection,
                        opened,
                        age_days: days(opened, began),
                    }),
                    Presence::Absent => {}
                    Presence::Unknown => found.closed_some_day += 1,
                }
            }
        }
        found.items.sort_by_key(|item| {
            (!item.connection.is_stated(), item.opened, item.at.incident, item.at.action)
        });
        found.total = found.items.len();
        found.items.truncate(MAX_ITEMS);
        found
    }

    /// The connected incidents that began while an action item was open.
    pub fn since(&self, at: ActionRef) -> Since {
        let one = &self.incidents[at.incident];
        let item = &one.record.actions[at.action];
        let mut since = Since::default();
        let is_listed = item.state.is_open() || item.done_on.is_some();
        let Some(opened) = actions_opened(one).filter(|_| is_listed) else { return since };
        since.incidents = self.connected(at.incident);
        since.incidents.retain(|later| {
            let began = self.began(later.incident);
            began.is_some_and(|began| presence(item, opened, began) == Presence::Open)
        });
        for later in &since.incidents {
            let duration = self.incidents[later.incident].card.duration;
            since.minutes += duration.map_or(0, u64::from);
            since.unknown_durations += usize::from(duration.is_none());
        }
        since
    }

    /// The items that are still open and were open when a later incident began, those with the most minutes lost since first.
    pub fn open_since(&self) -> Vec<(ActionRef, Since)> {
        let open = self.indexes.actions.iter().filter(|at| {
            let item = &self.incidents[at.incident].record.actions[at.action];
            item.state.is_open()
        });
        let found = open.map(|at| (*at, self.since(*at)));
        let mut found: Vec<_> = found.filter(|(_, since)| !since.incidents.is_empty()).collect();
        found.sort_by_key(|(at, since)| {
            (Reverse((since.minutes, since.incidents.len())), at.incident, at.action)
        });
        found
    }

    fn began(&self, incident: usize) -> Option<Date> {
        self.incidents[incident].card.date
    }

    /// The incidents with a date that are connected to an incident with a date, newest first. The work does not grow with the
    /// archive: similarity has to be mutual, so that it can be found from either side.
    fn connected(&self, at: usize) -> Vec<Connected> {
        let one = &self.incidents[at];
        let (mut found, mut same) = (BTreeMap::new(), BTreeSet::new());
        for relation in one.relations.iter().filter(|relation| relation.stated) {
            let (Some(target), kind) = (relation.target, relation.kind) else { continue };
            match kind {
                RelationKind::DuplicateOf => _ = same.insert(target),
                RelationKind::Related => {}
                _ => {
                    let is_later = self.began(target) < one.card.date;
                    let stated = Connection::Stated { kind, inverse: relation.inverse == is_later };
                    // If both documents state a relation, the closer one counts.
                    let known = found.entry(target).or_insert(stated);
                    *known = stated.min(*known);
                }
            }
        }
        let near = |at: usize| self.similarity.nearest(&self.incidents, at).iter();
        for other in near(at).filter(|near| near.shares_service) {
            if near(other.target).any(|near| near.target == at) {
                found.entry(other.target).or_insert(Connection::Similar);
            }
        }
        let is_related = |other: usize| {
            !one.not_related.contains(&other) && !self.incidents[other].not_related.contains(&at)
        };
        let dated = one.card.date.and(Some(found)).into_iter().flatten();
        dated
            .filter(|(other, _)| self.began(*other).is_some() && !same.contains(other) && is_related(*other))
            .map(|(incident, connection)| Connected { incident, connection })
            .collect()
    }
}

/// The day on which the action items of an incident were written down.
pub fn actions_opened(one: &Incident) -> Option<Date> {
    let finalized = one.record.finalized.as_ref().map(|day| day.value);
    // Nobody writes an action item before the incident: that day is a mistake.
    finalized.max(one.card.date)
}

/// What is known about an item that was opened on a day, on another day.
fn presence(item: &ActionItem, opened: Date, day: Date) -> Presence {
    match (item.state.is_open(), item.done_on) {
        _ if opened >= day => Presence::Absent,
        (true, _) => Presence::Open,
        (false, Some(closed)) if closed > day => Presence::Open,
        (false, Some(_)) => Presence::Absent,
        (false, None) => Presence::Unknown,
    }
}

#[cfg(test)]
#[path = "gap_tests.rs"]
mod tests;
