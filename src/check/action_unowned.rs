//! What everybody should do, nobody does. An open item needs one name, of a person or of a team.
//!
//! Found where most other items of the document have an owner, or at least two thirds of the archive's open items do. Items of
//! the highest priority have a rule of their own, `action-urgent-unowned`.

use super::action_urgent_unowned::is_urgent;
use super::habits::others_have;
use super::lacks;
use super::scene::{Case, brief};
use crate::diag::{Code, Diagnostic};
use crate::model::ActionItem;

pub(super) fn check(case: &Case<'_>) -> Vec<Diagnostic> {
    let items = &case.incident.record.actions;
    let usual = case.scene.habits.owner.holds();
    let unowned: Vec<&ActionItem> = case
        .open_actions()
        .filter(|item| {
            item.owner.is_none()
                && lacks::is_formal(item)
                && !is_urgent(item)
                && (usual || others_have(items, item, |other| other.owner.is_some()))
        })
        .collect();
    let one = |item: &ActionItem| format!("nobody owns `{}`", brief(item));
    let found = lacks::tell(case, Code::ActionUnowned, &unowned, "has an owner", one);
    found.into_iter().map(|diagnostic| diagnostic.help("name a person or a team")).collect()
}
