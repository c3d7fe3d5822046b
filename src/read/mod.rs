//! Reads one document.
//!
//! [`Reader::read`] takes a source file and returns everything that can be known from it alone: what kind of document it
//! is, its record with the position of each value, its HTML with holes, and diagnostics. It never fails. The result
//! depends only on the file, its path and the configuration, so it can be cached under a digest of these.
//!
//! The steps, one module each: [`front_matter`] finds, limits and parses the front matter; [`markdown`] prepares and
//! parses the body ([`dialects`] of other site generators included); [`outline`] turns the syntax tree into sections,
//! lists, tables and lines; [`labels`] and [`keys`] find named values in whatever form they are written; [`identity`],
//! [`times`], [`durations`], [`values`], [`texts`], [`timeline`], [`actions`], [`five_whys`] and [`related`] each read their part
//! of the record; [`classify`] decides what kind of document it is; [`document`] renders its HTML; [`structure`]
//! describes its layout. What words mean is data, looked up in [`lexicon`].

mod action_text;
mod actions;
mod alike;
mod anchors;
mod classify;
mod conflicts;
mod context;
mod dialects;
mod document;
mod durations;
mod edition_keys;
mod edition_mark;
mod fences;
mod field_names;
mod field_places;
mod fix;
mod front_matter;
mod hidden;
mod hidden_names;
mod highlight;
mod identity;
mod impossible;
mod inline_marks;
mod internal_parts;
mod keys;
mod labels;
#[cfg(any(test, fuzzing))]
pub(crate) mod laws;
mod lexicon;
mod link_target;
mod literals;
mod markdown;
mod marks;
mod named;
mod nesting;
mod outline;
mod people;
mod placeholder;
mod prose;
mod record;
mod related;
#[cfg(test)]
mod report_tests;
mod sanitize;
mod schema;
mod short_codes;
mod signs;
mod structure;
mod terms;
mod texts;
mod timeline;
mod times;
mod unusable;
mod values;

mod five_whys;
#[cfg(test)]
mod head_tests;

use std::sync::{Arc, OnceLock};

pub use schema::front_matter_schema;
pub use terms::{each_word_hash, words_by_hash};

use comrak::Arena;
use comrak::nodes::Node;
use regex::Regex;

use crate::config::Config;
use crate::diag::{Code, Diagnostic};
use crate::model::{Certainty, DocumentKind, FIELDS, FieldId, Parsed, Terms};
use crate::source::{Dictionary, SourceFile, Span};
use classify::KindGlobs;
use context::Context;
use identity::IdPatterns;
use lexicon::Lexicon;

pub use document::task_symbol;
pub use edition_keys::{EDITION_KEYS, EditionKeys, FrontMatterKeys};
pub use edition_mark::EditionMark;
pub use fences::Fences;
pub use field_names::FieldNames;
pub use field_places::FieldPlaces;
pub use internal_parts::{InternalParts, internal_parts, merged};
pub use link_target::{LinkTarget, resolve as resolve_link};
pub(crate) use sanitize::allowed as allowed_html;

/// Parses the body of a document into the tree that was read: without front matter, with the block syntax of other
/// site generators translated, and with lines kept that `CommonMark` would swallow. For output formats that are made
/// from the tree.
pub fn parse_body<'a>(arena: &'a Arena<'a>, source: &SourceFile) -> Node<'a> {
    let matter = front_matter::read(source, &mut Vec::new());
    markdown::parse(arena, source, matter.body)
}

/// The byte ranges that have the shape of an id: by the configured pattern, else by the common one.
pub fn find_ids(pattern: Option<&Regex>, text: &str) -> Vec<(usize, usize)> {
    // No early exit, so that the loop is vectorized.
    if !text.bytes().fold(false, |any, byte| any | byte.is_ascii_digit()) {
        return Vec::new();
    }
    match pattern {
        Some(pattern) => pattern.find_iter(text).map(|found| (found.start(), found.end())).collect(),
        None => related::find_ids(text),
    }
}

/// Reads the documents of an archive; one reader serves them all.
#[derive(Debug)]
pub struct Reader {
    config: Config,
    lexicon: Lexicon,
    patterns: IdPatterns,
    kinds: KindGlobs,
    mode: ReadMode,
    /// Whether documents are compressed once they are read.
    pack: bool,
    /// The compression dictionary, taken from the first document.
    dictionary: OnceLock<Dictionary>,
}

/// Larger archives keep each document and its HTML compressed. Compression takes about a fifteenth of the time of a
/// build, and saves memory only in a large archive.
const MAX_UNCOMPRESSED_BYTES: usize = 8 << 20;

/// How much of a document is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadMode {
    /// What pages show.
    Pages,
    /// Also the structure that rules check.
    Rules,
}

impl Reader {
    /// Creates a reader with the vocabulary of an archive, in [`ReadMode::Pages`].
    pub fn new(config: &Config) -> Self {
        let (lexicon, patterns) = rayon::join(|| Lexicon::new(config), || IdPatterns::new(config));
        Self {
            config: config.clone(),
            lexicon,
            patterns,
            kinds: KindGlobs::new(config),
            mode: ReadMode::Pages,
            pack: false,
            dictionary: OnceLock::new(),
        }
    }

    /// Sets how much of each document is read.
    #[must_use]
    pub fn with_mode(self, mode: ReadMode) -> Self {
        Self { mode, ..self }
    }

    /// Sets the total size of the sources, which decides whether documents are compressed.
    #[must_use]
    pub fn with_archive_size(self, bytes: usize) -> Self {
        Self { pack: bytes > MAX_UNCOMPRESSED_BYTES, ..self }
    }

    /// How much of each document is read.
    pub fn mode(&self) -> ReadMode {
        self.mode
    }

    /// Reports the configured fields that take a key from a built-in field. `source` is the configuration.
    pub fn overridden_fields(&self, source: &SourceFile) -> Vec<Diagnostic> {
        let report = |(key, span): (&String, &Span)| {
            let id = self.lexicon.front(key).filter(|id| *id != FieldId::Ignored)?;
            let known = FIELDS.iter().find(|spec| spec.id == id).and_then(|spec| spec.key);
            let name = known.unwrap_or(id.name());
            let message = format!("`{key}` no longer feeds the built-in field `{name}`");
            let help = format!("remove it from `[fields]` if documents use it for `{name}`");
            Some(Diagnostic::new(Code::FieldOverridden, &source.path, *span, message).help(help))
        };
        self.config.field_spans.iter().filter_map(report).collect()
    }

    /// Reads a document.
    pub fn read(&self, source: &Arc<SourceFile>) -> Parsed {
        let mut diagnostics = Vec::new();
        let matter = front_matter::read(source, &mut diagnostics);
        hidden::in_body(source, matter.body, &mut diagnostics);
        let arena = Arena::new();
        let root = markdown::parse(&arena, source, matter.body);
        let is_heading = |text: &str| self.lexicon.heading(text).is_some();
        let outline = outline::Outline::new(source, root, &is_heading);
        let front = context::front_matter_fields(&matter.entries, &self.lexicon, &self.config);
        let labels = labels::find(&outline, &self.lexicon, context::titled(&front));
        let mut context = Context {
            source,
            config: &self.config,
            lexicon: &self.lexicon,
            outline: &outline,
            labels: &labels,
            front,
            diagnostics,
        };
        let (record, named) = record::read(&mut context, &self.patterns);
        let classification = classify::classify(&mut context, &record, &named, &self.kinds);
        let mut diagnostics = context.diagnostics;
        let is_page =
            classification.kind == DocumentKind::Page && classification.certainty == Certainty::Certain;
        if is_page {
            // An ordinary page needs no severity and no ordered timeline.
            diagnostics.retain(|diagnostic| !concerns_incidents_only(diagnostic));
        }
        // Rules work on the source, which then stays uncompressed, and rarely need the HTML.
        let before = match self.mode {
            ReadMode::Pages => &*source.text,
            ReadMode::Rules => "",
        };
        let internal = document::InternalParts::new(&source.text, root);
        let layout = match self.mode {
            ReadMode::Pages if !is_page => {
                document::Layout::new(source, root, &outline, &labels, &record, &self.lexicon, &internal)
            }
            _ => document::Layout::default(),
        };
        let document::Rendered { mut document, mentions, diagnostics: found } = document::render(
            source,
            before,
            root,
            &outline,
            &labels,
            (&record.timeline, &layout, &internal),
            self.config.id_pattern.as_ref(),
        );
        if self.pack {
            let dictionary = self.dictionary.get_or_init(|| document.body.packed().dictionary());
            document.body = document.body.compressed(dictionary);
        }
        let terms = match self.mode {
            ReadMode::Pages if !is_page => terms::read(&outline, &record),
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

/// Whether a diagnostic means nothing on a page.
pub(crate) fn concerns_incidents_only(diagnostic: &Diagnostic) -> bool {
    use crate::diag::Code::{
        DateAmbiguous, DateInvalid, DurationMismatch, FieldConflict, Placeholder, RowDropped,
        SeverityUnknown, TimelineOrder, ValueUnusable,
    };
    let concerns_values = matches!(
        diagnostic.code,
        SeverityUnknown
            | TimelineOrder
            | DurationMismatch
            | FieldConflict
            | Placeholder
            | RowDropped
            | DateAmbiguous
            | DateInvalid
            | ValueUnusable
    );
    concerns_values && !unusable::concerns_kind(diagnostic)
}
