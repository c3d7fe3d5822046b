//! Action items in the front matter.

use serde_json::Value;

use super::claim::Claim;
use super::collector::Collector;
use super::details::set_state;
use super::item::empty_item;
use crate::model::{ActionItem, ActionState, FieldId};
use crate::read::action_text::{self, OwnerStyle};
use crate::read::context::{Context, scalar, texts};
use crate::read::front_matter::Entry;
use crate::read::lexicon::fold;
use crate::read::prose;
use crate::text::squeeze;

/// `actions: ["text", {action: …, owner: …, due: …, status: …}]`
pub(super) fn read(context: &mut Context<'_, '_, '_>, found: &mut Collector) {
    let entries: Vec<_> = context.front(FieldId::Actions).collect();
    for entry in entries {
        let values = match &entry.value {
            Value::Array(values) => values.as_slice(),
            Value::Null => &[],
            single => std::slice::from_ref(single),
        };
        for value in values {
            let item = match value {
                Value::Object(_) => object_item(context, value, entry),
                _ => scalar(value).and_then(|text| sentence(context, &text, entry)),
            };
            match item {
                Some(item) => found.push(Claim::Listed, item),
                None if is_blank(context, value) => {}
                None => found.drop_row(entry.span, "it does not say what is to be done"),
            }
        }
    }
}

/// Whether a value says that there is nothing, so that nothing is lost with it.
fn is_blank(context: &Context<'_, '_, '_>, value: &Value) -> bool {
    let is_nothing = |text: String| text.is_empty() || context.lexicon.is_nothing(&text);
    match value {
        Value::Array(items) => items.iter().all(|item| is_blank(context, item)),
        Value::Object(map) => map.values().all(|value| is_blank(context, value)),
        value => value.is_null() || scalar(value).is_some_and(is_nothing),
    }
}

/// An item that is a single text: `Add an alert (@mira, due 2026-12-01)`.
fn sentence(context: &Context<'_, '_, '_>, text: &str, entry: &Entry) -> Option<ActionItem> {
    let text = squeeze(text);
    if text.is_empty() || context.lexicon.is_nothing(&text) {
        return None;
    }
    let found = action_text::read(&text, OwnerStyle::default(), context.lexicon, context.config.date_order);
    let mut item = empty_item(context, prose::from_text(text[found.start..found.end].trim()), entry.span);
    item.owner = found.owner;
    item.priority = found.priority;
    item.due = found.due;
    item.due_text = found.due_text;
    item.done_on = found.done_on;
    item.reference = found.reference.map(|text| prose::from_text(&text).into());
    if let Some((state, words)) = found.state {
        item.state = state;
        item.state_text = Some(words);
    }
    Some(item)
}

/// An item with keys, which mean what they mean as the columns of a table.
fn object_item(context: &mut Context<'_, '_, '_>, value: &Value, entry: &Entry) -> Option<ActionItem> {
    let columns = &context.lexicon.action_columns;
    let mut named: Vec<(u16, Option<&str>, &Value)> = Vec::new();
    for (key, value) in value.as_object()? {
        let key = fold(key);
        let meaning = columns.exact(&key).or_else(|| context.lexicon.action_words.exact(&key));
        named.push((columns.rank(&key), meaning, value));
    }
    // Of `title` and `description`, the more specific one is the action.
    named.sort_by_key(|(rank, _, _)| *rank);
    let get = |meaning: &str| {
        let mut values = named
            .iter()
            .filter(|(_, name, _)| *name == Some(meaning))
            .filter_map(|(_, _, value)| scalar(value));
        values.find(|text| !text.is_empty())
    };
    let flagged =
        named.iter().any(|(_, name, value)| *name == Some("status") && **value == Value::Bool(true));
    let mut item = empty_item(context, prose::from_text(&get("action")?), entry.span);
    item.number = get("number").unwrap_or_default();
    let owners = named.iter().find(|(_, name, _)| *name == Some("owner"));
    let owners = owners.map(|(_, _, value)| texts(value).join(", "));
    item.owner = owners.and_then(|owner| super::table::owner(context, &owner));
    item.priority = get("priority");
    item.category = get("category");
    item.reference = get("reference").map(|text| prose::from_text(&text).into());
    let (due, status) = (get("due"), get("status"));
    if let Some(due) = due.filter(|due| !context.lexicon.is_nothing(due)) {
        item.due = context.date(&due, entry.span);
        item.due_text = item.due.is_none().then_some(due);
    }
    if let Some(status) = status {
        set_state(context, &status, &mut item);
    } else if flagged {
        item.state = ActionState::Done;
    }
    Some(item)
}
