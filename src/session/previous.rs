//! What a run keeps for the next one in the same process.

use std::sync::Arc;

use super::loaded::LoadedArchive;
use super::settings::Inputs;
use crate::archive::Archive;
use crate::config::Config;
use crate::crawl::{Skipped, other_formats};
use crate::diag::Diagnostic;
use crate::emit::{Artifact, Emitter};
use crate::model::Parsed;
use crate::read::Reader;
use crate::source::SourceFile;

/// The previous run.
#[derive(Debug)]
pub(super) struct PreviousRun {
    pub(super) inputs: Inputs,
    pub(super) config: Arc<Config>,
    pub(super) config_source: Option<Arc<SourceFile>>,
    pub(super) reader: Reader,
    pub(super) documents: Vec<Arc<Parsed>>,
    pub(super) archive: Arc<Archive>,
    /// Paths of all files that are not documents.
    files: Vec<Arc<str>>,
    pub(super) skipped: Vec<Skipped>,
    pub(super) incomplete: bool,
    /// Findings that are not the archive's.
    pub(super) found: Vec<Diagnostic>,
    pub(super) emitter: Arc<Emitter>,
    pub(super) artifacts: Arc<[Artifact]>,
}

impl PreviousRun {
    pub(super) fn new(
        inputs: &Inputs,
        loaded: &LoadedArchive,
        reader: Reader,
        files: Vec<Arc<str>>,
        found: Vec<Diagnostic>,
        (emitter, artifacts): (&Arc<Emitter>, &Arc<[Artifact]>),
    ) -> Self {
        Self {
            inputs: inputs.clone(),
            config: Arc::clone(&loaded.config),
            config_source: loaded.config_source.clone(),
            reader,
            documents: loaded.documents.clone(),
            archive: Arc::clone(&loaded.archive),
            files,
            skipped: loaded.skipped.clone(),
            incomplete: loaded.incomplete,
            found,
            emitter: Arc::clone(emitter),
            artifacts: Arc::clone(artifacts),
        }
    }

    /// The index of the document with this path.
    pub(super) fn position(&self, path: &str) -> Option<usize> {
        self.documents.binary_search_by(|document| (*document.source.path).cmp(path)).ok()
    }

    /// Documents in formats that pmsite does not read.
    pub(super) fn other_formats(&self) -> Vec<Skipped> {
        other_formats(&self.files)
    }

    /// Whether the previous run saw this path or anything below it.
    pub(super) fn saw(&self, path: &str) -> bool {
        let files = self.files.iter().map(|file| &**file);
        let skipped = self.skipped.iter().map(|skipped| skipped.path.as_str());
        let mut all =
            self.documents.iter().map(|document| &*document.source.path).chain(files).chain(skipped);
        path.is_empty()
            || all.any(|known| {
                known.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            })
    }
}
