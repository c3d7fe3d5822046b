//! Runs the pipeline for every command.
//!
//! A [`Session`] remembers what it has read, so that a second run in one process reads only what has changed. Who knows which
//! files those are says so ([`Session::rebuild`]): then nothing is walked, and what does not depend on their words stays as the last
//! run has made it.

mod error;
#[cfg(any(test, fuzzing))]
pub(crate) mod laws;
mod load;
mod progress;
mod rebuild;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use self::load::load_theme;
use self::rebuild::PreviousRun;
use crate::archive::{Archive, assemble};
use crate::check::{self, UnusedSuppressions};
use crate::config::Config;
use crate::crawl::{Crawled, Skipped, Snapshot, crawl, measure};
use crate::diag::{Code, Diagnostic};
use crate::digest::Digest;
use crate::emit::{Artifact, Contents, Emitter};
use crate::model::{Parsed, Terms};
use crate::publish::refused_copies;
use crate::read::{ReadMode, Reader};
use crate::report::{Sources, prefix};
use crate::site::plan;
use crate::source::{SourceFile, Span};

pub use self::error::RunError;
pub use self::load::{Settings, settings, theme_digest, theme_folder};
pub use self::progress::Progress;

/// The version that is written into the site.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// How many documents are read one after the other at most, and into how many shares they are dealt at least where there are few.
const TOGETHER: usize = 64;
const SHARES: usize = 16;

/// What a run is asked for. Paths are relative to the working directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inputs {
    /// The archive folder.
    pub folder: PathBuf,
    /// The configuration; `None` for `pmsite.toml` in the archive folder, if there is one.
    pub config: Option<PathBuf>,
    /// Replaces the output folder of the configuration.
    pub output: Option<PathBuf>,
    /// Replaces the base address of the configuration.
    pub base_url: Option<String>,
    /// Replaces the theme of the configuration: a folder, or `default` for the built-in one.
    pub theme: Option<PathBuf>,
    /// The day for which ages are computed.
    pub as_of: Date,
    /// Whether documents that their authors mark as drafts are part of the archive.
    pub drafts: bool,
}

/// What a run wants of a rule, whatever the configuration says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    /// At its level of the configuration; at its own, if it is turned off there.
    On,
    /// Not at all.
    Off,
}

/// Rules that a run turns on or off.
pub type Switches = BTreeMap<Code, Switch>;

/// An archive that was read.
#[derive(Debug)]
pub struct LoadedArchive {
    /// All documents together.
    pub archive: Arc<Archive>,
    /// Every document, by path.
    pub documents: Vec<Arc<Parsed>>,
    /// What was passed over, by path.
    pub skipped: Vec<Skipped>,
    /// What is to be said, at the levels of the configuration, in order.
    pub diagnostics: Vec<Diagnostic>,
    /// The settings.
    pub config: Arc<Config>,
    /// The text of the configuration, if there is one.
    pub config_source: Option<Arc<SourceFile>>,
    /// The content folder.
    pub content_root: PathBuf,
    /// The output folder.
    pub output: PathBuf,
    /// By what another run can tell that nothing has changed.
    pub snapshot: Snapshot,
}

impl LoadedArchive {
    /// The texts that diagnostics point into, with paths as seen from the working directory.
    pub fn sources(&self) -> Sources<'_> {
        let content = self.documents.iter().map(|document| document.source.as_ref());
        Sources::new(&self.content_root.to_string_lossy(), content, self.config_source.as_deref())
    }

    /// Says what is to be said of the archive, and what was found before it was put together.
    fn set_diagnostics(&mut self, found: &[Diagnostic]) {
        let found = [found, &self.archive.diagnostics].concat();
        let found = check::apply_suppressions(&self.archive, found, UnusedSuppressions::Ignore);
        self.diagnostics = levelled(found, &self.config, &Switches::new());
    }

    /// The path of a document as seen from the working directory.
    pub fn display_path(&self, path: &str) -> String {
        format!("{}{path}", prefix(&self.content_root.to_string_lossy()))
    }
}

/// A site that was made.
#[derive(Debug)]
pub struct BuiltSite {
    /// The archive it shows.
    pub loaded: LoadedArchive,
    /// Makes its pages.
    pub emitter: Arc<Emitter>,
    /// Its files, all but those of the search index, which [`Emitter::search`] makes.
    pub artifacts: Arc<[Artifact]>,
}

/// Runs the pipeline, and remembers, unless it is for one run.
#[derive(Debug, Default)]
pub struct Session {
    /// Whether no other run will come.
    once: bool,
    /// What each document came to, by path, text and configuration.
    memo: BTreeMap<Digest, Arc<Parsed>>,
    /// The last site that was made.
    previous: Option<PreviousRun>,
    progress: Arc<Progress>,
}

/// An archive that was read, and what the next run may need.
struct Loaded {
    loaded: LoadedArchive,
    reader: Reader,
    /// Paths of all files that are no documents.
    files: Vec<Arc<str>>,
    /// What was found before the archive was put together.
    said: Vec<Diagnostic>,
}

/// One document: what it came to, or why it came to nothing.
struct Read {
    /// By what it is remembered, if it is.
    key: Option<Digest>,
    result: Result<Arc<Parsed>, Box<Diagnostic>>,
}

impl Session {
    /// A session for one run, which takes less memory. It tells how far it has come.
    pub fn once(progress: &Arc<Progress>) -> Self {
        Self { once: true, progress: Arc::clone(progress), ..Self::default() }
    }

    /// Reads an archive and makes its site.
    pub fn run(&mut self, inputs: &Inputs) -> Result<BuiltSite, RunError> {
        self.previous = None;
        let Loaded { mut loaded, reader, files, mut said } = self.load(inputs, ReadMode::Pages)?;
        self.progress.begin("Planning", 0);
        if let Some(archive) = Arc::get_mut(&mut loaded.archive).filter(|_| self.once) {
            archive.freeze();
        }
        let theme = load_theme(inputs, &loaded.config)?;
        let plan = plan(Arc::clone(&loaded.archive), Arc::clone(&loaded.config), VERSION);
        let emitter = Arc::new(Emitter::new(plan, theme));
        let mut artifacts = emitter.artifacts();

        let refused = refused_copies(&artifacts, &loaded.content_root);
        artifacts.retain(|artifact| match &artifact.contents {
            Contents::Page(_) | Contents::Bytes(_) => true,
            Contents::File(path) => refused.iter().all(|diagnostic| diagnostic.source != *path),
        });
        said.extend(refused);
        loaded.set_diagnostics(&said);
        let artifacts = artifacts.into();
        if !self.once {
            self.previous =
                Some(PreviousRun::new(inputs, &loaded, reader, files, said, (&emitter, &artifacts)));
        }
        Ok(BuiltSite { loaded, emitter, artifacts })
    }

    /// Reads an archive.
    pub fn read(&mut self, inputs: &Inputs) -> Result<LoadedArchive, RunError> {
        let Loaded { mut loaded, said, .. } = self.load(inputs, ReadMode::Pages)?;
        loaded.set_diagnostics(&said);
        Ok(loaded)
    }

    /// Reads an archive and applies every rule to it.
    pub fn check(&mut self, inputs: &Inputs, switches: &Switches) -> Result<LoadedArchive, RunError> {
        let Loaded { mut loaded, said: mut found, .. } = self.load(inputs, ReadMode::Rules)?;
        found.extend_from_slice(&loaded.archive.diagnostics);
        found.par_extend(check::check(&loaded.archive, &loaded.config));
        // What is turned off must be allowed all the same, or else the allowance would seem unneeded.
        let found = check::apply_suppressions(&loaded.archive, found, UnusedSuppressions::Report);
        loaded.diagnostics = levelled(found, &loaded.config, switches);
        Ok(loaded)
    }

    /// Reads an archive; nothing is said yet.
    fn load(&mut self, inputs: &Inputs, mode: ReadMode) -> Result<Loaded, RunError> {
        let Settings { config, config_source, content_root, output } = settings(inputs)?;

        self.progress.begin("Crawling", 0);
        // The vocabulary is made ready while the disk is read.
        let (crawled, reader) =
            rayon::join(|| crawl(&content_root, &output, &config), || Reader::new(&config).with_mode(mode));
        let Crawled { sources, files, mut skipped, mut diagnostics, snapshot } = crawled?;
        diagnostics.extend_from_slice(&config.notes);
        let reader = reader.with_archive_size(sources.iter().map(|source| source.text.len()).sum());
        let config_text = config_source.as_ref().map_or("", |source| &*source.text);
        let mut documents = Vec::with_capacity(sources.len());
        for result in self.read_all(sources, &reader, config_text) {
            match result {
                Ok(document) => documents.push(document),
                Err(diagnostic) => {
                    let path = diagnostic.source.to_string();
                    skipped.push(Skipped { path, why: "pmsite failed on it" });
                    diagnostics.push(*diagnostic);
                }
            }
        }
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
        let sizes = measure(&content_root, &archive.files);
        let archive = archive.with_sizes(sizes);
        let (archive, config) = (Arc::new(archive), Arc::new(config));
        let loaded = LoadedArchive {
            archive,
            documents,
            skipped,
            diagnostics: Vec::new(),
            config,
            config_source: config_source.map(Arc::new),
            content_root,
            output,
            snapshot,
        };
        Ok(Loaded { loaded, reader, files, said: diagnostics })
    }

    /// Reads every document on all cores, in order; those that have not changed come from memory.
    fn read_all(
        &mut self,
        sources: Vec<Arc<SourceFile>>,
        reader: &Reader,
        config_text: &str,
    ) -> Vec<Result<Arc<Parsed>, Box<Diagnostic>>> {
        let (memo, progress, remembers) = (&self.memo, &self.progress, !self.once);
        let mode: &[u8] = if reader.mode() == ReadMode::Rules { b"rules" } else { b"" };
        progress.begin("LoadedArchive", sources.len());
        // Each source goes when it has been read: what is kept of it takes less room.
        let read = |source: Arc<SourceFile>| {
            let parts = [source.path.as_bytes(), source.text.as_bytes(), config_text.as_bytes(), mode];
            let key = remembers.then(|| Digest::of_parts(&parts));
            let result = match key.and_then(|key| memo.get(&key)) {
                Some(known) => Ok(Arc::clone(known)),
                None => read_one(&source, |source| reader.read(source)),
            };
            progress.step();
            Read { key, result }
        };
        let read_some = |sources: Vec<Arc<SourceFile>>| {
            let mut some: Vec<Read> = sources.into_iter().map(read).collect();
            // What came from memory lies together already.
            let new = some.iter_mut().filter_map(|read| Arc::get_mut(read.result.as_mut().ok()?));
            Terms::together(new.map(|parsed| &mut parsed.terms));
            some
        };
        let some = (sources.len() / SHARES).clamp(1, TOGETHER);
        let shares = sources.into_par_iter().chunks(some).with_max_len(1);
        let all: Vec<Read> = shares.flat_map_iter(read_some).collect();
        // What this run did not need is forgotten, so that memory does not grow with every change.
        let known = |read: &Read| Some((read.key?, Arc::clone(read.result.as_ref().ok()?)));
        self.memo = all.iter().filter_map(known).collect();
        all.into_iter().map(|read| read.result).collect()
    }
}

/// Reads one document. Should pmsite fail on it, the others must not suffer: it is left out, with a diagnostic.
fn read_one(
    source: &Arc<SourceFile>,
    read: impl FnOnce(&Arc<SourceFile>) -> Parsed,
) -> Result<Arc<Parsed>, Box<Diagnostic>> {
    // The reader keeps no state between documents, so nothing half-changed can be seen after a panic.
    let result = catch_unwind(AssertUnwindSafe(|| read(source)));
    result.map(Arc::new).map_err(|_| {
        let message = "pmsite crashed on this document and skipped it; this is a bug in pmsite";
        let diagnostic = Diagnostic::new(Code::Unreadable, &source.path, Span::default(), message);
        Box::new(diagnostic.help("please report it, with the document if you can share it"))
    })
}

/// Gives diagnostics the levels of the configuration, leaves out those that are turned off, and puts the rest in order.
pub fn levelled(diagnostics: Vec<Diagnostic>, config: &Config, switches: &Switches) -> Vec<Diagnostic> {
    let level = |mut diagnostic: Diagnostic| {
        let configured = config.check.get(&diagnostic.code).copied().unwrap_or(Some(diagnostic.level));
        diagnostic.level = match switches.get(&diagnostic.code) {
            None => configured?,
            Some(Switch::On) => configured.unwrap_or(diagnostic.level),
            Some(Switch::Off) => return None,
        };
        Some(diagnostic)
    };
    let mut kept: Vec<Diagnostic> = diagnostics.into_iter().filter_map(level).collect();
    kept.sort();
    kept.dedup();
    kept
}

#[cfg(test)]
mod rebuild_tests;
#[cfg(test)]
mod tests;
