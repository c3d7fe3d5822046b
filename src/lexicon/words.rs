//! Looking up words and finding phrases.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::fold::{compared, fold, fold_text, is_unspaced, label_forms};
use super::{Labels, Meanings};
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use rustc_hash::{FxHashMap, FxHashSet};

const CONNECTORS: &[&str] = super::list("text.connector");
const INFLECTIONS: &[&str] = super::list("text.inflection");

/// The words that a configuration adds to a scope, by meaning.
type Added<'c> = Option<&'c BTreeMap<String, Vec<String>>>;

/// A folded word. Those of the language files are folded at build time.
type Word = Cow<'static, str>;

/// The words of one scope with their meanings. Those of the language files are looked up in a table of the program.
#[derive(Debug)]
pub(crate) struct Words {
    builtin: Labels,
    /// The words of a configuration, which take precedence.
    added: FxHashMap<String, (u16, u16)>,
    names: Vec<Cow<'static, str>>,
    /// The largest number of words in a phrase.
    longest: usize,
}

impl Words {
    /// The words of a scope and those of a configuration.
    pub(crate) fn new(name: &str, added: Added<'_>) -> Self {
        let meanings = super::scope(name);
        let (builtin, longest) = super::labels(name);
        let names = meanings.iter().map(|(name, _)| Cow::Borrowed(*name)).collect();
        let mut words = Self { builtin, added: FxHashMap::default(), names, longest };
        for (name, list) in added.into_iter().flatten() {
            let id = words.named(name);
            let first = super::words(meanings, name).count();
            for (rank, word) in (first..).zip(list) {
                words.add(compared(word), id, rank);
            }
        }
        words
    }

    /// The id of a meaning.
    fn named(&mut self, name: &str) -> u16 {
        let at = self.names.iter().position(|known| known == name).unwrap_or_else(|| {
            self.names.push(Cow::Owned(name.to_owned()));
            self.names.len() - 1
        });
        u16::try_from(at).unwrap_or(u16::MAX)
    }

    fn add(&mut self, folded: String, id: u16, rank: usize) {
        self.longest = self.longest.max(folded.split(' ').count());
        let entry = (id, u16::try_from(rank).unwrap_or(u16::MAX));
        // The word itself takes precedence over such a form of another.
        for form in label_forms(&folded).filter(|form| !self.builtin.contains_key(form)) {
            self.added.entry(form).or_insert(entry);
        }
        self.added.insert(folded, entry);
    }

    fn entry(&self, folded: &str) -> Option<(u16, u16)> {
        self.added.get(folded).or_else(|| self.builtin.get(folded)).copied()
    }

    /// The meaning of exactly this folded phrase.
    pub(crate) fn exact(&self, folded: &str) -> Option<&str> {
        self.entry(folded).map(|(name, _)| &*self.names[usize::from(name)])
    }

    /// The position of a phrase in its list; smaller is preferred.
    pub(crate) fn rank(&self, folded: &str) -> u16 {
        self.entry(folded).map_or(u16::MAX, |(_, rank)| rank)
    }

    /// The meaning of the longest phrase that a folded text begins with, and that phrase. It ends where a word ends; in
    /// scripts without spaces, after any character.
    pub(crate) fn leading<'t>(&self, folded: &'t str) -> Option<(&str, &'t str)> {
        let mut ends: Vec<usize> = Vec::new();
        let mut words = 0;
        for (at, c) in folded.char_indices() {
            if at > 0 && (c == ' ' || !c.is_alphanumeric() || is_unspaced(c) || ends_unspaced(&folded[..at]))
            {
                ends.push(at);
                words += usize::from(c == ' ');
            }
            if words > self.longest || at > 80 {
                break;
            }
        }
        if folded.len() <= 80 {
            ends.push(folded.len());
        }
        ends.into_iter().rev().find_map(|end| {
            let phrase = folded[..end].trim_end();
            // A single word counts only if a connector follows: `Timeline of …`, not `Good monitoring`.
            let whole = end == folded.len() || phrase.contains(' ') || phrase.chars().any(is_unspaced);
            let connected =
                || folded[end..].split_whitespace().next().is_none_or(|word| CONNECTORS.contains(&word));
            (whole || connected()).then(|| self.exact(phrase)).flatten().map(|name| (name, &folded[..end]))
        })
    }

    /// The meaning of the longest phrase anywhere in a text of a script without spaces.
    pub(crate) fn inside_unspaced(&self, folded: &str) -> Option<&str> {
        let bounds: Vec<usize> = folded.char_indices().map(|(at, _)| at).chain([folded.len()]).collect();
        let mut best: Option<(usize, &str)> = None;
        for (index, start) in bounds.iter().enumerate() {
            for end in bounds.iter().skip(index + 2).take(9) {
                let phrase = &folded[*start..*end];
                if best.is_none_or(|(length, _)| phrase.len() > length)
                    && phrase.chars().all(is_unspaced)
                    && let Some(name) = self.exact(phrase)
                {
                    best = Some((phrase.len(), name));
                }
            }
        }
        best.map(|(_, name)| name)
    }
}

/// Phrases with their meanings, found anywhere in a text in one pass.
#[derive(Debug)]
pub(crate) struct Phrases {
    names: Vec<&'static str>,
    patterns: Vec<Word>,
    /// The index into `names` for each pattern.
    owners: Vec<usize>,
    /// The patterns that begin with the same bytes, by these: [`head_of`].
    by_head: FxHashMap<u64, Vec<u32>>,
    /// A bit for each of these, by [`bit_of`]: nearly all words begin no phrase.
    heads: Box<[u64; HEADS / 64]>,
    /// The numbers of bytes of these.
    head_lengths: Vec<usize>,
}

/// The numbers of bytes by which phrases are looked up: as many as a phrase has.
const HEAD_BYTES: [usize; 4] = [8, 4, 2, 1];

/// The number of bits for heads.
const HEADS: usize = 1 << 16;

/// A number for some of the first eight bytes of a text that differs from that for fewer or more of them.
const fn head_of(first: u64, length: usize) -> u64 {
    first & u64::MAX << (64 - 8 * length) | length as u64
}

/// The place of a head in a bitmap: word and bit (Knuth, *The Art of Computer Programming*, 6.4, multiplicative hashing).
const fn bit_of(head: u64) -> (usize, u64) {
    let hash = head.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - HEADS.trailing_zeros());
    ((hash >> 6) as usize, 1 << (hash & 63))
}

/// The first eight bytes of a text as a number, with zeros after its end.
fn first_bytes(text: &[u8]) -> u64 {
    u64::from_be_bytes(text.first_chunk().copied().unwrap_or_else(|| {
        let mut bytes = [0; 8];
        bytes[..text.len()].copy_from_slice(text);
        bytes
    }))
}

/// The bytes that continue a word or separate words, so that no phrase begins after the first or at the second.
const LETTER: u8 = 1;
const BLANK: u8 = 2;

/// The kind of each byte: [`LETTER`] for ASCII letters and digits, [`BLANK`] for a space, 0 for all others.
const BYTE_KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut at = 0_u8;
    while at < 128 {
        if at.is_ascii_alphanumeric() {
            kinds[at as usize] = LETTER;
        }
        at += 1;
    }
    kinds[b' ' as usize] = BLANK;
    kinds
};

/// A phrase in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Occurrence {
    /// The index of its meaning in the order of preference.
    pub(crate) meaning: usize,
    /// The byte at which it begins.
    pub(crate) start: usize,
    /// The byte after it.
    pub(crate) end: usize,
}

impl Occurrence {
    /// Whether it is part of a longer phrase: `failed` in `failed over`.
    pub(crate) fn is_inside(self, other: Self) -> bool {
        other.start <= self.start && self.end <= other.end && self.end - self.start < other.end - other.start
    }
}

impl Phrases {
    /// The phrases of some meanings, in order of preference.
    pub(crate) fn new(meanings: Meanings, added: Added<'_>, order: &[&'static str]) -> Self {
        let mut owners = Vec::new();
        let mut patterns = Vec::new();
        for (index, name) in order.iter().enumerate() {
            patterns.extend(list(meanings, added, name, fold_text));
            owners.resize(patterns.len(), index);
        }
        let mut by_head: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
        let mut heads = Box::new([0; HEADS / 64]);
        let length_of = |pattern: &Word| HEAD_BYTES.into_iter().find(|length| *length <= pattern.len());
        for (number, pattern) in (0..).zip(&patterns) {
            if let Some(length) = length_of(pattern) {
                let head = head_of(first_bytes(pattern.as_bytes()), length);
                let (at, bit) = bit_of(head);
                heads[at] |= bit;
                by_head.entry(head).or_default().push(number);
            }
        }
        let is_used = |length: &usize| patterns.iter().any(|pattern| length_of(pattern) == Some(*length));
        let head_lengths = HEAD_BYTES.into_iter().filter(is_used).collect();
        Self { names: order.to_vec(), patterns, owners, by_head, heads, head_lengths }
    }

    /// The first meaning, by preference, that has a phrase in a folded text as whole words.
    pub(crate) fn find(&self, folded: &str) -> Option<&str> {
        let first = self.occurrences(folded).iter().map(|found| found.meaning).min()?;
        self.names.get(first).copied()
    }

    /// All phrases in a folded text as whole words, by the byte at which they end.
    ///
    /// Phrases begin at the beginning of a word, so few of them have to be compared. An automaton for all languages looks at each byte,
    /// and takes longer to build than a small archive takes to read.
    pub(crate) fn occurrences(&self, folded: &str) -> Vec<Occurrence> {
        let mut found = Vec::new();
        let kind_at = |at: usize| folded.as_bytes().get(at).map(|byte| BYTE_KINDS[usize::from(*byte)]);
        let mut start = 0;
        while let Some(kind) = kind_at(start) {
            if kind != BLANK && folded.is_char_boundary(start) {
                self.phrases_at(folded, start, &mut found);
            }
            start += 1;
            while kind == LETTER && kind_at(start) == Some(LETTER) {
                start += 1;
            }
        }
        found.sort_unstable_by_key(|phrase| (phrase.end, phrase.start, phrase.meaning));
        found
    }

    fn phrases_at(&self, folded: &str, start: usize, found: &mut Vec<Occurrence>) {
        let rest = &folded[start..];
        let first = first_bytes(rest.as_bytes());
        for length in &self.head_lengths {
            let head = head_of(first, *length);
            let (at, bit) = bit_of(head);
            if self.heads[at] & bit == 0 {
                continue;
            }
            for number in self.by_head.get(&head).into_iter().flatten() {
                let number = *number as usize;
                let end = start + self.patterns[number].len();
                if rest.starts_with(&*self.patterns[number]) && is_at_boundaries(folded, start, end) {
                    found.push(Occurrence { meaning: self.owners[number], start, end });
                }
            }
        }
    }
}

/// A list of words.
#[derive(Debug)]
pub(crate) struct List {
    words: Vec<Word>,
    /// Built on first use, as many lists are for what few documents have.
    set: OnceLock<FxHashSet<Word>>,
    /// Finds them in running text; built on first use.
    automaton: OnceLock<Option<AhoCorasick>>,
}

impl List {
    pub(crate) fn words(&self) -> &[Word] {
        &self.words
    }

    /// Whether a folded text is one of the words.
    pub(crate) fn contains(&self, folded: &str) -> bool {
        self.set.get_or_init(|| self.words.iter().cloned().collect()).contains(folded)
    }

    /// The length of the longest word, in bytes.
    pub(crate) fn longest(&self) -> usize {
        self.words.iter().map(|word| word.len()).max().unwrap_or(0)
    }

    /// Whether one of the words occurs in a folded text as a whole word.
    pub(crate) fn occurs_in(&self, folded: &str) -> bool {
        // The fastest kind takes longer to build than a small archive takes to read.
        let build = || {
            let kind = Some(AhoCorasickKind::ContiguousNFA);
            AhoCorasick::builder()
                .kind(kind)
                .build(self.words.iter().map(AsRef::<str>::as_ref).filter(|word| !word.is_empty()))
                .ok()
        };
        let Some(automaton) = self.automaton.get_or_init(build) else { return false };
        let mut found = automaton.find_overlapping_iter(folded);
        found.any(|found| is_at_boundaries(folded, found.start(), found.end()))
    }
}

/// Whether `phrase` occurs in `text` as whole words. A phrase that ends in a space needs a word after it.
pub(crate) fn contains_words(text: &str, phrase: &str) -> bool {
    find_words(text, phrase).is_some()
}

/// The byte after the first occurrence of `phrase` in `text` as whole words.
pub(crate) fn find_words(text: &str, phrase: &str) -> Option<usize> {
    // Texts are short: a searcher built for each phrase would take longer to build than to search.
    memchr::memchr_iter(*phrase.as_bytes().first()?, text.as_bytes())
        .filter(|at| text.as_bytes()[*at..].starts_with(phrase.as_bytes()))
        .map(|at| (at, at + phrase.len()))
        .find(|(start, end)| is_at_boundaries(text, *start, *end))
        .map(|(_, end)| end)
}

/// Whether a range of a text begins and ends at word boundaries. A plural or past form of its last word counts too:
/// `alert` matches `alerts` and `alerted`.
fn is_at_boundaries(text: &str, start: usize, end: usize) -> bool {
    let boundary = |outer: Option<char>, inner: Option<char>| match (outer, inner) {
        (Some(outer), Some(inner)) => {
            !(outer.is_alphanumeric() && inner.is_alphanumeric()) || is_unspaced(outer) || is_unspaced(inner)
        }
        _ => true,
    };
    let (before, phrase, after) = (&text[..start], &text[start..end], &text[end..]);
    let is_inflected = || {
        let tail = after.trim_start_matches(|c: char| c.is_ascii_lowercase());
        INFLECTIONS.contains(&&after[..after.len() - tail.len()])
    };
    // Korean joins endings to words.
    let is_hangul = |c: char| matches!(c, '\u{ac00}'..='\u{d7af}');
    boundary(before.chars().next_back(), phrase.chars().next())
        && (boundary(after.chars().next(), phrase.chars().next_back())
            || phrase.ends_with(is_hangul)
            || is_inflected())
}

fn ends_unspaced(text: &str) -> bool {
    text.chars().next_back().is_some_and(is_unspaced)
}

/// The lists of a scope by name.
pub(crate) fn lists(meanings: Meanings, added: Added<'_>) -> FxHashMap<&'static str, List> {
    let folded = |name: &str, word: &str| {
        if name == "nothing" || name == "because" { word.to_owned() } else { fold(word) }
    };
    let list = |name: &str| {
        let words: Vec<Word> = list(meanings, added, name, |word| folded(name, word)).collect();
        List { words, set: OnceLock::new(), automaton: OnceLock::new() }
    };
    meanings.iter().map(|(name, _)| (*name, list(name))).collect()
}

/// The words of one meaning: the built-in ones, then those of a configuration, folded by `folded`.
fn list<'c>(
    meanings: Meanings,
    added: Added<'c>,
    name: &str,
    folded: impl Fn(&str) -> String + 'c,
) -> impl Iterator<Item = Word> + 'c {
    let added = added.and_then(|added| added.get(name));
    let added = added.into_iter().flatten().map(move |word| Cow::Owned(folded(word)));
    super::words(meanings, name).map(Cow::Borrowed).chain(added)
}
