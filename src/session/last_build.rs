//! The result of the last build, in the cache: if nothing has changed since, the site is up to date.
#![expect(clippy::disallowed_methods, reason = "files of the site are compared here")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::loaded::LoadedArchive;
use super::settings::{Inputs, Settings};
use super::snapshot::{CacheConfig, UnchangedArchive};
use super::theme::theme_digest;
use crate::cache::{Slot, decode};
use crate::crawl::{
    FileCheck, FileStamp, MANIFEST, StatData, Time, check_file, measure, read_stamped, reopen,
};
use crate::diag::{Code, Diagnostic, Label, Level};
use crate::digest::Digest;
use crate::emit::{Artifact, Contents};
use crate::publish::COPY_LIMIT;
use crate::source::{SourceFile, Span};

/// The content of [`Slot::Build`].
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct LastBuild {
    /// The state of the archive.
    state: Digest,
    /// The digest of everything else that the site depends on.
    site: Digest,
    /// When the process started that stamped the files.
    started: Time,
    /// The number of incidents in the site.
    pub(super) incidents: usize,
    /// The number of pages for documents that are not incidents.
    pub(super) pages: usize,
    diagnostics: Vec<SavedDiagnostic>,
    /// Files of the content folder, other than documents, whose content is in the site.
    copies: Vec<SavedFile>,
    folders: Vec<String>,
    /// All files of the site, including the manifest.
    files: Vec<SavedFile>,
}

/// A file and its stamp.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct SavedFile {
    path: String,
    stamp: FileStamp,
}

/// A diagnostic in a form that can be saved.
#[derive(Debug, Serialize, Deserialize)]
struct SavedDiagnostic {
    source: Arc<str>,
    span: (u32, u32),
    /// The index in [`Code::ALL`].
    code: usize,
    /// 0 for errors, 1 for warnings, 2 for notes.
    level: u8,
    message: String,
    labels: Vec<((u32, u32), String)>,
    help: Option<String>,
    others: Vec<Arc<str>>,
}

/// The files that a build wrote.
#[derive(Clone, Copy, Debug)]
pub(super) struct WrittenSite<'a> {
    /// The files of the site.
    pub(super) artifacts: &'a [Artifact],
    /// The digests of their contents, in the same order, followed by that of the manifest.
    pub(super) digests: &'a [Digest],
    /// The digest of the theme, computed before the theme was read.
    pub(super) theme: Digest,
}

impl LastBuild {
    /// The number of files of the site, including the manifest.
    pub(super) fn files(&self) -> usize {
        self.files.len()
    }

    /// The diagnostics of the build. `None` if they cannot be decoded.
    pub(super) fn diagnostics(&self) -> Option<Vec<Diagnostic>> {
        self.diagnostics.iter().map(SavedDiagnostic::diagnostic).collect()
    }

    /// Checks the copied files and the files of the site. `None` if one of them has changed.
    fn check_files(&self, settings: &Settings) -> Option<(Vec<FileCheck>, Vec<FileCheck>)> {
        let is_folder = |folder: &String| {
            let place = settings.output.join(folder);
            fs::symlink_metadata(place).is_ok_and(|metadata| metadata.is_dir())
        };
        if !self.folders.par_iter().all(is_folder) {
            return None;
        }
        let check = |files: &[SavedFile], root: &Path, limit| {
            let check = |file: &SavedFile| check_file(root, &file.path, &file.stamp, self.started, limit);
            files.par_iter().map(check).collect::<Option<Vec<FileCheck>>>()
        };
        let copies = check(&self.copies, &settings.content_root, COPY_LIMIT + 1)?;
        Some((copies, check(&self.files, &settings.output, u64::MAX)?))
    }
}

impl SavedDiagnostic {
    fn of(diagnostic: &Diagnostic) -> Option<Self> {
        let Diagnostic { source, span, code, level, message, labels, help, others } = diagnostic;
        let labels = labels.iter().map(|label| ((label.span.start, label.span.end), label.message.clone()));
        Some(Self {
            source: Arc::clone(source),
            span: (span.start, span.end),
            code: Code::ALL.iter().position(|other| other == code)?,
            level: match level {
                Level::Error => 0,
                Level::Warning => 1,
                Level::Info => 2,
            },
            message: message.clone(),
            labels: labels.collect(),
            help: help.clone(),
            others: others.clone(),
        })
    }

    fn diagnostic(&self) -> Option<Diagnostic> {
        let span = |(start, end): (u32, u32)| Span { start, end };
        let label =
            |(at, message): &((u32, u32), String)| Label { span: span(*at), message: message.clone() };
        Some(Diagnostic {
            source: Arc::clone(&self.source),
            span: span(self.span),
            code: *Code::ALL.get(self.code)?,
            level: match self.level {
                0 => Level::Error,
                1 => Level::Warning,
                _ => Level::Info,
            },
            message: self.message.clone(),
            labels: self.labels.iter().map(label).collect(),
            help: self.help.clone(),
            others: self.others.clone(),
        })
    }
}

impl CacheConfig {
    /// The last build, if a new one would give the same result and all its files are unchanged.
    pub(super) fn find_last_build(&self, inputs: &Inputs, unchanged: &UnchangedArchive) -> Option<LastBuild> {
        let bytes = unchanged.cache.get(Slot::Build)?;
        let last: LastBuild = decode(&bytes)?;
        let settings = &unchanged.settings;
        let theme = theme_digest(inputs, &settings.config).ok()?;
        let site = site(inputs, &settings.content_root, &settings.output, theme)?;
        if (last.state, last.site) != (unchanged.state, site) {
            return None;
        }
        let (copies, files) = last.check_files(settings)?;
        if copies.iter().chain(&files).all(|check| matches!(check, FileCheck::ByStat(_))) {
            return Some(last);
        }
        let last = LastBuild {
            started: self.started,
            copies: restamp(last.copies, &copies),
            files: restamp(last.files, &files),
            ..last
        };
        // Save the new file times, or the next process would have to open these files again.
        _ = unchanged.cache.put(Slot::Build, &last);
        Some(last)
    }

    /// Saves the result of a build, unless a file changed during the build.
    pub(super) fn save_build(
        &self,
        inputs: &Inputs,
        loaded: &LoadedArchive,
        written: &WrittenSite<'_>,
    ) -> io::Result<()> {
        let Some((cache, state)) = self.save_snapshot(inputs, loaded)? else { return Ok(()) };
        match self.describe_build(inputs, loaded, written, state) {
            Some(build) => cache.put(Slot::Build, &build),
            None => Ok(()),
        }
    }

    fn describe_build(
        &self,
        inputs: &Inputs,
        loaded: &LoadedArchive,
        written: &WrittenSite<'_>,
        state: Digest,
    ) -> Option<LastBuild> {
        let theme = theme_digest(inputs, &loaded.config).ok().filter(|theme| *theme == written.theme)?;
        let files = files(&loaded.output, written)?;
        Some(LastBuild {
            state,
            site: site(inputs, &loaded.content_root, &loaded.output, theme)?,
            started: self.started,
            incidents: loaded.archive.incidents.len(),
            pages: loaded.archive.pages.len(),
            diagnostics: loaded.diagnostics.iter().map(SavedDiagnostic::of).collect::<Option<_>>()?,
            copies: copies(loaded, written)?,
            folders: folders(&files),
            files,
        })
    }
}

impl UnchangedArchive {
    /// The documents that these diagnostics point into. Documents that have changed since are left out.
    pub(super) fn sources(&self, diagnostics: &[&Diagnostic]) -> Vec<SourceFile> {
        let paths: BTreeSet<&str> = diagnostics.iter().map(|one| &*one.source).collect();
        let documents: Vec<_> =
            self.snapshot.files.iter().filter(|file| paths.contains(&*file.path)).collect();
        documents.par_iter().filter_map(|file| reopen(&self.settings.content_root, file)).collect()
    }
}

/// The digest of what a site depends on apart from the archive.
fn site(inputs: &Inputs, content_root: &Path, output: &Path, theme: Digest) -> Option<Digest> {
    let bytes = |place: PathBuf| place.into_os_string().into_encoded_bytes();
    let output = bytes(fs::canonicalize(output).ok()?);
    let content_root = bytes(fs::canonicalize(content_root).ok()?);
    let base_url = inputs.base_url.as_deref();
    let given: &[u8] = if base_url.is_some() { b"given" } else { b"" };
    let base_url = base_url.unwrap_or_default().as_bytes();
    Some(Digest::of_parts(&[&output, &content_root, given, base_url, &theme.to_bytes()]))
}

/// The files of a site with their current stamps. The next check compares the content of files that this run wrote, so it
/// notices if another process has changed them since.
fn files(output: &Path, written: &WrittenSite<'_>) -> Option<Vec<SavedFile>> {
    let WrittenSite { artifacts, digests, .. } = written;
    let paths = artifacts.iter().map(|artifact| &*artifact.path).chain([MANIFEST]);
    let files: Vec<(&str, &Digest)> = paths.zip(*digests).collect();
    let save = |(path, digest): &(&str, &Digest)| {
        let stat = StatData::of(&fs::symlink_metadata(output.join(path)).ok()?);
        Some(SavedFile { path: (*path).to_owned(), stamp: FileStamp { stat, digest: **digest } })
    };
    files.par_iter().map(save).collect()
}

/// The folders of these files, including the output folder itself.
fn folders(files: &[SavedFile]) -> Vec<String> {
    let mut folders = BTreeSet::from([""]);
    for file in files {
        folders.extend(file.path.match_indices('/').map(|(at, _)| &file.path[..at]));
    }
    folders.into_iter().map(str::to_owned).collect()
}

/// The files of the content folder that were copied or measured, except documents. `None` if one of them, or a document,
/// changed during the build.
fn copies(loaded: &LoadedArchive, written: &WrittenSite<'_>) -> Option<Vec<SavedFile>> {
    let files = &loaded.archive.files;
    let save = |path: &Arc<str>| {
        let (_, stamp) = read_stamped(&loaded.content_root, path, COPY_LIMIT + 1).ok()?;
        Some(SavedFile { path: path.to_string(), stamp })
    };
    let copies: Vec<SavedFile> = files.par_iter().map(save).collect::<Option<_>>()?;
    if measure(&loaded.content_root, files) != loaded.archive.sizes {
        return None;
    }
    let documents = loaded.snapshot.files.iter().filter_map(|file| Some((&*file.path, file.stamp?.digest)));
    let read: BTreeMap<&str, Digest> =
        documents.chain(copies.iter().map(|copy| (copy.path.as_str(), copy.stamp.digest))).collect();
    let mut made = written.artifacts.iter().zip(written.digests);
    let same = made.all(|(artifact, digest)| match &artifact.contents {
        Contents::File(path) => read.get(&**path) == Some(digest),
        Contents::Page(_) | Contents::Bytes(_) => true,
    });
    same.then_some(copies)
}

/// The same files with their current stamps.
fn restamp(files: Vec<SavedFile>, checks: &[FileCheck]) -> Vec<SavedFile> {
    files.into_iter().zip(checks).map(|(file, check)| SavedFile { stamp: check.stamp(), ..file }).collect()
}
