//! Checks whether a file has changed, without reading it if possible.
//!
//! The rules are those of git's index: a file with the same size, times and inode is unchanged, unless it was written so recently that
//! a later change could have the same times. In that case, and whenever they differ, the content decides.
#![expect(clippy::disallowed_methods, reason = "the crawl is where the content folder is read")]

use std::fs::{self, Metadata};
use std::io::{self, Read};
use std::path::Path;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::system::open_beneath;

/// Nanoseconds since 1970.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Time(i64);

/// How far file times may lag behind the clock: systems with nanosecond file times take them from the last tick, at most 10 ms
/// ago.
const TICK: Duration = Duration::from_millis(50);

/// The same for systems that count in seconds; FAT counts in steps of two.
const COARSE_TICK: Duration = Duration::from_millis(2500);

impl Time {
    /// Converts a clock time.
    pub fn of(time: SystemTime) -> Self {
        let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        Self(i64::try_from(since.as_nanos()).unwrap_or(i64::MAX))
    }

    /// Whether a file with this time would get another time if it changed at or after `moment`.
    fn lies_before(self, moment: Self) -> bool {
        let tick = if self.0 % 1_000_000_000 == 0 { COARSE_TICK } else { TICK };
        let tick = i64::try_from(tick.as_nanos()).unwrap_or(i64::MAX);
        self.0.saturating_add(tick) < moment.0
    }
}

/// What the system reports about a file without opening it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatData {
    size: u64,
    modified: Time,
    /// When content, name or permissions changed; programs cannot set it.
    changed: Time,
    inode: u64,
}

impl StatData {
    /// Returns `None` if the system does not report when a file was changed; then the content decides.
    #[cfg(unix)]
    pub fn of(metadata: &Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        let time = |seconds: i64, nanoseconds: i64| {
            Some(Time(seconds.checked_mul(1_000_000_000)?.checked_add(nanoseconds)?))
        };
        Some(Self {
            size: metadata.size(),
            modified: time(metadata.mtime(), metadata.mtime_nsec())?,
            changed: time(metadata.ctime(), metadata.ctime_nsec())?,
            inode: metadata.ino(),
        })
    }

    /// On other systems, the content decides.
    #[cfg(not(unix))]
    pub fn of(_: &Metadata) -> Option<Self> {
        None
    }

    /// Whether any change since this moment would show in the data.
    fn is_settled(&self, since: Time) -> bool {
        self.modified.lies_before(since) && self.changed.lies_before(since)
    }
}

/// Identifies the content of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileStamp {
    /// What the system reported.
    pub stat: Option<StatData>,
    /// The digest of its content, as far as it matters.
    pub digest: Digest,
}

/// How a file was found to be unchanged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileCheck {
    /// By its [`StatData`], without opening it.
    ByStat(FileStamp),
    /// By its content, with the current stamp.
    ByContent(FileStamp),
}

impl FileCheck {
    /// The current stamp.
    pub fn stamp(self) -> FileStamp {
        match self {
            Self::ByStat(stamp) | Self::ByContent(stamp) => stamp,
        }
    }
}

/// Checks whether the file at a path below `root` still has the content of a stamp from a run that started at `since`; `None` if it does
/// not. Only the first `limit` bytes matter.
pub fn check_file(root: &Path, path: &str, known: &FileStamp, since: Time, limit: u64) -> Option<FileCheck> {
    let metadata = fs::symlink_metadata(root.join(path)).ok().filter(Metadata::is_file)?;
    let trusted = |stat: &StatData| known.stat == Some(*stat) && stat.is_settled(since);
    if StatData::of(&metadata).as_ref().is_some_and(trusted) {
        return Some(FileCheck::ByStat(*known));
    }
    let (_, now) = read_stamped(root, path, limit).ok()?;
    (now.digest == known.digest).then_some(FileCheck::ByContent(now))
}

/// The first bytes of the regular file at a path below `root`.
pub(super) fn read_up_to(root: &Path, path: &str, limit: u64) -> io::Result<Vec<u8>> {
    open_up_to(root, path, limit).map(|(bytes, _)| bytes)
}

/// The first bytes of the regular file at a path below `root`, and the stamp it had when they were read.
pub fn read_stamped(root: &Path, path: &str, limit: u64) -> io::Result<(Vec<u8>, FileStamp)> {
    // The metadata is read before the content. If the file changes in between, it will later look changed when it is not, but never
    // the other way round.
    let (bytes, metadata) = open_up_to(root, path, limit)?;
    let stamp = FileStamp { stat: StatData::of(&metadata), digest: Digest::of(&bytes) };
    Ok((bytes, stamp))
}

fn open_up_to(root: &Path, path: &str, limit: u64) -> io::Result<(Vec<u8>, Metadata)> {
    let file = open_beneath(root, path)?;
    let metadata = file.metadata()?;
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len().min(limit)).unwrap_or(0));
    file.take(limit).read_to_end(&mut bytes)?;
    Ok((bytes, metadata))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_within_a_tick_is_not_before_the_moment() {
        let moment = Time(1_700_000_000_500_000_000);
        let before = |milliseconds: i64| Time(moment.0 - milliseconds * 1_000_000);
        assert!(before(51).lies_before(moment));
        assert!(!before(49).lies_before(moment));
        assert!(!moment.lies_before(moment));
        // Whole seconds: the system may not count in finer steps.
        assert!(!before(1_500).lies_before(moment));
        assert!(before(3_500).lies_before(moment));
    }

    #[test]
    fn content_decides_if_times_are_too_recent() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("a.md");
        fs::write(&place, "one").unwrap();
        let (_, known) = read_stamped(folder.path(), "a.md", 10).unwrap();
        let long_after = Time::of(SystemTime::now() + Duration::from_secs(60));
        let at_once = Time::of(SystemTime::now());
        assert_eq!(check_file(folder.path(), "a.md", &known, long_after, 10), Some(FileCheck::ByStat(known)));
        assert_eq!(check_file(folder.path(), "a.md", &known, at_once, 10), Some(FileCheck::ByContent(known)));

        // Equal data is not trusted for a file that was written during the run.
        let lie = FileStamp { digest: Digest::of(b"two"), ..known };
        assert_eq!(check_file(folder.path(), "a.md", &lie, at_once, 10), None);
        assert!(check_file(folder.path(), "a.md", &lie, long_after, 10).is_some());

        fs::write(&place, "two").unwrap();
        assert_eq!(check_file(folder.path(), "a.md", &known, long_after, 10), None);
        assert_eq!(
            check_file(folder.path(), "a.md", &lie, long_after, 10).map(|held| held.stamp().digest),
            Some(lie.digest)
        );
        fs::remove_file(&place).unwrap();
        fs::create_dir(&place).unwrap();
        assert_eq!(check_file(folder.path(), "a.md", &lie, long_after, 10), None);
    }
}
