//! Files that are not text: their runs of printable characters, and text in UTF-16.

use std::ops::Range;

/// What a file contains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// UTF-8, which is scanned as it is.
    Text,
    /// Text in another encoding, as UTF-8.
    Converted(String, Units),
    /// Everything else.
    Binary,
}

/// How large the characters of an encoding are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Units {
    /// One byte each.
    Bytes,
    /// Units of UTF-16 after this many bytes.
    Pairs(usize),
}

impl Units {
    /// The place in a file of a place in its text in UTF-8.
    pub(super) fn offset(self, text: &str, at: usize) -> usize {
        let before = text.get(..at).unwrap_or(text);
        match self {
            Self::Bytes => before.chars().count(),
            Self::Pairs(from) => from + 2 * before.chars().map(char::len_utf16).sum::<usize>(),
        }
    }
}

/// Determines what a file contains.
pub(super) fn content(bytes: &[u8]) -> Content {
    match bytes {
        [0xff, 0xfe, rest @ ..] => {
            return Content::Converted(utf16(rest, u16::from_le_bytes), Units::Pairs(2));
        }
        [0xfe, 0xff, rest @ ..] => {
            return Content::Converted(utf16(rest, u16::from_be_bytes), Units::Pairs(2));
        }
        _ => {}
    }
    let has_zero = memchr::memchr(0, bytes).is_some();
    if !has_zero && str::from_utf8(bytes).is_ok() {
        return Content::Text;
    }
    let sample = &bytes[..bytes.len().min(4096) & !1];
    let zeros = |first: usize| sample.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if sample.len() > 7 && odd > sample.len() / 5 && even < odd / 4 {
        return Content::Converted(utf16(bytes, u16::from_le_bytes), Units::Pairs(0));
    }
    if sample.len() > 7 && even > sample.len() / 5 && odd < even / 4 {
        return Content::Converted(utf16(bytes, u16::from_be_bytes), Units::Pairs(0));
    }
    let is_control =
        |byte: &&u8| **byte < b' ' && !matches!(**byte, b'\t' | b'\n' | b'\r' | 0x0c) || **byte == 0x7f;
    if !has_zero && bytes.iter().filter(is_control).count() * 64 <= bytes.len() {
        // Western letters of one byte.
        return Content::Converted(bytes.iter().copied().map(char::from).collect(), Units::Bytes);
    }
    Content::Binary
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// The shortest run of printable characters that is scanned.
const RUN: usize = 4;
/// How many characters at an end of a run can be data that happens to be printable.
const TRIM: usize = 3;
/// How much of a long run is scanned again without the characters at its ends.
const EDGE: usize = 128;

/// The printable characters of a file as one text, and where its parts come from.
#[derive(Default)]
pub(super) struct Printable {
    pub(super) text: Vec<u8>,
    /// For each part where it begins here and in the file, how long its run is, and how large its characters are.
    parts: Vec<(usize, usize, usize, usize)>,
}

impl Printable {
    /// The printable characters of a file. Data before and after a text can lengthen its first and last word, so each run is there
    /// several times, without some of its characters.
    pub(super) fn of(bytes: &[u8]) -> Self {
        let mut printable = Self::default();
        for run in runs(bytes) {
            printable.add(&bytes[run.clone()], run.start, 1);
        }
        for (start, run) in wide_runs(bytes) {
            printable.add(run.as_bytes(), start, 2);
        }
        printable
    }

    fn add(&mut self, run: &[u8], start: usize, width: usize) {
        let is_letter = |byte: &&u8| byte.is_ascii_alphanumeric();
        let left = run.iter().take(TRIM).take_while(is_letter).count();
        let right = run.iter().rev().take(TRIM).take_while(is_letter).count();
        for skip in 0..=left {
            for drop in 0..=right {
                let (from, to) = match (skip, drop) {
                    (0, 0) => (0, run.len()),
                    (_, 0) => (skip, run.len().min(EDGE)),
                    (0, _) => (run.len().saturating_sub(EDGE), run.len() - drop),
                    // Both ends matter at once only for short texts.
                    _ if run.len() <= EDGE => (skip, run.len() - drop),
                    _ => continue,
                };
                if to.saturating_sub(from) >= RUN {
                    self.parts.push((self.text.len(), start + width * from, run.len(), width));
                    self.text.extend_from_slice(&run[from..to]);
                    self.text.push(b'|');
                }
            }
        }
    }

    /// The place in the file of a text, unless it is so short that data looks like it now and then.
    pub(super) fn place(&self, start: usize, end: usize) -> Option<usize> {
        let part = self.parts.partition_point(|(at, ..)| *at <= start).checked_sub(1)?;
        let (at, from, run, width) = *self.parts.get(part)?;
        let text = self.text.get(start..end)?;
        let upper = text.iter().filter(|byte| byte.is_ascii_uppercase()).count();
        let is_consistent = upper == 0
            || upper == text.iter().filter(|byte| byte.is_ascii_alphabetic()).count()
            || upper == 1 && text[0].is_ascii_uppercase();
        let is_clear = match text.len() {
            0..=3 => run >= 24 && is_consistent,
            4..=5 => run >= 12 && is_consistent,
            _ => true,
        };
        is_clear.then_some(from + width * (start - at))
    }
}

/// The runs of printable characters of a file.
fn runs(bytes: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() {
            let start = at;
            while let Some(length) = printable(bytes, at) {
                at += length;
            }
            let run = start..at;
            if run.is_empty() {
                at += 1;
            } else if run.len() >= RUN {
                return Some(run);
            }
        }
        None
    })
}

/// The length of the printable character at a place.
fn printable(bytes: &[u8], at: usize) -> Option<usize> {
    let first = *bytes.get(at)?;
    if first.is_ascii() {
        return (first.is_ascii_graphic() || matches!(first, b' ' | b'\n' | b'\r' | b'\t')).then_some(1);
    }
    let (c, next) = super::escape::plain(bytes, at)?;
    (c != char::REPLACEMENT_CHARACTER && !c.is_control()).then_some(next - at)
}

/// The runs of ASCII in UTF-16 within a file, and where each begins.
fn wide_runs(bytes: &[u8]) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(zero) = memchr::memchr(0, &bytes[at..]).map(|next| at + next) {
        // The zero follows its letter, or precedes it.
        let little = zero.saturating_sub(1).max(at);
        let runs = [(little, wide_run(bytes, little, 0)), (zero, wide_run(bytes, zero, 1))];
        at = zero + 1;
        for (start, run) in runs {
            if run.len() >= RUN {
                at = at.max(start + 2 * run.len());
                found.push((start, run));
            }
        }
    }
    found
}

/// The letters of pairs of a letter and a zero.
fn wide_run(bytes: &[u8], start: usize, letter: usize) -> String {
    let pairs = bytes[start..].chunks_exact(2);
    let letters = pairs.map_while(|pair| (pair[1 - letter] == 0).then_some(pair[letter]));
    letters.take_while(|letter| (b' '..0x7f).contains(letter)).map(char::from).collect()
}

/// The parts of a picture that hold text and not pixels: chunks of PNG, segments of JPEG. Each ends where its length says, so that
/// what follows does not lengthen its last word.
pub(super) fn metadata(bytes: &[u8]) -> Vec<Range<usize>> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        chunks(bytes)
    } else if bytes.starts_with(&[0xff, 0xd8]) {
        segments(bytes)
    } else {
        Vec::new()
    }
}

fn chunks(bytes: &[u8]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 8;
    while let Some(&[a, b, c, d, ref name @ ..]) = bytes.get(at..at + 8) {
        let length = usize::try_from(u32::from_be_bytes([a, b, c, d])).unwrap_or(usize::MAX);
        let end = (at + 8).saturating_add(length).min(bytes.len());
        if matches!(name, b"tEXt" | b"iTXt" | b"eXIf") {
            found.push(at + 8..end);
        }
        at = end.saturating_add(4);
    }
    found
}

fn segments(bytes: &[u8]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 2;
    while let Some(&[0xff, mark, high, low]) = bytes.get(at..at + 4) {
        // The pixels begin.
        if mark == 0xda {
            break;
        }
        let end = (at + 2 + usize::from(u16::from_be_bytes([high, low]))).min(bytes.len());
        if matches!(mark, 0xe0..=0xef | 0xfe) && at + 4 < end {
            found.push(at + 4..end);
        }
        at = end;
    }
    found
}
