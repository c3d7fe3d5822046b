//! Lists, search results and link previews show one or two sentences that say what happened. Without them, a reader has to open the
//! document to find out that it is not the right one.
//!
//! Reported when at least two thirds of the incidents in the archive have a summary, and the document has no section on background,
//! impact or cause that could replace it.

use super::context::IncidentContext;
use crate::diag::{Code, Diagnostic};
use crate::model::FieldId;

pub(super) fn check(context: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let record = &context.incident.record;
    let described = record.text(FieldId::Summary).is_some()
        || record.text(FieldId::Impact).is_some()
        || record.text(FieldId::RootCause).is_some()
        || record.text(FieldId::Trigger).is_some()
        || context.mentions(&[
            FieldId::Summary,
            FieldId::OneLine,
            FieldId::Description,
            FieldId::Background,
            FieldId::Impact,
            FieldId::RootCause,
        ]);
    if described || context.is_duplicate() || !context.shared.conventions.summary.is_common() {
        return Vec::new();
    }
    vec![
        context
            .report(Code::SummaryMissing, context.title_span(), "the document has no summary")
            .help("add a `Summary` section with one or two sentences"),
    ]
}
