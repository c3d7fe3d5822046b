//! The current site, and events for browsers.
//!
//! Browsers get server-sent events (WHATWG HTML, section 9.2): one `state` event per build, and one when a stream starts.
//! An event does not say which pages changed. Instead, a browser requests the page it shows with its current entity tag and
//! reloads only if the page differs, so pages that nobody looks at are never rendered.

use std::io::{self, Write};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Serialize;

use super::site::Site;

/// How often an idle stream sends a comment. Only a failed write reveals that the client is gone, and until then its thread and its
/// files are held.
const HEARTBEAT: Duration = Duration::from_millis(500);

/// The reconnection delay of browsers, in milliseconds.
const RETRY_MS: u32 = 500;

/// The current state of the server.
#[derive(Clone, Debug, Default)]
pub(super) struct Now {
    /// The last good site; `None` before there is one.
    pub(super) site: Option<Arc<Site>>,
    /// The number of builds, including failed ones.
    pub(super) build: u64,
    /// The current errors as text. Empty if there are none.
    pub(super) report: Arc<str>,
}

/// Shared between builds and requests.
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
    /// The current state.
    pub(super) fn now(&self) -> Now {
        self.lock().clone()
    }

    /// Replaces the site, or keeps the last good one if there is none, and notifies browsers.
    pub(super) fn publish(&self, site: Option<Arc<Site>>, report: &str) {
        let mut now = self.lock();
        let old = site.and_then(|site| now.site.replace(site));
        now.build += 1;
        now.report = report.into();
        self.changed.notify_all();
        drop(now);
        // Freeing a large site takes a while and should not delay anyone.
        rayon::spawn(move || drop(old));
    }

    /// Writes events until the client disconnects.
    pub(super) fn stream(&self, mut writer: impl Write) -> io::Result<()> {
        write!(writer, "retry: {RETRY_MS}\n\n")?;
        let mut sent = None;
        loop {
            let now = self.next_state(sent);
            if sent == Some(now.build) {
                writer.write_all(b":\n\n")?;
            } else {
                // Numbers and strings always serialize, to JSON without line breaks.
                let data = serde_json::to_string(&Event { build: now.build, report: &now.report });
                write!(writer, "event: state\ndata: {}\n\n", data.unwrap_or_default())?;
                sent = Some(now.build);
            }
            writer.flush()?;
        }
    }

    /// Waits for the next build, at most for one heartbeat.
    fn next_state(&self, sent: Option<u64>) -> Now {
        let wait = self.changed.wait_timeout_while(self.lock(), HEARTBEAT, |now| sent == Some(now.build));
        wait.unwrap_or_else(PoisonError::into_inner).0.clone()
    }

    /// The state is always complete, so a poisoned lock can be used.
    fn lock(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
