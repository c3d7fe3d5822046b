//! Somebody wrote down how one would know that the item is done. It says `done`, and neither a ticket, a pull request, a link
//! nor a day shows that anybody looked. Name one of them beside the state, or write `verified`.
//!
//! Found where most other such items of the document show it, or at least two thirds of the archive's.

use super::context::{IncidentContext, brief};
use super::conventions::others_have;
use crate::diag::{Code, Diagnostic};
use crate::model::{ActionItem, ActionState};

pub(super) fn check(case: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let items = &case.incident.record.actions;
    let usual = case.scene.conventions.proof.holds();
    let unproven = items.iter().filter(|item| {
        let expected = usual || others_have(items, item, |other| needs_proof(other) && is_proven(other));
        needs_proof(item) && !is_proven(item) && expected
    });
    unproven
        .map(|item| {
            let message =
                format!("`{}` is done, and nothing shows that its success criteria are met", brief(item));
            case.at(Code::ActionUnverified, item.span, message)
        })
        .collect()
}

/// Whether an item is finished and says how one would know.
pub(super) fn needs_proof(item: &ActionItem) -> bool {
    matches!(item.state, ActionState::Done | ActionState::Verified) && item.success_criteria.is_some()
}

/// Whether anything at the item may show that it was done: somebody looked, a day, a link, a number of a ticket.
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
