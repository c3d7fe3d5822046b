//! Files that documents refer to, kept in memory.
#![expect(clippy::disallowed_methods, reason = "files of the content are read here")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use rayon::prelude::*;

use super::file::File;
use crate::publish::read_copy;

/// The coarsest clock of a file system in use (FAT). Two writes within one tick have the same modification time, so a file
/// that was modified this recently is read again.
const CLOCK_RESOLUTION: Duration = Duration::from_secs(2);

/// The files of the content folder that are part of the site.
#[derive(Debug, Default)]
pub(super) struct Copies {
    root: PathBuf,
    known: BTreeMap<String, Copy>,
}

#[derive(Debug)]
struct Copy {
    file: Arc<File>,
    /// Identifies this version of the file. `None` if the file system cannot tell versions apart.
    stat: Option<Stat>,
}

/// What the file system reports about a file without opening it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stat {
    length: u64,
    modified: SystemTime,
    identity: u64,
}

impl Copies {
    /// Changes the content folder.
    pub(super) fn set_root(&mut self, root: &Path) {
        if self.root != root {
            self.known.clear();
            root.clone_into(&mut self.root);
        }
    }

    /// Reads files that have changed since they were last read, and forgets files that are no longer needed.
    pub(super) fn read(&mut self, wanted: &BTreeSet<&str>) {
        self.known =
            wanted.par_iter().filter_map(|path| Some(((*path).to_owned(), self.load(path)?))).collect();
    }

    /// Reads these files again, if they are known.
    pub(super) fn reread(&mut self, changed: &[String]) {
        for path in changed {
            if self.known.contains_key(path)
                && let Some(copy) = self.load(path)
            {
                self.known.insert(path.clone(), copy);
            }
        }
    }

    fn load(&self, path: &str) -> Option<Copy> {
        let stat = stat(&self.root.join(path));
        let known = self.known.get(path).filter(|known| stat.is_some() && known.stat == stat);
        if let Some(known) = known {
            return Some(Copy { file: Arc::clone(&known.file), stat });
        }
        // The stat precedes the read, so a change in between is noticed next time.
        let bytes = read_copy(&self.root, path).ok()?;
        let settled = |stat: &Stat| {
            SystemTime::now().duration_since(stat.modified).is_ok_and(|age| age > CLOCK_RESOLUTION)
        };
        let before = self.known.get(path).filter(|known| known.file.bytes() == bytes);
        let file = before.map_or_else(|| Arc::new(File::new(bytes)), |known| Arc::clone(&known.file));
        Some(Copy { file, stat: stat.filter(settled) })
    }

    /// The paths of all files that were read, relative to the content folder.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.known.keys().map(String::as_str)
    }

    /// A file that was read.
    pub(super) fn get(&self, path: &str) -> Option<Arc<File>> {
        self.known.get(path).map(|copy| Arc::clone(&copy.file))
    }
}

fn stat(place: &Path) -> Option<Stat> {
    let metadata = fs::symlink_metadata(place).ok()?;
    #[cfg(unix)]
    let identity = std::os::unix::fs::MetadataExt::ino(&metadata);
    #[cfg(not(unix))]
    let identity = 0;
    Some(Stat { length: metadata.len(), modified: metadata.modified().ok()?, identity })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_files_are_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("a.png");
        let mut copies = Copies::default();
        copies.set_root(folder.path());
        let wanted = BTreeSet::from(["a.png", "missing.png"]);
        fs::write(&place, "one").unwrap();
        copies.read(&wanted);
        let first = copies.get("a.png").unwrap();
        // The same length, and most likely within the same tick.
        fs::write(&place, "two").unwrap();
        copies.read(&wanted);
        assert_eq!(copies.get("a.png").unwrap().bytes(), b"two");
        fs::write(&place, "one").unwrap();
        copies.read(&wanted);
        assert_eq!(copies.get("a.png").unwrap().digest(), first.digest());
        assert!(copies.get("missing.png").is_none());
    }
}
