//! Understands one document.
//!
//! [`Reader::read`] takes a text and gives everything that this text alone can tell: what it was taken for, the record
//! with the place of each value, the HTML with holes, and diagnostics. It never fails, and it looks at nothing but the file, its
//! path and the configuration, so that its result can be kept by the digest of these.
//!
//! The steps, one file each, with a folder of its name where it has parts: [`front_matter`] is found, bounded and parsed;
//! [`markdown`] prepares and parses the body ([`dialects`] of other generators included); [`outline`] turns the tree into
//! sections, lists, tables and lines; [`labels`] and [`keys`] find what is named, in whatever form; [`identity`], [`times`],
//! [`durations`], [`values`], [`timeline`], [`actions`], [`five_whys`] and [`related`] read their part of the record;
//! [`classify`] says what the document is; [`document`] writes its HTML; [`structure`] tells how it is built. What words mean is data,
//! looked up by [`lexicon`].

mod action_text;
mod actions;
mod anchors;
mod classify;
mod context;
mod dialects;
mod document;
mod durations;
mod front_matter;
mod highlight;
mod identity;
mod keys;
mod labels;
#[cfg(any(test, fuzzing))]
pub(crate) mod laws;
mod lexicon;
mod link_target;
mod markdown;
mod nesting;
mod outline;
mod placeholder;
mod prose;
mod record;
mod related;
mod sanitize;
mod schema;
mod structure;
mod terms;
mod timeline;
mod times;
mod values;

mod five_whys;

use std::sync::{Arc, OnceLock};

pub use schema::front_matter_schema;
pub use terms::words_by_hash;

use comrak::Arena;
use comrak::nodes::Node;
use regex::Regex;

use crate::config::Config;
use crate::model::{DocumentKind, Parsed, Terms};
use crate::source::{Dictionary, SourceFile};
use context::Context;
use identity::IdPatterns;
use lexicon::Lexicon;

pub use document::task_symbol;
pub use link_target::{LinkTarget, resolve as resolve_link};
pub(crate) use sanitize::allowed as allowed_html;

/// The tree of a document's text, as it was when the document was read: front matter left out, blocks of other
/// generators translated, lines saved that `CommonMark` would swallow. For formats that are made of the text anew.
pub fn parse_body<'a>(arena: &'a Arena<'a>, source: &SourceFile) -> Node<'a> {
    let matter = front_matter::read(source, &mut Vec::new());
    markdown::parse(arena, source, matter.body)
}

/// Where a text holds something with the shape of an id: that of the configuration, else the common one.
pub fn find_ids(pattern: Option<&Regex>, text: &str) -> Vec<(usize, usize)> {
    // Without an early end, so that it takes many bytes at once.
    if !text.bytes().fold(false, |any, byte| any | byte.is_ascii_digit()) {
        return Vec::new();
    }
    match pattern {
        Some(pattern) => pattern.find_iter(text).map(|found| (found.start(), found.end())).collect(),
        None => related::find_ids(text),
    }
}

/// Reads documents of one archive; made once for all of them.
#[derive(Debug)]
pub struct Reader {
    config: Config,
    lexicon: Lexicon,
    patterns: IdPatterns,
    mode: ReadMode,
    /// Whether documents wait packed small.
    pack: bool,
    /// A piece of the first document that was packed.
    dictionary: OnceLock<Dictionary>,
}

/// The documents of an archive of more bytes wait packed small, each with its HTML. To pack and unpack them is a fifteenth of the
/// work that an archive takes, and saves memory only in a large one.
const MAX_UNPACKED_BYTES: usize = 8 << 20;

/// How much is read of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadMode {
    /// What pages show.
    Pages,
    /// What rules ask for as well: its form.
    Rules,
}

impl Reader {
    /// A reader with the vocabulary of an archive. It reads what pages show.
    pub fn new(config: &Config) -> Self {
        let (lexicon, patterns) = rayon::join(|| Lexicon::new(config), || IdPatterns::new(config));
        Self {
            config: config.clone(),
            lexicon,
            patterns,
            mode: ReadMode::Pages,
            pack: false,
            dictionary: OnceLock::new(),
        }
    }

    /// The same, but so much is read.
    #[must_use]
    pub fn with_mode(self, mode: ReadMode) -> Self {
        Self { mode, ..self }
    }

    /// The same, for an archive of so many bytes.
    #[must_use]
    pub fn with_archive_size(self, bytes: usize) -> Self {
        Self { pack: bytes > MAX_UNPACKED_BYTES, ..self }
    }

    /// How much it reads.
    pub fn mode(&self) -> ReadMode {
        self.mode
    }

    /// Reads a document.
    pub fn read(&self, source: &Arc<SourceFile>) -> Parsed {
        let mut diagnostics = Vec::new();
        let matter = front_matter::read(source, &mut diagnostics);
        let arena = Arena::new();
        let root = markdown::parse(&arena, source, matter.body);
        let is_heading = |text: &str| self.lexicon.heading(text).is_some();
        let outline = outline::Outline::new(source, root, &is_heading);
        let labels = labels::find(&outline, &self.lexicon);
        let mut context = Context {
            source,
            config: &self.config,
            lexicon: &self.lexicon,
            outline: &outline,
            labels: &labels,
            front: context::front_matter_fields(&matter.entries, &self.lexicon),
            diagnostics,
        };
        let (record, named) = record::read(&mut context, &self.patterns);
        let classification = classify::classify(&mut context, &record, &named);
        let mut diagnostics = context.diagnostics;
        if classification.kind == DocumentKind::Page {
            // A page owes nobody a severity or a well-ordered timeline.
            diagnostics.retain(|diagnostic| !concerns_incidents_only(diagnostic.code));
        }
        // Rules look at the source as it is, and seldom at the HTML.
        let before = match self.mode {
            ReadMode::Pages => &*source.text,
            ReadMode::Rules => "",
        };
        let document::Rendered { mut document, mentions, diagnostics: found } = document::render(
            source,
            before,
            root,
            &outline,
            &labels,
            &record.timeline,
            self.config.id_pattern.as_ref(),
        );
        if self.pack {
            let dictionary = self.dictionary.get_or_init(|| document.body.packed().dictionary());
            document.body = document.body.compressed(dictionary);
        }
        let terms = match (self.mode, classification.kind) {
            (ReadMode::Pages, DocumentKind::Incident) => terms::read(&outline, &record),
            _ => Terms::default(),
        };
        document.structure = match self.mode {
            ReadMode::Pages => structure::suppressions(source, root),
            ReadMode::Rules => structure::read(source, root, &outline, &labels),
        };
        diagnostics.extend(found);
        diagnostics.sort();
        diagnostics.dedup();
        Parsed {
            source: match self.mode {
                ReadMode::Pages => Arc::new(source.packed(document.body.packed())),
                ReadMode::Rules => Arc::clone(source),
            },
            classification,
            record: Arc::new(record),
            document: Arc::new(document),
            mentions,
            terms,
            diagnostics,
        }
    }
}

fn concerns_incidents_only(code: crate::diag::Code) -> bool {
    use crate::diag::Code::{
        DateAmbiguous, DateInvalid, DurationMismatch, FieldConflict, Placeholder, SeverityUnknown,
        TimelineOrder,
    };
    matches!(
        code,
        SeverityUnknown
            | TimelineOrder
            | DurationMismatch
            | FieldConflict
            | Placeholder
            | DateAmbiguous
            | DateInvalid
    )
}
