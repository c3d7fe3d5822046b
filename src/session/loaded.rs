//! The results of a run.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::left_out::LeftOut;
use crate::archive::Archive;
use crate::check::{self, UnusedSuppressions};
use crate::config::Config;
use crate::crawl::{Skipped, Snapshot};
use crate::diag::{Code, Diagnostic};
use crate::emit::{Artifact, Emitter};
use crate::model::Parsed;
use crate::publish::clean_copies;
use crate::report::{Sources, prefix};
use crate::source::SourceFile;

/// Overrides the configured level of a rule for one run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    /// On, at the configured level or, if the configuration turns it off, at its default level.
    On,
    /// Off.
    Off,
}

/// The rules that a run turns on or off.
pub type Switches = BTreeMap<Code, Switch>;

/// An archive that was read.
#[derive(Debug)]
pub struct LoadedArchive {
    /// All documents together.
    pub archive: Arc<Archive>,
    /// Every document, sorted by path.
    pub documents: Vec<Arc<Parsed>>,
    /// Every document of the edition as it is written, sorted by path.
    pub originals: Vec<Arc<Parsed>>,
    /// What the public edition leaves out; `None` for the internal one.
    pub left_out: Option<LeftOut>,
    /// Whether marks or settings of editions are wrong, so that it is not certain what is public.
    pub is_unsafe: bool,
    /// Files that are not part of the archive, sorted by path.
    pub skipped: Vec<Skipped>,
    /// Documents in formats that pmsite does not read, sorted by path.
    pub other_formats: Vec<Skipped>,
    /// All findings at their configured levels, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// The configuration.
    pub config: Arc<Config>,
    /// The text of the configuration, if there is one.
    pub config_source: Option<Arc<SourceFile>>,
    /// The content folder.
    pub content_root: PathBuf,
    /// The output folder.
    pub output: PathBuf,
    /// Whether permissions forbade to look at a part of the content folder.
    pub incomplete: bool,
    /// Whether pmsite crashed on a document or a rule, and left it out.
    pub crashed: bool,
    /// Identifies the state of the content folder.
    pub snapshot: Snapshot,
}

impl LoadedArchive {
    /// The texts that diagnostics point into, with paths relative to the working directory.
    pub fn sources(&self) -> Sources<'_> {
        let content = self.originals.iter().map(|document| document.source.as_ref());
        Sources::new(&self.content_root.to_string_lossy(), content, self.config_source.as_deref())
    }

    /// All documents as they are written, also those that the edition leaves out.
    pub(super) fn written(&self) -> Vec<Arc<SourceFile>> {
        let left_out = self.left_out.iter().flat_map(|left_out| &left_out.documents);
        self.originals.iter().chain(left_out).map(|one| Arc::clone(&one.source)).collect()
    }

    /// Replaces copies of attachments by their contents without hidden data, if this is the public edition. Returns the findings
    /// about those that are left out.
    pub(super) fn clean_copies(&mut self, artifacts: &mut Vec<Artifact>) -> Option<Vec<Diagnostic>> {
        let left_out = self.left_out.as_ref()?;
        let settings = self.config.editions.as_ref();
        let as_they_are = settings.map_or(&[][..], |editions| &editions.public.files);
        let refused = clean_copies(artifacts, &self.content_root, &left_out.renamed, as_they_are);
        self.is_unsafe |= refused.iter().any(|one| one.code == Code::AttachmentOpaque);
        Some(refused)
    }

    /// Collects the archive's findings and those from before it was assembled, without suppressed ones.
    pub(super) fn set_diagnostics(&mut self, found: &[Diagnostic]) {
        // In the public edition, positions are those of what is left of a document; its author knows them from the internal one.
        let of_archive: &[Diagnostic] = if self.left_out.is_some() { &[] } else { &self.archive.diagnostics };
        let found = [found, of_archive].concat();
        let found = check::apply_suppressions(&self.archive, found, UnusedSuppressions::Ignore);
        self.diagnostics = apply_levels(found, &self.config, &Switches::new());
    }

    /// Adds findings, at their configured levels.
    pub(super) fn add_diagnostics(&mut self, found: Vec<Diagnostic>) {
        self.diagnostics.extend(apply_levels(found, &self.config, &Switches::new()));
        self.diagnostics.sort();
    }

    /// The path of a document relative to the working directory.
    pub fn display_path(&self, path: &str) -> String {
        format!("{}{path}", prefix(&self.content_root.to_string_lossy()))
    }
}

/// A site whose pages can be rendered.
#[derive(Debug)]
pub struct BuiltSite {
    /// The archive it shows.
    pub loaded: LoadedArchive,
    /// Renders its pages.
    pub emitter: Arc<Emitter>,
    /// Its files, except those of the search index, which come from [`Emitter::search`].
    pub artifacts: Arc<[Artifact]>,
}

/// Sets the configured level of each diagnostic, drops those that are turned off, and sorts the rest.
pub(super) fn apply_levels(
    diagnostics: Vec<Diagnostic>,
    config: &Config,
    switches: &Switches,
) -> Vec<Diagnostic> {
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
