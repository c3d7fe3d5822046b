//! Items and their details, put together by number.

use rustc_hash::FxHashMap;

use super::Collector;
use crate::model::ActionItem;
use crate::read::placeholder::is_placeholder;

/// Details go to the item of their number; those of no item are items themselves. Then every item gets a number.
pub(super) fn merge(found: Collector) -> Vec<ActionItem> {
    let mut items = found.items;
    let bare = |number: &str| {
        number.chars().filter(char::is_ascii_digit).collect::<String>().trim_start_matches('0').to_owned()
    };
    let mut places: FxHashMap<String, usize> = FxHashMap::default();
    for (index, item) in items.iter().enumerate() {
        let number = if item.number.is_empty() { (index + 1).to_string() } else { bare(&item.number) };
        places.entry(number).or_insert(index);
    }
    for detail in found.details {
        let number = bare(&detail.number);
        let Some(place) = places.get(&number).copied() else {
            if !detail.item.action.text.is_empty() && !is_placeholder(&detail.item.action.text) {
                places.insert(number, items.len());
                items.push(ActionItem { number: detail.number, ..detail.item });
            }
            continue;
        };
        let item = &mut items[place];
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
