//! A row such as `| **Author** | |` promises something and does not keep it. Fill it in, or take the row out.
//!
//! Asked of id, status, author and duration; an empty date or severity has a rule of its own.

use super::context::IncidentContext;
use crate::diag::{Code, Diagnostic};
use crate::model::FieldId;

pub(super) fn check(case: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let record = &case.incident.record;
    let said = |field: FieldId| match field {
        FieldId::Id => record.id.is_some(),
        FieldId::Status => record.status.is_some(),
        FieldId::Author => record.authors.is_some(),
        FieldId::Duration => record.duration.is_some(),
        // Dates and severities have rules of their own.
        _ => true,
    };
    let empty = case.incident.document.structure.empty_fields.iter().filter(|blank| {
        // `Time to recovery: ?` says that nobody knows.
        !said(blank.field) && !blank.name.ends_with(['?', '？'])
    });
    empty
        .map(|blank| {
            case.at(Code::FieldEmpty, blank.span, format!("`{}` is empty", blank.name))
                .help("fill it in, or take it out")
        })
        .collect()
}
