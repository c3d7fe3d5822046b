//! Memory fades within days. A document that is still a draft, or an incident that is still marked as open, more than 14 days after
//! the incident has usually been forgotten. The home page of the site counts these too.
//!
//! Depends on the as-of date, so it is a note and does not fail a build unless `pmsite.toml` raises its level.

use super::context::IncidentContext;
use crate::archive::DRAFT_DAYS;
use crate::diag::{Code, Diagnostic};
use crate::model::StatusKind;

pub(super) fn check(context: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let record = &context.incident.record;
    let (Some(status), Some(date)) = (&record.status, &record.date) else { return Vec::new() };
    let days = date.value.until(context.shared.archive.as_of).map_or(0, |span| span.get_days());
    // A draft with a completion date is reported by `status-conflict`.
    if status.value.kind != StatusKind::Draft || days <= DRAFT_DAYS || record.finalized.is_some() {
        return Vec::new();
    }
    let message = format!("status is still `{}` {days} days after the incident", status.value.label);
    vec![context.report(Code::DraftStale, status.provenance.span, message)]
}
