//! What `pmsite stats --format json` writes.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::archive::Archive;
use crate::insights::{
    Change, Curve, GroupTimes, Insights, Measure, Power, RecordedField, RecordedKind, Summary, Times,
};

/// Statistics. Minutes are whole minutes, shares are from 0 to 1, and `null` means too few values.
#[derive(Serialize)]
pub(super) struct Stats<'a> {
    version: u8,
    as_of: String,
    incidents: usize,
    undated: usize,
    /// The number of incidents of the last two complete years.
    counts: Option<Change>,
    months: Vec<Month<'a>>,
    times: BTreeMap<&'static str, TimesOf<'a>>,
    by_severity: Vec<GroupOf<'a>>,
    by_service: Vec<GroupOf<'a>>,
    services: usize,
    by_quarter: Vec<GroupOf<'a>>,
    week: Week<'a>,
    fields: Vec<FieldOf<'a>>,
    actions: Actions<'a>,
}

#[derive(Serialize)]
struct Month<'a> {
    month: String,
    by_severity: BTreeMap<&'a str, usize>,
}

#[derive(Serialize)]
struct TimesOf<'a> {
    #[serde(flatten)]
    summary: Summary,
    missing: usize,
    change: Option<Change>,
    power: Option<Power>,
    incidents: Vec<Value<'a>>,
}

#[derive(Serialize)]
struct Value<'a> {
    id: &'a str,
    minutes: u32,
}

#[derive(Serialize)]
struct GroupOf<'a> {
    label: std::borrow::Cow<'a, str>,
    incidents: usize,
    times: BTreeMap<&'static str, Summary>,
}

#[derive(Serialize)]
struct Week<'a> {
    n: usize,
    missing: usize,
    time_zone: Option<&'a str>,
    /// By weekday from Monday, then by three hours.
    counts: &'a [[usize; crate::insights::BLOCKS]; 7],
    outside_working_hours: Vec<&'a str>,
    p: f64,
}

#[derive(Serialize)]
struct FieldOf<'a> {
    field: &'a str,
    recorded: usize,
    missing: usize,
    values: Vec<(&'a str, usize)>,
}

#[derive(Serialize)]
struct Actions<'a> {
    total: usize,
    closed_on_unknown_day: usize,
    opened_on_unknown_day: usize,
    median_days: Option<u32>,
    #[serde(flatten)]
    curve: &'a Curve,
}

impl<'a> Stats<'a> {
    /// The data of some statistics.
    pub(super) fn of(archive: &'a Archive, insights: &'a Insights) -> Self {
        let (indexes, groups, clock) = (&archive.indexes, &insights.groups, &insights.clock);
        let id = |at: &usize| archive.incidents[*at].card.id.as_str();
        Self {
            version: 1,
            as_of: archive.as_of.to_string(),
            incidents: archive.incidents.len(),
            undated: insights.undated,
            counts: insights.counts,
            months: insights.months.iter().map(|one| month(archive, one)).collect(),
            times: insights.times.iter().map(|one| (one.measure.key(), times(archive, one))).collect(),
            by_severity: by(&groups.severities, |at| indexes.severities[*at].label.as_str().into()),
            by_service: by(&groups.services, |at| indexes.services[*at].label.as_str().into()),
            services: groups.services_total,
            by_quarter: by(&groups.quarters, |quarter| {
                format!("{}-Q{}", quarter.year, quarter.quarter).into()
            }),
            week: Week {
                n: clock.n,
                missing: clock.missing,
                time_zone: clock.zone.as_deref(),
                counts: &clock.week,
                outside_working_hours: clock.outside.iter().map(id).collect(),
                p: clock.p,
            },
            fields: insights.fields.iter().map(field).collect(),
            actions: Actions {
                total: insights.actions.total,
                closed_on_unknown_day: insights.actions.closed_some_day,
                opened_on_unknown_day: insights.actions.opened_some_day,
                median_days: insights.actions.curve.median(),
                curve: &insights.actions.curve,
            },
        }
    }
}

fn month<'a>(archive: &'a Archive, month: &crate::insights::Month) -> Month<'a> {
    let severities = archive.indexes.severities.iter().zip(&month.by_severity);
    let counts = severities.filter(|(_, count)| **count > 0);
    Month {
        month: format!("{:04}-{:02}", month.year, month.month),
        by_severity: counts.map(|(group, count)| (group.label.as_str(), *count)).collect(),
    }
}

fn times<'a>(archive: &'a Archive, times: &Times) -> TimesOf<'a> {
    let value =
        |(minutes, at): &(u32, usize)| Value { id: &archive.incidents[*at].card.id, minutes: *minutes };
    TimesOf {
        summary: times.summary,
        missing: times.missing,
        change: times.change,
        power: times.power,
        incidents: times.values.iter().map(value).collect(),
    }
}

fn by<'a, T>(groups: &[GroupTimes<T>], label: impl Fn(&T) -> std::borrow::Cow<'a, str>) -> Vec<GroupOf<'a>> {
    let one = |group: &GroupTimes<T>| GroupOf {
        label: label(&group.group),
        incidents: group.incidents,
        times: Measure::ALL.into_iter().map(Measure::key).zip(group.times).collect(),
    };
    groups.iter().map(one).collect()
}

fn field(field: &RecordedField) -> FieldOf<'_> {
    FieldOf {
        field: match &field.kind {
            RecordedKind::Detection => "detection",
            RecordedKind::Trigger => "trigger",
            RecordedKind::Cause => "cause",
            RecordedKind::Configured { key, .. } => key,
        },
        recorded: field.recorded,
        missing: field.missing,
        values: field.values.iter().map(|(value, count)| (value.as_str(), *count)).collect(),
    }
}
