//! An open item with the highest priority (`P0`, `P1`, `critical`, `urgent`, `highest`) has no owner.

use super::context::{IncidentContext, short_text};
use super::missing;
use crate::diag::{Code, Diagnostic};
use crate::model::ActionItem;

pub(super) fn check(context: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let unowned: Vec<&ActionItem> =
        context.open_actions().filter(|item| item.owner.is_none() && is_urgent(item)).collect();
    let message = |item: &ActionItem| {
        let priority = item.priority.as_deref().unwrap_or_default();
        format!("`{}` has priority `{priority}` but no owner", short_text(item))
    };
    let lacking = "has an owner, and all have the highest priority";
    let found = missing::report(context, Code::ActionUrgentUnowned, &unowned, lacking, message);
    found.into_iter().map(|diagnostic| diagnostic.help("name a person or a team")).collect()
}

/// Whether an item has the highest priority.
pub(super) fn is_urgent(item: &ActionItem) -> bool {
    item.priority.as_deref().is_some_and(|priority| {
        let word = priority.trim().to_lowercase();
        matches!(word.as_str(), "p0" | "p1" | "critical" | "urgent" | "highest")
    })
}
