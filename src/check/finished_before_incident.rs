//! The meeting was held, or the document finished or signed, before the incident began: one of the two days is wrong.

use jiff::civil::Date;

use super::context::IncidentContext;
use crate::diag::{Code, Diagnostic};
use crate::model::FieldId;
use crate::source::Span;

pub(super) fn check(case: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let record = &case.incident.record;
    let Some(began) = &record.date else { return Vec::new() };
    let mut found = Vec::new();
    let mut say = |day: Date, place: Span, what: &str| {
        if day < began.value {
            let message = format!("{what} on {day}, before the incident began on {}", began.value);
            found.push(case.at(Code::FinishedBeforeIncident, place, message).help("check the year of both"));
        }
    };
    if let Some(day) = &record.meeting {
        say(day.value, day.provenance.span, "the meeting was held");
    }
    if let Some(day) = &record.finalized {
        say(day.value, day.provenance.span, "the document was finished");
    }
    let signed = record.sign_off.iter().filter_map(|line| line.date).min();
    let section = case.sections().iter().find(|section| section.field == Some(FieldId::SignOff));
    if let (Some(day), Some(section)) = (signed, section) {
        say(day, section.span, "the document was signed");
    }
    found
}
