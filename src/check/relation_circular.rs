//! Each of two incidents says that it is a duplicate of the other, was caused by it, recurred from it or followed it up. One of
//! them came first: let the other one say so, and the site shows the relation from both sides.

use super::context::IncidentContext;
use super::relation_order::{place, stated};
use crate::archive::ResolvedRelation;
use crate::diag::{Code, Diagnostic};

pub(super) fn check(case: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let incidents = &case.scene.archive.incidents;
    stated(case.incident)
        .filter_map(|(link, other)| {
            let other = &incidents[other];
            let back = |theirs: &ResolvedRelation, at: usize| {
                theirs.kind == link.kind && std::ptr::eq(&raw const *incidents[at], case.incident)
            };
            if !stated(other).any(|(theirs, at)| back(theirs, at)) {
                return None;
            }
            let words = link.kind.label();
            let message =
                format!("this incident claims to be {words} {id}, and {id} of this one", id = other.card.id);
            Some(
                case.at(Code::RelationCircular, place(case.incident, link), message)
                    .other(&other.source.path),
            )
        })
        .collect()
}
