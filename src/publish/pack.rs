//! Writes a packed archive: one file.
//!
//! It is first written next to its place and then renamed, so the old file survives a failure. Only a file that is itself a packed archive
//! is replaced.
#![expect(clippy::disallowed_methods, reason = "this is where the file is written")]

use std::fs::{self, File};
use std::io::{BufWriter, Read, Write};
use std::path::Path;

use super::disk::{Disk, Machine};
use super::path::{PathState, path_state};
use super::stage::PREFIX;
use super::{PublishError, Shield};
use crate::emit::PACK_MARKER;
use crate::system::SystemError;

/// Replaces a file by what `write` writes, and returns its size in bytes.
///
/// # Errors
///
/// Fails if something other than a packed archive is there, and if `write` or the system fails. Then the file is as it was.
pub fn write_pack(
    place: &Path,
    shield: &Shield,
    write: impl FnOnce(&mut dyn Write) -> Result<(), PublishError>,
) -> Result<u64, PublishError> {
    if !may_replace(place)? {
        return Err(PublishError::NotAPack { file: place.to_owned() });
    }
    // A shield that has ended never gives its locks back.
    shield.check().map_err(SystemError::at("write", place))?;
    let parent = place.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = shield.stage(|| Machine.create_own_folder(parent, PREFIX));
    let folder = folder.map_err(SystemError::at("write", place))?;
    let result = stage(&folder.join("pack"), place, shield, write);
    shield.forget_staging(&folder);
    let removed = Machine.remove_tree(&folder).map_err(SystemError::at("remove", &folder));
    let size = result?;
    removed?;
    Ok(size)
}

/// Writes a file and moves it to its place.
fn stage(
    waiting: &Path,
    place: &Path,
    shield: &Shield,
    write: impl FnOnce(&mut dyn Write) -> Result<(), PublishError>,
) -> Result<u64, PublishError> {
    Machine.write_new(waiting, b"").map_err(SystemError::at("write", place))?;
    let file = File::options().append(true).open(waiting).map_err(SystemError::at("write", place))?;
    let mut out = BufWriter::new(file);
    write(&mut out)?;
    // On the disk before it replaces another, which may be on a stick that is pulled out.
    let finish = |out: &mut BufWriter<File>| {
        out.flush()?;
        if let Ok(old) = fs::metadata(place) {
            out.get_ref().set_permissions(old.permissions())?;
        }
        out.get_ref().sync_all()?;
        Ok(out.get_ref().metadata()?.len())
    };
    let size = finish(&mut out).map_err(SystemError::at("write", place))?;
    drop(out);
    shield.check().map_err(SystemError::at("replace", place))?;
    let _held = shield.hold();
    // Something else may have been put there meanwhile.
    if !may_replace(place)? {
        return Err(PublishError::NotAPack { file: place.to_owned() });
    }
    Machine.rename(waiting, place).map_err(SystemError::at("replace", place))?;
    Ok(size)
}

/// Whether there is nothing, or a packed archive.
fn may_replace(place: &Path) -> Result<bool, SystemError> {
    match path_state(place)? {
        PathState::Nothing => Ok(true),
        PathState::Folder | PathState::Other => Ok(false),
        PathState::File => {
            let mut start = Vec::new();
            let file = fs::File::open(place).map_err(SystemError::at("read", place))?;
            let length = PACK_MARKER.len() as u64;
            file.take(length).read_to_end(&mut start).map_err(SystemError::at("read", place))?;
            Ok(start == PACK_MARKER)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(place: &Path, text: &[u8]) -> Result<u64, PublishError> {
        write_pack(place, &Shield::default(), |out| {
            out.write_all(&[PACK_MARKER, text].concat()).map_err(SystemError::at("write", place))?;
            Ok(())
        })
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
        entries.map(|name| name.to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn only_a_packed_archive_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("archive.html");
        assert_eq!(write(&place, b"one").unwrap(), PACK_MARKER.len() as u64 + 3);
        write(&place, b"two").unwrap();
        assert!(fs::read(&place).unwrap().ends_with(b"two"));
        for foreign in ["", "<!doctype html>\n<p>mine"] {
            fs::write(&place, foreign).unwrap();
            assert!(matches!(write(&place, b"three"), Err(PublishError::NotAPack { .. })), "{foreign}");
            assert_eq!(fs::read_to_string(&place).unwrap(), foreign);
        }
        assert!(matches!(write(folder.path(), b""), Err(PublishError::NotAPack { .. })));
        assert_eq!(names(folder.path()), ["archive.html"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let (target, link) = (folder.path().join("other.html"), folder.path().join("archive.html"));
        fs::write(&target, PACK_MARKER).unwrap();
        std::os::unix::fs::symlink(&target, &link).unwrap();
        assert!(matches!(write(&link, b"x"), Err(PublishError::NotAPack { .. })));
        assert_eq!(fs::read(&target).unwrap(), PACK_MARKER);
    }

    #[test]
    fn a_failure_leaves_the_old_file_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("archive.html");
        write(&place, b"one").unwrap();
        let failed = write_pack(&place, &Shield::default(), |out| {
            out.write_all(b"half").map_err(SystemError::at("write", &place))?;
            Err(PublishError::Crashed { path: "a.html".to_owned() })
        });
        assert!(matches!(failed, Err(PublishError::Crashed { .. })));
        let shield = Shield::default();
        shield.end();
        assert!(write_pack(&place, &shield, |_| Ok(())).is_err());
        assert!(fs::read(&place).unwrap().ends_with(b"one"));
        assert_eq!(names(folder.path()), ["archive.html"]);
    }
}
