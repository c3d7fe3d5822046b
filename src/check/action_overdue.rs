//! The day is past and the item is open. Do it, or give it a day that somebody believes in, or drop it and say why.
//!
//! Depends on the as-of date, so it is a note and fails no build unless `pmsite.toml` raises its level.

use super::context::{IncidentContext, brief};
use crate::diag::{Code, Diagnostic};
use crate::text::count;

pub(super) fn check(case: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let items = case.incident.record.actions.iter().zip(&case.incident.action_status);
    let late = items.filter_map(|(item, action_status)| {
        let days = usize::try_from(action_status.overdue_days?).ok().filter(|days| *days > 0)?;
        Some((item, days))
    });
    late.map(|(item, days)| {
        let owner = item.owner.as_ref().map(|owner| format!(", owner {owner}")).unwrap_or_default();
        let message = format!("`{}` is overdue by {}{owner}", brief(item), count(days, "day"));
        case.at(Code::ActionOverdue, item.span, message)
    })
    .collect()
}
