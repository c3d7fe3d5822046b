//! `Status: Draft` at the head and `Document finalized: 2026-03-20` at the foot: one of them was forgotten. The site believes the
//! status.

use super::context::IncidentContext;
use crate::diag::{Code, Diagnostic};
use crate::model::StatusKind;

/// Words for a draft. Others that count as one (`Open`, `Action items in progress`) go well with a finished document.
const DRAFT: &[&str] = crate::lexicon::list("text.draft");

pub(super) fn check(case: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let record = &case.incident.record;
    let (Some(status), Some(finalized)) = (&record.status, &record.finalized) else { return Vec::new() };
    let label = status.value.label.to_lowercase();
    if status.value.kind != StatusKind::Draft
        || !DRAFT.iter().any(|word| label.starts_with(word))
        || finalized.value > case.scene.archive.as_of
    {
        return Vec::new();
    }
    let message = format!(
        "the status is `{}`, and the document was finished on {}",
        status.value.label, finalized.value
    );
    vec![
        case.at(Code::StatusConflict, status.provenance.span, message)
            .label(finalized.provenance.span, "finished here"),
    ]
}
