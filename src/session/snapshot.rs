//! Recognizes an archive that has not changed since another process read it.

use std::io;
use std::path::PathBuf;
use std::time::SystemTime;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::loaded::LoadedArchive;
use super::settings::{Inputs, Settings, settings};
use crate::cache::{Cache, Slot, decode};
use crate::config::Edition;
use crate::crawl::{Snapshot, SnapshotCheck, SnapshotFile, Time, check_snapshot};
use crate::digest::Digest;

/// Smaller archives are not cached: reading them takes less time than the cache would save.
const MIN_DOCUMENTS: usize = 100;

/// Where the cache is, and which process uses it.
#[derive(Clone, Debug)]
pub struct CacheConfig {
    folder: PathBuf,
    /// Identifies this build of pmsite. Data of other builds is ignored.
    program: Digest,
    /// When this process started, before it looked at any file.
    pub(super) started: Time,
}

/// What identifies the state of an archive. Saved in [`Slot::Snapshot`].
#[derive(Debug, Serialize, Deserialize)]
struct ArchiveSnapshot {
    key: Digest,
    /// When the process started that took the snapshot.
    started: Time,
    content: Snapshot,
}

/// An archive that has not changed since it was cached.
#[derive(Debug)]
pub(super) struct UnchangedArchive {
    pub(super) settings: Settings,
    /// The day for which ages and due dates are computed.
    pub(super) as_of: Date,
    pub(super) cache: Cache,
    /// The digest of everything a run reads.
    pub(super) state: Digest,
    pub(super) snapshot: Snapshot,
}

impl UnchangedArchive {
    /// The document with this path.
    pub(super) fn file(&self, path: &str) -> Option<&SnapshotFile> {
        self.snapshot.files.iter().find(|file| *file.path == *path)
    }
}

impl CacheConfig {
    /// A cache in this folder, which need not exist. `program` identifies this build of pmsite.
    pub fn new(folder: PathBuf, program: Digest, started: SystemTime) -> Self {
        Self { folder, program, started: Time::of(started) }
    }

    /// Checks whether the archive is in the cache and has not changed since.
    pub(super) fn find_unchanged(&self, inputs: &Inputs) -> Option<UnchangedArchive> {
        if inputs.edition == Edition::Public {
            return None;
        }
        let settings = settings(inputs).ok()?;
        let cache = Cache::new(&self.folder, &settings.content_root)?;
        let bytes = cache.get(Slot::Snapshot)?;
        let saved: ArchiveSnapshot = decode(&bytes)?;
        let config = settings.config_source.as_ref().map(|source| &*source.text);
        if saved.key != self.key(inputs, config) {
            return None;
        }
        let Settings { config, content_root, output, .. } = &settings;
        let SnapshotCheck { snapshot, opened } =
            check_snapshot(content_root, output, config, &saved.content, saved.started)?;
        let state = state(saved.key, &snapshot)?;
        let snapshot = if opened > 0 {
            // Save the new file times, or the next process would have to open these files again.
            let saved = ArchiveSnapshot { started: self.started, content: snapshot, ..saved };
            _ = cache.put(Slot::Snapshot, &saved);
            saved.content
        } else {
            snapshot
        };
        Some(UnchangedArchive { settings, as_of: inputs.as_of, cache, state, snapshot })
    }

    /// Saves the snapshot of an archive. Returns its cache and its state, or `None` if the archive is not worth caching.
    pub(super) fn save_snapshot(
        &self,
        inputs: &Inputs,
        loaded: &LoadedArchive,
    ) -> io::Result<Option<(Cache, Digest)>> {
        // What the public edition leaves out has to be read to prove that it is not there.
        if loaded.snapshot.files.len() < MIN_DOCUMENTS || inputs.edition == Edition::Public {
            return Ok(None);
        }
        let config = loaded.config_source.as_ref().map(|source| &*source.text);
        let key = self.key(inputs, config);
        let (Some(state), Some(cache)) =
            (state(key, &loaded.snapshot), Cache::new(&self.folder, &loaded.content_root))
        else {
            return Ok(None);
        };
        let snapshot = ArchiveSnapshot { key, started: self.started, content: loaded.snapshot.clone() };
        cache.put(Slot::Snapshot, &snapshot)?;
        Ok(Some((cache, state)))
    }

    /// The digest of everything a run depends on except the content folder.
    fn key(&self, inputs: &Inputs, config: Option<&str>) -> Digest {
        let as_of = inputs.as_of.to_string();
        let drafts: &[u8] = if inputs.drafts { b"drafts" } else { b"" };
        let given: &[u8] = if config.is_some() { b"given" } else { b"" };
        let config = config.unwrap_or_default().as_bytes();
        Digest::of_parts(&[&self.program.to_bytes(), as_of.as_bytes(), drafts, given, config])
    }
}

/// The state of an archive: the digest of everything a run depends on.
fn state(key: Digest, snapshot: &Snapshot) -> Option<Digest> {
    Some(Digest::of_parts(&[&key.to_bytes(), &snapshot.digest()?.to_bytes()]))
}
