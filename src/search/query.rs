//! The language of queries, the same in the search field, in addresses and in `pmsite list`:
//!
//! ```text
//! timeout "pool exhausted" severity<=2 service:api,db year:2025 -status:draft has:open-actions
//! ```
//!
//! A query consists of words, phrases in quotes, and filters; a leading `-` excludes. Long texts, log lines and the JSON of alerts are
//! pasted, so quotes, `-` and fields inside them have no meaning. `parse` in `themes/default/search-words.js` has the same expression, and
//! `tests/search/vectors.json` tests both.

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Captures, Regex};
use serde::Serialize;

use super::alert::alert_text;
use super::engine::is_near;
use super::facets::{Facet, Facets, Kind};
use super::question::{MAX_TYPED, question};
use super::values::{minutes, period};

/// A word, phrase or filter. `duration:>2h` is the same as `duration>2h`.
const TOKEN: &str =
    r#"(-?)(?:([\p{L}\p{N}_-]+)(:?(?:<=|>=|[<>])|[:=])(?:"([^"]*)"?|([^\s"]+))|"([^"]*)"?|([^\s"]+))"#;

/// So many words, one of which ends with a colon outside quotes, are a log line.
const LOG_WORDS: usize = 4;

/// A parsed query.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Query {
    /// Words and phrases, in order. A pasted text is one word.
    pub words: Vec<Word>,
    /// Filters, in order.
    pub filters: Vec<Filter>,
    /// Whether the words are a pasted text.
    pub pasted: bool,
    /// Whether the last incident is asked for: `which incident last broke checkout`.
    pub newest: bool,
    /// Question words, which are not searched for, as typed.
    #[serde(skip)]
    pub asking: Vec<String>,
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
#[derive(Clone, Debug, Serialize)]
pub struct Filter {
    /// The key of the facet.
    pub field: String,
    /// How the facet is compared with the value.
    pub op: Comparison,
    /// The value as typed. Commas separate alternatives.
    pub value: String,
    /// Whether matches are excluded.
    pub not: bool,
    /// The whole filter as typed.
    pub text: String,
    /// Where it begins in the query, in bytes.
    #[serde(skip)]
    pub start: usize,
    /// Whether it is the meaning of plain words: `of the last year`.
    #[serde(skip)]
    pub derived: bool,
}

impl PartialEq for Filter {
    fn eq(&self, other: &Self) -> bool {
        (&self.field, self.op, &self.value, self.not) == (&other.field, other.op, &other.value, other.not)
    }
}

impl Eq for Filter {}

/// Why a filter cannot be applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Problem {
    /// The value is not a date.
    Date,
    /// The value is not a duration.
    Duration,
    /// The values of the facet have no order.
    Order,
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

impl Comparison {
    /// The comparison with this sign.
    pub(super) fn of(sign: &str) -> Self {
        match sign {
            "<" => Self::Less,
            "<=" => Self::AtMost,
            ">" => Self::More,
            ">=" => Self::AtLeast,
            _ => Self::Is,
        }
    }

    /// Whether it holds between two values.
    pub(super) fn holds<T: PartialOrd + ?Sized>(self, one: &T, other: &T) -> bool {
        match self {
            Self::Is => one == other,
            Self::Less => one < other,
            Self::AtMost => one <= other,
            Self::More => one > other,
            Self::AtLeast => one >= other,
        }
    }
}

impl Filter {
    /// Its alternatives.
    pub(super) fn values(&self) -> impl Iterator<Item = &str> {
        self.value.split(',').map(str::trim).filter(|value| !value.is_empty())
    }

    /// Why it cannot be applied to a facet.
    pub(super) fn problem_with(&self, facet: &Facet<'_>) -> Option<Problem> {
        // Whether a value can be read does not depend on the day.
        let is_date = |value: &str| period(value, Date::constant(2000, 2, 28)).is_some();
        let all = |test: &dyn Fn(&str) -> bool| self.values().count() > 0 && self.values().all(test);
        match facet.kind {
            Kind::Severity => None,
            Kind::Date => (!all(&|value| is_date(value) || value.eq_ignore_ascii_case(UNDATED)))
                .then_some(Problem::Date),
            Kind::Duration => (!all(&|value| minutes(value).is_some())).then_some(Problem::Duration),
            _ if self.op != Comparison::Is => Some(Problem::Order),
            Kind::After | Kind::Before => (!all(&is_date)).then_some(Problem::Date),
            Kind::Names(_) | Kind::Has => None,
        }
    }

    /// Why it cannot be applied.
    pub fn problem(&self, facets: &Facets<'_>) -> Option<Problem> {
        facets.named(&self.field).and_then(|facet| self.problem_with(facet))
    }
}

/// The value of the date filter for incidents without a date.
pub(super) const UNDATED: &str = "undated";

/// Words that look like filters with an unknown name, and the filters that were probably meant.
pub fn misspelled_filters<'q>(query: &'q Query, facets: &Facets<'_>) -> Vec<(&'q str, String)> {
    let words = query.words.iter().filter(|word| !word.phrase && !query.pasted);
    let filters = words.filter_map(|word| {
        let end = word.text.find([':', '=', '<', '>'])?;
        let (name, rest) = word.text.split_at(end);
        let meant = format!("{}{rest}", resembled_name(&name.to_lowercase(), facets)?);
        let [filter] = &parse(&meant, facets).filters[..] else { return None };
        filter.problem(facets).is_none().then_some((word.text.as_str(), meant))
    });
    filters.collect()
}

/// The name of the facet that an unknown name stands for: another word for it, or a name that differs by one typo. Short names differ from
/// too many words, so their letters must be the same.
fn resembled_name<'f>(name: &str, facets: &'f Facets<'_>) -> Option<&'f str> {
    let letters = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        letters.sort_unstable();
        letters
    };
    let chars: Vec<char> = name.chars().collect();
    let resembles = |known: &&str| {
        let other: Vec<char> = known.chars().collect();
        is_near(&chars, &other) && (chars.len().min(other.len()) > 4 || letters(name) == letters(known))
    };
    facets.nicknamed(name).or_else(|| facets.names().find(resembles))
}

/// A part of a query.
enum Token {
    Filter(Filter, bool),
    Word(Word),
    /// A filter or phrase without text.
    Empty,
}

fn token(found: &Captures<'_>, facets: &Facets<'_>) -> Token {
    let part = |number: usize| found.get(number).map(|part| part.as_str());
    let not = part(1) == Some("-");
    if let Some(facet) = part(2).and_then(|name| facets.named(name)) {
        let sign = part(3).unwrap_or_default();
        let op = Comparison::of(sign.trim_start_matches(':'));
        let value = part(4).or(part(5)).unwrap_or_default().to_owned();
        // While a filter is being typed, it has no value yet.
        if value.is_empty() {
            return Token::Empty;
        }
        let (text, start) =
            found.get(0).map_or((String::new(), 0), |all| (all.as_str().to_owned(), all.start()));
        return Token::Filter(
            Filter { field: facet.key.to_string(), op, value, not, text, start, derived: false },
            sign != "=",
        );
    }
    match part(6).map(str::trim) {
        Some("") => Token::Empty,
        Some(phrase) => Token::Word(Word { text: phrase.to_owned(), phrase: true, not }),
        None => Token::Word(Word { text: found[0][usize::from(not)..].to_owned(), phrase: false, not }),
    }
}

/// Reads a query. No query is invalid: what is not a filter is a word.
pub fn parse(text: &str, facets: &Facets<'_>) -> Query {
    // Compiled once, because that takes longer than reading a query.
    static TOKENS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(TOKEN).ok());
    let Some(expression) = TOKENS.as_ref() else { return Query::default() };
    let place = |found: &Captures<'_>| found.get(0).map_or(0..0, |all| all.range());
    let tokens: Vec<_> =
        expression.captures_iter(text).map(|found| (place(&found), token(&found, facets))).collect();
    let pasted = pasted(text, &tokens, facets);
    let mut query = Query { pasted: pasted.is_some(), ..Query::default() };
    let tokens = if pasted.is_some() { tokens } else { asked(text, tokens, &mut query) };
    let inside = pasted.as_ref().map_or(0..0, |(place, _)| place.clone());
    for (place, token) in tokens {
        match token {
            _ if inside.contains(&place.start) => {}
            Token::Filter(filter, _) => query.filters.push(filter),
            Token::Word(word) => query.words.push(word),
            Token::Empty => {}
        }
    }
    query.words.extend(pasted.map(|(_, text)| Word { text, phrase: false, not: false }));
    query
}

/// Reads what the plain words of a query ask. Returns the other parts, with filters in the place of the words that are filters.
fn asked(text: &str, tokens: Vec<(Range<usize>, Token)>, query: &mut Query) -> Vec<(Range<usize>, Token)> {
    let plain = |(place, token): &(Range<usize>, Token)| {
        let is_plain = matches!(token, Token::Word(word) if !word.phrase && !word.not);
        if is_plain { &text[place.clone()] } else { "" }
    };
    let words: Vec<&str> = tokens.iter().map(plain).collect();
    let question = question(&words);
    query.newest = question.newest;
    query.asking = question.asking.iter().map(|at| words[*at].to_owned()).collect();
    let ends: Vec<usize> = tokens.iter().map(|(place, _)| place.end).collect();
    let read = |(at, (place, token)): (usize, (Range<usize>, Token))| match question
        .filters
        .iter()
        .find(|(words, ..)| words.contains(&at))
    {
        None => (!question.asking.contains(&at)).then_some((place, token)),
        Some((words, ..)) if at > words.start => None,
        Some((words, field, value)) => {
            let place = place.start..ends[words.end - 1];
            let filter = Filter {
                field: (*field).to_owned(),
                op: Comparison::Is,
                value: value.clone(),
                not: false,
                text: text[place.clone()].to_owned(),
                start: place.start,
                derived: true,
            };
            Some((place, Token::Filter(filter, false)))
        }
    };
    tokens.into_iter().enumerate().filter_map(read).collect()
}

/// Whether words look like a line of a log: `ERROR: relation "users" does not exist`. A field without its value is being typed.
fn is_log_line(tokens: &[&(Range<usize>, Token)], facets: &Facets<'_>) -> bool {
    let is_label = |token: &&(Range<usize>, Token)| {
        let Token::Word(word) = &token.1 else { return false };
        !word.phrase && word.text.strip_suffix(':').is_some_and(|name| facets.named(name).is_none())
    };
    tokens.len() >= LOG_WORDS && tokens.iter().any(is_label)
}

/// The pasted text in a query, and its place: what is left between filters at the beginning and at the end, if it is long, a log line
/// or an alert.
fn pasted(
    text: &str,
    tokens: &[(Range<usize>, Token)],
    facets: &Facets<'_>,
) -> Option<(Range<usize>, String)> {
    // Logs have fields like `status=500`.
    let is_filter = |token: &&(Range<usize>, Token)| matches!(token.1, Token::Filter(_, true));
    let others: Vec<_> = tokens.iter().filter(|token| !is_filter(token)).collect();
    let place = others.first()?.0.start..others.last()?.0.end;
    let rest = &text[place.clone()];
    let alert = rest.starts_with(['{', '[']).then(|| alert_text(rest)).flatten();
    match alert.filter(|alert| !alert.is_empty()) {
        Some(alert) => Some((place, alert)),
        None => (rest.encode_utf16().count() > MAX_TYPED || is_log_line(&others, facets))
            .then(|| (place, rest.to_owned())),
    }
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
            |text: &str| misspelled_filters(&parse(text, &facets), &facets).pop().map(|(_, meant)| meant);
        assert_eq!(meant("regoin:eu").as_deref(), Some("region:eu"));
        assert_eq!(meant("region:eu"), None);
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
