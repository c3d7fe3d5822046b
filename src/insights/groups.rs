//! Times by severity, service and quarter.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::times::{Mean, Summary};
use crate::archive::{Archive, ResponseMinutes};

/// The maximum number of services and quarters. The rest are on pages of their own.
const MAX_GROUPS: usize = 12;

/// A quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quarter {
    /// The year.
    pub year: i16,
    /// The quarter from 1.
    pub quarter: i8,
}

/// The times of a group of incidents.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupTimes<T> {
    /// Which group it is.
    pub group: T,
    /// How many incidents it has.
    pub incidents: usize,
    /// Time to detect, to mitigate and to resolve.
    pub times: [Summary; 3],
}

/// The times of groups.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Groups {
    /// By index in [`Indexes::severities`](crate::archive::Indexes::severities).
    pub severities: Vec<GroupTimes<usize>>,
    /// By index in [`Indexes::services`](crate::archive::Indexes::services), most frequent first; at most twelve.
    pub services: Vec<GroupTimes<usize>>,
    /// How many services there are.
    pub services_total: usize,
    /// Quarters with incidents, newest first; at most twelve.
    pub quarters: Vec<GroupTimes<Quarter>>,
}

impl Groups {
    pub(super) fn of(archive: &Archive, minutes: &[ResponseMinutes], mean: Mean) -> Self {
        let indexes = &archive.indexes;
        let mut quarters: BTreeMap<Reverse<Quarter>, Vec<usize>> = BTreeMap::new();
        for (at, one) in archive.incidents.iter().enumerate() {
            if let Some(day) = one.card.date {
                let quarter = Quarter { year: day.year(), quarter: (day.month() + 2) / 3 };
                quarters.entry(Reverse(quarter)).or_default().push(at);
            }
        }
        let of_indexes = |groups: &[crate::archive::Group]| {
            let members = groups.iter().enumerate().map(|(at, group)| (at, &group.members[..]));
            members.map(|(at, members)| group(at, members, minutes, mean)).collect()
        };
        let quarters = quarters.iter().take(MAX_GROUPS);
        Self {
            severities: of_indexes(&indexes.severities),
            services: of_indexes(&indexes.services[..indexes.services.len().min(MAX_GROUPS)]),
            services_total: indexes.services.len(),
            quarters: quarters.map(|(key, members)| group(key.0, members, minutes, mean)).collect(),
        }
    }
}

fn group<T>(group: T, members: &[usize], minutes: &[ResponseMinutes], mean: Mean) -> GroupTimes<T> {
    let known = |of: fn(ResponseMinutes) -> Option<u32>| {
        Summary::of(members.iter().filter_map(|at| of(minutes[*at])), mean)
    };
    GroupTimes {
        group,
        incidents: members.len(),
        times: [known(|one| one.detect), known(|one| one.mitigate), known(|one| one.resolve)],
    }
}
