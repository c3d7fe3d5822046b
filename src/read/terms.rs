//! The words of a document, from which similar documents are found.

use std::collections::BTreeMap;
use std::ops::Range;

use super::lexicon::{fold_text, is_unspaced};
use super::outline::{Block, Outline};
use crate::model::{FIELDS, FieldValue, Record, Terms};

/// Shorter words carry no meaning; in scripts without spaces a term is two characters.
const MIN_TERM_BYTES: usize = 3;

/// Longer words are data.
const MAX_TERM_BYTES: usize = 40;

/// Counts the words of a document; those of its title, summary and cause weigh more.
pub(super) fn read(outline: &Outline<'_>, record: &Record) -> Terms {
    let mut hashes: Vec<u32> = Vec::new();
    let mut add = |text: &str, weight: usize| {
        each_term(text, &mut |_, _, hash| (0..weight).for_each(|_| hashes.push(hash)));
    };
    for section in &outline.sections {
        add(&section.heading.text, 1);
        for block in &section.blocks {
            each_text(block, &mut |text| add(text, 1));
        }
    }
    for spec in FIELDS.iter().filter(|spec| spec.similarity_weight > 0) {
        match record.field(spec.id).map(|field| field.value) {
            Some(FieldValue::Text(text)) => add(text, spec.similarity_weight),
            Some(FieldValue::Names(texts) | FieldValue::List(texts)) => {
                for text in texts {
                    add(text, spec.similarity_weight);
                }
            }
            _ => {}
        }
    }
    Terms::new(&hashes)
}

/// The words of a text, folded, whose hashes are in `hashes`, which is sorted.
pub fn words_by_hash(text: &str, hashes: &[u32]) -> BTreeMap<u32, String> {
    let mut words = BTreeMap::new();
    // A bitmap of the lowest ten bits of each hash rules out nearly all words.
    let mut bits = [0_u64; 16];
    let place = |hash: u32| ((hash >> 6 & 15) as usize, 1_u64 << (hash & 63));
    for (at, bit) in hashes.iter().map(|hash| place(*hash)) {
        bits[at] |= bit;
    }
    let mut rest = text;
    // Line by line, because most lines need no folding.
    while !rest.is_empty() && words.len() < hashes.len() {
        let (line, after) =
            rest.split_at(memchr::memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |at| at + 1));
        rest = after;
        each_term(line, &mut |text, term, hash| {
            let (at, bit) = place(hash);
            if bits[at] & bit != 0 && hashes.binary_search(&hash).is_ok() {
                words.entry(hash).or_insert_with(|| text[term].to_ascii_lowercase());
            }
        });
    }
    words
}

/// Calls `call` with the hash of each word of a text.
pub fn each_word_hash(text: &str, call: &mut dyn FnMut(u32)) {
    each_term(text, &mut |_, _, hash| call(hash));
}

fn each_text(block: &Block<'_>, add: &mut dyn FnMut(&str)) {
    match block {
        Block::Paragraph(lines) => lines.iter().for_each(|line| add(&line.text)),
        Block::List(items) => {
            items.iter().flat_map(|item| &item.blocks).for_each(|block| each_text(block, add));
        }
        Block::Table(table) => table.rows.iter().flat_map(|row| &row.cells).for_each(|cell| add(&cell.text)),
        Block::Definition { term, blocks } => {
            add(&term.text);
            for block in blocks {
                each_text(block, add);
            }
        }
        Block::Quote(blocks) | Block::Callout { blocks, .. } => {
            for block in blocks {
                each_text(block, add);
            }
        }
        Block::Code(_) | Block::Html | Block::Rule => {}
    }
}

/// Calls `call` with the place of each term in a text, and its hash: words of letters and digits with at least one letter, whole
/// identifiers, and pairs of characters in scripts without spaces.
fn each_term(text: &str, call: &mut impl FnMut(&str, Range<usize>, u32)) {
    if text.is_ascii() {
        return each_ascii_term(text, call);
    }
    // Terms contain no spaces, and only non-ASCII chunks need folding: [`Terms`] ignores the case of ASCII.
    for chunk in text.split(' ') {
        if chunk.is_ascii() {
            each_ascii_term(chunk, call);
        } else {
            each_unicode_term(&fold_text(chunk), &mut |term| call(term, 0..term.len(), Terms::hash(term)));
        }
    }
}

/// The same for folded text in other scripts, without the hash.
fn each_unicode_term(text: &str, call: &mut impl FnMut(&str)) {
    let is_joiner = |c: char| matches!(c, '-' | '.');
    for word in text.split(|c: char| !(c.is_alphanumeric() || is_joiner(c))) {
        if word.len() < MIN_TERM_BYTES {
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
        } else if (MIN_TERM_BYTES..=MAX_TERM_BYTES).contains(&word.len())
            && word.chars().any(char::is_alphabetic)
        {
            call(word);
        }
    }
}

/// The same for ASCII, where a byte is a character.
fn each_ascii_term(text: &str, call: &mut impl FnMut(&str, Range<usize>, u32)) {
    let mut give = |start: usize, end: usize, hash: u32, all: u8| {
        if end >= start + MIN_TERM_BYTES && end <= start + MAX_TERM_BYTES && all >= FIRST_LETTER {
            call(text, start..end, hash);
        }
    };
    let (mut start, mut end, mut whole, mut all) = (0, 0, Terms::NO_WORD, NO_TERM_BYTE);
    let mut hash = Terms::NO_WORD;
    for (at, byte) in text.bytes().enumerate() {
        let part = TERM_BYTES[usize::from(byte)];
        if part >= FIRST_DIGIT {
            hash = Terms::add(hash, part);
            all |= part;
            (end, whole) = (at + 1, hash);
        } else if part != NO_TERM_BYTE && end > start {
            // A joiner belongs to a term only if the term continues after it.
            hash = Terms::add(hash, part);
        } else {
            give(start, end, whole, all);
            (start, hash, all) = (at + 1, Terms::NO_WORD, NO_TERM_BYTE);
        }
    }
    give(start, end, whole, all);
}

const NO_TERM_BYTE: u8 = 0;
const FIRST_DIGIT: u8 = b'0';
/// The bytes of a term combined by OR reach this value if one of them is a letter: digits and joiners lack that bit.
const FIRST_LETTER: u8 = b'@';

/// Maps a byte to its form in a term: letters in lower case, digits, then joiners, all of which are below the digits; [`NO_TERM_BYTE`]
/// for all others.
const TERM_BYTES: [u8; 256] = {
    let mut parts = [NO_TERM_BYTE; 256];
    let mut at = 0_u8;
    while at < 128 {
        if matches!(at, b'-' | b'.') || at.is_ascii_alphanumeric() {
            parts[at as usize] = at.to_ascii_lowercase();
        }
        at += 1;
    }
    parts[b'_' as usize] = b'-';
    parts
};
