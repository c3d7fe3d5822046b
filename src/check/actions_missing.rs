//! What was learned and not acted on happens again. If there is truly nothing to do, say so under the heading, and why: that is
//! worth knowing too, and silences the rule.
//!
//! Found in documents that call themselves finished, where at least two thirds of the archive's finished documents have actions, and
//! where the heading is there with nothing below it.

use super::context::IncidentContext;
use crate::diag::{Code, Diagnostic};
use crate::model::FieldId;

pub(super) fn check(case: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let names = [FieldId::Actions, FieldId::ActionDetails, FieldId::Lessons, FieldId::Verification];
    if !case.is_finished()
        || case.is_duplicate()
        || !case.incident.record.actions.is_empty()
        || case.speaks_of(&names)
    {
        return Vec::new();
    }
    let heading = case.sections().iter().find(|section| section.field == Some(FieldId::Actions));
    if heading.is_none() && !case.scene.conventions.actions.holds() {
        return Vec::new();
    }
    let place = heading.map_or_else(|| case.head(), |section| section.span);
    vec![
        case.at(Code::ActionsMissing, place, "the document is finished and says nothing of actions")
            .help("list them, or say below the heading that there are none, and why"),
    ]
}
