//! Writes a mirror to a folder that may contain other files.
//!
//! Only files that the manifest of the mirror lists are ever replaced, moved or removed. All other files stay, and paths that begin with
//! `.` (the repository) are not even read. Files are replaced by rename, and unchanged files are not touched.
#![expect(clippy::disallowed_methods, reason = "this is where the mirror is written")]

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::disk::{Disk, Machine};
use super::lock::{FolderLock, LOCK_TIMEOUT};
use super::moves::Moves;
use super::path::{PathState, fold, parents, path_fault, path_state};
use super::stage::{Staging, read_copy};
use super::{Inspection, ProtectedFolders, PublishError, Shield, create_folder};
use crate::crawl::MIRROR_MANIFEST;
use crate::mirror::{Contents, Entry, Manifest, Mirror, Output, PreviousMirror, Wiki};
use crate::system::SystemError;

/// What happens to a page or file of a mirror.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// It is new.
    Create,
    /// Its text changes.
    Change,
    /// Its title or path changes.
    Move,
    /// It is removed, because the archive no longer has it.
    Remove,
    /// It stays until it is pruned, although the archive no longer has it.
    Stale,
}

/// What happens to one page or file of a mirror.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// What happens.
    pub kind: Kind,
    /// Its title.
    pub title: String,
    /// Its previous title, if that was different.
    pub from: Option<String>,
    /// Its file; empty where all pages are in one file.
    pub path: String,
}

/// The changes that a run makes.
#[derive(Debug)]
pub struct Changes {
    /// The changes, ordered by kind and title.
    pub list: Vec<Change>,
    /// Pages and files that are up to date.
    pub unchanged: usize,
    /// Files to be written.
    write: Vec<usize>,
    /// Files to be removed.
    remove: BTreeSet<String>,
}

/// Reads the content of the folder of a mirror.
///
/// # Errors
///
/// Fails for a protected folder and for one that contains the mirror for another wiki.
pub fn inspect(
    out: &Path,
    protected: &ProtectedFolders<'_>,
    wiki: Wiki,
) -> Result<PreviousMirror, PublishError> {
    protected.check(out)?;
    let manifest = read_manifest(out)?.unwrap_or_default();
    if !manifest.wiki.is_empty() && manifest.wiki != wiki.name() {
        return Err(PublishError::OtherMirror { folder: out.to_owned(), wiki: manifest.wiki });
    }
    let own: BTreeSet<&str> = manifest.entries.values().map(|entry| entry.path.as_str()).collect();
    let shared = shared_files(&manifest, wiki);
    let foreign = files(out)?
        .into_iter()
        .filter(|path| !(own.contains(path.as_str()) || shared.contains(&path.as_str())))
        .collect();
    let mut found = BTreeMap::new();
    if let Some(marks) = wiki.upload_marks() {
        let pages: Vec<&str> = own.into_iter().filter(|path| is_page(path)).collect();
        let read = |path: &&str| Some(((*path).to_owned(), marks(&fs::read_to_string(out.join(path)).ok()?)));
        found = pages.par_iter().filter_map(read).filter(|(_, marks)| !marks.is_empty()).collect();
    }
    Ok(PreviousMirror { manifest, foreign, marks: found, unreadable: BTreeSet::new() })
}

/// The manifest of a mirror, if there is one. Paths that pmsite would never have written are ignored.
fn read_manifest(out: &Path) -> Result<Option<Manifest>, PublishError> {
    let place = out.join(MIRROR_MANIFEST);
    let text = match fs::read_to_string(&place) {
        Ok(text) => text,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        Err(error) => return Err(SystemError::at("read", &place)(error).into()),
    };
    let mut manifest = Manifest::parse(&text).map_err(|why| PublishError::Manifest { path: place, why })?;
    manifest.entries.retain(|_, entry| entry.path.is_empty() || path_fault(&entry.path).is_none());
    Ok(Some(manifest))
}

/// Files without an entry in the manifest that an earlier run has written, if there was one.
fn shared_files(manifest: &Manifest, wiki: Wiki) -> &'static [&'static str] {
    if manifest.wiki == wiki.name() { wiki.shared_files() } else { &[] }
}

/// The paths of all files in the folder, with `/`. Hidden files and files behind symbolic links are left out.
fn files(out: &Path) -> Result<BTreeSet<String>, SystemError> {
    let visible =
        |entry: &DirEntry| entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.');
    let mut paths = BTreeSet::new();
    for entry in WalkDir::new(out).follow_links(false).into_iter().filter_entry(visible) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) if error.depth() == 0 => break,
            Err(error) => {
                let place = error.path().unwrap_or(out).to_owned();
                let cause =
                    error.into_io_error().unwrap_or_else(|| std::io::Error::other("it contains itself"));
                return Err(SystemError::at("list", &place)(cause));
            }
        };
        if !entry.file_type().is_dir() {
            let below = entry.path().strip_prefix(out).unwrap_or(entry.path());
            paths.insert(below.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/"));
        }
    }
    Ok(paths)
}

/// Looks at every file of a mirror before it is written.
///
/// # Errors
///
/// Fails if a file that is copied cannot be read.
pub fn inspect_mirror(
    mirror: &Mirror,
    content_root: &Path,
    inspection: &Inspection<'_>,
) -> Result<(), PublishError> {
    for output in &mirror.outputs {
        inspection.look(&output.path, &bytes(output, content_root)?);
    }
    Ok(())
}

/// Compares a mirror with the content of its folder and writes nothing.
///
/// # Errors
///
/// Fails if a file that pmsite did not create is in the way, or if the system fails.
pub fn compare(
    out: &Path,
    mirror: &Mirror,
    previous: &PreviousMirror,
    content_root: &Path,
) -> Result<Changes, PublishError> {
    check_paths(&mirror.outputs)?;
    let differs: Vec<bool> = mirror
        .outputs
        .par_iter()
        .map(|output| {
            let place = out.join(&output.path);
            check_obstacles(out, &output.path)?;
            let bytes = bytes(output, content_root)?;
            let differs = !fs::read(&place).is_ok_and(|old| old == *bytes);
            if differs && previous.foreign.contains(&output.path) {
                return Err(PublishError::InTheWay { path: place, wanted: "a page of the mirror" });
            }
            Ok(differs)
        })
        .collect::<Vec<_>>()
        // The first error by path and not by time.
        .into_iter()
        .collect::<Result<_, PublishError>>()?;
    let write: Vec<usize> =
        differs.iter().enumerate().filter_map(|(at, differs)| differs.then_some(at)).collect();
    let written: BTreeSet<&str> = write.iter().filter_map(|at| mirror.outputs[*at].key.as_deref()).collect();
    let paths: BTreeSet<&str> = mirror.outputs.iter().map(|output| output.path.as_str()).collect();

    let mut changes = Changes { list: Vec::new(), unchanged: 0, write, remove: BTreeSet::new() };
    let stale: BTreeSet<&str> = mirror.stale.iter().map(String::as_str).collect();
    for (key, entry) in mirror.manifest.entries.iter().filter(|(key, _)| !stale.contains(key.as_str())) {
        let known = previous.manifest.entries.get(key);
        let has_other_text = if entry.path.is_empty() {
            known.is_none_or(|known| known.digest != entry.digest)
        } else {
            written.contains(key.as_str())
        };
        let moved = known.filter(|known| known.title != entry.title || known.path != entry.path);
        let kind = match (known, moved) {
            (_, Some(_)) => Kind::Move,
            (Some(_), None) if has_other_text => Kind::Change,
            (None, None) if has_other_text => Kind::Create,
            _ => {
                changes.unchanged += 1;
                continue;
            }
        };
        let from = moved.filter(|known| known.title != entry.title).map(|known| known.title.clone());
        changes.list.push(Change { kind, title: entry.title.clone(), from, path: entry.path.clone() });
        changes.remove.extend(moved.map(|known| known.path.clone()));
    }
    for key in &mirror.stale {
        let Some(entry) = previous.manifest.entries.get(key) else { continue };
        let prune = !mirror.manifest.entries.contains_key(key);
        let kind = if prune { Kind::Remove } else { Kind::Stale };
        let (title, path) = (entry.title.clone(), entry.path.clone());
        changes.list.push(Change { kind, title, from: None, path: path.clone() });
        changes.remove.extend(prune.then_some(path));
    }
    let shared = shared_files(&previous.manifest, mirror.wiki).iter();
    changes.remove.extend(shared.map(|path| (*path).to_owned()));
    changes.remove.retain(|path| !path.is_empty() && !paths.contains(path.as_str()));
    changes.list.sort();
    Ok(changes)
}

/// The bytes of a file of the mirror.
fn bytes<'m>(output: &'m Output, content_root: &Path) -> Result<Cow<'m, [u8]>, SystemError> {
    match &output.contents {
        Contents::Bytes(bytes) => Ok(Cow::Borrowed(bytes)),
        Contents::Copy(path) => read_copy(content_root, path).map(Cow::Owned),
    }
}

fn check_paths(outputs: &[Output]) -> Result<(), PublishError> {
    let mut seen = BTreeSet::new();
    for output in outputs {
        let taken = || (!seen.insert(fold(&output.path))).then_some("is the path of another file");
        if let Some(why) = path_fault(&output.path).or_else(taken) {
            return Err(PublishError::Path { path: output.path.clone(), why });
        }
    }
    Ok(())
}

/// Checks that a path is not behind a symbolic link and is free or a regular file.
fn check_obstacles(out: &Path, path: &str) -> Result<(), PublishError> {
    for folder in parents(path) {
        let place = out.join(folder);
        if !matches!(path_state(&place)?, PathState::Nothing | PathState::Folder) {
            return Err(PublishError::InTheWay { path: place, wanted: "a folder" });
        }
    }
    let place = out.join(path);
    match path_state(&place)? {
        PathState::Nothing | PathState::File => Ok(()),
        PathState::Folder | PathState::Other => Err(PublishError::InTheWay { path: place, wanted: "a file" }),
    }
}

/// Makes the changes that [`compare`] has found.
///
/// The manifest is written twice, so that after an interrupted run the next one recognizes everything that pmsite has written: before the
/// first file is moved into place it also lists the files that will be removed.
///
/// # Errors
///
/// Fails if another run has written to the folder since it was inspected, or if the system fails.
pub fn apply(
    out: &Path,
    mirror: &Mirror,
    previous: &PreviousMirror,
    content_root: &Path,
    changes: &Changes,
    shield: &Shield,
) -> Result<(), PublishError> {
    let result = apply_on(&Machine, out, mirror, previous, content_root, changes, shield);
    // A signal that removes the staging folder makes a run fail. The process ends then, and must not report that first.
    drop(shield.hold());
    result
}

pub(super) fn apply_on(
    disk: &dyn Disk,
    out: &Path,
    mirror: &Mirror,
    previous: &PreviousMirror,
    content_root: &Path,
    changes: &Changes,
    shield: &Shield,
) -> Result<(), PublishError> {
    create_folder(disk, out)?;
    let lock = FolderLock::acquire(out, LOCK_TIMEOUT)?;
    if read_manifest(out)?.unwrap_or_default() != previous.manifest {
        return Err(PublishError::ConcurrentRun { folder: out.to_owned() });
    }
    let staging = Staging::new(disk, out, &lock, shield)?;
    let staged: Vec<(PathBuf, Option<PathBuf>)> = changes
        .write
        .par_iter()
        .map(|at| {
            let output = &mirror.outputs[*at];
            let place = out.join(&output.path);
            let waiting = staging.write_if_different(&place, &bytes(output, content_root)?)?;
            Ok((place, waiting))
        })
        .collect::<Result<_, PublishError>>()?;
    let moving = shield.hold();
    let moves = Moves::new(disk, out, &staging);
    move_into_place(&moves, out, mirror, previous, changes, &staged).inspect_err(|_| moves.take_back())?;
    staging.close()?;
    drop(moving);
    Ok(())
}

/// Makes the changes, of which the new files are staged.
fn move_into_place(
    moves: &Moves<'_>,
    out: &Path,
    mirror: &Mirror,
    previous: &PreviousMirror,
    changes: &Changes,
    staged: &[(PathBuf, Option<PathBuf>)],
) -> Result<(), SystemError> {
    let manifest = out.join(MIRROR_MANIFEST);
    if !staged.is_empty() || !changes.remove.is_empty() {
        let mut joined = mirror.manifest.clone();
        for entry in previous.manifest.entries.values().filter(|entry| changes.remove.contains(&entry.path)) {
            let left = Entry { digest: String::new(), ..entry.clone() };
            joined.entries.insert(format!("left/{}", entry.path), left);
        }
        moves.write(&manifest, joined.text().as_bytes())?;
    }
    for (place, waiting) in staged {
        let below = place.strip_prefix(out).unwrap_or(place).to_string_lossy();
        for folder in parents(&below) {
            moves.create_folder(&out.join(folder))?;
        }
        if let Some(waiting) = waiting {
            moves.replace(waiting, place)?;
        }
    }
    moves.remove(&changes.remove)?;
    moves.write(&manifest, mirror.manifest.text().as_bytes())
}

/// Whether a file is a Markdown page.
fn is_page(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| ending == "md")
}

/// A mirror that was read back from its folder.
#[derive(Debug, Default)]
pub struct ReadBack {
    /// Its manifest.
    pub manifest: Manifest,
    /// The files that hold pages, by path.
    pub texts: BTreeMap<String, String>,
    /// All files in the folder.
    pub paths: BTreeSet<String>,
}

/// Reads a mirror back from its folder.
pub fn read_back(out: &Path, wiki: Wiki) -> Result<ReadBack, PublishError> {
    let manifest = read_manifest(out)?.unwrap_or_default();
    let paths = files(out)?;
    let pages: Vec<&String> =
        paths.iter().filter(|path| is_page(path) || wiki.shared_files().contains(&path.as_str())).collect();
    let read = |path: &&String| {
        let place = out.join(path);
        let bytes = fs::read(&place).map_err(SystemError::at("read", &place))?;
        Ok(((*path).clone(), String::from_utf8_lossy(&bytes).into_owned()))
    };
    let texts = pages.par_iter().map(read).collect::<Result<_, PublishError>>()?;
    Ok(ReadBack { manifest, texts, paths })
}
