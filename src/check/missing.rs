//! What action items lack, told once where all of a document lack it.

use super::context::IncidentContext;
use crate::diag::{Code, Diagnostic};
use crate::model::ActionItem;

/// With fewer items each may as well be named.
const MANY: usize = 3;

/// Whether an item is more than a sentence. Bullets that only a heading makes items of may be remarks; nobody left anything
/// out of a remark.
pub(super) fn is_formal(item: &ActionItem) -> bool {
    item.owner.is_some()
        || item.due.is_some()
        || item.due_text.is_some()
        || item.priority.is_some()
        || item.state_text.is_some()
        || item.reference.is_some()
}

/// Tells which of the open items lack something; `lack` completes "none of the items …".
pub(super) fn tell(
    case: &IncidentContext<'_>,
    code: Code,
    lacking: &[&ActionItem],
    lack: &str,
    one: fn(&ActionItem) -> String,
) -> Vec<Diagnostic> {
    let open = case.open_actions().count();
    match lacking {
        [first, ..] if lacking.len() >= MANY && lacking.len() == open => {
            vec![case.at(code, first.span, format!("none of the {open} open action items {lack}"))]
        }
        _ => lacking.iter().map(|item| case.at(code, item.span, one(item))).collect(),
    }
}
