//! Reads the values of filters: days and durations. `themes/default/search-filters.js` has the same expressions, and
//! `tests/search/vectors.json` tests both.

use std::sync::LazyLock;

use jiff::civil::{Date, date};
use jiff::{Span, ToSpan as _};
use regex::Regex;

/// `2025`, `2025-03`, `2025-03-14`, `2025-q1`.
const CALENDAR: &str = "^([12][0-9]{3})(?:[-/](?:q([1-4])|([0-9]{1,2})(?:[-/]([0-9]{1,2}))?))?$";
/// `90d`, `12w`, `6m`, `1y`.
const AGO: &str = "^([0-9]{1,4})([hdwmy])$";
/// `1d4h30m`, `1.5h`, `90min`, `1h30`, `90`.
const DURATION: &str = "^(?:([0-9]+(?:[.][0-9]+)?)d(?:ays?)?)?(?:([0-9]+(?:[.][0-9]+)?)h(?:(?:ou)?rs?)?)?\
                        (?:([0-9]+(?:[.][0-9]+)?)(?:m(?:in(?:ute)?s?)?)?)?$";

/// The days that a value names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Period {
    /// The first day.
    pub(super) first: Date,
    /// The day after the last.
    pub(super) next: Date,
    /// Whether the value counts back from today, so that it also stands for all days since.
    pub(super) is_ago: bool,
}

/// Reads a date filter's value. `today` is the as-of date.
pub(super) fn period(value: &str, today: Date) -> Option<Period> {
    static CALENDAR_FORM: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(CALENDAR).ok());
    static AGO_FORM: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(AGO).ok());
    let value = value.trim().to_lowercase();
    if let Some(found) = CALENDAR_FORM.as_ref()?.captures(&value) {
        let number = |at: usize| found.get(at).and_then(|part| part.as_str().parse::<i16>().ok());
        let (year, quarter, month, day) = (number(1)?, number(2), number(3), number(4));
        let (month, length) = match (quarter, month, day) {
            (Some(quarter), _, _) => (quarter * 3 - 2, 3.months()),
            (None, Some(month), Some(_)) => (month, 1.day()),
            (None, Some(month), None) => (month, 1.month()),
            (None, None, _) => (1, 1.year()),
        };
        let day = day.unwrap_or(1);
        let first = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
        return from(first, length);
    }
    if let Some(found) = AGO_FORM.as_ref()?.captures(&value) {
        let number: i64 = found[1].parse().ok()?;
        let span = match &found[2] {
            "h" => Span::new().days((number + 23) / 24),
            "d" => Span::new().days(number),
            "w" => Span::new().weeks(number),
            "m" => Span::new().months(number),
            _ => Span::new().years(number),
        };
        let first = today.checked_sub(span).ok().filter(|first| first.year() >= 1000)?;
        return Some(Period { is_ago: true, ..from(first, 1.day())? });
    }
    named(&value, today)
}

/// Days with a name: `today`, `last-month`.
fn named(value: &str, today: Date) -> Option<Period> {
    match value {
        "today" => return from(today, 1.day()),
        "yesterday" => return from(today.yesterday().ok()?, 1.day()),
        _ => {}
    }
    let (which, unit) = value.split_once('-')?;
    let back = ["this", "last"].iter().position(|one| *one == which)?;
    let (begin, length) = match unit {
        "week" => {
            let since_monday = i64::from(today.weekday().to_monday_zero_offset());
            (today.checked_sub(Span::new().days(since_monday)).ok()?, 1.week())
        }
        "month" => (today.first_of_month(), 1.month()),
        "quarter" => (date(today.year(), (today.month() - 1) / 3 * 3 + 1, 1), 3.months()),
        "year" => (today.first_of_year(), 1.year()),
        _ => return None,
    };
    let first = if back == 1 { begin.checked_sub(length).ok()? } else { begin };
    from(first, length)
}

fn from(first: Date, length: Span) -> Option<Period> {
    Some(Period { first, next: first.checked_add(length).ok()?, is_ago: false })
}

/// Reads a duration as minutes.
pub(super) fn minutes(value: &str) -> Option<f64> {
    static FORM: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(DURATION).ok());
    let value: String = value.to_lowercase().split_whitespace().collect();
    let found = FORM.as_ref()?.captures(&value).filter(|_| !value.is_empty())?;
    let number = |at: usize| {
        found
            .get(at)
            .map_or(Some(0.0), |part| part.as_str().parse::<f64>().ok().filter(|one| one.is_finite()))
    };
    Some(number(1)? * 1440.0 + number(2)? * 60.0 + number(3)?)
}

/// The names that a value of a filter could mean, at most three: those that begin with it, else those that contain it as a word, else those
/// that differ by one typo. All names are normalized.
pub(super) fn nearest<'n>(value: &str, names: &[&'n str]) -> Vec<&'n str> {
    let begins = |name: &str| name.strip_prefix(value).is_some_and(|rest| rest.starts_with('-'));
    let contains = |name: &str| format!("-{name}-").contains(&format!("-{value}-"));
    let resembles = |name: &str| {
        std::iter::once(name)
            .chain(name.split('-'))
            .any(|part| part.chars().count() > 2 && is_near(part, value))
    };
    let starts = |name: &str| value.chars().count() > 2 && name.starts_with(value);
    let tests: [&dyn Fn(&str) -> bool; 4] = [&begins, &contains, &starts, &resembles];
    let found = tests.iter().map(|test| {
        let mut found: Vec<&str> = names.iter().copied().filter(|name| test(name)).collect();
        found.truncate(3);
        found
    });
    found.into_iter().find(|found| !found.is_empty()).unwrap_or_default()
}

fn is_near(one: &str, other: &str) -> bool {
    let [one, other] = [one, other].map(|word| word.chars().collect::<Vec<char>>());
    super::engine::is_near(&one, &other)
}
