//! The archive: all documents together.
//!
//! [`assemble()`] builds an [`Archive`], which is immutable afterwards. Ids become unique addresses, holes get their targets, every
//! reference is known from both sides, and incidents are grouped for the indexes. Similar incidents, and why they are similar, are
//! computed on demand. [`amend()`] updates an archive after an author has saved a document.

mod action_status;
mod addresses;
mod amend;
mod assemble;
mod card;
mod gap;
mod indexes;
mod names;
mod near;
mod phases;
mod relations;
mod resolve;
mod service_sets;
mod services;
mod siblings;
mod similar;
mod similar_words;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use amend::amend;
pub use assemble::{alone, assemble};
pub use gap::{Connected, Connection, OpenAtTheTime, OpenItem, Since, actions_opened};
pub use names::Names;
pub use phases::{ResponseMinutes, event_phases, minutes_to_mitigate, phase_names};
pub use siblings::{settle_kinds, settles_alike};

use jiff::civil::Date;
use serde::Serialize;

use self::resolve::Resolver;
use self::services::KnownServices;
pub(crate) use self::similar::{Pairs, SimilarityIndex};
use crate::diag::Diagnostic;
use crate::model::{Document, Field, Fix, ImageSize, Phase, Record, RelationKind, Severity, Status};
use crate::source::{SourceFile, Span};

/// Days after which a draft has waited too long.
pub const DRAFT_DAYS: i32 = 14;

/// Between the id of an incident and the number of a place where luck helped: `INC-0042#luck-1`.
pub const LUCK_MARK: &str = "#luck-";

/// The part of an incident that other pages can show.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// The id that people use: the stated one, or else the stem of the file name.
    pub id: String,
    /// The unique stem of its address: `incidents/<slug>.html`. ASCII letters, digits, `-`, `_` and `.`.
    pub slug: String,
    /// The title without id and date.
    pub title: String,
    /// The day it began.
    pub date: Option<Date>,
    /// The severity.
    pub severity: Option<Severity>,
    /// The status.
    pub status: Option<Status>,
    /// The affected services.
    pub services: Arc<[String]>,
    /// Tags.
    pub tags: Arc<[String]>,
    /// Authors.
    pub authors: Arc<[String]>,
    /// Duration in minutes, stated or derived.
    pub duration: Option<u32>,
    /// The first sentence of the summary, plain text.
    pub one_line: Option<String>,
    /// What ended the incident.
    pub fixed: Option<Fix>,
    /// Number of open action items.
    pub actions_open: usize,
    /// Number of open action items that are due before the as-of date.
    pub actions_overdue: usize,
    /// Number of all action items.
    pub actions_total: usize,
}

impl Card {
    /// What ended the incident, in one sentence.
    pub fn fixed_by(&self) -> Option<&str> {
        self.fixed.as_ref().map(|fix| fix.text.as_str())
    }

    /// Whether the document states what ended the incident, or what is known is only probable.
    pub fn is_fix_certain(&self) -> bool {
        self.fixed.as_ref().is_some_and(|fix| fix.certain)
    }
}

/// The due status of an action item on the as-of date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DueStatus {
    /// Open and past its due date.
    Overdue,
    /// Open and due within 14 days, including the as-of date.
    DueSoon,
    /// Open and due after that.
    Later,
    /// Open without a due date.
    NoDate,
    /// Done or dropped within the last 90 days.
    RecentlyDone,
    /// Done or dropped earlier, or at an unknown time.
    Done,
}

impl DueStatus {
    /// The name in exports and CSS classes: `due-soon`.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::DueSoon => "due-soon",
            Self::Later => "later",
            Self::NoDate => "no-date",
            Self::RecentlyDone => "recently-done",
            Self::Done => "done",
        }
    }
}

/// The status of an action item on the as-of date. Items are in the order of the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActionStatus {
    /// The due status.
    pub due_status: DueStatus,
    /// Days since the incident, for open items.
    pub age_days: Option<i32>,
    /// Days past the due date; negative if it is in the future.
    pub overdue_days: Option<i32>,
}

/// A relation to another incident, from the view of one of them.
#[derive(Clone, Debug, PartialEq)]
pub struct ResolvedRelation {
    /// Index of the other incident, or `None` if the archive does not have it.
    pub target: Option<usize>,
    /// The id of the other incident as written.
    pub written: String,
    /// The kind, from the view of the document that states it.
    pub kind: RelationKind,
    /// Whether the other document states the relation, so that this one shows the inverse.
    pub inverse: bool,
    /// Whether a list of related incidents or front matter states it, and it is not just mentioned in the text.
    pub stated: bool,
    /// The words with which the document states it.
    pub words: String,
}

/// A mention of an incident by another document.
#[derive(Clone, Debug, PartialEq)]
pub struct Backlink {
    /// The document that mentions it.
    pub from: Target,
    /// The sentence, plain text.
    pub sentence: String,
    /// The line there, from 1.
    pub line: u32,
}

/// A similar incident, and why it is similar.
#[derive(Clone, Debug, PartialEq)]
pub struct Similar {
    /// Index of the other incident.
    pub target: usize,
    /// Cosine of the weighted terms, from 0 to 1.
    pub score: f32,
    /// Shared services.
    pub services: Names,
    /// Shared words that say what the incidents are about, by weight.
    pub terms: Names,
}

/// The target of a reference, link or image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// An incident, by index.
    Incident(usize),
    /// A page, by index.
    Page(usize),
    /// A file that is copied to the site; its path relative to the content folder.
    File(Arc<str>),
    /// A URL outside the site.
    External(String),
    /// Nothing: it looks like an id of this archive, but no document has it.
    Dangling,
    /// Nothing: the text stays unchanged.
    Nothing,
}

/// The time between two events of a timeline.
#[derive(Clone, Debug, PartialEq)]
pub struct PhaseSpan {
    /// `undetected`, `triage`, `diagnosis`, `mitigation`, `recovery`.
    pub name: &'static str,
    /// The event it begins with.
    pub from: Phase,
    /// The event it ends with.
    pub to: Phase,
    /// Its length in minutes.
    pub minutes: u32,
}

/// One incident in the archive.
#[derive(Clone, Debug)]
pub struct Incident {
    /// The part that other pages can show.
    pub card: Card,
    /// The fields of its document.
    pub record: Arc<Record>,
    /// The affected services: as the document states them, or derived from the names in its title, summary and impact.
    pub services: Option<Field<Arc<[String]>>>,
    /// The text.
    pub document: Arc<Document>,
    /// The file.
    pub source: Arc<SourceFile>,
    /// The status of its action items.
    pub action_status: Vec<ActionStatus>,
    /// Relations that either document states, stated ones first.
    pub relations: Vec<ResolvedRelation>,
    /// Indexes of the incidents that its document says it has nothing to do with.
    pub not_related: Box<[usize]>,
    /// The documents that mention it.
    pub backlinks: Vec<Backlink>,
    /// The target of each hole of the document.
    pub targets: Vec<Target>,
    /// The phases between the marked events, in order.
    pub phases: Vec<PhaseSpan>,
    /// Diagnostics from reading the document.
    pub diagnostics: Arc<[Diagnostic]>,
}

/// A document that is not an incident.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its address without `.html`: `about`, `policy/severity`.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// The fields of its document (title, tags, extra keys).
    pub record: Arc<Record>,
    /// The text.
    pub document: Arc<Document>,
    /// The file.
    pub source: Arc<SourceFile>,
    /// The target of each hole of the document.
    pub targets: Vec<Target>,
    /// The documents that mention it.
    pub backlinks: Vec<Backlink>,
}

/// Incidents that share a property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The label of the property.
    pub label: String,
    /// The stem of the page's address: `sev1`, `2025-03`, `checkout-api`.
    pub slug: String,
    /// Indexes of the incidents, newest first.
    pub members: Vec<usize>,
}

/// A reference to an action item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActionRef {
    /// Index of the incident.
    pub incident: usize,
    /// Index of the item in its record.
    pub action: usize,
}

/// The action items of one owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// Name or handle; `None` for items without an owner.
    pub name: Option<String>,
    /// The stem of the page's address.
    pub slug: String,
    /// The items, open ones first, in the order of [`Indexes::actions`].
    pub actions: Vec<ActionRef>,
}

/// All groups by which incidents and action items can be found.
#[derive(Clone, Debug, Default)]
pub struct Indexes {
    /// By severity, most severe first. Incidents without a known severity form the group `unrated` at the end.
    pub severities: Vec<Group>,
    /// By year, newest first. Incidents without a date form the group `undated` at the end.
    pub years: Vec<Group>,
    /// By month (`2025-03`), newest first.
    pub months: Vec<Group>,
    /// By service, most frequent first.
    pub services: Vec<Group>,
    /// By tag, most frequent first.
    pub tags: Vec<Group>,
    /// By status, most frequent first.
    pub statuses: Vec<Group>,
    /// All action items: overdue by days, then due soon, later, no date, recently done, done.
    pub actions: Vec<ActionRef>,
    /// By owner, ordered by name; items without an owner last.
    pub owners: Vec<Owner>,
}

/// A reference to an incident that does not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dangling {
    /// The id as written.
    pub written: String,
    /// Path of the document.
    pub source: Arc<str>,
    /// The place of the reference.
    pub span: Span,
    /// The line, from 1.
    pub line: u32,
}

/// All documents together.
#[derive(Clone, Debug)]
pub struct Archive {
    /// The day for which ages are computed.
    pub as_of: Date,
    /// Newest first; incidents without a date last.
    pub incidents: Vec<Arc<Incident>>,
    /// By address.
    pub pages: Vec<Arc<Page>>,
    /// The groups of incidents and action items.
    pub indexes: Arc<Indexes>,
    /// References to incidents that do not exist.
    pub dangling: Vec<Dangling>,
    /// Files (paths relative to the content folder) that documents refer to and that the site needs, sorted.
    pub files: Vec<Arc<str>>,
    /// The sizes of images among these files, as far as known.
    pub sizes: BTreeMap<Arc<str>, ImageSize>,
    /// Diagnostics from assembling the archive and from reading its documents, in order.
    pub diagnostics: Vec<Diagnostic>,
    pub(crate) similarity: Arc<SimilarityIndex>,
    pub(crate) resolver: Arc<Resolver>,
    pub(crate) known_services: Arc<KnownServices>,
}

impl Archive {
    /// The status of an action item on the as-of date.
    pub fn action_status(&self, at: ActionRef) -> ActionStatus {
        self.incidents[at.incident].action_status[at.action]
    }

    /// The most similar incidents, at most five, best first. Computed at the first call.
    pub fn similar(&self, incident: usize) -> &[Similar] {
        self.similarity.of(&self.incidents, incident)
    }

    /// Prepares the comparison of any two incidents.
    pub(crate) fn pairs(&self) -> Pairs<'_> {
        self.similarity.pairs(&self.incidents)
    }

    /// Prepares the search for similar incidents and frees what only [`amend()`] needs: do not call that afterwards.
    pub fn freeze(&mut self) {
        self.resolver = Arc::default();
        self.known_services = Arc::default();
        if let Some(similarity) = Arc::get_mut(&mut self.similarity) {
            similarity.freeze(&self.incidents);
        }
    }

    /// Adds the sizes of images, which have to be read from the disk.
    #[must_use]
    pub fn with_sizes(self, sizes: BTreeMap<Arc<str>, ImageSize>) -> Self {
        Self { sizes, ..self }
    }
}
