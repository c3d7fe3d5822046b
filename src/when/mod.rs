//! Dates, clock times, zones and durations as people write them.
//!
//! Post-mortems are written by hand, in many languages, under pressure: `14:02 (6:48 PDT): text`, `~2h`, `2日16時間30分`,
//! `Sunday 9th of May 2021`. This module finds dates and times in text and returns their values and positions. It never
//! guesses: an ambiguous date is a [`DateProblem`] or nothing. The words for months, units and so on are in
//! [`crate::lexicon`].
//!
//! Three rules make it usable on every line of a large archive:
//!
//! - Parsers are written by hand and jump from digit to digit, so a line without digits costs one search for a byte.
//! - Versions, addresses and ids do not count as dates or times: a wrong time is worse than a missing one.
//! - It never uses the current time or the machine's time zone. Zone rules come from the table compiled into the
//!   program.
//!
//! [`find_date`], [`find_clock`], [`find_zone`] and [`find_duration`] search a whole text; [`leading_stamp`] reads the
//! time at the beginning of a timeline entry.

mod affixes;
mod amount;
mod clock;
mod date;
mod duration;
mod moment;
mod name;
mod numeric;
mod period;
mod placeholder;
mod relative;
mod scan;
mod show;
mod stamp;
mod units;
mod words;
mod zone;
mod zone_context;
mod zone_names;

#[cfg(any(test, fuzzing))]
pub(crate) mod laws;

pub use clock::find_clock;
pub use date::{DateOrder, DateProblem, find_date, find_dates, find_day_month};
pub use duration::find_duration;
pub use name::date_in_name;
pub use period::{Period, find_period};
pub use placeholder::is_placeholder_time;
pub use show::{RoundedDuration, month_name, show_date, show_minutes};
pub use stamp::{Stamp, leading_stamp};
pub use words::calendar_words;
pub use zone::{Zone, find_zone};

/// A value found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<T> {
    /// The value.
    pub value: T,
    /// The byte at which it begins.
    pub start: usize,
    /// The byte after it.
    pub end: usize,
}
