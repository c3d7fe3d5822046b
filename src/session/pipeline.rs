//! From a folder to an archive and the plan of its site.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use rayon::prelude::*;

use super::edition::{self, EditionContent};
use super::error::RunError;
use super::loaded::{BuiltSite, LoadedArchive, Switches, apply_levels};
use super::previous::PreviousRun;
use super::progress::Progress;
use super::settings::{Inputs, Settings, settings};
use super::snapshot::CacheConfig;
use super::theme::{load_theme, unused_theme};
use crate::archive::{assemble, settle_kinds};
use crate::check::{self, Findings, UnusedSuppressions};
use crate::config::Edition;
use crate::crawl::{Crawled, Skipped, crawl, measure, other_formats};
use crate::diag::{Code, Diagnostic};
use crate::digest::Digest;
use crate::emit::{Contents, Emitter};
use crate::model::{Parsed, Terms};
use crate::publish::refused_copies;
use crate::read::{ReadMode, Reader};
use crate::site::plan;
use crate::source::{SourceFile, Span};

/// The version that is written into the site.
pub(super) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The maximum number of documents in a batch that one thread reads.
const MAX_BATCH: usize = 64;
/// Small archives are divided into this many batches.
const MIN_BATCHES: usize = 16;

/// Runs the pipeline. Remembers what it has read, unless it is for one run.
#[derive(Debug, Default)]
pub struct Session {
    /// Whether this session is for a single run.
    once: bool,
    /// Every document of the last run, by its path, text and configuration.
    memo: BTreeMap<Digest, Arc<Parsed>>,
    /// The last planned site.
    pub(super) previous: Option<PreviousRun>,
    pub(super) progress: Arc<Progress>,
    pub(super) cache: Option<CacheConfig>,
}

/// An archive whose diagnostics are not collected yet.
struct Assembled {
    loaded: LoadedArchive,
    reader: Reader,
    /// Paths of all files that are not documents.
    files: Vec<Arc<str>>,
    /// Findings from before the archive was assembled.
    found: Vec<Diagnostic>,
}

/// A document, or why it could not be read.
struct ReadResult {
    /// The key in the memo, if the session remembers.
    key: Option<Digest>,
    result: Result<Arc<Parsed>, Box<Diagnostic>>,
}

impl Session {
    /// A session for a single run, which needs less memory. Reports its progress.
    pub fn once(progress: &Arc<Progress>) -> Self {
        Self { once: true, progress: Arc::clone(progress), ..Self::default() }
    }

    /// Uses a cache across processes.
    #[must_use]
    pub fn with_cache(self, cache: Option<CacheConfig>) -> Self {
        Self { cache, ..self }
    }

    /// Reads an archive and plans its site.
    pub fn run(&mut self, inputs: &Inputs) -> Result<BuiltSite, RunError> {
        self.previous = None;
        let Assembled { mut loaded, reader, files, mut found } = self.load(inputs, ReadMode::Pages)?;
        self.progress.begin("Planning", 0);
        if let Some(archive) = Arc::get_mut(&mut loaded.archive).filter(|_| self.once) {
            archive.freeze();
        }
        let theme = load_theme(inputs, &loaded.config)?;
        let plan = plan(Arc::clone(&loaded.archive), Arc::clone(&loaded.config), VERSION);
        let emitter = Arc::new(Emitter::new(plan, theme));
        let mut artifacts = emitter.artifacts();

        let refused = loaded.clean_copies(&mut artifacts);
        let refused = refused.unwrap_or_else(|| refused_copies(&artifacts, &loaded.content_root));
        artifacts.retain(|artifact| match &artifact.contents {
            Contents::Page(_) | Contents::Bytes(_) => true,
            Contents::File(path) => refused.iter().all(|diagnostic| diagnostic.source != *path),
        });
        found.extend(refused);
        loaded.set_diagnostics(&found);
        let artifacts = artifacts.into();
        if !self.once {
            self.previous =
                Some(PreviousRun::new(inputs, &loaded, reader, files, found, (&emitter, &artifacts)));
        }
        Ok(BuiltSite { loaded, emitter, artifacts })
    }

    /// Reads an archive.
    pub fn read(&mut self, inputs: &Inputs) -> Result<LoadedArchive, RunError> {
        let Assembled { mut loaded, found, .. } = self.load(inputs, ReadMode::Pages)?;
        loaded.set_diagnostics(&found);
        Ok(loaded)
    }

    /// Reads an archive and applies every rule.
    pub fn check(&mut self, inputs: &Inputs, switches: &Switches) -> Result<LoadedArchive, RunError> {
        let Assembled { mut loaded, reader, files, mut found } = self.load(inputs, ReadMode::Rules)?;
        let of_archive = (&*loaded.originals, &*loaded.config);
        let files = (&*files, &*loaded.content_root);
        found.extend(edition::find_private_data(of_archive, files, &reader, inputs)?);
        found.extend_from_slice(&loaded.archive.diagnostics);
        let Findings { diagnostics, crashed } = check::check(&loaded.archive, &loaded.config);
        found.extend(diagnostics);
        loaded.crashed |= crashed;
        found.extend(unused_theme(inputs, &loaded.config));
        // Suppressions come before levels: otherwise those of rules that are turned off would count as unused.
        let found = check::apply_suppressions(&loaded.archive, found, UnusedSuppressions::Report);
        loaded.diagnostics = apply_levels(found, &loaded.config, switches);
        Ok(loaded)
    }

    /// Adds to the findings of [`Session::check`] what a change makes public, in an archive with editions. `before` returns the
    /// text of a document before the change.
    pub fn report_made_public(
        &self,
        inputs: &Inputs,
        loaded: &mut LoadedArchive,
        is_changed: impl Fn(&str) -> bool,
        before: impl Fn(&str) -> Option<String>,
    ) -> Result<(), RunError> {
        if loaded.config.editions.is_some() {
            let found =
                edition::made_public((&loaded.originals, &loaded.config), inputs, is_changed, before)?;
            loaded.add_diagnostics(found);
        }
        Ok(())
    }

    fn load(&mut self, inputs: &Inputs, mode: ReadMode) -> Result<Assembled, RunError> {
        let Settings { config, config_source, content_root, output } = settings(inputs)?;

        self.progress.begin("Crawling", 0);
        // The reader's vocabulary is prepared while the disk is read.
        let (crawled, reader) =
            rayon::join(|| crawl(&content_root, &output, &config), || Reader::new(&config).with_mode(mode));
        let Crawled { sources, files, mut skipped, diagnostics: mut found, incomplete, snapshot } = crawled?;
        found.extend_from_slice(&config.notes);
        found.extend(config_source.iter().flat_map(|source| reader.overridden_fields(source)));
        let reader = reader.with_archive_size(sources.iter().map(|source| source.text.len()).sum());
        let config_text = config_source.as_ref().map_or("", |source| &*source.text);
        let mut documents = Vec::with_capacity(sources.len());
        let mut crashed = false;
        for result in self.read_all(sources, &reader, config_text) {
            match result {
                Ok(document) => documents.push(document),
                Err(diagnostic) => {
                    let path = diagnostic.source.to_string();
                    crashed = true;
                    skipped.push(Skipped { path, why: "pmsite crashed on it" });
                    found.push(*diagnostic);
                }
            }
        }
        let EditionContent { documents, originals, files, left_out, problems } =
            edition::content(documents, files, &reader, (inputs, &config))?;
        // What could not be read cannot be searched for.
        let is_partial = inputs.edition == Edition::Public && (crashed || incomplete);
        let is_unsafe = !problems.is_empty() || is_partial;
        found.extend(problems);
        let mut documents = settle_kinds(documents);
        if !inputs.drafts {
            let (drafts, kept) =
                documents.into_iter().partition(|document: &Arc<Parsed>| document.classification.draft);
            documents = kept;
            let note = |draft: Arc<Parsed>| Skipped { path: draft.source.path.to_string(), why: "a draft" };
            skipped.extend(drafts.into_iter().map(note));
        }
        skipped.sort();

        self.progress.begin("Assembling", 0);
        let archive = assemble(documents.clone(), &files, &config, inputs.as_of);
        let real = |name: &Arc<str>| {
            left_out.as_ref().map_or_else(|| Arc::clone(name), |left_out| left_out.real_name(name))
        };
        let measured = measure(&content_root, &archive.files.iter().map(real).collect::<Vec<_>>());
        let size = |name: &Arc<str>| Some((Arc::clone(name), *measured.get(&real(name))?));
        let sizes = archive.files.iter().filter_map(size).collect();
        let archive = archive.with_sizes(sizes);
        let (archive, config) = (Arc::new(archive), Arc::new(config));
        let loaded = LoadedArchive {
            archive,
            documents,
            originals,
            left_out,
            is_unsafe,
            skipped,
            other_formats: other_formats(&files),
            diagnostics: Vec::new(),
            config,
            config_source: config_source.map(Arc::new),
            content_root,
            output,
            incomplete,
            crashed,
            snapshot,
        };
        Ok(Assembled { loaded, reader, files, found })
    }

    /// Reads every document, in parallel and in order. Unchanged documents come from memory.
    fn read_all(
        &mut self,
        sources: Vec<Arc<SourceFile>>,
        reader: &Reader,
        config_text: &str,
    ) -> Vec<Result<Arc<Parsed>, Box<Diagnostic>>> {
        let (memo, progress, remembers) = (&self.memo, &self.progress, !self.once);
        let mode: &[u8] = if reader.mode() == ReadMode::Rules { b"rules" } else { b"" };
        progress.begin("Reading", sources.len());
        // Each source is dropped once it is read: the parsed document holds it in less memory.
        let read = |source: Arc<SourceFile>| {
            let parts = [source.path.as_bytes(), source.text.as_bytes(), config_text.as_bytes(), mode];
            let key = remembers.then(|| Digest::of_parts(&parts));
            let result = match key.and_then(|key| memo.get(&key)) {
                Some(known) => Ok(Arc::clone(known)),
                None => read_one(&source, |source| reader.read(source)),
            };
            progress.step();
            ReadResult { key, result }
        };
        let read_batch = |sources: Vec<Arc<SourceFile>>| {
            let mut batch: Vec<ReadResult> = sources.into_iter().map(read).collect();
            // Documents from memory share their allocation already.
            let new = batch.iter_mut().filter_map(|read| Arc::get_mut(read.result.as_mut().ok()?));
            Terms::pool(new.map(|parsed| &mut parsed.terms));
            batch
        };
        let batch_size = (sources.len() / MIN_BATCHES).clamp(1, MAX_BATCH);
        let batches = sources.into_par_iter().chunks(batch_size).with_max_len(1);
        let all: Vec<ReadResult> = batches.flat_map_iter(read_batch).collect();
        // Forget everything this run did not use, or memory would grow with every change.
        let known = |read: &ReadResult| Some((read.key?, Arc::clone(read.result.as_ref().ok()?)));
        self.memo = all.iter().filter_map(known).collect();
        all.into_iter().map(|read| read.result).collect()
    }

    /// The number of documents in memory.
    #[cfg(test)]
    pub(super) fn remembered(&self) -> usize {
        self.memo.len()
    }
}

/// Reads one document. If pmsite panics on it, the document is left out with a diagnostic and the others are not affected.
pub(super) fn read_one(
    source: &Arc<SourceFile>,
    read: impl FnOnce(&Arc<SourceFile>) -> Parsed,
) -> Result<Arc<Parsed>, Box<Diagnostic>> {
    // The reader has no state between documents, so a panic leaves nothing half-changed.
    let result = catch_unwind(AssertUnwindSafe(|| read(source)));
    result.map(Arc::new).map_err(|_| {
        let message = "pmsite crashed on this document and left it out; this is a bug in pmsite";
        let diagnostic = Diagnostic::new(Code::Unreadable, &source.path, Span::default(), message);
        Box::new(diagnostic.help("please report it, with the document if you can share it"))
    })
}
