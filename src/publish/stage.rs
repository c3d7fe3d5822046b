//! The staging folder, where new files wait until all of them are written.
#![expect(clippy::disallowed_methods, reason = "this is where the site is written")]

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rayon::prelude::*;

use super::disk::Disk;
use super::lock::FolderLock;
use super::shield::Shield;
use crate::diag::{Code, Diagnostic};
use crate::digest::Digest;
use crate::emit::{Artifact, Contents};
use crate::source::Span;
use crate::system::{SystemError, open_beneath};

/// The largest file that is copied from the content folder to the site, in bytes.
pub const COPY_LIMIT: u64 = 64 * 1024 * 1024;

pub(super) const PREFIX: &str = ".pmsite-staging-";

/// How the names of old files start that are kept in the staging folder until the new ones are in place.
const OLD_PREFIX: &str = ".old-";

/// A staging folder older than this is abandoned, even on file systems without locks.
const ABANDONED: Duration = Duration::from_secs(60 * 60);

/// Whether a name in the output folder is the name of a staging folder.
pub(super) fn is_staging(name: &OsStr) -> bool {
    name.to_str().is_some_and(|name| name.starts_with(PREFIX))
}

/// A folder inside the output folder, and so on the same file system. It is created for the first file that needs it, so a run without
/// changes touches nothing. [`Staging::close`] removes it, and so does dropping it.
pub(super) struct Staging<'a> {
    disk: &'a dyn Disk,
    out: PathBuf,
    folder: Mutex<Option<PathBuf>>,
    /// How many old files are kept in it.
    old: AtomicUsize,
    shield: &'a Shield,
}

/// A file that is ready to be moved into place.
#[derive(Debug)]
pub(super) struct Staged {
    /// Its path in the staging folder; `None` if the site already has it.
    pub(super) place: Option<PathBuf>,
    /// The digest of its content.
    pub(super) digest: Digest,
}

impl<'a> Staging<'a> {
    /// A staging folder in this output folder, which must exist. Removes those that killed runs have left behind.
    pub(super) fn new(
        disk: &'a dyn Disk,
        out: &Path,
        lock: &FolderLock,
        shield: &'a Shield,
    ) -> Result<Self, SystemError> {
        remove_abandoned(disk, out, lock)?;
        Ok(Self { disk, out: out.to_owned(), folder: Mutex::new(None), old: AtomicUsize::new(0), shield })
    }

    /// The folder, which is created if necessary.
    fn folder(&self) -> io::Result<PathBuf> {
        self.shield.check()?;
        // A panic elsewhere leaves the option as it was, so the lock is good even if poisoned.
        let mut folder = self.folder.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(folder) = &*folder {
            return Ok(folder.clone());
        }
        let made = self.shield.stage(|| self.disk.create_own_folder(&self.out, PREFIX))?;
        *folder = Some(made.clone());
        Ok(made)
    }

    /// Removes the folder.
    pub(super) fn close(self) -> Result<(), SystemError> {
        match self.folder.lock().unwrap_or_else(PoisonError::into_inner).take() {
            Some(folder) => {
                self.shield.forget_staging(&folder);
                self.disk.remove_tree(&folder).map_err(SystemError::at("remove", &folder))
            }
            None => Ok(()),
        }
    }

    /// A free path for an old file, which no file of the site has.
    pub(super) fn place_for_old(&self) -> io::Result<PathBuf> {
        let number = self.old.fetch_add(1, Ordering::Relaxed);
        Ok(self.folder()?.join(format!("{OLD_PREFIX}{number}")))
    }

    /// Writes a file of the site to the same relative path in the staging folder. Returns that path.
    pub(super) fn write(&self, place: &Path, bytes: &[u8]) -> Result<PathBuf, SystemError> {
        let attempt = || {
            let waiting = self.folder()?.join(place.strip_prefix(&self.out).unwrap_or(place));
            match self.disk.write_new(&waiting, bytes) {
                Err(error) if error.kind() == ErrorKind::NotFound => {
                    waiting.parent().map_or(Ok(()), |folder| self.disk.create_folder(folder))?;
                    self.disk.write_new(&waiting, bytes)?;
                }
                written => written?,
            }
            Ok(waiting)
        };
        attempt().map_err(SystemError::at("write", place))
    }

    /// Appends to a file in the staging folder.
    pub(super) fn append(&self, waiting: &Path, bytes: &[u8]) -> Result<(), SystemError> {
        self.disk.append(waiting, bytes).map_err(SystemError::at("write", waiting))
    }

    /// The folders of the site that contain staged files, with their names.
    pub(super) fn folders(&self) -> Result<Vec<(OsString, PathBuf)>, SystemError> {
        let folder = self.folder.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(folder) = folder.as_deref() else { return Ok(Vec::new()) };
        let entries = fs::read_dir(folder).map_err(SystemError::at("list", folder))?.flatten();
        let folders = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
        Ok(folders.map(|entry| (entry.file_name(), entry.path())).collect())
    }
}

impl Drop for Staging<'_> {
    fn drop(&mut self) {
        if let Some(folder) = self.folder.lock().unwrap_or_else(PoisonError::into_inner).take() {
            self.shield.forget_staging(&folder);
            // The run has already failed. What cannot be removed now is removed by the next run.
            _ = self.disk.remove_tree(&folder);
        }
    }
}

/// Removes the staging folders that killed runs have left behind.
fn remove_abandoned(disk: &dyn Disk, out: &Path, lock: &FolderLock) -> Result<(), SystemError> {
    for entry in fs::read_dir(out).map_err(SystemError::at("list", out))?.flatten() {
        let old = || entry.metadata().ok()?.modified().ok()?.elapsed().ok().map(|age| age > ABANDONED);
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder && is_staging(&entry.file_name()) && (lock.is_exclusive() || old() == Some(true)) {
            let place = entry.path();
            disk.remove_tree(&place).map_err(SystemError::at("remove", &place))?;
        }
    }
    Ok(())
}

/// Finds the artifacts that cannot be copied from the content folder, so that they can be left out before anything is written.
pub fn refused_copies(artifacts: &[Artifact], content_root: &Path) -> Vec<Diagnostic> {
    let refused = |artifact: &Artifact| {
        let Contents::File(path) = &artifact.contents else { return None };
        let error = open_copy(content_root, path).err()?;
        let message = format!("cannot be copied to the site: {error}");
        Some(Diagnostic::new(Code::FileMissing, &Arc::clone(path), Span::default(), message))
    };
    artifacts.par_iter().filter_map(refused).collect()
}

/// Opens a file of the content folder: a regular file, not behind a symbolic link, of at most [`COPY_LIMIT`] bytes.
fn open_copy(content_root: &Path, path: &str) -> io::Result<File> {
    let file = open_beneath(content_root, path)?;
    if file.metadata()?.len() > COPY_LIMIT {
        return Err(too_large());
    }
    Ok(file)
}

/// Reads a file of the content folder: a regular file, not behind a symbolic link, of at most [`COPY_LIMIT`] bytes.
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
