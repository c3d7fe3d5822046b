//! Cuts text into the terms by which it is found, the same here and in `themes/default/search-words.js`.
//!
//! A *chunk* is what a reader would call one word: letters and digits, with single joiners (`-`, `_`, `.`, an apostrophe) inside
//! it: `pool_exhausted`, `db-3.eu-west-1`, `ECONNRESET`. Its *terms* are:
//!
//! - for a plain word, its stem, and nothing for the most common English words;
//! - for an identifier, the whole, with joiners and leading zeros left out (so that `INC-42` and `inc0042` are one), and its
//!   parts: at joiners, at changes of case, and runs of three or more letters or digits;
//! - for scripts without spaces between words, every pair of neighbors, so that any part is found.
//!
//! Case and diacritics make no difference.

use std::iter;

use unicode_normalization::char::is_combining_mark;

use super::stem::stem;
use crate::lexicon::list;

pub(super) use crate::lexicon::fold_term as fold;

/// The longest term, in characters; longer ones are truncated.
const MAX_TERM: usize = 48;

/// Words too common to be searched for, in order.
const STOP: &[&str] = list("search.stop");

/// Calls a function with each chunk of a text.
pub(super) fn each_chunk<'a>(text: &'a str, mut call: impl FnMut(&'a str)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(gap) = bytes[at..].iter().position(|byte| KINDS[usize::from(*byte)] >= WORD) {
        let start = at + gap;
        let mut end = word_end(text, start);
        if end == start {
            at = start + text[start..].chars().next().map_or(1, char::len_utf8);
            continue;
        }
        // Nearly all words end at a space, which is checked first.
        while bytes.get(end).is_some_and(|byte| KINDS[usize::from(*byte)] != GAP) {
            let next = end + joiner(text, end);
            if next == end || !is_word(text, next) {
                break;
            }
            end = word_end(text, next);
        }
        call(&text[start..end]);
        at = end;
    }
}

/// The kind of each byte: a joiner, part of a word, or part of a character beyond ASCII, which needs a closer look.
const KINDS: [u8; 256] = {
    let mut kinds = [GAP; 256];
    let mut at = 0_u8;
    loop {
        kinds[at as usize] = match at {
            b'-' | b'_' | b'.' | b'\'' => JOINER,
            _ if at.is_ascii_alphanumeric() => WORD,
            _ if at.is_ascii() => GAP,
            _ => WIDE,
        };
        if at == u8::MAX {
            break kinds;
        }
        at += 1;
    }
};
const GAP: u8 = 0;
const JOINER: u8 = 1;
const WORD: u8 = 2;
const WIDE: u8 = 3;

/// The end of the word characters that start at a byte; the byte itself if there are none.
#[inline]
fn word_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    loop {
        while bytes.get(at).is_some_and(|byte| KINDS[usize::from(*byte)] == WORD) {
            at += 1;
        }
        let is_wide = bytes.get(at).is_some_and(|byte| KINDS[usize::from(*byte)] == WIDE);
        if !is_wide || !is_word(text, at) {
            return at;
        }
        at += text[at..].chars().next().map_or(0, char::len_utf8);
    }
}

/// Whether the character at a byte belongs to a word.
fn is_word(text: &str, at: usize) -> bool {
    match text.as_bytes().get(at).map_or(GAP, |byte| KINDS[usize::from(*byte)]) {
        WIDE => text[at..].chars().next().is_some_and(|c| c.is_alphanumeric() || is_combining_mark(c)),
        kind => kind == WORD,
    }
}

/// The length of the joiner at a byte; 0 if there is none.
fn joiner(text: &str, at: usize) -> usize {
    text[at..].chars().next().filter(|c| is_joiner(*c)).map_or(0, char::len_utf8)
}

pub(super) fn is_joiner(c: char) -> bool {
    matches!(c, '-' | '_' | '.' | '\'' | '’' | '‐' | '‑' | '－' | '＿' | '．')
}

/// Whether a character belongs to a script without spaces between words: Thai, Lao, Burmese, Khmer, kana, Han, Hangul.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c),
        0x0e00..=0x0eff | 0x1000..=0x109f | 0x1780..=0x17ff | 0x3005..=0x3007 | 0x3040..=0x30ff | 0x31f0..=0x31ff
        | 0x3400..=0x9fff | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0x20000..=0x3ffff)
}

/// The terms of a chunk, the whole before its parts. There are no empty terms and no duplicates.
pub(super) fn terms(chunk: &str) -> Vec<String> {
    let mut out = Terms::default();
    // Nearly all chunks are plain words.
    if is_plain(chunk) {
        out.part(&chunk.to_ascii_lowercase(), false);
        return out.0;
    }
    if chunk.is_ascii() {
        out.run(chunk, false);
        return out.0;
    }
    let mut run = String::new();
    let mut unspaced = false;
    for c in chunk.chars() {
        if is_unspaced(c) != unspaced && !run.is_empty() {
            out.run(&run, unspaced);
            run.clear();
        }
        unspaced = is_unspaced(c);
        run.push(c);
    }
    out.run(&run, unspaced);
    out.0
}

/// Whether a chunk is a word of lower-case ASCII letters, of which the first may be a capital.
fn is_plain(chunk: &str) -> bool {
    chunk.starts_with(|c: char| c.is_ascii_alphabetic())
        && chunk.bytes().skip(1).all(|byte| byte.is_ascii_lowercase())
}

/// Whether a term can be one of a chunk: a plain word keeps its first letter.
pub(super) fn may_have_term(chunk: &str, term: &str) -> bool {
    let first = |text: &str| text.as_bytes().first().map(u8::to_ascii_lowercase);
    first(chunk) == first(term) || !is_plain(chunk)
}

/// The words of a chunk as they are spelled, if they can be suggested as spellings: `cloudtrail` for `CloudTrail`.
pub(super) fn spellings(chunk: &str) -> impl Iterator<Item = String> {
    let plain = |c: char| c.is_alphabetic() && !is_unspaced(c);
    let words = chunk
        .split(is_joiner)
        .filter(move |word| (4..=24).contains(&word.chars().count()) && word.chars().all(plain));
    words.map(fold).filter(|word| !is_stop(word))
}

fn is_stop(word: &str) -> bool {
    word.len() < 6 && STOP.binary_search(&word).is_ok()
}

/// The term of a whole folded identifier, without leading zeros, and without joiners except between two numbers.
pub(super) fn whole(folded: &str) -> String {
    let mut out = String::with_capacity(folded.len());
    for run in folded.split(is_joiner).filter(|piece| !piece.is_empty()).flat_map(runs) {
        if run.as_bytes()[0].is_ascii_digit() {
            if out.ends_with(|c: char| c.is_ascii_digit()) {
                out.push('-');
            }
            let number = run.trim_start_matches('0');
            out.push_str(if number.is_empty() { "0" } else { number });
        } else {
            out.push_str(run);
        }
    }
    stem(&out)
}

#[derive(Default)]
struct Terms(Vec<String>);

impl Terms {
    fn push(&mut self, term: String) {
        let mut term = term;
        if term.len() > MAX_TERM
            && let Some((cut, _)) = term.char_indices().nth(MAX_TERM)
        {
            term.truncate(cut);
        }
        if !term.is_empty() && !self.0.contains(&term) {
            self.0.push(term);
        }
    }

    /// Adds the terms of a run of one kind of script.
    fn run(&mut self, run: &str, unspaced: bool) {
        if unspaced {
            let chars: Vec<char> = fold(run).chars().collect();
            match chars.as_slice() {
                [one] => self.push(one.to_string()),
                more => more.windows(2).for_each(|pair| self.push(pair.iter().collect())),
            }
            return;
        }
        let run = run.trim_matches(is_joiner);
        let run = ["'s", "’s", "'S", "’S"].iter().find_map(|ending| run.strip_suffix(ending)).unwrap_or(run);
        let has_parts = |piece: &str| parts(piece).nth(1).is_some();
        let mut pieces = run.split(is_joiner).filter(|piece| !piece.is_empty()).peekable();
        let single = pieces.peek().is_some_and(|first| first.len() == run.len() && !has_parts(first));
        if !single {
            self.push(whole(&fold(run)));
        }
        for piece in pieces {
            if has_parts(piece) {
                self.push(whole(&fold(piece)));
            }
            for part in parts(piece) {
                self.part(&fold(part), !single);
            }
        }
    }

    /// Adds the terms of a part without joiners: a word, a number, or letters and digits.
    fn part(&mut self, folded: &str, of_more: bool) {
        let digits = folded.bytes().filter(u8::is_ascii_digit).count();
        if digits == 0 {
            let alone = folded.chars().nth(1).is_none();
            if !(is_stop(folded) || of_more && alone) {
                self.push(stem(folded));
            }
        } else if digits == folded.len() {
            self.number(folded);
        } else {
            self.push(whole(folded));
            for run in runs(folded) {
                if run.as_bytes()[0].is_ascii_digit() {
                    self.number(run);
                } else if run.chars().nth(2).is_some() && !is_stop(run) {
                    self.push(stem(run));
                }
            }
        }
    }

    /// Adds a number. Small numbers occur everywhere and are left out.
    fn number(&mut self, digits: &str) {
        let digits = digits.trim_start_matches('0');
        if digits.len() > 2 {
            self.push(digits.to_owned());
        }
    }
}

/// Splits a piece without joiners where the case of ASCII letters changes: `HTTPServer` becomes `HTTP` and `Server`.
fn parts(piece: &str) -> impl Iterator<Item = &str> {
    let mut rest = piece;
    iter::from_fn(move || {
        let bytes = rest.as_bytes();
        let changes = |at: &usize| {
            let (before, byte) = (bytes[at - 1], bytes[*at]);
            byte.is_ascii_uppercase()
                && (before.is_ascii_lowercase()
                    || before.is_ascii_uppercase() && bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase))
        };
        let end = (1..bytes.len()).find(changes).unwrap_or(bytes.len());
        split_off(&mut rest, end)
    })
}

/// Splits between digits and other characters.
fn runs(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = word;
    iter::from_fn(move || {
        let bytes = rest.as_bytes();
        let changes = |at: &usize| bytes[*at].is_ascii_digit() != bytes[at - 1].is_ascii_digit();
        let end = (1..bytes.len()).find(changes).unwrap_or(bytes.len());
        split_off(&mut rest, end)
    })
}

/// Splits off the beginning of a text, if there is any text.
fn split_off<'t>(rest: &mut &'t str, end: usize) -> Option<&'t str> {
    let (part, after) = rest.split_at(end);
    *rest = after;
    (!part.is_empty()).then_some(part)
}
