//! Compares the new content of a file with the old one, piece by piece.
#![expect(clippy::disallowed_methods, reason = "this is where the site is written")]

use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::stage::{Staged, Staging};
use crate::digest::Digester;
use crate::emit::{Pieces, whole};
use crate::system::SystemError;

/// How much of a file is copied at a time, in bytes.
const BLOCK: usize = 1 << 20;

/// A regular file of the site, which is read in parallel with the new pieces.
struct Old {
    place: PathBuf,
    file: File,
    length: u64,
    /// How many bytes of it have been the same so far.
    same: u64,
}

/// Writes pieces to the staging folder, unless a regular file at `place` has the same content. `may_exist` is false if it is known that
/// nothing is there. `replace` is called before a file is written and can refuse to.
pub(super) fn stage<E: From<SystemError>>(
    staging: &Staging<'_>,
    place: &Path,
    pieces: Pieces<'_>,
    may_exist: bool,
    replace: impl Fn() -> Result<(), E>,
) -> Result<Staged, E> {
    let mut digester = Digester::default();
    let mut old = may_exist.then(|| Old::open(place)).flatten();
    let mut waiting: Option<PathBuf> = None;
    for piece in pieces {
        digester.update(&piece);
        if let Some(waiting) = &waiting {
            staging.append(waiting, &piece)?;
        } else if !old.as_mut().is_some_and(|old| old.continues_with(&piece)) {
            replace()?;
            waiting = Some(begin(staging, place, old.as_ref(), &piece)?);
        }
    }
    if waiting.is_none() && old.as_ref().is_none_or(|old| old.same < old.length) {
        replace()?;
        waiting = Some(begin(staging, place, old.as_ref(), &[])?);
    }
    Ok(Staged { place: waiting, digest: digester.finish() })
}

/// Starts the new file: the beginning that it shares with the old one, then a piece.
fn begin(
    staging: &Staging<'_>,
    place: &Path,
    old: Option<&Old>,
    piece: &[u8],
) -> Result<PathBuf, SystemError> {
    let Some(old) = old.filter(|old| old.same > 0) else { return staging.write(place, piece) };
    let waiting = staging.write(place, &[])?;
    let mut again = File::open(&old.place).map_err(SystemError::at("read", place))?.take(old.same);
    let mut block = Vec::with_capacity(BLOCK);
    loop {
        let read = (&mut again).take(BLOCK as u64).read_to_end(&mut block);
        if read.map_err(SystemError::at("read", place))? == 0 {
            break;
        }
        staging.append(&waiting, &block)?;
        block.clear();
    }
    if again.limit() > 0 {
        return Err(SystemError::at("read", place)(ErrorKind::UnexpectedEof.into()));
    }
    staging.append(&waiting, piece)?;
    Ok(waiting)
}

impl Staging<'_> {
    /// Writes bytes to the staging folder unless a regular file at `place` has the same content.
    pub(super) fn write_if_different(
        &self,
        place: &Path,
        bytes: &[u8],
    ) -> Result<Option<PathBuf>, SystemError> {
        stage(self, place, whole(bytes), true, || Ok(())).map(|staged| staged.place)
    }
}

impl Old {
    fn open(place: &Path) -> Option<Self> {
        let metadata = fs::symlink_metadata(place).ok().filter(fs::Metadata::is_file)?;
        let file = File::open(place).ok()?;
        Some(Self { place: place.to_owned(), file, length: metadata.len(), same: 0 })
    }

    /// Whether these are the next bytes of the file.
    fn continues_with(&mut self, piece: &[u8]) -> bool {
        let end = self.same + piece.len() as u64;
        let mut next = vec![0; piece.len()];
        let same = end <= self.length && self.file.read_exact(&mut next).is_ok() && next == piece;
        if same {
            self.same = end;
        }
        same
    }
}

#[cfg(test)]
mod tests {
    use super::super::Shield;
    use super::super::disk::Machine;
    use super::super::lock::{FolderLock, LOCK_TIMEOUT};
    use super::*;

    /// The text that is written over a file with the old text; `None` if the file stays untouched.
    fn written(old: Option<&str>, pieces: &[&'static str]) -> Option<String> {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("a.json");
        if let Some(old) = old {
            fs::write(&place, old).unwrap();
        }
        let lock = FolderLock::acquire(folder.path(), LOCK_TIMEOUT).unwrap();
        let shield = Shield::default();
        let staging = Staging::new(&Machine, folder.path(), &lock, &shield).unwrap();
        let pieces = Box::new(pieces.iter().flat_map(|piece| whole(piece.as_bytes())));
        let staged = stage(&staging, &place, pieces, old.is_some(), || Ok::<_, SystemError>(())).unwrap();
        staged.place.map(|place| fs::read_to_string(place).unwrap())
    }

    #[test]
    fn an_unchanged_file_is_not_written() {
        assert_eq!(written(Some("abcd"), &["ab", "cd"]), None);
        assert_eq!(written(Some("abcd"), &["abcd"]), None);
        assert_eq!(written(Some(""), &[""]), None);
    }

    #[test]
    fn a_changed_file_is_written_completely() {
        for old in
            [None, Some(""), Some("a"), Some("ab"), Some("abx"), Some("abcx"), Some("abcdx"), Some("xbcd")]
        {
            assert_eq!(written(old, &["ab", "c", "d"]).as_deref(), Some("abcd"), "{old:?}");
        }
        assert_eq!(written(None, &[""]).as_deref(), Some(""));
        assert_eq!(written(Some("a"), &[]).as_deref(), Some(""));
    }
}
