//! A post-mortem without a cause teaches nobody anything. Root cause, trigger, contributing factors or a chain of whys will
//! do, under any of their names.
//!
//! Found in documents that call themselves finished (`Final`, `Published`, `Complete` …, or `Document finalized:` with a
//! day), where the heading is there with nothing below it, or where the document neither names a cause nor tells what happened
//! and the archive's other finished documents name theirs. A status that speaks of the incident (`Resolved`) does not count: the
//! outage may be over and the analysis not begun.

use super::context::IncidentContext;
use crate::diag::{Code, Diagnostic};
use crate::model::FieldId;

pub(super) fn check(case: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let record = &case.incident.record;
    let known = record.text(FieldId::RootCause).is_some()
        || record.text(FieldId::Trigger).is_some()
        || record.list(FieldId::Contributing).is_some()
        || !record.five_whys.is_empty();
    let names =
        [FieldId::RootCause, FieldId::Trigger, FieldId::Contributing, FieldId::FiveWhys, FieldId::Conclusion];
    if !case.is_finished() || known || case.is_duplicate() || case.speaks_of(&names) {
        return Vec::new();
    }
    let heading = case.sections().iter().find(|section| section.field == Some(FieldId::RootCause));
    // Who tells at length what happened has most often told why.
    let tells = [FieldId::Summary, FieldId::Background, FieldId::Response, FieldId::Lessons];
    let usual = case.scene.conventions.cause.holds();
    let place = match heading {
        Some(section) => section.span,
        None if usual
            && !case
                .sections()
                .iter()
                .any(|section| section.field.is_some_and(|field| tells.contains(&field))) =>
        {
            case.head()
        }
        None => return Vec::new(),
    };
    vec![
        case.at(Code::CauseMissing, place, "the document is finished and names no cause")
            .help("add a section `Root Cause`, or set the status back to a draft"),
    ]
}
