//! `INC-7.md` and `inc-7.md` are two files on Linux and one on most laptops: whoever clones the archive there gets only one of them,
//! at random. Rename one.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::context::ArchiveContext;
use crate::diag::{Code, Diagnostic};
use crate::source::Span;

pub(super) fn check(context: &ArchiveContext<'_>) -> Vec<Diagnostic> {
    let incidents = context.archive.incidents.iter().map(|incident| &incident.source.path);
    let pages = context.archive.pages.iter().map(|page| &page.source.path);
    let mut paths: Vec<_> = incidents.chain(pages).collect();
    paths.sort();
    let mut first: BTreeMap<String, &Arc<str>> = BTreeMap::new();
    let mut found = Vec::new();
    for path in paths {
        let other = *first.entry(path.to_lowercase()).or_insert(path);
        if other != path {
            let message = format!("path differs from `{other}` only in letter case");
            found.push(
                Diagnostic::new(Code::PathCaseConflict, path, Span::default(), message)
                    .help("rename one of them")
                    .other(other),
            );
        }
    }
    found
}
