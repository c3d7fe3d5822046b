//! The archive: all documents together.
//!
//! [`assemble()`] makes an [`Archive`], which is immutable afterwards. Ids become unique addresses, holes find their targets,
//! every reference is seen from both sides, and everything is grouped for the indexes. SimilarityIndex is worked out, with its
//! reasons, for the incidents of which it is asked. [`amend()`] makes the archive that follows from it when an author has saved a
//! document.

mod action_status;
mod addresses;
mod amend;
mod assemble;
mod card;
mod indexes;
mod near;
mod phases;
mod relations;
mod resolve;
mod similar;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use amend::amend;
pub use assemble::{alone, assemble};
pub use phases::{ResponseMinutes, phase_names};

use jiff::civil::Date;
use serde::Serialize;

use self::resolve::Resolver;
pub(crate) use self::similar::SimilarityIndex;
use crate::diag::Diagnostic;
use crate::model::{Document, ImageSize, Moment, Phase, Record, RelationKind, Severity, Status};
use crate::source::{SourceFile, Span};

/// Days after which a draft has waited too long.
pub const DRAFT_DAYS: i32 = 14;

/// What other pages may show of an incident.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// The id for people: stated, or else the stem of the file name.
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
    /// What was affected.
    pub services: Arc<[String]>,
    /// Tags.
    pub tags: Arc<[String]>,
    /// Authors.
    pub authors: Arc<[String]>,
    /// Duration in minutes, stated or derived.
    pub duration: Option<u32>,
    /// The first sentence of the summary, plain text.
    pub one_line: Option<String>,
    /// What ended it.
    pub fixed: Option<Fix>,
    /// Number of action items with something left to do.
    pub actions_open: usize,
    /// Those of them whose due date is before the as-of date.
    pub actions_overdue: usize,
    /// Number of all action items.
    pub actions_total: usize,
}

impl Card {
    /// What ended it, in one sentence.
    pub fn fixed_by(&self) -> Option<&str> {
        self.fixed.as_ref().map(|fix| fix.text.as_str())
    }
}

/// What ended an incident.
#[derive(Clone, Debug, PartialEq)]
pub struct Fix {
    /// One sentence, plain text.
    pub text: String,
    /// When it took effect, with a time of day.
    pub at: Option<Moment>,
    /// Whether the document says that this ended it. Otherwise it is the last mitigation on the timeline.
    pub certain: bool,
}

/// Where an action item stands on the as-of date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DueStatus {
    /// Open and past its due date.
    Overdue,
    /// Open and due within 14 days, the as-of date included.
    DueSoon,
    /// Open and due after that.
    Later,
    /// Open without a due date.
    NoDate,
    /// Finished (or dropped) within the last 90 days.
    RecentlyDone,
    /// Finished or dropped before, or at an unknown time.
    Done,
}

impl DueStatus {
    /// The word of the exports and of class names: `due-soon`.
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

/// An action item seen on the as-of date. Items stand in the order of the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActionStatus {
    /// Where it stands.
    pub due_status: DueStatus,
    /// Days since the incident, for items with something left to do.
    pub age_days: Option<i32>,
    /// Days past the due date; negative before it.
    pub overdue_days: Option<i32>,
}

/// A relation to another incident, seen from one side.
#[derive(Clone, Debug, PartialEq)]
pub struct ResolvedRelation {
    /// Index of the other incident, or `None` if the archive does not have it.
    pub target: Option<usize>,
    /// The other's id as written.
    pub written: String,
    /// The kind, as the stating document means it.
    pub kind: RelationKind,
    /// Whether the other document states it, so that this side shows the inverse.
    pub inverse: bool,
    /// Whether it is stated in a list of related incidents or in front matter, and not only mentioned in text.
    pub stated: bool,
    /// The words of the document that states it.
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

/// A similarity between incidents, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Similar {
    /// Index of the other incident.
    pub target: usize,
    /// Cosine of the weighted terms, from 0 to 1.
    pub score: f32,
    /// Shared services.
    pub services: Names,
    /// Shared rare terms, the weightiest first.
    pub terms: Names,
}

/// Some names, each of which is a single line. They stand in one text, because every incident of an archive has several such
/// lists, and most are short.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names(Box<str>);

impl Names {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.lines()
    }

    /// All of them, each by itself.
    pub fn to_vec(&self) -> Vec<String> {
        self.iter().map(str::to_owned).collect()
    }
}

impl<S: AsRef<str>> FromIterator<S> for Names {
    fn from_iter<I: IntoIterator<Item = S>>(names: I) -> Self {
        let mut lines = String::new();
        for name in names {
            lines.extend((!lines.is_empty()).then_some('\n'));
            lines.push_str(name.as_ref());
        }
        Self(lines.as_str().into())
    }
}

/// Something a link can lead to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// An incident, by index.
    Incident(usize),
    /// A page, by index.
    Page(usize),
    /// A file that is copied to the site; its path relative to the content folder.
    File(Arc<str>),
    /// An address outside the site.
    External(String),
    /// Looks like an id of this archive, but nothing has it.
    Dangling,
    /// Nothing: the text stays as it is.
    Nothing,
}

/// A stretch between two events of a timeline.
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
    /// What other pages may show.
    pub card: Card,
    /// What its document says.
    pub record: Arc<Record>,
    /// Its text.
    pub document: Arc<Document>,
    /// Its file.
    pub source: Arc<SourceFile>,
    /// Where its action items stand.
    pub action_status: Vec<ActionStatus>,
    /// Relations from both sides, stated ones first.
    pub relations: Vec<ResolvedRelation>,
    /// Who mentions it.
    pub backlinks: Vec<Backlink>,
    /// The target of each hole of the document.
    pub targets: Vec<Target>,
    /// The phases between the marked events, in order.
    pub phases: Vec<PhaseSpan>,
    /// What was said about the document while it was read.
    pub diagnostics: Arc<[Diagnostic]>,
}

/// A document that is no incident.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its address without `.html`: `about`, `policy/severity`.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// What its document says (title, tags, extra keys).
    pub record: Arc<Record>,
    /// Its text.
    pub document: Arc<Document>,
    /// Its file.
    pub source: Arc<SourceFile>,
    /// The target of each hole of the document.
    pub targets: Vec<Target>,
    /// Who mentions it.
    pub backlinks: Vec<Backlink>,
}

/// Incidents that share something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What they share, for people.
    pub label: String,
    /// The stem of the page's address: `sev1`, `2025-03`, `checkout-api`.
    pub slug: String,
    /// Indexes of the incidents, newest first.
    pub members: Vec<usize>,
}

/// An action item by its place.
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

/// Everything by which an archive can be entered.
#[derive(Clone, Debug, Default)]
pub struct Indexes {
    /// By severity, the gravest first; unknown words and none at all form `unrated` at the end.
    pub severities: Vec<Group>,
    /// By year, newest first; the undated last as `undated`.
    pub years: Vec<Group>,
    /// By month (`2025-03`), newest first.
    pub months: Vec<Group>,
    /// By service, the most frequent first.
    pub services: Vec<Group>,
    /// By tag, the most frequent first.
    pub tags: Vec<Group>,
    /// By status, the most frequent first.
    pub statuses: Vec<Group>,
    /// All action items: overdue by days, then due soon, later, no date, recently done, done.
    pub actions: Vec<ActionRef>,
    /// By owner, by name; nobody last.
    pub owners: Vec<Owner>,
}

/// A reference to an incident that nothing has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dangling {
    /// The id as written.
    pub written: String,
    /// Path of the document.
    pub source: Arc<str>,
    /// Where.
    pub span: Span,
    /// The line, from 1.
    pub line: u32,
}

/// All documents together.
#[derive(Clone, Debug)]
pub struct Archive {
    /// The day for which ages are computed.
    pub as_of: Date,
    /// Newest first, the undated last.
    pub incidents: Vec<Arc<Incident>>,
    /// By address.
    pub pages: Vec<Arc<Page>>,
    /// By what they share.
    pub indexes: Arc<Indexes>,
    /// References that lead nowhere.
    pub dangling: Vec<Dangling>,
    /// Files (paths relative to the content folder) that documents refer to and that the site needs, sorted.
    pub files: Vec<Arc<str>>,
    /// The sizes of those of them that are pictures, so far as they are known.
    pub sizes: BTreeMap<Arc<str>, ImageSize>,
    /// What was found while putting it together, and everything said about the documents, in order.
    pub diagnostics: Vec<Diagnostic>,
    pub(crate) similarity: Arc<SimilarityIndex>,
    pub(crate) resolver: Arc<Resolver>,
}

impl Archive {
    /// How an action item stands on the as-of date.
    pub fn action_status(&self, at: ActionRef) -> ActionStatus {
        self.incidents[at.incident].action_status[at.action]
    }

    /// The incidents most like one of them: at most five, the most alike first. Worked out when it is first asked for.
    pub fn similar(&self, incident: usize) -> &[Similar] {
        self.similarity.of(&self.incidents, incident)
    }

    /// Makes ready what is needed to find similar incidents, and lets go of what only [`amend()`] would need: it must not come.
    pub fn freeze(&mut self) {
        self.resolver = Arc::default();
        if let Some(similarity) = Arc::get_mut(&mut self.similarity) {
            similarity.freeze();
        }
    }

    /// The archive with the sizes of its pictures, which only the disk knows.
    #[must_use]
    pub fn with_sizes(self, sizes: BTreeMap<Arc<str>, ImageSize>) -> Self {
        Self { sizes, ..self }
    }
}
