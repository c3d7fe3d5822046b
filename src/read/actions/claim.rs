//! What speaks for taking something for an action item.
//!
//! Sections about prevention, improvements or next steps hold as much prose as tasks. Where a document has a list that
//! is headed as the list of its action items, that list is complete: what is written elsewhere is an item only if
//! somebody tracks it.

use crate::model::ActionItem;
use crate::read::lexicon::{Lexicon, fold};

/// What speaks for an action item, the weakest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Claim {
    /// It is below a heading that action items often have: `Prevention`.
    #[default]
    Plain,
    /// It has a checkbox, or an owner, a due date or a state of its own.
    Tracked,
    /// It is below a heading or lead-in that names the list: `Action items`, `Tasks:`.
    Listed,
}

impl Claim {
    /// The claim of an item that no heading makes.
    pub(super) fn of(item: &ActionItem) -> Self {
        let details = item.owner.is_some()
            || item.due.is_some()
            || item.due_text.is_some()
            || item.state_text.is_some()
            || item.done_on.is_some();
        if details { Self::Tracked } else { Self::Plain }
    }

    /// Whether words above a list name it as the list of action items.
    pub(super) fn of_heading(words: &str, lexicon: &Lexicon) -> Self {
        if lexicon.occurs_in("action_list", &fold(words)) { Self::Listed } else { Self::Plain }
    }
}

/// Keeps what the list of action items holds and what is tracked elsewhere; everything, if no list is headed so.
pub(super) fn confine(items: Vec<(Claim, ActionItem)>, has_list: bool) -> Vec<ActionItem> {
    let has_list = has_list || items.iter().any(|(claim, _)| *claim == Claim::Listed);
    let kept = items.into_iter().filter(|(claim, _)| !has_list || *claim > Claim::Plain);
    kept.map(|(_, item)| item).collect()
}
