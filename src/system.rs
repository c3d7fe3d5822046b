//! Errors of the machine, as opposed to problems with content.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

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
