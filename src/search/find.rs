//! Runs a query in memory, with the same hits and order as the site.

use rustc_hash::FxHashSet;

use super::engine::{Engine, Meaning, WordContext, is_id};
use super::index::Index;
use super::indexed::Found;
use super::number;
use super::passages::passages;
use super::query::{Query, Word};
use super::select::{Conditions, Order, sort};
use super::words::{each_chunk, fold, is_unspaced, terms, whole};
use crate::archive::Archive;
use crate::config::Config;

/// A document that matches a query.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// The document.
    pub found: Found,
    /// The score of the words of the query; 0 without words.
    pub score: f32,
}

/// The documents that match a query, in order. Pages rank below incidents with the same score and do not match filters.
///
/// Phrases are searched in all documents that contain their words; a browser only searches the best of these.
pub fn find(query: &Query, archive: &Archive, config: &Config, order: Order) -> Vec<Hit> {
    let conditions = Conditions::new(&query.filters, archive, config);
    let total = archive.incidents.len() + archive.pages.len();
    let found_at = |place: usize| Found::at(place, archive);
    if query.words.is_empty() {
        let mut found: Vec<usize> =
            (0..total).filter(|place| conditions.are_satisfied_by(found_at(*place))).collect();
        sort(&mut found, order, archive);
        return found.into_iter().map(|place| Hit { found: found_at(place), score: 0.0 }).collect();
    }
    let index = Index::new(archive, config);
    let engine = Engine::new(&index);
    let mut chunks: Vec<String> = query.words.iter().filter(|word| !word.not).flat_map(chunks).collect();
    if query.pasted {
        chunks = distinct(chunks);
    }
    let context = if query.pasted { WordContext::Pasted } else { WordContext::among(chunks.len()) };
    let known = known(&engine, &chunks, context);
    let (mut found, scores) = match chunks.len() {
        0 => ((0..number(total)).collect(), vec![0.0; total]),
        _ => engine.rank(&known),
    };
    for word in query.words.iter().filter(|word| word.not) {
        let unwanted: Vec<String> = chunks_of(&word.text).iter().flat_map(|chunk| terms(chunk)).collect();
        if !word.phrase || unwanted.len() == 1 {
            found.retain(|document| !engine.contains_terms(&unwanted, *document).unwrap_or(false));
        }
    }
    // Numbers and places count from opposite ends.
    let score = |place: usize| scores[total - 1 - place];
    let mut places: Vec<usize> = found
        .into_iter()
        .map(|document| total - 1 - document as usize)
        .filter(|place| conditions.are_satisfied_by(found_at(*place)))
        .collect();
    places.sort_by(|a, b| score(*b).total_cmp(&score(*a)).then(a.cmp(b)));
    let phrases: Vec<&Word> = query.words.iter().filter(|word| word.phrase && !word.not).collect();
    if !phrases.is_empty() {
        places.retain(|place| {
            let document = number(total - 1 - place);
            is_complete(&phrases, &known, document) && contains(found_at(*place), archive, &phrases)
        });
    }
    if query.newest && order == Order::Relevance {
        newest_of_the_best(&mut places, &score);
    }
    sort(&mut places, order, archive);
    places.into_iter().map(|place| Hit { found: found_at(place), score: score(place) }).collect()
}

/// Documents with this fraction of the best score answer a question for the last incident as well as the best one.
const AS_GOOD: f32 = 0.75;

/// Puts the documents that are nearly as good as the best one first, the newest before the others.
fn newest_of_the_best(places: &mut [usize], score: &dyn Fn(usize) -> f32) {
    let least = places.first().map_or(0.0, |best| score(*best) * AS_GOOD);
    let count = places.iter().take_while(|place| score(**place) >= least).count();
    places[..count].sort_unstable();
}

fn chunks(word: &Word) -> Vec<String> {
    chunks_of(&word.text)
}

fn chunks_of(text: &str) -> Vec<String> {
    let mut chunks = Vec::new();
    each_chunk(text, |chunk| chunks.push(chunk.to_owned()));
    chunks
}

/// How many different words of a pasted text are searched for.
const MAX_PASTED_WORDS: usize = 100;

/// Words of dates as programs write them. A pasted text has the date of today and not that of the incident.
const DATE_WORDS: [&str; 21] = [
    "mon", "tue", "wed", "thu", "fri", "sat", "sun", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug",
    "sep", "oct", "nov", "dec", "utc", "gmt",
];

/// Whether a chunk is part of a date: `2026-11-30T03`, `2026` or `Nov`.
fn is_date(chunk: &str) -> bool {
    let bytes = chunk.as_bytes();
    let digits = |from: usize, to: usize| {
        bytes.get(from..to).is_some_and(|digits| digits.iter().all(u8::is_ascii_digit))
    };
    let dash = |at: usize| bytes.get(at) == Some(&b'-');
    let day = digits(0, 4) && dash(4) && digits(5, 7) && dash(7) && digits(8, 10);
    let year = bytes.len() == 4 && digits(0, 4) && (chunk.starts_with("19") || chunk.starts_with("20"));
    day || year || DATE_WORDS.iter().any(|word| chunk.eq_ignore_ascii_case(word))
}

/// The different words of a pasted text, without dates.
fn distinct(chunks: Vec<String>) -> Vec<String> {
    let mut seen = FxHashSet::default();
    let is_new =
        |chunk: &String| !is_date(chunk) && !terms(chunk).is_empty() && seen.insert(whole(&fold(chunk)));
    chunks.into_iter().filter(is_new).take(MAX_PASTED_WORDS).collect()
}

/// The meanings of the words of a query, and of the ids in it.
fn known(engine: &Engine<'_>, chunks: &[String], context: WordContext) -> Vec<Meaning> {
    let meanings = chunks.iter().map(|chunk| engine.meaning(chunk, context));
    // The letters of an unknown id alone would find everything.
    let numbered =
        |meaning: &Meaning| meaning.parts.iter().flatten().any(|list| list.key.chars().any(char::is_numeric));
    let mut known: Vec<Meaning> = meanings
        .filter(|meaning| !meaning.parts.is_empty() && (!is_id(&meaning.chunk) || numbered(meaning)))
        .collect();
    if context == WordContext::Pasted {
        // `java` and `util` are parts of nearly every line of a trace.
        let mut seen = FxHashSet::default();
        for meaning in &mut known {
            meaning.parts.retain(|lists| lists.first().is_some_and(|list| seen.insert(list.key.clone())));
        }
    }
    known.extend(engine.named(chunks, context));
    known
}

/// Whether a document contains all words of the phrases.
fn is_complete(phrases: &[&Word], known: &[Meaning], document: u32) -> bool {
    let chunks = phrases.iter().flat_map(|phrase| chunks(phrase));
    chunks.flat_map(|chunk| known.iter().filter(move |meaning| meaning.chunk == chunk)).all(|meaning| {
        meaning
            .parts
            .iter()
            .all(|lists| lists.iter().any(|list| list.exact && list.level(document).is_some()))
    })
}

/// Whether the text of a document contains all phrases literally.
fn contains(found: Found, archive: &Archive, phrases: &[&Word]) -> bool {
    let (mut text, document) = match found {
        Found::Incident(at) => {
            let incident = &archive.incidents[at];
            let card = &incident.card;
            let facts = [
                card.title.as_str(),
                card.one_line.as_deref().unwrap_or_default(),
                card.fixed_by().unwrap_or_default(),
                &card.services.join(", "),
            ];
            (facts.join(" "), &incident.document)
        }
        Found::Page(at) => (archive.pages[at].title.clone(), &archive.pages[at].document),
    };
    for passage in passages(document).iter() {
        text.extend([" ", passage.heading, " ", passage.text]);
    }
    let text = plain(&text);
    phrases.iter().all(|phrase| {
        let sought = plain(&phrase.text);
        let unspaced = phrase.text.chars().any(is_unspaced);
        text.contains(if unspaced { sought.trim() } else { sought.trim_end() })
    })
}

/// Folds a text to words with single spaces between and around them.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::from(" ");
    for c in fold(text).chars() {
        let word = c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c);
        if word {
            out.push(c);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    if !out.ends_with(' ') {
        out.push(' ');
    }
    out
}
