//! A point in time as people put it together: date, clock and zone in any order.

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
const RANGE: &[&str] = list("time.range");
const RANGE_MARKS: &[&str] = list("time.range_mark");

/// What was said of a point in time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Point {
    pub(super) date: Option<Date>,
    pub(super) problem: Option<DateProblem>,
    pub(super) day_month: Option<(i8, i8)>,
    pub(super) clock: Option<Time>,
    pub(super) zone: Option<Zone>,
}

impl Point {
    /// Whether a day was said, understood or not.
    pub(super) fn has_day(&self) -> bool {
        self.date.is_some() || self.problem.is_some() || self.day_month.is_some()
    }

    /// Whether anything was said that places it: a zone alone does not.
    pub(super) fn is_placed(&self) -> bool {
        self.has_day() || self.clock.is_some()
    }

    /// Reads a day or a clock that begins here; gives the place after it.
    fn take<'a>(&mut self, start: Cursor<'a>, place: Place, order: Option<DateOrder>) -> Option<Cursor<'a>> {
        if !self.has_day() && !begins_clock(start) {
            if let Some((reading, end)) = date_at(start, order) {
                match reading {
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

/// Whether a number with a colon behind it begins here, as only a clock does.
fn begins_clock(start: Cursor<'_>) -> bool {
    let mut look = start;
    look.number().is_some_and(|number| number.digits <= 2) && look.peek() == Some(':')
}

/// Reads a point in time that begins here: `2026-03-14 14:02 UTC`, `12:45 PM PST Saturday Oct 30th`, `Mon 14:02`.
pub(super) fn point_at(start: Cursor<'_>, order: Option<DateOrder>) -> Option<(Point, Cursor<'_>)> {
    let mut point = Point::default();
    let mut end = past_weekday(start);
    let (mut next, mut place) = (end, Place::Start);
    loop {
        // Behind a dash or colon a name in capitals begins a sentence, and `1.15` is a version.
        let plain = end.until(next).trim_matches([' ', ',']).is_empty();
        let zone = |point: &mut Point| plain.then(|| point.take_zone(next)).flatten();
        let Some(after) = point.take(next, place, order).or_else(|| zone(&mut point)) else { break };
        end = after;
        eat_bracket(&mut point, &mut end, order);
        next = gap(&point, end);
        place = if end.until(next).trim().is_empty() { Place::AfterDate } else { Place::Start };
    }
    point.is_placed().then_some((point, end))
}

/// A weekday says nothing that the date or the entries around do not say.
fn past_weekday(start: Cursor<'_>) -> Cursor<'_> {
    let mut look = start;
    if eat_weekday(&mut look) {
        look.eat(&[',']);
        if look.blanks() {
            return look;
        }
    }
    start
}

/// The place where the next part may begin. Between a date and its clock people put nearly anything.
fn gap<'a>(point: &Point, end: Cursor<'a>) -> Cursor<'a> {
    let mut look = end;
    if point.has_day() && point.clock.is_none() {
        if look.peek() == Some('T') {
            look.eat(&['T']);
            return look;
        }
        look.blanks();
        look.eat(&['-', '–', '—', '|', ',', ':', '@', '，', '、']);
        look.blanks();
        if look.eat_word(DATE_TO_CLOCK) {
            look.eat(&['.']);
            look.blanks();
        }
        _ = look.eat(&['~', '≈']) || look.eat(ABOUT_MARKS);
        look.blanks();
    } else {
        look.blanks();
        look.eat(&[',']);
        look.blanks();
        if !point.has_day() && look.eat_word(CLOCK_TO_DATE) {
            look.blanks();
        }
    }
    past_weekday(look)
}

/// Passes a bracket that says the same in another zone, `14:02 (6:48 PDT)`, or names the zone, `14:02 (UTC)`.
fn eat_bracket(point: &mut Point, end: &mut Cursor<'_>, order: Option<DateOrder>) {
    let mut look = *end;
    look.blanks();
    if point.clock.is_none() || !look.eat(&['(', '（']) {
        return;
    }
    look.eat(&['~', '≈']);
    let mut said = Point::default();
    while let Some(after) = said.take(look, Place::Start, order).or_else(|| said.take_zone(look)) {
        look = after;
        look.blanks();
    }
    if (said.zone.is_none() && said.clock.is_none()) || !look.eat(&[')', '）']) {
        return;
    }
    if said.clock.is_none() && point.zone.is_none() {
        point.zone = said.zone;
    }
    *end = look;
}

/// Passes what stands between the two ends of a range.
pub(super) fn eat_range_mark(cursor: &mut Cursor<'_>) -> bool {
    let mut look = *cursor;
    let parted = look.blanks();
    let found = if look.eat_text("->") || RANGE_MARKS.iter().any(|mark| look.eat_text(mark)) {
        true
    } else if look.eat(&['-', '–', '—', '~', '〜', '～', '→', '−']) {
        // `--` is a dash, too.
        look.eat(&['-']);
        true
    } else {
        parted && look.eat_word(RANGE)
    };
    if found {
        look.blanks();
        *cursor = look;
    }
    found
}
