//! An incident cannot be caused by, follow up or repeat one that began later. Perhaps the two ids are the wrong way round, or one of
//! the days is wrong.
//!
//! Compared are the days; incidents of one day are left alone, and so is what one side only mentions.

use super::context::IncidentContext;
use crate::archive::{Incident, ResolvedRelation};
use crate::diag::{Code, Diagnostic};
use crate::model::RelationKind;
use crate::source::Span;

pub(super) fn check(case: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let Some(began) = case.incident.card.date else { return Vec::new() };
    let later = stated(case.incident).filter_map(|(link, other)| {
        let other = &case.scene.archive.incidents[other];
        let ordered = link.kind != RelationKind::DuplicateOf;
        let date = other.card.date.filter(|date| ordered && *date > began)?;
        Some((link, other, date))
    });
    later
        .map(|(link, other, date)| {
            let message = format!(
                "this incident of {began} claims to be {} {}, which began later, on {date}",
                link.kind.label(),
                other.card.id
            );
            case.at(Code::RelationOrder, place(case.incident, link), message).other(&other.source.path)
        })
        .collect()
}

/// The relations with a direction that a document itself states, each with its target.
pub(super) fn stated(incident: &Incident) -> impl Iterator<Item = (&ResolvedRelation, usize)> {
    incident.relations.iter().filter_map(|link| {
        let directed = !matches!(link.kind, RelationKind::SameCause | RelationKind::Related);
        let target = link.target.filter(|_| directed && link.stated && !link.inverse)?;
        Some((link, target))
    })
}

/// Where a document states a relation.
pub(super) fn place(incident: &Incident, link: &ResolvedRelation) -> Span {
    let said = incident.record.relations.iter().find(|said| said.target == link.written);
    said.map_or(Span::default(), |said| said.span)
}
