//! A progress bar: one line on a terminal, cleared when the work is done.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{JoinHandle, park_timeout};
use std::time::{Duration, Instant};

use crate::session::{Progress, Session};
use crate::text::thousands;

/// Work that takes less time shows no bar.
const DELAY: Duration = Duration::from_millis(300);
/// How often the line is redrawn.
const INTERVAL: Duration = Duration::from_millis(100);
/// The length of the bar, in characters.
const BAR_WIDTH: usize = 20;

/// The progress of a running command. Clears its line when dropped.
#[derive(Debug)]
pub(super) struct ProgressBar {
    progress: Arc<Progress>,
    line: Option<Line>,
}

/// The thread that draws the line.
#[derive(Debug)]
struct Line {
    done: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

impl ProgressBar {
    /// Counts steps but draws nothing.
    pub(super) fn hidden() -> Self {
        Self { progress: Arc::new(Progress::timed(Instant::now)), line: None }
    }

    /// Draws a line on standard error.
    pub(super) fn visible() -> Self {
        let progress = Arc::new(Progress::timed(Instant::now));
        let done: Arc<AtomicBool> = Arc::default();
        let (of_thread, until) = (Arc::clone(&progress), Arc::clone(&done));
        let write = move || {
            let mut wait = DELAY;
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
        // If no thread can be started, there is simply no bar.
        let thread = std::thread::Builder::new().name("progress".to_owned()).spawn(write).ok();
        Self { progress, line: thread.map(|thread| Line { done, thread }) }
    }

    /// A session for one run that reports its progress here.
    pub(super) fn session(&self) -> Session {
        Session::once(&self.progress)
    }

    /// Counts the steps.
    pub(super) fn progress(&self) -> &Progress {
        &self.progress
    }
}

impl Drop for ProgressBar {
    fn drop(&mut self) {
        if let Some(Line { done, thread }) = self.line.take() {
            done.store(true, Ordering::Release);
            thread.thread().unpark();
            _ = thread.join();
        }
    }
}

/// Redraws the line, if there are steps to count.
fn draw(progress: &Progress) -> bool {
    let (stage, done, total) = progress.now();
    if total == 0 {
        return false;
    }
    let full = done * BAR_WIDTH / total;
    let (full, empty) = ("━".repeat(full), "─".repeat(BAR_WIDTH - full));
    let line = format!("\r{stage} {full}{empty} {} of {}\x1b[K", thousands(done), thousands(total));
    io::stderr().lock().write_all(line.as_bytes()).is_ok()
}
