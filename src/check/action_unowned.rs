//! What everybody should do, nobody does. An open item needs one name, of a person or a team.
//!
//! Reported where most other items of the document have an owner, or at least two thirds of the open items in the archive do. Items
//! with the highest priority have their own rule, `action-urgent-unowned`.

use super::action_urgent_unowned::is_urgent;
use super::context::{IncidentContext, short_text};
use super::conventions::others_have;
use super::missing;
use crate::diag::{Code, Diagnostic};
use crate::model::ActionItem;

pub(super) fn check(context: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let items = &context.incident.record.actions;
    let usual = context.shared.conventions.owner.is_common();
    let unowned: Vec<&ActionItem> = context
        .open_actions()
        .filter(|item| {
            item.owner.is_none()
                && missing::is_formal(item)
                && !is_urgent(item)
                && (usual || others_have(items, item, |other| other.owner.is_some()))
        })
        .collect();
    let message = |item: &ActionItem| format!("`{}` has no owner", short_text(item));
    let found = missing::report(context, Code::ActionUnowned, &unowned, "has an owner", message);
    found.into_iter().map(|diagnostic| diagnostic.help("name a person or a team")).collect()
}
