//! One document made ready for a page, with holes where other documents are needed.

use std::sync::Arc;

use super::{Body, Form, Record};
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

/// A heading of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Plain text.
    pub text: String,
    /// Its anchor in the page.
    pub anchor: String,
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
    /// By hash, each once.
    list: Box<[Term]>,
    /// The words, one after the other.
    words: Box<str>,
}

/// A term of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// Hash of the folded word.
    pub hash: u32,
    /// Occurrences, those in title, summary and cause counting more.
    pub weight: u16,
    length: u16,
    start: u32,
}

impl Terms {
    /// Makes terms of words with their weights; a word that comes again adds its weight. ASCII letters count as small ones,
    /// all others as they are given. Words beyond the first 4 GiB of them, or longer than 64 KiB, are left out.
    pub fn new<'w>(words: impl Iterator<Item = (&'w str, u16)>) -> Self {
        let words: Vec<(&str, u16)> = words.collect();
        // Numbers sort faster than what they stand for: the hash in the upper half, the place in the lower.
        let hashed =
            (0_u32..).zip(&words).map(|(at, (word, _))| u64::from(fnv1a(word)) << 32 | u64::from(at));
        let mut order: Vec<u64> = hashed.collect();
        order.sort_unstable();

        let (mut list, mut text) = (Vec::<Term>::new(), String::new());
        for place in order {
            let hash = u32::try_from(place >> 32).unwrap_or_default();
            let (word, weight) = words[usize::try_from(place & u64::from(u32::MAX)).unwrap_or_default()];
            if let Some(last) = list.last_mut().filter(|last| last.hash == hash) {
                last.weight = last.weight.saturating_add(weight);
                continue;
            }
            let place = u32::try_from(text.len()).ok().zip(u16::try_from(word.len()).ok());
            let Some((start, length)) = place else { continue };
            text.push_str(word);
            text[start as usize..].make_ascii_lowercase();
            list.push(Term { hash, weight, length, start });
        }
        // Copied, because an allocator may keep what these have grown beyond their size.
        Self { list: list.as_slice().into(), words: text.as_str().into() }
    }

    /// All of them, by hash.
    pub fn iter(&self) -> std::slice::Iter<'_, Term> {
        self.list.iter()
    }

    /// The folded word of a term by its hash.
    pub fn word(&self, hash: u32) -> Option<&str> {
        let at = self.list.binary_search_by_key(&hash, |term| term.hash).ok()?;
        let term = self.list[at];
        self.words.get(term.start as usize..)?.get(..usize::from(term.length))
    }
}

impl<'a> IntoIterator for &'a Terms {
    type Item = &'a Term;
    type IntoIter = std::slice::Iter<'a, Term>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

fn fnv1a(word: &str) -> u32 {
    let add = |hash: u32, byte: u8| (hash ^ u32::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0193);
    word.bytes().fold(0x811c_9dc5, add)
}

/// A document ready for a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// The HTML.
    pub body: Body,
    /// The holes, by index.
    pub holes: Vec<Hole>,
    /// The headings, in order, the title left out.
    pub headings: Vec<Heading>,
    /// Mentions of other documents.
    pub mentions: Vec<Mention>,
    /// The words of the text.
    pub terms: Terms,
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
    /// What is to be said about it.
    pub diagnostics: Vec<Diagnostic>,
}
