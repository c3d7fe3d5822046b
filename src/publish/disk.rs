//! The operations by which a site is written to a disk, all in one place so that tests can make any of them fail.
#![expect(clippy::disallowed_methods, reason = "this is where the site is written")]

use std::fmt::Debug;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The operations of a disk that publishing needs, without reading: a failure to read changes nothing.
pub(super) trait Disk: Debug + Sync {
    /// Creates a folder and its parents, unless it exists.
    fn create_folder(&self, place: &Path) -> io::Result<()>;
    /// Creates a folder with a unique name that has this prefix. Returns its path.
    fn create_own_folder(&self, within: &Path, prefix: &str) -> io::Result<PathBuf>;
    /// Writes a file that does not exist yet.
    fn write_new(&self, place: &Path, bytes: &[u8]) -> io::Result<()>;
    /// Appends to a file that this run has written.
    fn append(&self, place: &Path, bytes: &[u8]) -> io::Result<()>;
    /// Moves a file, replacing another, or a folder to a free path.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Gives a file, or a link itself, another name (a hard link).
    fn link(&self, place: &Path, name: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove_file(&self, place: &Path) -> io::Result<()>;
    /// Removes an empty folder.
    fn remove_folder(&self, place: &Path) -> io::Result<()>;
    /// Removes a folder and its content.
    fn remove_tree(&self, place: &Path) -> io::Result<()>;
}

/// The disk of the machine.
#[derive(Clone, Copy, Debug)]
pub(super) struct Machine;

impl Disk for Machine {
    fn create_folder(&self, place: &Path) -> io::Result<()> {
        fs::create_dir_all(place)
    }

    fn create_own_folder(&self, within: &Path, prefix: &str) -> io::Result<PathBuf> {
        Ok(tempfile::Builder::new().prefix(prefix).tempdir_in(within)?.keep())
    }

    fn write_new(&self, place: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut options = File::options();
        options.write(true).create_new(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            // Web servers run as other users and must be able to read the site. The umask still applies.
            options.mode(0o644);
        }
        options.open(place)?.write_all(bytes)
    }

    fn append(&self, place: &Path, bytes: &[u8]) -> io::Result<()> {
        File::options().append(true).open(place)?.write_all(bytes)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn link(&self, place: &Path, name: &Path) -> io::Result<()> {
        fs::hard_link(place, name)
    }

    fn remove_file(&self, place: &Path) -> io::Result<()> {
        fs::remove_file(place)
    }

    fn remove_folder(&self, place: &Path) -> io::Result<()> {
        fs::remove_dir(place)
    }

    fn remove_tree(&self, place: &Path) -> io::Result<()> {
        fs::remove_dir_all(place)
    }
}
