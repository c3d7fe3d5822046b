//! `pmsite mirror`: everything between the inputs and the pages of a wiki.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::TempDir;

use super::error::RunError;
use super::left_out::Proven;
use super::loaded::LoadedArchive;
use super::pipeline::Session;
use super::proof::Prover;
use super::settings::Inputs;
use super::theme::theme_folder;
use crate::config::Edition;
use crate::emit::{Artifact, Contents};
use crate::mirror::{Mirror, PreviousMirror, Stale, Time, Verified, Wiki, make, verify};
use crate::publish::mirror::{Changes, apply, compare, inspect, inspect_mirror, read_back};
use crate::publish::{ProtectedFolders, Shield, refused_copies, write_attachments};

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
    /// What was proven about the pages, if the edition leaves anything out.
    pub proven: Option<Proven>,
    /// The attachments of the public edition: copies without hidden data.
    attachments: Option<TempDir>,
}

impl Session {
    /// Reads an archive and compares its mirror with the output folder. Writes nothing.
    pub fn prepare_mirror(
        &mut self,
        inputs: &Inputs,
        options: MirrorOptions<'_>,
    ) -> Result<PreparedMirror, RunError> {
        let MirrorOptions { wiki, output, stale, now, home } = options;
        // A document that is internal now must not stay in the wiki.
        let stale = if inputs.edition == Edition::Public { Stale::Prune } else { stale };
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
        let attachments = public_attachments(&mut loaded)?;
        previous.unreadable = match &attachments {
            Some((_, unreadable)) => unreadable.clone(),
            None => unreadable_files(&mut loaded),
        };
        let attachments = attachments.map(|(folder, _)| folder);
        let content = attachments.as_ref().map_or(&*loaded.content_root, TempDir::path);
        let mirror = make(wiki, &loaded.archive, &loaded.config, &previous, Time { now, stale });
        let changes = compare(output, &mirror, &previous, content)?;
        let proven = prove(&inputs, &loaded, &mirror, content)?;
        let output = output.to_owned();
        Ok(PreparedMirror { loaded, changes, wiki, output, previous, mirror, proven, attachments })
    }
}

impl PreparedMirror {
    /// Writes the changes.
    pub fn apply(&self, shield: &Shield) -> Result<(), RunError> {
        let Self { loaded, changes, output, previous, mirror, .. } = self;
        let content = self.attachments.as_ref().map_or(&*loaded.content_root, TempDir::path);
        Ok(apply(output, mirror, previous, content, changes, shield)?)
    }

    /// Reads the mirror back and checks that every incident has a page and every link a target.
    pub fn verify(&self) -> Result<Verified, RunError> {
        let written = read_back(&self.output, self.wiki)?;
        let archive = &self.loaded.archive;
        Ok(verify(self.wiki, archive, &written.manifest, &written.texts, &written.paths))
    }
}

/// The attachments of the public edition in a folder of their own, and those that cannot be cleaned.
fn public_attachments(loaded: &mut LoadedArchive) -> Result<Option<(TempDir, BTreeSet<String>)>, RunError> {
    let mut copies: Vec<Artifact> = loaded.archive.files.iter().map(copy).collect();
    let Some(refused) = loaded.clean_copies(&mut copies) else { return Ok(None) };
    let folder = write_attachments(&copies)?;
    let paths = refused.iter().map(|diagnostic| diagnostic.source.to_string()).collect();
    loaded.add_diagnostics(refused);
    Ok(Some((folder, paths)))
}

/// Proves that pages and attachments contain nothing that the edition leaves out.
fn prove(
    inputs: &Inputs,
    loaded: &LoadedArchive,
    mirror: &Mirror,
    content: &Path,
) -> Result<Option<Proven>, RunError> {
    let Some(prover) = Prover::new(inputs, loaded)? else { return Ok(None) };
    let inspection = prover.inspection();
    inspect_mirror(mirror, content, &inspection)
        .and_then(|()| inspection.result())
        .map_err(|error| prover.explain(error, &loaded.written()))?;
    Ok(Some(prover.proven(&inspection)))
}

fn copy(path: &Arc<str>) -> Artifact {
    Artifact { path: Arc::clone(path), contents: Contents::File(Arc::clone(path)) }
}

/// Files that documents refer to but that cannot be copied. Adds a finding for each.
fn unreadable_files(loaded: &mut LoadedArchive) -> BTreeSet<String> {
    let copies: Vec<Artifact> = loaded.archive.files.iter().map(copy).collect();
    let refused = refused_copies(&copies, &loaded.content_root);
    let paths = refused.iter().map(|diagnostic| diagnostic.source.to_string()).collect();
    loaded.add_diagnostics(refused);
    paths
}
