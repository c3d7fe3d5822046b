//! The meeting took place, or the document was finished or signed, before the incident started: one of the two dates is wrong.

use jiff::civil::Date;

use super::context::IncidentContext;
use crate::diag::{Code, Diagnostic};
use crate::model::FieldId;
use crate::source::Span;

pub(super) fn check(context: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let record = &context.incident.record;
    let Some(start) = &record.date else { return Vec::new() };
    let mut found = Vec::new();
    let mut check = |day: Date, place: Span, what: &str| {
        if day < start.value {
            let message = format!("{what} on {day}, before the incident started on {}", start.value);
            found.push(
                context
                    .report(Code::FinishedBeforeIncident, place, message)
                    .help("check the year of both dates"),
            );
        }
    };
    if let Some(day) = &record.meeting {
        check(day.value, day.provenance.span, "the meeting took place");
    }
    if let Some(day) = &record.finalized {
        check(day.value, day.provenance.span, "the document was finished");
    }
    let signed = record.sign_off.iter().filter_map(|line| line.date).min();
    let section = context.sections().iter().find(|section| section.field == Some(FieldId::SignOff));
    if let (Some(day), Some(section)) = (signed, section) {
        check(day, section.span, "the document was signed");
    }
    found
}
