//! An item without a due date is never overdue, so it tends to never get done. A quarter (`Q3 2026`) is better than nothing.
//!
//! Reported where most other items of the document have a due date, or at least two thirds of the open items in the archive do.

use super::context::{IncidentContext, short_text};
use super::conventions::others_have;
use super::missing;
use super::predicates::has_due;
use crate::diag::{Code, Diagnostic};
use crate::model::ActionItem;

pub(super) fn check(context: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let items = &context.incident.record.actions;
    let usual = context.shared.conventions.due.is_common();
    // A cell may contain anything; only a calendar date shows that the column is for dates.
    let dated = |other: &ActionItem| other.due.is_some();
    let undated: Vec<&ActionItem> = context
        .open_actions()
        .filter(|item| {
            !has_due(item) && missing::is_formal(item) && (usual || others_have(items, item, dated))
        })
        .collect();
    let message = |item: &ActionItem| format!("`{}` has no due date", short_text(item));
    missing::report(context, Code::ActionUndated, &undated, "has a due date", message)
}
