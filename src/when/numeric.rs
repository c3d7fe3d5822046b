//! Dates written in digits only.

use std::ops::RangeInclusive;

use jiff::civil::Date;

use super::date::{DAY_MARKS, DateOrder, DateParse, DateProblem, MONTH_MARKS, YEAR_MARKS};
use super::scan::{Cursor, Number, is_digit, is_letter};
use super::words::month;
use crate::lexicon::list;

const LEADS: &[&str] = list("time.date_lead");

/// The years in which an incident can have happened; other four-digit numbers are ports, counts and builds.
pub(super) const YEARS: RangeInclusive<i16> = 1990..=2100;

/// A calendar date, if it exists.
pub(super) fn civil(year: i16, month: i8, day: i8) -> DateParse {
    Date::new(year, month, day).map_err(|_| DateProblem::Impossible)
}

/// Reads a date that begins here with a digit: `2024-03-14`, `20240314`, `2024年3月14日`, `14.03.2024`, `3/14/24`, and
/// also `2024-Mar-14`, which begins in the same way.
pub(super) fn numeric_date(start: Cursor<'_>, order: Option<DateOrder>) -> Option<(DateParse, Cursor<'_>)> {
    let mut look = start;
    let first = look.number()?;
    if !start.starts_token() {
        return None;
    }
    match first.digits {
        8 => compact(start, first, look),
        4 => {
            let year = i16::try_from(first.value).ok().filter(|year| YEARS.contains(year))?;
            with_marks(year, look).or_else(|| year_first(year, look))
        }
        1 | 2 => year_last(start, first, look, order),
        _ => None,
    }
}

/// `20240314`, alone or before a time. Names and ids are left to `date_in_name`.
fn compact<'a>(start: Cursor<'a>, number: Number, end: Cursor<'a>) -> Option<(DateParse, Cursor<'a>)> {
    let separated =
        |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || "()[]{}（），、。,;:|`*\"'".contains(c));
    let time = end.peek() == Some('T') && end.peek_second().is_some_and(is_digit);
    if !separated(start.past().chars().next_back())
        || !(time || separated(end.peek()) || end.peek() == Some('.'))
    {
        return None;
    }
    let year = i16::try_from(number.value / 10_000).ok().filter(|year| YEARS.contains(year))?;
    let month = i8::try_from(number.value / 100 % 100).ok()?;
    let day = i8::try_from(number.value % 100).ok()?;
    // Most eight-digit numbers are not dates, so an impossible date is just a number.
    (end.ends_token() || time).then_some((Ok(civil(year, month, day).ok()?), end))
}

/// `年3月14日` after a year, also with spaces.
fn with_marks(year: i16, after_year: Cursor<'_>) -> Option<(DateParse, Cursor<'_>)> {
    let mut look = after_year;
    look.spaces();
    if !look.eat(YEAR_MARKS) {
        return None;
    }
    let mut part = |marks: &[char]| {
        look.spaces();
        let number = look.number().filter(|number| number.digits <= 2)?.small()?;
        look.spaces();
        look.eat(marks).then_some(number)
    };
    let (month, day) = (part(MONTH_MARKS)?, part(DAY_MARKS)?);
    Some((civil(year, month, day), look))
}

/// `-03-14`, `/3/14`, `.03.14`, `. 3. 14.`, `-Mar-14`, ` March 14` after a year.
fn year_first(year: i16, after_year: Cursor<'_>) -> Option<(DateParse, Cursor<'_>)> {
    let mut look = after_year;
    let mark = look.eat_if(|c| matches!(c, '-' | '/' | '.') || c.is_whitespace())?;
    look.spaces();
    let (month, named) = if let Some(word) = look.word() {
        (month(word)?, true)
    } else {
        (look.number().filter(|number| number.digits <= 2)?.small()?, false)
    };
    // A space separates a year only from the name of a month: `2024 3 14` is three numbers.
    let same_mark = |c: char| c == mark || mark.is_whitespace() && c.is_whitespace();
    if (mark.is_whitespace() && !named) || look.eat_if(same_mark).is_none() {
        return None;
    }
    let spaced = look.spaces();
    let day = look.number().filter(|number| number.digits <= 2)?;
    let clean = match look.peek() {
        Some('T') => look.peek_second().is_some_and(is_digit),
        // A number or a time may be joined: `2024-03-14-001`, `2024/03/14:10:00`.
        Some('-' | ':') => true,
        // `2024-03-14/2024-03-16` is an ISO 8601 interval.
        Some('/') if mark == '-' => true,
        Some('.') if spaced => look.eat(&['.']),
        _ => look.ends_token(),
    };
    clean.then_some((civil(year, month, day.small()?), look))
}

/// `14.03.2024`, `14/03/2024`, `05-10-2021`, `27/01/20`.
fn year_last<'a>(
    start: Cursor<'a>,
    first: Number,
    after_first: Cursor<'a>,
    order: Option<DateOrder>,
) -> Option<(DateParse, Cursor<'a>)> {
    let mut look = after_first;
    let mark = look.eat_if(|c| matches!(c, '-' | '/' | '.'))?;
    let second = look.number().filter(|number| number.digits <= 2)?;
    if !look.eat(&[mark]) {
        return None;
    }
    let number = look.number()?;
    let short = number.digits == 2;
    let year = i16::try_from(number.value).ok()? + if short { 2000 } else { 0 };
    let time = look.peek() == Some('T') && look.peek_second().is_some_and(is_digit);
    if !(short || number.digits == 4)
        || !YEARS.contains(&year)
        || !(time || look.peek() == Some(':') || look.ends_token())
    {
        return None;
    }
    let (a, b) = (first.small()?, second.small()?);
    let parsed = if mark == '.' {
        if short && !is_dotted_date(start, first, second, look) {
            return None;
        }
        civil(year, b, a)
    } else {
        in_order(year, a, b, order)
    };
    // With a two-digit year, impossible numbers are more likely something else than a mistaken date.
    let plausible = (1..=31).contains(&a) && (1..=31).contains(&b) && (a <= 12 || b <= 12);
    (!short || parsed.is_ok() || plausible && (mark != '.' || b <= 12)).then_some((parsed, look))
}

/// The date of two numbers and a year. A number above 12 is the day; equal numbers need no order.
fn in_order(year: i16, a: i8, b: i8, order: Option<DateOrder>) -> DateParse {
    let day_first = match order {
        _ if a > 12 => true,
        _ if b > 12 => false,
        _ if a == b => true,
        Some(order) => order == DateOrder::DayFirst,
        None if a < 1 || b < 1 => return Err(DateProblem::Impossible),
        None => return Err(DateProblem::Ambiguous),
    };
    if day_first { civil(year, b, a) } else { civil(year, a, b) }
}

/// Whether `14.3.24` is a date and not a version such as `1.12.24`: it has a leading zero or a day larger than any
/// major version, begins the line, or follows a word that comes before dates.
fn is_dotted_date(start: Cursor<'_>, day: Number, month: Number, end: Cursor<'_>) -> bool {
    let padded = |number: Number| number.digits == 2 && number.value < 10;
    if padded(day) || padded(month) || day.value > 12 {
        return true;
    }
    let before = start.past().trim_end();
    if before.is_empty() {
        let mut after = end;
        after.spaces();
        // Not before a word: headings have such numbers as well.
        return after.peek().is_none_or(|c| !c.is_alphanumeric());
    }
    let word = before.rsplit(|c: char| !is_letter(c)).next().unwrap_or("");
    before.ends_with([':', '|', '：']) || LEADS.contains(&word)
}
