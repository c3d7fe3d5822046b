//! Whether anything has changed from one year to the next, as far as a test can tell.
//!
//! Compared are the last two complete years before the as-of date. The first year of an archive is left out, because nobody knows
//! when in that year the archive was begun.

use serde::Serialize;

use super::binomial::{LEVEL, two_sided};
use super::rank_sum::rank_sum;

/// With fewer incidents in both years, no division of them would be significant: even 0 and 5 has p = 0.0625.
const MIN_COUNT: usize = 6;

/// What is compared: a year and how many values it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Year {
    /// The year.
    pub year: i16,
    /// How many values it has.
    pub n: usize,
}

/// What a test says about two years.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// With these numbers, no test could see a change.
    TooFew,
    /// A change this large would be no surprise if nothing had changed.
    NoEvidence,
    /// More, or longer, than in the year before.
    Higher,
    /// Fewer, or shorter.
    Lower,
}

/// The comparison of two years.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Change {
    /// The earlier year.
    pub before: Year,
    /// The later year.
    pub after: Year,
    /// The p-value, unless there are too few values.
    pub p: Option<f64>,
    /// The result.
    pub verdict: Verdict,
}

impl Change {
    fn new(before: Year, after: Year, tested: Option<(f64, bool)>) -> Self {
        let verdict = match tested {
            None => Verdict::TooFew,
            Some((p, _)) if p >= LEVEL => Verdict::NoEvidence,
            Some((_, true)) => Verdict::Higher,
            Some((_, false)) => Verdict::Lower,
        };
        Self { before, after, p: tested.map(|(p, _)| p), verdict }
    }
}

/// Compares numbers of incidents: if incidents happen at the same rate, each of them falls into the later year with a probability
/// of about a half (conditional binomial test, Przyborowski and Wilenski 1940).
pub(super) fn of_counts(before: Year, after: Year) -> Change {
    let all = before.n + after.n;
    let days = |year: Year| f64::from(days(year.year));
    let expected = days(after) / (days(before) + days(after));
    let tested = (all >= MIN_COUNT)
        .then(|| (two_sided(after.n, all, expected), after.n as f64 > all as f64 * expected));
    Change::new(before, after, tested)
}

/// Compares times by their ranks.
pub(super) fn of_times((before, earlier): (i16, &[u32]), (after, later): (i16, &[u32])) -> Change {
    let (before, after) = (Year { year: before, n: earlier.len() }, Year { year: after, n: later.len() });
    let tested = can_be_significant(before.n, after.n).then(|| {
        let found = rank_sum(earlier, later);
        (found.p, found.second_is_higher)
    });
    Change::new(before, after, tested)
}

/// Whether two groups that do not overlap at all would be significant: 2 / C(n + m, n) is below the level.
fn can_be_significant(n: usize, m: usize) -> bool {
    let mut ways = 1.0;
    for at in 1..=n.min(m) {
        ways *= (n.max(m) + at) as f64 / at as f64;
        // It only grows from here, and would overflow.
        if 2.0 / ways < LEVEL {
            return true;
        }
    }
    false
}

const fn days(year: i16) -> u16 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    if leap { 366 } else { 365 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(before: usize, after: usize) -> (Verdict, Option<f64>) {
        let found = of_counts(Year { year: 2024, n: before }, Year { year: 2025, n: after });
        (found.verdict, found.p)
    }

    /// Expected values: `scipy.stats.binomtest(after, before + after, 365 / 731).pvalue`, `SciPy` 1.17.1.
    #[test]
    fn counts_are_compared_as_scipy_does() {
        for (before, after, verdict, expected) in [
            (10, 12, Verdict::NoEvidence, 0.677_223_738_744_319),
            (38, 12, Verdict::Lower, 0.000_306_055_709_064_67),
            (9, 24, Verdict::Higher, 0.008_951_068_388_608_27),
            (120, 90, Verdict::Lower, 0.045_156_229_657_466_1),
            (6, 6, Verdict::NoEvidence, 1.0),
        ] {
            let (found, p) = counts(before, after);
            assert_eq!(found, verdict, "{before} and {after}");
            assert!((p.unwrap() - expected).abs() < 1e-9, "{before} and {after}: {p:?}");
        }
    }

    #[test]
    fn few_incidents_are_not_compared() {
        assert_eq!(counts(0, 5), (Verdict::TooFew, None));
        assert_eq!(counts(0, 6).0, Verdict::Higher);
        let times = |n: u32, m: u32| {
            let (earlier, later): (Vec<u32>, Vec<u32>) = ((0..n).collect(), (100..100 + m).collect());
            of_times((2024, &earlier), (2025, &later)).verdict
        };
        assert_eq!([times(3, 3), times(4, 0), times(2, 7), times(1, 30)], [Verdict::TooFew; 4]);
        assert_eq!([times(4, 4), times(3, 5), times(2, 8)], [Verdict::Higher; 3]);
    }

    #[test]
    fn times_have_a_direction() {
        let (short, long): (Vec<u32>, Vec<u32>) = ((1..9).collect(), (50..58).collect());
        assert_eq!(of_times((2024, &short), (2025, &long)).verdict, Verdict::Higher);
        assert_eq!(of_times((2024, &long), (2025, &short)).verdict, Verdict::Lower);
        assert_eq!(of_times((2024, &long), (2025, &long)).verdict, Verdict::NoEvidence);
    }
}
