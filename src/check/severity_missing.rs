//! Who reads the list of the grave incidents trusts that it is complete. An incident without a severity is on no such list.
//!
//! Found where the document has a field for the severity that is empty, and where it has none though at least two thirds of
//! the archive's incidents are rated. An archive that rates nothing hears nothing.

use super::context::IncidentContext;
use crate::diag::{Code, Diagnostic};
use crate::model::FieldId;

pub(super) fn check(case: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let form = &case.incident.document.structure;
    if case.incident.record.severity.is_some() {
        return Vec::new();
    }
    let blank = form.empty_fields.iter().find(|blank| blank.field == FieldId::Severity);
    // A field that holds something unusable was spoken of where it was read.
    let named = form.keys.contains(&FieldId::Severity);
    if blank.is_none() && (named || case.is_duplicate() || !case.scene.conventions.severity.holds()) {
        return Vec::new();
    }
    let place = blank.map_or_else(|| case.head(), |blank| blank.span);
    let labels: Vec<&str> = case.scene.config.severities.iter().map(|step| step.label.as_str()).collect();
    vec![
        case.at(Code::SeverityMissing, place, "the incident has no severity")
            .help(format!("the scale of this archive: {}", labels.join(", "))),
    ]
}
