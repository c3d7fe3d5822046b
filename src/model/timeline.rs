//! Times and timelines.

use jiff::civil::{Date, DateTime};
use jiff::fmt::temporal::DateTimePrinter;
use serde::Serialize;

use crate::source::Span;

/// A point in time as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The day.
    pub date: Date,
    /// The time of day, if one is given.
    pub clock: Option<jiff::civil::Time>,
    /// Minutes east of UTC, if the zone is known.
    pub offset_minutes: Option<i32>,
    /// The zone as the author names it (`UTC`, `CET`), if given.
    pub zone: Option<Box<str>>,
}

impl Moment {
    /// Date and time of day; midnight where none is given.
    pub fn datetime(&self) -> DateTime {
        self.date.to_datetime(self.clock.unwrap_or_else(jiff::civil::Time::midnight))
    }

    /// Minutes since the epoch of the proleptic calendar, in UTC where the zone is known and in local time
    /// where it is not; `None` without a time of day. Two moments of one document can be subtracted.
    pub fn minutes(&self) -> Option<i64> {
        let clock = self.clock?;
        let days = i64::from(self.date.since(Date::constant(1970, 1, 1)).ok()?.get_days());
        let minutes = i64::from(clock.hour()) * 60 + i64::from(clock.minute());
        Some(days * 1440 + minutes - i64::from(self.offset_minutes.unwrap_or(0)))
    }

    /// For people: `2026-03-14`, `2026-03-14 16:02 UTC`, with the zone as the author names it.
    pub fn text(&self) -> String {
        let Some(clock) = self.clock else { return self.date.to_string() };
        let zone = self.zone.as_deref().map(|zone| format!(" {zone}")).unwrap_or_default();
        format!("{} {:02}:{:02}{zone}", self.date, clock.hour(), clock.minute())
    }

    /// ISO 8601: `2026-03-14`, `2026-03-14T16:02`, with `Z` or an offset where the zone is known.
    pub fn iso(&self) -> String {
        let Some(clock) = self.clock else { return self.date.to_string() };
        let offset = match self.offset_minutes {
            None => String::new(),
            Some(0) => "Z".to_owned(),
            Some(minutes) => {
                let sign = if minutes < 0 { '-' } else { '+' };
                format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
            }
        };
        // Not by way of `Display`: an archive has a dozen times as many moments as documents.
        DateTimePrinter::new().datetime_to_string(&self.date.to_datetime(clock)) + &offset
    }
}

/// What an event of a timeline marks in the course of an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// The first sign of the problem, or its start.
    FirstSignal,
    /// An alert or a report by a user.
    Alert,
    /// The incident was declared.
    Declared,
    /// Work on it began.
    Investigating,
    /// The cause was found.
    CauseFound,
    /// A mitigation took effect.
    Mitigated,
    /// The service was back.
    Restored,
    /// The incident was closed.
    Resolved,
}

impl Phase {
    /// The phases in the order of an incident.
    pub const ALL: [Self; 8] = [
        Self::FirstSignal,
        Self::Alert,
        Self::Declared,
        Self::Investigating,
        Self::CauseFound,
        Self::Mitigated,
        Self::Restored,
        Self::Resolved,
    ];

    /// The name for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::FirstSignal => "first signal",
            Self::Alert => "alert",
            Self::Declared => "declared",
            Self::Investigating => "investigating",
            Self::CauseFound => "cause found",
            Self::Mitigated => "mitigated",
            Self::Restored => "restored",
            Self::Resolved => "resolved",
        }
    }

    /// The name in the export and in class names: `cause-found`.
    pub const fn key(self) -> &'static str {
        match self {
            Self::FirstSignal => "first-signal",
            Self::Alert => "alert",
            Self::Declared => "declared",
            Self::Investigating => "investigating",
            Self::CauseFound => "cause-found",
            Self::Mitigated => "mitigated",
            Self::Restored => "restored",
            Self::Resolved => "resolved",
        }
    }
}

/// One entry of a timeline.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The time as the author wrote it; may be empty.
    pub time: Box<str>,
    /// The point in time, where it could be understood.
    pub at: Option<Moment>,
    /// What it marks, where the wording says so.
    pub phase: Option<Phase>,
    /// What happened.
    pub text: Box<str>,
    /// Its anchor on the page, unique in the document: `t-1404`.
    pub anchor: Box<str>,
    /// The event in the document.
    pub span: Span,
    /// The line, from 1.
    pub line: u32,
}
