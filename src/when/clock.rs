//! Times of day.

use jiff::civil::Time;

use super::Found;
use super::scan::{Cursor, after_number, is_digit, is_letter, last_token, next_number};
use super::zone::zone_at;
use crate::lexicon::{characters, list};

const MORNING_MARKS: &[&str] = list("time.morning_mark");
const AFTERNOON_MARKS: &[&str] = list("time.afternoon_mark");
pub(super) const HOUR_MARKS: &[char] = characters("time.hour_mark");
const HOUR_MARKS_WITH_MINUTES: &[char] = characters("time.hour_mark_with_minutes");
const NOT_AFTER_HOUR_MARKS: &[char] = characters("time.not_after_hour_mark");
const HALF_MARKS: &[char] = characters("time.half_mark");
pub(super) const MINUTE_MARKS: &[char] = characters("time.minute_mark");
const SECOND_MARKS: &[char] = characters("time.second_mark");
const ABOUT_MARKS: &[char] = characters("time.about_mark");
const CLOCK_UNITS: &[&str] = list("time.clock_unit");
const CLOCK_ABOUT: &[&str] = list("time.clock_about");
const JOINED_CLOCK_UNITS: &[&str] = list("time.clock_unit_joined");
const CLOCK_LEADS: &[&str] = list("time.clock_lead");

/// Where a time is expected. In the middle of a sentence, fewer notations count as a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Anywhere: `1.15` is a version, `1625` a count, `2h14` a duration.
    Prose,
    /// The beginning of a text: `15.15 - text` and `1625: text` are times as well.
    Start,
    /// After a date: `15.15 text` is a time as well.
    AfterDate,
}

/// The first time of day in a text: `14:02`, `14:02:33.123`, `2:05 PM`, `14時30分`, `午後2時`; at the beginning of the text
/// also `15.15`, `1625`, `14h02`. An hour above 12 overrides a `PM` after it. Impossible times such as `25:00` do not
/// count.
pub fn find_clock(text: &str) -> Option<Found<Time>> {
    let begin = text.len() - text.trim_start_matches(opens).len();
    let mut from = begin;
    while let Some(at) = next_number(text, from) {
        let place = if at == begin { Place::Start } else { Place::Prose };
        let number = Cursor::new(text, at);
        if let Some((value, end)) = clock_at(number, place) {
            let start = half_of_day_before(number).unwrap_or(number).at();
            return Some(Found { value, start, end: end.at() });
        }
        from = after_number(text, at);
    }
    None
}

/// Whether a character may come before a time at the beginning of a text.
fn opens(c: char) -> bool {
    c.is_whitespace() || matches!(c, '[' | '(' | '~' | '≈' | '（' | '【') || ABOUT_MARKS.contains(&c)
}

/// Reads a time that begins here, with its digits or with a mark such as `午後`.
pub(super) fn clock_at(start: Cursor<'_>, place: Place) -> Option<(Time, Cursor<'_>)> {
    let mut number = start;
    let half = eat_half_of_day(&mut number)
        .or_else(|| half_of_day_before(number).and_then(|mut before| eat_half_of_day(&mut before)));
    if !number.peek().is_some_and(is_digit) || !starts_clock(number) {
        return None;
    }
    let (parts, mut end) = with_colons(number)
        .or_else(|| with_marks(number))
        .or_else(|| with_point(number, place))
        .or_else(|| with_letter(number, place))
        .or_else(|| four_digits(number, place))
        .or_else(|| bare_hour(number))?;
    let half = eat_meridiem(&mut end).or(half);
    eat_clock_word(&mut end);
    Some((parts.time(half)?, end))
}

/// The numbers of a time, unchecked.
#[derive(Clone, Copy, Default)]
struct Parts {
    hour: u32,
    minute: u32,
    second: u32,
    nanosecond: u32,
}

/// The half of the day.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Half {
    Morning,
    Afternoon,
}

impl Parts {
    fn time(self, half: Option<Half>) -> Option<Time> {
        let hour = match half {
            Some(Half::Afternoon) if self.hour < 12 => self.hour + 12,
            Some(Half::Morning) if self.hour == 12 => 0,
            _ => self.hour,
        };
        let small = |number: u32| i8::try_from(number).ok();
        // Civil times have no leap second; the second before is close enough.
        let second = self.second.min(if self.second == 60 { 59 } else { 60 });
        Time::new(small(hour)?, small(self.minute)?, small(second)?, i32::try_from(self.nanosecond).ok()?)
            .ok()
    }
}

/// Whether the digits here are not part of an address, an id or a longer number.
fn starts_clock(number: Cursor<'_>) -> bool {
    let past = number.past();
    let mut before = past.chars().rev();
    match before.next() {
        Some('T') => before.next().is_some_and(is_digit),
        Some('.' | ',') => !before.next().is_some_and(is_digit),
        // An offset or a relative time: `UTC+05:30`, `UTC-05:30`, `T+00:15`
        Some('+') => false,
        Some('-') => !before.next().is_some_and(is_letter),
        // `Start:14:02`, but not `main.rs:12:34` or `fe80:12:34`
        Some(':') => {
            let token = last_token(past);
            !token[..token.len() - 1].contains(['.', '/', '\\', ':', ']'])
        }
        Some(c) => !is_letter(c) && c != '_' && c != '#',
        None => true,
    }
}

/// Whether a time ends here, unlike in `14:02:5`, `14:02.5`, `14:02%` and `14:02abc`.
fn ends_clock(end: Cursor<'_>) -> bool {
    match end.peek() {
        Some('.' | ':') => !end.peek_second().is_some_and(is_digit),
        Some('%') => false,
        Some(c) if is_letter(c) => {
            let (mut meridiem, mut word) = (end, end);
            eat_meridiem(&mut meridiem).is_some() || eat_clock_word(&mut word) || zone_at(end).is_some()
        }
        _ => true,
    }
}

/// `14:02`, `9:29`, `14:02:33`, `14:02:33.123`.
fn with_colons(start: Cursor<'_>) -> Option<(Parts, Cursor<'_>)> {
    let mut look = start;
    let hour = look.number().filter(|number| number.digits <= 2)?.value;
    let minute = two_digits_after(&mut look, &[':', '：'])?;
    let mut parts = Parts { hour, minute, ..Parts::default() };
    if let Some(second) = two_digits_after(&mut look, &[':', '：']) {
        parts.second = second;
        parts.nanosecond = eat_fraction(&mut look);
    }
    ends_clock(look).then_some((parts, look))
}

/// `14時30分`, `14 時`, `14点30分`, `14시 30분`.
fn with_marks(start: Cursor<'_>) -> Option<(Parts, Cursor<'_>)> {
    let mut look = start;
    let hour = look.number().filter(|number| number.digits <= 2)?.value;
    look.spaces();
    let mark = look.eat_if(|c| HOUR_MARKS.contains(&c))?;
    // `2時間` is a duration; in `2026-04-22 時点` the number belongs to the date.
    if look.peek().is_some_and(|c| NOT_AFTER_HOUR_MARKS.contains(&c)) || !start.starts_token() {
        return None;
    }
    let mut parts = Parts { hour, ..Parts::default() };
    if look.eat(HALF_MARKS) {
        parts.minute = 30;
    } else if let Some(minute) = marked_number(&mut look, MINUTE_MARKS) {
        parts.minute = minute;
        parts.second = marked_number(&mut look, SECOND_MARKS).unwrap_or(0);
    } else if HOUR_MARKS_WITH_MINUTES.contains(&mark) {
        // `3点` also means three points.
        return None;
    }
    Some((parts, look))
}

/// `15.15` and `15.15 Uhr`, but not `1.15` in prose.
fn with_point(start: Cursor<'_>, place: Place) -> Option<(Parts, Cursor<'_>)> {
    let mut look = start;
    let hour = look.number().filter(|number| number.digits <= 2)?.value;
    let minute = two_digits_after(&mut look, &['.'])?;
    if !ends_clock(look) {
        return None;
    }
    let mut after = look;
    after.spaces();
    let named = eat_clock_word(&mut after.clone()) || clock_lead_before(start);
    let accepted = match place {
        Place::Prose => named,
        Place::Start => named || is_set_off(look),
        Place::AfterDate => true,
    };
    accepted.then_some((Parts { hour, minute, ..Parts::default() }, look))
}

/// `14h02` and `8 h 30`, at the beginning only; elsewhere it is a duration.
fn with_letter(start: Cursor<'_>, place: Place) -> Option<(Parts, Cursor<'_>)> {
    let mut look = start;
    let hour = look.number().filter(|number| number.digits <= 2)?;
    let is_joined = !look.spaces();
    if !look.eat(&['h', 'H']) {
        return None;
    }
    look.spaces();
    let minute = look.number().filter(|number| number.digits == 2)?.value;
    // `10 h 30 min` is a duration.
    let accepted = place != Place::Prose && (hour.digits == 2 && is_joined || is_set_off(look));
    (accepted && ends_clock(look)).then_some((Parts { hour: hour.value, minute, ..Parts::default() }, look))
}

/// `1625`, where only a time can be. A number that could be a year is a year, unless a zone follows.
fn four_digits(start: Cursor<'_>, place: Place) -> Option<(Parts, Cursor<'_>)> {
    let mut look = start;
    let number = look.number().filter(|number| number.digits == 4)?;
    let mut zone = look;
    zone.spaces();
    let zoned = zone_at(zone).is_some() || zone.eat_word(CLOCK_UNITS);
    let accepted =
        place != Place::Prose && (zoned || (is_set_off(look) && !(1990..2060).contains(&number.value)));
    let parts = Parts { hour: number.value / 100, minute: number.value % 100, ..Parts::default() };
    accepted.then_some((parts, look))
}

/// `2 PM` and `11am`. `am` must be joined or in capitals, because `3 am Montag` is German.
fn bare_hour(start: Cursor<'_>) -> Option<(Parts, Cursor<'_>)> {
    let mut look = start;
    let hour = look.number().filter(|number| (1..=12).contains(&number.value))?.value;
    let mut after = look;
    eat_meridiem(&mut after)?;
    let written = look.until(after);
    let accepted = !written.starts_with(char::is_whitespace) || written.trim_start() != "am";
    accepted.then_some((Parts { hour, ..Parts::default() }, look))
}

/// Whether the text ends here, or a separator or a zone follows.
fn is_set_off(end: Cursor<'_>) -> bool {
    let mut look = end;
    look.spaces();
    match look.peek() {
        None | Some('-' | '–' | '—' | ':' | '：' | '|' | ']' | ')' | '~' | '〜' | '→') => true,
        Some(',') => !look.peek_second().is_some_and(is_digit),
        _ => zone_at(look).is_some() || eat_meridiem(&mut end.clone()).is_some(),
    }
}

fn two_digits_after(cursor: &mut Cursor<'_>, marks: &[char]) -> Option<u32> {
    let mut look = *cursor;
    let number = look.eat(marks).then(|| look.number())?.filter(|number| number.digits == 2)?;
    *cursor = look;
    Some(number.value)
}

fn marked_number(cursor: &mut Cursor<'_>, marks: &[char]) -> Option<u32> {
    let mut look = *cursor;
    look.spaces();
    let number = look.number().filter(|number| number.digits <= 2)?;
    look.spaces();
    if !look.eat(marks) {
        return None;
    }
    *cursor = look;
    Some(number.value)
}

/// Reads `.481` or `,481` of a second, in nanoseconds; further digits are cut off.
fn eat_fraction(cursor: &mut Cursor<'_>) -> u32 {
    let mut look = *cursor;
    if !look.eat(&['.', ',']) || !look.peek().is_some_and(is_digit) {
        return 0;
    }
    let mut nanoseconds = 0;
    let mut place = 100_000_000;
    while let Some(c) = look.eat_if(is_digit) {
        nanoseconds += c.to_digit(10).unwrap_or(0) * place;
        place /= 10;
    }
    *cursor = look;
    nanoseconds
}

/// Skips `PM`, `am` or `p.m.`, with or without a space before it.
fn eat_meridiem(cursor: &mut Cursor<'_>) -> Option<Half> {
    let mut look = *cursor;
    look.spaces();
    let half = match look.eat_if(|c| matches!(c, 'a' | 'A' | 'p' | 'P'))? {
        'a' | 'A' => Half::Morning,
        _ => Half::Afternoon,
    };
    let dotted = look.eat(&['.']);
    let whole = look.eat(&['m', 'M']) && (!dotted || look.eat(&['.']));
    if !whole || look.peek().is_some_and(|c| is_letter(c) || is_digit(c)) {
        return None;
    }
    *cursor = look;
    Some(half)
}

/// Skips `午後` and similar marks.
fn eat_half_of_day(cursor: &mut Cursor<'_>) -> Option<Half> {
    let half = if MORNING_MARKS.iter().any(|mark| cursor.eat_text(mark)) {
        Half::Morning
    } else if AFTERNOON_MARKS.iter().any(|mark| cursor.eat_text(mark)) {
        Half::Afternoon
    } else {
        return None;
    };
    cursor.spaces();
    Some(half)
}

fn half_of_day_before(number: Cursor<'_>) -> Option<Cursor<'_>> {
    number.before_text(MORNING_MARKS.iter().chain(AFTERNOON_MARKS).copied())
}

/// Skips a word after a time: ` Uhr`, `h`, `ish`.
fn eat_clock_word(cursor: &mut Cursor<'_>) -> bool {
    let mut look = *cursor;
    let joined = !look.spaces();
    let found = look.eat_word(CLOCK_UNITS)
        || look.eat_word(CLOCK_ABOUT)
        || joined && look.eat_word(JOINED_CLOCK_UNITS);
    if found {
        *cursor = look;
    }
    found
}

/// Whether a word for clock time comes before: `kl. 15.15`.
fn clock_lead_before(number: Cursor<'_>) -> bool {
    number.word_before(&['.']).is_some_and(|mut word| word.eat_word(CLOCK_LEADS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_times_in_many_notations() {
        for (text, expected) in [
            ("14:02", "14:02:00"),
            ("9:29", "09:29:00"),
            ("14:02:33.123", "14:02:33.123"),
            ("14:02:33,123", "14:02:33.123"),
            ("2:05 PM", "14:05:00"),
            ("04:49 PM UTC", "16:49:00"),
            ("2:05pm", "14:05:00"),
            ("2:05 p.m.", "14:05:00"),
            ("12:05 AM", "00:05:00"),
            ("12:05 PM", "12:05:00"),
            ("13:55 PM", "13:55:00"),
            ("at 2 PM we", "14:00:00"),
            ("15.15", "15:15:00"),
            ("15.15 - text", "15:15:00"),
            ("kl. 15.15 ble", "15:15:00"),
            ("um 15.15 Uhr", "15:15:00"),
            ("1625 - text", "16:25:00"),
            ("1625", "16:25:00"),
            ("2019 UTC", "20:19:00"),
            ("[08:47]", "08:47:00"),
            ("~12:00", "12:00:00"),
            ("約 14:00", "14:00:00"),
            ("14時30分", "14:30:00"),
            ("14 時 30 分頃", "14:30:00"),
            ("午後2時30分", "14:30:00"),
            ("下午2:30", "14:30:00"),
            ("14h02", "14:02:00"),
            ("14:02Z", "14:02:00"),
            ("14:02UTC", "14:02:00"),
            ("18:40ish", "18:40:00"),
            ("2024-03-14T14:02:00Z", "14:02:00"),
            ("On 2024-03-14 at 14:02.", "14:02:00"),
            ("14:20-16:00", "14:20:00"),
            ("25:00 and 14:02", "14:02:00"),
            ("23:59:60", "23:59:59"),
            ("１４：０２", "14:02:00"),
            ("Start:14:02", "14:02:00"),
        ] {
            assert_eq!(
                find_clock(text).map(|found| found.value.to_string()).as_deref(),
                Some(expected),
                "{text}"
            );
        }
    }

    #[test]
    fn rejects_numbers_that_are_not_times() {
        for text in "25:00 ; 24:00 ; 14:60 ; version 1.15 of ; 1.15 of the ; in 1625 requests ; \
             1625 requests ; 2019 - text ; port 10.0.0.1:8080 ; main.rs:12:34 ; fe80::12:34 ; 2時間 ; 2026-04-22 時点 ; 2026-04-03 時刻不明 ; \
             3点 ; 1:5 ; 14:02.5 ; UTC+05:30 ; 3 am Montag ; took 2h14 ; 13 PM ; HH:MM ; 14:021 ; \
             a14:02 ; 99:99 ; "
            .split(" ; ")
        {
            assert_eq!(find_clock(text), None, "{text}");
        }
    }
}
