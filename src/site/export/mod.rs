//! Data for programs: the structs behind `api/*.json`, feeds, calendars, tables and the JSON of each incident.
//!
//! `api/schema.json` describes [`Incidents`]; a test checks one against the other.

mod calendar;
mod feed;
mod guide;
mod incident;
mod make;
mod table;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::lookup::Lookup;
use crate::archive::DueStatus;
use crate::model::Severity;

pub(super) use calendar::calendar;
pub use calendar::{Calendar, Due};
pub use feed::{Entry, Feed};
pub(super) use feed::{Subject, feed, group_feed};
pub(super) use guide::guide;
pub use guide::{Guide, Reference};
pub use incident::Incident;
use make::action_of;
pub(super) use make::{actions, incident, incidents};
pub use make::{links, links_each};
pub use table::{Cell, Table};
pub(super) use table::{action_table, incident_table};

/// `api/incidents.json`
#[derive(Debug)]
pub struct Incidents<'a> {
    /// Version of this format.
    pub version: u32,
    /// The day for which ages are computed.
    pub as_of: String,
    /// Documents that are not incidents.
    pub pages: Vec<DocumentRef>,
    lookup: &'a Lookup,
}

impl<'a> Incidents<'a> {
    /// How many incidents there are.
    pub fn len(&self) -> usize {
        self.lookup.archive.incidents.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// An incident by its index, newest first. They are created one at a time because all of them are as large as the
    /// archive.
    pub fn incident(&self, at: usize) -> Incident<'a> {
        incident(self.lookup, at)
    }
}

/// An action item.
#[derive(Clone, Debug, Serialize)]
pub struct Action<'a> {
    /// The author's number, else its place.
    pub id: &'a str,
    /// What to do, plain text.
    pub text: &'a str,
    /// Who will do it.
    pub owner: Option<&'a str>,
    /// The author's own priority.
    pub priority: Option<&'a str>,
    /// The day it is due.
    pub due: Option<String>,
    /// Its state.
    pub state: &'static str,
    /// Whether it is overdue on the as-of date.
    pub overdue: bool,
}

/// A relation that the document states or implies.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Related {
    /// The id of the other incident, as written if the archive does not have it.
    pub target: String,
    /// The kind.
    pub kind: Cow<'static, str>,
    /// `stated` or `mentioned`
    pub source: Cow<'static, str>,
    /// Whether the archive has it.
    pub resolved: bool,
}

/// A mention by another document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Backlink {
    /// The id of the incident, or `null` for a page.
    pub id: Option<String>,
    /// Path of the mentioning page, relative to the root of the site.
    pub url: String,
    /// The sentence.
    pub sentence: String,
    /// The line in its source.
    pub line: u32,
}

/// A similar incident, and why it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Similar {
    /// Its id.
    pub id: String,
    /// Its page, relative to the root of the site.
    pub url: String,
    /// From 0 to 1, in hundredths.
    pub score: f64,
    /// Shared services.
    pub services: Vec<String>,
    /// Shared rare terms.
    pub terms: Vec<String>,
}

/// An action item of an earlier incident that was open when an incident began.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OpenItem {
    /// The id of the earlier incident.
    pub incident: String,
    /// The author's number, else its place.
    pub id: String,
    /// What to do, plain text.
    pub text: String,
    /// The day on which it was written down.
    pub opened: String,
    /// How many days it had been open.
    pub age_days: i32,
    /// The day on which it was closed, if it is.
    pub done_on: Option<String>,
    /// The kind of the relation between the incidents, or `similar`.
    pub connection: Cow<'static, str>,
    /// Whether a document states the relation.
    pub stated: bool,
}

/// What only the archive knows about an incident.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Links {
    /// Its page, relative to the root of the site.
    pub url: String,
    /// The incidents that it names.
    pub related: Vec<Related>,
    /// The documents that mention it.
    pub backlinks: Vec<Backlink>,
    /// Similar incidents.
    pub similar: Vec<Similar>,
    /// Action items of earlier incidents that were open when it began, at most 20.
    pub open_at_the_time: Vec<OpenItem>,
}

/// A document that is not an incident.
#[derive(Clone, Debug, Serialize)]
pub struct DocumentRef {
    /// Path relative to the content folder.
    pub source: String,
    /// Path relative to the root of the site.
    pub url: String,
    /// Its title.
    pub title: String,
}

/// `api/actions.json`
#[derive(Debug)]
pub struct Actions<'a> {
    /// Version of this format.
    pub version: u32,
    /// The day for which ages are computed.
    pub as_of: String,
    lookup: &'a Lookup,
}

impl<'a> Actions<'a> {
    /// How many action items there are.
    pub fn len(&self) -> usize {
        self.lookup.archive.indexes.actions.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// An action item by its index, most urgent first.
    pub fn action(&self, at: usize) -> ActionOf<'a> {
        action_of(self.lookup, at)
    }
}

/// An action item and its incident.
#[derive(Clone, Debug, Serialize)]
pub struct ActionOf<'a> {
    /// The id of its incident.
    pub incident: &'a str,
    /// The title of its incident.
    pub incident_title: &'a str,
    /// The severity of its incident.
    pub severity: Option<&'a Severity>,
    /// Its address, relative to the root of the site.
    pub url: String,
    /// The item.
    #[serde(flatten)]
    pub action: Action<'a>,
    /// Its due status on the as-of date.
    pub standing: DueStatus,
    /// Days past the due date; negative before it.
    pub overdue_days: Option<i32>,
    /// Days since the incident.
    pub age_days: Option<i32>,
}
