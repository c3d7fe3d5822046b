//! What several kinds of pages show.

use std::sync::Arc;

use serde::Serialize;

use super::shared::Shared;
use crate::model::SeverityShape;

/// A link inside the site.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct LinkView {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub url: String,
}

/// A step on the way to a page.
pub type Crumb = LinkView;

/// A link and how much stands behind it.
#[derive(Clone, Debug, Serialize)]
pub struct CountView {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub url: String,
    /// How many.
    pub count: usize,
    /// For a severity: its mark.
    pub severity: Option<Shared<SeverityView>>,
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
    /// `2 h 05`
    pub text: String,
    /// `PT125M`, for `datetime`.
    pub iso: String,
}

/// How grave; never shown by color alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SeverityView {
    /// The name on the archive's scale, or the author's own word where the scale does not know it.
    pub label: String,
    /// The author's own word, where it is another.
    pub written: Option<String>,
    /// Class name: `sev1`; `unrated` if it is not on the scale.
    pub key: String,
    /// From 1, the gravest; 0 if it is not on the scale.
    pub level: u8,
    /// `square`, `triangle`, `circle`, `ring`, `dash`, or `diamond` for the unrated: the symbol of `shapes.svg`.
    pub shape: SeverityShape,
    /// What it means.
    pub description: Option<String>,
    /// The page of its incidents.
    pub url: Option<String>,
}

/// Where a document is in its own life.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StatusView {
    /// The author's own words.
    pub label: String,
    /// `draft`, `reviewed`, `final` or `other`.
    pub kind: crate::model::StatusKind,
    /// The page of the incidents with this status.
    pub url: Option<String>,
}

/// How many action items an incident has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct CardActions {
    /// With something left to do.
    pub open: usize,
    /// Those of them that are late.
    pub overdue: usize,
    /// All.
    pub total: usize,
}

/// An incident as other pages show it.
#[derive(Clone, Debug, Serialize)]
pub struct CardView {
    /// The id for people; the stem of the file name where the document has none.
    pub id: String,
    /// Whether the document has an id. A stem says little beside the title, so lists leave it out.
    pub id_stated: bool,
    /// Its page.
    pub url: String,
    /// The title.
    pub title: String,
    /// The day it began.
    pub date: Option<DateView>,
    /// How grave; unrated if nothing is said.
    pub severity: Shared<SeverityView>,
    /// The status of the document.
    pub status: Option<StatusView>,
    /// What was affected.
    pub services: Vec<LinkView>,
    /// Tags.
    pub tags: Vec<LinkView>,
    /// Authors.
    pub authors: Arc<[String]>,
    /// How long it lasted.
    pub duration: Option<DurationView>,
    /// The first sentence of the summary.
    pub one_line: Option<String>,
    /// What ended it.
    pub fixed_by: Option<String>,
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
    /// The author's own words, shortened to a few, else that of the key.
    pub label: String,
    /// Whether there is something left to do.
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
    /// What is to be done, plain.
    pub text: String,
    /// What is to be done, as HTML.
    pub html: String,
    /// Who said they would do it.
    pub owner: Option<LinkView>,
    /// The author's own priority.
    pub priority: Option<String>,
    /// The day it is due.
    pub due: Option<DateView>,
    /// The due date as written, where it is no single day.
    pub due_text: Option<String>,
    /// What has become of it.
    pub state: StateView,
    /// `overdue`, `due-soon`, `later`, `no-date`, `recently-done`, `done`
    pub due_status: &'static str,
    /// `214 days late`, `due in 3 days`, `due today`
    pub due_in: Option<String>,
    /// Days since the incident.
    pub age_days: Option<i32>,
    /// The day it was finished.
    pub done_on: Option<DateView>,
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
    /// The first and the last pages and those around this one, in order; `null` where others lie between.
    pub pages: Vec<Option<LinkView>>,
}

/// The pages beside this one.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Neighbors {
    /// Toward the beginning of the list (newer, graver).
    pub previous: Option<LinkView>,
    /// Toward its end.
    pub next: Option<LinkView>,
}
