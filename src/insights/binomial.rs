//! The binomial distribution: which share is plausible, and which order statistics enclose a median.

use statrs::distribution::{Binomial, Discrete as _, DiscreteCDF as _};

/// The significance level of all tests and intervals: 5 %.
pub(super) const LEVEL: f64 = 0.05;

/// The p-value of the exact two-sided test that each of `trials` succeeds with this probability: the probability of all outcomes
/// that are no more likely than `successes`, the definition that R's `binom.test` and `SciPy`'s `binomtest` use.
pub(super) fn two_sided(successes: usize, trials: usize, probability: f64) -> f64 {
    let Ok(binomial) = Binomial::new(probability, trials as u64) else { return 1.0 };
    // Outcomes that are equally likely may differ by rounding.
    let limit = binomial.pmf(successes as u64) * (1.0 + 1e-7);
    (0..=trials as u64).map(|k| binomial.pmf(k)).filter(|likely| *likely <= limit).sum::<f64>().min(1.0)
}

/// The rank, from 1, of the order statistic at which an interval for the median of `n` values begins; it ends at the same rank from
/// the top. The interval covers the median with at least 95 %, whatever the distribution. `None` if no interval does.
pub(super) fn median_rank(n: usize) -> Option<usize> {
    let binomial = Binomial::new(0.5, n as u64).ok()?;
    let (mut found, mut beyond) = (0, n / 2 + 1);
    while beyond - found > 1 {
        let rank = usize::midpoint(found, beyond);
        if binomial.cdf(rank as u64 - 1) <= LEVEL / 2.0 {
            found = rank;
        } else {
            beyond = rank;
        }
    }
    (found > 0).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Expected values: `scipy.stats.binomtest(k, n, p).pvalue`, `SciPy` 1.17.1.
    #[test]
    fn two_sided_test_equals_scipy() {
        for (successes, trials, probability, expected) in [
            (3, 10, 0.5, 0.34375),
            (14, 20, 0.5, 0.115_318_298_339_844),
            (1, 30, 0.1, 0.359_189_898_226_499),
            (9, 12, 0.267_857_142_857_142_85, 0.000_684_701_220_116_113),
            (0, 6, 0.5, 0.03125),
            (60, 100, 0.499_316_005_471_956_2, 0.045_767_462_201_026_5),
            (1204, 10_000, 0.125, 0.168_862_983_657_69),
        ] {
            let found = two_sided(successes, trials, probability);
            assert!((found - expected).abs() < 1e-9, "{successes} of {trials}: {found}, not {expected}");
        }
    }

    /// Expected values: the largest `k` with `scipy.stats.binom.cdf(k - 1, n, 0.5) <= 0.025`, `SciPy` 1.17.1.
    #[test]
    fn median_ranks_equal_scipy() {
        for (n, expected) in [
            (0, None),
            (1, None),
            (5, None),
            (6, Some(1)),
            (8, Some(1)),
            (9, Some(2)),
            (12, Some(3)),
            (20, Some(6)),
            (30, Some(10)),
            (100, Some(40)),
            (9999, Some(4902)),
        ] {
            assert_eq!(median_rank(n), expected, "n = {n}");
        }
    }
}
