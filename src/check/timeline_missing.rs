//! When it started, when somebody noticed, when it was over: without a timeline nobody can tell what took long, and the incident page
//! has no phases.
//!
//! Reported when at least two thirds of the incidents in the archive have a timeline.

use super::context::IncidentContext;
use crate::diag::{Code, Diagnostic};
use crate::model::FieldId;

pub(super) fn check(context: &IncidentContext<'_>) -> Vec<Diagnostic> {
    if !context.incident.record.timeline.is_empty()
        || !context.shared.conventions.timeline.is_common()
        || context.is_duplicate()
        || context.mentions(&[FieldId::Timeline])
    {
        return Vec::new();
    }
    vec![
        context
            .report(Code::TimelineMissing, context.title_span(), "the document has no timeline")
            .help("add a `Timeline` section with a row or bullet per event, time first"),
    ]
}
