//! An alias is a former id or name, so that old references still lead to the document. If another incident has that id, or claims
//! the same alias, references lead there instead.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::context::ArchiveContext;
use crate::diag::{Code, Diagnostic};
use crate::text::fold_id;

pub(super) fn check(context: &ArchiveContext<'_>) -> Vec<Diagnostic> {
    let mut incidents: Vec<_> = context.archive.incidents.iter().collect();
    // By path, the order in which references are resolved.
    incidents.sort_by(|a, b| a.source.path.cmp(&b.source.path));
    let mut names: BTreeMap<String, &Arc<str>> = BTreeMap::new();
    for incident in &incidents {
        names.entry(fold_id(&incident.card.id)).or_insert(&incident.source.path);
    }
    let mut found = Vec::new();
    for incident in &incidents {
        let Some(aliases) = &incident.record.aliases else { continue };
        let path = &incident.source.path;
        for alias in &*aliases.value {
            let owner = *names.entry(fold_id(alias)).or_insert(path);
            if owner != path {
                let message = format!("alias `{alias}` leads to `{owner}`, which has the same name");
                let place = aliases.provenance.span;
                found.push(Diagnostic::new(Code::AliasUnreachable, path, place, message).other(owner));
            }
        }
    }
    found
}
