//! The public edition: what is left out when an archive is read, and what that leaves to prove.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use super::error::RunError;
use super::left_out::LeftOut;
use super::settings::{Inputs, redaction_lists};
use crate::config::{Config, Edition};
use crate::diag::{Code, Diagnostic};
use crate::edition::{self, PublicEdition, Rules};
use crate::model::{Hole, Parsed};
use crate::publish::opaque_attachments;
use crate::read::{Reader, internal_parts};
use crate::source::{SourceFile, Span};
use crate::text::count;

/// The documents and files of an edition.
pub(super) struct EditionContent {
    pub(super) documents: Vec<Arc<Parsed>>,
    /// As they are written, in the same order.
    pub(super) originals: Vec<Arc<Parsed>>,
    pub(super) files: Vec<Arc<str>>,
    pub(super) left_out: Option<LeftOut>,
    /// Problems that make the edition unsafe to publish.
    pub(super) problems: Vec<Diagnostic>,
}

/// Makes the content of the edition from all documents and files.
pub(super) fn content(
    documents: Vec<Arc<Parsed>>,
    files: Vec<Arc<str>>,
    reader: &Reader,
    (inputs, config): (&Inputs, &Config),
) -> Result<EditionContent, RunError> {
    if inputs.edition == Edition::Internal {
        let problems = documents.iter().flat_map(|document| problems(document, config)).collect();
        let originals = documents.clone();
        return Ok(EditionContent { documents, originals, files, left_out: None, problems });
    }
    let lists = redaction_lists(inputs, config)?;
    let rules = Rules { config, lists: &lists, key: inputs.redaction_key.as_deref(), drafts: inputs.drafts };
    let edition = edition::public(documents, &files, reader, rules);
    let PublicEdition { documents, originals, internal, renamed, withheld, counts, diagnostics, .. } =
        edition;
    Ok(EditionContent {
        documents,
        originals,
        files: edition.files,
        left_out: Some(LeftOut { withheld, documents: internal, counts, files, renamed }),
        problems: diagnostics,
    })
}

/// What is wrong with the marks of a document, in an archive with editions. The internal edition shows everything, but its
/// authors should know before the public one is built.
pub(super) fn problems(document: &Parsed, config: &Config) -> Vec<Diagnostic> {
    if config.editions.is_none() {
        return Vec::new();
    }
    let (_, visibility) = edition::visibility(&document.source, config);
    let marks = internal_parts(&document.source).diagnostics;
    visibility.into_iter().chain(marks).collect()
}

/// Warnings about private data in what the public edition would show, in an archive with editions.
pub(super) fn find_private_data(
    (originals, config): (&[Arc<Parsed>], &Config),
    (files, content_root): (&[Arc<str>], &Path),
    reader: &Reader,
    inputs: &Inputs,
) -> Result<Vec<Diagnostic>, RunError> {
    let Some(editions) = &config.editions else { return Ok(Vec::new()) };
    let lists = redaction_lists(inputs, config)?;
    let rules = Rules { config, lists: &lists, key: None, drafts: inputs.drafts };
    let edition = edition::public(originals.to_vec(), &[], reader, rules);
    let attached: BTreeSet<&str> = edition.documents.iter().flat_map(|one| attachments(one)).collect();
    let attached = files.iter().filter(|file| attached.contains(&***file)).cloned().collect();
    let opaque = opaque_attachments(attached, content_root, &editions.public.files);
    Ok(edition::find_private_data(&edition, config).into_iter().chain(opaque).collect())
}

/// The files that a document refers to.
fn attachments(document: &Parsed) -> impl Iterator<Item = &str> {
    document.document.holes.iter().filter_map(|hole| match hole {
        Hole::Link { path, .. } | Hole::Image { path, .. } => Some(&**path),
        Hole::Reference { .. } => None,
    })
}

/// What a change makes public: for each changed document, the lines of the public edition that it did not have before. `before`
/// returns the earlier text of a document.
pub(super) fn made_public(
    (originals, config): (&[Arc<Parsed>], &Config),
    inputs: &Inputs,
    is_changed: impl Fn(&str) -> bool,
    before: impl Fn(&str) -> Option<String>,
) -> Result<Vec<Diagnostic>, RunError> {
    let lists = redaction_lists(inputs, config)?;
    let rules = Rules { config, lists: &lists, key: None, drafts: inputs.drafts };
    let reader = Reader::new(config);
    let edition = edition::public(originals.to_vec(), &[], &reader, rules);
    let mut found = Vec::new();
    for (at, original) in edition.originals.iter().enumerate().filter(|(_, one)| is_changed(&one.source.path))
    {
        let path = &original.source.path;
        let earlier =
            before(path).map(|text| reader.read(&Arc::new(SourceFile::new(Arc::clone(path), text))));
        let earlier = earlier.map(|one| edition::public(vec![Arc::new(one)], &[], &reader, rules));
        let known: BTreeSet<String> =
            earlier.iter().flat_map(|edition| edition.lines(0)).map(|(_, line)| line).collect();
        let new: Vec<(Span, String)> =
            edition.lines(at).into_iter().filter(|(_, line)| !known.contains(line)).collect();
        let Some((span, _)) = new.first() else { continue };
        let lines = count(new.len(), "line");
        let message = if known.is_empty() {
            format!("this change makes the document public: {lines}")
        } else {
            format!("this change makes {lines} public")
        };
        found.push(Diagnostic::new(Code::MadePublic, path, *span, message));
    }
    Ok(found)
}
