//! Merges items and their details by number.

use rustc_hash::FxHashMap;

use super::collector::Found;
use crate::model::ActionItem;
use crate::read::placeholder::is_placeholder;

/// Adds details to the item with their number; details without an item become items themselves. Then numbers every
/// item.
pub(super) fn merge(found: Found) -> Vec<ActionItem> {
    let mut items = found.items;
    let digits = |number: &str| {
        number.chars().filter(char::is_ascii_digit).collect::<String>().trim_start_matches('0').to_owned()
    };
    let mut by_number: FxHashMap<String, usize> = FxHashMap::default();
    for (index, item) in items.iter().enumerate() {
        let number = if item.number.is_empty() { (index + 1).to_string() } else { digits(&item.number) };
        by_number.entry(number).or_insert(index);
    }
    for detail in found.details {
        let number = digits(&detail.number);
        let Some(index) = by_number.get(&number).copied() else {
            if !detail.item.action.text.is_empty() && !is_placeholder(&detail.item.action.text) {
                by_number.insert(number, items.len());
                items.push(ActionItem { number: detail.number, ..detail.item });
            }
            continue;
        };
        let item = &mut items[index];
        item.description = item.description.take().or(detail.item.description);
        item.rationale = item.rationale.take().or(detail.item.rationale);
        item.success_criteria = item.success_criteria.take().or(detail.item.success_criteria);
        item.owner = item.owner.take().or(detail.item.owner);
        item.priority = item.priority.take().or(detail.item.priority);
        item.due = item.due.or(detail.item.due);
        if item.state_text.is_none() && detail.item.state_text.is_some() {
            (item.state, item.state_text) = (detail.item.state, detail.item.state_text);
        }
    }
    for (index, item) in items.iter_mut().enumerate() {
        if item.number.is_empty() {
            item.number = (index + 1).to_string();
        }
    }
    items
}
