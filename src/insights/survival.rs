//! How long something stays open, where some of it still is: the survival curve of Kaplan and Meier.

use serde::Serialize;

/// The 97.5th percentile of the standard normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// How long one thing was open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spell {
    /// For how many days.
    pub days: u32,
    /// Whether it was closed then. If not, it was still open when it was last looked at.
    pub closed: bool,
}

/// The curve after a day on which something was closed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Point {
    /// Days since it was opened.
    pub days: u32,
    /// The estimated share that is open for longer.
    pub open: f64,
    /// The 95 % interval of the share. Unknown as soon as nothing is open.
    pub interval: Option<(f64, f64)>,
    /// How many were open until this day.
    pub at_risk: usize,
    /// How many of them were closed on it.
    pub closed: usize,
}

/// A survival curve.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Curve {
    /// How many things there are.
    pub n: usize,
    /// How many of them are closed.
    pub closed: usize,
    /// The longest time for which something was seen.
    pub seen_days: u32,
    /// The points, by day. Before the first one, everything is open.
    pub points: Vec<Point>,
    /// For how many days each thing was seen, in order.
    #[serde(skip)]
    ends: Vec<u32>,
}

impl Curve {
    /// Estimates the curve (product-limit estimator, Kaplan and Meier 1958). Intervals are those of the log of the negative log,
    /// with Greenwood's variance, so that they stay between 0 and 1 (Kalbfleisch and Prentice 1980).
    pub fn of(mut spells: Vec<Spell>) -> Self {
        spells.sort_unstable();
        let (mut at_risk, mut open, mut greenwood) = (spells.len(), 1.0, 0.0);
        let mut points = Vec::new();
        for same in spells.chunk_by(|one, other| one.days == other.days) {
            let closed = same.iter().filter(|one| one.closed).count();
            if closed > 0 {
                let (all, gone) = (at_risk as f64, closed as f64);
                open *= (all - gone) / all;
                greenwood += gone / (all * (all - gone));
                let interval = (closed < at_risk).then(|| log_log(open, greenwood));
                points.push(Point { days: same[0].days, open, interval, at_risk, closed });
            }
            at_risk -= same.len();
        }
        Self {
            n: spells.len(),
            closed: spells.iter().filter(|one| one.closed).count(),
            seen_days: spells.last().map_or(0, |one| one.days),
            points,
            ends: spells.iter().map(|one| one.days).collect(),
        }
    }

    /// How many things are known to have been open for so long.
    pub fn known_for(&self, days: u32) -> usize {
        self.ends.len() - self.ends.partition_point(|end| *end < days)
    }

    /// The point that holds on a day; `None` before the first one.
    pub fn at(&self, days: u32) -> Option<&Point> {
        let after = self.points.partition_point(|point| point.days <= days);
        after.checked_sub(1).map(|at| &self.points[at])
    }

    /// The first day after which at most half is open. `None` if more than half was open for as long as it was seen.
    pub fn median(&self) -> Option<u32> {
        self.points.iter().find(|point| point.open <= 0.5).map(|point| point.days)
    }
}

fn log_log(open: f64, greenwood: f64) -> (f64, f64) {
    let error = Z * greenwood.sqrt() / open.ln();
    // `open.ln()` is negative, so the larger exponent is that of the lower end.
    (open.powf((-error).exp()), open.powf(error.exp()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn spells(days: &[(u32, bool)]) -> Vec<Spell> {
        days.iter().map(|(days, closed)| Spell { days: *days, closed: *closed }).collect()
    }

    fn check(curve: &Curve, expected: &[(u32, f64, f64, f64)]) {
        assert_eq!(curve.points.len(), expected.len());
        for (point, (days, open, low, high)) in curve.points.iter().zip(expected) {
            let (found_low, found_high) = point.interval.unwrap_or((0.0, 0.0));
            assert_eq!(point.days, *days);
            for (found, expected) in [(point.open, open), (found_low, low), (found_high, high)] {
                assert!((found - expected).abs() < 1e-6, "{point:?}: not {expected}");
            }
        }
    }

    /// The remission times of the treated group in Freireich et al. 1963 (as in Cox 1972). Expected values:
    /// `KaplanMeierFitter().fit(T, E)` of lifelines 0.30.3, `survival_function_` and `confidence_interval_`, which is log-log.
    #[test]
    fn curve_equals_lifelines() {
        let curve = Curve::of(spells(&[
            (6, true),
            (6, true),
            (6, true),
            (6, false),
            (7, true),
            (9, false),
            (10, true),
            (10, false),
            (11, false),
            (13, true),
            (16, true),
            (17, false),
            (19, false),
            (20, false),
            (22, true),
            (23, true),
            (25, false),
            (32, false),
            (32, false),
            (34, false),
            (35, false),
        ]));
        check(
            &curve,
            &[
                (6, 0.857_143, 0.619_718, 0.951_552),
                (7, 0.806_723, 0.563_147, 0.922_809),
                (10, 0.752_941, 0.503_200, 0.889_362),
                (13, 0.690_196, 0.431_610, 0.849_066),
                (16, 0.627_451, 0.367_511, 0.804_912),
                (22, 0.537_815, 0.267_779, 0.746_791),
                (23, 0.448_179, 0.188_052, 0.680_143),
            ],
        );
        assert_eq!(curve.median(), Some(23));
        assert_eq!((curve.n, curve.closed, curve.seen_days), (21, 9, 35));
    }

    /// Spells of zero days, and a curve that ends at zero. Expected values: lifelines 0.30.3, as above; it gives no
    /// interval where nothing is open, written as zeros here.
    #[test]
    fn curve_that_ends_at_zero_equals_lifelines() {
        let days = [(0, true), (0, false), (3, true), (3, true), (14, false), (30, true), (90, true)];
        check(
            &Curve::of(spells(&days)),
            &[
                (0, 0.857_143, 0.334_054, 0.978_561),
                (3, 0.514_286, 0.117_760, 0.813_249),
                (30, 0.257_143, 0.012_584, 0.656_016),
                (90, 0.000_000, 0.000_000, 0.000_000),
            ],
        );
    }

    #[test]
    fn curve_of_nothing_is_empty() {
        let curve = Curve::of(Vec::new());
        assert_eq!((curve.points.len(), curve.median(), curve.at(10)), (0, None, None));
    }

    #[test]
    fn curve_holds_until_the_next_point() {
        let curve = Curve::of(spells(&[(3, true), (8, true), (9, false)]));
        assert_eq!(curve.at(2), None);
        assert_eq!(curve.at(7).map(|point| point.days), Some(3));
        assert_eq!(curve.at(900).map(|point| point.days), Some(8));
        assert_eq!([0, 3, 4, 9, 10].map(|days| curve.known_for(days)), [3, 3, 2, 1, 0]);
    }

    proptest! {
        #[test]
        fn curve_never_rises_and_stays_between_zero_and_one(
            mut days in proptest::collection::vec((0_u32..400, any::<bool>()), 0..120),
        ) {
            let curve = Curve::of(spells(&days));
            let mut before = 1.0;
            for point in &curve.points {
                prop_assert!((0.0..=before).contains(&point.open), "{point:?}");
                if let Some((low, high)) = point.interval {
                    prop_assert!(0.0 <= low && low <= point.open && point.open <= high && high <= 1.0, "{point:?}");
                }
                before = point.open;
            }
            days.reverse();
            prop_assert_eq!(Curve::of(spells(&days)), curve);
        }
    }
}
