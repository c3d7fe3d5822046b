//! A post-mortem is about the past. A date after the as-of date is a typo, most often in the year and most often in January.

use jiff::ToSpan;

use super::context::IncidentContext;
use crate::diag::{Code, Diagnostic};
use crate::model::Origin;

pub(super) fn check(context: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let Some(date) = &context.incident.record.date else { return Vec::new() };
    // In time zones further east, tomorrow may have begun.
    let tomorrow = context.shared.archive.as_of.saturating_add(1.day());
    if date.value <= tomorrow || date.provenance.origin == Origin::Prose {
        return Vec::new();
    }
    let message =
        format!("the incident date {} is in the future (as of {})", date.value, context.shared.archive.as_of);
    vec![context.report(Code::DateInFuture, date.provenance.span, message).help("check the year")]
}
