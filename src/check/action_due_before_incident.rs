//! An action item that follows from an incident cannot be due before it. Most often the year is wrong.
//!
//! Only open items are checked: work that was finished earlier may have been planned earlier.

use super::context::{IncidentContext, short_text};
use crate::diag::{Code, Diagnostic};

pub(super) fn check(context: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let Some(start) = &context.incident.record.date else { return Vec::new() };
    let early =
        context.open_actions().filter_map(|item| Some((item, item.due.filter(|due| *due < start.value)?)));
    early
        .map(|(item, due)| {
            let message = format!(
                "`{}` is due on {due}, before the incident started on {}",
                short_text(item),
                start.value
            );
            context.report(Code::ActionDueBeforeIncident, item.span, message).help("check the year")
        })
        .collect()
}
