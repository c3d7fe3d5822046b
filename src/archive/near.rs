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
        let mut table = vec![(0..=sought.len()).collect::<Vec<usize>>()];
        let (mut at, mut found, mut before): (_, Option<&str>, &[char]) = (0, None, &[]);
        while let Some((id, written)) = self.ids.get(at) {
            let same = id.iter().zip(before).take_while(|(one, other)| one == other).count();
            table.truncate(same + 1);
            before = id;
            while table.len() <= id.len() && !is_far(&table, most) {
                table.push(row(&table, &id[..table.len()], sought));
            }
            let compared = table.len() - 1;
            at += if compared < id.len() {
                alike(&self.ids[at..], &id[..compared])
            } else {
                let near = table.last().and_then(|row| row.last()).is_some_and(|distance| *distance <= most);
                if near && found.is_none_or(|found| written.as_str() < found) {
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

/// Whether nothing that begins so is near. Letters that have changed places reach back over two rows, and are one step.
fn is_far(table: &[Vec<usize>], most: usize) -> bool {
    let least = |row: &Vec<usize>| row.iter().copied().min().unwrap_or(0);
    let mut rows = table.iter().rev();
    rows.next().is_some_and(|row| least(row) > most) && rows.next().is_none_or(|row| least(row) >= most)
}

/// The distances of a beginning of an id from all beginnings of what is sought; the table has those of the shorter ones.
fn row(table: &[Vec<usize>], id: &[char], sought: &[char]) -> Vec<usize> {
    let (above, letter) = (&table[id.len() - 1], id[id.len() - 1]);
    let mut row = Vec::with_capacity(above.len());
    row.push(id.len());
    for (at, other) in sought.iter().enumerate() {
        let replaced = above[at] + usize::from(letter != *other);
        let mut least = replaced.min(above[at + 1] + 1).min(row[at] + 1);
        if id.len() > 1 && at > 0 && letter == sought[at - 1] && *other == id[id.len() - 2] {
            least = least.min(table[id.len() - 2][at - 1] + 1);
        }
        row.push(least);
    }
    row
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
