//! What takes longer than a blink says how far it is: one line on a terminal, which goes away when the work is done.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{JoinHandle, park_timeout};
use std::time::{Duration, Instant};

use crate::session::{Progress, Session};
use crate::text::thousands;

/// What ends sooner says nothing.
const PATIENCE: Duration = Duration::from_millis(300);
/// How often the line is written anew.
const INTERVAL: Duration = Duration::from_millis(100);
/// The length of the bar, in characters.
const BAR: usize = 20;

/// Work under way. When it is dropped, its line goes away.
#[derive(Debug)]
pub(super) struct Work {
    progress: Arc<Progress>,
    line: Option<Line>,
}

/// The thread that writes the line.
#[derive(Debug)]
struct Line {
    done: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

impl Work {
    /// Work that nobody watches.
    pub(super) fn unseen() -> Self {
        Self { progress: Arc::new(Progress::timed(Instant::now)), line: None }
    }

    /// Work that somebody at a terminal waits for.
    pub(super) fn seen() -> Self {
        let progress = Arc::new(Progress::timed(Instant::now));
        let done: Arc<AtomicBool> = Arc::default();
        let (of_thread, until) = (Arc::clone(&progress), Arc::clone(&done));
        let write = move || {
            let mut wait = PATIENCE;
            let mut written = false;
            loop {
                park_timeout(wait);
                if until.load(Ordering::Acquire) {
                    break;
                }
                written |= draw(&of_thread);
                wait = INTERVAL;
            }
            if written {
                // Carriage return, then "erase in line" (ECMA-48).
                _ = io::stderr().lock().write_all(b"\r\x1b[K");
            }
        };
        // Without a thread there is no line, and the work is done all the same.
        let thread = std::thread::Builder::new().name("progress".to_owned()).spawn(write).ok();
        Self { progress, line: thread.map(|thread| Line { done, thread }) }
    }

    /// A session for one run that tells how far it has come.
    pub(super) fn session(&self) -> Session {
        Session::once(&self.progress)
    }

    /// Where steps are counted.
    pub(super) fn progress(&self) -> &Progress {
        &self.progress
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        if let Some(Line { done, thread }) = self.line.take() {
            done.store(true, Ordering::Release);
            thread.thread().unpark();
            _ = thread.join();
        }
    }
}

/// Writes the line anew, if there is anything to count.
fn draw(progress: &Progress) -> bool {
    let (stage, done, total) = progress.now();
    if total == 0 {
        return false;
    }
    let full = done * BAR / total;
    let (full, empty) = ("━".repeat(full), "─".repeat(BAR - full));
    let line = format!("\r{stage} {full}{empty} {} of {}\x1b[K", thousands(done), thousands(total));
    io::stderr().lock().write_all(line.as_bytes()).is_ok()
}
