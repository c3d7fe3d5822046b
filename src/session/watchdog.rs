//! Stops builds whose theme never finishes a page.
//!
//! Template fuel (see `emit`) stops nearly all endless templates and reports where. It does not limit the size of a
//! list that a template keeps appending to itself.
#![expect(clippy::disallowed_methods, reason = "this is where time is measured")]

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A page that takes longer than this counts as hung. Ordinary pages take less than a hundredth of it.
const TIMEOUT: Duration = Duration::from_secs(20);

/// How often running pages are checked.
const INTERVAL: Duration = Duration::from_millis(500);

/// The pages being rendered, with their start times.
#[derive(Clone, Debug, Default)]
pub(super) struct Watchdog {
    pages: Arc<Mutex<BTreeMap<String, Instant>>>,
}

impl Watchdog {
    /// Starts a thread that calls `on_hang` with the first page that takes too long. The thread ends with the process.
    pub(super) fn start(on_hang: impl FnOnce(&str) + Send + 'static) -> Self {
        let watchdog = Self::default();
        let own = watchdog.clone();
        let watch = move || {
            let page = loop {
                std::thread::sleep(INTERVAL);
                if let Some(page) = own.overdue(Instant::now()) {
                    break page;
                }
            };
            on_hang(&page);
        };
        // If no thread can be started, the build runs unwatched.
        _ = std::thread::Builder::new().name("watchdog".to_owned()).spawn(watch);
        watchdog
    }

    /// Renders a page under the watchdog.
    pub(super) fn watch<T>(&self, page: &str, render: impl FnOnce() -> T) -> T {
        self.pages().insert(page.to_owned(), Instant::now());
        let result = render();
        self.pages().remove(page);
        result
    }

    fn overdue(&self, now: Instant) -> Option<String> {
        let pages = self.pages();
        let mut late = pages.iter().filter(|(_, begin)| now.saturating_duration_since(**begin) > TIMEOUT);
        late.next().map(|(page, _)| page.clone())
    }

    fn pages(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Instant>> {
        // Nothing panics while holding the lock.
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_overdue_after_the_timeout() {
        let watchdog = Watchdog::default();
        let later = Instant::now() + 2 * TIMEOUT;
        watchdog.watch("a.html", || {
            assert_eq!(watchdog.overdue(Instant::now()), None);
            assert_eq!(watchdog.overdue(later).as_deref(), Some("a.html"));
        });
        assert_eq!(watchdog.overdue(later), None);
    }
}
