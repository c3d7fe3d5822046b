//! An incident cannot be over before it started. One of the two times has the wrong date or time zone, or is in the wrong row.
//!
//! Only times that the document states are compared, not those taken from prose, and only if both or neither have a time zone. The
//! time of detection is not compared: a theft is often over long before anybody notices.

use super::context::IncidentContext;
use crate::diag::{Code, Diagnostic};
use crate::model::{Field, Moment, Origin};

pub(super) fn check(context: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let times = &context.incident.record.times;
    let Some(start) = stated(times.started.as_ref()) else { return Vec::new() };
    let ends = [("was mitigated", &times.mitigated), ("was over", &times.resolved)];
    let early = ends.into_iter().filter_map(|(words, end)| {
        let end = stated(end.as_ref()).filter(|end| is_before(&end.value, &start.value))?;
        let message =
            format!("the incident {words} ({}) before it started ({})", end.value.text(), start.value.text());
        let place = end.provenance.span;
        Some(context.report(Code::TimesOrder, place, message).label(start.provenance.span, "it started here"))
    });
    early.collect()
}

fn stated(field: Option<&Field<Moment>>) -> Option<&Field<Moment>> {
    field.filter(|field| !matches!(field.provenance.origin, Origin::Derived | Origin::Prose))
}

/// Whether a moment is certainly before another.
fn is_before(a: &Moment, b: &Moment) -> bool {
    match (a.minutes(), b.minutes()) {
        (Some(first), Some(second)) if a.offset_minutes.is_some() == b.offset_minutes.is_some() => {
            first < second
        }
        // With a full day between them, no time zone can reverse the order.
        _ => a.date.tomorrow().is_ok_and(|next| next < b.date) || (a.clock.is_none() && a.date < b.date),
    }
}
