//! Runs a query in memory, with the same hits and order as the site.

use rustc_hash::FxHashSet;

use super::engine::{Engine, Meaning, WordContext, is_id};
use super::index::Index;
use super::number;
use super::passages::passages;
use super::query::{Query, Word};
use super::select::{Conditions, Order, sort};
use super::words::{each_chunk, fold, is_unspaced, terms, whole};
use crate::archive::{Archive, Incident};
use crate::config::Config;

/// An incident that matches a query.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// Its index in the archive.
    pub incident: usize,
    /// The score of the words of the query; 0 without words.
    pub score: f32,
}

/// The incidents that match a query, in order.
///
/// Phrases are searched in all documents that contain their words; a browser only searches the best of these.
pub fn find(query: &Query, archive: &Archive, config: &Config, order: Order) -> Vec<Hit> {
    let conditions = Conditions::new(&query.filters, archive, config);
    let total = archive.incidents.len();
    if query.words.is_empty() {
        let mut found: Vec<usize> = (0..total).filter(|at| conditions.are_satisfied_by(*at)).collect();
        sort(&mut found, order, archive);
        return found.into_iter().map(|incident| Hit { incident, score: 0.0 }).collect();
    }
    let index = Index::new(archive);
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
    // Documents are numbered from the oldest, incidents from the newest.
    let mut hits: Vec<Hit> = found
        .into_iter()
        .map(|document| Hit { incident: total - 1 - document as usize, score: scores[document as usize] })
        .filter(|hit| conditions.are_satisfied_by(hit.incident))
        .collect();
    hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.incident.cmp(&b.incident)));
    let phrases: Vec<&Word> = query.words.iter().filter(|word| word.phrase && !word.not).collect();
    if !phrases.is_empty() {
        hits.retain(|hit| {
            let document = number(total - 1 - hit.incident);
            is_complete(&phrases, &known, document) && contains(&archive.incidents[hit.incident], &phrases)
        });
    }
    if order == Order::Relevance {
        return hits;
    }
    let mut order_of: Vec<usize> = hits.iter().map(|hit| hit.incident).collect();
    sort(&mut order_of, order, archive);
    order_of.into_iter().map(|incident| Hit { incident, score: scores[total - 1 - incident] }).collect()
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

/// The different words of a pasted text.
fn distinct(chunks: Vec<String>) -> Vec<String> {
    let mut seen = FxHashSet::default();
    let is_new = |chunk: &String| !terms(chunk).is_empty() && seen.insert(whole(&fold(chunk)));
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

/// Whether the text of an incident contains all phrases literally.
fn contains(incident: &Incident, phrases: &[&Word]) -> bool {
    let card = &incident.card;
    let mut text = [
        card.title.as_str(),
        card.one_line.as_deref().unwrap_or_default(),
        card.fixed_by().unwrap_or_default(),
        &card.services.join(", "),
    ]
    .join(" ");
    for passage in passages(&incident.document).iter() {
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
