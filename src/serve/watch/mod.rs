//! Decides when to rebuild.
//!
//! Events are not interpreted: any event means "check this path", and the session finds out what has changed. So duplicate
//! or misread events cannot make the site wrong, only missing ones could. To prevent that, folders are watched instead of
//! files, so a file that is replaced by rename stays watched. Every folder is watched before it is listed, and the build
//! comes after both, so a change is either seen by the build or causes an event. And if the system has lost events, or
//! something outside the content has changed, everything is checked.
#![expect(clippy::disallowed_methods, reason = "timeouts are measured here")]

mod scope;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, CreateKind, EventKind, ModifyKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::digest::Digest;

pub(super) use self::scope::Scope;

/// How long to wait for further events.
const DEBOUNCE: Duration = Duration::from_millis(8);

/// How long to wait for a file that is being written to be closed.
const WRITE_TIMEOUT: Duration = Duration::from_millis(80);

/// The maximum time to wait for events to stop.
const MAX_WAIT: Duration = Duration::from_millis(300);

/// The polling interval: with `--poll`, or while a folder is missing.
const POLL_INTERVAL: Duration = Duration::from_millis(500);

/// inotify (Linux) watches single folders; other systems watch everything below a folder.
const NON_RECURSIVE: bool = cfg!(any(target_os = "linux", target_os = "android"));

/// How to watch for changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WatchMode {
    /// File-system events.
    Events,
    /// Polling, for network file systems, which send no events about changes by other machines.
    Polling,
}

/// Watches everything that a build reads.
#[derive(Debug)]
pub(super) struct Watcher {
    scope: Scope,
    source: Source,
}

#[derive(Debug)]
enum Source {
    Events(Box<Events>),
    Polling(Digest),
}

#[derive(Debug)]
struct Events {
    watcher: RecommendedWatcher,
    received: Receiver<Result<Event, notify::Error>>,
    watched: BTreeSet<PathBuf>,
    /// The last survey after a loss of events.
    surveyed: Option<Digest>,
}

/// A change.
#[derive(Clone, Debug, Default)]
pub(super) struct Noticed {
    /// Paths that are known to have changed, relative to the content folder if they are in it.
    pub(super) paths: Vec<String>,
    /// Whether other files may have changed.
    pub(super) rest: Rest,
}

/// Whether files without events may have changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Rest {
    /// They have not changed.
    Unchanged,
    /// They may have changed.
    #[default]
    Unknown,
}

/// The events received while waiting.
#[derive(Debug, Default)]
struct Received {
    /// Relevant paths.
    paths: BTreeSet<PathBuf>,
    /// Files that are being written.
    open: BTreeSet<PathBuf>,
    /// Folders that may have been added or removed.
    folders: BTreeSet<PathBuf>,
    /// Events were lost.
    lost: bool,
    /// The system cannot watch more folders.
    full: bool,
}

impl Received {
    fn is_empty(&self) -> bool {
        self.paths.is_empty() && !self.lost && !self.full
    }
}

impl Watcher {
    /// Starts to watch.
    pub(super) fn new(scope: Scope, watching: WatchMode) -> Self {
        let source = match watching {
            WatchMode::Events => events(&scope),
            WatchMode::Polling => Source::Polling(scope.survey()),
        };
        Self { scope, source }
    }

    /// Whether changes are found by polling, by choice or because events are not available.
    pub(super) fn is_polling(&self) -> bool {
        matches!(self.source, Source::Polling(_))
    }

    /// Changes what is watched. Returns whether a build is due, because something has changed unnoticed or is new to
    /// the scope.
    pub(super) fn set_scope(&mut self, scope: Scope) -> bool {
        if scope == self.scope {
            return false;
        }
        let source = match self.source {
            Source::Events(_) => events(&scope),
            Source::Polling(_) => Source::Polling(scope.survey()),
        };
        // The new watch is active, so events that only the old one received can be checked without a gap.
        let missed = match &mut self.source {
            Source::Events(events) => !events.receive(&self.scope, Duration::ZERO).is_empty(),
            Source::Polling(last) => self.scope.survey() != *last,
        };
        let due = missed || scope.exceeds(&self.scope);
        (self.scope, self.source) = (scope, source);
        due
    }

    /// Waits for a change and until no further events arrive, at most for `limit`. `None` on timeout.
    pub(super) fn wait(&mut self, limit: Duration) -> Option<Noticed> {
        let end = Instant::now() + limit;
        while Instant::now() < end {
            let rest = end.saturating_duration_since(Instant::now());
            let changed = match &mut self.source {
                Source::Polling(last) => poll(&self.scope, last, rest.min(POLL_INTERVAL)),
                Source::Events(events) => {
                    // A missing folder sends no event when it is created.
                    let missing = self.scope.is_incomplete();
                    let received =
                        events.receive(&self.scope, if missing { rest.min(POLL_INTERVAL) } else { rest });
                    if received.full {
                        self.source = Source::Polling(self.scope.survey());
                        return Some(Noticed::default());
                    }
                    if missing && received.is_empty() {
                        Some(Noticed::default())
                    } else {
                        events.process(&self.scope, &received)
                    }
                }
            };
            if changed.is_some() {
                return changed;
            }
        }
        None
    }
}

/// File-system events, or polling if events are not available.
fn events(scope: &Scope) -> Source {
    let (sender, received) = channel();
    let pass_on = move |event: Result<Event, notify::Error>| {
        // Reads are events too, and every build reads what is watched: ignore them.
        let reads = |event: &Event| matches!(event.kind, EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write));
        if !event.as_ref().is_ok_and(reads) {
            // Fails if the scope has changed and this watcher is no longer in use.
            _ = sender.send(event);
        }
    };
    let Ok(watcher) = notify::recommended_watcher(pass_on) else { return Source::Polling(scope.survey()) };
    let mut events = Events { watcher, received, watched: BTreeSet::new(), surveyed: None };
    for folder in scope.folders() {
        if events.watch(folder).is_err() {
            return Source::Polling(scope.survey());
        }
    }
    Source::Events(Box::new(events))
}

impl Events {
    /// Watches one folder. A folder that has disappeared is not an error.
    fn watch(&mut self, folder: PathBuf) -> Result<(), notify::Error> {
        if self.watched.contains(&folder) {
            return Ok(());
        }
        let mode = if NON_RECURSIVE { RecursiveMode::NonRecursive } else { RecursiveMode::Recursive };
        match self.watcher.watch(&folder, mode) {
            Ok(()) => {
                self.watched.insert(folder);
                Ok(())
            }
            Err(_) if !folder.is_dir() => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Stops watching a folder that was moved or removed, and everything below it.
    fn unwatch(&mut self, folder: &Path) {
        let gone: Vec<PathBuf> =
            self.watched.iter().filter(|path| path.starts_with(folder)).cloned().collect();
        for path in gone {
            // Fails if `notify` has noticed the removal itself.
            _ = self.watcher.unwatch(&path);
            self.watched.remove(&path);
        }
    }

    /// Waits for the first relevant event, and then until no further events arrive.
    fn receive(&mut self, scope: &Scope, limit: Duration) -> Received {
        let mut received = Received::default();
        let mut end = Instant::now() + limit;
        let mut longest = end;
        loop {
            let now = Instant::now();
            match self.received.recv_timeout(end.min(longest).saturating_duration_since(now)) {
                Ok(event) => {
                    let before = received.is_empty();
                    received.note(event, scope);
                    if before && !received.is_empty() {
                        longest = Instant::now() + MAX_WAIT;
                    }
                    if !received.is_empty() {
                        end =
                            Instant::now() + if received.open.is_empty() { DEBOUNCE } else { WRITE_TIMEOUT };
                    }
                }
                Err(RecvTimeoutError::Timeout) => return received,
                Err(RecvTimeoutError::Disconnected) => {
                    received.full = true;
                    return received;
                }
            }
        }
    }

    /// Watches new folders and stops watching removed ones. Returns the change, if there is one.
    fn process(&mut self, scope: &Scope, received: &Received) -> Option<Noticed> {
        if NON_RECURSIVE {
            for folder in &received.folders {
                self.unwatch(folder);
            }
            let everywhere = if received.lost { scope.folders() } else { Vec::new() };
            let new = received.folders.iter().filter(|folder| folder.is_dir());
            let new = everywhere.into_iter().chain(new.flat_map(|folder| scope.folders_of(folder)));
            for folder in new {
                // If the limit of watches is reached, the next lost event reports it.
                _ = self.watch(folder);
            }
        }
        let mut paths: Vec<String> = received.paths.iter().map(|path| scope.shown(path)).collect();
        paths.dedup();
        if received.lost {
            // A survey opens no files, so it causes no events. If a build lost events by its own reads, nothing has changed.
            let survey = scope.survey();
            let same = self.surveyed.replace(survey) == Some(survey);
            return (!same || !paths.is_empty()).then_some(Noticed { paths, rest: Rest::Unknown });
        }
        let content = received.paths.iter().all(|path| scope.is_in_content(path));
        let rest = if content { Rest::Unchanged } else { Rest::Unknown };
        (!paths.is_empty()).then_some(Noticed { paths, rest })
    }
}

impl Received {
    fn note(&mut self, event: Result<Event, notify::Error>, scope: &Scope) {
        let event = match event {
            Ok(event) => event,
            Err(error) => {
                self.full |= matches!(error.kind, notify::ErrorKind::MaxFilesWatch);
                self.lost = true;
                return;
            }
        };
        if event.need_rescan() {
            self.lost = true;
        }
        for path in event.paths {
            let is_content = matches!(
                event.kind,
                EventKind::Modify(ModifyKind::Data(_) | ModifyKind::Metadata(_)) | EventKind::Access(_)
            );
            let matters = !is_content || scope.reads(&path) || self.open.contains(&path);
            if !scope.covers(&path) || !matters {
                continue;
            }
            match event.kind {
                EventKind::Create(CreateKind::File) | EventKind::Modify(ModifyKind::Data(_))
                    if NON_RECURSIVE =>
                {
                    self.open.insert(path.clone());
                }
                EventKind::Access(_) => _ = self.open.remove(&path),
                EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)) => {
                    self.open.remove(&path);
                    self.folders.insert(path.clone());
                }
                _ => {}
            }
            self.paths.insert(path);
        }
    }
}

/// Checks for changes after a pause, and after a change waits until nothing changes any more.
fn poll(scope: &Scope, last: &mut Digest, pause: Duration) -> Option<Noticed> {
    thread::sleep(pause);
    let start = Instant::now();
    let mut now = scope.survey();
    // If a survey takes long, wait as long again to leave time for other work.
    let cost = start.elapsed();
    if now == *last {
        thread::sleep(cost);
        return None;
    }
    let end = Instant::now() + MAX_WAIT;
    loop {
        thread::sleep(DEBOUNCE);
        let next = scope.survey();
        let settled = next == now || Instant::now() > end;
        now = next;
        if settled {
            *last = now;
            return Some(Noticed::default());
        }
    }
}
