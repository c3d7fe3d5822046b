//! Signals that end a command such as `pmsite serve` or `pmsite build`.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::publish::Shield;
use crate::system::SystemError;

/// What to clean up when a signal ends the process.
#[derive(Clone, Debug, Default)]
pub(super) struct SignalCleanup {
    folder: Arc<Mutex<Option<PathBuf>>>,
    shield: Shield,
}

impl SignalCleanup {
    /// From now on the first signal ends the process, with the exit code that shells use: 128 plus its number (130 for SIGINT,
    /// 143 for SIGTERM). It waits only while a site is being replaced, which takes milliseconds.
    #[cfg(unix)]
    pub(super) fn install() -> Result<Self, SystemError> {
        use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
        use signal_hook::iterator::Signals;

        let failed = || SystemError::at("listen for", Path::new("signals"));
        let mut signals = Signals::new([SIGHUP, SIGINT, SIGTERM]).map_err(failed())?;
        let cleanup = Self::default();
        let own = cleanup.clone();
        let run = move || {
            if let Some(signal) = signals.forever().next() {
                own.clean_up();
                std::process::exit(128 + signal);
            }
        };
        std::thread::Builder::new().name("signals".to_owned()).spawn(run).map_err(failed())?;
        Ok(cleanup)
    }

    /// On other systems the default handler ends the process.
    #[cfg(not(unix))]
    pub(super) fn install() -> Result<Self, SystemError> {
        Ok(Self::default())
    }

    /// Keeps signals away while a site is replaced.
    pub(super) fn shield(&self) -> &Shield {
        &self.shield
    }

    /// Removes this folder when a signal arrives.
    pub(super) fn remove(&self, folder: Option<&Path>) {
        *self.folder.lock().unwrap_or_else(PoisonError::into_inner) = folder.map(Path::to_owned);
    }

    #[cfg(unix)]
    fn clean_up(&self) {
        self.shield.end();
        if let Some(folder) = self.folder.lock().unwrap_or_else(PoisonError::into_inner).take() {
            // If this fails, a socket that leads nowhere is left behind.
            _ = std::fs::remove_dir_all(folder);
        }
    }
}
