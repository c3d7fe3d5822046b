//! Whether a file is still what it was, without reading it if that can be known.
//!
//! The rules are those of git's index: a file whose size, times and inode are the same is the same, unless it was written
//! so late that a later change could have left the same times; then, and whenever they differ, its content decides.
#![expect(clippy::disallowed_methods, reason = "the crawl is where the content folder is read")]

use std::fs::{self, Metadata};
use std::path::Path;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use super::load::look;
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
pub struct Stamp {
    size: u64,
    modified: Time,
    /// When content, name or rights changed; no program can set it.
    changed: Time,
    inode: u64,
}

impl Stamp {
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
pub struct Look {
    /// What the system said of it.
    pub stamp: Option<Stamp>,
    /// Of its content, as far as that matters.
    pub digest: Digest,
}

/// How it is known that a file still holds the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// By its stamp.
    Closed(Look),
    /// By its content; this is how it looks now.
    Opened(Look),
}

impl Held {
    /// How the file looks now.
    pub fn look(self) -> Look {
        match self {
            Self::Closed(look) | Self::Opened(look) => look,
        }
    }
}

/// Whether a file that was like this, in a run that began at `since`, still holds the same; `None` if it does not. Of its
/// content, the first `limit` bytes matter.
pub fn still_holds(place: &Path, known: &Look, since: Time, limit: u64) -> Option<Held> {
    let metadata = fs::symlink_metadata(place).ok().filter(Metadata::is_file)?;
    let trusted = |stamp: &Stamp| known.stamp == Some(*stamp) && stamp.is_settled(since);
    if Stamp::of(&metadata).as_ref().is_some_and(trusted) {
        return Some(Held::Closed(*known));
    }
    let (_, now) = look(place, limit).ok()?;
    (now.digest == known.digest).then_some(Held::Opened(now))
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
        let (_, known) = look(&place, 10).unwrap();
        let long_after = Time::of(SystemTime::now() + Duration::from_secs(60));
        let at_once = Time::of(SystemTime::now());
        assert_eq!(still_holds(&place, &known, long_after, 10), Some(Held::Closed(known)));
        assert_eq!(still_holds(&place, &known, at_once, 10), Some(Held::Opened(known)));

        // Not even stamps that are the same help a file that was written during the run.
        let lie = Look { digest: Digest::of(b"two"), ..known };
        assert_eq!(still_holds(&place, &lie, at_once, 10), None);
        assert!(still_holds(&place, &lie, long_after, 10).is_some());

        fs::write(&place, "two").unwrap();
        assert_eq!(still_holds(&place, &known, long_after, 10), None);
        assert_eq!(
            still_holds(&place, &lie, long_after, 10).map(|held| held.look().digest),
            Some(lie.digest)
        );
        fs::remove_file(&place).unwrap();
        fs::create_dir(&place).unwrap();
        assert_eq!(still_holds(&place, &lie, long_after, 10), None);
    }
}
