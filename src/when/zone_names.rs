//! Names of time zones.

use crate::lexicon::zones;

/// What the name of a zone means.
#[derive(Clone, Copy, Debug)]
pub(super) enum Meaning {
    /// Minutes east of UTC, summer and winter.
    Fixed(i32),
    /// The rules of a place, given by its IANA name.
    Rules(&'static str),
    /// Several zones share the name.
    Shared,
}

impl Meaning {
    /// The meaning of an entry of the language files: `+05:30`, `Europe/Berlin`, `shared`.
    pub(super) fn parse(entry: &'static str) -> Self {
        let offset = entry.strip_prefix('+').map(|rest| (1, rest));
        match offset.or_else(|| entry.strip_prefix('-').map(|rest| (-1, rest))) {
            Some((sign, offset)) => {
                let (hours, minutes) = offset.split_once(':').unwrap_or((offset, "0"));
                let number = |digits: &str| digits.parse().unwrap_or(0);
                Self::Fixed(sign * (number(hours) * 60 + number(minutes)))
            }
            None if entry == "shared" => Self::Shared,
            None => Self::Rules(entry),
        }
    }
}

/// Names, each with what [`Meaning::parse`] reads.
type Entries = &'static [(&'static str, &'static str)];
const ABBREVIATIONS: Entries = zones("abbreviation");
const AMBIGUOUS: Entries = zones("ambiguous");
/// Whole names, as they appear in the text: `heure de Paris`.
pub(super) const NAMES: Entries = zones("name");
/// What comes before `time` in English, in lower case: `Pacific time`, `London Time`.
pub(super) const BEFORE_TIME: Entries = zones("before_time");

/// What an abbreviation in capitals means, and whether it needs a sign that it is a zone, because it is also a common
/// word or an abbreviation of something else (`ET`, `IST`). `CST` is the American one: the Chinese write their offset
/// or `北京时间`.
pub(super) fn abbreviation(word: &str) -> Option<(Meaning, bool)> {
    let find = |entries: Entries| entries.iter().find(|(name, _)| *name == word);
    let plain = find(ABBREVIATIONS).map(|(_, entry)| (Meaning::parse(entry), false));
    plain.or_else(|| find(AMBIGUOUS).map(|(_, entry)| (Meaning::parse(entry), true)))
}

/// The areas of IANA names: `Europe` in `Europe/Berlin`.
pub(super) const AREAS: &[&str] = &[
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Brazil",
    "Canada",
    "Chile",
    "Etc",
    "Europe",
    "Indian",
    "Mexico",
    "Pacific",
    "US",
];
