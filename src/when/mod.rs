//! Dates, clock times, zones and durations as people write them.
//!
//! Post-mortems are written by hand, in many languages, under pressure: `14:02 (6:48 PDT): text`, `~2h`, `2日16時間30分`,
//! `Sunday 9th of May 2021`. This module finds such things in text and says what they mean, and where they stand.
//! It never guesses between two meanings: what can be read in two ways is a [`DateProblem`] or nothing.
//!
//! Three rules keep it usable on every line of a large archive:
//!
//! - It is scanned by hand from digit to digit, so that a line without one costs a search for a byte.
//! - What looks like a date or a time inside a version, an address or an id is none: a false time is worse than a missing one.
//! - It knows neither the clock nor the machine's zone; zone rules come from the table compiled into the program.
//!
//! [`find_date`], [`find_clock`], [`find_zone`] and [`find_duration`] look anywhere in a text; [`leading_stamp`] reads
//! what a timeline entry begins with.

mod affixes;
mod amount;
mod clock;
mod date;
mod duration;
mod moment;
mod name;
mod numeric;
mod placeholder;
mod scan;
mod show;
mod stamp;
mod units;
mod words;
mod zone;
mod zone_names;

#[cfg(any(test, fuzzing))]
pub(crate) mod laws;

pub use clock::find_clock;
pub use date::{DateOrder, DateProblem, find_date, find_dates, find_day_month};
pub use duration::find_duration;
pub use name::date_in_name;
pub use placeholder::is_placeholder_time;
pub use show::{month_name, show_date, show_minutes};
pub use stamp::{Stamp, leading_stamp};
pub use zone::{Zone, find_zone};

/// Something found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<T> {
    /// What it means.
    pub value: T,
    /// The byte where it begins.
    pub start: usize,
    /// The byte after it.
    pub end: usize,
}
