//! What the last build said and wrote.
#![expect(clippy::disallowed_methods, reason = "this is where the cache looks at the site")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::entry::SITE;
use super::{Cache, Unchanged, pack};
use crate::crawl::{FileCheck, FileStamp, Time, check_file, measure, read_stamped, reopen};
use crate::diag::{Code, Diagnostic, Label, Level};
use crate::digest::Digest;
use crate::emit::{Artifact, Contents};
use crate::publish::COPY_LIMIT;
use crate::session::{Inputs, LoadedArchive, Settings, theme_digest};
use crate::source::{SourceFile, Span};

/// What the last build said and wrote.
#[derive(Debug, Serialize, Deserialize)]
pub struct Built {
    /// Of the archive that it is the site of.
    state: Digest,
    /// Of what else the site depends on.
    site: Digest,
    /// When the run began that looked at the files.
    began: Time,
    /// How many incidents the site has.
    pub incidents: usize,
    told: Vec<Told>,
    /// Files of the content folder, beside the documents, whose content is in the site.
    copies: Vec<Recorded>,
    folders: Vec<String>,
    /// All files of the site, the manifest included.
    files: Vec<Recorded>,
}

/// A file, and how it looked.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Recorded {
    path: String,
    stamp: FileStamp,
}

/// A diagnostic.
#[derive(Debug, Serialize, Deserialize)]
struct Told {
    source: Arc<str>,
    span: (u32, u32),
    /// The place among [`Code::ALL`].
    code: usize,
    /// 0 for errors, 1 for warnings, 2 for notes.
    level: u8,
    message: String,
    labels: Vec<((u32, u32), String)>,
    help: Option<String>,
    others: Vec<Arc<str>>,
}

/// What a build wrote.
#[derive(Clone, Copy, Debug)]
pub struct Publication<'a> {
    /// The files of the site.
    pub artifacts: &'a [Artifact],
    /// Of their contents, in their order, and at the end that of the manifest.
    pub digests: &'a [Digest],
    /// The digest of the theme, from before it was read.
    pub theme: Digest,
}

impl Built {
    /// How many files the site has, the manifest included.
    pub fn files(&self) -> usize {
        self.files.len()
    }

    /// What the build had to say; `None` if that cannot be understood.
    pub fn diagnostics(&self) -> Option<Vec<Diagnostic>> {
        self.told.iter().map(Told::diagnostic).collect()
    }

    /// The files of the site and those that were copied as they look now; `None` if one of them holds something else.
    fn again(&self, settings: &Settings) -> Option<(Vec<FileCheck>, Vec<FileCheck>)> {
        let plain = |folder: &String| {
            let place = settings.output.join(folder);
            fs::symlink_metadata(place).is_ok_and(|metadata| metadata.is_dir())
        };
        if !self.folders.par_iter().all(plain) {
            return None;
        }
        let held = |files: &[Recorded], root: &Path, limit| {
            let held = |file: &Recorded| check_file(&root.join(&file.path), &file.stamp, self.began, limit);
            files.par_iter().map(held).collect::<Option<Vec<FileCheck>>>()
        };
        let copies = held(&self.copies, &settings.content_root, COPY_LIMIT + 1)?;
        Some((copies, held(&self.files, &settings.output, u64::MAX)?))
    }
}

impl Told {
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

impl Cache<'_> {
    /// What the last build said and wrote, if this one would do the same and all of it is still there.
    pub fn built(&self, inputs: &Inputs, unchanged: &Unchanged) -> Option<Built> {
        let bytes = unchanged.entry.read(SITE)?;
        let built: Built = pack::open(&bytes)?;
        let settings = &unchanged.settings;
        let theme = theme_digest(inputs, &settings.config).ok()?;
        let site = site(inputs, &settings.content_root, &settings.output, theme)?;
        if (built.state, built.site) != (unchanged.state, site) {
            return None;
        }
        let (copies, files) = built.again(settings)?;
        if copies.iter().chain(&files).all(|held| matches!(held, FileCheck::ByStat(_))) {
            return Some(built);
        }
        let built = Built {
            began: self.began,
            copies: now(built.copies, &copies),
            files: now(built.files, &files),
            ..built
        };
        // The next process will open them again.
        _ = unchanged.entry.write(SITE, &built);
        Some(built)
    }

    /// Keeps what a build said and wrote. Nothing is kept if a file changed while it was built.
    pub fn keep_built(
        &self,
        inputs: &Inputs,
        loaded: &LoadedArchive,
        publication: &Publication<'_>,
    ) -> io::Result<()> {
        let Some((entry, state)) = self.keep(inputs, loaded)? else { return Ok(()) };
        match self.make(inputs, loaded, publication, state) {
            Some(built) => entry.write(SITE, &built),
            None => Ok(()),
        }
    }

    fn make(
        &self,
        inputs: &Inputs,
        loaded: &LoadedArchive,
        publication: &Publication<'_>,
        state: Digest,
    ) -> Option<Built> {
        let theme = theme_digest(inputs, &loaded.config).ok().filter(|theme| *theme == publication.theme)?;
        let files = files(&loaded.output, publication)?;
        Some(Built {
            state,
            site: site(inputs, &loaded.content_root, &loaded.output, theme)?,
            began: self.began,
            incidents: loaded.archive.incidents.len(),
            told: loaded.diagnostics.iter().map(Told::of).collect::<Option<_>>()?,
            copies: copies(loaded, publication)?,
            folders: folders(&files),
            files,
        })
    }
}

impl Unchanged {
    /// The documents that some diagnostics are about, for excerpts; `None` if one of them has changed.
    pub fn sources(&self, diagnostics: &[&Diagnostic]) -> Option<Vec<SourceFile>> {
        let paths: BTreeSet<&str> = diagnostics.iter().map(|one| &*one.source).collect();
        let documents: Vec<_> =
            self.snapshot.files.iter().filter(|file| paths.contains(&*file.path)).collect();
        documents.par_iter().map(|file| reopen(&self.settings.content_root, file)).collect()
    }
}

/// What a site depends on beside the archive.
fn site(inputs: &Inputs, content_root: &Path, output: &Path, theme: Digest) -> Option<Digest> {
    let bytes = |place: PathBuf| place.into_os_string().into_encoded_bytes();
    let output = bytes(fs::canonicalize(output).ok()?);
    let content_root = bytes(fs::canonicalize(content_root).ok()?);
    let base_url = inputs.base_url.as_deref();
    let given: &[u8] = if base_url.is_some() { b"given" } else { b"" };
    let base_url = base_url.unwrap_or_default().as_bytes();
    Some(Digest::of_parts(&[&output, &content_root, given, base_url, &theme.to_bytes()]))
}

/// The files of a site as they look now. Those that were written within this run will be believed by their content only, so
/// what somebody else did to them meanwhile will be found.
fn files(output: &Path, publication: &Publication<'_>) -> Option<Vec<Recorded>> {
    let Publication { artifacts, digests, .. } = publication;
    let paths = artifacts.iter().map(|artifact| &*artifact.path).chain([crate::crawl::MANIFEST]);
    let files: Vec<(&str, &Digest)> = paths.zip(*digests).collect();
    let known = |(path, digest): &(&str, &Digest)| {
        let stat = crate::crawl::StatData::of(&fs::symlink_metadata(output.join(path)).ok()?);
        Some(Recorded { path: (*path).to_owned(), stamp: FileStamp { stat, digest: **digest } })
    };
    files.par_iter().map(known).collect()
}

/// The folders of some files, the output folder among them.
fn folders(files: &[Recorded]) -> Vec<String> {
    let mut folders = BTreeSet::from([""]);
    for file in files {
        folders.extend(file.path.match_indices('/').map(|(at, _)| &file.path[..at]));
    }
    folders.into_iter().map(str::to_owned).collect()
}

/// The files of the content folder that were copied or measured, the documents left out; `None` if one of them, or a
/// document, changed while the site was built.
fn copies(loaded: &LoadedArchive, publication: &Publication<'_>) -> Option<Vec<Recorded>> {
    let files = &loaded.archive.files;
    let known = |path: &Arc<str>| {
        let (_, stamp) = read_stamped(&loaded.content_root.join(&**path), COPY_LIMIT + 1).ok()?;
        Some(Recorded { path: path.to_string(), stamp })
    };
    let copies: Vec<Recorded> = files.par_iter().map(known).collect::<Option<_>>()?;
    if measure(&loaded.content_root, files) != loaded.archive.sizes {
        return None;
    }
    let documents = loaded.snapshot.files.iter().filter_map(|file| Some((&*file.path, file.stamp?.digest)));
    let read: BTreeMap<&str, Digest> =
        documents.chain(copies.iter().map(|copy| (copy.path.as_str(), copy.stamp.digest))).collect();
    let mut made = publication.artifacts.iter().zip(publication.digests);
    let same = made.all(|(artifact, digest)| match &artifact.contents {
        Contents::File(path) => read.get(&**path) == Some(digest),
        Contents::Page(_) | Contents::Bytes(_) => true,
    });
    same.then_some(copies)
}

/// The same files as they look now.
fn now(files: Vec<Recorded>, held: &[FileCheck]) -> Vec<Recorded> {
    files.into_iter().zip(held).map(|(file, held)| Recorded { stamp: held.stamp(), ..file }).collect()
}
