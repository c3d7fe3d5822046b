//! Sentences about statistics, for pages and for the terminal.

use super::change::{Change, Verdict};
use super::clock::Clock;
use super::power::{CUT, Power};
use super::survival::Curve;
use super::times::Summary;
use super::{ActionItems, Insights, Measure, Quarter, Times};
use crate::messages::Messages;
use crate::text::capitalized;

/// `Median 54 min (95 % interval 31 min to 1 h 40 min; n = 22), nine of ten within 4 h`, or `too few (n = 4)`.
pub fn summary(messages: &Messages, summary: &Summary) -> String {
    let minutes = |minutes| messages.minutes(minutes);
    let mut parts = Vec::new();
    match summary.median {
        Some(median) => {
            let value = messages.with("insights.median_is", &[("median", &minutes(median.minutes))]);
            let (low, high) = (minutes(median.low), minutes(median.high));
            let interval = messages.with("insights.interval", &[("low", &low), ("high", &high)]);
            parts.push(format!("{value} ({interval}; {})", n(messages, summary.n)));
        }
        None => parts.push(too_few(messages, summary.n)),
    }
    if let Some(p90) = summary.p90 {
        parts.push(messages.with("insights.within_is", &[("p90", &minutes(p90))]));
    }
    if let Some(mean) = summary.mean {
        parts.push(messages.with("insights.mean_is", &[("mean", &minutes(mean))]));
    }
    parts.join(", ")
}

/// `54 min (31 min to 1 h 40 min), n = 22`, for a cell of a table.
pub fn cell(messages: &Messages, summary: &Summary) -> String {
    let Some(median) = summary.median else { return too_few(messages, summary.n) };
    let [value, low, high] =
        [median.minutes, median.low, median.high].map(|minutes| messages.minutes(minutes));
    messages.with(
        "insights.cell",
        &[("median", &value), ("low", &low), ("high", &high), ("n", &messages.number(summary.n))],
    )
}

/// `n = 22`
pub fn n(messages: &Messages, n: usize) -> String {
    messages.with("insights.n", &[("n", &messages.number(n))])
}

/// `too few (n = 4)`
pub fn too_few(messages: &Messages, n: usize) -> String {
    messages.with("insights.too_few", &[("n", &messages.number(n))])
}

/// `25 %`
pub fn percent(messages: &Messages, share: f64) -> String {
    messages.with("format.percent", &[("number", &format!("{:.0}", share * 100.0))])
}

/// `p = 0.03`, or `p < 0.001`.
pub fn p(messages: &Messages, p: f64) -> String {
    if p < 0.001 {
        return messages.text("insights.p_small");
    }
    // As many digits as keep both sides of the level apart.
    let number = if p < 0.1 { format!("{p:.3}") } else { format!("{p:.2}") };
    messages.with("insights.p", &[("p", &number)])
}

/// Whether something has changed: `counts` or `times`.
fn change(messages: &Messages, what: &str, change: &Change) -> String {
    let verdict = match change.verdict {
        Verdict::TooFew => "too_few",
        Verdict::NoEvidence => "no_evidence",
        Verdict::Higher => "higher",
        Verdict::Lower => "lower",
    };
    let p = change.p.map(|p| self::p(messages, p)).unwrap_or_default();
    let arguments = [
        ("before", &*change.before.year.to_string()),
        ("after", &*change.after.year.to_string()),
        ("before_n", &*messages.number(change.before.n)),
        ("after_n", &*messages.number(change.after.n)),
        ("p", &*p),
    ];
    messages.with(&format!("insights.{what}_{verdict}"), &arguments)
}

/// How often a cut would be seen.
pub fn power(messages: &Messages, power: &Power) -> String {
    let (form, years) = match power.seen {
        seen if seen >= 0.95 => ("every_year", 0.0),
        seen if seen > 0.45 => ("most_years", (seen * 10.0).round()),
        seen if seen >= 0.02 => ("one_year", (1.0 / seen).round()),
        _ => ("never", 0.0),
    };
    let cut = percent(messages, f64::from(CUT) / 100.0);
    let arguments = [("cut", &*cut), ("years", &*format!("{years:.0}"))];
    messages.count_with(&format!("insights.power_{form}"), power.per_year, &arguments)
}

/// `Time to mitigate`
pub fn measure(messages: &Messages, measure: Measure) -> String {
    messages.text(&format!("insights.time_to_{}", measure.key()))
}

/// `Q2 2026`
pub fn quarter(messages: &Messages, quarter: Quarter) -> String {
    let (year, number) = (quarter.year.to_string(), quarter.quarter.to_string());
    messages.with("insights.quarter_label", &[("quarter", &number), ("year", &year)])
}

/// What is said about one measure, a sentence each: summary, change, power.
pub fn times(messages: &Messages, times: &Times) -> Vec<String> {
    let mut first = summary(messages, &times.summary);
    if times.missing > 0 {
        first = format!("{first}; {}", messages.count("insights.not_recorded", times.missing));
    }
    let mut lines = vec![messages.with("format.sentence", &[("text", &capitalized(&first))])];
    // If there are no years to compare, the section on how often incidents happen says so.
    lines.extend(times.change.as_ref().map(|found| change(messages, "times", found)));
    lines.extend(times.power.as_ref().map(|found| power(messages, found)));
    lines
}

/// What is said about the number of incidents.
pub fn counts(messages: &Messages, insights: &Insights) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(first) = insights.months.first() {
        let shown = insights.months.iter().flat_map(|month| &month.by_severity).sum();
        let (month, year) = (messages.month(first.month), first.year.to_string());
        let month = messages.with("group.month", &[("month", &month), ("year", &year)]);
        lines.push(messages.count_with("insights.often_sentence", shown, &[("month", &month)]));
        lines.push(match &insights.counts {
            Some(found) => change(messages, "counts", found),
            None => messages.text("insights.years_missing"),
        });
    }
    if insights.undated > 0 {
        lines.push(messages.count("insights.often_undated", insights.undated));
    }
    lines
}

/// What is said about the time of the week.
pub fn clock(messages: &Messages, clock: &Clock) -> Vec<String> {
    if clock.n == 0 {
        return vec![messages.text("insights.when_none")];
    }
    let (outside, share) = (messages.number(clock.outside.len()), percent(messages, Clock::SHARE_OUTSIDE));
    let sentence =
        messages.count_with("insights.when_sentence", clock.n, &[("outside", &outside), ("share", &share)]);
    let verdict = match clock.outside.len() as f64 > clock.n as f64 * Clock::SHARE_OUTSIDE {
        _ if clock.p >= super::binomial::LEVEL => "insights.when_even",
        true => "insights.when_more",
        false => "insights.when_less",
    };
    let zone = match &clock.zone {
        Some(zone) => messages.with("insights.when_zone", &[("zone", zone)]),
        None => messages.text("insights.when_written"),
    };
    let mut lines = vec![sentence, messages.with(verdict, &[("p", &p(messages, clock.p))]), zone];
    if clock.missing > 0 {
        let missing = messages.count("insights.not_recorded", clock.missing);
        lines.push(messages.with("format.sentence", &[("text", &missing)]));
    }
    lines
}

/// What is said about action items.
pub fn actions(messages: &Messages, actions: &ActionItems) -> Vec<String> {
    let curve = &actions.curve;
    let mut lines = Vec::new();
    if curve.n == 0 {
        lines.push(messages.text("insights.items_none"));
    } else {
        let days = |days: u32| messages.count("count.days", days as usize);
        let numbers = curve_numbers(messages, curve);
        let (unknown, closed) = (actions.closed_some_day, actions.closed_some_day + curve.closed);
        lines.push(match curve.median() {
            // A curve without most of the closed items would make the team look slow.
            _ if unknown > curve.closed => {
                let unknown = messages.number(unknown);
                let arguments = [("unknown", &*unknown), ("curve", &*numbers)];
                messages.count_with("insights.items_unknown", closed, &arguments)
            }
            Some(median) => {
                messages.with("insights.items_median", &[("days", &days(median)), ("curve", &numbers)])
            }
            None => {
                let seen = days(curve.seen_days);
                messages.with("insights.items_no_median", &[("days", &seen), ("curve", &numbers)])
            }
        });
    }
    for (name, count) in [
        ("insights.items_closed_some_day", actions.closed_some_day),
        ("insights.items_opened_some_day", actions.opened_some_day),
    ] {
        lines.extend((count > 0).then(|| messages.count(name, count)));
    }
    lines
}

fn curve_numbers(messages: &Messages, curve: &Curve) -> String {
    let number = |number| messages.number(number);
    let (n, closed, open) = (number(curve.n), number(curve.closed), number(curve.n - curve.closed));
    messages.with("insights.items_curve", &[("n", &n), ("closed", &closed), ("open", &open)])
}
