//! Errors of the machine, as opposed to problems with content, and reading files without leaving their folder.

mod beneath;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

pub use self::beneath::open_beneath;

/// A failed operation on a file or folder.
#[derive(Debug)]
pub struct SystemError {
    /// The attempted action, as a verb phrase: `read`, `replace`.
    pub action: &'static str,
    /// The file or folder.
    pub path: PathBuf,
    /// The error of the system.
    pub cause: io::Error,
}

impl SystemError {
    /// For `map_err`: `fs::read(path).map_err(SystemError::at("read", path))`.
    pub fn at(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |cause| Self { action, path, cause }
    }
}

/// Whether an error says that the machine failed, and nothing about the file: a broken disk, too many open files, no memory. What such
/// an error hides must not be taken for missing.
pub fn is_machine_failure(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidFilename, NotADirectory, NotFound, PermissionDenied};
    let about_the_file =
        matches!(error.kind(), NotFound | NotADirectory | PermissionDenied | InvalidFilename);
    error.raw_os_error().is_some() && !about_the_file && !is_link(error)
}

/// Whether opening failed because there is a symbolic link (POSIX `open`, `ELOOP`).
#[cfg(unix)]
fn is_link(error: &io::Error) -> bool {
    error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error())
}

/// Whether opening failed because there is a symbolic link.
#[cfg(not(unix))]
fn is_link(_: &io::Error) -> bool {
    false
}

impl fmt::Display for SystemError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "cannot {} {}: {}", self.action, self.path.display(), self.cause)
    }
}

impl std::error::Error for SystemError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.cause)
    }
}
