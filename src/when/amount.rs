//! Amounts of time with units: `2 hours 14 minutes`, `2h14`, `half an hour`, `3 日 23 時間`.

use super::moment::eat_range_mark;
use super::scan::{Cursor, is_digit, same_word};
use super::units::{Unit, eat_number_word, eat_unit};
use crate::lexicon::{characters, list};

const HALVES: &[&str] = list("time.half");
const HALF_OF: &[&str] = list("time.half_of");
const HALF_MARKS: &[char] = characters("time.half_mark");
const ARTICLES: &[&str] = list("time.article");
const AFTER_ARTICLE: &[&str] = list("time.unit_after_article");
const AND: &[&str] = list("time.and");
const AND_ARTICLE: &[&str] = list("time.and_article");
const RATE: &[&str] = list("time.rate");
const ONE: &[&str] = list("time.one_before_unit");
const AFTER_ONE: &[&str] = list("time.unit_only_after_one");
const ABOUT_MARKS: &[char] = characters("time.about_mark");
const TOTAL_MARKS: &[char] = characters("time.total_mark");
const MONTH_MARKS: &[char] = characters("time.month_mark");
const DAY_MARKS: &[&str] = list("time.day_mark");

/// A number with its unit.
#[derive(Clone, Copy)]
struct Part<'a> {
    seconds: u64,
    unit: Unit,
    spelling: &'a str,
    end: Cursor<'a>,
}

/// Reads a duration with units that begins here, all parts of it, in seconds.
pub(super) fn amount_at(start: Cursor<'_>) -> Option<(u64, Cursor<'_>)> {
    let first = part_at(start)?;
    let (mut total, mut last) = (first.seconds, first);
    loop {
        if let Some((minutes, end)) = bare_minutes(last) {
            return Some((total + minutes * 60, end));
        }
        let Some(part) = joined_part(last.end).filter(|part| part.unit < last.unit) else { break };
        total += part.seconds;
        last = part;
    }
    if let Some(end) = and_a_half(last.end) {
        return Some((total + last.unit.seconds() / 2, end));
    }
    (last.end.at() > first.end.at() || is_duration_alone(start, first)).then_some((total, last.end))
}

fn part_at(start: Cursor<'_>) -> Option<Part<'_>> {
    if start.peek()?.is_alphabetic() { worded_part(start) } else { numbered_part(start) }
}

/// `2 h`, `1.5 hours`, `5–10 minutes`, `30-minute`, `2:14 h`, `2時間半`.
fn numbered_part(start: Cursor<'_>) -> Option<Part<'_>> {
    let mut look = start;
    if let Some((seconds, mut end)) = clocklike(start) {
        end.spaces();
        let (unit, spelling) = eat_unit(&mut end)?;
        return (unit == Unit::Hour).then_some(Part { seconds, unit, spelling, end });
    }
    let mut amount = quantity(&mut look)?;
    let mut upper = look;
    if eat_range_mark(&mut upper)
        && let Some(greater) = quantity(&mut upper).filter(|greater| *greater >= amount)
    {
        (amount, look) = (greater, upper);
    }
    let joined = look.eat(&['-', '‑']);
    if !joined {
        look.spaces();
        // `1 and a half hours`
        if let Some(mut half) = and_a_half(look) {
            amount += 500;
            half.spaces();
            look = half;
        }
    }
    let (unit, spelling) = eat_unit(&mut look)?;
    if (joined && spelling.len() < 3)
        || (DAY_MARKS.contains(&spelling) && start.past().trim_end().ends_with(MONTH_MARKS))
    {
        return None;
    }
    if look.eat(HALF_MARKS) {
        amount += 500;
    }
    Some(Part { seconds: amount.checked_mul(unit.seconds())? / 1000, unit, spelling, end: look })
}

/// `an hour`, `half an hour`, `eine halbe Stunde`, `two hours`.
fn worded_part(start: Cursor<'_>) -> Option<Part<'_>> {
    let mut look = start;
    let article = look.eat_word(ARTICLES);
    let mut amount = if article { 1000 } else { eat_number_word(&mut look).unwrap_or(0) };
    look.spaces();
    if look.eat_word(HALVES) {
        amount = 500;
        look.eat(&['-']);
        look.spaces();
        if look.eat_word(HALF_OF) {
            look.spaces();
        }
        if look.eat_word(ARTICLES) {
            look.spaces();
        }
    } else if let Some(mut half) = and_a_half(look).filter(|_| amount > 0) {
        amount += 500;
        half.spaces();
        look = half;
    } else if article && !AFTER_ARTICLE.iter().any(|unit| look.clone().eat_word(&[unit])) {
        return None;
    }
    let separated = look.past().ends_with(|c: char| c.is_whitespace() || c == '-');
    let (unit, spelling) = eat_unit(&mut look).filter(|(_, spelling)| spelling.len() > 1 && separated)?;
    // `three times an hour` is a rate.
    let rate = start.word_before(&[]).is_some_and(|mut word| word.eat_word(RATE));
    let counted = amount > 0 && !(article && rate);
    counted.then_some(Part { seconds: amount * unit.seconds() / 1000, unit, spelling, end: look })
}

/// A number in thousandths: `2`, `1.5`, `1,5`, `1½`, `½`, `1,200`.
pub(super) fn quantity(cursor: &mut Cursor<'_>) -> Option<u64> {
    let mut look = *cursor;
    let mut value = match look.number() {
        Some(number) if number.digits <= 7 => u64::from(number.value) * 1000,
        Some(_) => return None,
        None => 0,
    };
    let whole = look.at() > cursor.at();
    let mut point = look;
    if whole
        && let Some(mark) = point.eat_if(|c| matches!(c, '.' | ','))
        && let Some(part) = point.number()
    {
        value = match part.digits {
            3 if mark == ',' => value * 1000 + u64::from(part.value) * 1000,
            1 => value + u64::from(part.value) * 100,
            2 => value + u64::from(part.value) * 10,
            3 => value + u64::from(part.value),
            _ => return None,
        };
        look = point;
    }
    match look.eat_if(|c| matches!(c, '½' | '¼' | '¾')) {
        Some('½') => value += 500,
        Some('¼') => value += 250,
        Some(_) => value += 750,
        None if !whole => return None,
        None => {}
    }
    *cursor = look;
    Some(value)
}

/// Reads `h:mm` or `h:mm:ss` that begins here, in seconds.
pub(super) fn clocklike(start: Cursor<'_>) -> Option<(u64, Cursor<'_>)> {
    let mut look = start;
    let hours = look.number().filter(|number| number.digits <= 3)?;
    let mut part = || {
        let mut after = look;
        let number = after.eat(&[':']).then(|| after.number())?.filter(|n| n.digits == 2 && n.value < 60)?;
        look = after;
        Some(number.value)
    };
    let minutes = part()?;
    let seconds = part().unwrap_or(0);
    let total = u64::from(hours.value) * 3600 + u64::from(minutes) * 60 + u64::from(seconds);
    Some((total, look))
}

/// The minutes of `2h14` and `2 h 05`: joined to the hours, or with nothing after them that they could count.
fn bare_minutes(hours: Part<'_>) -> Option<(u64, Cursor<'_>)> {
    if !matches!(hours.spelling, "h" | "H") {
        return None;
    }
    let mut look = hours.end;
    let separated = look.spaces();
    let number = look.number().filter(|number| number.value < 60 && number.digits <= 2)?;
    let mut after = look;
    after.spaces();
    let alone = number.digits == 2 && after.peek().is_none_or(|c| ",;.)]|）、。".contains(c));
    (look.ends_token() && (alone || !separated)).then_some((u64::from(number.value), look))
}

/// The next part, with or without a comma or `and` before it.
fn joined_part(end: Cursor<'_>) -> Option<Part<'_>> {
    let mut look = end;
    look.spaces();
    look.eat(&[',', '、', '&', '+']);
    look.spaces();
    if look.eat_word(AND) {
        look.spaces();
    }
    part_at(look)
}

/// `and a half` after an amount.
fn and_a_half(end: Cursor<'_>) -> Option<Cursor<'_>> {
    let mut look = end;
    look.spaces();
    if !look.eat_word(AND) {
        return None;
    }
    look.spaces();
    if look.eat_word(AND_ARTICLE) {
        look.spaces();
    }
    look.eat_word(HALVES).then_some(look)
}

/// Whether a single number with its unit is a duration. Short units also mean other things: `100W`, `3D`, `5m
/// requests`, `503s`, the `1990s`, the 3rd of a month in `3日`.
fn is_duration_alone(start: Cursor<'_>, part: Part<'_>) -> bool {
    let mut after = part.end;
    if after.peek().is_some_and(|c| is_digit(c) || c == '_') {
        return false;
    }
    let written = start.until(part.end);
    let joined = !written.contains(char::is_whitespace);
    let mut number = start;
    let value = number.number().map_or(0, |number| number.value);
    after.spaces();
    match part.spelling {
        "D" | "M" | "S" | "W" => false,
        "m" => !after.word().is_some_and(|word| word.len() > 3 && word.ends_with('s')),
        "s" => !(joined && (matches!(value, 400..=599) || matches!(value, 1900..=2099))),
        // `time` is Norwegian for an hour; in English it counts occurrences.
        word if AFTER_ONE.iter().any(|unit| same_word(word, unit)) => {
            ONE.iter().any(|one| start.rest().starts_with(one))
        }
        day if DAY_MARKS.contains(&day) => {
            let before = start.past().trim_end();
            let end_of_all = part.end.rest().trim().is_empty();
            before.ends_with(['~', '≈', '≥'])
                || before.ends_with(ABOUT_MARKS)
                || before.ends_with(TOTAL_MARKS)
                || (before.is_empty() && end_of_all)
        }
        _ => true,
    }
}
