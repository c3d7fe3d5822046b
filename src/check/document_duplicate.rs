//! Two files hold the same text. One of them was copied to begin a new document, or moved and left behind; both are in every list
//! and every count.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::context::ArchiveContext;
use crate::diag::{Code, Diagnostic};
use crate::source::Span;

/// Shorter texts say too little to be a copy of anything.
const SHORTEST: usize = 200;

pub(super) fn check(scene: &ArchiveContext<'_>) -> Vec<Diagnostic> {
    let incidents = scene.archive.incidents.iter().map(|incident| &incident.source);
    let pages = scene.archive.pages.iter().map(|page| &page.source);
    let mut sources: Vec<_> =
        incidents.chain(pages).filter(|source| source.text.trim().len() >= SHORTEST).collect();
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    let mut first: BTreeMap<&str, &Arc<str>> = BTreeMap::new();
    let mut found = Vec::new();
    for source in sources {
        let other = *first.entry(source.text.trim()).or_insert(&source.path);
        if *other != source.path {
            let message = format!("the text is that of `{other}`");
            found.push(
                Diagnostic::new(Code::DocumentDuplicate, &source.path, Span::default(), message).other(other),
            );
        }
    }
    found
}
