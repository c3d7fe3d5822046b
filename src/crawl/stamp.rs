//! Whether a file is still what it was, without reading it if that can be known.
//!
//! The rules are those of git's index: a file whose size, times and inode are the same is the same, unless it was written
//! so late that a later change could have left the same times; then, and whenever they differ, its content decides.
#![expect(clippy::disallowed_methods, reason = "the crawl is where the content folder is read")]

use std::fs::{self, Metadata};
use std::path::Path;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use super::load::read_stamped;
use crate::digest::Digest;

/// Nanoseconds since 1970.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Time(i64);

/// How far behind the clock the times of files may be: a system that counts them in nanoseconds takes them from its last
/// tick, every 10 ms at the longest.
const TICK: Duration = Duration::from_millis(50);

/// The same for systems that count in seconds; FAT counts every second one.
const COARSE_TICK: Duration = Duration::from_millis(2500);

impl Time {
    /// A moment of the clock.
    pub fn of(time: SystemTime) -> Self {
        let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        Self(i64::try_from(since.as_nanos()).unwrap_or(i64::MAX))
    }

    /// Whether a file of this time could not change from a later moment on without another time.
    fn lies_before(self, moment: Self) -> bool {
        let tick = if self.0 % 1_000_000_000 == 0 { COARSE_TICK } else { TICK };
        let tick = i64::try_from(tick.as_nanos()).unwrap_or(i64::MAX);
        self.0.saturating_add(tick) < moment.0
    }
}

/// What the system says of a file without opening it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatData {
    size: u64,
    modified: Time,
    /// When content, name or rights changed; no program can set it.
    changed: Time,
    inode: u64,
}

impl StatData {
    /// Of a file; `None` where the system does not say when a file was changed, so that content has to decide.
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

    /// Elsewhere content has to decide.
    #[cfg(not(unix))]
    pub fn of(_: &Metadata) -> Option<Self> {
        None
    }

    /// Whether the file cannot have changed since this moment without another stamp.
    fn is_settled(&self, since: Time) -> bool {
        self.modified.lies_before(since) && self.changed.lies_before(since)
    }
}

/// What a file was like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileStamp {
    /// What the system said of it.
    pub stat: Option<StatData>,
    /// Of its content, as far as that matters.
    pub digest: Digest,
}

/// How it is known that a file still holds the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileCheck {
    /// By its stamp.
    ByStat(FileStamp),
    /// By its content; this is how it looks now.
    ByContent(FileStamp),
}

impl FileCheck {
    /// How the file looks now.
    pub fn stamp(self) -> FileStamp {
        match self {
            Self::ByStat(stamp) | Self::ByContent(stamp) => stamp,
        }
    }
}

/// Whether a file that was like this, in a run that began at `since`, still holds the same; `None` if it does not. Of its
/// content, the first `limit` bytes matter.
pub fn check_file(place: &Path, known: &FileStamp, since: Time, limit: u64) -> Option<FileCheck> {
    let metadata = fs::symlink_metadata(place).ok().filter(Metadata::is_file)?;
    let trusted = |stat: &StatData| known.stat == Some(*stat) && stat.is_settled(since);
    if StatData::of(&metadata).as_ref().is_some_and(trusted) {
        return Some(FileCheck::ByStat(*known));
    }
    let (_, now) = read_stamped(place, limit).ok()?;
    (now.digest == known.digest).then_some(FileCheck::ByContent(now))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_within_a_tick_of_a_moment_does_not_lie_before_it() {
        let moment = Time(1_700_000_000_500_000_000);
        let before = |milliseconds: i64| Time(moment.0 - milliseconds * 1_000_000);
        assert!(before(51).lies_before(moment));
        assert!(!before(49).lies_before(moment));
        assert!(!moment.lies_before(moment));
        // Whole seconds: the system may count no finer.
        assert!(!before(1_500).lies_before(moment));
        assert!(before(3_500).lies_before(moment));
    }

    #[test]
    fn content_decides_where_times_cannot() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("a.md");
        fs::write(&place, "one").unwrap();
        let (_, known) = read_stamped(&place, 10).unwrap();
        let long_after = Time::of(SystemTime::now() + Duration::from_secs(60));
        let at_once = Time::of(SystemTime::now());
        assert_eq!(check_file(&place, &known, long_after, 10), Some(FileCheck::ByStat(known)));
        assert_eq!(check_file(&place, &known, at_once, 10), Some(FileCheck::ByContent(known)));

        // Not even stamps that are the same help a file that was written during the run.
        let lie = FileStamp { digest: Digest::of(b"two"), ..known };
        assert_eq!(check_file(&place, &lie, at_once, 10), None);
        assert!(check_file(&place, &lie, long_after, 10).is_some());

        fs::write(&place, "two").unwrap();
        assert_eq!(check_file(&place, &known, long_after, 10), None);
        assert_eq!(
            check_file(&place, &lie, long_after, 10).map(|held| held.stamp().digest),
            Some(lie.digest)
        );
        fs::remove_file(&place).unwrap();
        fs::create_dir(&place).unwrap();
        assert_eq!(check_file(&place, &lie, long_after, 10), None);
    }
}
