//! The folder of one archive within the cache.
#![expect(clippy::disallowed_methods, reason = "this is where the cache is read and written")]

use std::fs::{self, DirBuilder};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde::Serialize;

use super::{UNFINISHED, pack};
use crate::digest::Digest;

/// By what the archive can be recognized.
pub(super) const SNAPSHOT: &str = "snapshot";
/// What questions about single incidents need of all others.
pub(super) const ANSWERS: &str = "answers";
/// What the last build said and wrote.
pub(super) const SITE: &str = "site";

/// No more archives than this are kept; the ones that were kept longest ago give way.
const MOST: usize = 16;

/// After this time an unfinished file belongs to no process that is still alive.
const ABANDONED: Duration = Duration::from_secs(60 * 60);

/// The folder of one archive within the cache.
#[derive(Debug)]
pub(super) struct Entry {
    folder: PathBuf,
}

impl Entry {
    /// That of the archive with this content folder, wherever one looks at it from.
    pub(super) fn of(cache: &Path, content_root: &Path) -> Option<Self> {
        let place = fs::canonicalize(content_root).ok()?;
        let name = Digest::of(place.as_os_str().as_encoded_bytes()).to_string();
        Some(Self { folder: cache.join(name) })
    }

    /// Makes the folder, for nobody but its owner, and makes room for it.
    pub(super) fn prepare(&self, cache: &Path) -> io::Result<()> {
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::DirBuilderExt;
            builder.mode(0o700);
        }
        builder.create(&self.folder)?;
        self.sweep();
        self.make_room(cache);
        Ok(())
    }

    /// Removes what processes left behind that were ended while they wrote.
    fn sweep(&self) {
        let Ok(entries) = fs::read_dir(&self.folder) else { return };
        for entry in entries.flatten() {
            let unfinished = entry.file_name().to_string_lossy().starts_with(UNFINISHED);
            if unfinished && age(&entry.path()).is_some_and(|age| age > ABANDONED) {
                _ = fs::remove_file(entry.path());
            }
        }
    }

    /// Removes the oldest of too many archives. Only files that the cache itself writes go; a folder with others stays.
    fn make_room(&self, cache: &Path) {
        let Ok(entries) = fs::read_dir(cache) else { return };
        let is_ours = |name: &str| name.len() == 32 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
        let mut others: Vec<(Duration, PathBuf)> = entries
            .flatten()
            .filter(|entry| entry.file_name().to_str().is_some_and(is_ours) && entry.path() != self.folder)
            .map(|entry| (age(&entry.path().join(SNAPSHOT)).unwrap_or(Duration::MAX), entry.path()))
            .collect();
        others.sort();
        for (_, folder) in others.iter().skip(MOST - 1) {
            for name in [SNAPSHOT, ANSWERS, SITE] {
                _ = fs::remove_file(folder.join(name));
            }
            _ = fs::remove_dir(folder);
        }
    }

    /// The bytes of one of its files.
    pub(super) fn read(&self, name: &str) -> Option<Vec<u8>> {
        pack::read(&self.folder.join(name))
    }

    /// Replaces one of its files.
    pub(super) fn write(&self, name: &str, content: &impl Serialize) -> io::Result<()> {
        pack::write(&self.folder.join(name), content)
    }
}

/// How long ago a file was written.
fn age(place: &Path) -> Option<Duration> {
    let written = fs::symlink_metadata(place).ok()?.modified().ok()?;
    Some(SystemTime::now().duration_since(written).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_of_too_many_archives_give_way() {
        let cache = tempfile::tempdir().unwrap();
        let entry = |number: usize| Entry { folder: cache.path().join(format!("{number:032x}")) };
        for number in 0..MOST + 3 {
            entry(number).prepare(cache.path()).unwrap();
            entry(number).write(SNAPSHOT, &number).unwrap();
            let place = entry(number).folder.join(SNAPSHOT);
            let written = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000 + number as u64);
            fs::File::options().write(true).open(place).unwrap().set_modified(written).unwrap();
        }
        fs::write(cache.path().join("own"), "").unwrap();
        entry(50).prepare(cache.path()).unwrap();
        let kept = |number: usize| entry(number).folder.exists();
        assert_eq!(
            (0..MOST + 3).filter(|number| kept(*number)).collect::<Vec<_>>(),
            (4..MOST + 3).collect::<Vec<_>>()
        );
        assert!(cache.path().join("own").exists());
    }
}
