//! An incident cannot be over before it began. One of the two times has a wrong day, a wrong zone, or stands in the wrong row.
//!
//! Asked of times that the document states, not of those read from running text. Times of which only one has a zone are not
//! compared, and when it was noticed does not matter: a theft is often over long before.

use super::context::IncidentContext;
use crate::diag::{Code, Diagnostic};
use crate::model::{Field, Moment, Origin};

pub(super) fn check(case: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let times = &case.incident.record.times;
    let Some(began) = stated(times.started.as_ref()) else { return Vec::new() };
    let ends = [("was mitigated", &times.mitigated), ("was over", &times.resolved)];
    let early = ends.into_iter().filter_map(|(words, end)| {
        let end = stated(end.as_ref()).filter(|end| is_before(&end.value, &began.value))?;
        let message =
            format!("the incident {words} ({}) before it began ({})", end.value.iso(), began.value.iso());
        let place = end.provenance.span;
        Some(case.at(Code::TimesOrder, place, message).label(began.provenance.span, "it began here"))
    });
    early.collect()
}

fn stated(field: Option<&Field<Moment>>) -> Option<&Field<Moment>> {
    field.filter(|field| !matches!(field.provenance.origin, Origin::Derived | Origin::Prose))
}

/// Whether a moment is surely before another.
fn is_before(a: &Moment, b: &Moment) -> bool {
    match (a.minutes(), b.minutes()) {
        (Some(first), Some(second)) if a.offset_minutes.is_some() == b.offset_minutes.is_some() => {
            first < second
        }
        // A day apart, no zone can turn it round.
        _ => a.date.tomorrow().is_ok_and(|next| next < b.date) || (a.clock.is_none() && a.date < b.date),
    }
}
