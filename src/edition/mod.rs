//! The public edition of an archive: its documents without what is internal.
//!
//! The edition is made from the *text* of documents, between [`crate::read`] and [`crate::archive`]: internal documents are
//! left out, internal parts, fields and links are cut from the others, names are replaced by placeholders, and what is left
//! is read again as if it had been written so. Everything that is computed later (links, relations, similar incidents,
//! counts, search, feeds, exports, the Markdown copy of a page) therefore depends on public text alone. The law in `laws.rs`: two
//! archives that differ in internal text only have the same public edition. Of internal documents, only their ids and file names
//! matter, because public text may mention them.
//!
//! The module never looks at pages. Whether a site contains what was left out is the question of [`crate::proof`].

mod definitions;
mod document;
mod draft;
#[cfg(test)]
mod laws;
mod letters;
mod links;
mod private;
mod redact;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use self::document::PublicDocument;
use self::draft::Places;
use self::links::Absent;
pub use self::private::find_private_data;
use self::redact::{Forms, RedactedTexts, Redactions};
use crate::config::{self, Config, Edition};
use crate::diag::{Code, Diagnostic};
use crate::model::{Parsed, Withheld, WithheldKind};
use crate::read::{EditionKeys, FieldNames, Reader};
use crate::source::{SourceFile, Span};

/// The label of placeholders for ids of internal incidents.
const INTERNAL: &str = "internal";

/// Numbers in ids are padded to fewer digits than this.
const MAX_DIGITS: usize = 7;

/// What decides the public edition, apart from the documents.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'r> {
    /// The configuration.
    pub config: &'r Config,
    /// The lines of the `list` file of each redaction, in the order of the configuration.
    pub lists: &'r [Vec<String>],
    /// Makes placeholders that are the same in every build.
    pub key: Option<&'r str>,
    /// Whether drafts are shown.
    pub drafts: bool,
}

/// The public edition of an archive.
#[derive(Debug, Default)]
pub struct PublicEdition {
    /// Its documents, sorted by path.
    pub documents: Vec<Arc<Parsed>>,
    /// The same documents as they are written, in the same order.
    pub originals: Vec<Arc<Parsed>>,
    /// The documents that it does not show, sorted by path.
    pub internal: Vec<Arc<Parsed>>,
    /// Where the text of each document was written.
    places: Vec<Places>,
    /// The names of all other files; placeholders may be in them.
    pub files: Vec<Arc<str>>,
    /// The files whose names are not their real ones, and their real names.
    pub renamed: BTreeMap<Arc<str>, Arc<str>>,
    /// What must not be found in it.
    pub withheld: Vec<Withheld>,
    /// What was left out, counted.
    pub counts: Counts,
    /// Problems that make the edition unsafe to publish.
    pub diagnostics: Vec<Diagnostic>,
}

impl PublicEdition {
    /// The lines of a document that are not empty, with the places where they were written.
    pub fn lines(&self, document: usize) -> Vec<(Span, String)> {
        let (Some(parsed), Some(places)) = (self.documents.get(document), self.places.get(document)) else {
            return Vec::new();
        };
        let mut at = 0;
        let lines = parsed.source.text.split_inclusive('\n').map(|line| {
            let start = places.original(at);
            at += line.len();
            (Span::new(start, start + line.trim_end().len()), line.trim().to_owned())
        });
        lines.filter(|(_, line)| line.chars().any(char::is_alphanumeric)).collect()
    }
}

/// What an edition leaves out, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Whole documents.
    pub documents: usize,
    /// Parts of documents.
    pub parts: usize,
    /// Texts that became placeholders.
    pub redactions: usize,
}

/// The first edition that shows a document, and a diagnostic if what it says about that is unknown.
pub fn visibility(source: &SourceFile, config: &Config) -> (Edition, Option<Diagnostic>) {
    let default = config.editions.as_ref().map(|editions| editions.default).unwrap_or_default();
    let Some((written, span)) = EditionKeys::of(source).visibility else { return (default, None) };
    if let Some(edition) = Edition::from_name(&written) {
        return (edition, None);
    }
    let message = format!("unknown visibility `{written}`");
    let diagnostic = Diagnostic::new(Code::VisibilityUnknown, &source.path, span, message);
    (Edition::Internal, Some(diagnostic.help("write `visibility: public` or `visibility: internal`")))
}

/// Makes the public edition of these documents. `files` are the paths of all other files.
pub fn public(
    documents: Vec<Arc<Parsed>>,
    files: &[Arc<str>],
    reader: &Reader,
    rules: Rules<'_>,
) -> PublicEdition {
    let mut edition = PublicEdition::default();
    let mut internal = Vec::new();
    let mut shown = Vec::new();
    for document in documents {
        let (visibility, problem) = visibility(&document.source, rules.config);
        edition.diagnostics.extend(problem);
        let is_shown = visibility == Edition::Public && (rules.drafts || !document.classification.draft);
        if is_shown { &mut shown } else { &mut internal }.push(document);
    }
    edition.counts.documents = internal.len();
    edition.withheld.extend(internal.iter().flat_map(|document| whole(document)));

    let present = shown.iter().map(|document| &*document.source.path).collect::<BTreeSet<_>>();
    let absent = Absent::new(internal.iter().map(|document| &*document.source.path), &present);
    let settings = rules.config.editions.as_ref().map(|editions| &editions.public);
    let names =
        FieldNames::new(settings.iter().flat_map(|public| public.withhold.iter().map(String::as_str)));
    let mut cut: Vec<PublicDocument> =
        shown.par_iter().map(|document| PublicDocument::new(document, reader, &names, &absent)).collect();

    let configured = configured(rules);
    // Those that no public document mentions must not be anywhere either.
    edition.withheld.extend(configured.iter().flat_map(|rule| &rule.texts).map(|text| Withheld {
        source: config::FILE_NAME.into(),
        line: 0,
        kind: WithheldKind::Redacted,
        text: text.clone(),
    }));
    let mut redactions = redactions(configured, &internal, &cut, rules);
    redact(&mut cut, &mut redactions, rules.key, &mut edition);
    for document in &mut cut {
        edition.counts.parts += document.parts;
        edition.withheld.append(&mut document.withheld);
        edition.diagnostics.append(&mut document.diagnostics);
    }
    let read_again = |document: &mut PublicDocument| {
        let path = redactions.replaced(&document.original.source.path);
        document.read(reader, &path.into())
    };
    edition.documents = cut.par_iter_mut().map(read_again).collect();
    for document in cut {
        edition.places.push(document.draft.places);
        edition.originals.push(document.original);
    }
    for file in files {
        let name: Arc<str> = redactions.replaced(file).into();
        if name != *file {
            edition.renamed.insert(Arc::clone(&name), Arc::clone(file));
        }
        edition.files.push(name);
    }
    edition.internal = internal;
    edition.withheld.sort();
    edition.withheld.dedup();
    edition.diagnostics.sort();
    edition
}

/// Everything about a document that is left out.
fn whole(document: &Parsed) -> Vec<Withheld> {
    let source = &document.source;
    let withheld = |line, kind, text: &str| Withheld {
        source: Arc::clone(&source.path),
        line,
        kind,
        text: text.to_owned(),
    };
    let id = document.record.id.as_ref().map(|id| withheld(id.provenance.line, WithheldKind::Id, &id.value));
    let text = withheld(1, WithheldKind::Text, &source.text);
    [Some(text), Some(withheld(0, WithheldKind::Path, &source.path)), id].into_iter().flatten().collect()
}

/// What the configuration redacts, with the lines of the `list` files.
fn configured(rules: Rules<'_>) -> Vec<RedactedTexts> {
    let all = rules.config.redactions.iter().enumerate().map(|(at, rule)| {
        let list = rules.lists.get(at).into_iter().flatten();
        RedactedTexts {
            label: rule.label.clone(),
            texts: rule.texts.iter().chain(list).cloned().collect(),
            pattern: rule.pattern.clone(),
            forms: Forms::Any,
        }
    });
    all.collect()
}

/// The redactions of the configuration, of names of internal documents and, if they are hidden, of the ids of internal incidents.
fn redactions(
    mut all: Vec<RedactedTexts>,
    internal: &[Arc<Parsed>],
    cut: &[PublicDocument],
    rules: Rules<'_>,
) -> Redactions {
    let hides = rules.config.editions.as_ref().is_some_and(|editions| editions.public.hide_ids);
    let ids = hides.then(|| RedactedTexts {
        label: INTERNAL.to_owned(),
        texts: internal.iter().flat_map(|one| ids(one)).collect(),
        pattern: None,
        forms: Forms::Any,
    });
    let shown: BTreeSet<&str> = cut.iter().map(|one| one.original.source.name()).collect();
    let names = internal.iter().map(|one| &one.source).filter(|source| !shown.contains(source.name()));
    let files = RedactedTexts {
        label: INTERNAL.to_owned(),
        texts: names.flat_map(|source| file_names(source)).collect(),
        pattern: None,
        forms: Forms::Written,
    };
    all.extend(ids.into_iter().chain([files]));
    Redactions::new(&all)
}

/// The ids under which a document is known: its own and earlier ones, with any number of leading zeros.
fn ids(document: &Parsed) -> Vec<String> {
    let record = &document.record;
    let mut ids: Vec<String> = record.id.iter().map(|id| id.value.clone()).collect();
    ids.extend(record.aliases.iter().flat_map(|aliases| aliases.value.iter().cloned()));
    let padded = |id: &String| {
        let digits = id.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let (letters, number) = (id[..digits].to_owned(), id[digits..].trim_start_matches('0').to_owned());
        let widths = if number.is_empty() { 0..0 } else { number.len()..MAX_DIGITS };
        widths.map(move |width| format!("{letters}{number:0>width$}"))
    };
    let padded: Vec<String> = ids.iter().flat_map(padded).collect();
    ids.extend(padded);
    ids
}

/// The texts by which a file is mentioned: its path and its name, unless many files have that name.
fn file_names(source: &SourceFile) -> Vec<String> {
    let (path, name) = (source.path.to_string(), source.name().to_owned());
    let is_telling = |text: &String| text.contains('/') || !links::is_generic(text);
    [path, name].into_iter().filter(is_telling).collect()
}

/// Replaces names in documents by their placeholders, which are assigned in the order in which the names occur.
fn redact(
    cut: &mut [PublicDocument],
    redactions: &mut Redactions,
    key: Option<&str>,
    edition: &mut PublicEdition,
) {
    if redactions.is_empty() {
        return;
    }
    let all = |text: fn(&PublicDocument) -> &str| cut.iter().map(text).collect::<Vec<_>>();
    let in_paths = redactions.find_all(&all(|document| &document.original.source.path));
    let found = redactions.find_all(&all(|document| &document.draft.text));
    redactions.assign(in_paths.iter().zip(&found).flat_map(|(path, text)| path.iter().chain(text)), key);
    let redactions = &*redactions;
    let replaced: Vec<Vec<Withheld>> = cut
        .par_iter_mut()
        .zip(found)
        .map(|(document, found)| {
            let (edits, places) = redactions.edits(&document.draft.text, found);
            let source = &document.original.source;
            let withheld = places.iter().map(|place| {
                let at = Span::new(document.draft.places.original(place.range().start), 0);
                let text = document.draft.text[place.range()].to_owned();
                Withheld {
                    source: Arc::clone(&source.path),
                    line: source.line(at.start),
                    kind: WithheldKind::Redacted,
                    text,
                }
            });
            let withheld = withheld.collect();
            document.draft.apply(edits);
            withheld
        })
        .collect();
    edition.counts.redactions = replaced.iter().map(Vec::len).sum();
    edition.withheld.extend(replaced.into_iter().flatten());
}
