//! People who read the list of severe incidents trust that it is complete. An incident without a severity is missing from it.
//!
//! Reported when the severity field is empty, and when there is none although at least two thirds of the incidents in the archive are
//! rated. Archives that do not rate incidents get no findings.

use super::context::IncidentContext;
use crate::diag::{Code, Diagnostic};
use crate::model::FieldId;

pub(super) fn check(context: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let form = &context.incident.document.structure;
    if context.incident.record.severity.is_some() {
        return Vec::new();
    }
    let blank = form.empty_fields.iter().find(|blank| blank.field == FieldId::Severity);
    // A field with an unusable value was already reported when it was read.
    let named = form.keys.contains(&FieldId::Severity);
    if blank.is_none()
        && (named || context.is_duplicate() || !context.shared.conventions.severity.is_common())
    {
        return Vec::new();
    }
    let place = blank.map_or_else(|| context.title_span(), |blank| blank.span);
    let labels: Vec<&str> = context.shared.config.severities.iter().map(|step| step.label.as_str()).collect();
    vec![
        context
            .report(Code::SeverityMissing, place, "the incident has no severity")
            .help(format!("use one of {}", labels.join(", "))),
    ]
}
