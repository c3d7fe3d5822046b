//! Relations between incidents, from both sides.

use std::collections::BTreeSet;
use std::mem;
use std::sync::Arc;

use rayon::prelude::*;

use super::resolve::Resolver;
use super::{ResolvedRelation, Target};
use crate::model::{Hole, Parsed, RelationKind, shrunk};

/// The relations of each incident: those that it states, those that others state about it, and incidents that it only mentions.
pub(super) fn find(
    incidents: &[Arc<Parsed>],
    targets: &[Vec<Target>],
    resolver: &Resolver,
) -> Vec<Vec<ResolvedRelation>> {
    let both = incidents.par_iter().zip(targets).enumerate();
    let mut relations: Vec<Vec<ResolvedRelation>> =
        both.map(|(index, (parsed, targets))| own(index, parsed, targets, resolver)).collect();
    add_inverses(&mut relations, incidents);
    relations
}

/// The relations in the document of an incident: those that it states, then incidents that it only mentions.
pub(super) fn own(
    index: usize,
    parsed: &Parsed,
    targets: &[Target],
    resolver: &Resolver,
) -> Vec<ResolvedRelation> {
    let mut relations: Vec<ResolvedRelation> = Vec::new();
    let mut seen = BTreeSet::new();
    for relation in &parsed.record.relations {
        let target = resolver.incident(&relation.target, &parsed.source.path);
        // A report that is kept elsewhere or does not exist yet is listed too.
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
        let resolved =
            ResolvedRelation { target, written, kind: relation.kind, inverse: false, stated: true, words };
        if seen.insert(end(resolved.target, &resolved.written)) {
            relations.push(resolved);
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
        relations.push(ResolvedRelation {
            target,
            written: written.to_string(),
            kind: RelationKind::Related,
            inverse: false,
            stated: false,
            words: String::new(),
        });
    }
    relations
}

/// Replaces the relations that an incident states itself and keeps those that others state.
pub(super) fn renewed(before: &[ResolvedRelation], own: Vec<ResolvedRelation>) -> Vec<ResolvedRelation> {
    let mut relations = own;
    relations.extend(before.iter().filter(|relation| relation.inverse).cloned());
    order(&mut relations);
    relations
}

/// Whether two versions of a document state the same relations.
pub(super) fn state_the_same(before: &[ResolvedRelation], own: &[ResolvedRelation]) -> bool {
    let mut own: Vec<&ResolvedRelation> = own.iter().filter(|relation| relation.stated).collect();
    own.sort_by_key(|relation| relation.kind);
    let before = before.iter().filter(|relation| relation.stated && !relation.inverse);
    before.eq(own)
}

/// The name of a document that must be a report, because its name begins with a date: `../2025-09/2025-09-30-wrong-reset.md`.
fn absent_report(path: &str) -> Option<&str> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.strip_suffix(".md").or_else(|| name.strip_suffix(".markdown"))?;
    crate::when::date_in_name(stem).map(|_| stem)
}

/// The identity of a target: the incident, or else the id as written.
fn end(target: Option<usize>, written: &str) -> (Option<usize>, String) {
    (target, if target.is_none() { written.to_owned() } else { String::new() })
}

/// Whether two relations are to the same incident in the same direction.
fn same(a: &ResolvedRelation, b: &ResolvedRelation) -> bool {
    a.inverse == b.inverse
        && if a.target.is_some() {
            a.target == b.target
        } else {
            b.target.is_none() && a.written == b.written
        }
}

/// Adds the inverse of every stated relation to the other incident, unless that one states the relation itself.
fn add_inverses(relations: &mut [Vec<ResolvedRelation>], incidents: &[Arc<Parsed>]) {
    let stated: Vec<(usize, usize, RelationKind, String)> = relations
        .iter()
        .enumerate()
        .flat_map(|(from, relations)| {
            relations.iter().filter(|relation| relation.stated).filter_map(move |relation| {
                Some((from, relation.target?, relation.kind, relation.words.clone()))
            })
        })
        .collect();
    for (from, to, kind, words) in stated {
        let written = incidents[from]
            .record
            .id
            .as_ref()
            .map_or_else(|| incidents[from].source.stem().to_owned(), |id| id.value.clone());
        let relation =
            ResolvedRelation { target: Some(from), written, kind, inverse: true, stated: true, words };
        let is_stated = relations[to]
            .iter()
            .any(|other| other.target == Some(from) && other.stated && !other.inverse && other.kind == kind);
        if !is_stated && !relations[to].iter().any(|other| same(other, &relation)) {
            relations[to].push(relation);
        }
    }
    for relations in relations {
        order(relations);
        *relations = shrunk(mem::take(relations));
    }
}

fn order(relations: &mut [ResolvedRelation]) {
    relations.sort_by_key(|relation| (!relation.stated, relation.inverse, relation.kind));
}
