//! One or two sentences that say what happened are what lists, search results and link previews show. Without them a reader has
//! to open the document to learn that it is not the one.
//!
//! Found where at least two thirds of the archive's incidents have a summary, and the document tells neither its background, its
//! impact nor its cause in any section that could stand in.

use super::context::IncidentContext;
use crate::diag::{Code, Diagnostic};
use crate::model::FieldId;

pub(super) fn check(case: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let record = &case.incident.record;
    let told = record.text(FieldId::Summary).is_some()
        || record.text(FieldId::Impact).is_some()
        || record.text(FieldId::RootCause).is_some()
        || record.text(FieldId::Trigger).is_some()
        || case.speaks_of(&[
            FieldId::Summary,
            FieldId::OneLine,
            FieldId::Description,
            FieldId::Background,
            FieldId::Impact,
            FieldId::RootCause,
        ]);
    if told || case.is_duplicate() || !case.scene.conventions.summary.holds() {
        return Vec::new();
    }
    vec![
        case.at(Code::SummaryMissing, case.head(), "the document has no summary")
            .help("add a section `Summary` with one or two sentences"),
    ]
}
