//! Words as hashes, in the order in which a reader meets them, and the other ways to read them.
//!
//! Whether `ca*na*ry` is three words or one depends on what displays it. A [`Stream`] therefore keeps a main [`Line`], in
//! which every separator separates, and *branches*, in which inline tags, markup characters or both join what is around
//! them. A branch exists only for a few words after a join: further away it would equal the main line.

use std::mem;

use super::folded::Folded;

/// The longest sequence of words that can be sought.
pub(super) const REACH: usize = 8;
/// How many words a line keeps: more than [`REACH`], so that a sequence can end a few words ago.
const RING: usize = 16;
const MASK: usize = RING - 1;

/// The longest word that is joined to another, in bytes.
const MAX_JOINED: usize = 128;

/// The multiplier of the hash of a sequence, word by word.
const WORD: u64 = 0xd6e8_feb8_6659_fd93;
/// Spreads the bits of a hash.
const SPREAD: u64 = 0xff51_afd7_ed55_8ccd;
/// The multiplier of the second hash, by which a hit is confirmed.
const CHECK: u64 = 0xc4ce_b9fe_1a85_ec53;

/// An inline tag is between two words.
pub(super) const TAG: u8 = 1;
/// A markup character is between two words.
pub(super) const MARKUP: u8 = 2;
/// Something that always separates is between two words.
pub(super) const HARD: u8 = 4;

/// The bit that tells small letters from capitals, in eight bytes; digits have it too.
const SMALL: u64 = u64::from_ne_bytes([0x20; 8]);

/// The hash of a text to which up to eight bytes are added.
#[inline]
const fn extended(hash: u64, bytes: u64) -> u64 {
    let hash = (hash ^ bytes).wrapping_mul(SPREAD);
    hash ^ (hash >> 32)
}

/// Up to eight bytes as a number; zeros stand for those that are missing.
#[inline]
fn eight(bytes: &[u8]) -> u64 {
    if let Some(eight) = bytes.first_chunk() {
        return u64::from_le_bytes(*eight);
    }
    let mut eight = [0; 8];
    eight[..bytes.len()].copy_from_slice(bytes);
    u64::from_le_bytes(eight)
}

/// The hash of a word that is folded.
pub(super) fn hash(folded: &[u8]) -> u64 {
    folded.chunks(8).fold(0, |hash, chunk| extended(hash, eight(chunk)))
}

/// The length of the run of letters and digits of ASCII at the beginning, and its hash as a folded word.
#[inline]
pub(super) fn word(bytes: &[u8]) -> (usize, u64) {
    let (mut length, mut hash) = (0, 0);
    loop {
        let eight = eight(&bytes[length..]);
        // Zeros, which are no letters, end it at the end of the file.
        let letters = (!letters(eight)).trailing_zeros() / 8;
        if letters == 8 {
            hash = extended(hash, eight | SMALL);
            length += 8;
            continue;
        }
        if letters > 0 {
            hash = extended(hash, (eight | SMALL) & ((1 << (8 * letters)) - 1));
        }
        // At most 8.
        return (length + letters as usize, hash);
    }
}

/// For each of eight bytes, whether it is a letter or digit of ASCII: all its bits or none.
#[inline]
const fn letters(eight: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * ONES;
    /// In the high bit of each byte, whether it is in a range; all bytes must be below 0x80, so that no sum overflows.
    const fn within(bytes: u64, low: u64, high: u64) -> u64 {
        (bytes + (0x80 - low) * ONES) & !(bytes + (0x7f - high) * ONES)
    }
    let low = eight & !HIGH;
    let found = (within(low, 0x30, 0x39) | within(low | SMALL, 0x61, 0x7a)) & !eight & HIGH;
    (found >> 7) * 0xff
}

#[inline]
const fn spread(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 32)).wrapping_mul(SPREAD);
    hash ^ (hash >> 29)
}

const POWERS: [u64; REACH + 1] = {
    let mut powers = [1; REACH + 1];
    let mut at = 1;
    while at <= REACH {
        powers[at] = WORD.wrapping_mul(powers[at - 1]);
        at += 1;
    }
    powers
};

/// A word.
#[derive(Clone, Copy, Default)]
pub(super) struct Word {
    pub(super) hash: u64,
    /// Where it is in the file.
    pub(super) start: usize,
    pub(super) end: usize,
    /// Where its text is: in the file, or folded on the side.
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) is_folded: bool,
    /// Whether it is a character of a script without spaces.
    pub(super) is_unspaced: bool,
    /// The number of the paragraph, cell or value that contains it.
    pub(super) block: u32,
}

/// What words are made of.
#[derive(Clone, Copy)]
pub(super) struct Texts<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) folded: &'a Folded,
}

impl<'a> Texts<'a> {
    /// The text of a word; ASCII may still have capitals.
    pub(super) fn of(self, word: &Word) -> &'a [u8] {
        if word.is_folded {
            self.folded.get(word.from, word.to)
        } else {
            self.bytes.get(word.from..word.to).unwrap_or_default()
        }
    }

    /// What the file has between two places.
    pub(super) fn between(self, start: usize, end: usize) -> &'a [u8] {
        self.bytes.get(start..end).unwrap_or_default()
    }
}

/// Gets the words.
pub(super) trait Sink {
    /// A word was added to a line.
    fn word(&mut self, line: &Line, texts: Texts<'_>);
    /// There are no more words; called for each main line.
    fn end(&mut self, _line: &Line, _texts: Texts<'_>) {}
}

/// The last words of one way to read a text.
#[derive(Clone)]
pub(super) struct Line {
    /// The hash of all words up to each.
    sums: [u64; RING],
    words: [Word; RING],
    /// How many words there have been.
    pub(super) count: usize,
    /// The number of its stream.
    pub(super) stream: usize,
    /// Whether it is a branch.
    pub(super) is_branch: bool,
}

impl Line {
    fn new(stream: usize, is_branch: bool) -> Self {
        Self { sums: [0; RING], words: [Word::default(); RING], count: 0, stream, is_branch }
    }

    #[inline]
    fn push(&mut self, word: Word) {
        let sum = self.sums[self.count & MASK].wrapping_mul(WORD).wrapping_add(spread(word.hash));
        self.words[self.count & MASK] = word;
        self.count += 1;
        self.sums[self.count & MASK] = sum;
    }

    /// Copies the words of another line, without its last ones.
    fn follow(&mut self, other: &Self, without: usize) {
        self.sums = other.sums;
        self.words = other.words;
        self.count = other.count.saturating_sub(without);
    }

    /// The word that is this many words before the last.
    #[inline]
    pub(super) fn back(&self, by: usize) -> &Word {
        &self.words[self.count.wrapping_sub(1 + by) & MASK]
    }

    /// The key of the last words.
    #[inline]
    pub(super) fn key(&self, length: usize) -> u64 {
        self.key_before(0, length)
    }

    /// The key of the words before the last `by`.
    #[inline]
    pub(super) fn key_before(&self, by: usize, length: usize) -> u64 {
        let end = self.count - by;
        let sum = self.sums[end & MASK];
        let before = self.sums[(end - length) & MASK];
        let hash = sum.wrapping_sub(before.wrapping_mul(POWERS[length]));
        // Lengths are at most 8.
        spread(hash ^ (length as u64).wrapping_mul(CHECK))
    }

    /// The second hash of the words before the last `by`: of their text as such.
    pub(super) fn check_before(&self, by: usize, length: usize, texts: Texts<'_>) -> u64 {
        let mut hash = 0_u64;
        for back in (by..by + length).rev() {
            for byte in texts.of(self.back(back)) {
                hash = (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(CHECK).rotate_left(23);
            }
            hash = (hash ^ 0x20).wrapping_mul(CHECK).rotate_left(23);
        }
        hash
    }
}

/// Another way to read a stream, since a join a few words ago.
struct Branch {
    /// Which separators join.
    mask: u8,
    line: Line,
    /// The last word, which may still be joined to the next.
    pending: Word,
    /// How many words it lives.
    left: usize,
}

impl Branch {
    fn commit(&mut self, texts: Texts<'_>, sink: &mut impl Sink) {
        self.line.push(self.pending);
        self.left -= 1;
        sink.word(&self.line, texts);
    }
}

/// Text that is read in one go: the text of a page, or the values of the attributes in it.
pub(super) struct Stream {
    main: Line,
    /// The last one is for [`Stream::push`]'s letters.
    branches: [Branch; 4],
    has_branches: bool,
    /// What is between the last word and the next.
    separator: u8,
    pub(super) block: u32,
}

impl Stream {
    pub(super) fn new(number: usize) -> Self {
        let branch = |mask| Branch { mask, line: Line::new(number, true), pending: Word::default(), left: 0 };
        Self {
            main: Line::new(number, false),
            branches: [branch(TAG), branch(MARKUP), branch(TAG | MARKUP), branch(0)],
            has_branches: false,
            separator: HARD,
            block: 0,
        }
    }

    #[inline]
    pub(super) fn separate(&mut self, separator: u8) {
        self.separator |= separator;
    }

    /// Adds a word. `letter` is the letter of an escape before it, which may also be its first letter: `\new`.
    #[inline]
    pub(super) fn push<S: Sink>(
        &mut self,
        word: Word,
        letter: Option<u8>,
        (bytes, folded): (&[u8], &mut Folded),
        sink: &mut S,
    ) {
        let separator = mem::take(&mut self.separator);
        if self.has_branches || letter.is_some() || separator & HARD == 0 {
            self.branch(word, letter, separator, (bytes, folded), sink);
        }
        self.main.push(word);
        sink.word(&self.main, Texts { bytes, folded });
    }

    fn branch<S: Sink>(
        &mut self,
        word: Word,
        letter: Option<u8>,
        separator: u8,
        (bytes, folded): (&[u8], &mut Folded),
        sink: &mut S,
    ) {
        let last = *self.main.back(0);
        let is_soft = separator != 0 && self.main.count > 0 && !word.is_unspaced && !last.is_unspaced;
        self.has_branches = false;
        folded.forget();
        for branch in &mut self.branches {
            let with_letter = letter.filter(|_| branch.mask == 0);
            let before = if branch.left > 0 { branch.pending } else { last };
            // Longer words would only take memory.
            let is_short = before.to - before.from < MAX_JOINED;
            if branch.mask != 0 && is_soft && separator & !branch.mask == 0 && is_short {
                if branch.left == 0 {
                    branch.line.follow(&self.main, 1);
                }
                branch.pending = joined(&before, &word, bytes, folded);
                branch.left = REACH;
            } else {
                if branch.left > 0 {
                    branch.commit(Texts { bytes, folded }, sink);
                    branch.pending = word;
                } else if with_letter.is_some() {
                    branch.line.follow(&self.main, 0);
                }
                if let Some(letter) = with_letter {
                    let from = folded.end();
                    folded.push(&[letter]);
                    let prefix = Word { from, to: from + 1, is_folded: true, ..word };
                    branch.pending = joined(&prefix, &word, bytes, folded);
                    branch.left = REACH;
                }
            }
            self.has_branches |= branch.left > 0;
        }
    }

    /// Ends all lines.
    pub(super) fn end<S: Sink>(&mut self, texts: Texts<'_>, sink: &mut S) {
        for branch in &mut self.branches {
            if branch.left > 0 {
                branch.commit(texts, sink);
            }
        }
        sink.end(&self.main, texts);
    }
}

/// Two words as one.
fn joined(one: &Word, other: &Word, bytes: &[u8], folded: &mut Folded) -> Word {
    let from = folded.end();
    for word in [one, other] {
        if word.is_folded {
            folded.repeat(word.from, word.to);
        } else {
            folded.push_lower(&bytes[word.from..word.to]);
        }
    }
    Word {
        hash: hash(folded.get(from, folded.end())),
        end: other.end,
        from,
        to: folded.end(),
        is_folded: true,
        ..*one
    }
}

/// The key of a single word.
pub(super) const fn single_key(hash: u64) -> u64 {
    spread(spread(hash) ^ CHECK)
}
