//! An item that comes of an incident cannot be due before it. Most often the year is wrong.
//!
//! Items that are done are left alone: what was finished before was perhaps planned before.

use super::context::{IncidentContext, brief};
use crate::diag::{Code, Diagnostic};

pub(super) fn check(case: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let Some(began) = &case.incident.record.date else { return Vec::new() };
    let early =
        case.open_actions().filter_map(|item| Some((item, item.due.filter(|due| *due < began.value)?)));
    early
        .map(|(item, due)| {
            let message =
                format!("`{}` is due on {due}, before the incident began on {}", brief(item), began.value);
            case.at(Code::ActionDueBeforeIncident, item.span, message).help("check the year")
        })
        .collect()
}
