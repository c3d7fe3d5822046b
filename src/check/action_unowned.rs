//! What everybody should do, nobody does. An open item needs one name, of a person or of a team.
//!
//! Found where most other items of the document have an owner, or at least two thirds of the archive's open items do. Items of
//! the highest priority have a rule of their own, `action-urgent-unowned`.

use super::action_urgent_unowned::is_urgent;
use super::context::{IncidentContext, brief};
use super::conventions::others_have;
use super::missing;
use crate::diag::{Code, Diagnostic};
use crate::model::ActionItem;

pub(super) fn check(case: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let items = &case.incident.record.actions;
    let usual = case.scene.conventions.owner.holds();
    let unowned: Vec<&ActionItem> = case
        .open_actions()
        .filter(|item| {
            item.owner.is_none()
                && missing::is_formal(item)
                && !is_urgent(item)
                && (usual || others_have(items, item, |other| other.owner.is_some()))
        })
        .collect();
    let one = |item: &ActionItem| format!("nobody owns `{}`", brief(item));
    let found = missing::tell(case, Code::ActionUnowned, &unowned, "has an owner", one);
    found.into_iter().map(|diagnostic| diagnostic.help("name a person or a team")).collect()
}
