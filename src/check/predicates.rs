//! Facts about incidents that both the rules and the conventions of an archive are built on.

use crate::archive::Incident;
use crate::lexicon::list;
use crate::model::{ActionItem, ActionState, Moment, Record, Section, StatusKind};

/// Word beginnings of statuses that are about the incident and not about its document.
const ENDED: &[&str] = list("text.ended");

/// Whether a document is finished, according to its status (unless that is about the incident) or its completion date.
pub(super) fn is_finished(incident: &Incident) -> bool {
    let record = &incident.record;
    let by_status = record.status.as_ref().is_some_and(|status| {
        let label = status.value.label.to_lowercase();
        status.value.kind == StatusKind::Final && !ENDED.iter().any(|ended| label.starts_with(ended))
    });
    by_status
        || record.finalized.is_some()
            && record.status.as_ref().is_none_or(|status| status.value.kind == StatusKind::Final)
}

/// Whether an item has a due date, including ones that are not calendar dates (`end of Q3`).
pub(super) fn has_due(item: &ActionItem) -> bool {
    item.due.is_some() || item.due_text.is_some()
}

/// Whether a timeline contains clock times.
pub(super) fn has_clocks(record: &Record) -> bool {
    record.timeline.iter().any(|event| event.at.as_ref().is_some_and(|at| at.clock.is_some()))
}

/// Whether an entry of the timeline has a time zone.
pub(super) fn has_zone(record: &Record) -> bool {
    let known = |at: &Moment| at.offset_minutes.is_some() || at.zone.is_some();
    record.timeline.iter().any(|event| event.at.as_ref().is_some_and(known))
}

/// Whether an item is done and has success criteria.
pub(super) fn needs_proof(item: &ActionItem) -> bool {
    matches!(item.state, ActionState::Done | ActionState::Verified) && item.success_criteria.is_some()
}

/// Whether anything in the item may show that its criteria are met: a verification, a date, a link, a ticket number.
pub(super) fn is_proven(item: &ActionItem) -> bool {
    let proves = |text: &str| {
        text.contains("://") || text.contains('#') || text.contains(|c: char| c.is_ascii_digit())
    };
    let prose = [Some(&item.action), item.description.as_deref(), item.success_criteria.as_deref()];
    item.state == ActionState::Verified
        || item.done_on.is_some()
        || item.reference.is_some()
        || item.state_text.as_deref().is_some_and(proves)
        || prose.into_iter().flatten().any(|prose| prose.html().contains("<a "))
}

/// The first heading that skips a level, with the heading before it. The title does not count: site generators print one above
/// the text, and many documents start below it at level 3.
pub(super) fn first_skipped_level(sections: &[Section]) -> Option<(&Section, &Section)> {
    let real = |section: &&Section| (2..=6).contains(&section.level);
    let sections = sections.iter().filter(real);
    sections.clone().zip(sections.skip(1)).find(|(before, section)| section.level > before.level + 1)
}
