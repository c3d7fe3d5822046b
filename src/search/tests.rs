//! Words and queries are processed as they are in the browser.

use jiff::civil::Date;
use serde::Deserialize;
use serde_json::Value;

use super::bit_packing::{Bits, parameter};
use super::passages::passages;
use super::{Facets, alert_text, query, similar, values, words};
use crate::config::Config;
use crate::model::{Body, Document, Heading, Headings};

/// The first day, the day after the last, and whether it counts back.
type Period = Option<(String, String, bool)>;

#[derive(Deserialize)]
struct Vectors {
    fold: Vec<(String, String)>,
    chunks: Vec<(String, Vec<String>)>,
    terms: Vec<(String, Vec<String>)>,
    queries: Vec<(String, Value)>,
    today: String,
    periods: Vec<(String, Period)>,
    periods_of_leap_day: Vec<(String, Period)>,
    durations: Vec<(String, Option<f64>)>,
    problems: Vec<(String, Value)>,
    misspelled: Vec<(String, Vec<(String, String)>)>,
    nearest: Vec<(String, Vec<String>, Vec<String>)>,
    alerts: Vec<(String, Vec<String>)>,
}

fn vectors() -> Vectors {
    serde_json::from_str(include_str!("../../tests/search/vectors.json")).unwrap()
}

#[test]
fn words_are_processed_like_in_the_browser() {
    let vectors = vectors();
    for (text, expected) in vectors.fold {
        assert_eq!(words::fold(&text), expected, "{text}");
    }
    for (text, expected) in vectors.chunks {
        let mut chunks = Vec::new();
        words::each_chunk(&text, |chunk| chunks.push(chunk.to_owned()));
        assert_eq!(chunks, expected, "{text}");
    }
    for (chunk, expected) in vectors.terms {
        assert_eq!(words::terms(&chunk), expected, "{chunk}");
    }
}

#[test]
fn queries_are_read_like_in_the_browser() {
    let config = Config::default();
    let facets = Facets::new(&config);
    for (text, expected) in vectors().queries {
        assert_eq!(serde_json::to_value(query::parse(&text, &facets)).unwrap(), expected, "{text}");
    }
}

#[test]
fn values_of_filters_are_read_like_in_the_browser() {
    let vectors = vectors();
    let today: Date = vectors.today.parse().unwrap();
    let leap_day = Date::constant(2024, 2, 29);
    let periods = vectors.periods.into_iter().map(|(text, expected)| (today, text, expected));
    let leap = vectors.periods_of_leap_day.into_iter().map(|(text, expected)| (leap_day, text, expected));
    for (today, text, expected) in periods.chain(leap) {
        let period =
            values::period(&text, today).map(|one| (one.first.to_string(), one.next.to_string(), one.is_ago));
        assert_eq!(period, expected, "{text}");
    }
    for (text, expected) in vectors.durations {
        assert_eq!(values::minutes(&text), expected, "{text}");
    }
    for (value, names, expected) in vectors.nearest {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        assert_eq!(values::nearest(&value, &names), expected, "{value}");
    }
}

#[test]
fn filters_that_cannot_be_applied_are_the_same_as_in_the_browser() {
    let config = Config::default();
    let facets = Facets::new(&config);
    let vectors = vectors();
    for (text, expected) in vectors.problems {
        let problem = query::parse(&text, &facets).filters[0].problem(&facets);
        assert_eq!(serde_json::to_value(problem).unwrap(), expected, "{text}");
    }
    for (text, expected) in vectors.misspelled {
        let query = query::parse(&text, &facets);
        let found = query::misspelled_filters(&query, &facets).into_iter();
        let found: Vec<(String, String)> = found.map(|(typed, meant)| (typed.to_owned(), meant)).collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn alerts_are_read_like_in_the_browser() {
    for (text, expected) in vectors().alerts {
        let text_of_alert = alert_text(&text).unwrap_or_default();
        let mut lines: Vec<&str> = text_of_alert.lines().collect();
        lines.sort_unstable();
        assert_eq!(lines, expected, "{text}");
    }
}

#[test]
fn words_that_say_nothing_are_the_same_in_the_browser() {
    let script = include_str!("../../themes/default/search-answer.js");
    let list =
        script.split_once("const COMMON = new Set((").unwrap().1.split_once(").split(' '))").unwrap().0;
    let words: String = list.split('\'').skip(1).step_by(2).collect();
    assert_eq!(words, similar::COMMON);
}

#[test]
fn spellings_of_an_id_are_the_same_term() {
    for id in ["INC-42", "inc0042", "Inc_042", "ＩＮＣ－４２"] {
        assert_eq!(words::terms(id)[0], "inc42", "{id}");
    }
}

proptest::proptest! {
    #[test]
    fn a_chunk_may_have_each_of_its_terms(text in "[A-Za-z0-9_.'é-]{1,24}|\\PC{1,24}") {
        words::each_chunk(&text, |chunk| {
            for term in words::terms(chunk) {
                assert!(words::may_have_term(chunk, &term), "{chunk}: {term}");
            }
        });
    }
}

#[test]
fn plain_words_and_parts_of_identifiers_are_spellings() {
    let spellings = |chunk: &str| words::spellings(chunk).collect::<Vec<_>>();
    assert_eq!(spellings("Exhausted"), ["exhausted"]);
    assert_eq!(spellings("HttpServer"), ["httpserver"]);
    assert_eq!(spellings("fluent-logs-v2"), ["fluent", "logs"]);
    for other in ["that", "db-3", "x509", "証明書証明書"] {
        assert!(spellings(other).is_empty(), "{other}");
    }
}

#[test]
fn numbers_are_packed_from_the_most_significant_bit() {
    let mut bits = Bits::default();
    bits.put(0b10, 2);
    bits.gamma(5);
    bits.rice(9, 2);
    // 10, 00101, 110 01: 34 and 57.
    assert_eq!(bits.finish(), "i5");
    assert_eq!([parameter(1000, 1), parameter(1000, 300), parameter(5, 9)], [9, 1, 0]);
}

const CAUSE: Heading<'_> = Heading { level: 2, text: "Cause", anchor: "cause" };

#[test]
fn documents_are_split_at_headings_longest_passage_first() {
    let html = "<p>Before &amp; after.</p><h2 id=\"cause\">Cause <a class=\"anchor\" href=\"#cause\">#</a></h2>\
                <p>The <code>pool_<span>exhausted</span></code> ran out, and nobody saw it.</p><table><tr><td>a</td><td>b</td></tr></table>";
    let document = Document {
        body: Body::new(html.to_owned(), 0),
        headings: [CAUSE].into_iter().collect(),
        ..Document::default()
    };
    let passages = passages(&document);
    let passages: Vec<_> = passages.iter().collect();
    assert_eq!(passages.len(), 2);
    assert_eq!((passages[0].anchor, passages[0].heading), ("cause", "Cause"));
    assert!(passages[0].text.contains("The pool_exhausted ran out"), "{:?}", passages[0].text);
    assert!(passages[0].text.contains("a  b"), "{:?}", passages[0].text);
    assert_eq!(passages[1].text.trim(), "Before & after.");
}

#[test]
fn deep_headings_start_no_passage_if_there_are_too_many() {
    let deep: Vec<String> = (0..40).map(|number| format!("h{number}")).collect();
    let deep = deep.iter().map(|text| Heading { level: 3, text, anchor: text });
    let headings: Headings = [CAUSE].into_iter().chain(deep).collect();
    let mut html = String::new();
    for one in headings.iter() {
        html.extend(["<h3 id=\"", one.anchor, "\">", one.text, "</h3><p>x</p>"]);
    }
    let document = Document { body: Body::new(html, 0), headings, ..Document::default() };
    assert_eq!(passages(&document).iter().count(), 2);
}
