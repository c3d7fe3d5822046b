//! A row such as `| **Author** | |` promises something and does not deliver. Fill it in, or remove the row.
//!
//! Checks id, status, author and duration. Empty dates and severities have their own rules.

use super::context::IncidentContext;
use crate::diag::{Code, Diagnostic};
use crate::model::FieldId;

pub(super) fn check(context: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let record = &context.incident.record;
    let is_known = |field: FieldId| match field {
        FieldId::Id => record.id.is_some(),
        FieldId::Status => record.status.is_some(),
        FieldId::Author => record.authors.is_some(),
        FieldId::Duration => record.duration.is_some(),
        // Dates and severities have their own rules.
        _ => true,
    };
    let empty = context.incident.document.structure.empty_fields.iter().filter(|blank| {
        // `Time to recovery: ?` means that nobody knows.
        !is_known(blank.field) && !blank.name.ends_with(['?', '？'])
    });
    empty
        .map(|blank| {
            context
                .report(Code::FieldEmpty, blank.span, format!("`{}` is empty", blank.name))
                .help("fill it in, or remove it")
        })
        .collect()
}
