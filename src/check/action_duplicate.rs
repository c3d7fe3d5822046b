//! The same words twice in one list are a slip of copying. The same words open in two incidents are one job that two people may
//! do twice, or each leave to the other: let one refer to the other.
//!
//! Compared are items with the same owner, word for word, upper and lower case aside; short ones are left alone.

use std::collections::BTreeMap;

use super::context::{ArchiveContext, brief};
use super::missing::is_formal;
use crate::diag::{Code, Diagnostic};

/// Shorter texts (`Update the runbook`) may well mean different things.
const SHORTEST: usize = 24;

pub(super) fn check(scene: &ArchiveContext<'_>) -> Vec<Diagnostic> {
    let mut first: BTreeMap<(String, Option<&str>), usize> = BTreeMap::new();
    let mut found = Vec::new();
    // The oldest is the first; the archive has the newest in front.
    for (index, incident) in scene.archive.incidents.iter().enumerate().rev() {
        let mut own: Vec<String> = Vec::new();
        for item in &incident.record.actions {
            let text = item.action.text.to_lowercase();
            if text.chars().count() < SHORTEST || !is_formal(item) {
                continue;
            }
            let path = &incident.source.path;
            let key = (text, item.owner.as_deref());
            if own.contains(&key.0) && first.get(&key) == Some(&index) {
                let message = format!("`{}` stands twice in this document", brief(item));
                found.push(Diagnostic::new(Code::ActionDuplicate, path, item.span, message));
                continue;
            }
            own.push(key.0.clone());
            if !item.state.is_open() {
                continue;
            }
            match first.get(&key) {
                Some(other) => {
                    let other = &scene.archive.incidents[*other];
                    let id = &other.card.id;
                    let message = format!("`{}` is open in {id} already", brief(item));
                    let said = Diagnostic::new(Code::ActionDuplicate, path, item.span, message);
                    found.push(said.other(&other.source.path));
                }
                None => _ = first.insert(key, index),
            }
        }
    }
    found
}
