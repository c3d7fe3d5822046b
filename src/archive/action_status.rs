//! The status of action items on the as-of date.

use jiff::civil::Date;

use super::{ActionStatus, DueStatus};
use crate::model::{ActionItem, Record};

/// Open items that are due within this many days are due soon.
const DUE_SOON_DAYS: i32 = 14;
/// Items that were done within this many days are recently done.
const RECENT_DAYS: i32 = 90;

/// The status of an action item.
pub(super) fn of(action: &ActionItem, record: &Record, as_of: Date) -> ActionStatus {
    let began = record.date.as_ref().map(|date| date.value);
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
