//! The next free id.

use jiff::civil::Date;

use super::pattern::{Piece, most_frequent, pieces, render};
use crate::archive::{Archive, Incident};

/// How many of the newest incidents the pattern is learned from.
const SAMPLE_SIZE: usize = 24;

/// The id of the first incident of an archive.
const FIRST_ID: &str = "INC-0001";

/// The pattern of ids.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Pattern {
    /// The text before the number.
    before: Vec<Piece>,
    /// Whether the id ends in a number; otherwise it is a date.
    numbered: bool,
}

/// The next free id for an incident of this day, following the pattern of the newest ids. `None` if documents state no ids, because then
/// their file names are the ids.
pub fn next_id(archive: &Archive, day: Date) -> Option<String> {
    if archive.incidents.is_empty() {
        return Some(FIRST_ID.to_owned());
    }
    let stated = || archive.incidents.iter().filter(|incident| incident.record.id.is_some());
    let patterns: Vec<Pattern> =
        stated().take(SAMPLE_SIZE).filter_map(|incident| pattern(incident)).collect();
    let Pattern { before, numbered } = most_frequent(patterns)?;
    let before = render(&before, day);
    if !numbered {
        let taken = |id: &str| stated().any(|incident| incident.card.id.eq_ignore_ascii_case(id));
        let again = (2..).map(|number| format!("{before}-{number}"));
        return std::iter::once(before.clone()).chain(again).find(|id| !taken(id));
    }
    let (mut last, mut width) = (0, 1);
    for incident in stated() {
        let Some((head, digits)) = number(&incident.card.id) else { continue };
        // If numbers restart every day, their width comes from all ids with the pattern.
        let same = pattern(incident).is_some_and(|pattern| pattern.numbered);
        if same && digits.starts_with('0') {
            width = width.max(digits.len());
        }
        if head.eq_ignore_ascii_case(&before) {
            last = last.max(digits.parse::<u64>().unwrap_or(0));
        }
    }
    Some(format!("{before}{:0width$}", last + 1))
}

/// Splits an id into its number and the text before it.
fn number(id: &str) -> Option<(&str, &str)> {
    let head = id.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = &id[head.len()..];
    (!digits.is_empty() && digits.len() <= 18).then_some((head, digits))
}

fn pattern(incident: &Incident) -> Option<Pattern> {
    let (id, day) = (&incident.card.id, incident.card.date);
    let (head, digits) = number(id)?;
    if let [Piece::Day(_)] = pieces(digits, day).as_slice()
        && digits.len() > 4
    {
        return Some(Pattern { before: pieces(id, day), numbered: false });
    }
    Some(Pattern { before: pieces(head, day), numbered: true })
}
