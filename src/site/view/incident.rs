//! The page of one incident.

use serde::Serialize;

use super::parts::{
    ActionView, CardView, DateView, DurationView, LinkView, MomentView, Neighbors, StateView,
};
use super::shared::{Markup, Shared};

/// `incident.html`
#[derive(Clone, Debug, Serialize)]
pub struct IncidentView {
    /// Its summary, as on other pages.
    pub card: Shared<CardView>,
    /// The Markdown source in the site.
    pub source_url: String,
    /// The data in the site.
    pub data_url: String,
    /// The path of the source.
    pub source: String,
    /// What happened, in a sentence or two; longer than in the card.
    pub one_line: Option<String>,
    /// When it began and ended.
    pub when: Option<Span>,
    /// The fix, and its time.
    pub fixed: Option<Fix>,
    /// Cause, impact and what else the catalog of fields puts there, one or two sentences each.
    pub texts: Vec<TextView>,
    /// How and how fast it was noticed.
    pub detection: Option<Detection>,
    /// Whether the duration is computed from the timeline and not stated.
    pub duration_derived: bool,
    /// Whether the services are derived from the text and not stated.
    pub services_derived: bool,
    /// The day the document was finished.
    pub finalized: Option<DateView>,
    /// The phases between the marked events.
    pub phases: Option<PhaseBar>,
    /// The document as written.
    pub body: Body,
    /// The headings of the document and of the sections below it.
    pub headings: Vec<HeadingView>,
    /// Its action items.
    pub actions: Vec<Shared<ActionView>>,
    /// Whether the document has a table of them, which shows their states. If so, the page needs no other one.
    pub actions_in_place: bool,
    /// Action items of earlier incidents that were open when it began; `null` if none were.
    pub open_at_the_time: Option<OpenAtTheTimeView>,
    /// Relations from both sides, stated ones first, at most 100.
    pub relations: Vec<RelationView>,
    /// How many there are.
    pub relations_total: usize,
    /// Documents that mention it, at most 100.
    pub backlinks: Vec<Mentioned>,
    /// The number of documents that mention it.
    pub backlinks_total: usize,
    /// Similar incidents.
    pub similar: Vec<SimilarView>,
    /// Its phases above those of similar incidents; `null` if there is nothing to compare.
    pub compared: Option<ComparedView>,
    /// The newer and the older incident.
    pub neighbors: Neighbors,
    /// Front-matter keys that the configuration names.
    pub fields: Vec<FieldView>,
    /// Front-matter keys that pmsite does not know.
    pub extra: std::collections::BTreeMap<String, serde_json::Value>,
}

/// A text of the document, in short.
#[derive(Clone, Debug, Serialize)]
pub struct TextView {
    /// The name of the field: `root_cause`.
    pub name: &'static str,
    /// Its name for readers.
    pub label: String,
    /// One or two sentences.
    pub text: String,
}

/// A front-matter key that the configuration names.
#[derive(Clone, Debug, Serialize)]
pub struct FieldView {
    /// Its name for readers.
    pub label: String,
    /// Its values, at least one.
    pub values: Vec<String>,
}

/// A time span.
#[derive(Clone, Debug, Serialize)]
pub struct Span {
    /// The beginning.
    pub from: MomentView,
    /// The end, if it is known.
    pub to: Option<MomentView>,
    /// Whether both are on one day.
    pub same_day: bool,
}

/// The fix of an incident.
#[derive(Clone, Debug, Serialize)]
pub struct Fix {
    /// In one sentence.
    pub text: String,
    /// When it took effect.
    pub at: Option<MomentView>,
    /// Whether the document says that this ended it.
    pub certain: bool,
    /// The section or key that says so; `null` if it is an event of the timeline.
    pub source: Option<String>,
}

/// How an incident was noticed.
#[derive(Clone, Debug, Serialize)]
pub struct Detection {
    /// In one sentence.
    pub text: Option<String>,
    /// How long after it began.
    pub after: Option<DurationView>,
}

/// The document, in two parts so that a theme can show the phases where the timeline begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Body {
    /// All of it, or the part before the content of the timeline.
    pub before_html: Markup,
    /// The rest; `null` if the document has no place for the phases.
    pub after_html: Option<Markup>,
    /// Whether it has parts that only the internal edition shows (`class="internal"`).
    pub has_internal_parts: bool,
}

impl Body {
    /// Its length in bytes.
    pub(super) fn length(&self) -> usize {
        self.before_html.length() + self.after_html.as_ref().map_or(0, Markup::length)
    }
}

/// The phases as a bar; positions are thousandths of its width.
#[derive(Clone, Debug, Serialize)]
pub struct PhaseBar {
    /// The whole.
    pub total: DurationView,
    /// A summary of the bar.
    pub sentence: String,
    /// The phases, in order.
    pub phases: Vec<PhaseView>,
}

/// One phase.
#[derive(Clone, Debug, Serialize)]
pub struct PhaseView {
    /// `undetected`, `triage`, `diagnosis`, `mitigation`, `recovery`
    pub name: &'static str,
    /// The same in the language of the interface.
    pub label: String,
    /// The event it begins with.
    pub from: String,
    /// The event it ends with.
    pub to: String,
    /// Its length.
    pub duration: DurationView,
    /// Its share in words: `53 %`.
    pub share: String,
    /// The anchor of its first event.
    pub anchor: Option<String>,
    /// Where it begins, 0 to 1000.
    pub x: u32,
    /// How wide it is, at least 4.
    pub width: u32,
}

/// A heading in the table of contents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HeadingView {
    /// 2 or 3.
    pub level: u8,
    /// Its text.
    pub label: String,
    /// Its anchor.
    pub anchor: String,
}

/// Action items of earlier incidents that were open when this one began.
#[derive(Clone, Debug, Serialize)]
pub struct OpenAtTheTimeView {
    /// Items of incidents with a stated relation first, then the oldest first; at most 20.
    pub items: Vec<OpenItemView>,
    /// How many were open.
    pub total: usize,
    /// How many items of such incidents are closed on a day that their documents do not state.
    pub closed_some_day: usize,
}

/// An action item that was open when this incident began.
#[derive(Clone, Debug, Serialize)]
pub struct OpenItemView {
    /// `INC-0017/AI-3`
    pub label: String,
    /// Its address.
    pub url: String,
    /// Its text.
    pub text: String,
    /// How long it had been open: `362 days old`.
    pub age: String,
    /// How the two incidents are connected: `recurrence of`, or `both affect api; see`.
    pub connection: String,
    /// Whether a document states the relation. If not, the incidents are similar and affect the same service.
    pub stated: bool,
    /// The earlier incident.
    pub card: Shared<CardView>,
    /// Its state today.
    pub state: StateView,
    /// The day on which it was closed, if it is.
    pub done_on: Option<DateView>,
}

/// The phases of some incidents, on one scale and aligned at the beginning; positions are thousandths of its width.
#[derive(Clone, Debug, Serialize)]
pub struct ComparedView {
    /// How the longest phase compares.
    pub sentence: String,
    /// The incident, then similar ones, at most four.
    pub rows: Vec<ComparedRow>,
    /// What was usual for its severity until then; empty if too little is known.
    pub usual: Vec<UsualView>,
    /// The label of its severity.
    pub severity: String,
}

/// The phases of one incident.
#[derive(Clone, Debug, Serialize)]
pub struct ComparedRow {
    /// The incident.
    pub card: Shared<CardView>,
    /// Its phases, in order.
    pub phases: Vec<ComparedPhase>,
    /// All of them together.
    pub total: DurationView,
}

/// One phase of one of them.
#[derive(Clone, Debug, Serialize)]
pub struct ComparedPhase {
    /// `undetected`, `triage`, `diagnosis`, `mitigation`, `recovery`, `aftercare`
    pub name: &'static str,
    /// The same in the language of the interface.
    pub label: String,
    /// Its length.
    pub duration: DurationView,
    /// Where it begins, 0 to 1000.
    pub x: u32,
    /// Its width.
    pub width: u32,
}

/// The median of the incidents of the same severity that began on earlier days.
#[derive(Clone, Debug, Serialize)]
pub struct UsualView {
    /// `detect`, `mitigate` or `resolve`
    pub measure: &'static str,
    /// The median in words, with the number of values.
    pub sentence: String,
    /// Where it is, 0 to 1000.
    pub x: u32,
}

/// A relation to another incident.
#[derive(Clone, Debug, Serialize)]
pub struct RelationView {
    /// `recurrence of`, `recurred as` …
    pub words: String,
    /// The kind: `recurrence-of`.
    pub kind: &'static str,
    /// The other incident; `null` if the archive does not have it.
    pub card: Option<Shared<CardView>>,
    /// Its id as written.
    pub written: String,
    /// The author's words.
    pub text: Option<String>,
    /// Whether a list of related incidents states it, and not just the text.
    pub stated: bool,
}

/// A document that mentions this one.
#[derive(Clone, Debug, Serialize)]
pub struct Mentioned {
    /// The incident, or `null` for a page.
    pub card: Option<Shared<CardView>>,
    /// The document.
    pub link: LinkView,
    /// The sentences.
    pub sentences: Vec<String>,
}

/// A similar incident.
#[derive(Clone, Debug, Serialize)]
pub struct SimilarView {
    /// The incident.
    pub card: Shared<CardView>,
    /// Why: what both have in common.
    pub reasons: Vec<ReasonView>,
}

/// Something that two similar incidents have in common.
#[derive(Clone, Debug, Serialize)]
pub struct ReasonView {
    /// `service`, `cause` for a word that both have in their causes, or `word`.
    pub kind: &'static str,
    /// The service or word.
    pub label: String,
}
