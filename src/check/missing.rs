//! Reports what action items lack: once if all items of a document lack it.

use super::context::IncidentContext;
use crate::diag::{Code, Diagnostic};
use crate::model::ActionItem;

/// With fewer items, each is reported on its own.
const MIN_GROUP: usize = 3;

/// Whether an item has any attributes. A plain bullet below an action heading may be just a remark, and remarks lack nothing.
pub(super) fn is_formal(item: &ActionItem) -> bool {
    item.owner.is_some()
        || item.due.is_some()
        || item.due_text.is_some()
        || item.priority.is_some()
        || item.state_text.is_some()
        || item.reference.is_some()
}

/// Reports the open items that lack something; `attribute` completes "none of the items …".
pub(super) fn report(
    context: &IncidentContext<'_>,
    code: Code,
    lacking: &[&ActionItem],
    attribute: &str,
    message: fn(&ActionItem) -> String,
) -> Vec<Diagnostic> {
    let open = context.open_actions().count();
    match lacking {
        [first, ..] if lacking.len() >= MIN_GROUP && lacking.len() == open => {
            vec![context.report(
                code,
                first.span,
                format!("none of the {open} open action items {attribute}"),
            )]
        }
        _ => lacking.iter().map(|item| context.report(code, item.span, message(item))).collect(),
    }
}
