//! The words of a document, for likeness.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::lexicon::{fold_text, is_unspaced};
use super::outline::{Block, Outline};
use crate::model::{Prose, Record, Terms};

/// Words this short say nothing; in scripts without blanks a term is two characters.
const SHORTEST: usize = 3;

/// A word longer than this is data.
const LONGEST: usize = 40;

/// Counts the words of a document; those of its title, summary and cause weigh more.
pub(super) fn read(outline: &Outline<'_>, record: &Record) -> Terms {
    let mut texts: Vec<(Cow<'_, str>, u16)> = Vec::new();
    let mut add = |text, weight| texts.push((folded(text), weight));
    for section in &outline.sections {
        add(&section.heading.text, 1);
        section.blocks.iter().for_each(|block| walk(block, &mut |text| add(text, 1)));
    }
    add(&record.title.value, 4);
    let weighty = [&record.summary, &record.root_cause, &record.trigger, &record.resolution];
    weighty.into_iter().flatten().for_each(|field| add(&field.value.text, 2));
    let factors = record.contributing_factors.iter().flat_map(|field| &field.value);
    factors.for_each(|Prose { text, .. }| add(text, 1));

    let mut words: Vec<(&str, u16)> = Vec::new();
    for (text, weight) in &texts {
        each_term(text, &mut |term| words.push((term, *weight)));
    }
    Terms::new(words.into_iter())
}

/// The words of a text, folded, whose hashes are among these, which are in ascending order. Each comes with its hash.
pub fn spell(text: &str, hashes: &[u32]) -> BTreeMap<u32, String> {
    let mut words = BTreeMap::new();
    // Line by line, because most lines need no folding.
    for line in text.lines().filter(|line| line.len() >= SHORTEST) {
        if words.len() == hashes.len() {
            break;
        }
        each_term(&folded(line), &mut |term| {
            let hash = Terms::hash(term);
            if hashes.binary_search(&hash).is_ok() {
                words.entry(hash).or_insert_with(|| term.to_ascii_lowercase());
            }
        });
    }
    words
}

/// ASCII is taken as it is: [`Terms`] makes no difference of its case.
fn folded(text: &str) -> Cow<'_, str> {
    if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(fold_text(text)) }
}

fn walk<'t>(block: &'t Block<'_>, add: &mut dyn FnMut(&'t str)) {
    match block {
        Block::Paragraph(lines) => lines.iter().for_each(|line| add(&line.text)),
        Block::List(items) => items.iter().flat_map(|item| &item.blocks).for_each(|block| walk(block, add)),
        Block::Table(table) => table.rows.iter().flat_map(|row| &row.cells).for_each(|cell| add(&cell.text)),
        Block::Definition { term, blocks } => {
            add(&term.text);
            for block in blocks {
                walk(block, add);
            }
        }
        Block::Quote(blocks) | Block::Callout { blocks, .. } => {
            for block in blocks {
                walk(block, add);
            }
        }
        Block::Code | Block::Html | Block::Rule => {}
    }
}

/// Calls with each term: words of letters and digits that hold a letter, identifiers whole, pairs of unspaced characters.
fn each_term<'t>(folded: &'t str, call: &mut dyn FnMut(&'t str)) {
    if folded.is_ascii() {
        return each_ascii_term(folded, call);
    }
    let is_joiner = |c: char| matches!(c, '-' | '.');
    for word in folded.split(|c: char| !(c.is_alphanumeric() || is_joiner(c))) {
        if word.len() < SHORTEST {
            continue;
        }
        let word = word.trim_matches(is_joiner);
        if !word.is_ascii() && word.chars().any(is_unspaced) {
            let chars: Vec<(usize, char)> = word.char_indices().collect();
            for pair in chars.windows(2) {
                if is_unspaced(pair[0].1) && is_unspaced(pair[1].1) {
                    call(&word[pair[0].0..pair[1].0 + pair[1].1.len_utf8()]);
                }
            }
        } else if (SHORTEST..=LONGEST).contains(&word.len()) && word.chars().any(char::is_alphabetic) {
            call(word);
        }
    }
}

/// The same for plain ASCII, where a byte is a character.
fn each_ascii_term<'t>(text: &'t str, call: &mut dyn FnMut(&'t str)) {
    let bytes = text.as_bytes();
    let mut start = 0;
    while let Some(skipped) =
        bytes[start..].iter().position(|byte| PART[usize::from(*byte)] == LETTER_OR_DIGIT)
    {
        start += skipped;
        let length = bytes[start..].iter().position(|byte| PART[usize::from(*byte)] == NOTHING);
        let next = length.map_or(bytes.len(), |length| start + length);
        let joiners =
            bytes[start..next].iter().rev().take_while(|byte| PART[usize::from(**byte)] == JOINER).count();
        let word = start..next - joiners;
        if (SHORTEST..=LONGEST).contains(&word.len())
            && bytes[word.clone()].iter().any(u8::is_ascii_alphabetic)
        {
            call(&text[word]);
        }
        start = next;
    }
}

const NOTHING: u8 = 0;
const JOINER: u8 = 1;
const LETTER_OR_DIGIT: u8 = 2;

/// What a byte of ASCII is in a term.
const PART: [u8; 256] = {
    let mut parts = [NOTHING; 256];
    let mut at = 0_u8;
    while at < 128 {
        parts[at as usize] = match at {
            b'-' | b'.' => JOINER,
            _ if at.is_ascii_alphanumeric() => LETTER_OR_DIGIT,
            _ => NOTHING,
        };
        at += 1;
    }
    parts
};
