//! Statistics of an archive that are honest about small numbers.
//!
//! [`Insights::of`] computes all of them from an archive. They never guess: what a document does not say is counted as missing. A
//! median has its exact interval or is left out, a change is stated only if a test finds it, and nothing here ranks people.
//!
//! One file for each method: [`mod@times`] (medians and percentiles), [`mod@change`] (tests between years), [`mod@power`] (what a year could
//! show), [`mod@survival`] (action items), [`luck`] (where luck helped, which needs no method). Each is tested against `SciPy`, `NumPy` or lifelines on fixed data. The same archive gives
//! the same figures, in whatever order its documents are.

#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    reason = "counts of documents are far below 2^52"
)]

mod actions;
mod binomial;
mod change;
mod clock;
mod earlier;
mod fields;
mod groups;
pub mod luck;
mod power;
mod rank_sum;
mod survival;
#[cfg(test)]
mod tests;
mod themes;
mod times;
pub mod words;

use jiff::civil::Date;

pub use actions::ActionItems;
pub use change::{Change, Verdict, Year};
pub use clock::{BLOCK_HOURS, BLOCKS, Clock};
pub use earlier::{EarlierMedian, earlier_medians};
pub use fields::{RecordedField, RecordedKind};
pub use groups::{GroupTimes, Quarter};
pub use power::{CUT, Power};
pub use survival::{Curve, Point, Spell};
pub use themes::{Theme, themes};
pub use times::{MIN_MEDIAN, MIN_P90, Mean, Median, Summary};

use crate::archive::{Archive, ResponseMinutes};
use crate::config::Config;

/// The number of months that are counted one by one.
pub const MONTHS: usize = 36;

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// From the start until it was detected.
    Detect,
    /// From the start until it was mitigated.
    Mitigate,
    /// From the start until it was resolved.
    Resolve,
}

impl Measure {
    /// All of them, in the order of an incident.
    pub const ALL: [Self; 3] = [Self::Detect, Self::Mitigate, Self::Resolve];

    /// The name in data, messages and anchors: `detect`.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Detect => "detect",
            Self::Mitigate => "mitigate",
            Self::Resolve => "resolve",
        }
    }

    const fn of(self, minutes: ResponseMinutes) -> Option<u32> {
        match self {
            Self::Detect => minutes.detect,
            Self::Mitigate => minutes.mitigate,
            Self::Resolve => minutes.resolve,
        }
    }
}

/// How long one step of the response took.
#[derive(Clone, Debug, PartialEq)]
pub struct Times {
    /// The step.
    pub measure: Measure,
    /// The known times in minutes, each with the index of its incident, shortest first.
    pub values: Vec<(u32, usize)>,
    /// How many incidents do not say.
    pub missing: usize,
    /// Median and percentile.
    pub summary: Summary,
    /// How the last two complete years compare. `None` if the archive does not have them.
    pub change: Option<Change>,
    /// What a year could show. `None` if too few times are known.
    pub power: Option<Power>,
}

/// A month and its incidents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Month {
    /// The year.
    pub year: i16,
    /// The month from 1.
    pub month: i8,
    /// The number of incidents of each group in [`Indexes::severities`](crate::archive::Indexes::severities).
    pub by_severity: Vec<usize>,
    /// The index of its group in [`Indexes::months`](crate::archive::Indexes::months), if it has incidents.
    pub group: Option<usize>,
}

/// The statistics of an archive.
#[derive(Clone, Debug, PartialEq)]
pub struct Insights {
    /// The latest months without a gap, oldest first; at most [`MONTHS`].
    pub months: Vec<Month>,
    /// How many incidents have no date.
    pub undated: usize,
    /// How the number of incidents has changed between the last two complete years. `None` if the archive does not have them.
    pub counts: Option<Change>,
    /// Time to detect, to mitigate and to resolve.
    pub times: [Times; 3],
    /// Times by severity, service and quarter.
    pub groups: groups::Groups,
    /// When incidents begin.
    pub clock: Clock,
    /// What documents record about detection, triggers and causes.
    pub fields: Vec<RecordedField>,
    /// How long action items stay open.
    pub actions: ActionItems,
}

impl Insights {
    /// Computes the statistics of an archive.
    pub fn of(archive: &Archive, config: &Config) -> Self {
        let mean = if config.mean { Mean::Shown } else { Mean::Hidden };
        let minutes: Vec<ResponseMinutes> =
            archive.incidents.iter().map(|one| ResponseMinutes::of(one)).collect();
        let years = compared_years(archive);
        Self {
            months: months(archive),
            undated: archive.incidents.iter().filter(|one| one.card.date.is_none()).count(),
            counts: years.map(|years| {
                let [before, after] = years.map(|year| Year { year, n: in_year(archive, year).count() });
                change::of_counts(before, after)
            }),
            times: Measure::ALL.map(|measure| times(archive, (measure, mean), &minutes, years)),
            groups: groups::Groups::of(archive, &minutes, mean),
            clock: Clock::of(archive, config),
            fields: fields::recorded(archive, config),
            actions: ActionItems::of(archive),
        }
    }
}

/// The last two complete years before the as-of date, if the archive was begun before them.
fn compared_years(archive: &Archive) -> Option<[i16; 2]> {
    let first = archive.incidents.iter().filter_map(|one| one.card.date).map(Date::year).min()?;
    let last = archive.as_of.year().checked_sub(1)?;
    (first < last - 1).then_some([last - 1, last])
}

/// The incidents of a year.
fn in_year(archive: &Archive, year: i16) -> impl Iterator<Item = usize> {
    let incidents = archive.incidents.iter().enumerate();
    incidents.filter(move |(_, one)| one.card.date.is_some_and(|day| day.year() == year)).map(|(at, _)| at)
}

fn times(
    archive: &Archive,
    (measure, mean): (Measure, Mean),
    minutes: &[ResponseMinutes],
    years: Option<[i16; 2]>,
) -> Times {
    let known = |at: usize| measure.of(minutes[at]);
    let mut values: Vec<(u32, usize)> = (0..minutes.len()).filter_map(|at| Some((known(at)?, at))).collect();
    values.sort_by_key(|(minutes, at)| (*minutes, &archive.incidents[*at].source.path));
    let all: Vec<u32> = values.iter().map(|(minutes, _)| *minutes).collect();
    let change = years.map(|years| {
        let [before, after] = years.map(|year| in_year(archive, year).filter_map(known).collect::<Vec<_>>());
        change::of_times((years[0], &before), (years[1], &after))
    });
    // As many in each year as the compared years have on average.
    let per_year = change.map_or(0, |change| (change.before.n + change.after.n).div_ceil(2));
    let is_testable = change.is_some_and(|change| change.verdict != Verdict::TooFew);
    Times {
        measure,
        missing: minutes.len() - values.len(),
        summary: Summary::of(all.iter().copied(), mean),
        change,
        power: (is_testable && all.len() >= MIN_P90).then(|| power::power(&all, per_year)),
        values,
    }
}

/// The months up to the as-of date; up to the last incident if that was long before.
fn months(archive: &Archive) -> Vec<Month> {
    let indexes = &archive.indexes;
    let mut severity_of = vec![0; archive.incidents.len()];
    for (at, group) in indexes.severities.iter().enumerate() {
        group.members.iter().for_each(|member| severity_of[*member] = at);
    }
    let number = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month()) - 1;
    let groups = indexes.months.iter().enumerate().filter_map(|(at, group)| {
        let day = archive.incidents[*group.members.first()?].card.date?;
        Some((number(day), at))
    });
    let groups: Vec<(i32, usize)> = groups.collect();
    let (Some(first), Some(last)) =
        (groups.iter().map(|one| one.0).min(), groups.iter().map(|one| one.0).max())
    else {
        return Vec::new();
    };
    // A date in the future is a mistake, and an archive may have ended long ago.
    let today = number(archive.as_of);
    let end = if last + (MONTHS as i32) < today { last } else { today };
    let begin = first.max(end - MONTHS as i32 + 1);
    (begin..=end)
        .map(|number| {
            let group = groups.iter().find(|one| one.0 == number).map(|one| one.1);
            let mut by_severity = vec![0; indexes.severities.len()];
            for member in group.map_or(&[][..], |group| &indexes.months[group].members) {
                by_severity[severity_of[*member]] += 1;
            }
            let month = i8::try_from(number.rem_euclid(12) + 1).unwrap_or(1);
            Month { year: i16::try_from(number.div_euclid(12)).unwrap_or(0), month, by_severity, group }
        })
        .collect()
}
