//! Calendar dates.

use jiff::civil::Date;

use super::Found;
use super::numeric::{civil, numeric_date};
use super::scan::{Cursor, after_number, is_digit, next_number};
use super::words::{eat_bracketed_weekday, eat_weekday, is_clear_month, month};
use crate::lexicon::{characters, list};

const OF: &[&str] = list("time.of");
const THE: &[&str] = list("time.the");
const YEAR_OF: &[&str] = list("time.year_of");
const ORDINALS: &[&str] = list("time.ordinal");
pub(super) const YEAR_MARKS: &[char] = characters("time.year_mark");
pub(super) const MONTH_MARKS: &[char] = characters("time.month_mark");
pub(super) const DAY_MARKS: &[char] = characters("time.day_mark");

/// Which of two numbers is the day in `03/04/2024`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// 3 April.
    DayFirst,
    /// March 4.
    MonthFirst,
}

/// Why something written as a date is not one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateProblem {
    /// Day and month could be swapped (`03/04/2024`), and no order is given.
    Ambiguous,
    /// The calendar has no such day: `31.06.2019`.
    Impossible,
}

/// The result of parsing something written as a date.
pub(super) type DateParse = Result<Date, DateProblem>;

/// The first date in a text, including a weekday before it (`Sunday 9th of May 2021`) or in brackets after it.
pub fn find_date(text: &str, order: Option<DateOrder>) -> Option<Found<DateParse>> {
    find_from(text, 0, &|start| date_at(start, order))
}

/// All dates in a text, in order.
pub fn find_dates(text: &str, order: Option<DateOrder>) -> Vec<Found<DateParse>> {
    let next = |from| find_from(text, from, &|start| date_at(start, order));
    std::iter::successors(next(0), |last| next(last.end)).collect()
}

/// The first day of a month without a year, as month and day: `Oct 31`, `31. Oktober`, `10月31日`.
pub fn find_day_month(text: &str) -> Option<Found<(i8, i8)>> {
    find_from(text, 0, &day_month_at)
}

/// Finds something that begins with a number, or with the name of a month and a number.
fn find_from<'a, T>(
    text: &'a str,
    floor: usize,
    read: &dyn Fn(Cursor<'a>) -> Option<(T, Cursor<'a>)>,
) -> Option<Found<T>> {
    let mut from = floor;
    while let Some(at) = next_number(text, from) {
        let number = Cursor::with_floor(text, at, floor);
        let named =
            number.word_before(&['.', '-', '/']).filter(|start| word_is_month(*start)).or_else(|| {
                // `March the 14th`
                let article = number.word_before(&[])?;
                let start = article.word_before(&['.'])?;
                let is_article = THE.iter().any(|the| article.rest().starts_with(the));
                (is_article && word_is_month(start)).then_some(start)
            });
        for start in [named, Some(number)].into_iter().flatten() {
            if let Some((value, end)) = read(start) {
                let start = weekday_before(start).unwrap_or(start).at();
                return Some(Found { value, start, end: end.at() });
            }
        }
        from = after_number(text, at);
    }
    None
}

fn word_is_month(mut start: Cursor<'_>) -> bool {
    start.word().and_then(month).is_some()
}

/// The position of a weekday directly before.
fn weekday_before(start: Cursor<'_>) -> Option<Cursor<'_>> {
    let word = start.word_before(&[',', '.'])?;
    let mut look = word;
    eat_weekday(&mut look).then_some(word)
}

/// Reads a date that begins here.
pub(super) fn date_at(start: Cursor<'_>, order: Option<DateOrder>) -> Option<(DateParse, Cursor<'_>)> {
    let (parsed, mut end) = numeric_date(start, order).or_else(|| {
        let (day, end) = day_at(start)?;
        let (year, end) = past_range(start, &day, end).and_then(year_after).or_else(|| year_after(end))?;
        Some((civil(year, day.month, day.day), end))
    })?;
    eat_bracketed_weekday(&mut end);
    Some((parsed, end))
}

/// The end of a range of days after its first day, `February 8-9, 2024`. Otherwise the second day could be read as a
/// year.
fn past_range<'a>(start: Cursor<'a>, first: &MonthDay, end: Cursor<'a>) -> Option<Cursor<'a>> {
    let month_leads = start.peek().is_some_and(|c| !is_digit(c));
    let mut look = end;
    look.spaces();
    if !month_leads || !look.eat(&['-', '–', '—']) {
        return None;
    }
    look.spaces();
    let last: i8 = look.number().filter(|number| number.digits <= 2)?.small()?;
    eat_ordinal(&mut look);
    (last > first.day && last <= 31).then_some(look)
}

/// Reads a day of a month without a year that begins here, as month and day.
pub(super) fn day_month_at(start: Cursor<'_>) -> Option<((i8, i8), Cursor<'_>)> {
    let (day, mut end) = day_at(start).or_else(|| marked_day_at(start))?;
    let plausible = (1..=31).contains(&day.day)
        && day.is_clear
        && end.ends_token()
        // 2000 was a leap year, so 29 February is allowed.
        && Date::new(2000, day.month, day.day).is_ok();
    if !plausible || year_after(end).is_some() {
        return None;
    }
    eat_bracketed_weekday(&mut end);
    Some(((day.month, day.day), end))
}

/// A day and month, with the month written out.
struct MonthDay {
    month: i8,
    day: i8,
    /// Whether the month is clear without a year next to it.
    is_clear: bool,
}

/// `14th of March`, `14. März`, `14-Mar`, `March 14th`.
fn day_at(start: Cursor<'_>) -> Option<(MonthDay, Cursor<'_>)> {
    if start.peek().is_some_and(is_digit) { day_first(start) } else { month_first(start) }
}

fn day_first(start: Cursor<'_>) -> Option<(MonthDay, Cursor<'_>)> {
    let mut look = start;
    let day = look.number().filter(|number| number.digits <= 2 && start.starts_token())?.small()?;
    eat_ordinal(&mut look);
    if !look.eat(&['-', '/']) {
        look.spaces();
        if look.eat_word(OF) {
            look.eat(&['\'', '’']);
            look.spaces();
        }
    }
    let word = look.word()?;
    let month = month(word)?;
    // The full stop of an abbreviation, not the end of a sentence.
    let mut stop = look;
    if stop.eat(&['.']) && stop.spaces() && stop.peek().is_some_and(is_digit) {
        look = stop;
    }
    Some((MonthDay { month, day, is_clear: is_clear_month(word) }, look))
}

fn month_first(start: Cursor<'_>) -> Option<(MonthDay, Cursor<'_>)> {
    let mut look = start;
    if look.past().ends_with(|c: char| c.is_alphanumeric()) {
        return None;
    }
    let word = look.word()?;
    let month = month(word)?;
    let dot = look.eat(&['.']);
    let separated = look.eat(&['-', '/']) | look.spaces();
    // `January23, 2021`: the space is missing; a year must follow then.
    let joined = !separated && !dot;
    if joined && !word.starts_with(char::is_uppercase) {
        return None;
    }
    if look.eat_word(THE) {
        look.spaces();
    }
    let day = look.number().filter(|number| number.digits <= 2)?.small()?;
    eat_ordinal(&mut look);
    Some((MonthDay { month, day, is_clear: !joined && is_clear_month(word) }, look))
}

/// `10月31日`, not after a year.
fn marked_day_at(start: Cursor<'_>) -> Option<(MonthDay, Cursor<'_>)> {
    let mut look = start;
    let month = look.number().filter(|number| number.digits <= 2 && start.starts_token())?.small()?;
    look.spaces();
    if start.past().trim_end().ends_with(YEAR_MARKS) || !look.eat(MONTH_MARKS) {
        return None;
    }
    look.spaces();
    let day = look.number().filter(|number| number.digits <= 2)?.small()?;
    look.spaces();
    look.eat(DAY_MARKS).then_some((MonthDay { month, day, is_clear: true }, look))
}

/// Skips the ending of an ordinal number: `1st`, `2nd`, `14.`, `1º`, `1er`. Wrong ones (`3th`) are common.
fn eat_ordinal(look: &mut Cursor<'_>) {
    if !look.eat_word(ORDINALS) {
        look.eat(&['.', '°']);
    }
}

/// The year after a day: `, 2021`, ` 2021`, ` de 2021`, `-2021`, `-21`, ` '21`.
fn year_after(end: Cursor<'_>) -> Option<(i16, Cursor<'_>)> {
    let mut look = end;
    let joined = look.eat(&['-', '/']);
    if !joined {
        look.eat(&[',']);
        look.spaces();
        if look.eat_word(YEAR_OF) {
            look.spaces();
        }
    }
    let short = look.eat(&['\'', '’']) || joined;
    let number = look.number()?;
    let year = match number.digits {
        4 => i16::try_from(number.value).ok().filter(|year| super::numeric::YEARS.contains(year))?,
        2 if short => 2000 + i16::try_from(number.value).ok()?,
        _ => return None,
    };
    let clean = match look.peek() {
        // A time may follow directly: `14/Mar/2024:10:00:00`, `14 Mar 2024T10:00`.
        Some(':' | 'T') => number.digits == 4,
        _ => look.ends_token(),
    };
    clean.then_some((year, look))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first date (or `ambiguous` or `impossible`) with the text it was read from; empty if there is none.
    fn read(text: &str, order: Option<DateOrder>) -> String {
        find_date(text, order).map_or(String::new(), |found| {
            let value = match found.value {
                Ok(date) => date.to_string(),
                Err(DateProblem::Ambiguous) => "ambiguous".to_owned(),
                Err(DateProblem::Impossible) => "impossible".to_owned(),
            };
            format!("{value} <{}>", &text[found.start..found.end])
        })
    }

    fn check(text: &str, expected: &str) {
        let read = read(text, None);
        assert!(read == expected || read == format!("{expected} <{text}>"), "{text}: {read}");
    }

    #[test]
    fn range_of_days_starts_on_its_first_day() {
        check("January 20-22, 2026", "2026-01-20");
        check("February 8–9, 2024", "2024-02-08");
        check("Mar 14th - 15th 2024", "2024-03-14");
        check("Mar 14-24", "2024-03-14");
        check("on March14, 2024 we", "2024-03-14 <March14, 2024>");
    }

    #[test]
    fn reads_dates_in_many_notations() {
        for text in "2024-03-14 ; 2024/03/14 ; 2024.03.14 ; 2024-3-14 ; 20240314 ; 14 March 2024 ; \
             14. März 2024 ; March 14, 2024 ; Mar 14th 2024 ; Mar 14 2024 ; \
             Thursday 14th of March 2024 ; 2024年3月14日 ; 2024 年 3 月 14 日 ; 14.03.2024 ; 14.3.24 ; \
             14/03/2024 ; 03/14/2024 ; 03-14-2024 ; 3-14-24 ; 14/03/24 ; 14-Mar-2024 ; 14-Mar-24 ; \
             14/Mar/2024 ; 2024-Mar-14 ; 2024 March 14 ; 14 de março de 2024 ; 14 de marzo de 2024 ; \
             14 mars 2024 ; le 14 mars 2024 ; March the 14th, 2024 ; Thu, 14 Mar 2024 ; \
             Thursday, March 14, 2024 ; 2024. 3. 14. ; 2024-03-14（木） ; 2024-03-14 (Thu) ; \
             14 MARCH 2024 ; Mar. 14, 2024 ; 14. maart 2024 ; 14 marzo 2024 ; ２０２４年３月１４日 ; \
             2024년 3월 14일"
            .split(" ; ")
        {
            let read = read(text, None);
            let whole = format!("2024-03-14 <{}>", text.trim_start_matches("le "));
            assert_eq!(read, whole, "{text}");
        }
    }

    #[test]
    fn finds_dates_in_text() {
        for (text, expected) in [
            ("2024-3-1", "2024-03-01"),
            ("27/01/20", "2020-01-27"),
            ("5-26-21", "2021-05-26"),
            ("Website Outage 5-26-21", "2021-05-26 <5-26-21>"),
            ("On 2024-03-14T14:02:00Z it", "2024-03-14 <2024-03-14>"),
            ("20240314T140200Z", "2024-03-14 <20240314>"),
            ("[2024-03-14]", "2024-03-14 <2024-03-14>"),
            ("発生2024年3月14日に", "2024-03-14 <2024年3月14日>"),
            ("between 2022-01-01-2022-01-03", "2022-01-01 <2022-01-01>"),
            ("Date: July 1, 2020", "2020-07-01 <July 1, 2020>"),
            ("14/Mar/2024:10:00:00 +0000", "2024-03-14 <14/Mar/2024>"),
            ("On May 9th 2021 at 6:48AM PDT", "2021-05-09 <May 9th 2021>"),
            ("27.01.20 - 07:00", "2020-01-27 <27.01.20>"),
            ("Løst, oppdatert 18.02.2020.", "2020-02-18 <18.02.2020>"),
            ("am 3.4.24 gab es", "2024-04-03 <3.4.24>"),
            ("INC_2024-03-14", "2024-03-14 <2024-03-14>"),
            ("see /2019/10/24/x", "2019-10-24 <2019/10/24>"),
            ("03/03/2024", "2024-03-03"),
        ] {
            check(text, expected);
        }
    }

    #[test]
    fn reports_ambiguous_and_impossible_dates() {
        for (text, expected) in [
            ("03/04/2024", "ambiguous"),
            ("05-10-2021", "ambiguous"),
            ("31.06.2019", "impossible"),
            ("31/06/2019", "impossible"),
            ("2023-02-30", "impossible"),
            ("June 31, 2019", "impossible"),
            ("13/13/2024", "impossible"),
            ("2024-13-01", "impossible"),
        ] {
            check(text, expected);
        }
        let (day, month) = (Some(DateOrder::DayFirst), Some(DateOrder::MonthFirst));
        assert_eq!(read("03/04/2024", day), "2024-04-03 <03/04/2024>");
        assert_eq!(read("03/04/2024", month), "2024-03-04 <03/04/2024>");
        assert_eq!(read("05-10-21", month), "2021-05-10 <05-10-21>");
        assert_eq!(read("14/03/2024", month), "2024-03-14 <14/03/2024>");
    }

    #[test]
    fn rejects_versions_addresses_and_ids() {
        for text in "2022-05-?? ; 1.2.3 ; v1.2.34 ; 10.0.0.1 ; upgraded to 1.12.24 ; nginx 1.12.24 was ; \
             12024-03-14 ; 1989-01-01 ; 2101-01-01 ; INC-20260814-001 ; 20241399 ; 12345678 ; \
             555-12-34 ; 24/7/365 ; 1/2 ; 2024 ; March 2024 ; 3 out of 2024 requests ; 2024 3 14 ; \
             CVE-2024-12345 ; 99999-99-99 ; 14:02 ; March 14 ; 45.67.2024.1 ; v14 March 2024 ; \
             99/99/99 ; 日 ; 2024-03 ; in 2024, 14 March ; "
            .split(" ; ")
        {
            assert_eq!(read(text, None), "", "{text}");
        }
    }

    #[test]
    fn finds_all_dates_in_order() {
        let dates = |text| {
            find_dates(text, None)
                .into_iter()
                .map(|found| found.value.map(|date| date.to_string()))
                .collect::<Vec<_>>()
        };
        let two = [Ok("2022-01-01".to_owned()), Ok("2022-01-03".to_owned())];
        for text in [
            "2022-01-01-2022-01-03",
            "2022-01-01/2022-01-03",
            "Jan 1, 2022 to Jan 3, 2022",
            "2022-01-01〜2022-01-03",
        ] {
            assert_eq!(dates(text), two, "{text}");
        }
        assert_eq!(
            dates("03/04/2024, 2022-01-01"),
            [Err(DateProblem::Ambiguous), Ok("2022-01-01".to_owned())]
        );
    }

    #[test]
    fn reads_days_without_a_year_unless_the_month_is_another_word() {
        for (text, expected) in [
            ("Oct 31", Some((10, 31))),
            ("31. Oktober", Some((10, 31))),
            ("Saturday Oct 30th", Some((10, 30))),
            ("10月31日", Some((10, 31))),
            ("on the 3rd of May we", Some((5, 3))),
            ("Feb 29", Some((2, 29))),
            ("Nov 3, 09:12", Some((11, 3))),
            ("you may 5 times", None),
            ("3 out of 5", None),
            ("2 ago", None),
            ("Feb 30", None),
            ("March 14, 2024", None),
            ("2024年10月31日", None),
            ("Nov 3.5", None),
        ] {
            assert_eq!(find_day_month(text).map(|found| found.value), expected, "{text}");
        }
    }
}
