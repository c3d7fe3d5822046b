//! Says when to build again.
//!
//! What has happened is not interpreted: any event means "look there", and the session finds out what is different. So an event
//! that is doubled or misread cannot make the site wrong; one that never comes could, and three things see to
//! that. Folders are watched and not files, so a file that is replaced by rename stays watched. Every folder is watched
//! before it is listed, and the build comes after both, so what was there before the watch is seen by the build, and what
//! came later has an event. And when the system has lost events, or something has happened outside the content, everything is
//! looked at.
#![expect(clippy::disallowed_methods, reason = "waiting is measured here")]

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

/// After the last event it must be quiet for so long.
const QUIET: Duration = Duration::from_millis(8);

/// A file that is open for writing is given so long to be closed.
const WRITING: Duration = Duration::from_millis(80);

/// Events that never end are not waited for any longer.
const LONGEST: Duration = Duration::from_millis(300);

/// How often to look where no events come from: with `--poll`, or while a folder is missing.
const POLL: Duration = Duration::from_millis(500);

/// Only inotify (Linux) knows single folders only; elsewhere the system watches what is below by itself.
const SINGLE_FOLDERS: bool = cfg!(any(target_os = "linux", target_os = "android"));

/// How changes are noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WatchMode {
    /// The system tells.
    Events,
    /// Files are looked at, over and over: network file systems tell nothing of what others do.
    Polling,
}

/// Watches what a build reads.
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
    /// The last survey that followed a loss of events.
    surveyed: Option<Digest>,
}

/// What has changed.
#[derive(Clone, Debug, Default)]
pub(super) struct Noticed {
    /// Paths that are known to have changed, as people know them: below the content folder for what lies there.
    pub(super) paths: Vec<String>,
    /// What is known of everything else.
    pub(super) rest: Rest,
}

/// What is known of the files that nothing was heard of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Rest {
    /// They are as they were.
    Same,
    /// Nothing.
    #[default]
    Unknown,
}

/// What was heard while waiting.
#[derive(Debug, Default)]
struct Heard {
    /// Paths that matter.
    paths: BTreeSet<PathBuf>,
    /// Files that somebody is writing.
    open: BTreeSet<PathBuf>,
    /// Folders that may be new here, or gone.
    folders: BTreeSet<PathBuf>,
    /// Events were lost.
    lost: bool,
    /// No more folders can be watched.
    full: bool,
}

impl Heard {
    fn is_empty(&self) -> bool {
        self.paths.is_empty() && !self.lost && !self.full
    }
}

impl Watcher {
    /// Watches this from now on.
    pub(super) fn new(scope: Scope, watching: WatchMode) -> Self {
        let source = match watching {
            WatchMode::Events => events(&scope),
            WatchMode::Polling => Source::Polling(scope.survey()),
        };
        Self { scope, source }
    }

    /// Whether files are looked at over and over, by wish or because the system cannot tell.
    pub(super) fn is_polling(&self) -> bool {
        matches!(self.source, Source::Polling(_))
    }

    /// Watches something else from now on. Says whether a build is due because something has changed, or is new to the
    /// scope, that nobody was told of.
    pub(super) fn set_scope(&mut self, scope: Scope) -> bool {
        if scope == self.scope {
            return false;
        }
        let source = match self.source {
            Source::Events(_) => events(&scope),
            Source::Polling(_) => Source::Polling(scope.survey()),
        };
        // The new watch is on; now nothing that comes to the old one alone can be missed.
        let missed = match &mut self.source {
            Source::Events(events) => !events.listen(&self.scope, Duration::ZERO).is_empty(),
            Source::Polling(last) => self.scope.survey() != *last,
        };
        let due = missed || scope.exceeds(&self.scope);
        (self.scope, self.source) = (scope, source);
        due
    }

    /// Waits until something has changed and it is quiet again, but no longer than `limit`. `None` if the time is over.
    pub(super) fn wait(&mut self, limit: Duration) -> Option<Noticed> {
        let end = Instant::now() + limit;
        while Instant::now() < end {
            let rest = end.saturating_duration_since(Instant::now());
            let changed = match &mut self.source {
                Source::Polling(last) => poll(&self.scope, last, rest.min(POLL)),
                Source::Events(events) => {
                    // Of a folder that is not there nothing tells that it comes.
                    let missing = self.scope.is_incomplete();
                    let heard = events.listen(&self.scope, if missing { rest.min(POLL) } else { rest });
                    if heard.full {
                        self.source = Source::Polling(self.scope.survey());
                        return Some(Noticed::default());
                    }
                    if missing && heard.is_empty() {
                        Some(Noticed::default())
                    } else {
                        events.settle(&self.scope, &heard)
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

/// The events of the system; where it cannot tell, files are looked at instead.
fn events(scope: &Scope) -> Source {
    let (sender, received) = channel();
    let pass_on = move |event: Result<Event, notify::Error>| {
        // LoadedArchive is an event too: a build that reads what it watches would never end.
        let reads = |event: &Event| matches!(event.kind, EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write));
        if !event.as_ref().is_ok_and(reads) {
            // Nobody listens any more when the scope has changed.
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
    /// Watches one folder; one that has gone meanwhile is no error.
    fn watch(&mut self, folder: PathBuf) -> Result<(), notify::Error> {
        if self.watched.contains(&folder) {
            return Ok(());
        }
        let mode = if SINGLE_FOLDERS { RecursiveMode::NonRecursive } else { RecursiveMode::Recursive };
        match self.watcher.watch(&folder, mode) {
            Ok(()) => {
                self.watched.insert(folder);
                Ok(())
            }
            Err(_) if !folder.is_dir() => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Forgets a folder that was moved or removed, and all below it.
    fn forget(&mut self, folder: &Path) {
        let gone: Vec<PathBuf> =
            self.watched.iter().filter(|path| path.starts_with(folder)).cloned().collect();
        for path in gone {
            // `notify` may have seen by itself that it has gone.
            _ = self.watcher.unwatch(&path);
            self.watched.remove(&path);
        }
    }

    /// Waits for the first event that matters, and then until it is quiet.
    fn listen(&mut self, scope: &Scope, limit: Duration) -> Heard {
        let mut heard = Heard::default();
        let mut end = Instant::now() + limit;
        let mut longest = end;
        loop {
            let now = Instant::now();
            match self.received.recv_timeout(end.min(longest).saturating_duration_since(now)) {
                Ok(event) => {
                    let before = heard.is_empty();
                    heard.note(event, scope);
                    if before && !heard.is_empty() {
                        longest = Instant::now() + LONGEST;
                    }
                    if !heard.is_empty() {
                        end = Instant::now() + if heard.open.is_empty() { QUIET } else { WRITING };
                    }
                }
                Err(RecvTimeoutError::Timeout) => return heard,
                Err(RecvTimeoutError::Disconnected) => {
                    heard.full = true;
                    return heard;
                }
            }
        }
    }

    /// Watches new folders and forgets those that have gone; says what has changed, if anything has.
    fn settle(&mut self, scope: &Scope, heard: &Heard) -> Option<Noticed> {
        if SINGLE_FOLDERS {
            for folder in &heard.folders {
                self.forget(folder);
            }
            let everywhere = if heard.lost { scope.folders() } else { Vec::new() };
            let new = heard.folders.iter().filter(|folder| folder.is_dir());
            let new = everywhere.into_iter().chain(new.flat_map(|folder| scope.folders_of(folder)));
            for folder in new {
                // When there is room for no more, the next event that is lost will say so.
                _ = self.watch(folder);
            }
        }
        let mut paths: Vec<String> = heard.paths.iter().map(|path| scope.shown(path)).collect();
        paths.dedup();
        if heard.lost {
            // Looking opens no file and so makes no events; a build that did lose events by its own reading ends here.
            let survey = scope.survey();
            let same = self.surveyed.replace(survey) == Some(survey);
            return (!same || !paths.is_empty()).then_some(Noticed { paths, rest: Rest::Unknown });
        }
        let content = heard.paths.iter().all(|path| scope.is_in_content(path));
        let rest = if content { Rest::Same } else { Rest::Unknown };
        (!paths.is_empty()).then_some(Noticed { paths, rest })
    }
}

impl Heard {
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
            if !scope.covers(&path) {
                continue;
            }
            match event.kind {
                EventKind::Create(CreateKind::File) | EventKind::Modify(ModifyKind::Data(_))
                    if SINGLE_FOLDERS =>
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

/// Looks after a while whether anything has changed, and if so until nothing does.
fn poll(scope: &Scope, last: &mut Digest, pause: Duration) -> Option<Noticed> {
    thread::sleep(pause);
    let start = Instant::now();
    let mut now = scope.survey();
    // Where looking takes long, it must not be all that is done.
    let cost = start.elapsed();
    if now == *last {
        thread::sleep(cost);
        return None;
    }
    let end = Instant::now() + LONGEST;
    loop {
        thread::sleep(QUIET);
        let next = scope.survey();
        let settled = next == now || Instant::now() > end;
        now = next;
        if settled {
            *last = now;
            return Some(Noticed::default());
        }
    }
}
