//! Nobody learns from a post-mortem without a cause. A root cause, trigger, contributing factors or five whys will do, under any
//! of their usual names.
//!
//! Reported in finished documents (`Final`, `Published`, `Complete` …, or `Document finalized:` with a date), when the heading is
//! there with nothing below it, or when the document neither names a cause nor describes what happened and the other finished
//! documents of the archive name theirs. A status about the incident (`Resolved`) does not count: the outage may be over and the
//! analysis not started.

use super::context::IncidentContext;
use crate::diag::{Code, Diagnostic};
use crate::model::FieldId;

pub(super) fn check(context: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let record = &context.incident.record;
    let known = record.text(FieldId::RootCause).is_some()
        || record.text(FieldId::Trigger).is_some()
        || record.list(FieldId::Contributing).is_some()
        || !record.five_whys.is_empty();
    let names =
        [FieldId::RootCause, FieldId::Trigger, FieldId::Contributing, FieldId::FiveWhys, FieldId::Conclusion];
    if !context.is_finished() || known || context.is_duplicate() || context.mentions(&names) {
        return Vec::new();
    }
    let heading = context.sections().iter().find(|section| section.field == Some(FieldId::RootCause));
    // A document that describes at length what happened has usually explained why.
    let narrative = [FieldId::Summary, FieldId::Background, FieldId::Response, FieldId::Lessons];
    let usual = context.shared.conventions.cause.is_common();
    let place = match heading {
        Some(section) => section.span,
        None if usual
            && !context
                .sections()
                .iter()
                .any(|section| section.field.is_some_and(|field| narrative.contains(&field))) =>
        {
            context.title_span()
        }
        None => return Vec::new(),
    };
    vec![
        context
            .report(Code::CauseMissing, place, "the document is finished but names no cause")
            .help("add a `Root Cause` section, or change the status back to draft"),
    ]
}
