//! The same item twice in one list is a copy-and-paste slip. The same item open in two incidents is one job that two people may do
//! twice, or each leave to the other: let one refer to the other.
//!
//! Items are compared by owner and text, ignoring letter case. Short texts are skipped.

use std::collections::BTreeMap;

use super::context::{ArchiveContext, short_text};
use super::missing::is_formal;
use crate::diag::{Code, Diagnostic};

/// Shorter texts (`Update the runbook`) may well mean different things.
const MIN_CHARS: usize = 24;

pub(super) fn check(context: &ArchiveContext<'_>) -> Vec<Diagnostic> {
    let mut first: BTreeMap<(String, Option<&str>), usize> = BTreeMap::new();
    let mut found = Vec::new();
    // Oldest incident first; the archive lists the newest first.
    for (index, incident) in context.archive.incidents.iter().enumerate().rev() {
        let mut own: Vec<String> = Vec::new();
        for item in &incident.record.actions {
            let text = item.action.text.to_lowercase();
            if text.chars().count() < MIN_CHARS || !is_formal(item) {
                continue;
            }
            let path = &incident.source.path;
            let key = (text, item.owner.as_deref());
            if own.contains(&key.0) && first.get(&key) == Some(&index) {
                let message = format!("`{}` appears twice in this document", short_text(item));
                found.push(Diagnostic::new(Code::ActionDuplicate, path, item.span, message));
                continue;
            }
            own.push(key.0.clone());
            if !item.state.is_open() {
                continue;
            }
            match first.get(&key) {
                Some(other) => {
                    let other = &context.archive.incidents[*other];
                    let id = &other.card.id;
                    let message = format!("`{}` is already open in {id}", short_text(item));
                    let diagnostic = Diagnostic::new(Code::ActionDuplicate, path, item.span, message);
                    found.push(diagnostic.other(&other.source.path));
                }
                None => _ = first.insert(key, index),
            }
        }
    }
    found
}
