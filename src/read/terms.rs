//! The words of a document, for likeness.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use super::lexicon::{fold_text, is_unspaced};
use super::outline::{Block, Outline};
use crate::model::{Record, Terms};

/// Words this short say nothing; in scripts without blanks a term is two characters.
const SHORTEST: usize = 3;

/// A word longer than this is data.
const LONGEST: usize = 40;

/// Counts the words of a document; those of its title, summary and cause weigh more.
pub(super) fn read(outline: &Outline<'_>, record: &Record) -> Terms {
    let mut hashes: Vec<u32> = Vec::new();
    let mut add = |text: &str, weight: usize| {
        each_term(&folded(text), &mut |_, hash| (0..weight).for_each(|_| hashes.push(hash)));
    };
    for section in &outline.sections {
        add(&section.heading.text, 1);
        section.blocks.iter().for_each(|block| walk(block, &mut |text| add(text, 1)));
    }
    add(&record.title.value, 4);
    let weighty = [&record.summary, &record.root_cause, &record.trigger, &record.resolution];
    weighty.into_iter().flatten().for_each(|field| add(&field.value, 2));
    let factors = record.contributing_factors.iter().flat_map(|field| &field.value);
    factors.for_each(|text| add(text, 1));
    Terms::new(hashes)
}

/// The words of a text, folded, whose hashes are among these, which are in ascending order. Each comes with its hash.
pub fn spell(text: &str, hashes: &[u32]) -> BTreeMap<u32, String> {
    let mut words = BTreeMap::new();
    // Line by line, because most lines need no folding.
    for line in text.lines().filter(|line| line.len() >= SHORTEST) {
        if words.len() == hashes.len() {
            break;
        }
        each_term(&folded(line), &mut |term, hash| {
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

fn walk(block: &Block<'_>, add: &mut dyn FnMut(&str)) {
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

/// Calls with each term and its hash: words of letters and digits that hold a letter, identifiers whole, pairs of unspaced characters.
fn each_term<'t>(folded: &'t str, call: &mut impl FnMut(&'t str, u32)) {
    if folded.is_ascii() {
        return each_ascii_term(folded, call);
    }
    let mut call = |term: &'t str| call(term, Terms::hash(term));
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
fn each_ascii_term<'t>(text: &'t str, call: &mut impl FnMut(&'t str, u32)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(first) = bytes[at..].iter().position(|byte| PART[usize::from(*byte)] >= FIRST_DIGIT) {
        let start = at + first;
        at = start;
        let mut hash = Terms::NO_WORD;
        let mut take = |at: usize, kind: RangeInclusive<u8>| {
            let mut end = at;
            for byte in &bytes[at..] {
                let part = PART[usize::from(*byte)];
                if !kind.contains(&part) {
                    break;
                }
                hash = Terms::add(hash, part);
                end += 1;
            }
            (end, hash)
        };
        let (end, whole) = loop {
            let (end, whole) = take(at, FIRST_DIGIT..=u8::MAX);
            // Joiners at the end do not belong to it.
            at = take(end, FIRST_JOINER..=FIRST_DIGIT - 1).0;
            if at == end || !bytes.get(at).is_some_and(u8::is_ascii_alphanumeric) {
                break (end, whole);
            }
        };
        let word = &text[start..end];
        if (SHORTEST..=LONGEST).contains(&word.len()) && word.bytes().any(|byte| byte.is_ascii_alphabetic()) {
            call(word, whole);
        }
    }
}

const NOTHING: u8 = 0;
const FIRST_JOINER: u8 = b'-';
const FIRST_DIGIT: u8 = b'0';

/// What a byte of ASCII is in a term: itself, letters being small. Joiners come before digits and letters.
const PART: [u8; 256] = {
    let mut parts = [NOTHING; 256];
    let mut at = 0_u8;
    while at < 128 {
        if matches!(at, b'-' | b'.') || at.is_ascii_alphanumeric() {
            parts[at as usize] = at.to_ascii_lowercase();
        }
        at += 1;
    }
    parts
};
