//! Files for the answers of the search page: how long the incidents took to mitigate, and their open action items.
//!
//! A file has [`BLOCK`] incidents, by number. The entry of an incident is a list: minutes until it was mitigated (0 if not known), then a
//! list for each open item: anchor, text, owner, due date or what is written instead, state. An entry that would be `[0]` is `0`.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::archive::{Incident, minutes_to_mitigate};
use crate::text::{shorten, squeeze};

/// How many incidents one file has. An answer needs few of them, and a query for action items needs all.
pub(super) const BLOCK: usize = 128;

/// The longest text of an item, in characters.
const MAX_TEXT: usize = 160;

/// The files as JSON, in order. Incidents are numbered from the oldest one on, which is the opposite of their order in the archive; `anchors`
/// are those of the items of each, in the order of the archive.
pub(super) fn files(incidents: &[Arc<Incident>], anchors: &[Vec<String>]) -> Vec<String> {
    let anchors = |at: usize| anchors.get(at).map_or(&[][..], Vec::as_slice);
    let entries: Vec<Value> =
        incidents.iter().enumerate().rev().map(|(at, incident)| entry(incident, anchors(at))).collect();
    entries.chunks(BLOCK).map(|block| Value::from(block).to_string()).collect()
}

fn entry(incident: &Incident, anchors: &[String]) -> Value {
    let mut entry = vec![json!(minutes_to_mitigate(incident).unwrap_or(0))];
    let open = incident.record.actions.iter().zip(anchors).filter(|(item, _)| item.state.is_open());
    entry.extend(open.map(|(item, anchor)| {
        let due = item.due.map(|due| due.to_string()).or_else(|| item.due_text.clone());
        let text = shorten(&squeeze(&item.action.text), MAX_TEXT);
        json!([anchor, text, item.owner, due, item.state.key()])
    }));
    if entry.len() == 1 && entry[0] == 0 { json!(0) } else { Value::from(entry) }
}
