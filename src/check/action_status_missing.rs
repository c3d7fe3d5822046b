//! In a table where other items say `Open` or `Done`, an empty cell leaves the reader guessing. pmsite counts the item as open.

use super::context::{IncidentContext, short_text};
use super::conventions::others_have;
use crate::diag::{Code, Diagnostic};
use crate::model::ActionState;

pub(super) fn check(context: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let items = &context.incident.record.actions;
    let unclear = items.iter().filter(|item| {
        // Outside of tables, a checkbox is the status.
        let in_table = context
            .incident
            .source
            .slice(context.incident.source.line_span(item.line))
            .trim_start()
            .starts_with('|');
        in_table
            && item.state == ActionState::Open
            && item.state_text.is_none()
            && others_have(items, item, |other| other.state_text.is_some())
    });
    unclear
        .map(|item| {
            let message = format!("`{}` has no status, so it counts as open", short_text(item));
            context.report(Code::ActionStatusMissing, item.span, message)
        })
        .collect()
}
