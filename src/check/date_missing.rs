//! An incident without a date is at the end of every list and on no year page, and nobody can tell how long its action items have
//! been open. A date in the metadata, the title, the file name (`2026-03-14-…`) or the timeline will do.

use super::context::IncidentContext;
use crate::diag::{Code, Diagnostic};
use crate::model::FieldId;

pub(super) fn check(context: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let reported =
        |diagnostic: &Diagnostic| matches!(diagnostic.code, Code::DateAmbiguous | Code::DateInvalid);
    if context.incident.record.date.is_some() || context.incident.diagnostics.iter().any(reported) {
        return Vec::new();
    }
    let empty_fields = &context.incident.document.structure.empty_fields;
    let blank = empty_fields.iter().find(|blank| blank.field == FieldId::Date);
    let place = blank.map_or_else(|| context.title_span(), |blank| blank.span);
    if blank.is_none() && context.has_placeholder(context.incident.source.line(place.start)) {
        return Vec::new();
    }
    vec![context.report(Code::DateMissing, place, "the incident has no date").help("write it as YYYY-MM-DD")]
}
