//! What is served now, and the news of it.
//!
//! News go out as server-sent events (WHATWG HTML, section 9.2): one event `state` for each build, and one when a stream
//! begins. An event says that there was a build, not which pages it changed: a browser asks for the page that it shows,
//! with the tag of the bytes it has, and reloads only if they differ. So nobody renders or compares pages that no one
//! looks at.

use std::io::{self, Write};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Serialize;

use super::site::Site;

/// How often a stream without news says that it is still there; only a failed write shows that the reader has left.
const HEARTBEAT: Duration = Duration::from_secs(5);

/// After how many milliseconds a browser connects again.
const RETRY: u32 = 500;

/// What is served now.
#[derive(Clone, Debug, Default)]
pub(super) struct Now {
    /// The last good site; `None` before there is one.
    pub(super) site: Option<Arc<Site>>,
    /// Counts builds, good or not.
    pub(super) build: u64,
    /// What is wrong, in the words of the terminal; empty if nothing is.
    pub(super) report: Arc<str>,
}

/// The place where builds leave their result and requests find it.
#[derive(Debug, Default)]
pub(super) struct Live {
    now: Mutex<Now>,
    changed: Condvar,
}

#[derive(Serialize)]
struct Event<'a> {
    build: u64,
    report: &'a str,
}

impl Live {
    /// What is served now.
    pub(super) fn now(&self) -> Now {
        self.lock().clone()
    }

    /// Replaces the site, or keeps the last good one, and tells everybody.
    pub(super) fn publish(&self, site: Option<Arc<Site>>, report: &str) {
        let mut now = self.lock();
        let old = site.and_then(|site| now.site.replace(site));
        now.build += 1;
        now.report = report.into();
        self.changed.notify_all();
        drop(now);
        // A large site is not given back in a moment, and nobody is to wait for that.
        rayon::spawn(move || drop(old));
    }

    /// Writes news for as long as somebody reads them.
    pub(super) fn stream(&self, mut writer: impl Write) -> io::Result<()> {
        write!(writer, "retry: {RETRY}\n\n")?;
        let mut told = None;
        loop {
            let now = self.news(told);
            if told == Some(now.build) {
                writer.write_all(b":\n\n")?;
            } else {
                // Numbers and strings always have a form in JSON, and it has no line ends.
                let data = serde_json::to_string(&Event { build: now.build, report: &now.report });
                write!(writer, "event: state\ndata: {}\n\n", data.unwrap_or_default())?;
                told = Some(now.build);
            }
            writer.flush()?;
        }
    }

    /// Waits until there was another build, or for one heartbeat.
    fn news(&self, told: Option<u64>) -> Now {
        let wait = self.changed.wait_timeout_while(self.lock(), HEARTBEAT, |now| told == Some(now.build));
        wait.unwrap_or_else(PoisonError::into_inner).0.clone()
    }

    /// A panic elsewhere leaves a whole state, so the lock is good even if poisoned.
    fn lock(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
