//! When it began, when somebody noticed, when it was over: without a timeline nobody can say what took long, and the incident
//! has no phases on its page.
//!
//! Found where at least two thirds of the archive's incidents have a timeline.

use super::context::IncidentContext;
use crate::diag::{Code, Diagnostic};
use crate::model::FieldId;

pub(super) fn check(case: &IncidentContext<'_>) -> Vec<Diagnostic> {
    if !case.incident.record.timeline.is_empty()
        || !case.scene.conventions.timeline.holds()
        || case.is_duplicate()
        || case.speaks_of(&[FieldId::Timeline])
    {
        return Vec::new();
    }
    vec![
        case.at(Code::TimelineMissing, case.head(), "the document has no timeline")
            .help("add a section `Timeline` with a row or a bullet for each event, the time first"),
    ]
}
