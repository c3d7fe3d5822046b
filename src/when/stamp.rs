//! The time at the beginning of a timeline entry.

use jiff::civil::{Date, Time};

use super::affixes::{eat_about, eat_after, eat_separator};
use super::date::{DateOrder, DateProblem};
use super::moment::{Moment, eat_range_mark, moment_at};
use super::relative::{Relative, ZERO_MARKS, relative_at};
use super::scan::{Cursor, next_number};
use super::zone::Zone;
use crate::lexicon::list;

const DAY_COUNTS: &[&str] = list("time.day_count");

/// The time at the beginning of a timeline entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The day, with its year.
    pub date: Option<Date>,
    /// Why the text written as a date is not one; then `date` is empty.
    pub problem: Option<DateProblem>,
    /// Month and day, if there is no year: `Oct 31`.
    pub day_month: Option<(i8, i8)>,
    /// The time of day.
    pub clock: Option<Time>,
    /// The zone, from either end of a range.
    pub zone: Option<Zone>,
    /// Minutes since the start of the incident, rounded: `T+12m`, `+5 min`, `T-5m`.
    pub relative_minutes: Option<i64>,
    /// The day at the end of a range.
    pub end_date: Option<Date>,
    /// The time of day at the end of a range.
    pub end_clock: Option<Time>,
    /// The end of the time including the separator after it.
    pub end: usize,
    /// The end of the time itself.
    pub text_end: usize,
}

/// Reads the time at the beginning of a timeline entry: `14:02 (6:48 PDT): text`, `12:45 PM PST Saturday Oct 30th:
/// text`, `[08:47] text`, `<2024-03-14 Thu 14:02> text`, `T+15m`, `00:30〜01:45`. An ambiguous date is consumed as well,
/// because what follows is the text of the entry. Text that begins with a word or a count has no time.
pub fn leading_stamp(text: &str, order: Option<DateOrder>) -> Option<Stamp> {
    if let Some(clock) = bare_clock(text) {
        let clock = Moment { clock: Some(clock), ..Moment::default() };
        return Some(Stamp { end: text.len(), text_end: text.len(), ..Stamp::new(clock) });
    }
    let mut start = Cursor::new(text, 0);
    start.spaces();
    // Most lines of prose have no digits, and every time but `T+?` has some.
    if next_number(text, 0).is_none() && !start.rest().trim_start_matches(['[', '(']).starts_with(ZERO_MARKS)
    {
        return None;
    }
    let closing = match start.peek()? {
        '[' => Some(']'),
        '(' => Some(')'),
        '（' => Some('）'),
        '【' => Some('】'),
        '<' => Some('>'),
        _ => None,
    };
    if closing.is_some() {
        start.eat_if(|_| true);
        start.spaces();
    }
    eat_about(&mut start);
    let (mut stamp, mut end) = relative(start).or_else(|| placed(past_day_count(start), order))?;
    eat_after(&mut end);
    if let Some(closing) = closing {
        end.spaces();
        if !end.eat(&[closing]) {
            return None;
        }
        // `[2026-03-14] 14:02 text`
        if stamp.clock.is_none()
            && stamp.relative_minutes.is_none()
            && let Some((later, after)) = clock_after_bracket(end, order)
        {
            (stamp.clock, stamp.zone, end) = (later.clock, later.zone, after);
        }
    }
    stamp.text_end = end.at();
    eat_separator(&mut end);
    stamp.end = end.at();
    Some(stamp)
}

/// `14:02` and nothing else, as in most tables.
fn bare_clock(text: &str) -> Option<Time> {
    let &[a, b, b':', c, d] = text.as_bytes() else { return None };
    let number = |tens: u8, ones: u8| {
        let is_number = tens.is_ascii_digit() && ones.is_ascii_digit();
        is_number.then(|| (tens - b'0') * 10 + (ones - b'0')).and_then(|number| i8::try_from(number).ok())
    };
    Time::new(number(a, b)?, number(c, d)?, 0, 0).ok()
}

impl Stamp {
    fn new(point: Moment) -> Self {
        Self {
            date: point.date,
            problem: point.problem,
            day_month: point.day_month,
            clock: point.clock,
            zone: point.zone,
            relative_minutes: None,
            end_date: None,
            end_clock: None,
            end: 0,
            text_end: 0,
        }
    }
}

/// A time relative to the start of the incident.
fn relative(start: Cursor<'_>) -> Option<(Stamp, Cursor<'_>)> {
    let (Relative { minutes, point }, end) = relative_at(start)?;
    Some((Stamp { relative_minutes: minutes, ..Stamp::new(point) }, end))
}

/// A point in time or a range of two.
fn placed(start: Cursor<'_>, order: Option<DateOrder>) -> Option<(Stamp, Cursor<'_>)> {
    let (first, end) = moment_at(start, order)?;
    let mut stamp = Stamp::new(first);
    if let Some((clock, after)) = short_end(start, end, stamp.clock) {
        stamp.end_clock = Some(clock);
        return Some((stamp, after));
    }
    if let Some(after) = same_in_another_zone(&mut stamp, end, order) {
        return Some((stamp, after));
    }
    let mut look = end;
    if eat_range_mark(&mut look)
        && let Some((last, after)) = moment_at(look, order)
        && (last.clock.is_some() && stamp.clock.is_some() || last.date.is_some() && stamp.clock.is_none())
    {
        stamp.end_clock = last.clock;
        stamp.end_date = last.date;
        stamp.zone = stamp.zone.or(last.zone);
        return Some((stamp, after));
    }
    Some((stamp, end))
}

/// `14:02 UTC / 16:02 CEST` and `10:41 / 11:09`: a second time after a slash, which changes nothing.
fn same_in_another_zone<'a>(
    stamp: &mut Stamp,
    end: Cursor<'a>,
    order: Option<DateOrder>,
) -> Option<Cursor<'a>> {
    stamp.clock?;
    let mut look = end;
    look.spaces();
    if !look.eat(&['/']) {
        return None;
    }
    look.spaces();
    let (other, after) =
        moment_at(look, order).filter(|(point, _)| point.clock.is_some() && !point.has_day())?;
    if stamp.zone.is_none() && other.clock == stamp.clock {
        stamp.zone = other.zone;
    }
    Some(after)
}

/// The end of a range within the minute or the hour: `06:13:23–39`, `14:02-05`.
fn short_end<'a>(start: Cursor<'a>, end: Cursor<'a>, clock: Option<Time>) -> Option<(Time, Cursor<'a>)> {
    let clock = clock?;
    let mut look = end;
    let number =
        look.eat(&['-', '–', '~', '〜']).then(|| look.number())?.filter(|number| number.digits == 2)?;
    let mut next = look;
    let ended = next.spaces() || next.peek().is_none_or(|c| matches!(c, ':' | ')' | ']' | '|' | ','));
    let exact = start.until(end).matches(':').count() == 2;
    let last = if exact {
        Time::new(clock.hour(), clock.minute(), number.small()?, 0)
    } else {
        Time::new(clock.hour(), number.small()?, 0, 0)
    };
    last.ok().filter(|last| ended && look.ends_token() && *last > clock).map(|last| (last, look))
}

fn clock_after_bracket(end: Cursor<'_>, order: Option<DateOrder>) -> Option<(Moment, Cursor<'_>)> {
    let mut look = end;
    look.spaces();
    moment_at(look, order).filter(|(point, _)| point.clock.is_some() && !point.has_day())
}

/// Skips `Day 2, `, which does not say which date that is.
fn past_day_count(start: Cursor<'_>) -> Cursor<'_> {
    let mut look = start;
    let counted = look.eat_word(DAY_COUNTS) && look.spaces() && look.number().is_some();
    look.spaces();
    look.eat(&[',', ':', '-', '–', '|']);
    look.spaces();
    if counted { look } else { start }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The parts of a stamp, joined, then the text after it.
    fn read(text: &str) -> Option<String> {
        let stamp = leading_stamp(text, None)?;
        let clock = |time: Time| time.to_string().strip_suffix(":00").map_or(time.to_string(), str::to_owned);
        let parts = [
            stamp.date.map(|date| date.to_string()),
            stamp.problem.map(|problem| format!("{problem:?}")),
            stamp.day_month.map(|(month, day)| format!("{month}/{day}")),
            stamp.clock.map(clock),
            stamp.zone.map(|zone| zone.name),
            stamp.relative_minutes.map(|minutes| format!("{minutes:+}")),
            stamp.end_date.map(|date| format!("to {date}")),
            stamp.end_clock.map(|time| format!("to {}", clock(time))),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        Some(format!("{} | {}", parts.join(" "), &text[stamp.end..]))
    }

    fn check(table: &[(&str, &str)]) {
        for (text, expected) in table {
            assert_eq!(read(text).as_deref(), Some(*expected), "{text}");
        }
    }

    #[test]
    fn a_duration_is_no_time() {
        assert_eq!(read("10 h 30 min sans service"), None);
    }

    #[test]
    fn reads_the_time_at_the_beginning_of_entries() {
        check(&[
            ("2026-03-14 14:02 UTC - text", "2026-03-14 14:02 UTC | text"),
            ("14:02: text", "14:02 | text"),
            ("14:02 text", "14:02 | text"),
            ("14:02 (6:48 PDT): text", "14:02 | text"),
            ("14:02 (UTC) text", "14:02 UTC | text"),
            ("14:02 (UTC 06:48) | text", "14:02 | text"),
            ("04:49 PM UTC Site repo", "16:49 UTC | Site repo"),
            ("12:45 PM PST Saturday Oct 30th: First", "10/30 12:45 PST | First"),
            ("16:00 PM PST Saturday Oct 30th : text", "10/30 16:00 PST | text"),
            ("10/20/2022 - 15:38 CST - a user", "2022-10-20 15:38 CST | a user"),
            ("10/02/2022 - 15:38 CST - a user", "Ambiguous 15:38 CST | a user"),
            ("24.01.2020 | Nye tekster", "2020-01-24 | Nye tekster"),
            ("27.01.20 - 07:00", "2020-01-27 07:00 | "),
            ("Sep 27 2017 13:06 text", "2017-09-27 13:06 | text"),
            ("2022-06-02 10:00 - Problem starts", "2022-06-02 10:00 | Problem starts"),
            ("2023-09-18 15.26 Compared", "2023-09-18 15:26 | Compared"),
            ("2021-11-05 9:29 text", "2021-11-05 09:29 | text"),
            ("2026-04-14 23:28 頃 テキスト", "2026-04-14 23:28 | テキスト"),
            ("2026-04-14 (Thu) 23:28, text", "2026-04-14 23:28 | text"),
            ("2026-04-16 00:30〜01:45 text", "2026-04-16 00:30 to 01:45 | text"),
            ("2026-04-16 23:52–23:56: text", "2026-04-16 23:52 to 23:56 | text"),
            ("09:15:04 UTC an edit", "09:15:04 UTC | an edit"),
            ("14:20-2:00 Through", "14:20 to 02:00 | Through"),
            ("14:20 UTC - 16:00 UTC: text", "14:20 UTC to 16:00 | text"),
            ("14:20-16:00 UTC: text", "14:20 UTC to 16:00 | text"),
            ("06:13:23–39 text", "06:13:23 to 06:13:39 | text"),
            ("14:02-05: text", "14:02 to 14:05 | text"),
            ("2024-03-14 to 2024-03-16: text", "2024-03-14 to 2024-03-16 | text"),
            ("[08:47] text", "08:47 | text"),
            ("[2026-03-14] 14:02 text", "2026-03-14 14:02 | text"),
            ("~12:00 text", "12:00 | text"),
            ("about 12:00 text", "12:00 | text"),
            ("約 14:00 text", "14:00 | text"),
            ("kl. 14.02: tekst", "14:02 | tekst"),
            ("2018-04-13T15:54:00Z text", "2018-04-13 15:54 Z | text"),
            ("2024-12-27T09:44:00.481Z", "2024-12-27 09:44:00.481 Z | "),
            ("2018-04-13T15:54:00+09:00 text", "2018-04-13 15:54 +09:00 | text"),
            ("2017-11-30", "2017-11-30 | "),
            ("Nov 3, 09:12 text", "11/3 09:12 | text"),
            ("Mon 14:02 text", "14:02 | text"),
            ("Monday, 14:02 - text", "14:02 | text"),
            ("Day 2, 10:00 text", "10:00 | text"),
            ("14h02 texte", "14:02 | texte"),
            ("08 h 14 : texte", "08:14 | texte"),
            ("8 h 30 — texte", "08:30 | texte"),
            ("14:02Z text", "14:02 Z | text"),
            ("14:02 CET: text", "14:02 CET | text"),
            ("22 March 2021 09:15 text", "2021-03-22 09:15 | text"),
            ("10:40 ca - tekst", "10:40 | tekst"),
            ("10:40 ca -> tekst", "10:40 | tekst"),
            ("14:02 - 14:30 ish - tekst", "14:02 to 14:30 | tekst"),
            ("15.15 - tekst", "15:15 | tekst"),
            ("1625: text", "16:25 | text"),
            ("11:02, 3 nodes left", "11:02 | 3 nodes left"),
            ("31.06.2019 - text", "Impossible | text"),
            ("Oct 31: text", "10/31 | text"),
            ("14:02 :warning: text", "14:02 | :warning: text"),
            ("14:02 -5 % traffic", "14:02 | -5 % traffic"),
            ("2026-03-14 09:10 -0400: text", "2026-03-14 09:10 -0400 | text"),
            ("9:10 AM Eastern - text", "09:10 Eastern | text"),
            ("06:00 (= 23:00 PT) text", "06:00 | text"),
            ("14:02 UTC / 16:02 CEST: text", "14:02 UTC | text"),
            ("10:41 / 11:09 - text", "10:41 | text"),
            ("2026-03-14 evening - text", "2026-03-14 | text"),
            ("2026-03-14 ~mediodía: texto", "2026-03-14 | texto"),
            ("2026-03-14 下午 - 文字", "2026-03-14 | 文字"),
            ("2026-03-14 下午2:30 文字", "2026-03-14 14:30 | 文字"),
            ("14:02 -- text", "14:02 | text"),
            ("14:02 UTC - 3 nodes failed", "14:02 UTC | 3 nodes failed"),
            ("2022-06-02: 1.14 released", "2022-06-02 | 1.14 released"),
            ("2022-06-02 - UTC drift", "2022-06-02 | UTC drift"),
            ("10:03:52.", "10:03:52 | "),
            ("14:02，文", "14:02 | 文"),
        ]);
    }

    #[test]
    fn bare_times_are_read_as_in_entries() {
        for (hour, minute) in (0..30).flat_map(|hour| (0..70).map(move |minute| (hour, minute))) {
            let text = format!("{hour:02}:{minute:02}");
            let read = |text: &str| leading_stamp(text, None).map(|stamp| (stamp.clock, stamp.text_end));
            assert_eq!(read(&text), read(&format!("{text} text")), "{text}");
        }
    }

    #[test]
    fn reads_times_relative_to_the_start() {
        check(&[
            ("T+15m: text", "+15 | text"),
            ("T+1h30 text", "+90 | text"),
            ("+5 min text", "+5 | text"),
            ("T0 text", "+0 | text"),
            ("T0: text", "+0 | text"),
            ("T-5m: text", "-5 | text"),
            ("T+00:15 text", "+15 | text"),
            ("T+90 text", "+90 | text"),
            ("T + 15 min: text", "+15 | text"),
            ("T+5m (14:07) text", "14:07 +5 | text"),
            ("T+0 - text", "+0 | text"),
            ("T minus 5: text", "-5 | text"),
            ("T plus 10 min - text", "+10 | text"),
            ("T+?: text", " | text"),
            ("[T-??] text", " | text"),
            ("T+~10m: text", "+10 | text"),
            ("H+2: texte", "+120 | texte"),
            ("D+1 - text", "+1440 | text"),
            ("J+1 : texte", "+1440 | texte"),
        ]);
    }

    #[test]
    fn rejects_text_that_begins_with_a_word_or_count() {
        for text in "3 nodes failed ; 100% of requests ; 503 errors ; 1.14 upgrade ; 1.15 was ; \
             Monday the deploy ; UTC drift ; Day 2: text ; 2022-05-?? HH:mm ; HH:MM text ; \
             10.0.0.1:8080 refused ; T5 text ; T ; T minus some ; H2 text ; D-Day text ; T+nodes ; Total: 5 ; +5 nodes ; +100% traffic ; About 3 nodes ; \
             On 2024-03-14 we ; 12 hours later ; 2024 was ; (see 14:02) ; [INC-42] text ; text ; \
             25:00 text ; 5xx rose ; 2h14 of downtime ; "
            .split(" ; ")
        {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn reports_the_end_of_the_time_before_its_separator() {
        let text = "2026-03-14 14:02 UTC - text";
        let stamp = leading_stamp(text, None).unwrap();
        assert_eq!(&text[..stamp.text_end], "2026-03-14 14:02 UTC");
        assert_eq!(&text[stamp.end..], "text");
    }
}
