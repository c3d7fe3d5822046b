//! Opens files below a folder without leaving it, whatever anybody does to the folder meanwhile.
//!
//! A path that was checked and is then opened by its name leads elsewhere if a part of it is replaced by a symbolic link in between.
//! So the folder is opened first, then each part of the path relative to the one before, and none of them may be a link (POSIX
//! `openat` with `O_NOFOLLOW`). What is opened is below the folder, so there is nothing left to compare it with.

use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::Path;

/// Opens the regular file at a path below `root`, with `/` between its parts, for reading. `root` itself may be behind a link.
///
/// # Errors
///
/// Fails for a path with an empty part, `.` or `..`, if a part of it is a symbolic link, and for anything but a regular file; and
/// with the error of the system.
pub fn open_beneath(root: &Path, path: &str) -> io::Result<File> {
    if path.split('/').any(|part| matches!(part, "" | "." | "..")) {
        return Err(io::Error::new(ErrorKind::InvalidInput, "the path leaves the content folder"));
    }
    let file = open(root, path)?;
    if !file.metadata()?.is_file() {
        return Err(io::Error::other("it is not a regular file"));
    }
    Ok(file)
}

#[cfg(unix)]
fn open(root: &Path, path: &str) -> io::Result<File> {
    use rustix::fs::{CWD, Mode, OFlags, openat};
    use rustix::io::Errno;

    let named = |error: Errno| match error {
        Errno::LOOP => io::Error::other("it is a symbolic link"),
        Errno::NOTDIR => io::Error::new(ErrorKind::NotADirectory, "it is behind a symbolic link or a file"),
        error => error.into(),
    };
    let folder = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let mut at = openat(CWD, root, folder, Mode::empty())?;
    let mut parts = path.split('/');
    // The iterator has at least one part: splitting never yields none.
    let last = parts.next_back().unwrap_or(path);
    for part in parts {
        at = openat(&at, part, folder | OFlags::NOFOLLOW, Mode::empty()).map_err(named)?;
    }
    // Without NONBLOCK, opening a named pipe waits for somebody to write.
    let file = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    Ok(openat(&at, last, file, Mode::empty()).map_err(named)?.into())
}

/// Without `openat`, a part that is replaced between the check and opening is followed.
#[cfg(not(unix))]
#[expect(clippy::disallowed_methods, reason = "this is how the content folder is read")]
fn open(root: &Path, path: &str) -> io::Result<File> {
    let mut place = root.to_owned();
    for part in path.split('/') {
        place.push(part);
        if std::fs::symlink_metadata(&place)?.is_symlink() {
            return Err(io::Error::other("it is a symbolic link or behind one"));
        }
    }
    File::open(place)
}

#[cfg(all(test, unix))]
#[expect(clippy::disallowed_methods, reason = "tests lay out files")]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn only_regular_files_that_no_link_leads_to_are_opened() {
        let folder = tempfile::tempdir().unwrap();
        let place = |path: &str| folder.path().join(path);
        fs::create_dir_all(place("root/a/b")).unwrap();
        fs::create_dir_all(place("outside/b")).unwrap();
        for path in ["root/x.md", "root/a/b/x.md", "outside/x.md", "outside/b/x.md"] {
            fs::write(place(path), path).unwrap();
        }
        symlink("../outside/x.md", place("root/link.md")).unwrap();
        symlink("../outside", place("root/out")).unwrap();
        symlink("x.md", place("root/own.md")).unwrap();
        symlink("root", place("alias")).unwrap();
        let why =
            |root: &str, path: &str| open_beneath(&place(root), path).err().map(|error| error.to_string());
        for root in ["root", "alias"] {
            assert_eq!(why(root, "x.md"), None);
            assert_eq!(why(root, "a/b/x.md"), None);
        }
        for path in ["link.md", "own.md"] {
            assert_eq!(why("root", path).as_deref(), Some("it is a symbolic link"), "{path}");
        }
        for path in ["out/x.md", "out/b/x.md", "x.md/y.md"] {
            assert_eq!(
                why("root", path).as_deref(),
                Some("it is behind a symbolic link or a file"),
                "{path}"
            );
        }
        assert_eq!(why("root", "a").as_deref(), Some("it is not a regular file"));
        for path in ["../outside/x.md", "a/../x.md", "/x.md", "", "a//b/x.md", "./x.md"] {
            assert_eq!(why("root", path).as_deref(), Some("the path leaves the content folder"), "{path}");
        }
        let missing = open_beneath(&place("root"), "none.md").unwrap_err();
        assert_eq!(missing.kind(), ErrorKind::NotFound);
    }

    #[test]
    fn a_named_pipe_keeps_nobody_waiting() {
        let folder = tempfile::tempdir().unwrap();
        rustix::fs::mkfifoat(rustix::fs::CWD, folder.path().join("x.md"), rustix::fs::Mode::RUSR).unwrap();
        assert!(open_beneath(folder.path(), "x.md").is_err());
    }
}
