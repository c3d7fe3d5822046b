//! Months and weekdays.

use super::scan::{Cursor, same_word};
use crate::lexicon::list;

/// Names and abbreviations of each month.
const MONTHS: [&[&str]; 12] = [
    list("month.january"),
    list("month.february"),
    list("month.march"),
    list("month.april"),
    list("month.may"),
    list("month.june"),
    list("month.july"),
    list("month.august"),
    list("month.september"),
    list("month.october"),
    list("month.november"),
    list("month.december"),
];
const NEED_A_YEAR: &[&str] = list("time.month_only_with_year");
const NEED_A_CAPITAL: &[&str] = list("time.month_only_with_capital");
const WEEKDAYS: &[&str] = list("time.weekday");
const WEEKDAY_MARKS: &[&str] = list("time.weekday_mark");

/// The names of months and weekdays, and their abbreviations.
pub fn calendar_words() -> impl Iterator<Item = &'static str> {
    MONTHS.into_iter().flatten().chain(WEEKDAYS).copied()
}

/// The month that a word names, from 1.
pub(super) fn month(word: &str) -> Option<i8> {
    let at = MONTHS.iter().position(|names| names.iter().any(|name| same_word(word, name)))?;
    i8::try_from(at + 1).ok()
}

/// Whether a month's name is clear without a year next to it. `may` and `out` are also other words.
pub(super) fn is_clear_month(word: &str) -> bool {
    let listed = |list: &[&str]| list.iter().any(|name| same_word(word, name));
    !listed(NEED_A_YEAR) && (word.starts_with(char::is_uppercase) || !listed(NEED_A_CAPITAL))
}

/// Skips a weekday, with the full stop of an abbreviation.
pub(super) fn eat_weekday(cursor: &mut Cursor<'_>) -> bool {
    let found = cursor.eat_word(WEEKDAYS);
    if found {
        cursor.eat(&['.']);
    }
    found
}

/// Skips a weekday in brackets after a date: `(Thu)`, `（火）`.
pub(super) fn eat_bracketed_weekday(cursor: &mut Cursor<'_>) -> bool {
    let mut look = *cursor;
    look.spaces();
    let found = look.eat(&['(', '（'])
        && (eat_weekday(&mut look) || WEEKDAY_MARKS.iter().any(|mark| look.eat_text(mark)))
        && look.eat(&[')', '）']);
    if found {
        *cursor = look;
    }
    found
}
