//! Finds the id nearest to a misspelled one.
//!
//! If part of an archive is missing, there are as many broken references as incidents, and comparing each with every id would take
//! quadratic time. Ids are sorted, so those with a common prefix share the rows of the distance table for that prefix (optimal string
//! alignment; Boytsov, *Indexing methods for approximate dictionary searching*, 2011). Once the rows of a prefix are too far away, all ids
//! with that prefix are skipped. `strsim` has this distance, but not for prefixes; a test compares the two.

/// Ids in ascending order of their folded form.
#[derive(Debug)]
pub(super) struct Near {
    ids: Vec<(Box<[char]>, String)>,
}

impl Near {
    /// Takes pairs of the folded id, in ascending order, and the id as written.
    pub(super) fn new<'i>(ids: impl Iterator<Item = (&'i String, &'i String)>) -> Self {
        Self { ids: ids.map(|(folded, written)| (folded.chars().collect(), written.clone())).collect() }
    }

    /// The nearest id, if it is at most `limit` edits away: insertions, deletions, substitutions and transpositions. Ties are resolved by
    /// the order of the ids as written.
    pub(super) fn to(&self, folded: &str, limit: usize) -> Option<&str> {
        let sought: Vec<char> = folded.chars().collect();
        (0..=limit).find_map(|limit| self.within(&sought, limit))
    }

    /// The first id that is at most `limit` edits away.
    fn within(&self, sought: &[char], limit: usize) -> Option<&str> {
        let mut table = Table::new(sought, limit);
        let (mut at, mut found, mut before): (_, Option<&str>, &[char]) = (0, None, &[]);
        while let Some((id, written)) = self.ids.get(at) {
            table.cut(id.iter().zip(before).take_while(|(one, other)| one == other).count());
            before = id;
            while table.letters < id.len() && !table.is_far() {
                table.push(id);
            }
            at += if table.letters < id.len() {
                with_prefix(&self.ids[at..], &id[..table.letters])
            } else {
                if table.is_near() && found.is_none_or(|found| written.as_str() < found) {
                    found = Some(written);
                }
                1
            };
        }
        found
    }
}

/// How many ids from the start of the list have this prefix, at least one. Counts from the front, because there are usually
/// few of them.
fn with_prefix(ids: &[(Box<[char]>, String)], prefix: &[char]) -> usize {
    let has_prefix = |(id, _): &(Box<[char]>, String)| id.starts_with(prefix);
    let mut reach = 1;
    while ids.get(reach).is_some_and(has_prefix) {
        reach *= 2;
    }
    reach / 2 + ids[reach / 2..ids.len().min(reach)].partition_point(has_prefix)
}

/// The distances between the prefixes of an id (rows) and the prefixes of the misspelled id (columns). Cells further from the
/// diagonal than the limit are not computed.
struct Table<'s> {
    sought: &'s [char],
    limit: usize,
    /// The length of the longest prefix.
    letters: usize,
    rows: Vec<usize>,
    /// The smallest distance of each row.
    least: Vec<usize>,
}

impl<'s> Table<'s> {
    fn new(sought: &'s [char], limit: usize) -> Self {
        Self { sought, limit, letters: 0, rows: (0..=sought.len()).collect(), least: vec![0] }
    }

    fn width(&self) -> usize {
        self.sought.len() + 1
    }

    /// Removes the rows of longer prefixes.
    fn cut(&mut self, letters: usize) {
        self.letters = self.letters.min(letters);
        self.rows.truncate((self.letters + 1) * self.width());
        self.least.truncate(self.letters + 1);
    }

    /// Adds the row of the next prefix of an id.
    fn push(&mut self, id: &[char]) {
        let (width, letter) = (self.width(), id[self.letters]);
        self.letters += 1;
        let row = self.letters * width;
        self.rows.resize(row + width, self.limit + 1);
        let columns = self.letters.saturating_sub(self.limit)..width.min(self.letters + self.limit + 1);
        let mut least_of_all = self.limit + 1;
        for column in columns {
            let above = row - width + column;
            let mut least = self.rows[above] + 1;
            if let Some(before) = column.checked_sub(1) {
                let other = self.sought[before];
                least = least.min(self.rows[above - 1] + usize::from(letter != other));
                least = least.min(self.rows[row + before] + 1);
                let swapped = column > 1 && self.letters > 1;
                if swapped && letter == self.sought[column - 2] && other == id[self.letters - 2] {
                    least = least.min(self.rows[above - width - 2] + 1);
                }
            }
            self.rows[row + column] = least;
            least_of_all = least_of_all.min(least);
        }
        self.least.push(least_of_all);
    }

    /// Whether no id with this prefix is within the limit. A transposition reaches back over two rows and is one edit.
    fn is_far(&self) -> bool {
        let mut rows = self.least.iter().rev();
        rows.next().is_some_and(|row| *row > self.limit) && rows.next().is_none_or(|row| *row >= self.limit)
    }

    /// Whether the id that is this prefix is within the limit.
    fn is_near(&self) -> bool {
        self.rows.last().is_some_and(|distance| *distance <= self.limit)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    fn near(ids: &BTreeMap<String, String>, sought: &str) -> Option<String> {
        Near::new(ids.iter()).to(sought, 2).map(str::to_owned)
    }

    #[test]
    fn finds_the_nearest_id_for_every_kind_of_typo() {
        let ids = ["INC-0042", "INC-0100", "OPS-7", "Ünï-1"];
        let ids: BTreeMap<_, _> = ids.map(|id| (id.to_lowercase(), id.to_owned())).into();
        for (sought, found) in [
            ("inc-0042", Some("INC-0042")),
            ("inc-0024", Some("INC-0042")),
            ("icn-0042", Some("INC-0042")),
            ("inc-00422", Some("INC-0042")),
            ("inc-1000", Some("INC-0100")),
            ("ops-", Some("OPS-7")),
            ("üni-1", Some("Ünï-1")),
            ("inc-9999", None),
            ("", None),
        ] {
            assert_eq!(near(&ids, sought).as_deref(), found, "{sought}");
        }
    }

    proptest! {
        #[test]
        fn agrees_with_the_distance_of_strsim(
            ids in prop::collection::btree_map("[abc]{0,6}", "[abc]{1,3}", 0..30),
            sought in "[abc]{0,6}",
        ) {
            let all = ids.iter().map(|(folded, written)| (strsim::osa_distance(folded, &sought), written));
            let best = all.filter(|(distance, _)| *distance <= 2).min();
            prop_assert_eq!(near(&ids, &sought), best.map(|(_, written)| written.clone()));
        }
    }
}
