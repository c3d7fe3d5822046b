//! Whether a year of incidents could show an improvement at all.
//!
//! Times of incidents vary so much that most real improvements cannot be seen in them (Davidovič, *Incident Metrics in SRE*, 2021).
//! How much they vary in this archive decides: two years are drawn from its own times, with replacement; those of the second
//! are cut by 20 %; and the test that [compares years](super::change) is applied.

use serde::Serialize;

use super::binomial::LEVEL;
use super::rank_sum::{tie, two_sided};

/// The cut in percent.
pub const CUT: u32 = 20;

/// The number of simulated pairs of years in small archives, and the least in large ones.
const RUNS: (usize, usize) = (500, 200);

/// About how many steps all runs together may take.
const STEPS: usize = 1_000_000;

/// Any fixed number: the same archive gives the same figures.
const SEED: u64 = 0x706d_7369_7465;

/// How often a cut would be seen.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Power {
    /// Incidents with a known time in a year.
    pub per_year: usize,
    /// The share of the simulated years in which the test sees the cut.
    pub seen: f64,
    /// The number of simulated years.
    pub runs: usize,
}

/// Simulates years with this many incidents, drawn from these times in any order.
pub(super) fn power(minutes: &[u32], per_year: usize) -> Power {
    let scale = Scale::of(minutes);
    let runs = (STEPS / (2 * per_year + scale.length)).clamp(RUNS.1, RUNS.0);
    let mut random = SplitMix(SEED);
    let mut year = vec![(0, 0); scale.length];
    let seen = (0..runs).filter(|_| {
        year.fill((0, 0));
        for _ in 0..per_year {
            year[scale.as_it_was[random.below(minutes.len())]].0 += 1;
            year[scale.cut[random.below(minutes.len())]].1 += 1;
        }
        is_seen(&year, per_year)
    });
    let seen = seen.count() as f64 / runs as f64;
    Power { per_year, seen, runs }
}

/// All times, as they are and cut, in one order.
struct Scale {
    /// The number of different times.
    length: usize,
    /// The place of each time as it is.
    as_it_was: Vec<usize>,
    /// The place of each time after the cut.
    cut: Vec<usize>,
}

impl Scale {
    fn of(minutes: &[u32]) -> Self {
        let mut sorted = minutes.to_vec();
        sorted.sort_unstable();
        // In hundredths of a minute, so that all of them are whole numbers.
        let times = |percent: u32| sorted.iter().map(move |one| u64::from(*one) * u64::from(percent));
        let mut all: Vec<u64> = times(100).chain(times(100 - CUT)).collect();
        all.sort_unstable();
        all.dedup();
        let place = |time: u64| all.partition_point(|one| *one < time);
        Self {
            as_it_was: times(100).map(place).collect(),
            cut: times(100 - CUT).map(place).collect(),
            length: all.len(),
        }
    }
}

/// Whether the second of two years has significantly shorter times. For each time in order: how often either year has it.
fn is_seen(years: &[(u32, u32)], per_year: usize) -> bool {
    // How many pairs have the longer time in the first year, as Mann and Whitney count; equal times count half.
    let (mut shorter, mut ties, mut below) = (0.0, 0.0, 0.0);
    for (first, second) in years.iter().filter(|year| **year != (0, 0)) {
        let (first_count, second_count) = (f64::from(*first), f64::from(*second));
        shorter += first_count * (below + second_count / 2.0);
        below += second_count;
        ties += tie((first + second) as usize);
    }
    let expected = (per_year * per_year) as f64 / 2.0;
    shorter > expected && two_sided(shorter - expected, (per_year, per_year), ties) < LEVEL
}

/// A generator of random numbers that is the same on every machine and in every version: `SplitMix64` (Steele, Lea and Flood 2014).
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below a limit. For limits far below 2^64, all numbers are equally likely for any purpose.
    fn below(&mut self, limit: usize) -> usize {
        ((u128::from(self.next()) * limit as u128) >> 64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first numbers for the seed 1234567, from the reference implementation (Vigna, `splitmix64.c`).
    #[test]
    fn random_numbers_equal_the_reference() {
        let mut random = SplitMix(1_234_567);
        let found: Vec<u64> = (0..3).map(|_| random.next()).collect();
        assert_eq!(found, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    /// Expected values: the same simulation with `numpy.random` and `scipy.stats.mannwhitneyu(method="asymptotic")`, 20,000 runs, `SciPy`
    /// 1.17.1. With 500 runs, the standard error is at most 2.3 percentage points.
    #[test]
    fn power_is_that_of_a_simulation_with_scipy() {
        let times: Vec<u32> = (0..38).map(|at| 5 + (at * at * 7) % 240).collect();
        for (per_year, expected) in [(6, 0.085), (38, 0.452), (300, 1.000)] {
            let found = power(&times, per_year);
            assert!((found.seen - expected).abs() < 0.07, "{found:?}, not {expected}");
        }
    }

    #[test]
    fn order_of_times_is_irrelevant() {
        let times: Vec<u32> = (1..40).collect();
        let reversed: Vec<u32> = times.iter().rev().copied().collect();
        assert_eq!(power(&times, 12), power(&reversed, 12));
    }

    #[test]
    fn cut_is_always_seen_if_times_do_not_vary() {
        assert!(power(&[100; 20], 20).seen > 0.99);
    }
}
