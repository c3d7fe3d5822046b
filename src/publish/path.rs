//! Paths below the output folder: whether they are valid, and what is there.
#![expect(clippy::disallowed_methods, reason = "this is where the site is written")]

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

pub(super) use crate::text::fold_path as fold;

use crate::system::SystemError;

/// The reason why a path must not be written or removed below the output folder, if there is one.
///
/// A valid path is relative and its parts are separated by `/`. No part is empty, begins with `.` (except `.nojekyll`), or contains a
/// backslash, a colon or a control character, so the path means the same on every system.
pub fn path_fault(path: &str) -> Option<&'static str> {
    if path.is_empty() {
        return Some("is empty");
    }
    if path.starts_with('/') {
        return Some("is absolute");
    }
    if path.contains(['\\', ':']) || path.chars().any(char::is_control) {
        return Some("contains a character that is not allowed in a path");
    }
    for part in path.split('/') {
        match part {
            "" => return Some("has an empty part"),
            "." | ".." => return Some("leaves the folder"),
            _ if part.starts_with('.') && path != ".nojekyll" => return Some("has a hidden part"),
            _ => {}
        }
    }
    None
}

/// The folders above a path, outermost first.
pub(super) fn parents(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

/// The folder that a path is in, unless that is the root.
pub(super) fn parent(path: &str) -> Option<&str> {
    path.rsplit_once('/').map(|(folder, _)| folder)
}

/// What is at a path. Symbolic links are not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PathState {
    /// Nothing.
    Nothing,
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A link, pipe or device.
    Other,
}

/// Finds out what is at a path. Symbolic links are not followed.
pub(super) fn path_state(place: &Path) -> Result<PathState, SystemError> {
    match fs::symlink_metadata(place) {
        Ok(metadata) if metadata.is_file() => Ok(PathState::File),
        Ok(metadata) if metadata.is_dir() => Ok(PathState::Folder),
        Ok(_) => Ok(PathState::Other),
        // Nothing can be below a file.
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Ok(PathState::Nothing)
        }
        Err(error) => Err(SystemError::at("inspect", place)(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_relative_paths_are_valid() {
        for path in ["index.html", "incidents/INC-0042.html", ".nojekyll", "a..b/c", "日本.html"] {
            assert_eq!(path_fault(path), None, "{path}");
        }
        for path in [
            "",
            "/etc/passwd",
            "..",
            "../x",
            "a/../../x",
            "a/..",
            "a//b",
            "a/",
            "./a",
            "a\\b",
            "C:x",
            "a\0b",
            "a\nb",
            ".git/config",
            "a/.hidden",
            "a/.nojekyll",
        ] {
            assert!(path_fault(path).is_some(), "{path:?}");
        }
    }
}
