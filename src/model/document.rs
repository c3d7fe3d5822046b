//! One document, ready for a page, with holes for what depends on other documents.

use std::sync::Arc;

use super::{Body, Headings, Record, Structure, Terms};
use crate::diag::Diagnostic;
use crate::source::{SourceFile, Span};

/// What a file was classified as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentKind {
    /// A post-mortem.
    Incident,
    /// Any other document.
    Page,
}

/// What a file was classified as, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Classification {
    /// What it was classified as.
    pub kind: DocumentKind,
    /// The reason, as `pmsite show --sources` prints it.
    pub why: String,
    /// Whether the author marked it as a draft (`draft: true`).
    pub draft: bool,
    /// Whether the document alone decides.
    pub certainty: Certainty,
}

/// With fewer headings that it shares with incidents, a document is like others by chance.
pub const MIN_SHARED_HEADINGS: usize = 2;

/// What decides how a document is classified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// The document alone.
    Certain,
    /// The documents with the same form of name in the same folder: `2026-03-01-cdn.md` among reports with dated names.
    BySiblings,
    /// The other documents of its folder, which is named after incidents: `postmortems/cdn.md`.
    ByFolder,
    /// The incidents of its folder, if they have the same sections.
    ByHeadings,
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
        /// Its place in the document.
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
        /// Its place in the document.
        span: Span,
    },
    /// An image that is a file of the archive.
    Image {
        /// Path relative to the content folder, normalized, percent-decoded.
        path: Box<str>,
        /// The alt text.
        alt: Box<str>,
        /// The image's title; may be empty.
        title: Box<str>,
        /// The width at which the author wants to show it, in CSS pixels.
        width: Option<u16>,
        /// Its place in the document.
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
    /// The headings, in order, without the title.
    pub headings: Headings,
    /// The headings in folded blocks, by index.
    pub folded_headings: Vec<usize>,
    /// Whether each action item has marks in the author's own table.
    pub has_item_marks: bool,
    /// Whether some of it is shown only by the internal edition.
    pub has_internal_parts: bool,
    /// How it is built.
    pub structure: Structure,
}

/// Everything that can be read from one file alone.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The file.
    pub source: Arc<SourceFile>,
    /// What it was classified as.
    pub classification: Classification,
    /// Its fields. Complete for an incident; a page has title, tags and extra keys.
    pub record: Arc<Record>,
    /// Its text.
    pub document: Arc<Document>,
    /// Where it mentions other documents. The archive keeps only what it derives from them.
    pub mentions: Vec<Mention>,
    /// The words of its text, if it is an incident and was read for its page.
    pub terms: Terms,
    /// Diagnostics about it.
    pub diagnostics: Vec<Diagnostic>,
}
