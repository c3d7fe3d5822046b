//! Writes a site to a folder that it owns.
//!
//! The order of steps is what keeps a site whole. Everything is checked before anything is touched; every file that
//! differs is first written beside the site; only when all of them lie there are they moved into place, which is a
//! rename each and no longer fails for want of space; what an earlier run made and this one did not goes last. The
//! manifest is written twice: before the first move it names old and new files, so that a run that is cut off leaves
//! nothing that the next run does not know as its own, and at the end it names what is there.
//!
//! Nothing is ever written or removed outside the folder: every path, also those of an old manifest, is checked by its
//! form ([`path_fault`]), and no symbolic link inside the folder is passed through. Folders that people would miss are
//! refused ([`ProtectedFolders`]), and one run at a time writes to a folder.
#![expect(clippy::disallowed_methods, reason = "this is where the site is written")]

mod compare;
mod disk;
mod error;
mod lock;
mod manifest;
pub mod mirror;
mod path;
mod protected;
mod stage;

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind};
use std::mem;
use std::path::Path;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use self::disk::{Disk, Machine};
use self::lock::{FolderLock, LOCK_TIMEOUT};
use self::manifest::Manifest;
use self::path::{PathState, fold, parent, parents, path_state};
use self::stage::{Staged, Staging};
use crate::crawl::{MANIFEST, is_site};
use crate::digest::Digest;
use crate::emit::{Artifact, Contents, Pieces, ThemeError, whole};
use crate::site::SitePage;
use crate::system::SystemError;

pub use self::error::PublishError;
pub use self::manifest::manifest_text;
pub use self::path::path_fault;
pub use self::protected::ProtectedFolders;
pub use self::stage::{COPY_LIMIT, read_copy, refused_copies};

/// How many files a core makes before another may take those after them: at the end none is to be left alone with many.
const SHARE: usize = 16;

/// What a publication did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// Files that are new or differ from what was there.
    pub written: usize,
    /// Files that were the same already and were not touched.
    pub unchanged: usize,
    /// Files of an earlier run that this one does not have.
    pub removed: usize,
    /// All files of the site, the manifest included.
    pub files: usize,
}

/// What becomes of files that pmsite has not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForeignFiles {
    /// A folder that holds any is refused, and so is a site in which one has the name of an artifact.
    Refuse,
    /// They stay, unless an artifact has their name.
    Allow,
}

/// Where a site is to stand.
#[derive(Clone, Copy, Debug)]
pub struct Target<'a> {
    /// The output folder.
    pub folder: &'a Path,
    /// What it must not be or hold. Files to copy are read from the content folder among these.
    pub protected: ProtectedFolders<'a>,
    /// What becomes of files of others.
    pub foreign: ForeignFiles,
}

/// Makes the target hold these artifacts. Pages are made by `render`, on all cores, and written beside the site at once,
/// so that not all of them are in memory together. Bytes of artifacts that are given as bytes go as soon as they are written.
///
/// # Errors
///
/// Refuses a folder that is not empty and was not made by pmsite, and one that holds what people would miss. Any other
/// error is that of a template or the machine's. Up to the moment when files are moved into place the old site is as it was.
pub fn publish<'p>(
    target: &Target<'_>,
    artifacts: &mut [Artifact],
    render: impl Fn(&SitePage) -> Result<Pieces<'p>, ThemeError> + Sync,
) -> Result<Published, PublishError> {
    publish_with_digests(target, artifacts, render).map(|(published, _)| published)
}

/// As [`publish`], and gives the digests of what the files hold, in the order of the artifacts, and at the end that of the
/// manifest.
pub fn publish_with_digests<'p>(
    target: &Target<'_>,
    artifacts: &mut [Artifact],
    render: impl Fn(&SitePage) -> Result<Pieces<'p>, ThemeError> + Sync,
) -> Result<(Published, Vec<Digest>), PublishError> {
    publish_on(&Machine, target, artifacts, render)
}

fn publish_on<'p>(
    disk: &dyn Disk,
    target: &Target<'_>,
    artifacts: &mut [Artifact],
    render: impl Fn(&SitePage) -> Result<Pieces<'p>, ThemeError> + Sync,
) -> Result<(Published, Vec<Digest>), PublishError> {
    let out = target.folder;
    check_paths(artifacts)?;
    target.protected.check(out)?;
    create_folder(disk, out)?;
    let lock = FolderLock::acquire(out, LOCK_TIMEOUT)?;
    check_folder(target)?;
    let last = if is_site(out) { Manifest::read(out)? } else { Manifest::default() };
    let stale = stale_paths(&last, artifacts);
    let absent = check_standing(out, artifacts, &stale)?;

    let staging = Staging::new(disk, out, &lock)?;
    let known: FxHashSet<String> = last.files.keys().map(|path| fold(path)).collect();
    let is_own = |path: &str| target.foreign == ForeignFiles::Allow || known.contains(&fold(path));
    let write = |artifact: &mut Artifact| {
        let pieces: Pieces<'p> = match &mut artifact.contents {
            Contents::Page(page) => render(page).map_err(PublishError::Theme)?,
            Contents::Bytes(bytes) => whole(mem::take(bytes)),
            Contents::File(path) => whole(read_copy(target.protected.content, path)?),
        };
        let place = out.join(&*artifact.path);
        let may_stand = parent(&artifact.path).is_none_or(|above| !absent.contains(above));
        let replace = || {
            // A folder is known to go before.
            let free = !may_stand || is_own(&artifact.path);
            if free || matches!(path_state(&place)?, PathState::Nothing | PathState::Folder) {
                return Ok(());
            }
            Err(PublishError::InTheWay { path: place.clone(), wanted: "a file of the site" })
        };
        compare::stage(&staging, &place, pieces, may_stand, replace)
    };
    let shares = artifacts.par_iter_mut().with_max_len(SHARE);
    let staged: Vec<Staged> = shares.map(write).collect::<Result<_, PublishError>>()?;
    let files = artifacts.iter().zip(&staged);
    let next = Manifest {
        files: files
            .map(|(artifact, staged)| (artifact.path.to_string(), staged.digest.to_string()))
            .collect(),
    };

    let written = staged.iter().filter(|staged| staged.place.is_some()).count();
    let text = next.text();
    if written > 0 {
        let both = last.beside(&next).map(|both| both.text());
        staging.replace(&out.join(MANIFEST), both.as_ref().unwrap_or(&text).as_bytes())?;
    }
    let mut removed = remove(disk, out, &stale.before)?;
    let moved = staging.move_new_folders()?;
    for folder in folders_of(artifacts) {
        let place = out.join(folder);
        disk.create_folder(&place).map_err(SystemError::at("create", &place))?;
    }
    artifacts.par_iter().zip(&staged).try_for_each(|(artifact, staged)| {
        let Some(waiting) = &staged.place else { return Ok(()) };
        if parents(&artifact.path).next().is_some_and(|folder| moved.contains(folder)) {
            return Ok(());
        }
        let place = out.join(&*artifact.path);
        disk.rename(waiting, &place).map_err(SystemError::at("replace", &place))
    })?;
    removed += remove(disk, out, &stale.after)?;
    staging.replace(&out.join(MANIFEST), text.as_bytes())?;
    staging.close()?;
    let unchanged = artifacts.len() - written;
    let digests = staged.iter().map(|staged| staged.digest).chain([Digest::of(text.as_bytes())]).collect();
    Ok((Published { written, unchanged, removed, files: artifacts.len() + 1 }, digests))
}

/// Makes the output folder, unless it is there.
fn create_folder(disk: &dyn Disk, out: &Path) -> Result<(), SystemError> {
    match fs::read_dir(out) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            disk.create_folder(out).map_err(SystemError::at("create", out))
        }
        entries => entries.map(drop).map_err(SystemError::at("list", out)),
    }
}

/// Holds every path against the rules, and all of them against each other.
fn check_paths(artifacts: &[Artifact]) -> Result<(), PublishError> {
    let fault = |path: &str, why| Err(PublishError::Path { path: path.to_owned(), why });
    let mut seen = FxHashSet::default();
    for artifact in artifacts {
        if let Some(why) = path_fault(&artifact.path) {
            return fault(&artifact.path, why);
        }
        if *artifact.path == *MANIFEST {
            return fault(&artifact.path, "is the name of the manifest");
        }
        if !seen.insert(fold(&artifact.path)) {
            return fault(&artifact.path, "is taken by another file, perhaps in other case");
        }
    }
    let folder = artifacts.iter().find(|artifact| {
        let folded = fold(&artifact.path);
        parents(&folded).any(|parent| seen.contains(parent))
    });
    folder.map_or(Ok(()), |artifact| fault(&artifact.path, "lies below the path of another file"))
}

/// Refuses a folder with files of others, and a repository even if those are accepted.
fn check_folder(target: &Target<'_>) -> Result<(), PublishError> {
    let out = target.folder;
    if is_site(out) {
        return Ok(());
    }
    let depth = if target.foreign == ForeignFiles::Allow { usize::MAX } else { 1 };
    if let Some(root) = protected::repository(out, depth) {
        return Err(PublishError::Repository { folder: out.to_owned(), root });
    }
    if target.foreign == ForeignFiles::Allow {
        return Ok(());
    }
    for entry in fs::read_dir(out).map_err(SystemError::at("list", out))? {
        let entry = entry.map_err(SystemError::at("list", out))?;
        if !stage::is_staging(&entry.file_name()) {
            return Err(PublishError::ForeignFolder { folder: out.to_owned() });
        }
    }
    Ok(())
}

/// Files of the last run that this one does not have.
#[derive(Debug, Default)]
struct Stale {
    /// Those that have to go before new files come: they stand where a folder is wanted or the other way round, or have
    /// the name of a new file in other case, which on some file systems is the same file.
    before: BTreeSet<String>,
    /// All others.
    after: BTreeSet<String>,
}

fn stale_paths(last: &Manifest, artifacts: &[Artifact]) -> Stale {
    let new: FxHashSet<&str> = artifacts.iter().map(|artifact| &*artifact.path).collect();
    let gone: Vec<&String> = last.files.keys().filter(|path| !new.contains(path.as_str())).collect();
    let mut stale = Stale::default();
    if gone.is_empty() {
        return stale;
    }
    let folded: FxHashSet<String> = artifacts.iter().map(|artifact| fold(&artifact.path)).collect();
    let folders: FxHashSet<String> = folders_of(artifacts).into_iter().map(fold).collect();
    for path in gone {
        let own = fold(path);
        let in_the_way = folded.contains(&own)
            || folders.contains(&own)
            || parents(&own).any(|parent| folded.contains(parent));
        if in_the_way { &mut stale.before } else { &mut stale.after }.insert(path.clone());
    }
    stale
}

/// Every folder that the site has, the outer ones first.
fn folders_of(artifacts: &[Artifact]) -> BTreeSet<&str> {
    artifacts.iter().flat_map(|artifact| parents(&artifact.path)).collect()
}

/// Refuses to write where something stands that cannot be replaced, before anything is written. Gives the folders that
/// are not there, in which nothing has to be looked at.
fn check_standing(
    out: &Path,
    artifacts: &[Artifact],
    stale: &Stale,
) -> Result<BTreeSet<String>, PublishError> {
    let mut absent = BTreeSet::new();
    for folder in folders_of(artifacts) {
        match path_state(&out.join(folder))? {
            PathState::Nothing => _ = absent.insert(folder.to_owned()),
            PathState::Folder => {}
            PathState::File if stale.before.contains(folder) => {}
            PathState::File | PathState::Other => {
                return Err(PublishError::InTheWay { path: out.join(folder), wanted: "a folder" });
            }
        }
    }
    let beside = |artifact: &&Artifact| parent(&artifact.path).is_none_or(|folder| !absent.contains(folder));
    artifacts.par_iter().filter(beside).try_for_each(|artifact| {
        let below = || {
            let prefix = format!("{}/", artifact.path);
            stale.before.iter().any(|path| path.starts_with(&prefix))
        };
        let place = out.join(&*artifact.path);
        if path_state(&place)? == PathState::Folder && !below() {
            return Err(PublishError::InTheWay { path: place, wanted: "a file" });
        }
        Ok(())
    })?;
    Ok(absent)
}

/// Removes files of an earlier run, then folders that this has emptied. What is no longer a plain file in plain folders
/// is not pmsite's any more and stays.
fn remove(disk: &dyn Disk, out: &Path, paths: &BTreeSet<String>) -> Result<usize, SystemError> {
    let mut removed = 0;
    for path in paths {
        let mut plain = path_state(&out.join(path))? == PathState::File;
        for parent in parents(path) {
            plain &= path_state(&out.join(parent))? == PathState::Folder;
        }
        if plain {
            let place = out.join(path);
            disk.remove_file(&place).map_err(SystemError::at("remove", &place))?;
            removed += 1;
        }
    }
    let folders: BTreeSet<&str> = paths.iter().flat_map(|path| parents(path)).collect();
    // A folder sorts before what is in it, so backwards the inner ones come first.
    for folder in folders.into_iter().rev() {
        let place = out.join(folder);
        if parents(folder).all(|parent| matches!(path_state(&out.join(parent)), Ok(PathState::Folder)))
            && path_state(&place)? == PathState::Folder
        {
            remove_if_empty(disk, &place).map_err(SystemError::at("remove", &place))?;
        }
    }
    Ok(removed)
}

/// Removes a folder, unless something is left in it, which only the system can tell without a race.
fn remove_if_empty(disk: &dyn Disk, place: &Path) -> io::Result<()> {
    match disk.remove_folder(place) {
        // POSIX has two words for it.
        Err(error) if matches!(error.kind(), ErrorKind::DirectoryNotEmpty | ErrorKind::AlreadyExists) => {
            Ok(())
        }
        result => result,
    }
}

#[cfg(test)]
mod faults;
#[cfg(test)]
mod tests;
