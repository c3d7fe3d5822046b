//! Moves what was staged into place, so that it can be taken back: after a step that fails, the site is as it was.

use std::collections::BTreeSet;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::disk::Disk;
use super::path::{PathState, parents, path_state};
use super::stage::Staging;
use crate::system::SystemError;

/// Changes of the output folder, in the order in which they were made.
pub(super) struct Moves<'a> {
    disk: &'a dyn Disk,
    out: &'a Path,
    /// Holds the old files until it is closed.
    staging: &'a Staging<'a>,
    done: Mutex<Vec<Undo>>,
}

/// How to take back a change.
enum Undo {
    /// Moves an old file back to its place.
    Restore { kept: PathBuf, place: PathBuf },
    /// Removes a file that was not there.
    RemoveFile(PathBuf),
    /// Removes a folder that was not there, and what pmsite moved there with it.
    RemoveTree(PathBuf),
    /// Removes a folder that was not there, unless it contains something.
    RemoveFolder(PathBuf),
    /// Creates a folder that was empty and was removed.
    CreateFolder(PathBuf),
}

impl<'a> Moves<'a> {
    pub(super) fn new(disk: &'a dyn Disk, out: &'a Path, staging: &'a Staging<'a>) -> Self {
        Self { disk, out, staging, done: Mutex::default() }
    }

    /// Moves a staged file into place.
    pub(super) fn replace(&self, waiting: &Path, place: &Path) -> Result<(), SystemError> {
        let replace = || {
            let kept = self.staging.place_for_old()?;
            let undo = match self.disk.link(place, &kept) {
                Ok(()) => Some(Undo::Restore { kept, place: place.to_owned() }),
                Err(error) if error.kind() == ErrorKind::NotFound => Some(Undo::RemoveFile(place.to_owned())),
                // Some file systems have no hard links. There, a step that fails leaves what was replaced before it.
                Err(error) if has_no_links(&error) => None,
                Err(error) => return Err(error),
            };
            self.disk.rename(waiting, place)?;
            if let Some(undo) = undo {
                self.remember(undo);
            }
            Ok(())
        };
        replace().map_err(SystemError::at("replace", place))
    }

    /// Replaces a file unless it has the same content.
    pub(super) fn write(&self, place: &Path, bytes: &[u8]) -> Result<(), SystemError> {
        match self.staging.write_if_different(place, bytes)? {
            Some(waiting) => self.replace(&waiting, place),
            None => Ok(()),
        }
    }

    /// Moves whole folders that the site does not have yet, and returns their names. On the first build these contain nearly everything.
    pub(super) fn move_new_folders(&self) -> Result<BTreeSet<String>, SystemError> {
        let mut moved = BTreeSet::new();
        for (name, folder) in self.staging.folders()? {
            let place = self.out.join(&name);
            if path_state(&place)? == PathState::Nothing {
                self.disk.rename(&folder, &place).map_err(SystemError::at("create", &place))?;
                self.remember(Undo::RemoveTree(place));
                moved.extend(name.into_string());
            }
        }
        Ok(moved)
    }

    /// Creates a folder of the site, whose parents exist.
    pub(super) fn create_folder(&self, place: &Path) -> Result<(), SystemError> {
        let is_new = path_state(place)? == PathState::Nothing;
        self.disk.create_folder(place).map_err(SystemError::at("create", place))?;
        if is_new {
            self.remember(Undo::RemoveFolder(place.to_owned()));
        }
        Ok(())
    }

    /// Removes files of an earlier run, then the folders that are empty as a result. A path that no longer leads to a regular file through
    /// regular folders is not pmsite's any more and stays.
    pub(super) fn remove(&self, paths: &BTreeSet<String>) -> Result<usize, SystemError> {
        let mut removed = 0;
        for path in paths {
            if self.is(path, PathState::File)? {
                self.remove_file(&self.out.join(path))?;
                removed += 1;
            }
        }
        let folders: BTreeSet<&str> = paths.iter().flat_map(|path| parents(path)).collect();
        // A folder sorts before its content, so in reverse order inner folders come first.
        for folder in folders.into_iter().rev() {
            if self.is(folder, PathState::Folder)? {
                let place = self.out.join(folder);
                if self.remove_if_empty(&place).map_err(SystemError::at("remove", &place))? {
                    self.remember(Undo::CreateFolder(place));
                }
            }
        }
        Ok(removed)
    }

    /// Takes all changes back, the last one first. What cannot be taken back stays as it is: the next run finishes the work.
    pub(super) fn take_back(&self) {
        let done = std::mem::take(&mut *self.done.lock().unwrap_or_else(PoisonError::into_inner));
        for undo in done.into_iter().rev() {
            _ = match undo {
                Undo::Restore { kept, place } => self.disk.rename(&kept, &place),
                Undo::RemoveFile(place) => self.disk.remove_file(&place),
                Undo::RemoveTree(place) => self.disk.remove_tree(&place),
                Undo::RemoveFolder(place) => self.disk.remove_folder(&place),
                Undo::CreateFolder(place) => self.disk.create_folder(&place),
            };
        }
    }

    /// Whether a path leads through regular folders to something in this state.
    fn is(&self, path: &str, state: PathState) -> Result<bool, SystemError> {
        for parent in parents(path) {
            if path_state(&self.out.join(parent))? != PathState::Folder {
                return Ok(false);
            }
        }
        Ok(path_state(&self.out.join(path))? == state)
    }

    /// Removes a file by moving it to the staging folder, which is removed at the end.
    fn remove_file(&self, place: &Path) -> Result<(), SystemError> {
        let remove = || {
            let kept = self.staging.place_for_old()?;
            self.disk.rename(place, &kept)?;
            self.remember(Undo::Restore { kept, place: place.to_owned() });
            Ok(())
        };
        remove().map_err(SystemError::at("remove", place))
    }

    /// Removes a folder unless it contains something. Only the system can check that without a race.
    fn remove_if_empty(&self, place: &Path) -> io::Result<bool> {
        match self.disk.remove_folder(place) {
            // POSIX allows two errors for a folder that is not empty.
            Err(error) if matches!(error.kind(), ErrorKind::DirectoryNotEmpty | ErrorKind::AlreadyExists) => {
                Ok(false)
            }
            result => result.map(|()| true),
        }
    }

    fn remember(&self, undo: Undo) {
        self.done.lock().unwrap_or_else(PoisonError::into_inner).push(undo);
    }
}

/// Whether an error of [`Disk::link`] says that the file system, or this file, cannot have more names.
fn has_no_links(error: &io::Error) -> bool {
    use ErrorKind::{CrossesDevices, PermissionDenied, TooManyLinks, Unsupported};
    matches!(error.kind(), CrossesDevices | PermissionDenied | TooManyLinks | Unsupported)
}
