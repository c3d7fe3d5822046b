//! Views that are parts of several pages.

use std::sync::Arc;

use serde::Serialize;

use super::shared::Shared;
use crate::model::SeverityShape;

/// A link inside the site.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct LinkView {
    /// Its text.
    pub label: String,
    /// Its address.
    pub url: String,
}

/// A page above another one.
pub type Crumb = LinkView;

/// A link with a count.
#[derive(Clone, Debug, Serialize)]
pub struct CountView {
    /// Its text.
    pub label: String,
    /// Its address.
    pub url: String,
    /// How many.
    pub count: usize,
    /// For a severity: its mark.
    pub severity: Option<Shared<SeverityView>>,
    /// For a service: how many incidents name it in their text only, and not in a field.
    pub derived: usize,
}

/// A day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DateView {
    /// `2026-03-14`
    pub iso: String,
    /// `14 Mar 2026`
    pub text: String,
}

/// A point in time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MomentView {
    /// `2026-03-14T16:02:00Z`
    pub iso: String,
    /// `14 Mar 2026`
    pub date: String,
    /// `16:02`
    pub clock: Option<String>,
    /// `UTC`
    pub zone: Option<String>,
}

/// A length of time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DurationView {
    /// In minutes.
    pub minutes: u32,
    /// `2 h 5 min`
    pub text: String,
    /// `PT125M`, for `datetime`.
    pub iso: String,
}

/// A severity; never shown by color alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SeverityView {
    /// The name on the archive's scale, or the author's word if it is not on the scale.
    pub label: String,
    /// The author's word, if it differs.
    pub written: Option<String>,
    /// Class name: `sev1`; `unrated` if it is not on the scale.
    pub key: String,
    /// From 1, the most severe; 0 if it is not on the scale.
    pub level: u8,
    /// `square`, `triangle`, `circle`, `ring`, `dash`, or `diamond` for the unrated: the symbol of `shapes.svg`.
    pub shape: SeverityShape,
    /// What it means.
    pub description: Option<String>,
    /// The page of its incidents.
    pub url: Option<String>,
}

/// The status of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StatusView {
    /// The author's own words.
    pub label: String,
    /// `draft`, `reviewed`, `final` or `other`.
    pub kind: crate::model::StatusKind,
    /// The page of the incidents with this status.
    pub url: Option<String>,
}

/// The action items of an incident in numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CardActions {
    /// With work left.
    pub open: usize,
    /// The overdue ones of them.
    pub overdue: usize,
    /// All.
    pub total: usize,
    /// `2 of 3 open`, `all 3 done`, `none`
    pub text: String,
    /// `1 overdue`; `null` if none is.
    pub overdue_text: Option<String>,
}

/// An incident as other pages show it.
#[derive(Clone, Debug, Serialize)]
pub struct CardView {
    /// The id for people; the stem of the file name where the document has none.
    pub id: String,
    /// Whether the document has an id. Lists leave out a file name, which adds little to the title.
    pub id_stated: bool,
    /// Its page.
    pub url: String,
    /// The title.
    pub title: String,
    /// The day it began.
    pub date: Option<DateView>,
    /// Its severity, or unrated.
    pub severity: Shared<SeverityView>,
    /// The status of the document.
    pub status: Option<StatusView>,
    /// The affected services.
    pub services: Vec<LinkView>,
    /// Whether the services are named in the text and not stated in a field.
    pub services_derived: bool,
    /// Tags.
    pub tags: Vec<LinkView>,
    /// Authors.
    pub authors: Arc<[String]>,
    /// Its duration.
    pub duration: Option<DurationView>,
    /// The first sentence of the summary.
    pub one_line: Option<String>,
    /// The fix.
    pub fixed_by: Option<String>,
    /// Whether the document says that this was the fix; `false` if it is only probable.
    pub fixed_certain: bool,
    /// Its action items.
    pub actions: CardActions,
}

impl CardView {
    /// Id and title, or the title alone where the document has no id.
    pub fn name(&self) -> String {
        if self.id_stated { format!("{} {}", self.id, self.title) } else { self.title.clone() }
    }
}

/// The state of an action item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StateView {
    /// `open`, `in-progress`, `blocked`, `done`, `verified`, `dropped`
    pub key: &'static str,
    /// Its name: `Open`, `In progress`, `Done`.
    pub label: String,
    /// The author's words, shortened, if they differ.
    pub written: Option<String>,
    /// Whether work is left.
    pub open: bool,
}

/// An action item.
#[derive(Clone, Debug, Serialize)]
pub struct ActionView {
    /// The author's number (`3`, `AI-3`), else its place.
    pub number: String,
    /// Its anchor on the page of its incident: `ai-3`.
    pub anchor: String,
    /// The page of its incident, with the anchor.
    pub url: String,
    /// Its incident.
    pub incident: Shared<CardView>,
    /// The action as plain text.
    pub text: String,
    /// The action as HTML.
    pub html: String,
    /// The owner.
    pub owner: Option<LinkView>,
    /// The priority as written.
    pub priority: Option<String>,
    /// The day it is due.
    pub due: Option<DateView>,
    /// The due date as written, if it is not a single day.
    pub due_text: Option<String>,
    /// Its state.
    pub state: StateView,
    /// `overdue`, `due-soon`, `later`, `no-date`, `recently-done`, `done`
    pub due_status: &'static str,
    /// `214 days overdue`, `due in 3 days`, `due today`
    pub due_in: Option<String>,
    /// Days since the incident.
    pub age_days: Option<i32>,
    /// `214 d`
    pub age: Option<String>,
    /// The day it was finished.
    pub done_on: Option<DateView>,
    /// Connected incidents that began while it was open.
    pub since: Option<SinceView>,
    /// Kind of measure, as written.
    pub category: Option<String>,
    /// From the item's detail block.
    pub description_html: Option<String>,
    /// From the item's detail block.
    pub rationale_html: Option<String>,
    /// From the item's detail block.
    pub success_criteria_html: Option<String>,
    /// A ticket or pull request.
    pub reference_html: Option<String>,
}

/// Connected incidents that began while an action item was open.
#[derive(Clone, Debug, Serialize)]
pub struct SinceView {
    /// `3 incidents since, 4 h 40 min in all`; `null` for a single incident.
    pub total: Option<String>,
    /// The incidents by the kind of their connection.
    pub kinds: Vec<SinceKind>,
}

/// The incidents with one kind of connection.
#[derive(Clone, Debug, Serialize)]
pub struct SinceKind {
    /// `recurred`, `related`, `similar`
    pub key: &'static str,
    /// `has recurred since:`
    pub label: String,
    /// The newest, at most five.
    pub cards: Vec<Shared<CardView>>,
    /// How many more there are.
    pub more: usize,
}

/// Where in a list of several pages this page is.
#[derive(Clone, Debug, Serialize)]
pub struct Pager {
    /// From 1.
    pub number: usize,
    /// How many pages.
    pub of: usize,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
    /// Links to the first and last pages and to those around this one, in order; `null` for a gap.
    pub pages: Vec<Option<LinkView>>,
}

/// The previous and the next page.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Neighbors {
    /// Toward the beginning of the list (newer, more severe).
    pub previous: Option<LinkView>,
    /// Toward its end.
    pub next: Option<LinkView>,
}
