//! The rank-sum test of Wilcoxon, Mann and Whitney: whether times of one group tend to be longer than those of another.

use statrs::distribution::{ContinuousCDF as _, Normal};

/// Up to this many values in both groups, the distribution is computed exactly, from all ways to divide the values.
const EXACT: usize = 50;

/// How two groups compare.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct RankSum {
    /// The two-sided p-value.
    pub(super) p: f64,
    /// Whether values of the second group tend to be higher.
    pub(super) second_is_higher: bool,
}

/// Compares two groups. Equal values share the mean of their ranks. The p-value is exact for up to 50 values, else from
/// the normal approximation, corrected for ties and continuity.
pub(super) fn rank_sum(first: &[u32], second: &[u32]) -> RankSum {
    let mut all: Vec<(u32, bool)> = first.iter().map(|value| (*value, false)).collect();
    all.extend(second.iter().map(|value| (*value, true)));
    all.sort_unstable();
    // Doubled, so that a mean of two ranks is a whole number.
    let mut doubled = Vec::with_capacity(all.len());
    let (mut of_second, mut ties) = (0, 0.0);
    for same in all.chunk_by(|one, other| one.0 == other.0) {
        let rank = 2 * doubled.len() + same.len() + 1;
        of_second += rank * same.iter().filter(|(_, is_second)| *is_second).count();
        doubled.resize(doubled.len() + same.len(), rank);
        ties += tie(same.len());
    }
    let (n, m) = (first.len(), second.len());
    let expected = m * (n + m + 1);
    let p = if n + m <= EXACT { exact(&doubled, m, of_second) } else { approximate(of_second, (n, m), ties) };
    RankSum { p, second_is_higher: of_second > expected }
}

/// What a group of equal values contributes to the correction for ties.
pub(super) fn tie(size: usize) -> f64 {
    let size = size as f64;
    size * size * size - size
}

/// The p-value of a doubled rank sum among all ways to choose the second group: twice the smaller tail.
fn exact(doubled: &[usize], chosen: usize, sum: usize) -> f64 {
    let most = doubled.iter().rev().take(chosen).sum::<usize>();
    // How many ways there are to choose this many values with this sum. At most C(50, 25), which a float holds exactly.
    let mut ways = vec![vec![0.0_f64; most + 1]; chosen + 1];
    ways[0][0] = 1.0;
    for (before, rank) in doubled.iter().enumerate() {
        for count in (1..=chosen.min(before + 1)).rev() {
            let (fewer, these) = ways.split_at_mut(count);
            for (way, from) in these[0][*rank.min(&(most + 1))..].iter_mut().zip(&fewer[count - 1]) {
                *way += from;
            }
        }
    }
    let all: f64 = ways[chosen].iter().sum();
    let lower: f64 = ways[chosen][..=sum].iter().sum();
    let upper: f64 = ways[chosen][sum..].iter().sum();
    (2.0 * lower.min(upper) / all).min(1.0)
}

/// The p-value of a doubled rank sum by the normal approximation.
fn approximate(sum: usize, (n, m): (usize, usize), ties: f64) -> f64 {
    let distance = (sum as f64 - (m * (n + m + 1)) as f64).abs() / 2.0;
    two_sided(distance, (n, m), ties)
}

/// The p-value of the distance of a rank sum, or of Mann and Whitney's U, from its mean.
pub(super) fn two_sided(distance: f64, (n, m): (usize, usize), ties: f64) -> f64 {
    let (n, m) = (n as f64, m as f64);
    let all = n + m;
    let variance = n * m / 12.0 * (all + 1.0 - ties / (all * (all - 1.0)));
    if variance <= 0.0 {
        return 1.0;
    }
    let z = (distance - 0.5).max(0.0) / variance.sqrt();
    (2.0 * Normal::standard().sf(z)).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(first: &[u32], second: &[u32], expected: f64) {
        let found = rank_sum(first, second).p;
        assert!((found - expected).abs() < 1e-9, "{first:?} {second:?}: {found}, not {expected}");
    }

    /// Expected values: `scipy.stats.mannwhitneyu(a, b, method="exact").pvalue`, `SciPy` 1.17.1.
    #[test]
    fn exact_test_without_ties_equals_scipy() {
        check(&[1, 2, 3], &[4, 5, 6], 0.1);
        check(&[12, 45, 7, 88, 31], &[90, 120, 33, 150, 61, 77], 0.051_948_051_948_052);
        check(&[30, 61, 14, 95, 200, 33], &[12, 45, 9, 20, 70, 31, 8], 0.137_529_137_529_138);
    }

    /// Expected values: `scipy.stats.permutation_test` of the rank sum over all divisions (`n_resamples=inf`), `SciPy` 1.17.1.
    #[test]
    fn exact_test_with_ties_equals_a_permutation_test_of_scipy() {
        check(&[10, 10, 20, 30], &[20, 20, 40, 40, 60], 0.095_238_095_238_095_2);
        check(&[5, 5, 5, 15, 60, 90], &[5, 60, 60, 120, 240], 0.199_134_199_134_199);
        check(&[60, 60, 30], &[60, 30, 30, 90], 1.0);
    }

    /// Expected values: `scipy.stats.mannwhitneyu(a, b, method="asymptotic").pvalue`, `SciPy` 1.17.1.
    #[test]
    fn approximation_equals_scipy() {
        let first: Vec<u32> = (0..40).map(|at| (at * 37) % 61).collect();
        let second: Vec<u32> = (0..35).map(|at| (at * 29) % 53 + 15).collect();
        check(&first, &second, 0.012_006_265_581_344);
    }

    #[test]
    fn equal_values_are_no_evidence() {
        check(&[5; 10], &[5; 10], 1.0);
        check(&[5; 40], &[5; 40], 1.0);
    }

    #[test]
    fn direction_is_that_of_the_second_group() {
        assert!(rank_sum(&[1, 2, 3], &[4, 5, 6]).second_is_higher);
        assert!(!rank_sum(&[4, 5, 6], &[1, 2, 3]).second_is_higher);
    }
}
