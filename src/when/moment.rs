//! A point in time: date, time of day and zone in any order.

use jiff::civil::{Date, Time};

use super::clock::{Place, clock_at};
use super::date::{DateOrder, DateProblem, date_at, day_month_at};
use super::scan::Cursor;
use super::words::eat_weekday;
use super::zone::{Zone, zone_at};
use crate::lexicon::{characters, list};

const DATE_TO_CLOCK: &[&str] = list("time.date_to_clock");
const CLOCK_TO_DATE: &[&str] = list("time.clock_to_date");
const ABOUT_MARKS: &[char] = characters("time.about_mark");
const DAY_PARTS: &[&str] = list("time.day_part");
const DAY_PART_MARKS: &[&str] = list("time.day_part_mark");
const RANGE: &[&str] = list("time.range");
const RANGE_MARKS: &[&str] = list("time.range_mark");

/// The parts of a point in time that the text states.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Moment {
    pub(super) date: Option<Date>,
    pub(super) problem: Option<DateProblem>,
    pub(super) day_month: Option<(i8, i8)>,
    pub(super) clock: Option<Time>,
    pub(super) zone: Option<Zone>,
}

impl Moment {
    /// Whether there is a date, valid or not.
    pub(super) fn has_day(&self) -> bool {
        self.date.is_some() || self.problem.is_some() || self.day_month.is_some()
    }

    /// Whether there is a date or a time; a zone alone is not enough.
    pub(super) fn is_placed(&self) -> bool {
        self.has_day() || self.clock.is_some()
    }

    /// Reads a date or a time that begins here; returns the position after it.
    fn take<'a>(&mut self, start: Cursor<'a>, place: Place, order: Option<DateOrder>) -> Option<Cursor<'a>> {
        if !self.has_day() && !begins_clock(start) {
            if let Some((parsed, end)) = date_at(start, order) {
                match parsed {
                    Ok(date) => self.date = Some(date),
                    Err(problem) => self.problem = Some(problem),
                }
                return Some(end);
            }
            if let Some((day_month, end)) = day_month_at(start) {
                self.day_month = Some(day_month);
                return Some(end);
            }
        }
        let (clock, end) = clock_at(start, place).filter(|_| self.clock.is_none())?;
        self.clock = Some(clock);
        Some(end)
    }

    /// Reads a zone that begins here.
    fn take_zone<'a>(&mut self, start: Cursor<'a>) -> Option<Cursor<'a>> {
        let (zone, end) = zone_at(start).filter(|_| self.zone.is_none())?;
        self.zone = Some(zone);
        Some(end)
    }
}

/// Whether a number with a colon after it begins here, which only a time does.
fn begins_clock(start: Cursor<'_>) -> bool {
    let mut look = start;
    look.number().is_some_and(|number| number.digits <= 2) && look.peek() == Some(':')
}

/// Reads a point in time that begins here: `2026-03-14 14:02 UTC`, `12:45 PM PST Saturday Oct 30th`, `Mon 14:02`.
pub(super) fn moment_at(start: Cursor<'_>, order: Option<DateOrder>) -> Option<(Moment, Cursor<'_>)> {
    let mut point = Moment::default();
    let mut end = past_weekday(start);
    let (mut next, mut place) = (end, Place::Start);
    loop {
        // After a dash or colon, a name in capitals begins a sentence, and `1.15` is a version.
        let plain = end.until(next).trim_matches([' ', ',']).is_empty();
        let zone = |point: &mut Moment| plain.then(|| point.take_zone(next)).flatten();
        let Some(after) = point.take(next, place, order).or_else(|| zone(&mut point)) else { break };
        end = after;
        eat_bracket(&mut point, &mut end, order);
        next = gap(&point, end);
        place = if end.until(next).trim().is_empty() { Place::AfterDate } else { Place::Start };
    }
    if point.has_day() && point.clock.is_none() {
        eat_part_of_day(&mut end);
    }
    point.is_placed().then_some((point, end))
}

/// Skips the part of the day after a date: `2026-03-14 evening`, `2026-03-14, ~noon`, `2026-03-14 下午`. It belongs to the
/// time as written but says no time of day.
fn eat_part_of_day(end: &mut Cursor<'_>) {
    let mut look = *end;
    look.eat(&[',']);
    let separated = look.spaces();
    _ = look.eat(&['~', '≈']) || look.eat(ABOUT_MARKS);
    let marked = DAY_PART_MARKS.iter().any(|mark| look.eat_text(mark));
    if marked || separated && look.eat_word(DAY_PARTS) {
        *end = look;
    }
}

/// Skips a weekday, which adds nothing to the date or the entries around it.
fn past_weekday(start: Cursor<'_>) -> Cursor<'_> {
    let mut look = start;
    if eat_weekday(&mut look) {
        look.eat(&[',']);
        if look.spaces() {
            return look;
        }
    }
    start
}

/// The position at which the next part may begin. Between a date and its time, people write nearly anything.
fn gap<'a>(point: &Moment, end: Cursor<'a>) -> Cursor<'a> {
    let mut look = end;
    if point.has_day() && point.clock.is_none() {
        if look.peek() == Some('T') {
            look.eat(&['T']);
            return look;
        }
        look.spaces();
        look.eat(&['-', '–', '—', '|', ',', ':', '@', '，', '、']);
        look.spaces();
        if look.eat_word(DATE_TO_CLOCK) {
            look.eat(&['.']);
            look.spaces();
        }
        _ = look.eat(&['~', '≈']) || look.eat(ABOUT_MARKS);
        look.spaces();
    } else {
        look.spaces();
        look.eat(&[',']);
        look.spaces();
        if !point.has_day() && look.eat_word(CLOCK_TO_DATE) {
            look.spaces();
        }
    }
    past_weekday(look)
}

/// Skips a bracket with the same time in another zone, `14:02 (6:48 PDT)`, or with the zone, `14:02 (UTC)`.
fn eat_bracket(point: &mut Moment, end: &mut Cursor<'_>, order: Option<DateOrder>) {
    let mut look = *end;
    look.spaces();
    if point.clock.is_none() || !look.eat(&['(', '（']) {
        return;
    }
    // `06:00 (= 23:00 PT)`
    if look.eat(&['~', '≈', '=']) {
        look.spaces();
    }
    let mut inner = Moment::default();
    while let Some(after) = inner.take(look, Place::Start, order).or_else(|| inner.take_zone(look)) {
        look = after;
        look.spaces();
    }
    if (inner.zone.is_none() && inner.clock.is_none()) || !look.eat(&[')', '）']) {
        return;
    }
    if inner.clock.is_none() && point.zone.is_none() {
        point.zone = inner.zone;
    }
    *end = look;
}

/// Skips what separates the two ends of a range.
pub(super) fn eat_range_mark(cursor: &mut Cursor<'_>) -> bool {
    let mut look = *cursor;
    let separated = look.spaces();
    let found = if look.eat_text("->") || RANGE_MARKS.iter().any(|mark| look.eat_text(mark)) {
        true
    } else if look.eat(&['-', '–', '—', '~', '〜', '～', '→', '−']) {
        // `--` is also a dash.
        look.eat(&['-']);
        true
    } else {
        separated && look.eat_word(RANGE)
    };
    if found {
        look.spaces();
        *cursor = look;
    }
    found
}
