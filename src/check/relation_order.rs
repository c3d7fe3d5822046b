//! An incident cannot be caused by, follow up or repeat one that started later. Perhaps the two ids are swapped, or one of the dates
//! is wrong.
//!
//! Dates are compared without times, so incidents of the same day are ignored. So are relations that only one side mentions.

use super::context::IncidentContext;
use crate::archive::{Incident, ResolvedRelation};
use crate::diag::{Code, Diagnostic};
use crate::model::RelationKind;
use crate::source::Span;

pub(super) fn check(context: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let Some(start) = context.incident.card.date else { return Vec::new() };
    let later = stated(context.incident).filter_map(|(link, other)| {
        let other = &context.shared.archive.incidents[other];
        let ordered = link.kind != RelationKind::DuplicateOf;
        let date = other.card.date.filter(|date| ordered && *date > start)?;
        Some((link, other, date))
    });
    later
        .map(|(link, other, date)| {
            let message = format!(
                "this incident of {start} claims to be {} {}, which started later, on {date}",
                link.kind.label(),
                other.card.id
            );
            context
                .report(Code::RelationOrder, place(context.incident, link), message)
                .other(&other.source.path)
        })
        .collect()
}

/// The directed relations that a document itself states, each with its target.
pub(super) fn stated(incident: &Incident) -> impl Iterator<Item = (&ResolvedRelation, usize)> {
    incident.relations.iter().filter_map(|link| {
        let directed = !matches!(link.kind, RelationKind::SameCause | RelationKind::Related);
        let target = link.target.filter(|_| directed && link.stated && !link.inverse)?;
        Some((link, target))
    })
}

/// Where a document states a relation.
pub(super) fn place(incident: &Incident, link: &ResolvedRelation) -> Span {
    let relation = incident.record.relations.iter().find(|relation| relation.target == link.written);
    relation.map_or(Span::default(), |relation| relation.span)
}
