//! Rebuilds after a small change.

use std::sync::Arc;

use super::edition::problems;
use super::error::RunError;
use super::loaded::{BuiltSite, LoadedArchive};
use super::pipeline::{Session, read_one};
use super::settings::{Inputs, Settings, settings};
use super::theme::load_theme;
use crate::archive::{amend, settles_alike};
use crate::config::Edition;
use crate::crawl::{Snapshot, exists, reread};
use crate::emit::Emitter;
use crate::source::SourceFile;

impl Session {
    /// Like [`Session::run`], if nothing but these files (paths relative to the content folder) has changed since the last
    /// run. The result is the same.
    pub fn rebuild(&mut self, inputs: &Inputs, changed: &[String]) -> Result<BuiltSite, RunError> {
        match self.rebuild_changed(inputs, changed) {
            Some(site) => Ok(site),
            None => self.run(inputs),
        }
    }

    /// `None` if the change affects more than the text of some documents.
    fn rebuild_changed(&mut self, inputs: &Inputs, changed: &[String]) -> Option<BuiltSite> {
        let previous = self.previous.as_mut().filter(|previous| previous.inputs == *inputs)?;
        let Settings { config_source, content_root, output, .. } = settings(inputs).ok()?;
        let text = |source: Option<&SourceFile>| source.map(|source| source.text.to_string());
        if text(config_source.as_ref()) != text(previous.config_source.as_deref()) {
            return None;
        }
        // Which names get which placeholders depends on all documents.
        if inputs.edition == Edition::Public {
            return None;
        }
        let mut renewed = Vec::new();
        for path in changed {
            let Some(at) = previous.position(path) else {
                // A file that came and went in between, such as an editor's, changes nothing.
                if previous.saw(path) || exists(&content_root, path) {
                    return None;
                }
                continue;
            };
            let old = &previous.documents[at];
            if previous.found.iter().any(|diagnostic| diagnostic.source == old.source.path) {
                return None;
            }
            let source = reread(&content_root, &old.source.path)?;
            if source.verbatim != old.source.verbatim {
                return None;
            }
            if source.text != old.source.text {
                let new = read_one(&Arc::new(source), |source| previous.reader.read(source)).ok()?;
                if (new.classification.draft && !inputs.drafts) || !settles_alike(old, &new) {
                    return None;
                }
                if !problems(&new, &previous.config).is_empty() {
                    return None;
                }
                renewed.push((at, Arc::clone(old), new));
            }
        }
        let pairs: Vec<_> = renewed.iter().map(|(_, old, new)| (Arc::clone(old), Arc::clone(new))).collect();
        let archive = Arc::new(amend(&previous.archive, &pairs)?);
        let plan = previous.emitter.plan().amended(Arc::clone(&archive))?;
        // The old theme holds rendered fragments with text of the old documents.
        let theme = load_theme(inputs, &previous.config).ok()?;
        let emitter = Arc::new(Emitter::new(plan, theme));
        for (at, _, new) in renewed {
            previous.documents[at] = new;
        }
        previous.archive = Arc::clone(&archive);
        previous.emitter = Arc::clone(&emitter);
        let mut loaded = LoadedArchive {
            archive,
            documents: previous.documents.clone(),
            originals: previous.documents.clone(),
            left_out: None,
            is_unsafe: false,
            skipped: previous.skipped.clone(),
            other_formats: previous.other_formats(),
            diagnostics: Vec::new(),
            config: Arc::clone(&previous.config),
            config_source: previous.config_source.clone(),
            content_root,
            output,
            incomplete: previous.incomplete,
            crashed: false,
            snapshot: Snapshot::default(),
        };
        loaded.set_diagnostics(&previous.found);
        Some(BuiltSite { loaded, emitter, artifacts: Arc::clone(&previous.artifacts) })
    }
}
