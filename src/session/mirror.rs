//! `pmsite mirror`: everything between the inputs and the pages of a wiki.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::RunError;
use super::loaded::LoadedArchive;
use super::pipeline::Session;
use super::settings::Inputs;
use super::theme::theme_folder;
use crate::emit::{Artifact, Contents};
use crate::mirror::{Mirror, PreviousMirror, Stale, Time, Verified, Wiki, make, verify};
use crate::publish::mirror::{Changes, apply, compare, inspect, read_back};
use crate::publish::{ProtectedFolders, Shield, refused_copies};

/// How to export an archive to a wiki.
#[derive(Clone, Copy, Debug)]
pub struct MirrorOptions<'a> {
    /// The wiki.
    pub wiki: Wiki,
    /// The output folder.
    pub output: &'a Path,
    /// What to do with pages of documents that no longer exist.
    pub stale: Stale,
    /// The current time, in seconds since 1970 UTC.
    pub now: i64,
    /// The user's home folder, which is never overwritten.
    pub home: Option<&'a Path>,
}

/// A mirror that is ready to be written.
#[derive(Debug)]
pub struct PreparedMirror {
    /// The archive.
    pub loaded: LoadedArchive,
    /// What differs from the pages in the output folder.
    pub changes: Changes,
    wiki: Wiki,
    output: PathBuf,
    previous: PreviousMirror,
    mirror: Mirror,
}

impl Session {
    /// Reads an archive and compares its mirror with the output folder. Writes nothing.
    pub fn prepare_mirror(
        &mut self,
        inputs: &Inputs,
        options: MirrorOptions<'_>,
    ) -> Result<PreparedMirror, RunError> {
        let MirrorOptions { wiki, output, stale, now, home } = options;
        let inputs = Inputs { output: Some(output.to_owned()), ..inputs.clone() };
        let mut loaded = self.read(&inputs)?;
        let theme = theme_folder(&inputs, &loaded.config);
        let protected = ProtectedFolders {
            content: &loaded.content_root,
            archive: &inputs.folder,
            theme: theme.as_deref(),
            home,
        };
        let mut previous = inspect(output, &protected, wiki)?;
        previous.unreadable = unreadable_files(&mut loaded);
        let mirror = make(wiki, &loaded.archive, &loaded.config, &previous, Time { now, stale });
        let changes = compare(output, &mirror, &previous, &loaded.content_root)?;
        Ok(PreparedMirror { loaded, changes, wiki, output: output.to_owned(), previous, mirror })
    }
}

impl PreparedMirror {
    /// Writes the changes.
    pub fn apply(&self, shield: &Shield) -> Result<(), RunError> {
        let Self { loaded, changes, output, previous, mirror, .. } = self;
        Ok(apply(output, mirror, previous, &loaded.content_root, changes, shield)?)
    }

    /// Reads the mirror back and checks that every incident has a page and every link a target.
    pub fn verify(&self) -> Result<Verified, RunError> {
        let written = read_back(&self.output, self.wiki)?;
        let archive = &self.loaded.archive;
        Ok(verify(self.wiki, archive, &written.manifest, &written.texts, &written.paths))
    }
}

/// Files that documents refer to but that cannot be copied. Adds a finding for each.
fn unreadable_files(loaded: &mut LoadedArchive) -> BTreeSet<String> {
    let copy =
        |path: &Arc<str>| Artifact { path: Arc::clone(path), contents: Contents::File(Arc::clone(path)) };
    let copies: Vec<Artifact> = loaded.archive.files.iter().map(copy).collect();
    let refused = refused_copies(&copies, &loaded.content_root);
    let paths = refused.iter().map(|diagnostic| diagnostic.source.to_string()).collect();
    loaded.add_diagnostics(refused);
    paths
}
