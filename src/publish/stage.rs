//! The place beside the site where new files wait until all of them are there.
#![expect(clippy::disallowed_methods, reason = "this is where the site is written")]

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rayon::prelude::*;
use tempfile::TempDir;

use super::path::{Standing, parents, standing};
use crate::diag::{Code, Diagnostic};
use crate::digest::Digest;
use crate::emit::{Artifact, Contents};
use crate::source::Span;
use crate::system::SystemError;

/// No file of the content that is larger than this is copied to the site, in bytes.
pub const COPY_LIMIT: u64 = 64 * 1024 * 1024;

const PREFIX: &str = ".pmsite-staging-";

/// After this time a staging folder belongs to no run that is still alive.
const ABANDONED: Duration = Duration::from_secs(60 * 60);

/// Whether a name in the output folder is that of a staging folder.
pub(super) fn is_staging(name: &OsStr) -> bool {
    name.to_str().is_some_and(|name| name.starts_with(PREFIX))
}

/// A folder inside the output folder, hence on the same file system. It is made when the first file needs it, so that
/// a run without news touches nothing at all, and removed when this is dropped.
pub(super) struct Staging {
    out: PathBuf,
    folder: Mutex<Option<TempDir>>,
}

/// A file ready to be moved.
#[derive(Debug)]
pub(super) struct Staged {
    /// Where it waits; `None` if the site has it already.
    pub(super) place: Option<PathBuf>,
    /// Of its contents.
    pub(super) digest: Digest,
}

impl Staging {
    /// For this output folder, which must exist.
    pub(super) fn new(out: &Path) -> Self {
        Self { out: out.to_owned(), folder: Mutex::new(None) }
    }

    /// The folder, made if need be.
    fn folder(&self) -> io::Result<PathBuf> {
        // A panic elsewhere leaves the option as it was, so the lock is good even if poisoned.
        let mut folder = self.folder.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(folder) = &*folder {
            return Ok(folder.path().to_owned());
        }
        remove_abandoned(&self.out)?;
        let made = tempfile::Builder::new().prefix(PREFIX).tempdir_in(&self.out)?;
        let path = made.path().to_owned();
        *folder = Some(made);
        Ok(path)
    }

    /// Writes bytes beside the site unless a plain file at `place` holds just these.
    pub(super) fn write_if_different(
        &self,
        place: &Path,
        bytes: &[u8],
    ) -> Result<Option<PathBuf>, SystemError> {
        if holds(place, bytes) { Ok(None) } else { self.write(place, bytes).map(Some) }
    }

    /// Replaces a file of the site, unless it holds these bytes already.
    pub(super) fn replace(&self, place: &Path, bytes: &[u8]) -> Result<(), SystemError> {
        if let Some(waiting) = self.write_if_different(place, bytes)? {
            fs::rename(waiting, place).map_err(SystemError::at("replace", place))?;
        }
        Ok(())
    }

    /// Writes beside the site what is to stand at a place of it, and says where it waits: at the same place of the staging
    /// folder.
    pub(super) fn write(&self, place: &Path, bytes: &[u8]) -> Result<PathBuf, SystemError> {
        let mut options = File::options();
        options.write(true).create_new(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            // Others read a site; the umask may take that away again.
            options.mode(0o644);
        }
        let attempt = || {
            let waiting = self.folder()?.join(place.strip_prefix(&self.out).unwrap_or(place));
            let opened = match options.open(&waiting) {
                Err(error) if error.kind() == ErrorKind::NotFound => {
                    waiting.parent().map_or(Ok(()), fs::create_dir_all)?;
                    options.open(&waiting)
                }
                opened => opened,
            };
            opened?.write_all(bytes)?;
            Ok(waiting)
        };
        attempt().map_err(SystemError::at("write", place))
    }

    /// Moves folders of which the site has nothing yet, each as a whole, and gives their names: on the first build that
    /// is nearly everything.
    pub(super) fn move_new_folders(&self) -> Result<BTreeSet<String>, SystemError> {
        let mut moved = BTreeSet::new();
        let folder = self.folder.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(folder) = folder.as_ref().map(TempDir::path) else { return Ok(moved) };
        for entry in fs::read_dir(folder).map_err(SystemError::at("list", folder))?.flatten() {
            let place = self.out.join(entry.file_name());
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) && standing(&place)? == Standing::Nothing {
                fs::rename(entry.path(), &place).map_err(SystemError::at("create", &place))?;
                moved.extend(entry.file_name().into_string());
            }
        }
        Ok(moved)
    }
}

/// Removes the staging folders that killed runs have left behind.
fn remove_abandoned(out: &Path) -> io::Result<()> {
    for entry in fs::read_dir(out)?.flatten() {
        let old = || entry.metadata().ok()?.modified().ok()?.elapsed().ok().map(|age| age > ABANDONED);
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder && is_staging(&entry.file_name()) && old() == Some(true) {
            // What cannot be removed now can be removed by the next run.
            _ = fs::remove_dir_all(entry.path());
        }
    }
    Ok(())
}

/// Whether a plain file holds just these bytes.
fn holds(place: &Path, bytes: &[u8]) -> bool {
    fs::symlink_metadata(place)
        .is_ok_and(|metadata| metadata.is_file() && metadata.len() == bytes.len() as u64)
        && fs::read(place).is_ok_and(|old| old == bytes)
}

/// Says which artifacts cannot be copied from the content, so that they can be left out before anything is written.
pub fn refused_copies(artifacts: &[Artifact], content_root: &Path) -> Vec<Diagnostic> {
    let refused = |artifact: &Artifact| {
        let Contents::File(path) = &artifact.contents else { return None };
        let error = open_copy(content_root, path).err()?;
        let message = format!("cannot be copied to the site: {error}");
        Some(Diagnostic::new(Code::FileMissing, &Arc::clone(path), Span::default(), message))
    };
    artifacts.par_iter().filter_map(refused).collect()
}

/// Opens a file of the content: a plain one in plain folders, not too large.
fn open_copy(content_root: &Path, path: &str) -> io::Result<File> {
    if !Path::new(path).components().all(|part| matches!(part, Component::Normal(_))) {
        return Err(io::Error::new(ErrorKind::InvalidInput, "the path leaves the content folder"));
    }
    for parent in parents(path) {
        if standing(&content_root.join(parent)).map_err(|error| error.cause)? != Standing::Folder {
            return Err(io::Error::new(ErrorKind::NotADirectory, "it lies behind a symbolic link"));
        }
    }
    let place = content_root.join(path);
    match standing(&place).map_err(|error| error.cause)? {
        Standing::Nothing => return Err(ErrorKind::NotFound.into()),
        Standing::File => {}
        Standing::Folder | Standing::Other => return Err(io::Error::other("it is no regular file")),
    }
    let file = File::open(place)?;
    if file.metadata()?.len() > COPY_LIMIT {
        return Err(too_large());
    }
    Ok(file)
}

/// The bytes of a file of the content that is to be copied: a plain one in plain folders, not too large.
pub fn read_copy(content_root: &Path, path: &str) -> Result<Vec<u8>, SystemError> {
    let read = || {
        let mut bytes = Vec::new();
        open_copy(content_root, path)?.take(COPY_LIMIT + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > COPY_LIMIT { Err(too_large()) } else { Ok(bytes) }
    };
    read().map_err(SystemError::at("copy", &content_root.join(path)))
}

fn too_large() -> io::Error {
    let message = format!("it is larger than {} MiB", COPY_LIMIT / 1024 / 1024);
    io::Error::new(ErrorKind::FileTooLarge, message)
}
