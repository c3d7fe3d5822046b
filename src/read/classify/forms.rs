//! The forms of other documents: guides, decisions, plans and logs, announcements of maintenance, instructions.

use super::clues::{Clue, Weight, is_timed};
use super::{MIN_DISTINCT, kind_named};
use crate::model::{DocumentKind, FieldId, Origin, Record};
use crate::read::context::{Context, scalar};
use crate::read::identity::Identity;
use crate::read::lexicon::fold;

/// Why a document is of another kind, if it has the form of one.
pub(super) fn other_kind(
    context: &Context<'_, '_, '_>,
    record: &Record,
    identity: &Identity,
    clues: &[Clue],
) -> Option<&'static str> {
    if is_typed(context) {
        return Some("its front matter names another type of document");
    }
    let distinct =
        |id: FieldId| clues.iter().any(|clue| clue.field == Some(id) && clue.weight == Weight::Distinct);
    let is_told = clues.iter().filter(|clue| clue.weight == Weight::Distinct).count() >= MIN_DISTINCT;
    let tells_cause = distinct(FieldId::RootCause) && record.text(FieldId::RootCause).is_some();
    if !is_timed(record) && !tells_cause && is_decision(context, clues) {
        return Some("it records a decision");
    }
    let titles: Vec<String> = identity.raw_titles.iter().map(|title| fold(&title.value)).collect();
    let title_has = |list| titles.iter().any(|title| context.lexicon.occurs_in(list, title));
    let stem = fold(context.source.stem());
    let name_has = |list| title_has(list) || context.lexicon.occurs_in(list, &stem);
    if name_has("incident") {
        return None;
    }
    if !is_told && !tells_cause && name_has("other_document") {
        return Some("its title is that of a plan, a log or minutes");
    }
    let severity = record.severity.as_ref().map(|severity| fold(&severity.value.label));
    let announced = title_has("maintenance")
        || severity.is_some_and(|label| context.lexicon.is_in("maintenance", &label));
    let explains = tells_cause || [FieldId::FiveWhys, FieldId::Detection].into_iter().any(distinct);
    (announced && !explains).then_some("it announces maintenance")
}

/// `type: runbook`, `layout: adr`
fn is_typed(context: &Context<'_, '_, '_>) -> bool {
    context.front.iter().any(|(_, entry)| {
        context.lexicon.is_in("type_key", &fold(&entry.key))
            && scalar(&entry.value).is_some_and(|value| {
                let value = fold(&value);
                // `layout: page` is a template of the site.
                !context.lexicon.is_in("site_layout", &value)
                    && kind_named(context, &value) == Some(DocumentKind::Page)
            })
    })
}

/// A record of a decision has a heading for it, or a status that only decisions have, and its other headings belong to
/// the same form; some teams use that form for their reports.
fn is_decision(context: &Context<'_, '_, '_>, clues: &[Clue]) -> bool {
    let is_in = |list: &str, text: &str| context.lexicon.is_in(list, text);
    let headings: Vec<String> =
        context.outline.sections.iter().map(|section| fold(&section.heading.text)).collect();
    let count = |list: &str| headings.iter().filter(|heading| is_in(list, heading)).count();
    let (decisions, others) = (count("decision"), count("beside_decision"));
    let path = fold(&context.source.path);
    let is_named = path.split(['/', ' ']).any(|part| is_in("decision_name", part));
    if context.lexicon.occurs_in("incident", &path) {
        return false;
    }
    let is_bare = clues.iter().all(|clue| clue.weight != Weight::Distinct);
    (decisions > 0 && others > 1)
        || (is_bare && others > 2)
        || ((is_named || is_bare) && decisions + others > 1 && decisions > 0)
        || (is_named && others > 1)
}

/// A text on how to write post-mortems has their sections, but no severity, no duration and no day on its timeline.
pub(super) fn is_guide(context: &Context<'_, '_, '_>, record: &Record, identity: &Identity) -> bool {
    // A section about severities explains the scale.
    let rated = record.severity.as_ref().is_some_and(|field| field.provenance.origin != Origin::Section);
    let stated = rated
        || is_timed(record)
        || record.duration.as_ref().is_some_and(|field| field.provenance.origin != Origin::Derived)
        || record.times.resolved.is_some();
    let titles =
        identity.raw_titles.iter().map(|title| fold(&title.value)).chain([fold(context.source.stem())]);
    !stated && titles.into_iter().any(|title| context.lexicon.occurs_in("guide", &title))
}
