//! One document made ready for a page, with holes where other documents are needed.

use std::sync::Arc;

use super::{Body, Headings, Record, Structure, Terms};
use crate::diag::Diagnostic;
use crate::source::{SourceFile, Span};

/// What a file was taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentKind {
    /// A post-mortem.
    Incident,
    /// Any other document.
    Page,
}

/// What a file was taken for, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Classification {
    /// What it was taken for.
    pub kind: DocumentKind,
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
        target: Box<str>,
        /// Whether the author marked it as a reference (`[[INC-7]]`, `[INC-7]`, the related list).
        explicit: bool,
        /// Where it stands.
        span: Span,
    },
    /// A relative link to another file of the archive.
    Link {
        /// Path relative to the content folder, normalized, percent-decoded.
        path: Box<str>,
        /// The fragment without `#`; may be empty.
        fragment: Box<str>,
        /// The link's title; may be empty.
        title: Box<str>,
        /// Where it stands.
        span: Span,
    },
    /// A picture that is a file of the archive.
    Image {
        /// Path relative to the content folder, normalized, percent-decoded.
        path: Box<str>,
        /// The text for those who do not see it.
        alt: Box<str>,
        /// The picture's title; may be empty.
        title: Box<str>,
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

/// A document ready for a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// The HTML.
    pub body: Body,
    /// The holes, by index.
    pub holes: Vec<Hole>,
    /// The headings, in order, the title left out.
    pub headings: Headings,
    /// How it is built.
    pub structure: Structure,
}

/// Everything that one file alone can tell.
#[derive(Debug)]
pub struct Parsed {
    /// The file.
    pub source: Arc<SourceFile>,
    /// What it was taken for.
    pub classification: Classification,
    /// What it says. Complete for an incident; for a page the title, tags and extra keys.
    pub record: Arc<Record>,
    /// Its text.
    pub document: Arc<Document>,
    /// Where it speaks of other documents. An archive keeps what follows from them.
    pub mentions: Vec<Mention>,
    /// The words of its text, if it is an incident and was read for its page.
    pub terms: Terms,
    /// What is to be said about it.
    pub diagnostics: Vec<Diagnostic>,
}
