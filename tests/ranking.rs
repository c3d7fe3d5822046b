//! `pmsite list` finds the same as the site's search, in the same order. `tests/search/ranking.json` has the answers for the example archive
//! (query, number of incidents and of pages, the first eight); `tests/browser/engine.test.js` compares the site with it.
#![expect(clippy::unwrap_used, reason = "all of this is a test")]

use std::path::Path;

use jiff::civil::date;
use pmsite::search::{Facets, Found, Order, SIMILAR_SCORE, SimilarIncident, find, query, similar_to_each};
use pmsite::session::{Inputs, LoadedArchive, Session};

const RANKING: &str = include_str!("search/ranking.json");
/// Descriptions and error messages of incidents of the example archive: kind, text, ids.
const KNOWN: &str = include_str!("search/queries-example.json");
/// Sentences about other things.
const UNRELATED: &str = include_str!("search/unrelated.json");

fn example() -> LoadedArchive {
    let inputs = Inputs {
        folder: Path::new(env!("CARGO_MANIFEST_DIR")).join("content-example"),
        config: None,
        output: None,
        base_url: None,
        theme: None,
        as_of: date(2026, 11, 23),
        drafts: false,
        edition: pmsite::config::Edition::Internal,
        redaction_key: None,
    };
    Session::default().read(&inputs).unwrap()
}

#[test]
fn the_terminal_finds_the_same_as_the_site() {
    let reading = example();
    let ranking: Vec<(String, usize, usize, Vec<String>)> = serde_json::from_str(RANKING).unwrap();
    assert!(ranking.len() > 20);
    let facets = Facets::new(&reading.config);
    for (text, incidents, pages, first) in ranking {
        let hits = find(&query::parse(&text, &facets), &reading.archive, &reading.config, Order::Relevance);
        let name = |found: Found| match found {
            Found::Incident(at) => reading.archive.incidents[at].card.id.as_str(),
            Found::Page(at) => reading.archive.pages[at].slug.as_str(),
        };
        let names: Vec<&str> = hits.iter().take(8).map(|hit| name(hit.found)).collect();
        let found_pages = hits.iter().filter(|hit| matches!(hit.found, Found::Page(_))).count();
        assert_eq!((hits.len() - found_pages, found_pages), (incidents, pages), "{text}");
        assert_eq!(names, first, "{text}");
    }
}

/// The incidents that `pmsite similar` shows for each text.
fn near(texts: &[&str], reading: &LoadedArchive) -> Vec<Vec<String>> {
    let id = |one: SimilarIncident| reading.archive.incidents[one.incident].card.id.clone();
    let all = similar_to_each(texts, &reading.archive, &reading.config, 5).into_iter();
    all.map(|found| found.into_iter().filter(|one| one.score >= SIMILAR_SCORE).map(id).collect()).collect()
}

#[test]
fn similar_finds_known_incidents_and_nothing_for_unrelated_text() {
    let reading = example();
    let known: Vec<(String, String, Vec<String>)> = serde_json::from_str(KNOWN).unwrap();
    // Queries by id are not descriptions.
    let described: Vec<_> = known.iter().filter(|(kind, _, _)| kind != "id").collect();
    let texts: Vec<&str> = described.iter().map(|(_, text, _)| text.as_str()).collect();
    let found = near(&texts, &reading);
    let found =
        described.iter().zip(found).filter(|((_, _, ids), found)| found.iter().any(|id| ids.contains(id)));
    assert_eq!((found.count(), described.len()), (54, 61));
    let unrelated: Vec<String> = serde_json::from_str(UNRELATED).unwrap();
    let texts: Vec<&str> = unrelated.iter().map(String::as_str).collect();
    let wrong = near(&texts, &reading).into_iter().filter(|found| !found.is_empty());
    assert_eq!((wrong.count(), unrelated.len()), (2, 60));
}
