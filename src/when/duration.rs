//! Durations.

use super::Found;
use super::amount::{amount_at, clocklike, quantity};
use super::clock::{HOUR_MARKS, Place, clock_at};
use super::moment::{Moment, eat_range_mark, moment_at};
use super::period::find_period;
use super::scan::{Cursor, after_number, is_digit, is_letter, next_number};
use super::units::Unit;
use crate::lexicon::{characters, list};

/// The first duration in a text, in minutes, rounded: `2 hours 14 minutes`, `2h14m`, `PT2H14M`, `~90 min`, `2日16時間30分`,
/// `half an hour`. `h:mm` counts if it is the whole text. Without a stated duration, a range of times counts (`21:45 to
/// 23:28 UTC`), past midnight if necessary, or a range of days. In `5–10 minutes`, the larger number counts.
pub fn find_duration(text: &str) -> Option<Found<u32>> {
    if is_negative(text) {
        return None;
    }
    let found = whole_text(text).or_else(|| stated(text)).or_else(|| range(text)).or_else(|| days(text))?;
    let minutes = u32::try_from((found.value + 30) / 60).ok()?;
    Some(Found { value: minutes, start: found.start, end: found.end })
}

/// `-5h`: no duration is less than nothing.
fn is_negative(text: &str) -> bool {
    text.trim_start().strip_prefix(['-', '−']).is_some_and(|rest| rest.starts_with(is_digit))
}

/// Durations without a number in scripts without spaces; in seconds.
const MARKS: [(&[&str], u64); 3] = [
    (list("time.half_hour_mark"), 1800),
    (list("time.half_day_mark"), 43_200),
    (list("time.one_hour_mark"), 3600),
];
const ABOUT_MARKS: &[char] = characters("time.about_mark");

/// `02:14:00` or `2:14` as the whole text: hours and minutes.
fn whole_text(text: &str) -> Option<Found<u64>> {
    let is_lead = |c: char| matches!(c, ' ' | '~' | '≈' | '≥' | '\t') || ABOUT_MARKS.contains(&c);
    let start = text.len() - text.trim_start_matches(is_lead).len();
    let (seconds, end) = clocklike(Cursor::new(text, start))?;
    end.rest().trim().is_empty().then_some(Found { value: seconds, start, end: end.at() })
}

/// The first duration with units, in seconds.
fn stated(text: &str) -> Option<Found<u64>> {
    let number = numbered(text);
    let before = &text[..number.as_ref().map_or(text.len(), |found| found.start)];
    let mark = if before.is_ascii() {
        None
    } else {
        let mut marks = MARKS.iter().flat_map(|(marks, value)| marks.iter().map(|mark| (*mark, *value)));
        let find = |(mark, value): (&str, u64)| {
            before.find(mark).map(|start| Found { value, start, end: start + mark.len() })
        };
        marks.find_map(find)
    };
    worded(text, before.len()).or(mark).or(number)
}

fn numbered(text: &str) -> Option<Found<u64>> {
    let mut from = 0;
    while let Some(at) = next_number(text, from) {
        let number = Cursor::new(text, at);
        from = after_number(text, at);
        // The minutes in `14時25分` are a time, not a duration.
        if let Some((_, clock)) = clock_at(number, Place::Prose)
            && number.until(clock).contains(HOUR_MARKS)
        {
            from = clock.at();
            continue;
        }
        if let Some((seconds, start, end)) = iso(number) {
            return Some(Found { value: seconds, start, end: end.at() });
        }
        if let Some((seconds, end)) = number.starts_token().then(|| amount_at(number)).flatten() {
            return Some(Found { value: seconds, start: at, end: end.at() });
        }
    }
    None
}

/// A duration in words (`an hour`, `half an hour`, `two hours`) that begins before a byte.
fn worded(text: &str, limit: usize) -> Option<Found<u64>> {
    let mut look = Cursor::new(text, 0);
    while look.at() < limit {
        let start = look;
        let Some(word) = look.word() else {
            look.eat_if(|_| true);
            continue;
        };
        let more = look.peek().is_some_and(|c| c == '-' || c.is_whitespace());
        if more
            && word.len() <= 15
            && !start.past().ends_with(is_digit)
            && let Some((seconds, end)) = amount_at(start)
        {
            return Some(Found { value: seconds, start: start.at(), end: end.at() });
        }
    }
    None
}

/// `PT2H14M`, `P1DT2H`, `P3D`, by their first number.
fn iso(number: Cursor<'_>) -> Option<(u64, usize, Cursor<'_>)> {
    let past = number.past();
    let head = past.strip_suffix("PT").or_else(|| past.strip_suffix('P'))?;
    if head.ends_with(|c: char| is_letter(c) || is_digit(c)) {
        return None;
    }
    let mut look = number;
    let mut timed = past.ends_with('T');
    let mut total = 0;
    loop {
        let thousandths = quantity(&mut look)?;
        let unit = match (look.eat_if(is_letter)?, timed) {
            ('W', false) => Unit::Week,
            ('D', false) => Unit::Day,
            ('H', true) => Unit::Hour,
            ('M', true) => Unit::Minute,
            ('S', true) => Unit::Second,
            _ => return None,
        };
        total += thousandths * unit.seconds() / 1000;
        timed |= look.eat(&['T']);
        if !look.peek().is_some_and(is_digit) {
            break;
        }
    }
    look.ends_token().then_some((total, head.len(), look))
}

/// The length of a range of times, with or without dates, in seconds.
fn range(text: &str) -> Option<Found<u64>> {
    let mut from = 0;
    while let Some(at) = next_number(text, from) {
        from = after_number(text, at);
        let read = |start| moment_at(start, None).filter(|(point, _)| point.clock.is_some());
        let Some((first, mut look)) = read(Cursor::new(text, at)) else { continue };
        if !eat_range_mark(&mut look) {
            continue;
        }
        if let Some((last, end)) = read(look)
            && let Some(value) = seconds_between(&first, &last)
        {
            return Some(Found { value, start: at, end: end.at() });
        }
    }
    None
}

/// The length of a range of days, in seconds.
fn days(text: &str) -> Option<Found<u64>> {
    let found = find_period(text, None).filter(|found| found.value.start_clock.is_none())?;
    let seconds = u64::from(found.value.days_between()) * Unit::Day.seconds();
    (seconds > 0).then_some(Found { value: seconds, start: found.start, end: found.end })
}

/// The seconds from one point in time to another. Without a date at the end it is the same day, or the next day if the
/// time is earlier. A zone at one end applies to both.
fn seconds_between(first: &Moment, last: &Moment) -> Option<u64> {
    let clock = |point: &Moment| {
        let time = point.clock?;
        Some(i64::from(time.hour()) * 3600 + i64::from(time.minute()) * 60 + i64::from(time.second()))
    };
    let mut seconds = clock(last)? - clock(first)?;
    let offset = |point: &Moment| point.zone.as_ref().and_then(|zone| zone.offset_minutes);
    if let (Some(before), Some(after)) = (offset(first), offset(last)) {
        seconds += i64::from(before - after) * 60;
    }
    match (first.date, last.date) {
        (Some(start), Some(end)) => seconds += i64::from(end.since(start).ok()?.get_days()) * 86_400,
        _ if seconds < 0 => seconds += 86_400,
        _ => {}
    }
    u64::try_from(seconds).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: u32) {
        assert_eq!(find_duration(text).map(|found| found.value), Some(expected), "{text}");
    }

    #[test]
    fn reads_durations_in_many_notations() {
        for (text, expected) in [
            ("2 hours 14 minutes", 134),
            ("2h14m", 134),
            ("2h 14m", 134),
            ("2h14", 134),
            ("2 h 05", 125),
            ("PT2H14M", 134),
            ("P1DT2H", 1560),
            ("P3D", 4320),
            ("~90 min", 90),
            ("1.5 hours", 90),
            ("1,5 Stunden", 90),
            ("1½ hours", 90),
            ("0h 30m", 30),
            ("5h 09m", 309),
            ("7h (during support hours 10:00-17:00)", 420),
            ("35h 36m", 2136),
            ("6 hours, 14 minutes", 374),
            ("1 day, 2 hours, 3 minutes", 1563),
            ("103 minutes", 103),
            ("30mn", 30),
            ("1h", 60),
            ("2 h is", 120),
            ("45s", 1),
            ("90 seconds", 2),
            ("3 days", 4320),
            ("11 Days", 15_840),
            ("2 weeks", 20_160),
            ("1h50m", 110),
            ("an hour", 60),
            ("about an hour and a half", 90),
            ("half an hour", 30),
            ("a half hour", 30),
            ("half-hour", 30),
            ("two hours", 120),
            ("one and a half hours", 90),
            ("a 30-minute outage", 30),
            ("eine halbe Stunde", 30),
            ("une demi-heure", 30),
        ] {
            check(text, expected);
        }
    }

    #[test]
    fn reads_durations_in_other_languages_and_from_ranges() {
        for (text, expected) in [
            ("2日16時間30分", 3870),
            ("約 3 日 23 時間", 5700),
            ("1 時間 7 分", 67),
            ("6 時間 31 分（ラテント期間）", 391),
            ("2時間半", 150),
            ("25 分", 25),
            ("2 小时 30 分钟", 150),
            ("半小时", 30),
            ("3日間", 4320),
            ("約 11〜13 時間（実際に）", 780),
            ("14 Stunden 5 Minuten", 845),
            ("1 Tag", 1440),
            ("3 heures", 180),
            ("2 horas y 5 minutos", 125),
            ("2 heures et 5 minutes", 125),
            ("2 Stunden und 5 Minuten", 125),
            ("2 timer og 30 minutter", 150),
            ("2 timer 30 minutter", 150),
            ("2 jours", 2880),
            ("≥ 20h", 1200),
            ("≈ 6h 50m (13:11 発生 → 20:03 ユーザー報告)", 410),
            ("02:14:00", 134),
            ("2:14", 134),
            ("2:14h", 134),
            ("14:02-16:10", 128),
            ("14:02 – 16:10", 128),
            ("21:45 to 23:28 UTC (103 minutes)", 103),
            ("5 hours 26 minutes (10:45 - 16:11 UTC)", 326),
            ("21:45 to 23:28 UTC", 103),
            ("23:30 - 00:15", 45),
            ("from 2 PM to 4:30 PM", 150),
            ("14:00 UTC - 16:00 CET", 60),
            ("2026-03-23 19:25 JST 〜 21:27 JST (約 2 時間)", 120),
            ("2026-03-23 19:25 JST 〜 21:27 JST", 122),
            ("2026-03-23 19:25 - 2026-03-24 01:00", 335),
            ("~20h (02/06 23:40 → 03/06 19:30)", 1200),
            ("5 minutes after", 5),
            ("5–10 minutes", 10),
            ("30 MINUTES", 30),
            ("1,200 minutes", 1200),
            ("19 hours 43 minutes.", 1183),
            ("14時25分から 30 分間", 30),
            ("approximately 49 minutes and 3 nodes", 49),
            ("2026-03-04 – 2026-03-09", 7200),
            ("March 4 to March 9, 2026", 7200),
        ] {
            check(text, expected);
        }
    }

    #[test]
    fn rejects_numbers_that_are_not_durations() {
        for text in "不明 ; N/A ; ? ; Same day ; a few minutes ; several hours ; 5xx ; 3 nodes ; 14ms ; \
             10 GB ; 5m requests ; lots of 503s ; the 1990s ; 3D ; 100W ; P1 ; 3月14日 ; v2h ; \
             10.0.0.1 h ; a second node ; 5 times a day ; our day to day work ; three times an hour ; 14時25分 ; HH:MM ; \
             1 time ; at 14:02 ; minutes ; version 1.2.3 d ; 99999999999 weeks ; "
            .split(" ; ")
        {
            assert_eq!(find_duration(text), None, "{text}");
        }
    }

    #[test]
    fn reports_where_a_duration_is() {
        for (text, expected) in [
            ("it took ~2 hours and 14 minutes to", "2 hours and 14 minutes"),
            ("down 14:02 - 16:10 UTC.", "14:02 - 16:10 UTC"),
            ("was PT2H long", "PT2H"),
            ("約 3 日 23 時間（V3", "3 日 23 時間"),
            ("for half an hour.", "half an hour"),
        ] {
            assert_eq!(
                find_duration(text).map(|found| &text[found.start..found.end]),
                Some(expected),
                "{text}"
            );
        }
    }
}
