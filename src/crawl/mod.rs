//! Walks the content folder.
//!
//! [`crawl`] finds the Markdown files, reads them on all cores, and lists all other files that documents may refer to. A bad file
//! or folder never stops it: it gets a diagnostic, and the walk continues. A failure of the machine does, because what could not be
//! read would look as if it were gone. A crawl never follows symbolic links and opens only
//! regular files, so it cannot leave its folder, hang on a pipe or run in circles.

mod formats;
mod load;
mod measure;
mod rules;
mod snapshot;
mod stamp;

use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use self::load::{HEAD_BYTES, Loaded, load, looks_like_markdown};
use self::rules::{FileKind, Rules, file_kind};
use crate::config::Config;
use crate::diag::{Code, Diagnostic};
use crate::source::{SourceFile, Span};
use crate::system::{SystemError, is_machine_failure};

pub use self::formats::other_formats;
pub use self::measure::measure;
pub use self::rules::{MANIFEST, MIRROR_MANIFEST, is_mirror, is_site, may_be_document};
pub use self::snapshot::{Snapshot, SnapshotCheck, SnapshotFile, check_snapshot, reopen};
pub use self::stamp::{FileCheck, FileStamp, StatData, Time, check_file, read_stamped};

/// A file or folder that was skipped, and why.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skipped {
    /// Path relative to the content folder.
    pub path: String,
    /// The reason, for example `name starts with _`.
    pub why: &'static str,
}

/// What the content folder holds.
#[derive(Debug, Default)]
pub struct Crawled {
    /// The Markdown files, by path.
    pub sources: Vec<Arc<SourceFile>>,
    /// Paths of all other regular files (images and the like), sorted; documents may refer to them.
    pub files: Vec<Arc<str>>,
    /// Skipped files and folders, by path.
    pub skipped: Vec<Skipped>,
    /// Problems with files and folders.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether permissions forbade to look at a file or folder: there may be more documents than these.
    pub incomplete: bool,
    /// Identifies the state of the folder, to recognize changes later.
    pub snapshot: Snapshot,
}

/// A Markdown file, or one that may be Markdown, before it is read.
struct Candidate {
    path: Arc<str>,
    kind: FileKind,
}

/// Reads the content folder `root`. The folder `output` is skipped wherever it is.
///
/// # Errors
///
/// Fails if `root` itself cannot be listed, and if the machine fails anywhere below.
pub fn crawl(root: &Path, output: &Path, config: &Config) -> Result<Crawled, SystemError> {
    let mut crawled = Crawled::default();
    let candidates = walk(root, &Rules::new(root, output, config)?, &mut crawled)?;
    crawled.snapshot.listing = Some(snapshot::listing(&candidates, &crawled));
    let loaded: Vec<Loaded> = candidates.par_iter().map(|candidate| read(root, candidate)).collect();
    for (candidate, mut loaded) in candidates.iter().zip(loaded) {
        if let Some(failure) = loaded.failure.take() {
            return Err(SystemError::at("read", &root.join(&*candidate.path))(failure));
        }
        crawled.incomplete |= loaded.denied;
        crawled.diagnostics.extend(loaded.diagnostic.take());
        crawled
            .snapshot
            .files
            .push(SnapshotFile { path: Arc::clone(&candidate.path), stamp: loaded.stamp.take() });
        let skipped = loaded.why.map(|why| Skipped { path: candidate.path.to_string(), why });
        match loaded.source(&candidate.path) {
            Some(source) => crawled.sources.push(Arc::new(source)),
            None => crawled.skipped.extend(skipped),
        }
    }
    // The walk goes folder by folder, which differs from the order of the paths: `a/b` comes before `a-c` on disk.
    crawled.sources.sort_by(|a, b| a.path.cmp(&b.path));
    crawled.files.sort();
    crawled.skipped.sort();
    crawled.diagnostics.sort();
    Ok(crawled)
}

/// Reads a Markdown file of an earlier crawl again. Returns `None` if that needs a full crawl, because the file is gone or because
/// there is a problem to report.
pub fn reread(root: &Path, path: &Arc<str>) -> Option<SourceFile> {
    let loaded = load(root, path);
    (loaded.diagnostic.is_none() && loaded.failure.is_none()).then(|| loaded.source(path))?
}

/// Whether anything exists at a path below `root`.
pub fn exists(root: &Path, path: &str) -> bool {
    load::exists(&root.join(path))
}

/// Sorts all entries below `root` into the lists. Returns the files to be opened.
fn walk(root: &Path, rules: &Rules, crawled: &mut Crawled) -> Result<Vec<Candidate>, SystemError> {
    let mut candidates = Vec::new();
    let mut entries = WalkDir::new(root).min_depth(1).follow_links(false).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) if is_about_root(&error) || error.io_error().is_some_and(is_machine_failure) => {
                return Err(unlistable(root, error));
            }
            Err(error) => {
                crawled.incomplete |=
                    error.io_error().is_some_and(|error| error.kind() == ErrorKind::PermissionDenied);
                crawled.diagnostics.push(unreadable(root, &error));
                continue;
            }
        };
        let Some(path) = relative(root, entry.path()) else {
            crawled.diagnostics.push(invalid_name(root, &entry));
            skip_folder(&mut entries, &entry);
            continue;
        };
        if let Some(why) = rules.skip(&path, &entry) {
            skip_folder(&mut entries, &entry);
            crawled.skipped.push(Skipped { path, why });
            continue;
        }
        let path: Arc<str> = path.into();
        if !entry.file_type().is_dir() {
            sort_file(path, &entry, crawled, &mut candidates);
        }
    }
    Ok(candidates)
}

/// Sorts an entry that is not a folder into the lists.
fn sort_file(path: Arc<str>, entry: &DirEntry, crawled: &mut Crawled, candidates: &mut Vec<Candidate>) {
    if !entry.file_type().is_file() {
        let (why, message) = if entry.file_type().is_symlink() {
            ("symbolic link", "symbolic link was skipped")
        } else {
            ("not a regular file", "pipe, socket or device was skipped")
        };
        let diagnostic = Diagnostic::new(Code::NotARegularFile, &path, Span::default(), message)
            .help("pmsite reads only regular files; add a copy if the site needs it");
        crawled.diagnostics.push(diagnostic);
        crawled.skipped.push(Skipped { path: path.to_string(), why });
        return;
    }
    let kind = file_kind(&path);
    if kind != FileKind::Markdown {
        crawled.files.push(Arc::clone(&path));
    }
    if kind != FileKind::Other {
        candidates.push(Candidate { path, kind });
    }
}

/// Reads a candidate; of files without an extension, only the start.
fn read(root: &Path, candidate: &Candidate) -> Loaded {
    match candidate.kind {
        FileKind::Markdown => load(root, &candidate.path),
        // A file that cannot be read is still listed. Copying it will report the problem.
        _ => match read_stamped(root, &candidate.path, HEAD_BYTES) {
            Ok((head, stamp)) => check_head(candidate, &head).with_stamp(stamp),
            Err(error) => Loaded { failure: Some(error).filter(is_machine_failure), ..Loaded::default() },
        },
    }
}

/// Checks the start of a file without an extension.
fn check_head(candidate: &Candidate, head: &[u8]) -> Loaded {
    if !looks_like_markdown(head) {
        return Loaded::default();
    }
    let name = candidate.path.rsplit('/').next().unwrap_or(&candidate.path);
    let message = format!("`{name}` looks like Markdown but has no file extension, so it was not read");
    let diagnostic = Diagnostic::new(Code::ExtensionMissing, &candidate.path, Span::default(), message)
        .help(format!("rename it to `{name}.md` if it belongs to the archive"));
    Loaded::refused("looks like Markdown, but has no file extension", diagnostic)
}

fn skip_folder(entries: &mut walkdir::IntoIter, entry: &DirEntry) {
    if entry.file_type().is_dir() {
        entries.skip_current_dir();
    }
}

/// The path below `root` with `/` between the parts; `None` if a name is not Unicode.
fn relative(root: &Path, path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> =
        path.strip_prefix(root).ok()?.components().map(|part| part.as_os_str().to_str()).collect();
    Some(parts?.join("/"))
}

/// The path below `root`, with invalid characters replaced.
fn shown(root: &Path, path: &Path) -> Arc<str> {
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().into()
}

fn invalid_name(root: &Path, entry: &DirEntry) -> Diagnostic {
    let message = "file name is not valid UTF-8, so it has no address on the site and was skipped";
    Diagnostic::new(Code::Unreadable, &shown(root, entry.path()), Span::default(), message).help("rename it")
}

fn unreadable(root: &Path, error: &walkdir::Error) -> Diagnostic {
    let path = shown(root, error.path().unwrap_or(root));
    let cause = error.io_error().map_or_else(|| "the folder contains itself".to_owned(), ToString::to_string);
    Diagnostic::new(Code::Unreadable, &path, Span::default(), format!("cannot be listed: {cause}"))
}

/// Whether the root could not be listed to its end. An error in the middle of a list names no path.
fn is_about_root(error: &walkdir::Error) -> bool {
    error.depth() == 0 || error.depth() == 1 && error.path().is_none()
}

fn unlistable(root: &Path, error: walkdir::Error) -> SystemError {
    let place = error.path().unwrap_or(root).to_owned();
    let cause = error.into_io_error().unwrap_or_else(|| std::io::Error::other("the folder contains itself"));
    SystemError::at("list", &place)(cause)
}

#[cfg(test)]
mod tests;
