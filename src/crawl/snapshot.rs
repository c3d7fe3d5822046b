//! Snapshots of the content folder, to recognize that nothing has changed without reading every file again.

use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::load::{DOCUMENT_BYTES, HEAD_BYTES, load};
use super::rules::{FileKind, Rules, file_kind};
use super::stamp::{FileCheck, FileStamp, Time, check_file};
use super::{Candidate, Crawled, walk};
use crate::config::Config;
use crate::digest::Digest;
use crate::source::SourceFile;

/// The state of the content folder during a crawl.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The digest of all names that were not skipped and of the diagnostics of the walk; `None` before a walk.
    pub listing: Option<Digest>,
    /// The files that were opened, in the order of the walk.
    pub files: Vec<SnapshotFile>,
}

/// A file that a crawl opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotFile {
    /// Path relative to the content folder.
    pub path: Arc<str>,
    /// Its stamp; `None` if it could not be read.
    pub stamp: Option<FileStamp>,
}

impl SnapshotFile {
    /// How many bytes of it matter.
    fn limit(&self) -> u64 {
        if file_kind(&self.path) == FileKind::Markdown { DOCUMENT_BYTES } else { HEAD_BYTES }
    }
}

impl Snapshot {
    /// A digest of everything that was read. `None` if a file could not be read, because another user may be able to read it.
    pub fn digest(&self) -> Option<Digest> {
        let mut bytes = self.listing?.to_bytes().to_vec();
        for file in &self.files {
            bytes.extend(file.stamp?.digest.to_bytes());
        }
        Some(Digest::of(&bytes))
    }
}

/// The content folder still matches a snapshot.
#[derive(Debug)]
pub struct SnapshotCheck {
    /// The snapshot with the current stamps.
    pub snapshot: Snapshot,
    /// How many files had to be opened.
    pub opened: usize,
}

/// The digest of names and diagnostics. Skipped entries do not count: they do not affect the site, and the output folder exists only
/// after the first build.
pub(super) fn listing(candidates: &[Candidate], crawled: &Crawled) -> Digest {
    let diagnostics: Vec<String> =
        crawled.diagnostics.iter().map(|one| format!("{} {}", one.source, one.message)).collect();
    let mut parts: Vec<&[u8]> = Vec::with_capacity(candidates.len() + crawled.files.len() + 8);
    parts.extend(candidates.iter().map(|candidate| candidate.path.as_bytes()));
    // No path is empty, so this separates the lists.
    parts.push(b"");
    parts.extend(crawled.files.iter().map(|path| path.as_bytes()));
    parts.push(b"");
    parts.extend(diagnostics.iter().map(String::as_bytes));
    Digest::of_parts(&parts)
}

/// Checks whether the content folder still matches the snapshot of a crawl that started at `since`. Opens as few files as possible.
pub fn check_snapshot(
    root: &Path,
    output: &Path,
    config: &Config,
    known: &Snapshot,
    since: Time,
) -> Option<SnapshotCheck> {
    let mut crawled = Crawled::default();
    let candidates = walk(root, &Rules::new(root, output, config).ok()?, &mut crawled).ok()?;
    if known.listing != Some(listing(&candidates, &crawled)) || known.files.len() != candidates.len() {
        return None;
    }
    let check = |(candidate, known): (&Candidate, &SnapshotFile)| {
        let same = candidate.path == known.path;
        same.then(|| check_file(root, &known.path, known.stamp.as_ref()?, since, known.limit()))?
    };
    let checks: Vec<FileCheck> = candidates.par_iter().zip(&known.files).map(check).collect::<Option<_>>()?;
    let opened = checks.iter().filter(|check| matches!(check, FileCheck::ByContent(_))).count();
    let files = known.files.iter().zip(checks);
    let files = files
        .map(|(known, check)| SnapshotFile { path: Arc::clone(&known.path), stamp: Some(check.stamp()) })
        .collect();
    Some(SnapshotCheck { snapshot: Snapshot { listing: known.listing, files }, opened })
}

/// Reads a document of a snapshot, if it has not changed.
pub fn reopen(root: &Path, known: &SnapshotFile) -> Option<SourceFile> {
    let loaded = load(root, &known.path);
    let same = loaded.stamp?.digest == known.stamp?.digest;
    same.then_some(())?;
    Some(SourceFile::new(Arc::clone(&known.path), loaded.text?))
}
