//! Units of time, and numbers in words.

use super::amount::quantity;
use super::scan::{Cursor, same_word};
use crate::lexicon::{list, numbers};

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    /// 1 s.
    Second,
    /// 60 s.
    Minute,
    /// 60 min.
    Hour,
    /// 24 h, regardless of daylight saving time.
    Day,
    /// 7 d.
    Week,
}

impl Unit {
    /// The length in seconds.
    pub(super) const fn seconds(self) -> u64 {
        match self {
            Self::Second => 1,
            Self::Minute => 60,
            Self::Hour => 3600,
            Self::Day => 86_400,
            Self::Week => 604_800,
        }
    }
}

/// Each unit with its words, and its marks in scripts without spaces. Single letters are checked by the caller; `時`
/// alone is a clock and `月` a month.
const UNITS: [(Unit, &[&str], &[&str]); 5] = [
    (Unit::Second, list("unit.second"), list("unit_mark.second")),
    (Unit::Minute, list("unit.minute"), list("unit_mark.minute")),
    (Unit::Hour, list("unit.hour"), list("unit_mark.hour")),
    (Unit::Day, list("unit.day"), list("unit_mark.day")),
    (Unit::Week, list("unit.week"), list("unit_mark.week")),
];

/// Skips a unit and returns it with its spelling.
pub(super) fn eat_unit<'a>(cursor: &mut Cursor<'a>) -> Option<(Unit, &'a str)> {
    let start = *cursor;
    // No mark begins with a character of less than three bytes.
    if start.peek().is_some_and(|c| c >= '\u{800}') {
        let marked = UNITS.iter().find(|(_, _, marks)| marks.iter().any(|mark| cursor.eat_text(mark)));
        if let Some((unit, ..)) = marked {
            return Some((*unit, start.until(*cursor)));
        }
    }
    let mut look = start;
    let word = look.word()?;
    let (unit, ..) = UNITS.iter().find(|(_, names, _)| names.iter().any(|name| same_word(word, name)))?;
    *cursor = look;
    Some((*unit, word))
}

/// Skips a number in words and returns it in thousandths.
pub(super) fn eat_number_word(cursor: &mut Cursor<'_>) -> Option<u64> {
    let mut look = *cursor;
    let word = look.word().filter(|word| word.len() <= 15)?;
    let (digits, _) = numbers().iter().find(|(_, names)| names.iter().any(|name| same_word(word, name)))?;
    *cursor = look;
    quantity(&mut Cursor::new(digits, 0))
}
