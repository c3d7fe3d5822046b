//! A post-mortem is about the past. A day after the as-of date is a typing error, most often of the year in January.

use jiff::ToSpan;

use super::context::IncidentContext;
use crate::diag::{Code, Diagnostic};
use crate::model::Origin;

pub(super) fn check(case: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let Some(date) = &case.incident.record.date else { return Vec::new() };
    // East of the zone in which the as-of date was taken, tomorrow may have begun.
    let tomorrow = case.scene.archive.as_of.saturating_add(1.day());
    if date.value <= tomorrow || date.provenance.origin == Origin::Prose {
        return Vec::new();
    }
    let message =
        format!("the incident lies in the future ({}, as of {})", date.value, case.scene.archive.as_of);
    vec![case.at(Code::DateInFuture, date.provenance.span, message).help("check the year")]
}
