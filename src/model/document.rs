//! One document made ready for a page, with holes where other documents are needed.

use std::sync::Arc;

use super::{Body, Form, Headings, Record};
use crate::diag::Diagnostic;
use crate::source::{SourceFile, Span};

/// What a file was taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sort {
    /// A post-mortem.
    Incident,
    /// Any other document.
    Page,
}

/// What a file was taken for, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// What it was taken for.
    pub sort: Sort,
    /// Half a sentence for `pmsite show --sources`.
    pub why: String,
    /// Whether the author marked it as a draft that is not to be published (`draft: true`).
    pub draft: bool,
}

/// A place that only the archive can fill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hole {
    /// Text that may be the id of an incident.
    Reference {
        /// The id as written.
        target: String,
        /// Whether the author marked it as a reference (`[[INC-7]]`, `[INC-7]`, the related list).
        explicit: bool,
        /// Where it stands.
        span: Span,
    },
    /// A relative link to another file of the archive.
    Link {
        /// Path relative to the content folder, normalised, percent-decoded.
        path: String,
        /// The fragment without `#`; may be empty.
        fragment: String,
        /// The link's title; may be empty.
        title: String,
        /// Where it stands.
        span: Span,
    },
    /// A picture that is a file of the archive.
    Image {
        /// Path relative to the content folder, normalised, percent-decoded.
        path: String,
        /// The text for those who do not see it.
        alt: String,
        /// The picture's title; may be empty.
        title: String,
        /// Where it stands.
        span: Span,
    },
}

/// A mention of something that may be an incident, with the sentence around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The hole of the document that holds it.
    pub hole: usize,
    /// The sentence, plain text, shortened to about 200 characters.
    pub sentence: String,
    /// The line, from 1.
    pub line: u32,
}

/// The terms of a document and how often they occur, for likeness.
///
/// An archive has millions of them, and comparing documents is comparing terms, so a term is a number: the FNV-1a hash
/// of the folded word (Fowler, Noll and Vo; RFC 9923). That two words share one once in a large archive makes two
/// documents a little more alike than they are, and nothing else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// Ascending, each once.
    hashes: Box<[u32]>,
    /// By hash.
    weights: Box<[u16]>,
}

/// A term of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// Hash of the folded word.
    pub hash: u32,
    /// Occurrences, those in title, summary and cause counting more.
    pub weight: u16,
}

impl Terms {
    /// Makes terms of the hashes of words, each as often as it counts.
    pub fn new(words: &[u32]) -> Self {
        let words = sorted(words);
        let (mut hashes, mut weights) = (Vec::with_capacity(words.len()), Vec::with_capacity(words.len()));
        for same in words.chunk_by(|a, b| a == b) {
            hashes.push(same[0]);
            weights.push(u16::try_from(same.len()).unwrap_or(u16::MAX));
        }
        // Copied, because an allocator need not give back what a list has beyond its size.
        Self { hashes: hashes.as_slice().into(), weights: weights.as_slice().into() }
    }

    /// All of them, by hash.
    pub fn iter(&self) -> impl Iterator<Item = Term> {
        self.hashes.iter().zip(&self.weights).map(|(hash, weight)| Term { hash: *hash, weight: *weight })
    }

    /// The hash of a word. ASCII letters count as small ones, all others as they are given.
    pub fn hash(word: &str) -> u32 {
        word.bytes().fold(Self::NO_WORD, |hash, byte| Self::add(hash, byte.to_ascii_lowercase()))
    }

    /// The hash of no bytes.
    pub const NO_WORD: u32 = 0x811c_9dc5;

    /// The hash of some bytes and one more.
    #[inline]
    pub const fn add(hash: u32, byte: u8) -> u32 {
        (hash ^ byte as u32).wrapping_mul(0x0100_0193)
    }
}

/// The same hashes in ascending order. They are dealt out by their first byte, which parts hashes evenly, so that little is left to
/// be compared.
fn sorted(hashes: &[u32]) -> Vec<u32> {
    let first = |hash: &u32| usize::from(hash.to_be_bytes()[0]);
    let mut places = [0; 257];
    for hash in hashes {
        places[first(hash) + 1] += 1;
    }
    for byte in 1..places.len() {
        places[byte] += places[byte - 1];
    }
    let mut dealt = vec![0; hashes.len()];
    for hash in hashes {
        let place = &mut places[first(hash)];
        dealt[*place] = *hash;
        *place += 1;
    }
    // Each place is now where those of its byte end.
    let mut start = 0;
    for end in &places[..256] {
        dealt[start..*end].sort_unstable();
        start = *end;
    }
    dealt
}

/// A document ready for a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// The HTML.
    pub body: Body,
    /// The holes, by index.
    pub holes: Vec<Hole>,
    /// The headings, in order, the title left out.
    pub headings: Headings,
    /// Mentions of other documents.
    pub mentions: Vec<Mention>,
    /// How it is built.
    pub form: Form,
}

/// Everything that one file alone can tell.
#[derive(Debug)]
pub struct Parsed {
    /// The file.
    pub source: Arc<SourceFile>,
    /// What it was taken for.
    pub verdict: Verdict,
    /// What it says. Complete for an incident; for a page the title, tags and extra keys.
    pub record: Arc<Record>,
    /// Its text.
    pub document: Arc<Document>,
    /// The words of its text, if it is an incident and was read for its page.
    pub terms: Arc<Terms>,
    /// What is to be said about it.
    pub diagnostics: Vec<Diagnostic>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_in_ascending_order_and_say_how_often_they_come() {
        let words = ["pool", "error", "pool", "db-3", "timeout", "error", "pool"].map(Terms::hash);
        let hashes: Vec<u32> = words.into_iter().chain([0, u32::MAX, 0, 1]).collect();
        let mut expected = std::collections::BTreeMap::new();
        for hash in &hashes {
            *expected.entry(*hash).or_insert(0) += 1;
        }
        let terms: Vec<_> = Terms::new(&hashes).iter().map(|term| (term.hash, term.weight)).collect();
        assert_eq!(terms, expected.into_iter().collect::<Vec<(u32, u16)>>());
    }
}
