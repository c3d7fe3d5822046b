//! Somebody wrote down how to tell that the item is done. It is marked as done, but no ticket, pull request, link or date shows that
//! anybody checked. Add one of them next to the status, or write `verified`.
//!
//! Reported where most other such items of the document show it, or at least two thirds of those in the archive.

use super::context::{IncidentContext, short_text};
use super::conventions::others_have;
use super::predicates::{is_proven, needs_proof};
use crate::diag::{Code, Diagnostic};

pub(super) fn check(context: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let items = &context.incident.record.actions;
    let usual = context.shared.conventions.proof.is_common();
    let unproven = items.iter().filter(|item| {
        let expected = usual || others_have(items, item, |other| needs_proof(other) && is_proven(other));
        needs_proof(item) && !is_proven(item) && expected
    });
    unproven
        .map(|item| {
            let message = format!(
                "`{}` is done, and nothing shows that its success criteria are met",
                short_text(item)
            );
            context.report(Code::ActionUnverified, item.span, message)
        })
        .collect()
}
