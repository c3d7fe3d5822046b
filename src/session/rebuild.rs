//! A run after which little has changed.

use std::sync::Arc;

use super::load::{Settings, load_theme, settings};
use super::{BuiltSite, Inputs, LoadedArchive, RunError, Session, read_one};
use crate::archive::{Archive, amend};
use crate::config::Config;
use crate::crawl::{Skipped, Snapshot, exists, reread};
use crate::diag::Diagnostic;
use crate::emit::{Artifact, Emitter};
use crate::model::Parsed;
use crate::read::Reader;
use crate::source::SourceFile;

/// What a run leaves for the next one.
#[derive(Debug)]
pub(super) struct PreviousRun {
    inputs: Inputs,
    config: Arc<Config>,
    config_source: Option<Arc<SourceFile>>,
    reader: Reader,
    documents: Vec<Arc<Parsed>>,
    archive: Arc<Archive>,
    /// Paths of all files that are no documents.
    files: Vec<Arc<str>>,
    skipped: Vec<Skipped>,
    /// What was said besides what the archive has found.
    said: Vec<Diagnostic>,
    emitter: Arc<Emitter>,
    pub(super) artifacts: Arc<[Artifact]>,
}

impl PreviousRun {
    pub(super) fn new(
        inputs: &Inputs,
        loaded: &LoadedArchive,
        reader: Reader,
        files: Vec<Arc<str>>,
        said: Vec<Diagnostic>,
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
            said,
            emitter: Arc::clone(emitter),
            artifacts: Arc::clone(artifacts),
        }
    }

    fn position(&self, path: &str) -> Option<usize> {
        self.documents.binary_search_by(|document| (*document.source.path).cmp(path)).ok()
    }

    /// Whether the last run has met a path, or anything below it.
    fn met(&self, path: &str) -> bool {
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

impl Session {
    /// Reads an archive and makes its site after a run with the same inputs, where nothing but these files has changed since
    /// (paths relative to the content folder).
    pub fn rebuild(&mut self, inputs: &Inputs, changed: &[String]) -> Result<BuiltSite, RunError> {
        match self.rebuild_changed(inputs, changed) {
            Some(outcome) => Ok(outcome),
            None => self.run(inputs),
        }
    }

    /// `None` if the change reaches further than the words of some documents.
    fn rebuild_changed(&mut self, inputs: &Inputs, changed: &[String]) -> Option<BuiltSite> {
        let last = self.previous.as_mut().filter(|last| last.inputs == *inputs)?;
        let Settings { config_source, content_root, output, .. } = settings(inputs).ok()?;
        let text = |source: Option<&SourceFile>| source.map(|source| source.text.to_string());
        if text(config_source.as_ref()) != text(last.config_source.as_deref()) {
            return None;
        }
        let mut renewed = Vec::new();
        for path in changed {
            let Some(at) = last.position(path) else {
                // What has come and gone in between, as some editors do it, has changed nothing.
                if last.met(path) || exists(&content_root, path) {
                    return None;
                }
                continue;
            };
            let old = &last.documents[at];
            if last.said.iter().any(|diagnostic| diagnostic.source == old.source.path) {
                return None;
            }
            let source = reread(&content_root, &old.source.path)?;
            if source.verbatim != old.source.verbatim {
                return None;
            }
            if source.text != old.source.text {
                let new = read_one(&Arc::new(source), |source| last.reader.read(source)).ok()?;
                if new.classification.draft && !inputs.drafts {
                    return None;
                }
                renewed.push((at, Arc::clone(old), new));
            }
        }
        let pairs: Vec<_> = renewed.iter().map(|(_, old, new)| (Arc::clone(old), Arc::clone(new))).collect();
        let archive = Arc::new(amend(&last.archive, &pairs)?);
        let plan = last.emitter.plan().amended(Arc::clone(&archive))?;
        // A theme keeps pieces of pages that show what documents say.
        let theme = load_theme(inputs, &last.config).ok()?;
        let emitter = Arc::new(Emitter::new(plan, theme));
        for (at, _, new) in renewed {
            last.documents[at] = new;
        }
        last.archive = Arc::clone(&archive);
        last.emitter = Arc::clone(&emitter);
        let mut loaded = LoadedArchive {
            archive,
            documents: last.documents.clone(),
            skipped: last.skipped.clone(),
            diagnostics: Vec::new(),
            config: Arc::clone(&last.config),
            config_source: last.config_source.clone(),
            content_root,
            output,
            snapshot: Snapshot::default(),
        };
        loaded.set_diagnostics(&last.said);
        Some(BuiltSite { loaded, emitter, artifacts: Arc::clone(&last.artifacts) })
    }
}
