//! Data that one process saves for the next: [`Cache::put`] writes a [`Slot`], [`Cache::get`] reads it back.
//!
//! Each archive has a folder in the user's cache folder, so nothing of it is ever published. A slot is replaced as a whole,
//! and only read if every byte is what was written: a lost or damaged cache means a full run and nothing worse. A cache folder that
//! is a link or belongs to somebody else is not used. What the slots
//! contain, and whether it is still current, is up to [`session`](crate::session).
#![expect(clippy::disallowed_methods, reason = "this is where the cache is read and written")]

mod format;

use std::fs::{self, DirBuilder};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde::Serialize;

use crate::digest::Digest;

pub use self::format::decode;

/// The maximum number of archives in the cache. The least recently used are removed.
const MAX_ARCHIVES: usize = 16;

/// An unfinished file older than this belongs to a process that no longer exists.
const ABANDONED: Duration = Duration::from_secs(60 * 60);

/// How the names of unfinished files start.
const UNFINISHED: &str = ".part-";

/// What can be saved about an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// What identifies the state of the archive.
    Snapshot,
    /// What is needed to answer questions about single incidents.
    Answers,
    /// The result of the last build.
    Build,
}

impl Slot {
    const ALL: [Self; 3] = [Self::Snapshot, Self::Answers, Self::Build];

    /// The name of its file.
    const fn file_name(self) -> &'static str {
        match self {
            Self::Snapshot => "snapshot",
            Self::Answers => "answers",
            Self::Build => "site",
        }
    }
}

/// The cache of one archive.
#[derive(Clone, Debug)]
pub struct Cache {
    /// The folder of all archives.
    root: PathBuf,
    folder: PathBuf,
}

impl Cache {
    /// The cache of the archive with this content folder, which must exist. `root` is the folder of all archives.
    pub fn new(root: &Path, content_root: &Path) -> Option<Self> {
        let place = fs::canonicalize(content_root).ok()?;
        let name = Digest::of(place.as_os_str().as_encoded_bytes()).to_string();
        Some(Self { root: root.to_owned(), folder: root.join(name) })
    }

    /// The bytes of a slot, for [`decode`]. `None` if it was never written or cannot be read.
    pub fn get(&self, slot: Slot) -> Option<Vec<u8>> {
        self.is_ours().then(|| format::read(&self.folder, slot.file_name()))?
    }

    /// Replaces a slot.
    pub fn put(&self, slot: Slot, content: &impl Serialize) -> io::Result<()> {
        if !self.folder.is_dir() {
            self.create()?;
        }
        if !self.is_ours() {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        if slot == Slot::Snapshot {
            self.remove_abandoned();
            self.remove_oldest_archives();
        }
        format::write(&self.folder.join(slot.file_name()), content)
    }

    /// Creates the folder. Only its owner can enter it.
    fn create(&self) -> io::Result<()> {
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::DirBuilderExt;
            builder.mode(0o700);
        }
        builder.create(&self.folder)
    }

    /// Whether nobody else can have put anything into the cache: both folders are folders, not links to one, and belong to the user who
    /// runs this process.
    #[cfg(unix)]
    fn is_ours(&self) -> bool {
        use std::os::unix::fs::MetadataExt;
        let user = rustix::process::geteuid().as_raw();
        let is_ours = |folder: &Path| {
            fs::symlink_metadata(folder).is_ok_and(|found| found.is_dir() && found.uid() == user)
        };
        is_ours(&self.root) && is_ours(&self.folder)
    }

    /// Elsewhere, only links are recognized.
    #[cfg(not(unix))]
    fn is_ours(&self) -> bool {
        let is_folder = |folder: &Path| fs::symlink_metadata(folder).is_ok_and(|found| found.is_dir());
        is_folder(&self.root) && is_folder(&self.folder)
    }

    /// Removes unfinished files of processes that were killed.
    fn remove_abandoned(&self) {
        let Ok(entries) = fs::read_dir(&self.folder) else { return };
        for entry in entries.flatten() {
            let unfinished = entry.file_name().to_string_lossy().starts_with(UNFINISHED);
            if unfinished && age(&entry.path()).is_some_and(|age| age > ABANDONED) {
                _ = fs::remove_file(entry.path());
            }
        }
    }

    /// Removes the archives that were saved longest ago. Folders with other files are left alone.
    fn remove_oldest_archives(&self) {
        let Ok(entries) = fs::read_dir(&self.root) else { return };
        let is_archive = |name: &str| name.len() == 32 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
        let snapshot = |folder: &Path| folder.join(Slot::Snapshot.file_name());
        let mut others: Vec<(Duration, PathBuf)> = entries
            .flatten()
            .filter(|entry| entry.file_name().to_str().is_some_and(is_archive) && entry.path() != self.folder)
            .map(|entry| (age(&snapshot(&entry.path())).unwrap_or(Duration::MAX), entry.path()))
            .collect();
        others.sort();
        for (_, folder) in others.iter().skip(MAX_ARCHIVES - 1) {
            for slot in Slot::ALL {
                _ = fs::remove_file(folder.join(slot.file_name()));
            }
            _ = fs::remove_dir(folder);
        }
    }
}

/// The time since a file was written.
fn age(place: &Path) -> Option<Duration> {
    let written = fs::symlink_metadata(place).ok()?.modified().ok()?;
    Some(SystemTime::now().duration_since(written).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn oldest_archives_are_removed_first() {
        let root = tempfile::tempdir().unwrap();
        let cache = |number: usize| Cache {
            root: root.path().to_owned(),
            folder: root.path().join(format!("{number:032x}")),
        };
        for number in 0..MAX_ARCHIVES + 3 {
            cache(number).put(Slot::Snapshot, &number).unwrap();
            let place = cache(number).folder.join(Slot::Snapshot.file_name());
            let written = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000 + number as u64);
            fs::File::options().write(true).open(place).unwrap().set_modified(written).unwrap();
        }
        fs::write(root.path().join("own"), "").unwrap();
        cache(50).put(Slot::Snapshot, &50).unwrap();
        let is_kept = |number: &usize| cache(*number).folder.exists();
        assert_eq!(
            (0..MAX_ARCHIVES + 3).filter(is_kept).collect::<Vec<_>>(),
            (4..MAX_ARCHIVES + 3).collect::<Vec<_>>()
        );
        assert!(root.path().join("own").exists());
    }

    #[cfg(unix)]
    #[test]
    fn a_cache_behind_a_link_is_not_used() {
        use std::os::unix::fs::symlink;
        let place = tempfile::tempdir().unwrap();
        let cache = |root: &str, folder: &str| {
            let root = place.path().join(root);
            Cache { folder: root.join(folder), root }
        };
        cache("real", "archive").put(Slot::Build, &7).unwrap();
        assert!(cache("real", "archive").get(Slot::Build).is_some());
        symlink("real", place.path().join("linked")).unwrap();
        symlink("archive", place.path().join("real/other")).unwrap();
        for linked in [cache("linked", "archive"), cache("real", "other")] {
            assert!(linked.get(Slot::Build).is_none());
            assert!(linked.put(Slot::Build, &8).is_err());
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_cache_of_somebody_else_is_not_used() {
        // Only the superuser can give a folder away.
        if !rustix::process::geteuid().is_root() {
            return;
        }
        let place = tempfile::tempdir().unwrap();
        let cache = Cache { root: place.path().to_owned(), folder: place.path().join("archive") };
        cache.put(Slot::Build, &7).unwrap();
        std::os::unix::fs::chown(&cache.folder, Some(12345), None).unwrap();
        assert!(cache.get(Slot::Build).is_none());
        assert!(cache.put(Slot::Build, &8).is_err());
    }
}
