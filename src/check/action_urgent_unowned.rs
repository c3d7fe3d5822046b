//! An open item with the highest priority (`P0`, `P1`, `critical`, `urgent`, `highest`) and nobody to do it.

use super::context::{IncidentContext, brief};
use super::missing;
use crate::diag::{Code, Diagnostic};
use crate::model::ActionItem;

pub(super) fn check(case: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let unowned: Vec<&ActionItem> =
        case.open_actions().filter(|item| item.owner.is_none() && is_urgent(item)).collect();
    let one = |item: &ActionItem| {
        let priority = item.priority.as_deref().unwrap_or_default();
        format!("nobody owns `{}`, of priority `{priority}`", brief(item))
    };
    let lack = "has an owner, and all are of the highest priority";
    let found = missing::tell(case, Code::ActionUrgentUnowned, &unowned, lack, one);
    found.into_iter().map(|diagnostic| diagnostic.help("name a person or a team")).collect()
}

/// Whether an item has the highest priority.
pub(super) fn is_urgent(item: &ActionItem) -> bool {
    item.priority.as_deref().is_some_and(|priority| {
        let word = priority.trim().to_lowercase();
        matches!(word.as_str(), "p0" | "p1" | "critical" | "urgent" | "highest")
    })
}
