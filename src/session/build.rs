//! `pmsite build`: everything between the inputs and the published site.
//!
//! A build has two steps, so that findings can be reported, and a strict build refused, before anything is written.

use std::io;
use std::path::Path;
use std::sync::Arc;

use super::containment::Containment;
use super::error::RunError;
use super::last_build::{LastBuild, WrittenSite};
use super::left_out::Proven;
use super::loaded::BuiltSite;
use super::page_maker::PageMaker;
use super::pipeline::Session;
use super::progress::Progress;
use super::proof::{Prover, forget_receipt};
use super::settings::{Inputs, Settings, settings};
use super::snapshot::{CacheConfig, UnchangedArchive};
use super::theme::{theme_digest, theme_folder, unused_theme};
use crate::config::Edition;
use crate::diag::Diagnostic;
use crate::digest::Digest;
use crate::emit::{Artifact, Contents};
use crate::publish::{
    ForeignFiles, ProtectedFolders, Published, Shield, StaleFiles, Target, current_release, publish_release,
    publish_with_digests,
};
use crate::report::Sources;
use crate::site::SitePage;

/// A build that is ready to be published.
#[derive(Debug)]
pub struct PreparedBuild {
    inputs: Inputs,
    cache: Option<CacheConfig>,
    state: State,
}

#[derive(Debug)]
enum State {
    /// Nothing has changed since the last build.
    UpToDate(Box<UpToDate>),
    /// There is something to write.
    Planned(Box<Planned>),
}

#[derive(Debug)]
struct UpToDate {
    archive: UnchangedArchive,
    last: LastBuild,
    diagnostics: Vec<Diagnostic>,
}

#[derive(Debug)]
struct Planned {
    site: BuiltSite,
    /// The digest of the theme, computed before the theme was read: if it has changed since, the build is not cached.
    theme: Option<Digest>,
}

/// How to publish a build.
#[derive(Clone, Copy, Debug)]
pub struct PublishOptions<'a> {
    /// What to do with files that pmsite did not create.
    pub foreign: ForeignFiles,
    /// Whether nothing is written if pmsite crashes while it makes a page.
    pub strict: bool,
    /// Whether the output folder is a link that is switched from one release to the next.
    pub atomic: bool,
    /// Whether to prove that nothing is published that the edition leaves out.
    pub prove: bool,
    /// Keeps signals away while the site is replaced.
    pub shield: &'a Shield,
    /// The user's home folder, which is never overwritten.
    pub home: Option<&'a Path>,
    /// Called with the path of a page that the theme never finishes. Nothing has been published yet.
    pub on_hang: fn(&str),
    /// Counts pages.
    pub progress: &'a Progress,
}

/// The result of a build.
#[derive(Debug)]
pub struct BuildSummary {
    /// What was written.
    pub published: Published,
    /// The pages that pmsite crashed on; others that say so take their places.
    pub crashed: Vec<Arc<str>>,
    /// What was proven about the files, if the edition leaves anything out.
    pub proven: Option<Proven>,
    /// Whether the cache could be written.
    pub cached: io::Result<()>,
}

impl Session {
    /// Prepares a build: reads the archive and plans its site, or finds that the site is up to date.
    pub fn prepare_build(&mut self, inputs: &Inputs) -> Result<PreparedBuild, RunError> {
        self.progress.begin("Comparing", 0);
        let cache = self.cache.clone();
        let state = if let Some(up_to_date) = cache.as_ref().and_then(|cache| up_to_date(cache, inputs)) {
            State::UpToDate(Box::new(up_to_date))
        } else {
            let theme = settings(inputs).ok().and_then(|known| theme_digest(inputs, &known.config).ok());
            let mut site = self.run(inputs)?;
            site.loaded.add_diagnostics(unused_theme(inputs, &site.loaded.config));
            State::Planned(Box::new(Planned { site, theme }))
        };
        Ok(PreparedBuild { inputs: inputs.clone(), cache, state })
    }
}

/// The last build, if the site is up to date.
fn up_to_date(cache: &CacheConfig, inputs: &Inputs) -> Option<UpToDate> {
    let archive = cache.find_unchanged(inputs)?;
    let last = cache.find_last_build(inputs, &archive)?;
    let diagnostics = last.diagnostics()?;
    Some(UpToDate { archive, last, diagnostics })
}

impl PreparedBuild {
    /// All findings.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        match &self.state {
            State::UpToDate(known) => &known.diagnostics,
            State::Planned(planned) => &planned.site.loaded.diagnostics,
        }
    }

    /// The output folder.
    pub fn output(&self) -> &Path {
        match &self.state {
            State::UpToDate(known) => &known.archive.settings.output,
            State::Planned(planned) => &planned.site.loaded.output,
        }
    }

    /// Whether pmsite crashed on a document.
    pub fn crashed(&self) -> bool {
        match &self.state {
            State::UpToDate(_) => false,
            State::Planned(planned) => planned.site.loaded.crashed,
        }
    }

    /// Whether it is uncertain what is public, so that nothing may be published.
    pub fn is_unsafe(&self) -> bool {
        match &self.state {
            State::UpToDate(_) => false,
            State::Planned(planned) => planned.site.loaded.is_unsafe,
        }
    }

    /// The number of incidents.
    pub fn incidents(&self) -> usize {
        match &self.state {
            State::UpToDate(known) => known.last.incidents,
            State::Planned(planned) => planned.site.loaded.archive.incidents.len(),
        }
    }

    /// The number of documents that are not incidents.
    pub fn pages(&self) -> usize {
        match &self.state {
            State::UpToDate(known) => known.last.pages,
            State::Planned(planned) => planned.site.loaded.archive.pages.len(),
        }
    }

    /// Calls a function with the documents that these diagnostics point into.
    pub fn with_sources<T>(&self, diagnostics: &[&Diagnostic], report: impl FnOnce(&Sources<'_>) -> T) -> T {
        match &self.state {
            State::UpToDate(known) => {
                let Settings { content_root, config_source, .. } = &known.archive.settings;
                let documents = known.archive.sources(diagnostics);
                report(&Sources::new(&content_root.to_string_lossy(), &documents, config_source.as_ref()))
            }
            State::Planned(planned) => report(&planned.site.loaded.sources()),
        }
    }

    /// Builds the search index, writes the site, and saves the result to the cache.
    pub fn publish(self, options: PublishOptions<'_>) -> Result<BuildSummary, RunError> {
        match self.state {
            State::UpToDate(known) => {
                if options.atomic {
                    current_release(&known.archive.settings.output)?;
                }
                let files = known.last.files();
                // The manifest counts as a file of the site, but not as written or unchanged.
                let published = Published { written: 0, unchanged: files - 1, removed: 0, files };
                Ok(BuildSummary { published, crashed: Vec::new(), proven: None, cached: Ok(()) })
            }
            State::Planned(planned) => planned.publish(&self.inputs, self.cache.as_ref(), options),
        }
    }
}

impl Planned {
    fn publish(
        self,
        inputs: &Inputs,
        cache: Option<&CacheConfig>,
        options: PublishOptions<'_>,
    ) -> Result<BuildSummary, RunError> {
        let Self { site: BuiltSite { mut loaded, emitter, artifacts: planned }, theme: digest } = self;
        let progress = options.progress;
        progress.begin("Preparing", 0);
        let prover = if options.prove { Prover::new(inputs, &loaded)? } else { None };
        let written = prover.as_ref().map_or_else(Vec::new, |_| loaded.written());
        let inspection = prover.as_ref().map(Prover::inspection);
        if prover.is_none() && inputs.edition == Edition::Public {
            forget_receipt(&loaded.output)?;
        }
        // The findings have been reported, so the sources are no longer needed.
        loaded.documents = Vec::new();
        loaded.originals = Vec::new();

        progress.begin("Indexing", 0);
        let (search, index) = match cache {
            Some(_) => {
                let (search, index) = emitter.search_and_index();
                (search, Some(index))
            }
            None => (emitter.search(), None),
        };
        // Saved before the site is written: answers do not depend on it, and the index need not stay in memory.
        let answers_saved = cache.zip(index).map(|(cache, index)| {
            progress.begin("Caching", 0);
            cache.save_answers(inputs, &loaded, || index)
        });
        let mut artifacts: Vec<Artifact> = search.into_iter().chain(planned.iter().cloned()).collect();
        drop(planned);

        let pages = artifacts.iter().filter(|artifact| matches!(artifact.contents, Contents::Page(_)));
        progress.begin("Writing", pages.count());
        let theme = theme_folder(inputs, &loaded.config);
        let target = Target {
            folder: &loaded.output,
            protected: ProtectedFolders {
                content: &loaded.content_root,
                archive: &inputs.folder,
                theme: theme.as_deref(),
                home: options.home,
            },
            foreign: options.foreign,
            stale: match options.foreign {
                _ if loaded.incomplete => StaleFiles::Keep,
                ForeignFiles::Refuse if loaded.config.removal_guard => StaleFiles::RemoveFew,
                _ => StaleFiles::Remove,
            },
            shield: options.shield,
            inspection: inspection.as_ref(),
        };
        let containment = Containment::new(options.strict);
        let on_hang = theme.is_some().then_some(options.on_hang);
        let maker = PageMaker::new(&emitter, progress, containment, on_hang);
        let render = |page: &SitePage| maker.make(page);
        let published = if options.atomic {
            publish_release(&target, &mut artifacts, render)
        } else {
            publish_with_digests(&target, &mut artifacts, render)
        };
        let (published, digests) = published.map_err(|error| match &prover {
            Some(prover) => prover.explain(error, &written),
            None => error.into(),
        })?;
        let proven = match (&prover, &inspection) {
            (Some(prover), Some(inspection)) => {
                prover.write_receipt(&loaded.output, digests.last(), inspection)?;
                Some(prover.proven(inspection))
            }
            _ => None,
        };
        let crashed = maker.crashed();
        let cached = match (cache, digest, answers_saved) {
            (Some(cache), Some(theme), Some(saved)) if crashed.is_empty() => {
                progress.begin("Recording", 0);
                let written = WrittenSite { artifacts: &artifacts, digests: &digests, theme };
                saved.and_then(|()| cache.save_build(inputs, &loaded, &written))
            }
            _ => Ok(()),
        };
        // The process is about to end: freeing a large archive piece by piece would take 5 % of the build.
        std::mem::forget((loaded, emitter, artifacts));
        Ok(BuildSummary { published, crashed, proven, cached })
    }
}
