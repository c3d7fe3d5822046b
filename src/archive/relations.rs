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
        let find = |target: &str| resolver.incident(target, &parsed.source.path);
        let target = find(&relation.target).or_else(|| ids_of_name(&relation.target).find_map(find));
        // A report that is kept elsewhere or does not exist yet is listed too.
        let absent = || absent_report(&relation.target);
        let written = match target {
            Some(target) if target == index => continue,
            Some(_) => relation.target.clone(),
            None if resolver.looks_own(&relation.target)
                || ids_of_name(&relation.target).any(|id| resolver.looks_own(id)) =>
            {
                relation.target.clone()
            }
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

/// How many words of a document's name come after its id at most.
const MAX_WORDS: usize = 16;

/// The beginnings of a document's name that may be its id: `INC-7` for `INC-7-dns-outage`.
fn ids_of_name(name: &str) -> impl Iterator<Item = &str> {
    let ends = name.rmatch_indices(['-', '_']).map(|(at, _)| at).take(MAX_WORDS);
    ends.map(|end| &name[..end]).filter(|id| id.ends_with(|c: char| c.is_ascii_digit()))
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::archive::assemble;
    use crate::config::Config;
    use crate::read::Reader;
    use crate::source::SourceFile;

    #[test]
    fn names_of_documents_are_related_as_a_whole_or_by_their_id() {
        let document = |path: &str, front: &str| {
            let text = format!("---\n{front}\ndate: 2026-03-01\n---\n# Outage\n\n## Root cause\n\nA disk.\n");
            Arc::new(Reader::new(&Config::default()).read(&Arc::new(SourceFile::new(path, text))))
        };
        let documents = vec![
            document(
                "a.md",
                "id: INC-1\nrelated: [INC-7-dns-outage, pm-2026-03-memory-leak, pm-2026-04-moved]",
            ),
            document("b.md", "id: INC-7"),
            document("c.md", "id: pm-2026-03-memory-leak"),
        ];
        let archive = assemble(documents, &[], &Config::default(), jiff::civil::date(2026, 10, 1));
        let first = archive.incidents.iter().find(|one| one.card.id == "INC-1").unwrap();
        let ids: Vec<Option<&str>> = first
            .relations
            .iter()
            .map(|relation| relation.target.map(|target| archive.incidents[target].card.id.as_str()))
            .collect();
        // One that does not exist is listed as it is written.
        assert_eq!(ids, [Some("INC-7"), Some("pm-2026-03-memory-leak"), None]);
    }
}
