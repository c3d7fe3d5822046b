//! By what one crawl can be told from another, so that nothing need be read again if nothing has changed.

use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::load::{DOCUMENT, HEAD, load};
use super::rules::{FileKind, Rules, file_kind};
use super::stamp::{FileCheck, FileStamp, Time, check_file};
use super::{Candidate, Crawled, walk};
use crate::config::Config;
use crate::digest::Digest;
use crate::source::SourceFile;

/// What a crawl saw.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// Of the names of everything that was not passed over, and of what the walk said; nothing before a walk.
    pub listing: Option<Digest>,
    /// The files that were opened, in the order of the walk.
    pub files: Vec<SnapshotFile>,
}

/// A file that a crawl opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotFile {
    /// Path relative to the content folder.
    pub path: Arc<str>,
    /// What it was like; nothing if it could not be read.
    pub stamp: Option<FileStamp>,
}

impl SnapshotFile {
    /// How much of it matters, in bytes.
    fn limit(&self) -> u64 {
        if file_kind(&self.path) == FileKind::Markdown { DOCUMENT } else { HEAD }
    }
}

impl Snapshot {
    /// What a crawl that sees the same reads the same from; `None` if a file could not be read, which may be otherwise for
    /// another user.
    pub fn digest(&self) -> Option<Digest> {
        let mut bytes = self.listing?.to_bytes().to_vec();
        for file in &self.files {
            bytes.extend(file.stamp?.digest.to_bytes());
        }
        Some(Digest::of(&bytes))
    }
}

/// A folder that still holds what was seen.
#[derive(Debug)]
pub struct SnapshotCheck {
    /// The same, as the files look now.
    pub snapshot: Snapshot,
    /// How many of them had to be opened.
    pub opened: usize,
}

/// Of names and of what was said of them. What was passed over is left out: it is nothing to the site, and the output
/// folder is there after the first build and not before.
pub(super) fn listing(candidates: &[Candidate], crawled: &Crawled) -> Digest {
    let said: Vec<String> =
        crawled.diagnostics.iter().map(|one| format!("{} {}", one.source, one.message)).collect();
    let mut parts: Vec<&[u8]> = Vec::with_capacity(candidates.len() + crawled.files.len() + 8);
    parts.extend(candidates.iter().map(|candidate| candidate.path.as_bytes()));
    // No path is empty, so this parts the lists.
    parts.push(b"");
    parts.extend(crawled.files.iter().map(|path| path.as_bytes()));
    parts.push(b"");
    parts.extend(said.iter().map(String::as_bytes));
    Digest::of_parts(&parts)
}

/// Looks whether the content folder still holds what a crawl saw that began at `since`, and opens no more than it must.
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
        same.then(|| check_file(&candidate.place, known.stamp.as_ref()?, since, known.limit()))?
    };
    let checks: Vec<FileCheck> = candidates.par_iter().zip(&known.files).map(check).collect::<Option<_>>()?;
    let opened = checks.iter().filter(|check| matches!(check, FileCheck::ByContent(_))).count();
    let files = known.files.iter().zip(checks);
    let files = files
        .map(|(known, check)| SnapshotFile { path: Arc::clone(&known.path), stamp: Some(check.stamp()) })
        .collect();
    Some(SnapshotCheck { snapshot: Snapshot { listing: known.listing, files }, opened })
}

/// Reads one of the documents that a crawl saw, if it still holds the same.
pub fn reopen(root: &Path, known: &SnapshotFile) -> Option<SourceFile> {
    let loaded = load(&known.path, &root.join(&*known.path));
    let same = loaded.stamp?.digest == known.stamp?.digest;
    same.then_some(())?;
    Some(SourceFile::new(Arc::clone(&known.path), loaded.text?))
}
