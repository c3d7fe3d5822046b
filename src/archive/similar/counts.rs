//! In how many incidents each term occurs.

use std::iter;

/// Adds changes to counts; both are ordered by hash.
pub(super) fn added(counts: &[(u32, u32)], steps: impl Iterator<Item = (u32, i32)>) -> Vec<(u32, u32)> {
    let mut steps = steps.peekable();
    let mut out = Vec::with_capacity(counts.len());
    for (hash, count) in counts {
        out.extend(iter::from_fn(|| steps.next_if(|(new, _)| new < hash)).filter_map(first));
        let step = steps.next_if(|(same, _)| same == hash).map_or(0, |(_, step)| step);
        out.extend(Some((*hash, count.saturating_add_signed(step))).filter(|(_, count)| *count > 0));
    }
    out.extend(steps.filter_map(first));
    out
}

/// The count of a new term.
fn first((hash, step): (u32, i32)) -> Option<(u32, u32)> {
    Some((hash, u32::try_from(step).ok()?)).filter(|(_, count)| *count > 0)
}

#[cfg(test)]
mod tests {
    use super::added;

    #[test]
    fn changes_are_added_to_counts() {
        let counts = [(2, 1), (4, 3), (9, 1)];
        let steps = [(1, 1), (2, -1), (4, -1), (5, 2), (10, 1)];
        assert_eq!(added(&counts, steps.into_iter()), [(1, 1), (4, 2), (5, 2), (9, 1), (10, 1)]);
        assert_eq!(added(&[], [(7, 1)].into_iter()), [(7, 1)]);
        assert_eq!(added(&counts, std::iter::empty()), counts);
    }
}
