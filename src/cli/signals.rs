//! The end of a command that does not end by itself.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::system::SystemError;

/// What is left to do when a signal ends the process.
#[derive(Clone, Debug, Default)]
pub(super) struct Ending {
    folder: Arc<Mutex<Option<PathBuf>>>,
}

impl Ending {
    /// From now on the first signal ends the process at once, with 128 and its number as exit code, as shells have it: 130
    /// for SIGINT, 143 for SIGTERM. Nothing that could be cut off is ever written, so there is nothing to wait for.
    #[cfg(unix)]
    pub(super) fn on_signals() -> Result<Self, SystemError> {
        use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
        use signal_hook::iterator::Signals;

        let refused = || SystemError::at("listen for", Path::new("signals"));
        let mut signals = Signals::new([SIGHUP, SIGINT, SIGTERM]).map_err(refused())?;
        let ending = Self::default();
        let own = ending.clone();
        let run = move || {
            if let Some(signal) = signals.forever().next() {
                own.clean_up();
                std::process::exit(128 + signal);
            }
        };
        std::thread::Builder::new().name("signals".to_owned()).spawn(run).map_err(refused())?;
        Ok(ending)
    }

    /// Elsewhere the system ends the process.
    #[cfg(not(unix))]
    pub(super) fn on_signals() -> Result<Self, SystemError> {
        Ok(Self::default())
    }

    /// Removes this folder at the end.
    pub(super) fn remove(&self, folder: Option<&Path>) {
        *self.folder.lock().unwrap_or_else(PoisonError::into_inner) = folder.map(Path::to_owned);
    }

    #[cfg(unix)]
    fn clean_up(&self) {
        if let Some(folder) = self.folder.lock().unwrap_or_else(PoisonError::into_inner).take() {
            // What cannot be removed is a socket that leads nowhere.
            _ = std::fs::remove_dir_all(folder);
        }
    }
}
