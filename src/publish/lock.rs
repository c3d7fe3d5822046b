//! One run at a time writes to a folder.
#![expect(clippy::disallowed_methods, reason = "this is where the site is written")]

use std::fs::{File, TryLockError};
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::PublishError;

/// How long a run waits for another one. The largest archives take some seconds.
pub(super) const LOCK_TIMEOUT: Duration = Duration::from_secs(60);

/// How often it looks.
const POLL_INTERVAL: Duration = Duration::from_millis(10);

/// The right to write to a folder, until it is dropped.
///
/// It is a lock of the system on the folder itself: nothing has to be written for it, and a run that is killed leaves
/// none behind.
#[derive(Debug)]
pub(super) struct FolderLock {
    lock: Option<File>,
}

impl FolderLock {
    /// Waits at most so long for the right to write to a folder, which must exist.
    pub(super) fn acquire(folder: &Path, patience: Duration) -> Result<Self, PublishError> {
        // Some systems do not open folders and some network drives lock nothing; a site is written there all the same.
        let Ok(lock) = File::open(folder) else { return Ok(Self { lock: None }) };
        let start = Instant::now();
        loop {
            match lock.try_lock() {
                Ok(()) => return Ok(Self { lock: Some(lock) }),
                Err(TryLockError::WouldBlock) if start.elapsed() < patience => sleep(POLL_INTERVAL),
                Err(TryLockError::WouldBlock) => {
                    return Err(PublishError::Busy { folder: folder.to_owned() });
                }
                Err(TryLockError::Error(_)) => return Ok(Self { lock: None }),
            }
        }
    }

    /// Whether no other run writes to the folder. Where nothing can be locked, nobody knows.
    pub(super) fn is_exclusive(&self) -> bool {
        self.lock.is_some()
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_held_by_one_run_until_that_ends() {
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
