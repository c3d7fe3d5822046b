//! What most documents of an archive have. A team that never rates its incidents does not want a finding for each unrated one; a
//! team that rates nearly all of them wants to know about the exceptions.

use super::predicates::{first_skipped_level, has_clocks, has_zone, is_finished, is_proven, needs_proof};
use crate::archive::Archive;
use crate::model::{ActionItem, FieldId};

/// How many documents or items have something, of how many that could.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Convention {
    have: usize,
    of: usize,
}

impl Convention {
    fn count(&mut self, has: impl FnOnce() -> bool) {
        self.of += 1;
        self.have += usize::from(has());
    }

    /// Whether two thirds have it, and at least three.
    pub(super) const fn is_common(self) -> bool {
        self.have >= 3 && self.have * 3 >= self.of * 2
    }
}

/// The conventions of an archive.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Conventions {
    pub(super) severity: Convention,
    pub(super) summary: Convention,
    pub(super) timeline: Convention,
    /// Finished documents that name a cause.
    pub(super) cause: Convention,
    /// Finished documents with action items.
    pub(super) actions: Convention,
    /// Timelines with clock times that have a time zone.
    pub(super) zone: Convention,
    /// Open action items with an owner.
    pub(super) owner: Convention,
    /// Open action items with a due date.
    pub(super) due: Convention,
    /// Finished action items with success criteria for which something shows that they are met.
    pub(super) proof: Convention,
    /// Documents that skip a heading level.
    pub(super) skipped_levels: Convention,
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
            conventions.skipped_levels.count(|| first_skipped_level(sections).is_some());
            for item in record.actions.iter().filter(|item| needs_proof(item)) {
                conventions.proof.count(|| is_proven(item));
            }
            for item in record.actions.iter().filter(|item| item.state.is_open()) {
                conventions.owner.count(|| item.owner.is_some());
                conventions.due.count(|| item.due.is_some());
            }
        }
        conventions
    }
}

/// Whether at least half of the other items of a document have something.
pub(super) fn others_have(items: &[ActionItem], item: &ActionItem, has: fn(&ActionItem) -> bool) -> bool {
    let others = items.iter().filter(|other| !std::ptr::eq(*other, item));
    let (have, of) = others.fold((0, 0), |(have, of), other| (have + usize::from(has(other)), of + 1));
    have > 0 && have * 2 >= of
}
