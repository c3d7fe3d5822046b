//! Two files have the same text. One of them was copied to start a new document, or moved and left behind. Both are in every list
//! and every count.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::context::ArchiveContext;
use crate::diag::{Code, Diagnostic};
use crate::source::Span;

/// Shorter texts may be equal by accident.
const MIN_BYTES: usize = 200;

pub(super) fn check(context: &ArchiveContext<'_>) -> Vec<Diagnostic> {
    let incidents = context.archive.incidents.iter().map(|incident| &incident.source);
    let pages = context.archive.pages.iter().map(|page| &page.source);
    let mut sources: Vec<_> =
        incidents.chain(pages).filter(|source| source.text.trim().len() >= MIN_BYTES).collect();
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    let mut first: BTreeMap<&str, &Arc<str>> = BTreeMap::new();
    let mut found = Vec::new();
    for source in sources {
        let other = *first.entry(source.text.trim()).or_insert(&source.path);
        if *other != source.path {
            let message = format!("same text as `{other}`");
            found.push(
                Diagnostic::new(Code::DocumentDuplicate, &source.path, Span::default(), message).other(other),
            );
        }
    }
    found
}
