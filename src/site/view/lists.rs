//! Lists, overviews and the smaller pages.

use std::sync::Arc;

use serde::Serialize;

use super::incident::{Body, HeadingView, Mentioned};
use super::parts::{ActionView, CardView, CountView, DateView, LinkView, Neighbors, Pager, SeverityView};
use super::shared::Shared;

/// `incidents.html`
#[derive(Clone, Debug, Serialize)]
pub struct ListView {
    /// `214 incidents`
    pub total: String,
    /// The incidents of this page, newest first.
    pub cards: Vec<Shared<CardView>>,
    /// The other pages.
    pub pager: Pager,
    /// Ways to narrow the list.
    pub facets: Arc<Vec<Facet>>,
}

/// A property by which incidents can be filtered.
#[derive(Clone, Debug, Serialize)]
pub struct Facet {
    /// `Severity`
    pub label: String,
    /// `severity`
    pub key: &'static str,
    /// The page with all its values.
    pub url: Option<String>,
    /// The values.
    pub values: Vec<CountView>,
    /// The number of values, including those that are not listed.
    pub total: usize,
}

/// `group.html`: the incidents of a severity, a year, a month, a service, a tag or a status.
#[derive(Clone, Debug, Serialize)]
pub struct GroupView {
    /// `severity`, `year`, `month`, `service`, `tag`, `status`
    pub kind: &'static str,
    /// `Severity`, `Service` … or empty where the title needs no such word.
    pub kind_label: String,
    /// The value that the incidents share.
    pub label: String,
    /// For a severity: its mark.
    pub severity: Option<Shared<SeverityView>>,
    /// Its meaning, if the configuration has one.
    pub description: Option<String>,
    /// For a service: its owner, if the configuration names one.
    pub owner: Option<String>,
    /// For a service: the URL of its documentation or dashboard, if the configuration has one.
    pub url: Option<String>,
    /// `12 incidents, 3 of them SEV1; the latest on 14 Mar 2026.`
    pub sentence: String,
    /// How many of each severity; empty on the page of a severity.
    pub severities: Vec<CountView>,
    /// For a year: its months.
    pub months: Vec<CountView>,
    /// The incidents of this page, newest first.
    pub cards: Vec<Shared<CardView>>,
    /// The other pages.
    pub pager: Pager,
    /// The most urgent open action items of these incidents, at most fifty; on the first page only.
    pub actions: Vec<Shared<ActionView>>,
    /// How many open action items these incidents have.
    pub actions_total: usize,
    /// The previous and the next group.
    pub neighbors: Neighbors,
    /// The Atom feed of these incidents: of a severity or a service, if the site has feeds.
    pub feed: Option<String>,
}

/// `overview.html`: all severities, all dates, all services, all tags, all statuses.
#[derive(Clone, Debug, Serialize)]
pub struct OverviewView {
    /// `severity`, `date`, `service`, `tag`, `status`
    pub kind: &'static str,
    /// `Service`
    pub column: String,
    /// `12 services, most frequent first.`
    pub sentence: String,
    /// One for each, 500 on a page.
    pub rows: Vec<OverviewRow>,
    /// The other pages.
    pub pager: Pager,
}

/// A group on the page of all its kind.
#[derive(Clone, Debug, Serialize)]
pub struct OverviewRow {
    /// The value that its incidents share.
    pub label: String,
    /// Its page.
    pub url: String,
    /// How many incidents.
    pub count: usize,
    /// For a severity: its mark.
    pub severity: Option<Shared<SeverityView>>,
    /// Its meaning.
    pub description: Option<String>,
    /// How many of each severity, those without any left out.
    pub severities: Vec<CountView>,
    /// For a year: its months.
    pub months: Vec<CountView>,
    /// The newest incident.
    pub latest: Option<Shared<CardView>>,
    /// Number of open action items.
    pub actions_open: usize,
    /// The overdue ones of them.
    pub actions_overdue: usize,
}

/// Action items by when they are due.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ActionCounts {
    /// With work left.
    pub open: usize,
    /// Overdue.
    pub overdue: usize,
    /// Due within 14 days.
    pub due_soon: usize,
    /// Due after that.
    pub later: usize,
    /// Without a date.
    pub no_date: usize,
    /// Finished within 90 days.
    pub recently_done: usize,
    /// Finished before.
    pub done: usize,
}

/// Action items with the same due status, or those that were open when later incidents began.
#[derive(Clone, Debug, Serialize)]
pub struct ActionGroup {
    /// `open-since`, `overdue`, `due-soon`, `later`, `no-date`, `recently-done`
    pub key: &'static str,
    /// `Overdue`
    pub label: String,
    /// The items, most urgent first: at most 500 on the page of all items, and those of this page for an owner. Of those that
    /// were open when later incidents began, at most 20, those with the most minutes lost since first.
    pub items: Vec<Shared<ActionView>>,
    /// How many there are.
    pub total: usize,
}

/// `actions.html`
#[derive(Clone, Debug, Serialize)]
pub struct ActionsView {
    /// The counters.
    pub counts: ActionCounts,
    /// Groups that are not empty.
    pub groups: Vec<ActionGroup>,
    /// Owners of open items, by name, at most 500.
    pub owners: Vec<CountView>,
}

/// `owner.html`
#[derive(Clone, Debug, Serialize)]
pub struct OwnerView {
    /// Name or handle; `null` for items without an owner.
    pub name: Option<String>,
    /// The counters.
    pub counts: ActionCounts,
    /// Groups that are not empty.
    pub groups: Vec<ActionGroup>,
    /// The calendar of due items.
    pub calendar: String,
    /// The other pages, 500 items each.
    pub pager: Pager,
}

/// `page.html`: a document that is not an incident.
#[derive(Clone, Debug, Serialize)]
pub struct DocumentView {
    /// Its title.
    pub title: String,
    /// The document as written.
    pub body: Body,
    /// Its headings.
    pub headings: Vec<HeadingView>,
    /// Documents that mention it, at most 100.
    pub backlinks: Vec<Mentioned>,
    /// The number of documents that mention it.
    pub backlinks_total: usize,
    /// Front-matter keys that pmsite does not know.
    pub extra: std::collections::BTreeMap<String, serde_json::Value>,
    /// Whether it is the archive's about page; it then links to the generated one.
    pub about: bool,
}

/// `search.html`
#[derive(Clone, Debug, Serialize)]
pub struct SearchView {
    /// Every value by which incidents can be found.
    pub facets: Vec<Facet>,
    /// The documents that are not incidents.
    pub pages: Vec<LinkView>,
}

/// `404.html`
#[derive(Clone, Debug, Serialize)]
pub struct NotFoundView {
    /// Pages to try.
    pub links: Vec<LinkView>,
}

/// `about.html`: generated data about the archive.
#[derive(Clone, Debug, Serialize)]
pub struct ArchiveView {
    /// Whether this is the about page of the archive, because it has none of its own.
    pub about: bool,
    /// `30 incidents from 12 Mar 2023 to 2 Nov 2026, with 97 action items.`
    pub sentence: String,
    /// The first day.
    pub from: Option<DateView>,
    /// The last day.
    pub to: Option<DateView>,
    /// Action items by when they are due.
    pub actions: ActionCounts,
    /// The severity scale.
    pub scale: Vec<StepView>,
    /// Number of incidents that are not on the scale, and their page.
    pub unrated: Option<CountView>,
    /// Diagnostics, by rule.
    pub codes: Vec<CodeCount>,
    /// Broken references, at most 500.
    pub dangling: Vec<DanglingView>,
    /// How many there are.
    pub dangling_total: usize,
    /// The documents that are not incidents.
    pub pages: Vec<LinkView>,
}

/// A step of the severity scale.
#[derive(Clone, Debug, Serialize)]
pub struct StepView {
    /// Its mark.
    pub severity: Shared<SeverityView>,
    /// Other words for it.
    pub aliases: Vec<String>,
    /// How many incidents.
    pub count: usize,
}

/// The diagnostics of a rule.
#[derive(Clone, Debug, Serialize)]
pub struct CodeCount {
    /// `reference-broken`
    pub code: &'static str,
    /// `error`, `warning` or `info`
    pub level: crate::diag::Level,
    /// Its explanation in one sentence.
    pub manual: &'static str,
    /// How many.
    pub count: usize,
    /// The documents, with the address of their page where they have one.
    pub places: Vec<Place>,
}

/// A place in a source.
#[derive(Clone, Debug, Serialize)]
pub struct Place {
    /// `2025/inc-17.md:12`
    pub label: String,
    /// The page made from it.
    pub url: Option<String>,
    /// The message of the diagnostic.
    pub message: String,
}

/// A broken reference.
#[derive(Clone, Debug, Serialize)]
pub struct DanglingView {
    /// The id as written.
    pub written: String,
    /// `2025/inc-17.md:12:3`
    pub place: String,
    /// The page made from it.
    pub url: Option<String>,
}
