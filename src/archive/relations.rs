//! Relations from both sides.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::resolve::Resolver;
use super::{Link, Target};
use crate::model::{Hole, Parsed, Prose, RelationKind};

/// The relations of each incident: those it states, those others state about it, and incidents it only mentions.
pub(super) fn find(
    incidents: &[Arc<Parsed>],
    targets: &[Vec<Target>],
    resolver: &Resolver<'_>,
) -> Vec<Vec<Link>> {
    let mut links: Vec<Vec<Link>> = vec![Vec::new(); incidents.len()];
    for (index, parsed) in incidents.iter().enumerate() {
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
            let link = Link {
                target,
                written,
                kind: relation.kind,
                inverse: false,
                stated: true,
                words: relation.words.clone(),
            };
            if !links[index].iter().any(|other| same(other, &link)) {
                links[index].push(link);
            }
        }
    }
    for (index, (parsed, targets)) in incidents.iter().zip(targets).enumerate() {
        let stated = links[index].len();
        let mut seen = BTreeSet::new();
        for (hole, target) in parsed.document.holes.iter().zip(targets) {
            let (target, written) = match (target, hole) {
                (Target::Incident(other), Hole::Reference { target, .. }) => (Some(*other), target.clone()),
                (Target::Incident(other), Hole::Link { path, .. }) => (Some(*other), path.clone()),
                (Target::Dangling, Hole::Reference { target, .. }) => (None, target.clone()),
                _ => continue,
            };
            if !seen.insert((target, if target.is_none() { written.clone() } else { String::new() })) {
                continue;
            }
            let link = Link {
                target,
                written,
                kind: RelationKind::Related,
                inverse: false,
                stated: false,
                words: Prose::default(),
            };
            if target != Some(index) && !links[index][..stated].iter().any(|other| same(other, &link)) {
                links[index].push(link);
            }
        }
    }
    add_inverses(&mut links, incidents);
    links
}

/// The name of a document that must be a report, because a day is its name: `../2025-09/2025-09-30-wrong-reset.md`.
fn absent_report(path: &str) -> Option<&str> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.strip_suffix(".md").or_else(|| name.strip_suffix(".markdown"))?;
    crate::when::date_in_name(stem).map(|_| stem)
}

/// Whether two links lead to the same incident from the same side.
fn same(a: &Link, b: &Link) -> bool {
    a.inverse == b.inverse
        && if a.target.is_some() {
            a.target == b.target
        } else {
            b.target.is_none() && a.written == b.written
        }
}

/// Every stated relation is seen from the other side, unless that side states one itself.
fn add_inverses(links: &mut [Vec<Link>], incidents: &[Arc<Parsed>]) {
    let stated: Vec<(usize, usize, RelationKind, Prose)> = links
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
        let link = Link { target: Some(from), written, kind, inverse: true, stated: true, words };
        let told = links[to]
            .iter()
            .any(|other| other.target == Some(from) && other.stated && !other.inverse && other.kind == kind);
        if !told && !links[to].iter().any(|other| same(other, &link)) {
            links[to].push(link);
        }
    }
    for list in links {
        list.sort_by_key(|link| (!link.stated, link.inverse, link.kind));
    }
}
