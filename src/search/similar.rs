//! Has this happened before? Finds incidents that a text describes, and why they match.
//!
//! The order is that of the search. The score of an incident is how much of the text it accounts for: the weights of the words that it
//! contains, as a fraction of the weights of all words. The weight of a word is its rarity in the archive (the logarithm of BM25). A plain
//! word that the archive does not contain has the largest weight, so that a text about something else matches nothing. A word that an
//! incident mentions only in passing counts half.

use std::borrow::Cow;

use rustc_hash::FxHashSet;

use super::engine::{Engine, Meaning, WordContext, is_id};
use super::find::plain;
use super::index::Index;
use super::question::subject;
use super::words::{each_chunk, fold, is_unspaced, may_have_term, terms, whole};
use crate::archive::{Archive, Incident, Similar};
use crate::config::Config;
use crate::model::FieldId;

/// How many different words of a text are considered.
const MAX_WORDS: usize = 600;

/// Incidents with this score or more are similar to a text. Of the 61 descriptions and error messages in `tests/search` for the example
/// archive, 54 find their incident with this threshold; of 60 sentences about other things, only two find one.
pub const SIMILAR_SCORE: f64 = 0.33;

/// Incidents with a lower score are left out.
const MIN_SCORE: f64 = 0.2;

/// The level from which a word counts in full: it is in the title or summary, or occurs often.
const FULL_LEVEL: f64 = 12.0;

/// How many words are given as the reason.
const MAX_REASONS: usize = 6;

/// Function words and words of the calendar, which any text can contain. `themes/default/search-answer.js` has the same list.
pub(super) const COMMON: &str = " about above after again all also although always am another any anything around because before began being \
below between both cannot could day days down during each either else enough even ever every everyone few first for further get \
gets getting got hour hours how however instead itself just last later least less like little long made make makes many may maybe \
might minute minutes month months more most much must near need needs never next nor nothing now off often once one only other \
others out over own per perhaps please quite rather really same see shall should since some somebody something still such take than \
thing things though three through together tried turned two under until up upon us use used using very via want way week weeks well \
where whether while whole whose why within without yes yesterday yet today tomorrow year years morning afternoon evening night \
monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november \
december ";

/// An incident that is similar to a text, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct SimilarIncident {
    /// Its index in the archive.
    pub incident: usize,
    /// How much of the text it accounts for, from 0 to 1.
    pub score: f64,
    /// Services of the incident that the text mentions.
    pub services: Vec<String>,
    /// Words that both contain, by weight, as the text has them.
    pub words: Vec<String>,
    /// Words of the text for which the incident has a synonym: `slow` for `latency`.
    pub synonyms: Vec<String>,
    /// Words that the incident has in its root cause, trigger or contributing factors.
    pub cause: Vec<String>,
    /// Words of the text that the incident contains, and how much each says about a symptom.
    pub(super) evidence: Vec<(String, usize)>,
}

/// A word of the text.
struct WeightedWord {
    meaning: Meaning,
    weight: f64,
}

impl WeightedWord {
    /// How much of the weight of the word a document accounts for.
    fn weight_in(&self, document: u32) -> f64 {
        let held = self.meaning.parts.iter().flatten().filter_map(|list| {
            let level = f64::from(list.level(document)?) + 1.5;
            Some(list.factor * (level / FULL_LEVEL).min(1.0))
        });
        held.fold(0.0, f64::max).min(self.weight)
    }
}

/// The incidents that match a text best, at most `most`, best first. They are similar if they reach [`SIMILAR_SCORE`].
pub fn similar_to_text(text: &str, archive: &Archive, config: &Config, most: usize) -> Vec<SimilarIncident> {
    similar_to_each(&[text], archive, config, most).pop().unwrap_or_default()
}

/// Like [`similar_to_text`], for several texts, at hardly more cost.
pub fn similar_to_each(
    texts: &[&str],
    archive: &Archive,
    config: &Config,
    most: usize,
) -> Vec<Vec<SimilarIncident>> {
    let index = Index::new(archive, config);
    let engine = Engine::new(&index);
    let incident = |at: usize| archive.incidents.get(at).map(|one| Cow::Borrowed(&**one));
    texts.iter().map(|text| similar_to(&engine, text, most, &incident).unwrap_or_default()).collect()
}

/// Like [`similar_to_text`], with an existing index. `incident` returns an incident by its index in the archive; if that fails, so does this.
pub fn similar_in_index<'a>(
    text: &str,
    index: &Index<'_>,
    most: usize,
    incident: &impl Fn(usize) -> Option<Cow<'a, Incident>>,
) -> Option<Vec<SimilarIncident>> {
    similar_to(&Engine::new(index), text, most, incident)
}

fn similar_to<'a>(
    engine: &Engine<'_>,
    text: &str,
    most: usize,
    incident: &impl Fn(usize) -> Option<Cow<'a, Incident>>,
) -> Option<Vec<SimilarIncident>> {
    let text = &subject(text);
    let words_of_text = weighted_words(engine, text);
    let all: f64 = words_of_text.iter().map(|one| one.weight).sum();
    if all <= 0.0 {
        return Some(Vec::new());
    }
    let (mut found, scores) = engine.rank(words_of_text.iter().map(|one| &one.meaning));
    found.sort_by(|a, b| scores[*b as usize].total_cmp(&scores[*a as usize]).then(b.cmp(a)));
    let last = engine.total().saturating_sub(1);
    let text = plain(text);
    let incidents = found.into_iter().filter(|document| *document >= engine.pages());
    let near = incidents.filter_map(|document| {
        let held: Vec<f64> = words_of_text.iter().map(|one| one.weight_in(document)).collect();
        let score = held.iter().sum::<f64>() / all;
        if score < MIN_SCORE {
            return None;
        }
        let mut shared: Vec<(f64, &Meaning)> = held
            .into_iter()
            .zip(words_of_text.iter().map(|one| &one.meaning))
            .filter(|(held, _)| *held > 0.0)
            .collect();
        shared.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.chunk.cmp(&b.1.chunk)));
        let (mut words, mut synonyms, mut evidence) = (Vec::new(), Vec::new(), Vec::new());
        for (_, meaning) in shared {
            evidence.push((fold(&meaning.chunk), weight_as_symptom(engine, &meaning.chunk, document)));
            match sharing(engine, meaning, document) {
                Some(Sharing::Word) => words.push(meaning.chunk.clone()),
                Some(Sharing::Synonym) => synonyms.push(meaning.chunk.clone()),
                None => {}
            }
        }
        words.truncate(MAX_REASONS);
        synonyms.truncate(MAX_REASONS);
        let index = (last - document) as usize;
        let Some(incident) = incident(index) else { return Some(None) };
        let services = incident.card.services.iter().filter(|service| text.contains(&plain(service)));
        Some(Some(SimilarIncident {
            incident: index,
            score,
            services: services.cloned().collect(),
            cause: of_cause(&incident, &words),
            words,
            synonyms,
            evidence,
        }))
    });
    near.take(most).collect()
}

/// Words in more than this fraction of all incidents say nothing about a symptom.
const COMMON_FRACTION: f64 = 3.0;

/// How much a word that a document contains says about a symptom: an identifier as much as two words, a common word nothing. The same as
/// `evidence` in `themes/default/search-answer.js`.
fn weight_as_symptom(engine: &Engine<'_>, chunk: &str, document: u32) -> usize {
    let own = terms(chunk);
    let Some(first) = own.first() else { return 0 };
    let held = engine.contains_terms(std::slice::from_ref(first), document).unwrap_or(false);
    let most = (f64::from(engine.incidents()) / COMMON_FRACTION).max(2.0);
    let common = f64::from(super::number(engine.incidents_with(first))) > most;
    if !held || common || is_id(chunk) { 0 } else { own.len().min(2) }
}

/// How an incident matches a word of the text.
enum Sharing {
    /// It contains the word itself, or most parts of an identifier.
    Word,
    /// It contains a synonym.
    Synonym,
}

/// How a document matches a word; `None` if it contains only few parts of an identifier.
fn sharing(engine: &Engine<'_>, meaning: &Meaning, document: u32) -> Option<Sharing> {
    let own = terms(&meaning.chunk);
    let contains =
        |term: &String| engine.contains_terms(std::slice::from_ref(term), document).unwrap_or(false);
    let held = own.iter().filter(|term| contains(term)).count();
    if own.first().is_some_and(contains) || held * 2 > own.len() {
        return Some(Sharing::Word);
    }
    (held == 0).then_some(Sharing::Synonym)
}

/// The words that a document has in its root cause, trigger or contributing factors.
fn of_cause(incident: &Incident, words: &[String]) -> Vec<String> {
    let record = &incident.record;
    let prose = [FieldId::RootCause, FieldId::Trigger]
        .into_iter()
        .filter_map(|id| record.text(id))
        .map(|field| &field.value);
    let factors = record.list(FieldId::Contributing).into_iter().flat_map(|field| &field.value);
    let mut wanted: Vec<(&String, String)> =
        words.iter().filter_map(|word| Some((word, terms(word).into_iter().next()?))).collect();
    if wanted.is_empty() {
        return Vec::new();
    }
    let mut held: FxHashSet<String> = FxHashSet::default();
    for text in prose.chain(factors) {
        each_chunk(text, |chunk| {
            // Most words already differ in their first letter.
            if wanted.iter().any(|(_, term)| may_have_term(chunk, term)) {
                held.extend(terms(chunk));
            }
        });
    }
    wanted.retain(|(_, term)| held.contains(term));
    wanted.into_iter().map(|(word, _)| word.clone()).collect()
}

/// The words that two incidents have in their causes.
pub fn shared_cause(one: &Incident, other: &Incident, words: &[String]) -> Vec<String> {
    of_cause(other, &of_cause(one, words))
}

/// Explains the incidents that the archive found similar to one of its own, in the same form. `incident` returns an incident by its index in
/// the archive; if that fails, so does this.
pub fn explain_similar<'a>(
    own: &Incident,
    similar: &[Similar],
    incident: &impl Fn(usize) -> Option<Cow<'a, Incident>>,
) -> Option<Vec<SimilarIncident>> {
    let similar = similar.iter().map(|similar| {
        let cause = shared_cause(own, &*incident(similar.target)?, &similar.terms.to_vec());
        Some(SimilarIncident {
            incident: similar.target,
            score: f64::from(similar.score),
            services: similar.services.to_vec(),
            words: similar.terms.to_vec(),
            synonyms: Vec::new(),
            cause,
            evidence: Vec::new(),
        })
    });
    similar.collect()
}

/// The different words of a text with their weights.
fn weighted_words(engine: &Engine<'_>, text: &str) -> Vec<WeightedWord> {
    let mut seen = FxHashSet::default();
    let mut chunks: Vec<&str> = Vec::new();
    each_chunk(text, |chunk| {
        let folded = fold(chunk);
        let common = COMMON.contains(&format!(" {folded} "));
        if !common && chunks.len() < MAX_WORDS && seen.insert(whole(&folded)) && !terms(chunk).is_empty() {
            chunks.push(chunk);
        }
    });
    let context = WordContext::among(chunks.len());
    let weighted = chunks.into_iter().map(|chunk| {
        let meaning = engine.meaning(chunk, context);
        let known = meaning.parts.iter().flatten().filter(|list| list.exact).map(|list| list.factor);
        let rarest = known.fold(0.0, f64::max);
        // An unknown identifier is the name of a machine, a request or a time, which says nothing about the problem.
        let plain = chunk.chars().all(|c| c.is_alphabetic() && !is_unspaced(c));
        let weight = if rarest > 0.0 {
            rarest
        } else if !plain {
            0.0
        } else if engine.is_of_operations(chunk) {
            // An incident without the word `timeout` can still be similar to one with a timeout.
            engine.rarity(0) / 2.0
        } else {
            engine.rarity(0)
        };
        WeightedWord { meaning, weight }
    });
    weighted.collect()
}
