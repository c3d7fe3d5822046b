//! By what one crawl can be told from another, so that nothing need be read again if nothing has changed.

use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::load::{DOCUMENT, HEAD, load};
use super::rules::{FileKind, Rules, file_kind};
use super::stamp::{Held, Look, Time, still_holds};
use super::{Candidate, Crawled, walk};
use crate::config::Config;
use crate::digest::Digest;
use crate::source::SourceFile;

/// What a crawl saw.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// Of the names of everything that was not passed over, and of what the walk said; nothing before a walk.
    pub listing: Option<Digest>,
    /// The files that were opened, in the order of the walk.
    pub files: Vec<SeenFile>,
}

/// A file that a crawl opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenFile {
    /// Path relative to the content folder.
    pub path: Arc<str>,
    /// What it was like; nothing if it could not be read.
    pub look: Option<Look>,
}

impl SeenFile {
    /// How much of it matters, in bytes.
    fn limit(&self) -> u64 {
        if file_kind(&self.path) == FileKind::Markdown { DOCUMENT } else { HEAD }
    }
}

impl Seen {
    /// What a crawl that sees the same reads the same from; `None` if a file could not be read, which may be otherwise for
    /// another user.
    pub fn digest(&self) -> Option<Digest> {
        let mut bytes = self.listing?.to_bytes().to_vec();
        for file in &self.files {
            bytes.extend(file.look?.digest.to_bytes());
        }
        Some(Digest::of(&bytes))
    }
}

/// A folder that still holds what was seen.
#[derive(Debug)]
pub struct Again {
    /// The same, as the files look now.
    pub seen: Seen,
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
pub fn see_again(root: &Path, output: &Path, config: &Config, seen: &Seen, since: Time) -> Option<Again> {
    let mut crawled = Crawled::default();
    let candidates = walk(root, &Rules::new(root, output, config).ok()?, &mut crawled).ok()?;
    if seen.listing != Some(listing(&candidates, &crawled)) || seen.files.len() != candidates.len() {
        return None;
    }
    let again = |(candidate, known): (&Candidate, &SeenFile)| {
        let same = candidate.path == known.path;
        same.then(|| still_holds(&candidate.place, known.look.as_ref()?, since, known.limit()))?
    };
    let held: Vec<Held> = candidates.par_iter().zip(&seen.files).map(again).collect::<Option<_>>()?;
    let opened = held.iter().filter(|held| matches!(held, Held::Opened(_))).count();
    let files = seen.files.iter().zip(held);
    let files = files
        .map(|(known, held)| SeenFile { path: Arc::clone(&known.path), look: Some(held.look()) })
        .collect();
    Some(Again { seen: Seen { listing: seen.listing, files }, opened })
}

/// Reads one of the documents that a crawl saw, if it still holds the same.
pub fn open_again(root: &Path, seen: &SeenFile) -> Option<SourceFile> {
    let loaded = load(&seen.path, &root.join(&*seen.path));
    let same = loaded.look?.digest == seen.look?.digest;
    same.then_some(())?;
    Some(SourceFile::new(Arc::clone(&seen.path), loaded.text?))
}
