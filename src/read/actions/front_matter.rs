//! Action items in the front matter.

use super::item::{empty_item, set_state};
use crate::model::{ActionItem, ActionState, FieldId};
use crate::read::context::{Context, first_scalar, scalar};
use crate::read::prose;
use crate::read::values::person;

/// `actions: ["text", {action: …, owner: …, due: …, status: …}]`
pub(super) fn read(context: &mut Context<'_, '_, '_>, items: &mut Vec<ActionItem>) {
    let entries: Vec<_> = context.front(FieldId::Actions).collect();
    for entry in entries {
        for value in entry.value.as_array().into_iter().flatten() {
            let get = |keys: &[&str]| first_scalar(value, keys);
            let text = scalar(value).or_else(|| {
                get(&["action", "title", "text", "description", "task", "what", "item", "name", "summary"])
            });
            let Some(text) = text else { continue };
            let mut item = empty_item(context, prose::from_text(&text), entry.span);
            item.number = get(&["id", "number", "key"]).unwrap_or_default();
            item.owner = get(&["owner", "assignee", "assigned_to", "who", "responsible"])
                .and_then(|owner| person(&owner, context.lexicon));
            item.priority = get(&["priority", "prio"]);
            item.due =
                get(&["due", "due_date", "deadline", "by"]).and_then(|due| context.date(&due, entry.span));
            item.category = get(&["type", "category", "kind"]);
            item.reference = get(&["ticket", "link", "issue", "reference", "url"])
                .map(|text| prose::from_text(&text).into());
            if let Some(status) = get(&["status", "state"]) {
                set_state(context, &status, &mut item);
            } else if value.get("done").and_then(serde_json::Value::as_bool) == Some(true) {
                item.state = ActionState::Done;
            }
            items.push(item);
        }
    }
}
