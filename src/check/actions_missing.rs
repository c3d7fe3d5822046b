//! Lessons that nobody acts on lead to repeat incidents. If there is truly nothing to do, say so under the heading and why: that is
//! worth knowing too, and it satisfies the rule.
//!
//! Reported in finished documents when at least two thirds of the finished documents in the archive have action items, or when the
//! heading is there with nothing below it.

use super::context::IncidentContext;
use crate::diag::{Code, Diagnostic};
use crate::model::FieldId;

pub(super) fn check(context: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let names = [FieldId::Actions, FieldId::ActionDetails, FieldId::Lessons, FieldId::Verification];
    if !context.is_finished()
        || context.is_duplicate()
        || !context.incident.record.actions.is_empty()
        || context.mentions(&names)
    {
        return Vec::new();
    }
    let heading = context.sections().iter().find(|section| section.field == Some(FieldId::Actions));
    if heading.is_none() && !context.shared.conventions.actions.is_common() {
        return Vec::new();
    }
    let place = heading.map_or_else(|| context.title_span(), |section| section.span);
    vec![
        context
            .report(Code::ActionsMissing, place, "the document is finished but has no action items")
            .help("list them, or say under the heading that there are none and why"),
    ]
}
