//! Periods: a date or a time, a range mark, and another one.

use jiff::civil::{Date, Time};

use super::Found;
use super::date::{DateOrder, find_date, find_day_month};
use super::moment::{eat_range_mark, moment_at};
use super::scan::Cursor;
use super::zone::Zone;
use crate::lexicon::list;

const RANGE: &[&str] = list("time.range");

/// The time from one date to another, or from one time of a day to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub start: Date,
    /// The time of day at which it starts.
    pub start_clock: Option<Time>,
    /// The last day, the first one or a later one.
    pub end: Date,
    /// The time of day at which it ends.
    pub end_clock: Option<Time>,
    /// The zone, from either end.
    pub zone: Option<Zone>,
}

impl Period {
    fn days(start: Date, end: Date) -> Option<Self> {
        (start <= end).then_some(Self { start, start_clock: None, end, end_clock: None, zone: None })
    }

    /// The number of days between its ends.
    pub fn days_between(&self) -> u32 {
        self.end.since(self.start).ok().and_then(|span| u32::try_from(span.get_days()).ok()).unwrap_or(0)
    }
}

/// The period that begins or ends with the first date of a text: `2026-03-04 – 2026-03-09`, `July 30 – August 2, 2018`,
/// `8–9 February 2024`, `2026-07-29 -> 31`, `2026-03-14 22:10 to 01:30 UTC`.
pub fn find_period(text: &str, order: Option<DateOrder>) -> Option<Found<Period>> {
    let found = find_date(text, order)?;
    let date = found.value.ok()?;
    let at = |value: Period, end: usize| Found { value, start: found.start, end };
    if let Some(start) = start_before(&text[..found.start], date) {
        return Period::days(start, date).map(|period| at(period, found.end));
    }
    if let Some(end) = last_day_within(&text[found.start..found.end], date) {
        return Period::days(date, end).map(|period| at(period, found.end));
    }
    let (first, mut look) = moment_at(Cursor::new(text, found.start), order)?;
    // `2026-03-14/2026-03-16` is an ISO 8601 interval.
    if !look.eat(&['/']) && !eat_range_mark(&mut look) {
        return None;
    }
    let look = Cursor::with_floor(text, look.at(), look.at());
    let Some((last, end)) = moment_at(look, order) else {
        let (end, after) = short_end(look, date)?;
        return Period::days(date, end).map(|period| at(period, after));
    };
    let in_year = |(month, day)| Date::new(date.year(), month, day).ok();
    let end_date = match (last.date.or_else(|| last.day_month.and_then(in_year)), first.clock, last.clock) {
        (Some(date), ..) => date,
        (None, Some(before), Some(after)) if after < before => date.tomorrow().ok()?,
        (None, Some(_), Some(_)) => date,
        _ => return None,
    };
    let period = Period::days(date, end_date)?;
    let zone = first.zone.or(last.zone);
    Some(at(Period { start_clock: first.clock, end_clock: last.clock, zone, ..period }, end.at()))
}

/// The first day of a period whose last one follows: `30 July - ` before 1 August 2018, `17./` before 18 November.
fn start_before(before: &str, end: Date) -> Option<Date> {
    let before = before.trim_end();
    let is_mark = |c: char| matches!(c, '-' | '–' | '—' | '/' | '〜' | '~' | '→');
    let head = before.strip_suffix(is_mark).or_else(|| {
        let head = before.trim_end_matches(char::is_alphabetic);
        (head.ends_with(' ') && RANGE.contains(&&before[head.len()..])).then_some(head)
    })?;
    if let Some(found) = find_day_month(head).filter(|found| head[found.end..].trim().is_empty()) {
        let (month, day) = found.value;
        return Date::new(end.year(), month, day).ok().filter(|begin| *begin <= end);
    }
    let digits = head.trim_end_matches(['.', ' ']);
    let number = &digits[digits.trim_end_matches(|c: char| c.is_ascii_digit()).len()..];
    // `2026-03-04/05` ends in the number of a date of its own.
    let alone = !digits[..digits.len() - number.len()].ends_with(['-', '/', '.', ':']);
    let day = number.parse().ok().filter(|_| alone && number.len() <= 2)?;
    Date::new(end.year(), end.month(), day).ok().filter(|begin| *begin <= end)
}

/// The second day of `February 8-9, 2024`, which was read as the first.
fn last_day_within(written: &str, start: Date) -> Option<Date> {
    let (head, tail) = written.split_once(['-', '–', '—'])?;
    let is_worded =
        head.contains(char::is_alphabetic) && head.trim_end().ends_with(|c: char| c.is_alphanumeric());
    let tail = tail.trim_start();
    let digits = &tail[..tail.len() - tail.trim_start_matches(|c: char| c.is_ascii_digit()).len()];
    let day = digits.parse().ok().filter(|_| is_worded && digits.len() <= 2)?;
    Date::new(start.year(), start.month(), day).ok().filter(|end| *end > start)
}

/// `31` after `2026-07-29 -> `, with nothing after it that it could count.
fn short_end(start: Cursor<'_>, first: Date) -> Option<(Date, usize)> {
    let mut look = start;
    let day = look.number().filter(|number| number.digits <= 2)?.small()?;
    let mut next = look;
    next.spaces();
    let alone = next.peek().is_none_or(|c| ",;.)(]|（）、。".contains(c));
    let end = Date::new(first.year(), first.month(), day).ok().filter(|end| *end > first)?;
    (alone && look.ends_token()).then_some((end, look.at()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        let period = find_period(text, None)?.value;
        let clock = |time: Option<Time>| time.map_or(String::new(), |time| format!(" {time}"));
        let (start, end) = (clock(period.start_clock), clock(period.end_clock));
        Some(format!("{}{start} to {}{end}", period.start, period.end))
    }

    #[test]
    fn reads_periods_in_many_notations() {
        for (text, expected) in [
            ("2026-03-04 – 2026-03-09", "2026-03-04 to 2026-03-09"),
            ("2026-03-04 to 2026-03-09 (six days)", "2026-03-04 to 2026-03-09"),
            ("~2026-03-04 -> 2026-03-09", "2026-03-04 to 2026-03-09"),
            ("2026-03-04/2026-03-09", "2026-03-04 to 2026-03-09"),
            ("2026-07-29 -> 31", "2026-07-29 to 2026-07-31"),
            ("July 30 – August 2, 2018", "2018-07-30 to 2018-08-02"),
            ("30 July - 2 August 2018", "2018-07-30 to 2018-08-02"),
            ("February 8-9, 2024", "2024-02-08 to 2024-02-09"),
            ("8.–9. Februar 2024", "2024-02-08 to 2024-02-09"),
            ("17./18. November 2024", "2024-11-17 to 2024-11-18"),
            ("del 4 de marzo de 2026 al 9 de marzo de 2026", "2026-03-04 to 2026-03-09"),
            ("2026年3月4日から2026年3月9日", "2026-03-04 to 2026-03-09"),
            ("2026-03-14 22:10 to 01:30 UTC", "2026-03-14 22:10:00 to 2026-03-15 01:30:00"),
            ("2026-03-14, 10:00-12:30", "2026-03-14 10:00:00 to 2026-03-14 12:30:00"),
            ("2026-03-14 10:00 to 2026-03-16 09:00", "2026-03-14 10:00:00 to 2026-03-16 09:00:00"),
        ] {
            assert_eq!(read(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn single_dates_are_no_periods() {
        for text in [
            "2026-03-04",
            "2026-03-04 14:02",
            "2026-03-01 - 3 nodes failed",
            "2026-03-04 - the pool ran out",
            "2026-03-09 to 2026-03-04",
            "March 4, 2026",
            "14-Mar-2024",
            "sometime - 2026-03-04",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
