//! `Status: Draft` at the top and `Document finalized: 2026-03-20` at the bottom: one of them was forgotten. The site uses the status.

use super::context::IncidentContext;
use crate::diag::{Code, Diagnostic};
use crate::model::StatusKind;

/// Words for a draft. Others that count as one (`Open`, `Action items in progress`) go well with a finished document.
const DRAFT: &[&str] = crate::lexicon::list("text.draft");

pub(super) fn check(context: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let record = &context.incident.record;
    let (Some(status), Some(finalized)) = (&record.status, &record.finalized) else { return Vec::new() };
    let label = status.value.label.to_lowercase();
    if status.value.kind != StatusKind::Draft
        || !DRAFT.iter().any(|word| label.starts_with(word))
        || finalized.value > context.shared.archive.as_of
    {
        return Vec::new();
    }
    let message =
        format!("status is `{}`, but the document was finished on {}", status.value.label, finalized.value);
    vec![
        context
            .report(Code::StatusConflict, status.provenance.span, message)
            .label(finalized.provenance.span, "finished here"),
    ]
}
