//! The due date has passed and the item is still open. Do it, give it a date that somebody believes in, or drop it and say why.
//!
//! Depends on the as-of date, so it is a note and does not fail a build unless `pmsite.toml` raises its level.

use super::context::{IncidentContext, short_text};
use crate::diag::{Code, Diagnostic};
use crate::text::count;

pub(super) fn check(context: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let items = context.incident.record.actions.iter().zip(&context.incident.action_status);
    let late = items.filter_map(|(item, action_status)| {
        let days = usize::try_from(action_status.overdue_days?).ok().filter(|days| *days > 0)?;
        Some((item, days))
    });
    late.map(|(item, days)| {
        let owner = item.owner.as_ref().map(|owner| format!(", owner {owner}")).unwrap_or_default();
        let message = format!("`{}` is overdue by {}{owner}", short_text(item), count(days, "day"));
        context.report(Code::ActionOverdue, item.span, message)
    })
    .collect()
}
