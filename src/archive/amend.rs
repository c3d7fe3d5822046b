//! The archive after an author has saved a document.
//!
//! Most of what an archive has worked out does not depend on the words of one document: addresses, indexes, the order of
//! action items. As long as a document is to all others what it was before, that is kept, and only what follows from its words is
//! made again. The result is the archive that [`super::assemble()`] would make.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::addresses::Name;
use super::assemble::{Parts, dangling, file, incident, mentioned, page, targets};
use super::{Archive, Backlink, Card, Incident, Page, Target, relations};
use crate::diag::{Code, Diagnostic};
use crate::model::{ActionItem, DocumentKind, Parsed, Record};

/// More documents than this are put together from the beginning.
const MOST: usize = 64;

/// The archive with new versions of some of its documents; `None` if one of them has become something else to the others: if its
/// id, its place in an index, whose its actions are and where they stand, what it states about others, or the files it shows have changed.
pub fn amend(before: &Archive, changed: &[(Arc<Parsed>, Arc<Parsed>)]) -> Option<Archive> {
    if changed.len() > MOST {
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
                renew_incident(&mut archive, at, old, new)?;
                terms.push((at, new.terms.clone()));
            }
            DocumentKind::Page => {
                let at = archive.pages.iter().position(|one| one.source.path == *path)?;
                renew_page(&mut archive, at, old, new)?;
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

/// Whether an id of this document is contested; which of two has it is told with their places.
fn has_duplicates(archive: &Archive, path: &str) -> bool {
    let about = |one: &Diagnostic| *one.source == *path || one.others.iter().any(|other| **other == *path);
    archive.diagnostics.iter().any(|one| one.code == Code::DuplicateId && about(one))
}

fn renew_incident(archive: &mut Archive, at: usize, old: &Parsed, new: &Parsed) -> Option<()> {
    let before = Arc::clone(&archive.incidents[at]);
    let (targets, found) = renew_targets(archive, &Target::Incident(at), &before.targets, old, new)?;
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
    };
    let after = incident(new, &name, archive.as_of, parts);
    if place_of(&after.card) != place_of(&before.card) || after.action_status != before.action_status {
        return None;
    }
    archive.incidents[at] = Arc::new(after);
    archive.diagnostics.extend(found);
    Some(())
}

fn renew_page(archive: &mut Archive, at: usize, old: &Parsed, new: &Parsed) -> Option<()> {
    let before = Arc::clone(&archive.pages[at]);
    let (targets, found) = renew_targets(archive, &Target::Page(at), &before.targets, old, new)?;
    let backlinks = archive.pages[at].backlinks.clone();
    archive.pages[at] = Arc::new(page(new, before.slug.clone(), targets, backlinks));
    archive.diagnostics.extend(found);
    Some(())
}

/// Resolves the holes of a document again, and tells those that it mentions. Gives its targets and all that is said about it.
fn renew_targets(
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
            let place = backlinks.partition_point(|other| place(&other.from) < place(from));
            backlinks.insert(place, backlink);
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

/// The order in which documents mention others: incidents first, then pages.
fn place(from: &Target) -> (u8, usize) {
    match from {
        Target::Incident(at) => (0, *at),
        Target::Page(at) => (1, *at),
        _ => (2, 0),
    }
}

/// Whether two versions of a document are found by the same names and further keys.
fn same_names(old: &Record, new: &Record) -> bool {
    let id = |record: &Record| record.id.as_ref().map(|id| id.value.clone());
    let aliases = |record: &Record| record.aliases.as_ref().map(|aliases| aliases.value.clone());
    id(old) == id(new) && aliases(old) == aliases(new) && old.extra == new.extra
}

/// Whether two lists of action items have the same numbers and owners.
fn same_actions(old: &[ActionItem], new: &[ActionItem]) -> bool {
    let key = |item: &ActionItem| (item.number.clone(), item.owner.clone());
    old.iter().map(key).eq(new.iter().map(key))
}

/// A card without what is only shown: the rest decides in which indexes it stands, and where.
fn place_of(card: &Card) -> Card {
    Card { title: String::new(), one_line: None, fixed: None, ..card.clone() }
}
