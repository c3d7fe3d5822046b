//! Writes a site to its output folder.
//!
//! The order of steps keeps the site consistent. Everything is checked before anything is changed. Every file that differs is first
//! written to a staging folder. Only when all are there are they moved into place, each by a rename, which does not fail for lack of
//! space. If one fails nevertheless, all are taken back. Files of an earlier run that this run does not have are removed last. The manifest is written twice: before the first move it
//! lists old and new files, so that after an interrupted run the next one recognizes everything that pmsite has written, and at the
//! end it lists the files of the site.
//!
//! Nothing is ever written or removed outside the folder: every path is validated ([`path_fault`]), including those of an old manifest,
//! and symbolic links inside the folder are not followed. pmsite refuses to overwrite folders you could not afford to lose
//! ([`ProtectedFolders`]), and only one run at a time writes to a folder.
#![expect(clippy::disallowed_methods, reason = "this is where the site is written")]

mod attachments;
mod compare;
mod disk;
mod error;
mod inspect;
mod lock;
mod manifest;
pub mod mirror;
mod moves;
mod pack;
mod path;
mod pictures;
mod protected;
mod releases;
mod shield;
mod stage;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use self::disk::{Disk, Machine};
use self::lock::{FolderLock, LOCK_TIMEOUT};
use self::manifest::Manifest;
use self::moves::Moves;
use self::path::{PathState, fold, parent, parents, path_state};
use self::stage::{Staged, Staging};
use crate::crawl::{MANIFEST, is_site};
use crate::digest::Digest;
use crate::emit::{Artifact, Contents, Pieces, whole};
use crate::site::SitePage;
use crate::system::SystemError;

pub use self::attachments::{clean_copies, opaque_attachments, write_attachments};
pub use self::error::PublishError;
pub use self::inspect::{Inspection, inspect_site, remove_receipt, write_receipt};
pub use self::manifest::manifest_text;
pub use self::pack::write_pack;
pub use self::path::path_fault;
pub use self::pictures::{Refusal, cleaned};
pub use self::protected::ProtectedFolders;
pub use self::releases::{current_release, publish_release};
pub use self::shield::Shield;
pub use self::stage::{COPY_LIMIT, read_copy, refused_copies};

/// How many files a thread takes at a time, few enough that at the end no thread is left with many.
const BATCH_SIZE: usize = 16;

/// The result of publishing a site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// Files that are new or have changed.
    pub written: usize,
    /// Files that were up to date and were not touched.
    pub unchanged: usize,
    /// Files of an earlier run that this one does not have.
    pub removed: usize,
    /// All files of the site, including the manifest.
    pub files: usize,
}

/// How to treat files that pmsite did not create.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForeignFiles {
    /// Refuse a folder that contains any, and a site in which one has the path of an artifact.
    Refuse,
    /// Keep them, but overwrite those that have the path of an artifact.
    Allow,
}

/// What happens to files of the earlier site that this one does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StaleFiles {
    /// They are removed.
    Remove,
    /// They are removed, unless these are most of the incident pages of a site: then something is wrong, and the site stays.
    RemoveFew,
    /// They stay, and a later run removes them, because this one has not seen the whole archive.
    Keep,
}

/// Sites with fewer incident pages change much from one build to the next.
const GUARDED_PAGES: usize = 20;

/// Where a site is published.
#[derive(Clone, Copy, Debug)]
pub struct Target<'a> {
    /// The output folder.
    pub folder: &'a Path,
    /// Folders that it must neither be nor contain. Files to copy are read from the content folder.
    pub protected: ProtectedFolders<'a>,
    /// How to treat files that pmsite did not create.
    pub foreign: ForeignFiles,
    /// What happens to files of the earlier site that this one does not have.
    pub stale: StaleFiles,
    /// Keeps signals away while files are moved into place.
    pub shield: &'a Shield,
    /// Looks at every file of the new site before it replaces the old one.
    pub inspection: Option<&'a Inspection<'a>>,
}

/// Publishes these artifacts. Pages are made by `render` on all cores and written to the staging folder one by one, so that not all of
/// them are in memory at once. The bytes of other artifacts are freed as soon as they are written.
///
/// # Errors
///
/// Fails for a folder that is not empty and was not created by pmsite, for a protected folder, if most incident pages would be removed,
/// and if a template or the system fails. Until files are moved into place, the old site is unchanged.
pub fn publish<'p>(
    target: &Target<'_>,
    artifacts: &mut [Artifact],
    render: impl Fn(&SitePage) -> Result<Pieces<'p>, PublishError> + Sync,
) -> Result<Published, PublishError> {
    publish_with_digests(target, artifacts, render).map(|(published, _)| published)
}

/// Like [`publish`], and also returns the digests of the files in the order of the artifacts, and at the end that of the manifest.
pub fn publish_with_digests<'p>(
    target: &Target<'_>,
    artifacts: &mut [Artifact],
    render: impl Fn(&SitePage) -> Result<Pieces<'p>, PublishError> + Sync,
) -> Result<(Published, Vec<Digest>), PublishError> {
    let result = publish_on(&Machine, target, artifacts, render);
    // A signal that removes the staging folder makes a run fail. The process ends then, and must not report that first.
    drop(target.shield.hold());
    result
}

fn publish_on<'p>(
    disk: &dyn Disk,
    target: &Target<'_>,
    artifacts: &mut [Artifact],
    render: impl Fn(&SitePage) -> Result<Pieces<'p>, PublishError> + Sync,
) -> Result<(Published, Vec<Digest>), PublishError> {
    let out = target.folder;
    check_paths(artifacts)?;
    target.protected.check(out)?;
    create_folder(disk, out)?;
    let lock = FolderLock::acquire(out, LOCK_TIMEOUT)?;
    check_folder(target)?;
    let previous = if is_site(out) { Manifest::read(out)? } else { Manifest::default() };
    let mut stale = stale_paths(&previous, artifacts);
    check_removal(target, &previous, &stale)?;
    let kept = if target.stale == StaleFiles::Keep { mem::take(&mut stale.after) } else { BTreeSet::new() };
    let absent = check_obstacles(out, artifacts, &stale)?;

    let staging = Staging::new(disk, out, &lock, target.shield)?;
    let known: FxHashSet<String> = previous.files.keys().map(|path| fold(path)).collect();
    let is_own = |path: &str| target.foreign == ForeignFiles::Allow || known.contains(&fold(path));
    let write = |artifact: &mut Artifact| {
        let pieces: Pieces<'p> = match &mut artifact.contents {
            Contents::Page(page) => render(page)?,
            Contents::Bytes(bytes) => whole(mem::take(bytes)),
            Contents::File(path) => whole(read_copy(target.protected.content, path)?),
        };
        let place = out.join(&*artifact.path);
        let may_exist = parent(&artifact.path).is_none_or(|above| !absent.contains(above));
        let replace = || {
            // A folder here is one that this run removes first.
            let free = !may_exist || is_own(&artifact.path);
            if free || matches!(path_state(&place)?, PathState::Nothing | PathState::Folder) {
                return Ok(());
            }
            Err(PublishError::InTheWay { path: place.clone(), wanted: "a file of the site" })
        };
        // Large files are made piece by piece, as they are written.
        let stage = || compare::stage(&staging, &place, pieces, may_exist, replace);
        let crashed = |_| PublishError::Crashed { path: artifact.path.to_string() };
        catch_unwind(AssertUnwindSafe(stage)).map_err(crashed)?
    };
    let shares = artifacts.par_iter_mut().with_max_len(BATCH_SIZE);
    let staged: Vec<Staged> = shares.map(write).collect::<Result<_, PublishError>>()?;
    let files = artifacts.iter().zip(&staged);
    let files = files.map(|(artifact, staged)| (artifact.path.to_string(), staged.digest.to_string()));
    let kept = kept.into_iter().filter_map(|path| previous.files.get_key_value(&path));
    let next =
        Manifest { files: files.chain(kept.map(|(path, digest)| (path.clone(), digest.clone()))).collect() };

    if let Some(inspection) = target.inspection {
        let staged = artifacts
            .iter()
            .zip(&staged)
            .filter_map(|(one, staged)| Some((&*one.path, staged.place.as_deref()?)));
        let staged: BTreeMap<&str, &Path> = staged.collect();
        inspection.inspect(next.files.keys().map(|path| match staged.get(path.as_str()) {
            Some(waiting) => (path.as_str(), waiting.to_path_buf()),
            None => (path.as_str(), out.join(path)),
        }))?;
        if target.foreign == ForeignFiles::Allow {
            let stays = |path: &str| {
                !next.files.contains_key(path) && !stale.before.contains(path) && !stale.after.contains(path)
            };
            inspection.inspect_others(out, stays)?;
        }
        inspection.look(MANIFEST, next.text().as_bytes());
        inspection.result()?;
    }

    let written = staged.iter().filter(|staged| staged.place.is_some()).count();
    let text = next.text();
    let moving = target.shield.hold();
    let moves = Moves::new(disk, out, &staging);
    let replace = || {
        if written > 0 {
            let both = previous.joined_with(&next).map(|both| both.text());
            moves.write(&out.join(MANIFEST), both.as_ref().unwrap_or(&text).as_bytes())?;
        }
        let mut removed = moves.remove(&stale.before)?;
        move_into_place(&moves, out, artifacts, &staged)?;
        removed += moves.remove(&stale.after)?;
        moves.write(&out.join(MANIFEST), text.as_bytes())?;
        Ok::<usize, SystemError>(removed)
    };
    let removed = replace().inspect_err(|_| moves.take_back())?;
    drop(moves);
    staging.close()?;
    drop(moving);
    let unchanged = artifacts.len() - written;
    let digests = staged.iter().map(|staged| staged.digest).chain([Digest::of(text.as_bytes())]).collect();
    Ok((Published { written, unchanged, removed, files: artifacts.len() + 1 }, digests))
}

/// Moves the staged files into place.
fn move_into_place(
    moves: &Moves<'_>,
    out: &Path,
    artifacts: &[Artifact],
    staged: &[Staged],
) -> Result<(), SystemError> {
    let moved = moves.move_new_folders()?;
    for folder in folders_of(artifacts) {
        moves.create_folder(&out.join(folder))?;
    }
    artifacts.par_iter().zip(staged).try_for_each(|(artifact, staged)| {
        let Some(waiting) = &staged.place else { return Ok(()) };
        if parents(&artifact.path).next().is_some_and(|folder| moved.contains(folder)) {
            return Ok(());
        }
        moves.replace(waiting, &out.join(&*artifact.path))
    })
}

/// Creates the output folder unless it exists.
fn create_folder(disk: &dyn Disk, out: &Path) -> Result<(), SystemError> {
    match fs::read_dir(out) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            disk.create_folder(out).map_err(SystemError::at("create", out))
        }
        entries => entries.map(drop).map_err(SystemError::at("list", out)),
    }
}

/// Validates each path and checks that no two paths are in conflict.
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
            return fault(&artifact.path, "is the path of another file, perhaps in different case");
        }
    }
    let folder = artifacts.iter().find(|artifact| {
        let folded = fold(&artifact.path);
        parents(&folded).any(|parent| seen.contains(parent))
    });
    folder.map_or(Ok(()), |artifact| fault(&artifact.path, "is below the path of another file"))
}

/// Refuses a folder with foreign files, and a repository even if foreign files are allowed.
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

/// Files of the previous run that this run does not have.
#[derive(Debug, Default)]
struct Stale {
    /// Files to remove before new ones are moved into place: a folder takes their path or the other way round, or a new file has their
    /// path in different case, which on some file systems is the same file.
    before: BTreeSet<String>,
    /// Files to remove at the end.
    after: BTreeSet<String>,
}

fn stale_paths(previous: &Manifest, artifacts: &[Artifact]) -> Stale {
    let new: FxHashSet<&str> = artifacts.iter().map(|artifact| &*artifact.path).collect();
    let gone: Vec<&String> = previous.files.keys().filter(|path| !new.contains(path.as_str())).collect();
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

/// Refuses to remove most of the incident pages of a site.
fn check_removal(target: &Target<'_>, previous: &Manifest, stale: &Stale) -> Result<(), PublishError> {
    let is_page = |path: &str| Path::new(path).extension().is_some_and(|ending| ending == "html");
    let is_incident = |path: &&String| path.starts_with("incidents/") && is_page(path);
    let of = previous.files.keys().filter(is_incident).count();
    let removed = stale.before.iter().chain(&stale.after).filter(is_incident).count();
    if target.stale == StaleFiles::RemoveFew && of >= GUARDED_PAGES && removed * 2 > of {
        return Err(PublishError::RemovesMost { folder: target.folder.to_owned(), removed, of });
    }
    Ok(())
}

/// All folders of the site, parents first.
fn folders_of(artifacts: &[Artifact]) -> BTreeSet<&str> {
    artifacts.iter().flat_map(|artifact| parents(&artifact.path)).collect()
}

/// Checks, before anything is written, that nothing is in the way that cannot be replaced. Returns the folders that do not exist, so that
/// files in them need no further check.
fn check_obstacles(
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
    let may_exist =
        |artifact: &&Artifact| parent(&artifact.path).is_none_or(|folder| !absent.contains(folder));
    artifacts.par_iter().filter(may_exist).try_for_each(|artifact| {
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

#[cfg(test)]
mod faults;
#[cfg(test)]
mod tests;
