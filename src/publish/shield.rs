//! Keeps signals away while a site is being replaced.

use std::fs;
use std::io::{self, ErrorKind};
use std::mem;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// How often to try to remove a folder to which other threads are finishing their last write, and how long to wait in between.
const ATTEMPTS: usize = 100;
const PAUSE: Duration = Duration::from_millis(2);

/// Shared by a run and whatever may end the process.
///
/// Moving files into place takes milliseconds, and ending the process in between would leave old pages next to new ones. So the run
/// holds the shield meanwhile, and [`Shield::end`] waits.
#[derive(Clone, Debug, Default)]
pub struct Shield {
    ended: Arc<AtomicBool>,
    moving: Arc<Mutex<()>>,
    staging: Arc<Mutex<Vec<PathBuf>>>,
}

impl Shield {
    /// Makes the site either old or new as a whole, and keeps every run from changing it after that. Call it right before the process
    /// ends.
    pub fn end(&self) {
        // Not before: a run that is moving files must be able to finish.
        mem::forget(self.hold());
        self.ended.store(true, Ordering::SeqCst);
        let mut staging = self.staging.lock().unwrap_or_else(PoisonError::into_inner);
        for folder in mem::take(&mut *staging) {
            // What cannot be removed now is removed by the next run.
            for _ in 0..ATTEMPTS {
                if fs::remove_dir_all(&folder).is_ok() || !folder.exists() {
                    break;
                }
                thread::sleep(PAUSE);
            }
        }
        mem::forget(staging);
    }

    /// Fails once the process is about to end.
    pub(super) fn check(&self) -> io::Result<()> {
        if self.ended.load(Ordering::SeqCst) { Err(ErrorKind::Interrupted.into()) } else { Ok(()) }
    }

    /// Keeps [`Shield::end`] waiting until the result is dropped.
    pub(super) fn hold(&self) -> MutexGuard<'_, ()> {
        self.moving.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Creates a folder for unfinished files of a run and remembers it.
    pub(super) fn stage(&self, create: impl FnOnce() -> io::Result<PathBuf>) -> io::Result<PathBuf> {
        let mut staging = self.staging.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = create()?;
        staging.push(folder.clone());
        Ok(folder)
    }

    /// Forgets such a folder, which its run removes.
    pub(super) fn forget_staging(&self, folder: &Path) {
        self.staging.lock().unwrap_or_else(PoisonError::into_inner).retain(|known| known != folder);
    }

    /// Whether [`Shield::hold`] would return at once.
    #[cfg(test)]
    pub(super) fn is_free(&self) -> bool {
        self.moving.try_lock().is_ok()
    }
}
