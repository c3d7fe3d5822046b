//! Lets only one run at a time write to a folder.
#![expect(clippy::disallowed_methods, reason = "this is where the site is written")]

use std::fs::{File, TryLockError};
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::PublishError;

/// How long a run waits for another one. The largest archives take a few seconds.
pub(super) const LOCK_TIMEOUT: Duration = Duration::from_secs(60);

/// How often it checks.
const POLL_INTERVAL: Duration = Duration::from_millis(10);

/// The exclusive right to write to a folder, until it is dropped.
///
/// It is a lock of the operating system on the folder itself, so it needs no file, and a run that is killed leaves no lock behind.
#[derive(Debug)]
pub(super) struct FolderLock {
    lock: Option<File>,
}

impl FolderLock {
    /// Waits for the lock on a folder, which must exist.
    pub(super) fn acquire(folder: &Path, timeout: Duration) -> Result<Self, PublishError> {
        // Some systems cannot open folders, and some network drives have no locks. Runs go ahead there without one.
        let Ok(lock) = File::open(folder) else { return Ok(Self { lock: None }) };
        let start = Instant::now();
        loop {
            match lock.try_lock() {
                Ok(()) => return Ok(Self { lock: Some(lock) }),
                Err(TryLockError::WouldBlock) if start.elapsed() < timeout => sleep(POLL_INTERVAL),
                Err(TryLockError::WouldBlock) => {
                    return Err(PublishError::Busy { folder: folder.to_owned() });
                }
                Err(TryLockError::Error(_)) => return Ok(Self { lock: None }),
            }
        }
    }

    /// Whether no other run can be writing to the folder. False where there are no locks.
    pub(super) fn is_exclusive(&self) -> bool {
        self.lock.is_some()
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_locked_by_one_run_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let lock = FolderLock::acquire(folder.path(), Duration::ZERO).unwrap();
        assert!(lock.is_exclusive());
        let second = FolderLock::acquire(folder.path(), Duration::ZERO);
        assert!(matches!(second, Err(PublishError::Busy { .. })), "{second:?}");
        drop(lock);
        assert!(FolderLock::acquire(folder.path(), Duration::ZERO).is_ok());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "the lock is a file");
    }
}
