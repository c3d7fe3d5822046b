//! The language of queries, the same in the search field, in addresses and in `pmsite list`:
//!
//! ```text
//! timeout "pool exhausted" severity<=2 service:api,db year:2025 -status:draft has:open-actions
//! ```
//!
//! A query consists of words, phrases in quotes, and filters; a leading `-` excludes. `parse` in `themes/default/search-words.js` has the
//! same expression, and `tests/search/vectors.json` tests both.

use std::sync::LazyLock;

use regex::Regex;
use serde::Serialize;

use super::facets::Facets;
use crate::text::most_alike;

/// A word, phrase or filter.
const TOKEN: &str = r#"(-?)(?:([\p{L}\p{N}_-]+)(<=|>=|[:=<>])(?:"([^"]*)"?|([^\s"]+))|"([^"]*)"?|([^\s"]+))"#;

/// A parsed query.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Query {
    /// Words and phrases, in order.
    pub words: Vec<Word>,
    /// Filters, in order.
    pub filters: Vec<Filter>,
}

/// A word or phrase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Word {
    /// As typed, without quotes.
    pub text: String,
    /// Whether it was in quotes.
    pub phrase: bool,
    /// Whether matches are excluded.
    pub not: bool,
}

/// A condition on a facet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Filter {
    /// The key of the facet.
    pub field: String,
    /// How the facet is compared with the value.
    pub op: Comparison,
    /// The value as typed. Commas separate alternatives.
    pub value: String,
    /// Whether matches are excluded.
    pub not: bool,
}

/// How alike an unknown name and that of a facet must be (Jaro-Winkler, from 0 to 1) to count as a typo.
const TYPO_SIMILARITY: f64 = 0.85;

/// A word that was probably meant as a filter: its name as typed, and the name that was meant.
pub fn misspelled_filter<'q>(query: &'q Query, facets: &'q Facets<'_>) -> Option<(&'q str, &'q str)> {
    let mut words = query.words.iter().filter(|word| !word.phrase);
    words.find_map(|word| {
        let end = word.text.find([':', '=', '<', '>'])?;
        let name = &word.text[..end];
        if !name.chars().all(char::is_alphabetic) {
            return None;
        }
        let folded = name.to_lowercase();
        let known = facets.names().map(|known| (known, known));
        most_alike(&folded, known, |similarity| similarity >= TYPO_SIMILARITY).map(|meant| (name, meant))
    })
}

/// How a facet is compared with a value.
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

/// Reads a query. No query is invalid: what is not a filter is a word.
pub fn parse(text: &str, facets: &Facets<'_>) -> Query {
    // Compiled once, because that takes longer than reading a query.
    static TOKENS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(TOKEN).ok());
    let mut query = Query::default();
    let Some(token) = TOKENS.as_ref() else { return query };
    for found in token.captures_iter(text) {
        let part = |number: usize| found.get(number).map(|part| part.as_str());
        let not = part(1) == Some("-");
        if let Some(facet) = part(2).and_then(|name| facets.named(name)) {
            let op = match part(3) {
                Some("<") => Comparison::Less,
                Some("<=") => Comparison::AtMost,
                Some(">") => Comparison::More,
                Some(">=") => Comparison::AtLeast,
                _ => Comparison::Is,
            };
            let value = part(4).or(part(5)).unwrap_or_default();
            // While a filter is being typed, it has no value yet.
            if !value.is_empty() {
                query.filters.push(Filter { field: facet.key.to_string(), op, value: value.to_owned(), not });
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
    use crate::config::Config;

    #[test]
    fn a_misspelled_filter_is_recognized() {
        let config =
            Config { fields: [("Region".to_owned(), "Region".to_owned())].into(), ..Config::default() };
        let facets = Facets::new(&config);
        let meant =
            |text: &str| misspelled_filter(&parse(text, &facets), &facets).map(|(_, meant)| meant.to_owned());
        assert_eq!(meant("sevrity:1").as_deref(), Some("severity"));
        assert_eq!(meant("pool serivce:api").as_deref(), Some("service"));
        assert_eq!(meant("regoin:eu").as_deref(), Some("region"));
        for word in
            ["job:db-1", "host:db-1", "error:500", "\"sevrity:1\"", "http://x", "severity:1", "region:eu"]
        {
            assert_eq!(meant(word), None, "{word}");
        }
    }

    #[test]
    fn a_configured_field_is_a_filter_in_any_case() {
        let config =
            Config { fields: [("Region".to_owned(), "Region".to_owned())].into(), ..Config::default() };
        let query = parse("REGION:us-east pool", &Facets::new(&config));
        assert_eq!((query.filters[0].field.as_str(), query.words.len()), ("region", 1));
    }

    #[test]
    fn a_built_in_facet_keeps_its_names() {
        let fields = ["status", "Tags", "overdue"].map(|key| (key.to_owned(), key.to_owned()));
        let config = Config { fields: fields.into(), ..Config::default() };
        assert_eq!(Facets::new(&config).iter().count(), Facets::new(&Config::default()).iter().count());
    }
}
