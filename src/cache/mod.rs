//! What is kept from one process to the next, so that nothing need be read again if nothing has changed.
//!
//! There is no second way to an answer: what is kept is either what a run came to, word for word, or what an answer needs of the
//! whole archive, and the documents that it speaks of are read by the same code as ever. For each archive there is a folder with
//! three files:
//!
//! - `snapshot` says by what the archive can be recognized ([`Snapshot`]);
//! - `answers` holds what questions about single incidents need of all others ([`Answers`]);
//! - `site` holds what the last build said and wrote ([`Built`]).
//!
//! The latter two name the state of the archive that they belong to by a digest of all contents, of the configuration, of the day
//! and of the program, so that files of different runs never mix. Whatever is in doubt counts as absent, and then a run
//! does all of its work: that is the worst that a lost or damaged cache does. It is never published, since it lies
//! in the user's own cache folder.

mod answers;
mod built;
mod entry;
mod pack;

use std::io;
use std::path::Path;
use std::time::SystemTime;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use self::entry::Entry;
use crate::crawl::{Snapshot, SnapshotCheck, SnapshotFile, Time, check_snapshot};
use crate::digest::Digest;
use crate::session::{Inputs, LoadedArchive, Settings, settings};

pub use self::answers::{Answers, Kept, Known};
pub use self::built::{Built, Publication};

/// Archives with fewer documents are read in less time than anything could save.
const LEAST: usize = 100;

/// How the names of files begin that are not finished.
const UNFINISHED: &str = ".part-";

/// The cache of one process.
#[derive(Debug)]
pub struct Cache<'a> {
    folder: &'a Path,
    /// The program: what another version keeps is nothing to this one.
    program: Digest,
    /// When this process began, before it looked at any file.
    began: Time,
}

/// By what an archive can be recognized.
#[derive(Debug, Serialize, Deserialize)]
struct ArchiveSnapshot {
    key: Digest,
    /// When the run began that saw it.
    began: Time,
    content: Snapshot,
}

/// An archive that has not changed since it was kept.
#[derive(Debug)]
pub struct Unchanged {
    /// What a run would go by.
    pub settings: Settings,
    /// The day for which ages are computed.
    pub as_of: Date,
    entry: Entry,
    /// Of everything that was read.
    state: Digest,
    snapshot: Snapshot,
}

impl Unchanged {
    /// A file that was read.
    fn file(&self, path: &str) -> Option<&SnapshotFile> {
        self.snapshot.files.iter().find(|file| *file.path == *path)
    }
}

impl<'a> Cache<'a> {
    /// The cache in a folder, which need not be there, of a process of this program.
    pub fn new(folder: &'a Path, program: Digest, began: SystemTime) -> Self {
        Self { folder, program, began: Time::of(began) }
    }

    /// The archive, if something is kept of it and it has not changed since.
    pub fn recall(&self, inputs: &Inputs) -> Option<Unchanged> {
        let settings = settings(inputs).ok()?;
        let entry = Entry::of(self.folder, &settings.content_root)?;
        let bytes = entry.read(entry::SNAPSHOT)?;
        let snapshot: ArchiveSnapshot = pack::open(&bytes)?;
        let text = settings.config_source.as_ref().map(|source| &*source.text);
        if snapshot.key != self.key(inputs, text) {
            return None;
        }
        let Settings { config, content_root, output, .. } = &settings;
        let SnapshotCheck { snapshot: content, opened } =
            check_snapshot(content_root, output, config, &snapshot.content, snapshot.began)?;
        let state = state(snapshot.key, &content)?;
        if opened > 0 {
            let snapshot = ArchiveSnapshot { began: self.began, content, ..snapshot };
            // The next process will open them again.
            _ = entry.write(entry::SNAPSHOT, &snapshot);
            return Some(Unchanged {
                settings,
                as_of: inputs.as_of,
                entry,
                state,
                snapshot: snapshot.content,
            });
        }
        Some(Unchanged { settings, as_of: inputs.as_of, entry, state, snapshot: content })
    }

    /// Begins to keep an archive that was read; `None` if it is too small to be worth it, or could be read otherwise by
    /// somebody else.
    fn keep(&self, inputs: &Inputs, loaded: &LoadedArchive) -> io::Result<Option<(Entry, Digest)>> {
        if loaded.snapshot.files.len() < LEAST {
            return Ok(None);
        }
        let text = loaded.config_source.as_ref().map(|source| &*source.text);
        let key = self.key(inputs, text);
        let (Some(state), Some(entry)) =
            (state(key, &loaded.snapshot), Entry::of(self.folder, &loaded.content_root))
        else {
            return Ok(None);
        };
        entry.prepare(self.folder)?;
        let snapshot = ArchiveSnapshot { key, began: self.began, content: loaded.snapshot.clone() };
        entry.write(entry::SNAPSHOT, &snapshot)?;
        Ok(Some((entry, state)))
    }

    /// What a run goes by, beside what it reads in the content folder.
    fn key(&self, inputs: &Inputs, config: Option<&str>) -> Digest {
        let as_of = inputs.as_of.to_string();
        let drafts: &[u8] = if inputs.drafts { b"drafts" } else { b"" };
        let given: &[u8] = if config.is_some() { b"given" } else { b"" };
        let config = config.unwrap_or_default().as_bytes();
        Digest::of_parts(&[&self.program.to_bytes(), as_of.as_bytes(), drafts, given, config])
    }
}

/// The state of an archive: what a run goes by, and all that it reads.
fn state(key: Digest, snapshot: &Snapshot) -> Option<Digest> {
    Some(Digest::of_parts(&[&key.to_bytes(), &snapshot.digest()?.to_bytes()]))
}
