//! The inverted index, split into files.
//!
//! A shard contains the terms of one range of the alphabet. It is a text of entries separated by spaces; an entry is
//!
//! ```text
//! <shared><rest>|<documents>[|<concepts>]
//! ```
//!
//! where `shared` (a digit in base 36) is the length of the prefix that the term shares with the previous one, `documents` are bits
//! ([`super::bit_packing`]) and `concepts` are numbers separated by commas. The bits are: the number of documents as a gamma code; for each
//! document the gap to the previous one as a Rice code, the level of the term in [`level_bits`] bits, and, if [`keeps_passages`], the
//! passage: a zero for the longest, otherwise a one and [`PASSAGE_BITS`] bits.

use std::fmt::Write as _;

use super::bit_packing::{Bits, parameter};
use super::concepts::Concepts;
use super::posting::Posting;
use super::words::{each_chunk, fold, spellings, terms};

/// Bits of the level of a term in a document. In large archives, size matters more than precision.
pub(super) const fn level_bits(documents: u32) -> u32 {
    if documents > 4096 { 3 } else { 4 }
}

/// Bits of the number of a passage.
const PASSAGE_BITS: u32 = 5;

/// How fast the weight of further occurrences decreases (BM25's k1).
const SATURATION: f32 = 1.6;
/// How much less occurrences in long documents count (BM25's b).
const LENGTH_PENALTY: f32 = 0.4;

/// How many documents are kept for a term: those with the highest level. In larger archives the most common words find only these.
const MAX_DOCUMENTS: usize = 16_384;

/// Whether the passages of a term are kept. In large archives those of the most common terms would be a fifth of the index.
const fn keeps_passages(count: u32, documents: u32) -> bool {
    documents <= 4096 || count <= documents / 4
}

/// The lengths of all documents, by which the levels of terms are determined.
pub(super) struct Lengths {
    /// For each document the weight at which a term has half of the highest level. In a long document a term must occur more often.
    norms: Vec<f32>,
    level_bits: u32,
}

impl Lengths {
    /// The lengths of documents, the first of which are pages. These do not count for the mean, so that they do not change how incidents rank.
    #[expect(clippy::cast_precision_loss, reason = "a mean needs no more than 24 bits")]
    pub(super) fn new(lengths: &[u32], pages: usize) -> Self {
        let incidents = lengths.get(pages..).unwrap_or_default();
        let sum: u64 = incidents.iter().map(|length| u64::from(*length)).sum();
        let mean = (sum as f32 / incidents.len().max(1) as f32).max(1.0);
        let level_bits = level_bits(u32::try_from(lengths.len()).unwrap_or(u32::MAX));
        let norm =
            |length: &u32| SATURATION * (1.0 - LENGTH_PENALTY + LENGTH_PENALTY * *length as f32 / mean);
        Self { norms: lengths.iter().map(norm).collect(), level_bits }
    }

    /// The number of documents.
    pub(super) fn count(&self) -> u32 {
        u32::try_from(self.norms.len()).unwrap_or(u32::MAX)
    }

    /// The level of a term in a document.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a few bits")]
    pub(super) fn level(&self, posting: Posting) -> u32 {
        let norm = self.norms.get(posting.document as usize).copied().unwrap_or(SATURATION);
        let weight = f32::from(posting.weight);
        let steps = f32::from(1_u8 << self.level_bits);
        (weight / (weight + norm) * steps).clamp(0.0, steps - 1.0) as u32
    }
}

/// The documents that are kept for a term; both lists are ascending.
pub(super) fn kept(mut postings: Vec<Posting>, lengths: &Lengths) -> Vec<Posting> {
    if postings.len() > MAX_DOCUMENTS {
        // There are few levels, so the number of documents to keep on each level is known without sorting.
        let mut room = vec![0; 1 << lengths.level_bits];
        for posting in &postings {
            room[lengths.level(*posting) as usize] += 1;
        }
        let mut left = MAX_DOCUMENTS;
        for room in room.iter_mut().rev() {
            *room = left.min(*room);
            left -= *room;
        }
        postings.retain(|posting| {
            let room = &mut room[lengths.level(*posting) as usize];
            let keep = *room > 0;
            *room -= usize::from(keep);
            keep
        });
    }
    postings
}

/// Encodes the documents of a term, which are ascending.
pub(super) fn encode(postings: &[Posting], lengths: &Lengths, out: &mut String) {
    let documents = lengths.count();
    let count = u32::try_from(postings.len()).unwrap_or(u32::MAX);
    let parameter = parameter(documents, count);
    let passages = keeps_passages(count, documents);
    let mut bits = Bits::default();
    bits.gamma(count);
    let mut next = 0;
    for posting in postings {
        bits.rice(posting.document - next, parameter);
        next = posting.document + 1;
        let level = lengths.level(*posting);
        let (more, width) = match posting.passage {
            _ if !passages => (0, 0),
            0 => (0, 1),
            passage => (1 << PASSAGE_BITS | u32::from(passage), 1 + PASSAGE_BITS),
        };
        bits.put(level << width | more, lengths.level_bits + width);
    }
    out.push_str(&bits.finish());
}

/// A range of the alphabet.
pub(super) struct Shard {
    /// The shortest prefix that distinguishes its first term from the previous one.
    pub(super) from: String,
    /// The entries.
    pub(super) text: String,
}

/// Splits the sorted terms into shards of about `size` bytes.
pub(super) fn shards(terms: &[(&str, &str)], concepts: &Concepts, size: usize) -> Vec<Shard> {
    let mut shards: Vec<Shard> = Vec::new();
    let mut before = "";
    let mut digits = [0; 4];
    for (term, documents) in terms {
        let full = shards
            .last()
            .is_none_or(|shard| !shard.text.is_empty() && shard.text.len() + documents.len() > size);
        if full {
            shards.push(Shard { from: distinguish(before, term), text: String::with_capacity(size) });
        }
        let Some(shard) = shards.last_mut() else { continue };
        let (common, rest) = if full { (0, *term) } else { common_prefix(before, term, 35) };
        if !full {
            shard.text.push(' ');
        }
        let digit = u32::try_from(common).ok().and_then(|common| char::from_digit(common, 36)).unwrap_or('0');
        for piece in [&*digit.encode_utf8(&mut digits), rest, "|", documents] {
            shard.text.push_str(piece);
        }
        let mut mark = '|';
        for concept in concepts.of(term) {
            let _ = write!(shard.text, "{mark}{concept}");
            mark = ',';
        }
        before = term;
    }
    shards
}

/// The length of the common prefix of two terms in characters, up to a limit, and the rest of the second term.
fn common_prefix<'t>(one: &str, other: &'t str, most: usize) -> (usize, &'t str) {
    let mut rest = other.chars();
    let mut count = 0;
    for c in one.chars().take(most) {
        let mut next = rest.clone();
        if next.next() != Some(c) {
            break;
        }
        rest = next;
        count += 1;
    }
    (count, rest.as_str())
}

/// A term of a shard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ShardTerm {
    pub(crate) term: String,
    /// Where its entry begins in the file, in bytes.
    pub(crate) offset: usize,
    /// Whether documents have it. A word as it is spelled has none, and neither has a synonym that no document uses.
    pub(crate) has_documents: bool,
}

/// The terms of the file of a shard; nothing if the file has another form.
pub(crate) fn shard_terms(text: &str) -> Option<impl Iterator<Item = ShardTerm>> {
    let name = text.strip_prefix("pmsite.put(\"s")?;
    let (_, data) = name.split_once("\",\"")?;
    let entries = data.trim_end().strip_suffix("\")")?;
    let start = text.len() - data.len();
    if entries.contains('"') || entries.split(' ').any(|entry| parts(entry).is_none()) {
        return None;
    }
    let (mut term, mut next) = (String::new(), start);
    Some(entries.split(' ').filter_map(move |entry| {
        let offset = next;
        next += entry.len() + 1;
        let (shared, rest, has_documents) = parts(entry)?;
        let end = term.char_indices().nth(shared).map_or(term.len(), |(at, _)| at);
        term.truncate(end);
        term.push_str(rest);
        Some(ShardTerm { term: term.clone(), offset, has_documents })
    }))
}

/// What an entry shares with the one before it, the rest of its term, and whether it has documents.
fn parts(entry: &str) -> Option<(usize, &str, bool)> {
    let mut chars = entry.chars();
    let shared = usize::try_from(chars.next()?.to_digit(36)?).ok()?;
    let (rest, documents) = chars.as_str().split_once('|')?;
    Some((shared, rest, !documents.is_empty() && !documents.starts_with('|')))
}

/// Calls a function with each chunk of a text and where it begins.
pub(crate) fn each_chunk_of(text: &str, mut call: impl FnMut(&str, usize)) {
    each_chunk(text, |chunk| call(chunk, chunk.as_ptr().addr() - text.as_ptr().addr()));
}

/// The terms of a chunk; a word as it is spelled begins with `<`.
pub(crate) fn chunk_terms(chunk: &str) -> impl Iterator<Item = String> {
    terms(chunk).into_iter().chain(spellings(chunk).map(|word| format!("<{word}")))
}

/// A word in the form in which terms are compared.
pub(crate) fn folded_term(word: &str) -> String {
    fold(word)
}

fn distinguish(before: &str, term: &str) -> String {
    let (_, rest) = common_prefix(before, term, usize::MAX);
    let next = rest.chars().next().map_or(0, char::len_utf8);
    term[..term.len() - rest.len() + next].to_owned()
}

/// The order in which JavaScript compares strings: by UTF-16 code units. It differs from the order of bytes only for characters from
/// U+E000.
pub(super) fn order(one: &str, other: &str) -> std::cmp::Ordering {
    if one.is_ascii() || other.is_ascii() {
        one.cmp(other)
    } else {
        one.encode_utf16().cmp(other.encode_utf16())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_terms_of_a_shard_can_be_read_back() {
        let all = ["<canary", ">yranac", "canari", "canary7", "caña", "dü", "dün"];
        let is_spelling = |term: &str| term.starts_with(['<', '>']);
        let terms = all.map(|term| (term, if is_spelling(term) { "" } else { "kM" }));
        for size in [1, 20, 1000] {
            let shards = shards(&terms, &Concepts::built_in(), size);
            let read = shards.iter().flat_map(|shard| {
                let file = format!("pmsite.put(\"s0-abcdef\",\"{}\")\n", shard.text);
                shard_terms(&file).unwrap().collect::<Vec<_>>()
            });
            let read: Vec<ShardTerm> = read.collect();
            assert!(read.iter().map(|term| term.term.as_str()).eq(all));
            assert!(read.iter().all(|term| term.has_documents != is_spelling(&term.term)));
        }
        assert!(shard_terms("pmsite.put(\"c0-abcdef\",[])").is_none());
        assert!(shard_terms("pmsite.put(\"s0-abcdef\",\"canary\")").is_none());
    }

    #[test]
    fn keeps_the_documents_with_the_highest_levels_and_the_first_on_a_tie() {
        let total = 3 * u32::try_from(MAX_DOCUMENTS).unwrap();
        let lengths: Vec<u32> = (0..total).map(|document| 50 + document * 7919 % 400).collect();
        let lengths = Lengths::new(&lengths, 0);
        let weight = |document: u32| u16::try_from(1 + document * 7 % 23).unwrap();
        let posting = |document| Posting { document, weight: weight(document), passage: 0 };
        let postings: Vec<Posting> = (0..total).filter(|document| document % 5 > 0).map(posting).collect();

        let mut best = postings.clone();
        best.sort_by_key(|posting| (std::cmp::Reverse(lengths.level(*posting)), posting.document));
        best.truncate(MAX_DOCUMENTS);
        best.sort_by_key(|posting| posting.document);
        assert!(best.len() < postings.len());
        assert_eq!(kept(postings, &lengths), best);
        assert_eq!(kept(best.clone(), &lengths), best);
    }
}
