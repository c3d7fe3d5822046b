//! Finds sequences of words by their hashes.

use rustc_hash::FxHashMap;

use super::binary::Printable;
use super::line::{Line, REACH, Sink, Texts};

/// A sequence of words that is sought.
#[derive(Clone, Copy, Debug)]
pub(super) struct Needle {
    /// The number of its text, and where in it it is.
    pub(super) text: u32,
    pub(super) start: u32,
    pub(super) end: u32,
    /// The second hash of its words.
    pub(super) check: u64,
    /// How many words it has.
    pub(super) length: u8,
    pub(super) rule: Rule,
}

/// Where a sequence counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// Everywhere, also if the public part says it.
    Always,
    /// Within one paragraph, cell or value: two neighboring cells say nothing together.
    Together,
    /// Without white space and commas: an address of numbers is not a row of numbers.
    Tight,
    /// Like [`Rule::Together`]. It overlaps with the next one, so that one of both is reported.
    Running,
}

/// Bits by which nearly all words are dismissed.
#[derive(Debug, Default)]
struct Bits {
    words: Vec<u64>,
    shift: u32,
}

impl Bits {
    fn new(keys: impl ExactSizeIterator<Item = u64>) -> Self {
        // Sixteen bits for each key; at least a few so that the shift is valid.
        let size = (keys.len() * 16).next_power_of_two().max(1 << 10);
        let mut bits = Self { words: vec![0; size / 64], shift: 64 - size.trailing_zeros() };
        for key in keys {
            let (word, bit) = bits.place(key);
            bits.words[word] |= bit;
        }
        bits
    }

    #[inline]
    fn place(&self, key: u64) -> (usize, u64) {
        let at = key >> self.shift;
        (usize::try_from(at >> 6).unwrap_or_default(), 1 << (at & 63))
    }

    #[inline]
    fn has(&self, key: u64) -> bool {
        let (word, bit) = self.place(key);
        self.words.get(word).is_some_and(|word| word & bit != 0)
    }
}

/// All sequences that are sought.
#[derive(Debug, Default)]
pub(super) struct Seeker {
    by_key: FxHashMap<u64, u32>,
    needles: Vec<Needle>,
    /// The keys of all sequences.
    all: Bits,
    /// The keys of the last two words of sequences of several words.
    ends: Bits,
    /// Whether there are sequences of each length.
    lengths: [bool; REACH + 1],
}

/// A sequence with the keys by which it is found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Keyed {
    pub(super) needle: Needle,
    pub(super) key: u64,
    /// The key of its last two words.
    pub(super) end: u64,
}

impl Seeker {
    /// The first of equal sequences counts.
    pub(super) fn new(sought: &[Keyed]) -> Self {
        let mut seeker = Self {
            all: Bits::new(sought.iter().map(|keyed| keyed.key)),
            ends: Bits::new(sought.iter().map(|keyed| keyed.end)),
            ..Self::default()
        };
        for (number, keyed) in (0_u32..).zip(sought) {
            seeker.by_key.entry(keyed.key).or_insert(number);
            seeker.lengths[usize::from(keyed.needle.length)] = true;
            seeker.needles.push(keyed.needle);
        }
        seeker
    }

    pub(super) fn count(&self) -> usize {
        self.needles.len()
    }

    pub(super) fn needle(&self, number: u32) -> Option<&Needle> {
        self.needles.get(usize::try_from(number).ok()?)
    }

    /// Calls a function with the number of each sequence that ends with the last word of a line.
    #[inline]
    pub(super) fn ending(&self, line: &Line, texts: Texts<'_>, mut call: impl FnMut(u32, &Needle)) {
        let key = line.key(1);
        if self.all.has(key) {
            self.confirmed(key, 1, line, texts, &mut call);
        }
        if line.count >= 2 && self.ends.has(line.key(2)) {
            for length in 2..=REACH.min(line.count) {
                if self.lengths[length] {
                    let key = line.key(length);
                    if self.all.has(key) {
                        self.confirmed(key, length, line, texts, &mut call);
                    }
                }
            }
        }
    }

    fn confirmed(
        &self,
        key: u64,
        length: usize,
        line: &Line,
        texts: Texts<'_>,
        call: &mut impl FnMut(u32, &Needle),
    ) {
        let Some(number) = self.by_key.get(&key) else { return };
        let Some(needle) = self.needle(*number) else { return };
        if usize::from(needle.length) == length && needle.check == line.check_before(0, length, texts) {
            call(*number, needle);
        }
    }
}

/// A sequence that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) needle: u32,
    pub(super) start: usize,
}

/// Collects what is found in a file.
pub(super) struct Finder<'s> {
    seeker: &'s Seeker,
    pub(super) found: Vec<Found>,
    most: usize,
    /// The end of the last sequence that overlaps with the next.
    running: usize,
    /// Where the text comes from, if it was put together.
    printable: Option<&'s Printable>,
}

impl<'s> Finder<'s> {
    /// Collects so many different sequences.
    pub(super) fn new(seeker: &'s Seeker, most: usize, printable: Option<&'s Printable>) -> Self {
        Self { seeker, found: Vec::new(), most, running: 0, printable }
    }
}

impl Sink for Finder<'_> {
    #[inline]
    fn word(&mut self, line: &Line, texts: Texts<'_>) {
        let Self { seeker, found, most, running, printable } = self;
        seeker.ending(line, texts, |number, needle| {
            let (first, last) = (line.back(usize::from(needle.length) - 1), line.back(0));
            let counts = match needle.rule {
                Rule::Always => true,
                Rule::Together => first.block == last.block,
                Rule::Running => first.block == last.block && first.start >= *running,
                Rule::Tight => first.block == last.block && is_tight(texts.between(first.start, last.end)),
            };
            if !counts || found.len() >= *most || found.iter().any(|found| found.needle == number) {
                return;
            }
            let place =
                printable.map_or(Some(first.start), |printable| printable.place(first.start, last.end));
            let Some(start) = place else { return };
            if needle.rule == Rule::Running {
                *running = last.end;
            }
            found.push(Found { needle: number, start });
        });
    }
}

fn is_tight(text: &[u8]) -> bool {
    !text.iter().any(|byte| byte.is_ascii_whitespace() || matches!(byte, b',' | b';' | b'|'))
}
