//! Updates an archive after an author has saved a document.
//!
//! Most of an archive does not depend on the text of one document: addresses, indexes, the order of action items. If a change
//! does not affect other documents, all of that is kept, and only what follows from the document's text is recomputed.
//! The result equals that of [`super::assemble()`]; tests compare every byte of the sites.
//!
//! This second path is worth it: in `pmsite serve --watch`, a save takes 4 ms of CPU time instead of 139 ms with 300 documents, and
//! 6 ms instead of 304 ms with 2,000, with half the peak memory (37 MB instead of 70 MB with 300 documents).

use std::collections::BTreeSet;
use std::sync::Arc;

use super::addresses::Name;
use super::assemble::{Parts, dangling, file, incident, mentioned, page, targets};
use super::{Archive, Backlink, Card, Incident, Page, Target, relations};
use crate::diag::{Code, Diagnostic};
use crate::model::{ActionItem, DocumentKind, FieldId, Parsed, Record};

/// With more changed documents, the archive is assembled from scratch.
const MAX_CHANGED: usize = 64;

/// The archive with new versions of some documents. `None` if a change affects other documents: if an id, the position in an
/// index, the owner or status of an action item, a relation to another incident, or the set of embedded files has changed.
pub fn amend(before: &Archive, changed: &[(Arc<Parsed>, Arc<Parsed>)]) -> Option<Archive> {
    if changed.len() > MAX_CHANGED {
        return None;
    }
    let mut archive = before.clone();
    let mut terms = Vec::new();
    for (old, new) in changed {
        let path = &new.source.path;
        if old.classification.kind != new.classification.kind || has_duplicates(&archive, path) {
            return None;
        }
        match new.classification.kind {
            DocumentKind::Incident => {
                let at = archive.incidents.iter().position(|one| one.source.path == *path)?;
                update_incident(&mut archive, at, old, new)?;
                terms.push((at, new.terms.clone()));
            }
            DocumentKind::Page => {
                let at = archive.pages.iter().position(|one| one.source.path == *path)?;
                update_page(&mut archive, at, old, new)?;
            }
        }
    }
    archive.similarity = Arc::new(before.similarity.amended(terms));
    let is_new = |path: &Arc<str>| changed.iter().any(|(_, new)| new.source.path == *path);
    if before.dangling.iter().any(|one| is_new(&one.source))
        || archive.diagnostics.iter().any(|one| one.code == Code::ReferenceBroken && is_new(&one.source))
    {
        archive.dangling = dangling(&archive.incidents, &archive.pages);
    }
    archive.diagnostics.sort();
    archive.diagnostics.dedup();
    Some(archive)
}

/// Whether another document claims an id of this document. The diagnostic contains positions in both.
fn has_duplicates(archive: &Archive, path: &str) -> bool {
    let about = |one: &Diagnostic| *one.source == *path || one.others.iter().any(|other| **other == *path);
    archive
        .diagnostics
        .iter()
        .any(|one| matches!(one.code, Code::DuplicateId | Code::AddressTaken) && about(one))
}

fn update_incident(archive: &mut Archive, at: usize, old: &Parsed, new: &Parsed) -> Option<()> {
    let before = Arc::clone(&archive.incidents[at]);
    let (targets, found) = update_targets(archive, &Target::Incident(at), &before.targets, old, new)?;
    let own = relations::own(at, new, &targets, &archive.resolver);
    if !same_names(&old.record, &new.record)
        || !same_actions(&old.record.actions, &new.record.actions)
        || !relations::state_the_same(&before.relations, &own)
    {
        return None;
    }
    let name = Name { id: before.card.id.clone(), slug: before.card.slug.clone() };
    let parts = Parts {
        relations: relations::renewed(&before.relations, own),
        targets,
        backlinks: archive.incidents[at].backlinks.clone(),
        services: archive.known_services.of(&new.record),
        not_related: archive.resolver.not_related(new).collect(),
    };
    let after = incident(new, &name, archive.as_of, parts);
    if index_key(&after.card) != index_key(&before.card) || after.action_status != before.action_status {
        return None;
    }
    archive.incidents[at] = Arc::new(after);
    archive.diagnostics.extend(found);
    Some(())
}

fn update_page(archive: &mut Archive, at: usize, old: &Parsed, new: &Parsed) -> Option<()> {
    let before = Arc::clone(&archive.pages[at]);
    let (targets, found) = update_targets(archive, &Target::Page(at), &before.targets, old, new)?;
    let backlinks = archive.pages[at].backlinks.clone();
    archive.pages[at] = Arc::new(page(new, before.slug.clone(), targets, backlinks));
    archive.diagnostics.extend(found);
    Some(())
}

/// Resolves the holes of a document again and updates backlinks. Returns its targets and all findings about it.
fn update_targets(
    archive: &mut Archive,
    from: &Target,
    before: &[Target],
    old: &Parsed,
    new: &Parsed,
) -> Option<(Vec<Target>, Vec<Diagnostic>)> {
    let (targets, mut found) = targets(new, &archive.resolver);
    let files = |targets: &[Target]| targets.iter().filter_map(file).cloned().collect::<BTreeSet<_>>();
    if files(before) != files(&targets) {
        return None;
    }
    for (to, _) in mentioned(from, old, before) {
        if let Some(backlinks) = backlinks_of(archive, &to) {
            backlinks.retain(|backlink| backlink.from != *from);
        }
    }
    for (to, backlink) in mentioned(from, new, &targets) {
        if let Some(backlinks) = backlinks_of(archive, &to) {
            let at = backlinks.partition_point(|other| backlink_order(&other.from) < backlink_order(from));
            backlinks.insert(at, backlink);
        }
    }
    archive.diagnostics.retain(|diagnostic| diagnostic.source != new.source.path);
    found.extend(new.diagnostics.iter().cloned());
    Some((targets, found))
}

fn backlinks_of<'a>(archive: &'a mut Archive, target: &Target) -> Option<&'a mut Vec<Backlink>> {
    match target {
        Target::Incident(at) => Some(&mut Arc::<Incident>::make_mut(&mut archive.incidents[*at]).backlinks),
        Target::Page(at) => Some(&mut Arc::<Page>::make_mut(&mut archive.pages[*at]).backlinks),
        _ => None,
    }
}

/// The order of backlinks: incidents first, then pages.
fn backlink_order(from: &Target) -> (u8, usize) {
    match from {
        Target::Incident(at) => (0, *at),
        Target::Page(at) => (1, *at),
        _ => (2, 0),
    }
}

/// Whether two versions of a document have the same id, aliases, services and additional fields, and as much luck.
fn same_names(old: &Record, new: &Record) -> bool {
    let id = |record: &Record| record.id.as_ref().map(|id| id.value.clone());
    let aliases = |record: &Record| record.aliases.as_ref().map(|aliases| aliases.value.clone());
    let services = |record: &Record| record.services.as_ref().map(|services| services.value.clone());
    id(old) == id(new)
        && aliases(old) == aliases(new)
        && services(old) == services(new)
        && old.entries(FieldId::Lucky).len() == new.entries(FieldId::Lucky).len()
        && old.extra == new.extra
}

/// Whether two lists of action items have the same numbers and owners.
fn same_actions(old: &[ActionItem], new: &[ActionItem]) -> bool {
    let key = |item: &ActionItem| (item.number.clone(), item.owner.clone());
    old.iter().map(key).eq(new.iter().map(key))
}

/// The parts of a card that determine its position in indexes.
fn index_key(card: &Card) -> Card {
    Card { title: String::new(), one_line: None, fixed: None, ..card.clone() }
}
