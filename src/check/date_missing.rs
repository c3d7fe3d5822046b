//! An incident without a day stands at the end of every list, is on no page of a year, and nobody can say how long its
//! actions have been open. A day in the metadata, in the title, in the file name (`2026-03-14-…`) or on the timeline will do.

use super::context::IncidentContext;
use crate::diag::{Code, Diagnostic};
use crate::model::FieldId;

pub(super) fn check(case: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let told = |diagnostic: &Diagnostic| matches!(diagnostic.code, Code::DateAmbiguous | Code::DateInvalid);
    if case.incident.record.date.is_some() || case.incident.diagnostics.iter().any(told) {
        return Vec::new();
    }
    let empty_fields = &case.incident.document.structure.empty_fields;
    let blank = empty_fields.iter().find(|blank| blank.field == FieldId::Date);
    let place = blank.map_or_else(|| case.head(), |blank| blank.span);
    if blank.is_none() && case.is_told(case.incident.source.line(place.start)) {
        return Vec::new();
    }
    vec![
        case.at(Code::DateMissing, place, "the document names no day on which the incident began")
            .help("write it as YYYY-MM-DD"),
    ]
}
