//! Times relative to the start of the incident: `T+12m`.

use super::affixes::eat_about;
use super::amount::{amount_at, clocklike};
use super::moment::{Moment, moment_at};
use super::scan::{Cursor, is_digit};
use super::units::Unit;
use crate::lexicon::list;

const MINUS: &[&str] = list("time.minus");
const PLUS: &[&str] = list("time.plus");
/// The letters that stand for the start of the incident: time, hour, day, and the French *jour*.
pub(super) const ZERO_MARKS: [char; 4] = ['T', 'H', 'D', 'J'];

/// A time relative to the start of the incident.
#[derive(Debug, Default)]
pub(super) struct Relative {
    /// Minutes since the start, rounded; `None` for `T+?`.
    pub(super) minutes: Option<i64>,
    /// The time of day in brackets after it.
    pub(super) point: Moment,
}

/// `T+12m`, `T0`, `T-5m`, `T+1h30`, `T+00:15`, `T minus 5`, `H+2`, `D+1`, `+5 min`. A number without a unit counts in the
/// unit of the letter: minutes after `T`. `T+?` is a time whose distance nobody knows.
pub(super) fn relative_at(start: Cursor<'_>) -> Option<(Relative, Cursor<'_>)> {
    let mut look = start;
    let named = start.peek().filter(|c| ZERO_MARKS.contains(c) || *c == 't');
    if named.is_some() {
        look.eat_if(|_| true);
    }
    let (sign, amount) = eat_sign(look, named.is_some());
    look = amount;
    if sign.is_some()
        && named.is_some()
        && let Some(end) = unknown_amount(look)
    {
        return Some((Relative::default(), end));
    }
    let mut zero = look;
    let (seconds, end) = match sign
        .and_then(|_| amount_at(look))
        .or_else(|| clocklike(look).filter(|(_, end)| end.ends_token()))
    {
        Some(read) if sign.is_some() && look.peek().is_some_and(is_digit) => read,
        _ => {
            let mark = named?;
            let number = zero
                .number()
                .filter(|number| number.digits <= if matches!(mark, 'T' | 't') { 5 } else { 2 })?;
            // Without a sign, only zero: `T4` is the name of something. The other letters name many things.
            if (sign.is_none() && (number.value > 0 || !matches!(mark, 'T' | 't'))) || !zero.ends_token() {
                return None;
            }
            (u64::from(number.value) * unit_of(mark).seconds(), zero)
        }
    };
    let minutes = i64::try_from((seconds + 30) / 60).ok()?;
    let minutes = if sign == Some(Sign::Before) { -minutes } else { minutes };
    Some(with_clock_in_bracket(minutes, end))
}

/// Whether a relative time is before or after the start of the incident.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    Before,
    After,
}

/// Skips `+`, `-`, `±`, `=` or, after a letter, `plus` and `minus`, and returns the position of the amount.
fn eat_sign(start: Cursor<'_>, named: bool) -> (Option<Sign>, Cursor<'_>) {
    let mut look = start;
    let spaced = named && look.spaces();
    let mark = look.eat_if(|c| matches!(c, '+' | '-' | '−' | '±' | '='));
    let sign = match mark {
        Some('-' | '−') => Some(Sign::Before),
        Some(_) => Some(Sign::After),
        None if spaced && look.eat_word(MINUS) => Some(Sign::Before),
        None if spaced && look.eat_word(PLUS) => Some(Sign::After),
        None => None,
    };
    if sign.is_none() {
        return (None, start);
    }
    if named {
        look.spaces();
        eat_about(&mut look);
    }
    (sign, look)
}

/// `?`, `??`, `X` or `n` instead of a number.
fn unknown_amount(start: Cursor<'_>) -> Option<Cursor<'_>> {
    let mut end = start;
    let first = end.eat_if(|c| matches!(c, '?' | 'x' | 'X' | 'n' | 'N'))?;
    while end.eat_if(|c| c == first).is_some() {}
    end.ends_token().then_some(end)
}

/// The unit of a number after a letter: `H+2` is two hours, `D+1` and `J+1` a day.
fn unit_of(mark: char) -> Unit {
    match mark {
        'H' => Unit::Hour,
        'D' | 'J' => Unit::Day,
        _ => Unit::Minute,
    }
}

/// `T+5m (14:07)`
fn with_clock_in_bracket(minutes: i64, end: Cursor<'_>) -> (Relative, Cursor<'_>) {
    let mut relative = Relative { minutes: Some(minutes), point: Moment::default() };
    let mut look = end;
    look.spaces();
    if look.eat(&['('])
        && let Some((point, mut after)) = moment_at(look, None)
        && point.clock.is_some()
        && after.eat(&[')'])
    {
        relative.point.clock = point.clock;
        relative.point.zone = point.zone;
        return (relative, after);
    }
    (relative, end)
}
