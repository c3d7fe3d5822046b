//! The geometry of charts.

#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "places in a drawing are small"
)]

use std::fmt::Write as _;

use jiff::civil::Date;

use crate::archive::{Incident, PhaseSpan};
use crate::insights::{Curve, Times};
use crate::site::view::{DotView, MedianView, TickView};

/// The labels of the axis of times, in minutes. The last one that an archive needs ends the axis.
const TICKS: [u32; 10] = [1, 5, 15, 60, 240, 1440, 4 * 1440, 14 * 1440, 60 * 1440, 365 * 1440];

/// An axis is at least this long.
const MIN_TICKS: usize = 5;

/// With more incidents, a dot stands for several, so that the page does not grow with the archive.
const MAX_DOTS: usize = 200;

/// Dots whose places fall into the same one of these parts of the axis are stacked.
const PARTS: usize = 60;

/// The maximum number of dots in a stack, unless each stands for one incident.
const MAX_STACK: usize = 12;

/// The distance of two dots in a stack, in pixels.
const DOT: u32 = 9;

/// A phase is at least this wide, in thousandths of its bar.
const MIN_WIDTH: u32 = 4;

/// The points of a curve are drawn in steps of a hundredth of its width.
const STEPS: u32 = 100;

/// The phases of an incident, if they are enough for a bar: one alone compares nothing.
pub(super) fn bar(one: &Incident) -> Option<&[PhaseSpan]> {
    (one.phases.len() > 1).then_some(&one.phases)
}

/// How long the phases of a bar take together, in minutes.
pub(super) fn total(bar: &[PhaseSpan]) -> u32 {
    bar.iter().map(|span| span.minutes).sum()
}

/// The phases of a bar, each with where it begins and how wide it is, in thousandths of so many minutes.
pub(super) fn placed(bar: &[PhaseSpan], minutes: u32) -> impl Iterator<Item = (&PhaseSpan, u32, u32)> {
    let mut elapsed = 0;
    bar.iter().map(move |span| {
        let x = thousandth(elapsed, minutes);
        elapsed += span.minutes;
        (span, x, thousandth(elapsed, minutes).saturating_sub(x).max(MIN_WIDTH))
    })
}

/// A part of a whole in thousandths.
pub(super) fn thousandth(part: u32, of: u32) -> u32 {
    u32::try_from(u64::from(part) * 1000 / u64::from(of)).unwrap_or(1000)
}

/// A share of a width as an attribute: `34.5%`.
pub(super) fn percent(share: f64) -> String {
    format!("{:.1}%", share.clamp(0.0, 1.0) * 100.0)
}

/// A logarithmic axis of minutes.
pub(super) struct LogAxis {
    ticks: &'static [u32],
}

impl LogAxis {
    /// The axis for times up to this one.
    pub(super) fn up_to(longest: u32) -> Self {
        let needed = TICKS.partition_point(|tick| *tick < longest) + 1;
        Self { ticks: &TICKS[..needed.clamp(MIN_TICKS, TICKS.len())] }
    }

    /// The place of a time, from 0 to 1. Times under a minute are at the beginning.
    fn place(&self, minutes: u32) -> f64 {
        let end = self.ticks.last().copied().unwrap_or(2);
        (f64::from(minutes.max(1)).ln() / f64::from(end).ln()).min(1.0)
    }

    /// Its labels.
    pub(super) fn ticks(&self, label: impl Fn(u32) -> String) -> Vec<TickView> {
        self.ticks
            .iter()
            .map(|tick| TickView { x: percent(self.place(*tick)), label: label(*tick) })
            .collect()
    }

    /// The median of some times.
    pub(super) fn median(&self, times: &Times) -> Option<MedianView> {
        let median = times.summary.median?;
        let (low, high) = (self.place(median.low), self.place(median.high));
        Some(MedianView {
            x: percent(self.place(median.minutes)),
            low: percent(low),
            width: percent(high - low),
        })
    }
}

/// The dots of some times.
pub(super) struct Dots {
    /// The dots.
    pub(super) views: Vec<DotView>,
    /// How many incidents a dot stands for at most.
    pub(super) incidents: usize,
    /// The height of the chart in pixels.
    pub(super) height: u32,
}

/// Stacks a dot for each time. `label` and address are those of an incident.
pub(super) fn dots(axis: &LogAxis, times: &Times, of: impl Fn(u32, usize) -> (String, String)) -> Dots {
    let part = |minutes: u32| ((axis.place(minutes) * PARTS as f64) as usize).min(PARTS - 1);
    let mut stacks = [0_usize; PARTS];
    times.values.iter().for_each(|(minutes, _)| stacks[part(*minutes)] += 1);
    let highest = stacks.iter().copied().max().unwrap_or(0);
    let single = times.values.len() <= MAX_DOTS;
    let incidents = if single { 1 } else { highest.div_ceil(MAX_STACK).max(1) };
    let levels = highest.div_ceil(incidents);
    let height = DOT * u32::try_from(levels).unwrap_or(1).max(1) + 6;
    let y = |level: usize| height - 7 - DOT * u32::try_from(level).unwrap_or(0);
    let dots = if single {
        let mut filled = [0_usize; PARTS];
        let dot = |(minutes, at): &(u32, usize)| {
            let level = &mut filled[part(*minutes)];
            *level += 1;
            let (label, url) = of(*minutes, *at);
            DotView { x: percent(axis.place(*minutes)), y: y(*level - 1), label, url: Some(url) }
        };
        times.values.iter().map(dot).collect()
    } else {
        let stacks = stacks.iter().enumerate();
        let stack = |(part, count): (usize, &usize)| {
            let x = percent((part as f64 + 0.5) / PARTS as f64);
            (0..count.div_ceil(incidents)).map(move |level| DotView {
                x: x.clone(),
                y: y(level),
                label: String::new(),
                url: None,
            })
        };
        stacks.flat_map(stack).collect()
    };
    Dots { views: dots, incidents, height }
}

/// The paths of a survival curve and of its band, in a square of 1000 × 1000.
pub(super) fn curve(curve: &Curve) -> (String, String) {
    if curve.points.is_empty() {
        return (if curve.n == 0 { String::new() } else { "M0 0H1000".to_owned() }, String::new());
    }
    let end = curve.seen_days.max(1);
    let y = |open: f64| ((1.0 - open) * 1000.0).round();
    let mut path = "M0 0".to_owned();
    let (mut upper, mut lower) = ("M0 0".to_owned(), Vec::new());
    let (mut drawn, mut band_end) = (None, 1000.0);
    for step in 0..=STEPS {
        // Several points of one step are drawn as the last of them.
        let days = u64::from(end) * u64::from(step) / u64::from(STEPS);
        let Some(point) = curve.at(u32::try_from(days).unwrap_or(end)) else { continue };
        if drawn.replace(point.days) == Some(point.days) {
            continue;
        }
        let x = (f64::from(point.days) / f64::from(end) * 1000.0).round();
        _ = write!(path, "H{x}V{}", y(point.open));
        if let Some((low, high)) = point.interval {
            _ = write!(upper, "H{x}V{}", y(high));
            lower.push((x, y(low)));
        } else {
            band_end = x;
        }
    }
    path.push_str("H1000");
    _ = write!(upper, "H{band_end}");
    for (x, low) in lower.iter().rev() {
        _ = write!(upper, "V{low}H{x}");
    }
    upper.push_str("V0Z");
    (path, upper)
}

/// The labels of an axis of days, at most six of them.
pub(super) fn day_ticks(end: u32, label: impl Fn(u32) -> String) -> Vec<TickView> {
    let steps = [1, 7, 30, 90, 180, 365, 730, 1825];
    let step = steps.into_iter().find(|step| end / step <= 5).unwrap_or(3650);
    let place = |days: u32| percent(f64::from(days) / f64::from(end.max(1)));
    (0..=end / step).map(|at| TickView { x: place(at * step), label: label(at * step) }).collect()
}

/// The number of a day: days since 1970.
pub(super) fn day_number(day: Date) -> i32 {
    (day - Date::constant(1970, 1, 1)).get_days()
}

/// The beginnings of the years between two days; at most ten of them.
pub(super) fn year_ticks((first, last): (Date, Date)) -> Vec<TickView> {
    let (begin, end) = (day_number(first), day_number(last));
    let step = usize::try_from(last.year() - first.year()).unwrap_or(0) / 10 + 1;
    let years = (first.year()..=last.year()).filter_map(|year| Date::new(year, 1, 1).ok());
    let within = years.filter(|day| (begin..=end).contains(&day_number(*day))).step_by(step);
    let place = |day: Date| f64::from(day_number(day) - begin) / f64::from((end - begin).max(1));
    within.map(|day| TickView { x: percent(place(day)), label: day.year().to_string() }).collect()
}
