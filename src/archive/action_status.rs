//! The status of action items on the as-of date.

use jiff::civil::Date;

use super::{ActionStatus, DueStatus};
use crate::model::ActionItem;

/// Open items that are due within this many days are due soon.
const DUE_SOON_DAYS: i32 = 14;
/// Items that were done within this many days are recently done.
const RECENT_DAYS: i32 = 90;

/// The status of an action item of an incident that began on a date.
pub(super) fn of(action: &ActionItem, began: Option<Date>, as_of: Date) -> ActionStatus {
    if !action.state.is_open() {
        // Without a date, an item of a recent incident was done recently, because it did not exist before.
        let finished = action.done_on.or_else(|| began.filter(|began| days(*began, as_of) <= RECENT_DAYS));
        let recent = finished.is_some_and(|day| (0..=RECENT_DAYS).contains(&days(day, as_of)));
        let due_status = if recent { DueStatus::RecentlyDone } else { DueStatus::Done };
        return ActionStatus { due_status, age_days: None, overdue_days: None };
    }
    let overdue_days = action.due.map(|due| days(due, as_of));
    let due_status = match overdue_days {
        None => DueStatus::NoDate,
        Some(late) if late > 0 => DueStatus::Overdue,
        Some(late) if late >= -DUE_SOON_DAYS => DueStatus::DueSoon,
        Some(_) => DueStatus::Later,
    };
    ActionStatus {
        due_status,
        age_days: began.map(|began| days(began, as_of)).filter(|age| *age >= 0),
        overdue_days,
    }
}

/// Days from one date to another; negative if the second is earlier.
pub(super) fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ActionState, Prose};
    use crate::source::Span;

    /// The due status of an item, with days relative to the as-of date.
    fn due_status(state: ActionState, due: Option<i32>, done_on: Option<i32>) -> DueStatus {
        let as_of = Date::constant(2026, 11, 23);
        let day = |days: i32| as_of.saturating_add(jiff::Span::new().days(days));
        let action = ActionItem {
            number: "1".to_owned(),
            action: Prose::default(),
            owner: None,
            priority: None,
            due: due.map(day),
            due_text: None,
            state,
            state_text: None,
            done_on: done_on.map(day),
            category: None,
            description: None,
            rationale: None,
            success_criteria: None,
            reference: None,
            span: Span::default(),
            line: 1,
        };
        of(&action, None, as_of).due_status
    }

    #[test]
    fn open_items_are_due_soon_up_to_14_days_ahead_and_overdue_from_the_day_after() {
        for (due, expected) in [
            (-1, DueStatus::Overdue),
            (0, DueStatus::DueSoon),
            (14, DueStatus::DueSoon),
            (15, DueStatus::Later),
        ] {
            assert_eq!(due_status(ActionState::Open, Some(due), None), expected, "{due}");
        }
        assert_eq!(due_status(ActionState::Blocked, None, None), DueStatus::NoDate);
    }

    #[test]
    fn finished_items_are_recent_for_90_days() {
        for (done_on, expected) in [
            (0, DueStatus::RecentlyDone),
            (-90, DueStatus::RecentlyDone),
            (-91, DueStatus::Done),
            (1, DueStatus::Done),
        ] {
            assert_eq!(due_status(ActionState::Done, None, Some(done_on)), expected, "{done_on}");
        }
    }
}
