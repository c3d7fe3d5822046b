//! Cards: the part of a document that a search result shows, in blocks that are fetched on demand.
//!
//! A card is a list: id, address (stem; empty if it is the id), title, level of the severity (0 for none), label of the severity if it
//! differs from the scale, date, one line, fixed by, services, status, duration in minutes, open action items, whether text is left out
//! (1), outline, headings that are not in the dictionary (`anchor|Heading`, one per line), then number and text of each passage that has
//! text. The outline has one character for each passage: [`FIRST`] and those after it are the headings of the dictionary,
//! [`OTHER_HEADING`] is the next heading of the card itself.

use std::fmt::Write as _;
use std::iter;

use memchr::memchr3_iter;
use rustc_hash::FxHashMap;
use serde_json::{Value, json};

use super::passages::{Passage, Passages};
use super::words::each_chunk;
use crate::archive::{Archive, Incident, Page};
use crate::config::Config;
use crate::text::{shorten, squeeze};

/// How much text of all documents is kept for snippets and phrases, in bytes.
const MAX_TOTAL_TEXT: usize = 6_000_000;
/// The size of the rest of the index for each document, in bytes.
const OTHER_BYTES: usize = 450;
/// The maximum amount of text that is kept of one document, in bytes.
const MAX_TEXT: usize = 8_000;
/// The longest excerpt of a sentence, in characters.
const MAX_EXCERPT: usize = 110;
/// More identifiers than this do not make a sentence better.
const MAX_IDENTIFIERS: usize = 2;
/// How often a heading must occur to be in the dictionary.
const MIN_HEADING_USES: usize = 3;
/// The maximum size of the dictionary.
const MAX_HEADINGS: usize = 90;

/// The character of the first heading of the dictionary. The ninety from it on are printable ASCII, without `\`.
const FIRST: u8 = b'#';
/// The character of a heading that is not in the dictionary.
const OTHER_HEADING: char = '!';

/// Headings that many documents share, as `anchor|Heading`.
pub(super) struct Headings<'a> {
    /// In the order of their numbers.
    pub(super) list: Vec<String>,
    /// The number of each by its anchor and its text.
    numbers: FxHashMap<(&'a str, &'a str), usize>,
}

impl<'a> Headings<'a> {
    pub(super) fn new(archive: &'a Archive) -> Self {
        let mut counts: FxHashMap<(&str, &str), usize> = FxHashMap::default();
        for heading in archive.incidents.iter().flat_map(|incident| incident.document.headings.iter()) {
            *counts.entry((heading.anchor, heading.text)).or_default() += 1;
        }
        let mut frequent: Vec<_> =
            counts.into_iter().filter(|(_, count)| *count >= MIN_HEADING_USES).collect();
        frequent.sort_unstable_by_key(|(heading, count)| (std::cmp::Reverse(*count), *heading));
        frequent.truncate(MAX_HEADINGS);
        let list = frequent.iter().map(|((anchor, text), _)| entry(anchor, text)).collect();
        let numbers = frequent.iter().enumerate().map(|(number, (heading, _))| (*heading, number)).collect();
        Self { list, numbers }
    }

    /// The outline of a document, and its headings that are not in the dictionary.
    fn outline(&self, passages: &Passages<'_>) -> (String, String) {
        let (mut outline, mut others) = (String::new(), Vec::new());
        for Passage { anchor, heading, .. } in passages.iter() {
            if let Some(number) = self.numbers.get(&(anchor, heading)) {
                let code = FIRST + u8::try_from(*number).unwrap_or_default();
                outline.push(char::from(code + u8::from(code >= b'\\')));
            } else {
                outline.push(OTHER_HEADING);
                others.push(entry(anchor, heading));
            }
        }
        (outline, others.join("\n"))
    }
}

fn entry(anchor: &str, heading: &str) -> String {
    if anchor.is_empty() { String::new() } else { format!("{anchor}|{}", heading.replace('\n', " ")) }
}

/// How many bytes of text are kept for each document.
pub(super) fn text_budget(documents: usize) -> usize {
    (MAX_TOTAL_TEXT / documents.max(1)).saturating_sub(OTHER_BYTES).min(MAX_TEXT)
}

/// The card of an incident as JSON.
pub(super) fn card(
    incident: &Incident,
    address: &str,
    passages: &Passages<'_>,
    headings: &Headings<'_>,
    config: &Config,
    budget: usize,
) -> String {
    let card = &incident.card;
    let stem = address.trim_start_matches("incidents/").trim_end_matches(".html");
    let severity = card.severity.as_ref();
    let level = severity.and_then(|severity| severity.level).unwrap_or(0);
    let on_scale = usize::from(level).checked_sub(1).and_then(|at| config.severities.get(at));
    let label = severity
        .map(|severity| severity.label.as_str())
        .filter(|label| on_scale.is_none_or(|step| step.label != *label));
    let value = vec![
        json!(card.id),
        json!(if stem == card.id { "" } else { stem }),
        json!(card.title),
        json!(level),
        json!(label.unwrap_or_default()),
        json!(card.date.map(|date| date.to_string()).unwrap_or_default()),
        json!(card.one_line.as_deref().unwrap_or_default()),
        // In a list if it is only probable.
        match card.fixed_by() {
            Some(fix) if !card.is_fix_certain() => json!([fix]),
            fix => json!(fix.unwrap_or_default()),
        },
        json!(card.services.join(", ")),
        json!(card.status.as_ref().map(|status| status.label.as_str()).unwrap_or_default()),
        json!(card.duration.unwrap_or(0)),
        json!(card.actions_open),
    ];
    finish(value, passages, headings, budget)
}

/// The card of a page as JSON: of what incidents have, a page has only a title.
pub(super) fn page_card(
    page: &Page,
    address: &str,
    passages: &Passages<'_>,
    headings: &Headings<'_>,
    budget: usize,
) -> String {
    let stem = address.trim_end_matches(".html");
    let value = json!(["", stem, page.title, 0, "", "", "", "", "", "", 0, 0]);
    let value = value.as_array().cloned().unwrap_or_default();
    finish(value, passages, headings, budget)
}

/// Adds the text of a document to its card.
fn finish(mut value: Vec<Value>, passages: &Passages<'_>, headings: &Headings<'_>, budget: usize) -> String {
    let (partial, excerpts) = excerpts(passages, budget);
    let (outline, others) = headings.outline(passages);
    value.extend([json!(u8::from(partial)), json!(outline), json!(others)]);
    let mut out = serde_json::to_string(&value).unwrap_or_default();
    out.truncate(out.len().saturating_sub(1));
    for (number, excerpt) in excerpts.iter().enumerate().filter(|(_, excerpt)| !excerpt.is_empty()) {
        // Writing to a string cannot fail.
        _ = write!(out, ",{number},");
        push_json(&mut out, excerpt);
    }
    out.push(']');
    // All cards are in memory until the last one is made, so they have no spare capacity.
    out.as_str().to_owned()
}

/// Appends a text as JSON.
fn push_json(out: &mut String, text: &str) {
    // Most texts need no escapes, and this loop is vectorized.
    let is_plain = |byte: u8| byte >= b' ' && byte != b'"' && byte != b'\\';
    if text.bytes().fold(true, |plain, byte| plain & is_plain(byte)) {
        out.extend(["\"", text, "\""]);
    } else {
        out.push_str(&serde_json::to_string(text).unwrap_or_default());
    }
}

/// Whether text is left out, and the text that is kept of each passage: all of it within the budget, otherwise the sentences with
/// identifiers, which are hard to find by browsing.
fn excerpts(passages: &Passages<'_>, budget: usize) -> (bool, Vec<String>) {
    let whole: usize = passages.iter().map(|passage| passage.text.len()).sum();
    if whole <= budget {
        return (false, passages.iter().map(|passage| squeeze(passage.text)).collect());
    }
    let excerpt = |sentence: &str| shorten(&squeeze(sentence), MAX_EXCERPT.max(budget / 8));
    let mut sentences: Vec<(usize, usize, &str)> = Vec::new();
    let mut best = 0;
    let all = passages.iter().enumerate();
    let all = all.flat_map(|(number, passage)| sentences_of(passage.text).map(move |one| (number, one)));
    for (number, sentence) in all.filter(|(_, sentence)| sentence.len() > 20) {
        // With few long documents, the order in the document decides and not only the number of identifiers.
        let worth = identifiers(sentence).min(MAX_IDENTIFIERS);
        sentences.push((worth, number, sentence));
        if worth == MAX_IDENTIFIERS {
            best += excerpt(sentence).len() + 1;
        }
        if best > budget {
            break;
        }
    }
    sentences.sort_by_key(|(worth, _, _)| std::cmp::Reverse(*worth));
    let mut out = vec![String::new(); passages.iter().count()];
    let mut left = budget;
    for (_, number, sentence) in sentences {
        let sentence = excerpt(sentence);
        if sentence.len() + 1 > left {
            break;
        }
        left -= sentence.len() + 1;
        if !out[number].is_empty() {
            out[number].push_str(" … ");
        }
        out[number].push_str(&sentence);
    }
    (true, out)
}

/// Splits a text at the ends of lines and sentences.
fn sentences_of(text: &str) -> impl Iterator<Item = &str> {
    const STOP: &str = "。";
    let mut rest = Some(text);
    iter::from_fn(move || {
        let text = rest?;
        let ends = memchr3_iter(b'\n', b'.', STOP.as_bytes()[0], text.as_bytes());
        let mut cuts = ends.filter_map(|at| match text.as_bytes()[at] {
            b'\n' => Some((at, at + 1)),
            b'.' => text[at..].starts_with(". ").then_some((at + 1, at + 2)),
            _ => text[at..].starts_with(STOP).then_some((at, at + STOP.len())),
        });
        let cut = cuts.next();
        rest = cut.map(|(_, next)| &text[next..]);
        Some(text[..cut.map_or(text.len(), |(end, _)| end)].trim())
    })
}

/// How many chunks look like generated names.
fn identifiers(sentence: &str) -> usize {
    let mut count = 0;
    if !sentence.bytes().any(|byte| byte.is_ascii_digit() || byte == b'_') {
        return count;
    }
    each_chunk(sentence, |chunk| {
        let letters = chunk.bytes().any(|byte| byte.is_ascii_alphabetic());
        let marks = chunk.bytes().any(|byte| byte.is_ascii_digit() || byte == b'_');
        count += usize::from(letters && marks && chunk.len() > 4);
    });
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_text_at_the_ends_of_lines_and_sentences() {
        let cut = |text| sentences_of(text).collect::<Vec<_>>();
        assert_eq!(
            cut("One. Two 1.5 v.2\nthree . four。五、六.。\n"),
            ["One.", "Two 1.5 v.2", "three .", "four", "五、六.", "", ""]
        );
        assert_eq!(cut(""), [""]);
        assert_eq!(cut("ここ. "), ["ここ.", ""]);
    }
}
