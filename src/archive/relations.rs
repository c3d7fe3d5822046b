//! Relations from both sides.

use std::collections::BTreeSet;
use std::mem;
use std::sync::Arc;

use rayon::prelude::*;

use super::resolve::Resolver;
use super::{ResolvedRelation, Target};
use crate::model::{Hole, Parsed, RelationKind, shrunk};

/// The relations of each incident: those it states, those others state about it, and incidents it only mentions.
pub(super) fn find(
    incidents: &[Arc<Parsed>],
    targets: &[Vec<Target>],
    resolver: &Resolver,
) -> Vec<Vec<ResolvedRelation>> {
    let both = incidents.par_iter().zip(targets).enumerate();
    let mut links: Vec<Vec<ResolvedRelation>> =
        both.map(|(index, (parsed, targets))| own(index, parsed, targets, resolver)).collect();
    add_inverses(&mut links, incidents);
    links
}

/// The relations that the document of an incident tells of: those it states, then incidents it only mentions.
pub(super) fn own(
    index: usize,
    parsed: &Parsed,
    targets: &[Target],
    resolver: &Resolver,
) -> Vec<ResolvedRelation> {
    let mut links: Vec<ResolvedRelation> = Vec::new();
    let mut seen = BTreeSet::new();
    for relation in &parsed.record.relations {
        let target = resolver.incident(&relation.target, &parsed.source.path);
        // A report that stands elsewhere, or that nobody has written yet, is named all the same.
        let absent = || absent_report(&relation.target);
        let written = match target {
            Some(target) if target == index => continue,
            Some(_) => relation.target.clone(),
            None if resolver.looks_own(&relation.target) => relation.target.clone(),
            None => match absent() {
                Some(name) => name.to_owned(),
                None => continue,
            },
        };
        let words = relation.note.clone();
        let link =
            ResolvedRelation { target, written, kind: relation.kind, inverse: false, stated: true, words };
        if seen.insert(end(link.target, &link.written)) {
            links.push(link);
        }
    }
    for (hole, target) in parsed.document.holes.iter().zip(targets) {
        let (target, written) = match (target, hole) {
            (Target::Incident(other), Hole::Reference { target, .. }) => (Some(*other), target),
            (Target::Incident(other), Hole::Link { path, .. }) => (Some(*other), path),
            (Target::Dangling, Hole::Reference { target, .. }) => (None, target),
            _ => continue,
        };
        if target == Some(index) || !seen.insert(end(target, written)) {
            continue;
        }
        links.push(ResolvedRelation {
            target,
            written: written.to_string(),
            kind: RelationKind::Related,
            inverse: false,
            stated: false,
            words: String::new(),
        });
    }
    links
}

/// The relations of an incident whose own part is new, and what others say of it is not.
pub(super) fn renewed(before: &[ResolvedRelation], own: Vec<ResolvedRelation>) -> Vec<ResolvedRelation> {
    let mut links = own;
    links.extend(before.iter().filter(|link| link.inverse).cloned());
    order(&mut links);
    links
}

/// Whether other incidents are told the same by two versions of a document.
pub(super) fn state_the_same(before: &[ResolvedRelation], own: &[ResolvedRelation]) -> bool {
    let mut own: Vec<&ResolvedRelation> = own.iter().filter(|link| link.stated).collect();
    own.sort_by_key(|link| link.kind);
    let before = before.iter().filter(|link| link.stated && !link.inverse);
    before.eq(own)
}

/// The name of a document that must be a report, because a day is its name: `../2025-09/2025-09-30-wrong-reset.md`.
fn absent_report(path: &str) -> Option<&str> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.strip_suffix(".md").or_else(|| name.strip_suffix(".markdown"))?;
    crate::when::date_in_name(stem).map(|_| stem)
}

/// What a link leads to: an incident, else what was written.
fn end(target: Option<usize>, written: &str) -> (Option<usize>, String) {
    (target, if target.is_none() { written.to_owned() } else { String::new() })
}

/// Whether two links lead to the same incident from the same side.
fn same(a: &ResolvedRelation, b: &ResolvedRelation) -> bool {
    a.inverse == b.inverse
        && if a.target.is_some() {
            a.target == b.target
        } else {
            b.target.is_none() && a.written == b.written
        }
}

/// Every stated relation is seen from the other side, unless that side states one itself.
fn add_inverses(links: &mut [Vec<ResolvedRelation>], incidents: &[Arc<Parsed>]) {
    let stated: Vec<(usize, usize, RelationKind, String)> = links
        .iter()
        .enumerate()
        .flat_map(|(from, links)| {
            links
                .iter()
                .filter(|link| link.stated)
                .filter_map(move |link| Some((from, link.target?, link.kind, link.words.clone())))
        })
        .collect();
    for (from, to, kind, words) in stated {
        let written = incidents[from]
            .record
            .id
            .as_ref()
            .map_or_else(|| incidents[from].source.stem().to_owned(), |id| id.value.clone());
        let link = ResolvedRelation { target: Some(from), written, kind, inverse: true, stated: true, words };
        let told = links[to]
            .iter()
            .any(|other| other.target == Some(from) && other.stated && !other.inverse && other.kind == kind);
        if !told && !links[to].iter().any(|other| same(other, &link)) {
            links[to].push(link);
        }
    }
    for links in links {
        order(links);
        *links = shrunk(mem::take(links));
    }
}

fn order(links: &mut [ResolvedRelation]) {
    links.sort_by_key(|link| (!link.stated, link.inverse, link.kind));
}
