//! Memory fades within days. A document that is still a draft, or an incident still called open, more than 14 days after it
//! began has usually been forgotten. The home page of the site counts these too.
//!
//! Depends on the as-of date, so it is a note and fails no build unless `pmsite.toml` raises its level.

use super::context::IncidentContext;
use crate::archive::DRAFT_DAYS;
use crate::diag::{Code, Diagnostic};
use crate::model::StatusKind;

pub(super) fn check(case: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let record = &case.incident.record;
    let (Some(status), Some(date)) = (&record.status, &record.date) else { return Vec::new() };
    let days = date.value.until(case.scene.archive.as_of).map_or(0, |span| span.get_days());
    // A draft that says when it was finished is told of by `status-conflict`.
    if status.value.kind != StatusKind::Draft || days <= DRAFT_DAYS || record.finalized.is_some() {
        return Vec::new();
    }
    let message = format!("the status is still `{}`, {days} days after the incident", status.value.label);
    vec![case.at(Code::DraftStale, status.provenance.span, message)]
}
