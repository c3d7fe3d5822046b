//! An end for pages that never get ready.
//!
//! The fuel of templates (`emit`) ends nearly all of those, and says where. What it does not count is how long lists
//! become that are added to themselves.
#![expect(clippy::disallowed_methods, reason = "this is where time is measured")]

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// No page takes a hundredth of this.
const PATIENCE: Duration = Duration::from_secs(20);

/// How often the pages under way are looked at.
const INTERVAL: Duration = Duration::from_millis(500);

/// The pages under way, with the time when each began.
#[derive(Clone, Debug, Default)]
pub(super) struct Watchdog {
    pages: Arc<Mutex<BTreeMap<String, Instant>>>,
}

impl Watchdog {
    /// Watches pages from now on, and runs this for the first that takes too long. It ends with the process.
    pub(super) fn watch(out_of_patience: impl FnOnce(&str) + Send + 'static) -> Self {
        let patience = Self::default();
        let own = patience.clone();
        let watch = move || {
            let page = loop {
                std::thread::sleep(INTERVAL);
                if let Some(page) = own.overdue(Instant::now()) {
                    break page;
                }
            };
            out_of_patience(&page);
        };
        // Without a thread nobody watches, and a good theme does not need it.
        _ = std::thread::Builder::new().name("patience".to_owned()).spawn(watch);
        patience
    }

    /// Makes a page.
    pub(super) fn during<T>(&self, page: &str, work: impl FnOnce() -> T) -> T {
        self.pages().insert(page.to_owned(), Instant::now());
        let made = work();
        self.pages().remove(page);
        made
    }

    fn overdue(&self, now: Instant) -> Option<String> {
        let pages = self.pages();
        let mut late = pages.iter().filter(|(_, begin)| now.saturating_duration_since(**begin) > PATIENCE);
        late.next().map(|(page, _)| page.clone())
    }

    fn pages(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Instant>> {
        // Nothing that panics runs under the lock.
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_overdue_while_it_takes_too_long() {
        let patience = Watchdog::default();
        let later = Instant::now() + 2 * PATIENCE;
        patience.during("a.html", || {
            assert_eq!(patience.overdue(Instant::now()), None);
            assert_eq!(patience.overdue(later).as_deref(), Some("a.html"));
        });
        assert_eq!(patience.overdue(later), None);
    }
}
