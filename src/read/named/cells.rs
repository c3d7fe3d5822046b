//! Which cells of a row are named, whatever the table is written in.

use super::Sought;

/// What is named in a row.
pub(super) enum NamedCells {
    /// All of it.
    Row,
    /// Some cells.
    Some(Vec<usize>),
}

/// What is named in a row of these texts: all of it by its first cell, or names with the value after each.
pub(super) fn named(texts: &[&str], sought: &Sought<'_>) -> NamedCells {
    let count = texts.len();
    let is_name = |at: &usize| sought.has(texts[*at]);
    // Names and values can stand in turn.
    let turns = if count >= 4 && count.is_multiple_of(2) { count } else { 0 };
    let pairs = (0..turns).step_by(2);
    let is_in_turn = pairs.clone().skip(1).any(|at| is_name(&at) || (sought.is_field)(texts[at]));
    if count >= 2 && !is_in_turn && is_name(&0) {
        return NamedCells::Row;
    }
    let written = (1..count).map(|at| at - 1).filter(|at| sought.writes(texts[*at]));
    NamedCells::Some(pairs.filter(is_name).chain(written).flat_map(|at| [at, at + 1]).collect())
}
