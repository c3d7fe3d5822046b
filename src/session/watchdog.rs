//! Stops builds whose theme never finishes a page.
//!
//! Template fuel (see `emit`) stops nearly all endless templates and reports where. It does not limit the size of a
//! list that a template keeps appending to itself.
#![expect(clippy::disallowed_methods, reason = "this is where time is measured")]

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A page that takes longer than this counts as hung, if the process has also used as much processor time for each page in progress: on a
/// busy machine, an ordinary page may only have been waiting. Ordinary pages take less than a hundredth of it.
const TIMEOUT: Duration = Duration::from_secs(20);

/// After so many times the timeout, a page counts as hung whatever the process has done.
const MAX_TIMEOUTS: u32 = 10;

/// How often running pages are checked.
const INTERVAL: Duration = Duration::from_millis(500);

/// The pages being rendered, with their start times.
#[derive(Clone, Debug, Default)]
pub(super) struct Watchdog {
    pages: Arc<Mutex<BTreeMap<String, Timestamp>>>,
}

/// When something began, and how much processor time the process had used by then.
#[derive(Clone, Copy, Debug)]
struct Timestamp {
    at: Instant,
    used: Duration,
}

impl Timestamp {
    fn now() -> Self {
        Self { at: Instant::now(), used: processor_time() }
    }

    fn is_overdue(self, now: Self, pages: usize) -> bool {
        let waited = now.at.saturating_duration_since(self.at);
        let work = TIMEOUT * u32::try_from(pages).unwrap_or(u32::MAX);
        waited > TIMEOUT && now.used.saturating_sub(self.used) > work || waited > TIMEOUT * MAX_TIMEOUTS
    }
}

/// The processor time that all threads of the process have used.
#[cfg(unix)]
fn processor_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::from_secs(u64::try_from(time.tv_sec).unwrap_or(0))
}

/// Without such a clock, the time that has passed.
#[cfg(not(unix))]
fn processor_time() -> Duration {
    static START: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
    START.elapsed()
}

impl Watchdog {
    /// Starts a thread that calls `on_hang` with the first page that takes too long. The thread ends with the process.
    pub(super) fn start(on_hang: impl FnOnce(&str) + Send + 'static) -> Self {
        let watchdog = Self::default();
        let own = watchdog.clone();
        let watch = move || {
            let page = loop {
                std::thread::sleep(INTERVAL);
                if let Some(page) = own.overdue(Timestamp::now()) {
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
        self.pages().insert(page.to_owned(), Timestamp::now());
        let result = render();
        self.pages().remove(page);
        result
    }

    fn overdue(&self, now: Timestamp) -> Option<String> {
        let pages = self.pages();
        let mut late = pages.iter().filter(|(_, begin)| begin.is_overdue(now, pages.len()));
        late.next().map(|(page, _)| page.clone())
    }

    fn pages(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Timestamp>> {
        // Nothing panics while holding the lock.
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A moment so many timeouts later, in which the process has worked for so many.
    fn later(waited: u32, worked: u32) -> Timestamp {
        let now = Timestamp::now();
        Timestamp { at: now.at + TIMEOUT * waited, used: now.used + TIMEOUT * worked }
    }

    #[test]
    fn pages_are_overdue_after_the_timeout_if_the_process_has_worked() {
        let watchdog = Watchdog::default();
        watchdog.watch("a.html", || {
            assert_eq!(watchdog.overdue(Timestamp::now()), None);
            assert_eq!(watchdog.overdue(later(2, 0)), None);
            assert_eq!(watchdog.overdue(later(0, 2)), None);
            assert_eq!(watchdog.overdue(later(2, 2)).as_deref(), Some("a.html"));
            assert_eq!(watchdog.overdue(later(MAX_TIMEOUTS + 1, 0)).as_deref(), Some("a.html"));
        });
        assert_eq!(watchdog.overdue(later(2, 2)), None);
    }
}
