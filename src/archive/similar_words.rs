//! The words that say what an incident is about.
//!
//! Two documents of one team share many words for reasons that have nothing to do with the incidents: the words of any text, the headings
//! of a template, the names of people, the numbers of other incidents. Such words neither make documents similar nor explain why.

use std::collections::BTreeMap;
use std::iter;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Incident, Names};
use crate::lexicon::list;
use crate::model::Terms;
use crate::read::each_word_hash;
use crate::when::calendar_words;

/// How many shared words are shown.
const MAX_REASONS: usize = 4;
/// How many documents must have a heading for it to be one of a template.
const MIN_TEMPLATE_USES: u32 = 3;

/// Words that nobody searches for.
const STOP: &[&str] = list("search.stop");
/// Words of any text and of any report.
const COMMON: &[&str] = list("search.common");

/// The hashes of the words of these incidents that say nothing about what happened.
pub(super) fn ignored_words(incidents: &[Arc<Incident>]) -> FxHashSet<u32> {
    let mut ignored = hashes(STOP.iter().chain(COMMON).copied().chain(calendar_words()));
    ignored.extend(template_words(incidents));
    let records = || incidents.iter().map(|incident| &incident.record);
    let authors = records().filter_map(|record| record.authors.as_ref()).flat_map(|field| &*field.value);
    let owners = records().flat_map(|record| &record.actions).filter_map(|action| action.owner.as_ref());
    let people = hashes(authors.chain(owners).map(String::as_str));
    // A team may be named after a component. People rarely occur in titles.
    let titles = incidents.iter().map(|incident| incident.card.title.as_str());
    let services = incidents.iter().flat_map(|incident| incident.card.services.iter().map(String::as_str));
    let topics = hashes(titles.chain(services));
    ignored.extend(people.difference(&topics));
    ignored.extend(incidents.iter().map(|incident| Terms::hash(&incident.card.id.replace('_', "-"))));
    ignored
}

fn hashes<'t>(texts: impl Iterator<Item = &'t str>) -> FxHashSet<u32> {
    let mut hashes = FxHashSet::default();
    for text in texts {
        each_word_hash(text, &mut |hash| {
            hashes.insert(hash);
        });
    }
    hashes
}

/// The words of headings that several documents share.
fn template_words(incidents: &[Arc<Incident>]) -> FxHashSet<u32> {
    let mut counts: FxHashMap<&str, u32> = FxHashMap::default();
    for heading in incidents.iter().flat_map(|incident| incident.document.headings.iter()) {
        *counts.entry(heading.text).or_default() += 1;
    }
    let shared = counts.into_iter().filter(|(_, count)| *count >= MIN_TEMPLATE_USES);
    hashes(shared.map(|(heading, _)| heading))
}

/// The words with the largest weights that explain a similarity; ties are resolved alphabetically. `shared` are weights and hashes,
/// `words` the words of these hashes.
pub(super) fn best_words(shared: &[(f32, u32)], words: &BTreeMap<u32, String>, services: &Names) -> Names {
    let spelled = shared.iter().filter_map(|(weight, hash)| Some((*weight, words.get(hash)?.as_str())));
    let mut spelled: Vec<(f32, &str)> = spelled.filter(|(_, word)| !is_adverb(word)).collect();
    spelled.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    let mut best: Vec<&str> = Vec::new();
    for (_, word) in spelled {
        let is_said = |said: &str| is_form_of(word, said) || is_part_of(word, said) || is_part_of(said, word);
        if !services.iter().chain(best.iter().copied()).any(is_said) {
            best.push(word);
        }
        if best.len() == MAX_REASONS {
            break;
        }
    }
    best.into_iter().collect()
}

/// Whether a word looks like an English adverb.
fn is_adverb(word: &str) -> bool {
    word.len() > 4 && word.ends_with("ly")
}

/// Whether two words differ only in their ending: `clock` and `clocks`, `query` and `queries`.
fn is_form_of(one: &str, other: &str) -> bool {
    const LONGEST_ENDING: usize = 3;
    let common = iter::zip(one.chars(), other.chars()).take_while(|(a, b)| a == b).count();
    let rest = |word: &str| word.chars().count() - common;
    common > LONGEST_ENDING && rest(one) <= LONGEST_ENDING && rest(other) <= LONGEST_ENDING
}

/// Whether a word is a part of an identifier: `gateway` of `carrier-gateway`.
fn is_part_of(word: &str, identifier: &str) -> bool {
    identifier
        .split(|c: char| !c.is_alphanumeric())
        .any(|part| part.eq_ignore_ascii_case(word) || is_form_of(word, &part.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best(words: &[&str], services: &[&str]) -> Vec<String> {
        let words: BTreeMap<u32, String> = (0..).zip(words.iter().map(|word| (*word).to_owned())).collect();
        let shared: Vec<(f32, u32)> =
            (0_u16..).zip(words.keys()).map(|(at, hash)| (1.0 - f32::from(at) / 100.0, *hash)).collect();
        best_words(&shared, &words, &services.iter().collect()).to_vec()
    }

    #[test]
    fn reasons_repeat_neither_a_word_nor_a_service() {
        let words =
            ["clock", "offset", "clocks", "gateway", "temporarily", "carrier-gateway", "queries", "query"];
        assert_eq!(best(&words, &["carrier-gateway"]), ["clock", "offset", "queries"]);
        assert_eq!(best(&["pool", "pgbouncer"], &[]), ["pool", "pgbouncer"]);
    }
}
