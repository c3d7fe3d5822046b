//! `pmsite pack`: the whole site in one file.

use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use super::containment::Containment;
use super::error::RunError;
use super::left_out::Proven;
use super::loaded::{BuiltSite, LoadedArchive};
use super::page_maker::PageMaker;
use super::pipeline::Session;
use super::progress::Progress;
use super::proof::Prover;
use super::settings::Inputs;
use super::theme::theme_folder;
use crate::digest::Digest;
use crate::emit::{Artifact, Contents, Emitter, PackedFile, Packer, Part};
use crate::publish::{Inspection, PublishError, Shield, read_copy, write_pack};
use crate::system::SystemError;

/// How many files are compressed together: pages of a folder have much in common, and to show one, a browser inflates all.
const FILES_PER_PART: usize = 16;

/// How to pack a site.
#[derive(Clone, Copy, Debug)]
pub struct PackOptions<'a> {
    /// The file to write.
    pub file: &'a Path,
    /// Keeps signals away while the file is replaced.
    pub shield: &'a Shield,
    /// Called with the path of a page that the theme never finishes. Nothing has been written yet.
    pub on_hang: fn(&str),
    /// Counts pages.
    pub progress: &'a Progress,
}

/// The result of packing a site.
#[derive(Debug)]
pub struct Packed {
    /// The pages in the file.
    pub pages: usize,
    /// The size of the file in bytes.
    pub size: u64,
    /// What was proven about the files, if the edition leaves anything out.
    pub proven: Option<Proven>,
    /// The pages that pmsite crashed on; others that say so take their places.
    pub crashed: Vec<Arc<str>>,
}

/// A site that is ready to be packed.
#[derive(Debug)]
pub struct PreparedPack {
    /// The archive.
    pub loaded: LoadedArchive,
    emitter: Arc<Emitter>,
    artifacts: Arc<[Artifact]>,
    has_theme: bool,
    prover: Option<Prover>,
}

impl Session {
    /// Reads an archive and plans its site. Writes nothing.
    pub fn prepare_pack(&mut self, inputs: &Inputs) -> Result<PreparedPack, RunError> {
        let BuiltSite { loaded, emitter, artifacts } = self.run(inputs)?;
        let has_theme = theme_folder(inputs, &loaded.config).is_some();
        let prover = Prover::new(inputs, &loaded)?;
        Ok(PreparedPack { loaded, emitter, artifacts, has_theme, prover })
    }
}

impl PreparedPack {
    /// Writes the file.
    pub fn write(&self, options: PackOptions<'_>) -> Result<Packed, RunError> {
        let PackOptions { file, progress, .. } = options;
        progress.begin("Indexing", 0);
        let search = self.emitter.search();
        let mut artifacts: Vec<&Artifact> =
            self.artifacts.iter().chain(&search).filter(|one| is_shown(one)).collect();
        artifacts.sort_by(|one, other| one.path.cmp(&other.path));
        let pages = artifacts.iter().filter(|one| matches!(one.contents, Contents::Page(_))).count();
        progress.begin("Packing", pages);
        let on_hang = self.has_theme.then_some(options.on_hang);
        let maker = PageMaker::new(&self.emitter, progress, Containment::new(false), on_hang);
        let inspection = self.prover.as_ref().map(Prover::inspection);
        let make = |artifact: &&Artifact| -> Result<PackedFile, PublishError> {
            let bytes = match &artifact.contents {
                Contents::Page(page) => maker.make(page)?.flat_map(Cow::into_owned).collect(),
                Contents::Bytes(bytes) => bytes.clone(),
                Contents::File(from) => read_copy(&self.loaded.content_root, from)?,
            };
            if let Some(inspection) = &inspection {
                inspection.look(&artifact.path, &bytes);
            }
            Ok((Arc::clone(&artifact.path), bytes))
        };
        // Attachments may be large, and have nothing in common with pages.
        let (copies, made): (Vec<_>, Vec<_>) =
            artifacts.into_iter().partition(|one| matches!(one.contents, Contents::File(_)));
        let groups: Vec<&[&Artifact]> = made.chunks(FILES_PER_PART).chain(copies.chunks(1)).collect();
        let plan = self.emitter.plan();
        let content: Vec<_> =
            self.loaded.documents.iter().map(|document| document.source.text.as_bytes()).collect();
        let size = write_pack(file, options.shield, |out| {
            let digest = Digest::of_parts(&content);
            let packer = Packer::new(out, &plan.site.title, digest, plan.messages());
            let mut packer = packer.map_err(SystemError::at("write", file))?;
            // So that not all of the parts are in memory at once.
            for some in groups.chunks(rayon::current_num_threads() * 2) {
                let parts = some.par_iter().map(|files| {
                    let files = files.iter().map(make).collect::<Result<Vec<_>, _>>()?;
                    Ok(Part::of(&files).map_err(SystemError::at("write", file))?)
                });
                let parts: Result<Vec<Part>, PublishError> = parts.collect();
                for part in parts? {
                    packer.add(&part).map_err(SystemError::at("write", file))?;
                }
            }
            inspection.as_ref().map_or(Ok(()), Inspection::result)?;
            packer.finish(plan.messages()).map_err(SystemError::at("write", file))?;
            Ok(())
        });
        let size = size.map_err(|error| match &self.prover {
            Some(prover) => prover.explain(error, &self.loaded.written()),
            None => error.into(),
        })?;
        let proven = self.prover.as_ref().zip(inspection.as_ref()).map(|(prover, seen)| prover.proven(seen));
        Ok(Packed { pages, size, proven, crashed: maker.crashed() })
    }
}

/// Whether a browser shows or runs a file. Data for programs is not packed, and the source of a document is on its page.
fn is_shown(artifact: &Artifact) -> bool {
    match &artifact.contents {
        Contents::Page(_) => artifact.path.ends_with(".html") && *artifact.path != *"404.html",
        Contents::Bytes(_) => true,
        Contents::File(_) => !artifact.path.ends_with(".md"),
    }
}
