//! How long something takes: the median with its exact interval.

use serde::Serialize;

use super::binomial::median_rank;

/// With fewer values, a median has no 95 % interval: even the range of five values misses it once in 16 times.
pub const MIN_MEDIAN: usize = 6;

/// With fewer values, less than two of them are above a 90th percentile.
pub const MIN_P90: usize = 20;

/// A median and the interval that contains the true one with at least 95 %.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Median {
    /// The median in minutes.
    pub minutes: u32,
    /// The lower end of the interval, one of the values.
    pub low: u32,
    /// The upper end, one of the values.
    pub high: u32,
}

/// What is known about some times.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Summary {
    /// How many times are known.
    pub n: usize,
    /// `None` for fewer than [`MIN_MEDIAN`] values.
    pub median: Option<Median>,
    /// The 90th percentile, one of the values: nine of ten are not longer. `None` for fewer than [`MIN_P90`] values.
    pub p90: Option<u32>,
    /// The mean, if the configuration asks for it and there are times.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mean: Option<u32>,
}

/// Whether the mean is computed. One long incident decides it, so it has to be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mean {
    /// It is left out.
    Hidden,
    /// The configuration asks for it.
    Shown,
}

impl Summary {
    /// Summarizes minutes, in any order.
    pub fn of(minutes: impl IntoIterator<Item = u32>, mean: Mean) -> Self {
        let mut sorted: Vec<u32> = minutes.into_iter().collect();
        sorted.sort_unstable();
        let n = sorted.len();
        let median = || {
            let rank = median_rank(n)?;
            let minutes = u32::midpoint(sorted[(n - 1) / 2], sorted[n / 2]);
            Some(Median { minutes, low: sorted[rank - 1], high: sorted[n - rank] })
        };
        let sum: u64 = sorted.iter().map(|one| u64::from(*one)).sum();
        Self {
            n,
            median: (n >= MIN_MEDIAN).then(median).flatten(),
            p90: (n >= MIN_P90).then(|| sorted[(9 * n).div_ceil(10) - 1]),
            mean: (mean == Mean::Shown && n > 0)
                .then(|| u32::try_from((sum + n as u64 / 2) / n as u64).unwrap_or(u32::MAX)),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn median(minutes: &[u32]) -> Option<(u32, u32, u32)> {
        let found = Summary::of(minutes.iter().copied(), Mean::Hidden).median?;
        Some((found.minutes, found.low, found.high))
    }

    /// Expected values: `scipy.stats.quantile_test(x, q=0, p=0.5).confidence_interval(0.95)`, `SciPy` 1.17.1, which computes the
    /// same order statistics (Conover, *Practical Nonparametric Statistics*); the median is that of `numpy.median`, rounded down.
    #[test]
    fn median_interval_equals_scipy() {
        assert_eq!(median(&[31, 4, 15, 9, 26, 53]), Some((20, 4, 53)));
        assert_eq!(median(&[12, 45, 7, 88, 31, 90, 120, 33]), Some((39, 7, 120)));
        assert_eq!(median(&[30, 61, 14, 95, 200, 33, 12, 45, 9, 20, 70, 31, 8]), Some((31, 12, 70)));
        let many: Vec<u32> = (0..57).map(|at| (at * at * 7) % 601).collect();
        assert_eq!(median(&many), Some((328, 246, 388)));
    }

    /// Expected values: `numpy.quantile(x, 0.9, method="inverted_cdf")`, `NumPy` 2.4.6.
    #[test]
    fn p90_equals_numpy() {
        let p90 = |n: u32| Summary::of((0..n).map(|at| (at * 37) % 101), Mean::Hidden).p90;
        assert_eq!(p90(20), Some(87));
        assert_eq!(p90(21), Some(87));
        assert_eq!(p90(50), Some(90));
        assert_eq!(p90(99), Some(91));
    }

    #[test]
    fn small_numbers_have_no_median_and_no_percentile() {
        assert_eq!(median(&[3, 1, 4, 1, 5]), None);
        assert_eq!(Summary::of(0..19, Mean::Hidden).p90, None);
        assert!(Summary::of(0..20, Mean::Hidden).p90.is_some());
        assert_eq!(Summary::of([], Mean::Shown), Summary::default());
    }

    #[test]
    fn mean_is_left_out_unless_it_is_asked_for() {
        assert_eq!(Summary::of([10, 20, 60], Mean::Hidden).mean, None);
        assert_eq!(Summary::of([10, 20, 60], Mean::Shown).mean, Some(30));
    }

    proptest! {
        #[test]
        fn interval_contains_the_median_and_the_order_of_values_is_irrelevant(
            mut minutes in proptest::collection::vec(0_u32..100_000, 0..80),
        ) {
            let found = Summary::of(minutes.iter().copied(), Mean::Shown);
            if let Some(Median { minutes, low, high }) = found.median {
                prop_assert!(low <= minutes && minutes <= high);
            }
            minutes.reverse();
            prop_assert_eq!(Summary::of(minutes, Mean::Shown), found);
        }
    }
}
