//! The files that documents refer to, held in memory.
#![expect(clippy::disallowed_methods, reason = "files of the content are looked at here")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use rayon::prelude::*;

use super::site::File;
use crate::publish::read_copy;

/// Two writes within one tick of a file system's clock leave the same time of change; a file that was read so soon after
/// its last change is read again. Two seconds are the tick of FAT, the coarsest in use.
const TICK: Duration = Duration::from_secs(2);

/// The files of the content that the site has copies of.
#[derive(Debug, Default)]
pub(super) struct Copies {
    root: PathBuf,
    known: BTreeMap<String, Copy>,
}

#[derive(Debug)]
struct Copy {
    file: Arc<File>,
    /// By which a later look sees that nothing has changed; `None` if that could not be told.
    mark: Option<Mark>,
}

/// What the file system says of a file without its being opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Mark {
    length: u64,
    modified: SystemTime,
    identity: u64,
}

impl Copies {
    /// Reads from this content folder from now on.
    pub(super) fn set_root(&mut self, root: &Path) {
        if self.root != root {
            self.known.clear();
            root.clone_into(&mut self.root);
        }
    }

    /// Reads those of the files that have changed since they were read last, and forgets all others.
    pub(super) fn read(&mut self, wanted: &BTreeSet<&str>) {
        self.known =
            wanted.par_iter().filter_map(|path| Some(((*path).to_owned(), self.look(path)?))).collect();
    }

    /// Reads some of the files again.
    pub(super) fn reread(&mut self, changed: &[String]) {
        for path in changed {
            if self.known.contains_key(path)
                && let Some(copy) = self.look(path)
            {
                self.known.insert(path.clone(), copy);
            }
        }
    }

    fn look(&self, path: &str) -> Option<Copy> {
        let mark = mark(&self.root.join(path));
        let known = self.known.get(path).filter(|known| mark.is_some() && known.mark == mark);
        if let Some(known) = known {
            return Some(Copy { file: Arc::clone(&known.file), mark });
        }
        // The mark was taken before the bytes: should they change in between, the next look sees it.
        let bytes = read_copy(&self.root, path).ok()?;
        let settled =
            |mark: &Mark| SystemTime::now().duration_since(mark.modified).is_ok_and(|age| age > TICK);
        let before = self.known.get(path).filter(|known| known.file.bytes() == bytes);
        let file = before.map_or_else(|| Arc::new(File::new(bytes)), |known| Arc::clone(&known.file));
        Some(Copy { file, mark: mark.filter(settled) })
    }

    /// One of the files that were read last.
    pub(super) fn get(&self, path: &str) -> Option<Arc<File>> {
        self.known.get(path).map(|copy| Arc::clone(&copy.file))
    }
}

fn mark(place: &Path) -> Option<Mark> {
    let metadata = fs::symlink_metadata(place).ok()?;
    #[cfg(unix)]
    let identity = std::os::unix::fs::MetadataExt::ino(&metadata);
    #[cfg(not(unix))]
    let identity = 0;
    Some(Mark { length: metadata.len(), modified: metadata.modified().ok()?, identity })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_again_when_it_has_changed() {
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
