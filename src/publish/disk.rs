//! The steps by which a site comes to a disk. They are all here, so that tests can let any one of them fail.
#![expect(clippy::disallowed_methods, reason = "this is where the site is written")]

use std::fmt::Debug;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What publishing asks of a disk, reading left out: what cannot be read changes nothing.
pub(super) trait Disk: Debug + Sync {
    /// Makes a folder with those above it; one that is there is fine.
    fn create_folder(&self, place: &Path) -> io::Result<()>;
    /// Makes a folder with a name of its own that begins so, and gives its place.
    fn create_own_folder(&self, within: &Path, prefix: &str) -> io::Result<PathBuf>;
    /// Writes a file that is not there yet.
    fn write_new(&self, place: &Path, bytes: &[u8]) -> io::Result<()>;
    /// Adds to the end of a file that this run has written.
    fn append(&self, place: &Path, bytes: &[u8]) -> io::Result<()>;
    /// Moves a file over another, or a folder to where nothing is.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove_file(&self, place: &Path) -> io::Result<()>;
    /// Removes a folder that is empty.
    fn remove_folder(&self, place: &Path) -> io::Result<()>;
    /// Removes a folder with everything in it.
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
            // ForeignFiles read a site; the umask may take that away again.
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
