//! The language of queries, the same in the search field, in addresses and in `pmsite list`:
//!
//! ```text
//! timeout "pool exhausted" severity<=2 service:api,db year:2025 -status:draft has:open-actions
//! ```
//!
//! Words, phrases in quotes, and filters; a `-` in front excludes. The twin of `parse` in `themes/default/search-words.js`, by the same
//! expression; `tests/search/vectors.json` holds both to the same answers.

use std::sync::LazyLock;

use regex::Regex;
use serde::Serialize;

use crate::text::most_alike;

/// One word, phrase or filter. The expression of `parse` in `search-words.js`.
const TOKEN: &str = r#"(-?)(?:([\p{L}\p{N}_-]+)(<=|>=|[:=<>])(?:"([^"]*)"?|([^\s"]+))|"([^"]*)"?|([^\s"]+))"#;

/// What somebody looks for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Query {
    /// Words and phrases, in order.
    pub words: Vec<Word>,
    /// What must hold beside them.
    pub filters: Vec<Filter>,
}

/// A word or phrase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Word {
    /// As typed, without quotes.
    pub text: String,
    /// Whether it stood in quotes.
    pub phrase: bool,
    /// Whether what holds it is excluded.
    pub not: bool,
}

/// A condition on a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Filter {
    /// The field.
    pub field: Field,
    /// How the field is compared.
    pub op: Comparison,
    /// The value as typed; with [`Comparison::Is`], commas part alternatives.
    pub value: String,
    /// Whether what satisfies it is excluded.
    pub not: bool,
}

/// What can be filtered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Field {
    /// A step of the scale by key, label, alias or level; `severity<=2` are the gravest two.
    Severity,
    /// An affected service.
    Service,
    /// The status.
    Status,
    /// A tag.
    Tag,
    /// The owner of an action item.
    Owner,
    /// The day, or a beginning of it: `2025`, `2025-03`.
    Date,
    /// That day or later.
    After,
    /// Earlier than that day.
    Before,
    /// `open-actions`, `overdue-actions`, `service`, `tag`, `owner`.
    Has,
    /// The duration: `90`, `90m`, `1.5h`.
    Duration,
}

/// The names of the fields, each with other names that mean it.
const NAMES: [(Field, &[&str]); 10] = [
    (Field::Severity, &["severity", "sev"]),
    (Field::Service, &["service", "services"]),
    (Field::Status, &["status"]),
    (Field::Tag, &["tag", "tags"]),
    (Field::Owner, &["owner"]),
    (Field::Date, &["date", "year", "month"]),
    (Field::After, &["after", "since"]),
    (Field::Before, &["before", "until"]),
    (Field::Has, &["has"]),
    (Field::Duration, &["duration"]),
];

/// How alike an unknown name and that of a field must be (Jaro and Winkler, from 0 to 1) for a slip of the pen.
const ALIKE: f64 = 0.85;

impl Field {
    /// The field that a name means, in any case.
    fn named(name: &str) -> Option<Self> {
        let name = name.to_lowercase();
        NAMES.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(field, _)| *field)
    }

    /// The name of the field.
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(field, _)| *field == self).map_or("", |(_, names)| names[0])
    }
}

/// A word that was probably meant as a filter: the name of its field as typed, and the name that was meant.
pub fn misspelled_filter(query: &Query) -> Option<(&str, &'static str)> {
    let mut words = query.words.iter().filter(|word| !word.phrase);
    words.find_map(|word| {
        let end = word.text.find([':', '=', '<', '>'])?;
        let name = &word.text[..end];
        if !name.chars().all(char::is_alphabetic) {
            return None;
        }
        let folded = name.to_lowercase();
        let known = NAMES.iter().flat_map(|(_, names)| names.iter()).map(|known| (*known, *known));
        most_alike(&folded, known, |likeness| likeness >= ALIKE).map(|meant| (name, meant))
    })
}

/// How a field is compared with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Comparison {
    /// `:` or `=`
    #[serde(rename = ":")]
    Is,
    /// `<`
    #[serde(rename = "<")]
    Less,
    /// `<=`
    #[serde(rename = "<=")]
    AtMost,
    /// `>`
    #[serde(rename = ">")]
    More,
    /// `>=`
    #[serde(rename = ">=")]
    AtLeast,
}

/// Reads a query. There is no wrong one: what is no filter is a word.
pub fn parse(text: &str) -> Query {
    // Compiled once, for that takes longer than reading a query.
    static TOKENS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(TOKEN).ok());
    let mut query = Query::default();
    let Some(token) = TOKENS.as_ref() else { return query };
    for found in token.captures_iter(text) {
        let part = |number: usize| found.get(number).map(|part| part.as_str());
        let not = part(1) == Some("-");
        if let Some(field) = part(2).and_then(Field::named) {
            let op = match part(3) {
                Some("<") => Comparison::Less,
                Some("<=") => Comparison::AtMost,
                Some(">") => Comparison::More,
                Some(">=") => Comparison::AtLeast,
                _ => Comparison::Is,
            };
            let value = part(4).or(part(5)).unwrap_or_default();
            // While a value is typed there is none yet.
            if !value.is_empty() {
                query.filters.push(Filter { field, op, value: value.to_owned(), not });
            }
        } else if let Some(phrase) = part(6).map(str::trim) {
            if !phrase.is_empty() {
                query.words.push(Word { text: phrase.to_owned(), phrase: true, not });
            }
        } else {
            let word = &found[0][usize::from(not)..];
            query.words.push(Word { text: word.to_owned(), phrase: false, not });
        }
    }
    query
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_with_a_slip_of_the_pen_is_recognized() {
        let meant = |text: &str| misspelled_filter(&parse(text)).map(|(_, meant)| meant);
        assert_eq!(meant("sevrity:1"), Some("severity"));
        assert_eq!(meant("pool serivce:api"), Some("service"));
        for word in ["job:db-1", "host:db-1", "error:500", "\"sevrity:1\"", "http://x", "severity:1"] {
            assert_eq!(meant(word), None, "{word}");
        }
    }
}
