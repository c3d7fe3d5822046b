//! An item without a date is never overdue, and so it is never done. A quarter (`Q3 2026`) is better than nothing.
//!
//! Found where most other items of the document have a due date, or at least two thirds of the archive's open items do.

use super::context::{IncidentContext, brief};
use super::conventions::{has_due, others_have};
use super::missing;
use crate::diag::{Code, Diagnostic};
use crate::model::ActionItem;

pub(super) fn check(case: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let items = &case.incident.record.actions;
    let usual = case.scene.conventions.due.holds();
    // Words in that column may be anything; only a day of the calendar shows that days belong there.
    let dated = |other: &ActionItem| other.due.is_some();
    let undated: Vec<&ActionItem> = case
        .open_actions()
        .filter(|item| {
            !has_due(item) && missing::is_formal(item) && (usual || others_have(items, item, dated))
        })
        .collect();
    let one = |item: &ActionItem| format!("`{}` has no due date", brief(item));
    missing::tell(case, Code::ActionUndated, &undated, "has a due date", one)
}
