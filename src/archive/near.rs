//! The id nearest to a misspelt one.
//!
//! An archive of which a part was left behind has as many ids that lead nowhere as it has incidents, so that comparing each of them with
//! every id would be the square. Ids that begin alike are compared once instead, up to where they part: the table of the distance (optimal
//! string alignment; Boytsov, *Indexing methods for approximate dictionary searching*, 2011) has a row for each letter of their beginning,
//! and where its rows hold nothing near, all ids that begin so are passed over.

/// Ids, by their folded form in ascending order.
#[derive(Debug)]
pub(super) struct Near {
    ids: Vec<(Box<[char]>, String)>,
}

impl Near {
    /// Of ids: the folded form of each, in ascending order, and as it is written.
    pub(super) fn new<'i>(ids: impl Iterator<Item = (&'i String, &'i String)>) -> Self {
        Self { ids: ids.map(|(folded, written)| (folded.chars().collect(), written.clone())).collect() }
    }

    /// The nearest to a folded id, if it is at most so many steps away: letters more, fewer, others, or two that have changed places.
    /// Of equals the first by how it is written.
    pub(super) fn to(&self, folded: &str, most: usize) -> Option<&str> {
        let sought: Vec<char> = folded.chars().collect();
        (0..=most).find_map(|most| self.within(&sought, most))
    }

    /// The first of those that are at most so far away.
    fn within(&self, sought: &[char], most: usize) -> Option<&str> {
        let mut table = Table::new(sought, most);
        let (mut at, mut found, mut before): (_, Option<&str>, &[char]) = (0, None, &[]);
        while let Some((id, written)) = self.ids.get(at) {
            table.cut(id.iter().zip(before).take_while(|(one, other)| one == other).count());
            before = id;
            while table.letters < id.len() && !table.is_far() {
                table.push(id);
            }
            at += if table.letters < id.len() {
                alike(&self.ids[at..], &id[..table.letters])
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

/// How many ids, of which the first begins so, begin so. Mostly they are few.
fn alike(ids: &[(Box<[char]>, String)], beginning: &[char]) -> usize {
    let begins = |(id, _): &(Box<[char]>, String)| id.starts_with(beginning);
    let mut reach = 1;
    while ids.get(reach).is_some_and(begins) {
        reach *= 2;
    }
    reach / 2 + ids[reach / 2..ids.len().min(reach)].partition_point(begins)
}

/// The distances of the beginnings of an id, a row each, from the beginnings of what is sought, a column each. What is further from the
/// diagonal than anything near is not worked out.
struct Table<'s> {
    sought: &'s [char],
    most: usize,
    /// The letters of the longest beginning.
    letters: usize,
    rows: Vec<usize>,
    /// Of each row.
    least: Vec<usize>,
}

impl<'s> Table<'s> {
    fn new(sought: &'s [char], most: usize) -> Self {
        Self { sought, most, letters: 0, rows: (0..=sought.len()).collect(), least: vec![0] }
    }

    fn width(&self) -> usize {
        self.sought.len() + 1
    }

    /// Forgets beginnings of more letters than this.
    fn cut(&mut self, letters: usize) {
        self.letters = self.letters.min(letters);
        self.rows.truncate((self.letters + 1) * self.width());
        self.least.truncate(self.letters + 1);
    }

    /// Adds the next longer beginning of an id.
    fn push(&mut self, id: &[char]) {
        let (width, letter) = (self.width(), id[self.letters]);
        self.letters += 1;
        let row = self.letters * width;
        self.rows.resize(row + width, self.most + 1);
        let columns = self.letters.saturating_sub(self.most)..width.min(self.letters + self.most + 1);
        let mut least_of_all = self.most + 1;
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

    /// Whether nothing that begins so is near. Letters that have changed places reach back over two rows, and are one step.
    fn is_far(&self) -> bool {
        let mut rows = self.least.iter().rev();
        rows.next().is_some_and(|row| *row > self.most) && rows.next().is_none_or(|row| *row >= self.most)
    }

    /// Whether an id that ends here is near.
    fn is_near(&self) -> bool {
        self.rows.last().is_some_and(|distance| *distance <= self.most)
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
    fn the_nearest_id_is_found_whatever_is_misspelt() {
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
        fn what_is_passed_over_is_not_nearer(
            ids in prop::collection::btree_map("[abc]{0,6}", "[abc]{1,3}", 0..30),
            sought in "[abc]{0,6}",
        ) {
            let all = ids.iter().map(|(folded, written)| (strsim::osa_distance(folded, &sought), written));
            let best = all.filter(|(distance, _)| *distance <= 2).min();
            prop_assert_eq!(near(&ids, &sought), best.map(|(_, written)| written.clone()));
        }
    }
}
