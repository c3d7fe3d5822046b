//! How long incidents of a severity took that began on earlier days than another one.
//!
//! Only incidents of earlier days count, so a new incident changes nothing on the pages of those before it. The median of a growing
//! list is kept in two heaps, the lower and the upper half: *n* incidents take *n* log *n* steps.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use super::{MIN_MEDIAN, Measure};
use crate::archive::{Archive, ResponseMinutes};

/// The median of the earlier incidents of the same severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EarlierMedian {
    /// What it is the median of.
    pub measure: Measure,
    /// The median in minutes, rounded down.
    pub minutes: u32,
    /// How many times are known, at least [`MIN_MEDIAN`].
    pub n: usize,
}

/// For each incident, the medians of those of the same severity on earlier days, in the order of [`Measure::ALL`]; those with fewer than
/// [`MIN_MEDIAN`] values are left out. Incidents without a date or a severity on the scale have none and count in none.
pub fn earlier_medians(archive: &Archive) -> Vec<Vec<EarlierMedian>> {
    let incidents = archive.incidents.iter().enumerate();
    let mut order: Vec<_> = incidents
        .filter_map(|(at, one)| Some((one.card.date?, one.card.severity.as_ref()?.level?, at)))
        .collect();
    order.sort_unstable();
    let mut found = vec![Vec::new(); archive.incidents.len()];
    let mut known: BTreeMap<u8, [Halves; 3]> = BTreeMap::new();
    for day in order.chunk_by(|(one, ..), (other, ..)| one == other) {
        for (_, level, at) in day {
            let halves = known.entry(*level).or_default();
            let medians = Measure::ALL.into_iter().zip(halves).filter_map(|(measure, halves)| {
                let n = halves.len();
                let minutes = halves.median().filter(|_| n >= MIN_MEDIAN)?;
                Some(EarlierMedian { measure, minutes, n })
            });
            found[*at] = medians.collect();
        }
        for (_, level, at) in day {
            let minutes = ResponseMinutes::of(&archive.incidents[*at]);
            for (measure, halves) in Measure::ALL.into_iter().zip(known.entry(*level).or_default()) {
                if let Some(minutes) = measure.of(minutes) {
                    halves.insert(minutes);
                }
            }
        }
    }
    found
}

/// Numbers in two halves. The lower one has as many as the upper one, or one more.
#[derive(Clone, Debug, Default)]
struct Halves {
    lower: BinaryHeap<u32>,
    upper: BinaryHeap<Reverse<u32>>,
}

impl Halves {
    fn len(&self) -> usize {
        self.lower.len() + self.upper.len()
    }

    fn insert(&mut self, number: u32) {
        self.lower.push(number);
        if let Some(largest) = self.lower.pop() {
            self.upper.push(Reverse(largest));
        }
        if self.upper.len() > self.lower.len()
            && let Some(Reverse(smallest)) = self.upper.pop()
        {
            self.lower.push(smallest);
        }
    }

    /// Between the two middle numbers if there is an even number of them.
    fn median(&self) -> Option<u32> {
        let lower = *self.lower.peek()?;
        let is_odd = self.lower.len() > self.upper.len();
        self.upper.peek().filter(|_| !is_odd).map_or(Some(lower), |upper| Some(u32::midpoint(lower, upper.0)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::insights::{Mean, Summary};

    proptest! {
        #[test]
        fn the_median_of_a_growing_list_is_that_of_the_whole_list(
            numbers in proptest::collection::vec(0_u32..10_000, 6..60),
        ) {
            let mut halves = Halves::default();
            for (at, number) in numbers.iter().enumerate() {
                halves.insert(*number);
                let whole = Summary::of(numbers[..=at].iter().copied(), Mean::Hidden).median;
                if let Some(median) = whole {
                    prop_assert_eq!(halves.median(), Some(median.minutes));
                }
            }
            prop_assert_eq!(halves.len(), numbers.len());
        }
    }
}
