//! Queries as people ask them: `which incident last broke checkout`, `all SEV1 of the last year`.
//!
//! In a question, some words only frame it; the rest are the search terms. Every archive of incidents is full of the former (`incident`,
//! `fixed`, `last time`), so they would find anything. Periods always become filters; severities do in a question or next to a period. English only, like the other words of the query
//! language. `question` in `themes/default/search-words.js` does the same, and `tests/search/vectors.json` tests both.

use std::ops::Range;

use super::words::terms;

/// A longer text, in UTF-16 code units, is pasted and asks nothing.
pub(super) const MAX_TYPED: usize = 200;

/// First words of a question or of a request.
const BEGINNINGS: &str = " what what's which when where who why how last ";

/// First words of a question only if another question word or a filter follows: `all incidents with reconnects`, but not `all clients
/// reconnect`.
const WEAK_BEGINNINGS: &str = " has have had did was were is are any all show list find latest newest ";

/// Question words, which are dropped from the search.
const ASKING: &str = " what what's which when where who why how show list find any all every last latest newest recent recently most time \
times ever before again incident incidents outage outages postmortem postmortems happen happened happens happening occurred seen break \
breaks broke cause caused causes fix fixed fixes solve solved resolve resolved mitigate mitigated ";

/// Words that ask for the last incident rather than for the best match.
const NEWEST: &str = " last latest newest recent ";

/// Before a period: `in the last week`, `since 2025`.
const PREPOSITIONS: &str = " of in from during over within since for ";

/// What a query asks.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Question {
    /// The words that are filters: their places among the words, the field and the value.
    pub(super) filters: Vec<(Range<usize>, &'static str, String)>,
    /// The places of the words that ask.
    pub(super) asking: Vec<usize>,
    /// Whether the last incident is asked for.
    pub(super) newest: bool,
}

fn is_in(list: &str, word: &str) -> bool {
    list.contains(&format!(" {word} "))
}

/// Reads the plain words of a query; anything else between them is an empty word.
pub(super) fn question(words: &[&str]) -> Question {
    let bare =
        |word: &&str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().replace('’', "'");
    let words: Vec<String> = words.iter().map(bare).collect();
    let mut found = Question::default();
    let mut at = 0;
    while at < words.len() {
        let next = period(&words[at..]).or_else(|| severity(&words[at]).map(|value| (1, "severity", value)));
        let Some((length, field, value)) = next else {
            at += 1;
            continue;
        };
        found.filters.push((at..at + length, field, value));
        at += length;
    }
    let is_filter = |at: &usize| found.filters.iter().any(|(place, ..)| place.contains(at));
    let first = words.iter().position(|word| !word.is_empty());
    let asks = |at: &usize| !is_filter(at) && (Some(*at) == first || is_in(ASKING, &words[*at]));
    let mut asking: Vec<usize> = (0..words.len()).filter(asks).collect();
    let begins = |list: &str| first.is_some_and(|at| is_in(list, &words[at]));
    let more = asking.len() > 1 || !found.filters.is_empty();
    if !(begins(BEGINNINGS) || more && begins(WEAK_BEGINNINGS)) {
        asking.clear();
    }
    // `SEV1` alone can be a word of an archive with another scale.
    if asking.is_empty() && found.filters.iter().all(|(_, field, _)| *field == "severity") {
        found.filters.clear();
    }
    let is_filter = |at: &usize| found.filters.iter().any(|(place, ..)| place.contains(at));
    let mut others = (0..words.len()).filter(|at| !is_filter(at) && !asking.contains(at));
    // Of `what happened`, nothing would be left.
    if others.any(|at| !terms(&words[at]).is_empty()) || !found.filters.is_empty() {
        found.newest = asking.iter().any(|at| is_in(NEWEST, &words[*at]));
        found.asking = asking;
    }
    found
}

/// The words of a text without those that ask, for a search by similarity.
pub(super) fn subject(text: &str) -> String {
    if text.encode_utf16().count() > MAX_TYPED {
        return text.to_owned();
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let Question { asking, .. } = question(&words);
    let kept = words.iter().enumerate().filter(|(at, _)| !asking.contains(at)).map(|(_, word)| *word);
    if asking.is_empty() { text.to_owned() } else { kept.collect::<Vec<_>>().join(" ") }
}

/// `SEV1`, `sev-2`
fn severity(word: &str) -> Option<String> {
    let number = word.strip_prefix("sev")?.trim_start_matches('-');
    (number.len() == 1 && number.starts_with(|c: char| c.is_ascii_digit())).then(|| word.to_owned())
}

/// The period at the beginning of some words: how many words it has, the field and the value. Hours are none, because `no heartbeat in the
/// last 24 hours` is a symptom.
fn period(words: &[String]) -> Option<(usize, &'static str, String)> {
    let word = |at: usize| words.get(at).map_or("", String::as_str);
    let preposition = is_in(PREPOSITIONS, word(0)).then(|| word(0));
    let mut at = usize::from(preposition.is_some());
    let the = word(at) == "the";
    at += usize::from(the);
    let first = word(at);
    let back = matches!(first, "last" | "past" | "previous");
    let digits = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    if back && digits(word(at + 1)) && word(at + 1).len() < 4 {
        let (count, unit) = unit(word(at + 2).trim_end_matches('s'))?;
        let number = word(at + 1).parse::<u32>().ok()? * count;
        return Some((at + 3, "after", format!("{number}{unit}")));
    }
    if back || first == "this" {
        let (count, unit) = unit(word(at + 1)).filter(|(_, unit)| *unit != 'd')?;
        let relative = if first == "this" { "this" } else { "last" };
        return if the && first == "last" || first == "past" {
            Some((at + 2, "after", format!("{count}{unit}")))
        } else {
            Some((at + 2, "date", format!("{relative}-{}", word(at + 1))))
        };
    }
    // The 2000 in `limit of 2000` is not a year, nor is the 2025 in `of 2025 requests`.
    let is_year = digits(first)
        && (2010..2040).contains(&first.parse::<u32>().unwrap_or(0))
        && word(at + 1).is_empty()
        && !the;
    let field = match preposition? {
        "since" => "after",
        "of" | "in" | "from" | "during" => "date",
        _ => return None,
    };
    is_year.then(|| (at + 1, field, first.to_owned()))
}

/// The unit of `after:3m`, and how many of it a word means.
fn unit(word: &str) -> Option<(u32, char)> {
    match word {
        "day" => Some((1, 'd')),
        "week" => Some((1, 'w')),
        "month" => Some((1, 'm')),
        "quarter" => Some((3, 'm')),
        "year" => Some((1, 'y')),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn question_words_are_ignored() {
        let kept = |text: &str| subject(text);
        assert_eq!(kept("what fixed the pool exhaustion last time?"), "the pool exhaustion");
        assert_eq!(kept("How did we fix broken pipes in the gateway"), "did we broken pipes in the gateway");
        assert_eq!(kept("fix for broken pipes"), "fix for broken pipes");
        assert_eq!(kept("what happened last time"), "what happened last time");
        assert_eq!(kept("all clients reconnect at once"), "all clients reconnect at once");
        assert_eq!(kept("all incidents with reconnects"), "with reconnects");
    }

    #[test]
    fn periods_and_severities_are_filters() {
        let filters = |text: &str| {
            let words: Vec<&str> = text.split_whitespace().collect();
            question(&words)
                .filters
                .into_iter()
                .map(|(_, field, value)| format!("{field}:{value}"))
                .collect::<Vec<_>>()
        };
        assert_eq!(filters("all SEV1 of the last year"), ["severity:sev1", "after:1y"]);
        assert_eq!(filters("timeouts in the past 90 days"), ["after:90d"]);
        assert_eq!(filters("outages last quarter, sev-2"), ["date:last-quarter", "severity:sev-2"]);
        assert_eq!(filters("the certificates since 2025"), ["after:2025"]);
        assert_eq!(filters("no heartbeat in the last 24 hours"), [""; 0]);
        assert_eq!(filters("error 2025 of the 2024 release, the last one"), [""; 0]);
        assert_eq!(filters("SEV1 checkout"), [""; 0]);
        assert_eq!(filters("connection limit of 2000"), [""; 0]);
        assert_eq!(filters("buffer of 2020 bytes in the previous quarter"), ["date:last-quarter"]);
    }
}
