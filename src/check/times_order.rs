//! An incident cannot be over before it began, or before anybody noticed. One of the two times has a wrong day, a wrong zone, or
//! stands in the wrong row.
//!
//! Asked of times that the document states, not of those read from running text. Times of which only one has a zone are not
//! compared.

use super::scene::Case;
use crate::diag::{Code, Diagnostic};
use crate::model::{Field, Moment, Origin};

pub(super) fn check(case: &Case<'_>) -> Vec<Diagnostic> {
    let times = &case.incident.record.times;
    let begins = [("began", &times.started), ("was noticed", &times.detected)];
    let ends = [("was mitigated", &times.mitigated), ("was over", &times.resolved)];
    let mut found = Vec::new();
    for (end_words, end) in ends {
        for (begin_words, begin) in begins {
            let (Some(begin), Some(end)) = (stated(begin.as_ref()), stated(end.as_ref())) else { continue };
            if is_before(&end.value, &begin.value) {
                let message = format!(
                    "the incident {end_words} ({}) before it {begin_words} ({})",
                    end.value.iso(),
                    begin.value.iso()
                );
                let place = end.provenance.span;
                found.push(
                    case.at(Code::TimesOrder, place, message)
                        .label(begin.provenance.span, format!("it {begin_words} here")),
                );
                // One wrong end says it; the other pairs would repeat it.
                break;
            }
        }
    }
    found
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
