//! In a table where the other items say `Open` or `Done`, an empty cell leaves the reader to guess. pmsite counts the item as open.

use super::context::{IncidentContext, brief};
use super::conventions::others_have;
use crate::diag::{Code, Diagnostic};
use crate::model::ActionState;

pub(super) fn check(case: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let items = &case.incident.record.actions;
    let stateless = items.iter().filter(|item| {
        // A box says it by itself.
        let in_table = case
            .incident
            .source
            .slice(case.incident.source.line_span(item.line))
            .trim_start()
            .starts_with('|');
        in_table
            && item.state == ActionState::Open
            && item.state_text.is_none()
            && others_have(items, item, |other| other.state_text.is_some())
    });
    stateless
        .map(|item| {
            let message = format!("`{}` does not say whether it is done; it counts as open", brief(item));
            case.at(Code::ActionStatusMissing, item.span, message)
        })
        .collect()
}
