//! Two incidents each say that they are a duplicate of the other, were caused by it, recurred from it or followed it up. One of
//! them came first: state the relation only in the later one, and the site shows it from both sides.

use super::context::IncidentContext;
use super::relation_order::{place, stated};
use crate::archive::ResolvedRelation;
use crate::diag::{Code, Diagnostic};

pub(super) fn check(context: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let incidents = &context.shared.archive.incidents;
    stated(context.incident)
        .filter_map(|(link, other)| {
            let other = &incidents[other];
            let back = |theirs: &ResolvedRelation, at: usize| {
                theirs.kind == link.kind && std::ptr::eq(&raw const *incidents[at], context.incident)
            };
            if !stated(other).any(|(theirs, at)| back(theirs, at)) {
                return None;
            }
            let words = link.kind.label();
            let message = format!(
                "this incident claims to be {words} {id}, and {id} claims the same of this one",
                id = other.card.id
            );
            Some(
                context
                    .report(Code::RelationCircular, place(context.incident, link), message)
                    .other(&other.source.path),
            )
        })
        .collect()
}
