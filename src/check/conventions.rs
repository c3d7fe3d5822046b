//! What is usual in an archive. A team that never rates its incidents need not hear of each that it is unrated; one that
//! rates them all wants to hear of the exception.

use super::context::is_finished;
use crate::archive::Archive;
use crate::model::{ActionItem, FieldId, Record};

/// How many do something, of how many that could.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Habit {
    have: usize,
    of: usize,
}

impl Habit {
    fn count(&mut self, has: impl FnOnce() -> bool) {
        self.of += 1;
        self.have += usize::from(has());
    }

    /// Whether it is usual: two thirds do it, and at least three.
    pub(super) const fn holds(self) -> bool {
        self.have >= 3 && self.have * 3 >= self.of * 2
    }
}

/// What is usual in an archive.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Conventions {
    pub(super) severity: Habit,
    pub(super) summary: Habit,
    pub(super) timeline: Habit,
    /// Finished documents that name a cause.
    pub(super) cause: Habit,
    /// Finished documents with action items.
    pub(super) actions: Habit,
    /// Timelines with clocks that name a zone.
    pub(super) zone: Habit,
    /// Open action items with an owner.
    pub(super) owner: Habit,
    /// Open action items with a due date.
    pub(super) due: Habit,
    /// Finished action items with success criteria, and with something that shows that they are met.
    pub(super) proof: Habit,
    /// Documents that leave out a level of headings.
    pub(super) skipped_levels: Habit,
}

impl Conventions {
    pub(super) fn of(archive: &Archive) -> Self {
        let mut conventions = Self::default();
        for incident in &archive.incidents {
            let record = &*incident.record;
            conventions.severity.count(|| record.severity.is_some());
            conventions.summary.count(|| record.text(FieldId::Summary).is_some());
            conventions.timeline.count(|| !record.timeline.is_empty());
            if is_finished(incident) {
                conventions
                    .cause
                    .count(|| record.text(FieldId::RootCause).is_some() || !record.five_whys.is_empty());
                conventions.actions.count(|| !record.actions.is_empty());
            }
            if has_clocks(record) {
                conventions.zone.count(|| has_zone(record));
            }
            let sections = &incident.document.structure.sections;
            conventions.skipped_levels.count(|| super::heading_level_skipped::first(sections).is_some());
            for item in record.actions.iter().filter(|item| super::action_unverified::needs_proof(item)) {
                conventions.proof.count(|| super::action_unverified::is_proven(item));
            }
            for item in record.actions.iter().filter(|item| item.state.is_open()) {
                conventions.owner.count(|| item.owner.is_some());
                conventions.due.count(|| item.due.is_some());
            }
        }
        conventions
    }
}

/// Whether an item says by when it is due, be it no day of the calendar (`end of Q3`).
pub(super) fn has_due(item: &ActionItem) -> bool {
    item.due.is_some() || item.due_text.is_some()
}

/// Whether a timeline tells clock times.
pub(super) fn has_clocks(record: &Record) -> bool {
    record.timeline.iter().any(|event| event.at.as_ref().is_some_and(|at| at.clock.is_some()))
}

/// Whether an event of the timeline has a zone.
pub(super) fn has_zone(record: &Record) -> bool {
    let known = |at: &crate::model::Moment| at.offset_minutes.is_some() || at.zone.is_some();
    record.timeline.iter().any(|event| event.at.as_ref().is_some_and(known))
}

/// Whether most items of a document, this one not counted, have something.
pub(super) fn others_have(items: &[ActionItem], item: &ActionItem, has: fn(&ActionItem) -> bool) -> bool {
    let others = items.iter().filter(|other| !std::ptr::eq(*other, item));
    let (have, of) = others.fold((0, 0), |(have, of), other| (have + usize::from(has(other)), of + 1));
    have > 0 && have * 2 >= of
}
