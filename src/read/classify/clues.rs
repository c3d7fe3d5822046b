//! What in a document points to an incident, and how strongly.

use super::Names;
use crate::model::{Event, Evidence, FIELDS, FieldId, Origin, Record};
use crate::read::context::Context;
use crate::read::lexicon::fold;

/// How much a clue says about the kind of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    /// Only reports of incidents have it.
    Distinct,
    /// Plans, decisions, guides and retrospectives have it as well: consequences, reasons, a timeline of days.
    Common,
    /// It tells of no event: an id, a date, action items.
    Neutral,
}

/// What points to an incident.
pub(super) struct Clue {
    /// The field, if it is one of the catalog.
    pub(super) field: Option<FieldId>,
    /// Words that follow "it has".
    pub(super) words: &'static str,
    pub(super) weight: Weight,
}

/// Everything in a document that points to an incident.
pub(super) fn clues(context: &Context<'_, '_, '_>, record: &Record, names: &Names) -> Vec<Clue> {
    let is_named = |id| context.labels.has(id) || context.front(id).next().is_some();
    let is_stated = |id| record.field(id).is_some_and(|field| field.provenance.origin != Origin::Derived);
    let clue = |id, words| Clue { field: Some(id), words, weight: weight(context, record, id) };
    let named = FIELDS.iter().filter_map(|spec| match spec.evidence? {
        Evidence::Named(words) => is_named(spec.id).then(|| clue(spec.id, words)),
        Evidence::Stated(_) => None,
    });
    let stated = FIELDS.iter().filter_map(|spec| match spec.evidence? {
        Evidence::Stated(words) => is_stated(spec.id).then(|| clue(spec.id, words)),
        Evidence::Named(_) => None,
    });
    let timed = if is_timed(record) { Weight::Distinct } else { Weight::Common };
    let ended = record.times.resolved.as_ref();
    let is_status = ended.is_some_and(|time| time.provenance.origin == Origin::FrontMatter);
    let times = if record.times.detected.is_some() || is_status { Weight::Distinct } else { Weight::Common };
    let further = [
        (record.timeline.len() > 2, "timed events", timed),
        (ended.is_some() || record.times.detected.is_some(), "times of an incident", times),
        (is_event(context), "a section about what happened", Weight::Distinct),
        (names.titled, "the title of one", Weight::Neutral),
        (names.in_folder, "a folder of incidents", Weight::Neutral),
    ];
    let further = further.into_iter().filter(|(holds, ..)| *holds);
    let further = further.map(|(_, words, weight)| Clue { field: None, words, weight });
    named.chain(stated).chain(further).collect()
}

/// Whether the summary is headed as one of an event.
fn is_event(context: &Context<'_, '_, '_>) -> bool {
    let mut labels = context.labels.all.iter().filter(|label| label.field == FieldId::Summary);
    labels.any(|label| context.lexicon.is_in("event_heading", &fold(&label.key)))
}

/// How much a field that a document has says about its kind.
fn weight(context: &Context<'_, '_, '_>, record: &Record, id: FieldId) -> Weight {
    match id {
        FieldId::Id | FieldId::Date | FieldId::Service | FieldId::Actions => Weight::Neutral,
        // Every retrospective names what went badly.
        FieldId::WentBadly => Weight::Common,
        // A priority is no severity, although it may take its place.
        FieldId::Severity if is_priority(context) => Weight::Neutral,
        FieldId::Duration if record.duration.as_ref().is_some_and(is_prose) => Weight::Distinct,
        _ if is_distinct(context, id) => Weight::Distinct,
        _ => Weight::Common,
    }
}

fn is_prose<T>(field: &crate::model::Field<T>) -> bool {
    field.provenance.origin == Origin::Prose
}

fn is_priority(context: &Context<'_, '_, '_>) -> bool {
    let is_named = |id| context.labels.has(id) || context.front(id).next().is_some();
    is_named(FieldId::Priority) && !is_named(FieldId::Severity)
}

/// Whether a field has a name that other kinds of documents do not use. A field without a name (a severity in the
/// title) is distinct too.
fn is_distinct(context: &Context<'_, '_, '_>, id: FieldId) -> bool {
    let is_common = |key: &str| context.lexicon.is_in("common_heading", &fold(key));
    let mut names = (context.labels.all.iter())
        .filter(|label| label.field == id)
        .map(|label| label.key.as_str())
        .chain(context.front(id).map(|entry| entry.key.as_str()))
        .peekable();
    names.peek().is_none() || names.any(|name| !is_common(name))
}

/// Whether the timeline has events with a day and a time of day.
pub(super) fn is_timed(record: &Record) -> bool {
    let timed = |event: &&Event| event.at.as_ref().is_some_and(|at| at.clock.is_some());
    record.timeline.iter().filter(timed).count() > 2
}
