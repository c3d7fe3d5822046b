//! Atomic publishing: the output folder is a link to one of several releases, and one rename switches it.
//!
//! `OUT` is a symbolic link to `OUT.releases/DIGEST`, named after the digest of the manifest. A build prepares the new release next to the
//! old one, with hard links to every file that is the same, and then replaces the link. So even a power failure leaves the old site or the new one,
//! and a web server never sees a mixture. The release before the current one stays, for requests that are under way and for going back.
#![expect(clippy::disallowed_methods, reason = "this is where the site is written")]

use std::ffi::OsStr;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::lock::{FolderLock, LOCK_TIMEOUT};
use super::path::{PathState, path_state};
use super::{PublishError, Published, Target, publish_with_digests, stage};
use crate::crawl::is_site;
use crate::digest::Digest;
use crate::emit::{Artifact, Pieces};
use crate::site::SitePage;
use crate::system::SystemError;

/// The name of the release that is being made.
const NEXT: &str = ".next";

/// The folder that holds the releases of an output folder.
fn releases_folder(out: &Path) -> PathBuf {
    let mut name = out.file_name().unwrap_or(OsStr::new("public")).to_owned();
    name.push(".releases");
    out.with_file_name(name)
}

/// The current release, `None` before the first.
///
/// # Errors
///
/// Fails for anything but a link to a release of this folder.
pub fn current_release(out: &Path) -> Result<Option<PathBuf>, PublishError> {
    match fs::read_link(out) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Ok(_) => {}
        Err(_) => return Err(PublishError::NotALink { folder: out.to_owned() }),
    }
    let releases = fs::canonicalize(releases_folder(out)).ok();
    let release = fs::canonicalize(out).map_err(SystemError::at("follow", out))?;
    if releases.as_deref() != release.parent() || !is_site(&release) {
        return Err(PublishError::NotALink { folder: out.to_owned() });
    }
    Ok(Some(release))
}

/// Like [`publish_with_digests`], but makes a new release and switches the output folder to it at the end.
///
/// # Errors
///
/// Fails also if the output folder is not a link to a release.
pub fn publish_release<'p>(
    target: &Target<'_>,
    artifacts: &mut [Artifact],
    render: impl Fn(&SitePage) -> Result<Pieces<'p>, PublishError> + Sync,
) -> Result<(Published, Vec<Digest>), PublishError> {
    let out = target.folder;
    let releases = releases_folder(out);
    current_release(out)?;
    target.protected.check(&releases)?;
    fs::create_dir_all(&releases).map_err(SystemError::at("create", &releases))?;
    let _lock = FolderLock::acquire(&releases, LOCK_TIMEOUT)?;
    // Another run may have switched while this one waited.
    let current = current_release(out)?;
    let next = releases.join(NEXT);
    // Of a run that was killed. Nobody else writes while the folder is locked.
    remove_release(&next)?;
    target
        .shield
        .stage(|| {
            fs::create_dir(&next)?;
            Ok(next.clone())
        })
        .map_err(SystemError::at("create", &next))?;
    let made = current
        .as_deref()
        .map_or(Ok(()), |current| copy_release(current, &next))
        .and_then(|()| publish_with_digests(&Target { folder: &next, ..*target }, artifacts, render));
    let (published, digests) = match made {
        Ok(made) => made,
        Err(error) => {
            target.shield.forget_staging(&next);
            // The run has failed already. What cannot be removed now is removed by the next run.
            _ = remove_release(&next);
            return Err(error);
        }
    };
    let switching = target.shield.hold();
    target.shield.forget_staging(&next);
    let name = digests.last().map_or_else(String::new, ToString::to_string);
    let release = releases.join(&name);
    if current.as_deref().and_then(Path::file_name) == Some(OsStr::new(&name)) {
        remove_release(&next)?;
        return Ok((published, digests));
    }
    remove_release(&release)?;
    fs::rename(&next, &release).map_err(SystemError::at("replace", &release))?;
    switch(out, &releases, &name).map_err(SystemError::at("replace", out))?;
    drop(switching);
    remove_others(&releases, &[Some(release.as_path()), current.as_deref()])?;
    Ok((published, digests))
}

/// Fills a new release with what the current one has. Files are shared: pmsite replaces files and never changes them.
fn copy_release(current: &Path, next: &Path) -> Result<(), PublishError> {
    let is_own = |entry: &DirEntry| {
        let is_git = entry.file_name() == ".git";
        entry.depth() == 0 || !stage::is_staging(entry.file_name()) && !is_git
    };
    for entry in WalkDir::new(current).into_iter().filter_entry(is_own) {
        let failed = |error: walkdir::Error| SystemError::at("list", current)(error.into());
        let entry = entry.map_err(failed)?;
        let place = next.join(entry.path().strip_prefix(current).unwrap_or(entry.path()));
        let copied = match entry.file_type() {
            kind if kind.is_dir() && entry.depth() > 0 => fs::create_dir(&place),
            kind if kind.is_file() => {
                fs::hard_link(entry.path(), &place).or_else(|_| fs::copy(entry.path(), &place).map(drop))
            }
            _ => Ok(()),
        };
        copied.map_err(SystemError::at("copy", &place))?;
    }
    Ok(())
}

/// Makes `out` a link to a release, whatever link it was before.
#[cfg(unix)]
fn switch(out: &Path, releases: &Path, name: &str) -> io::Result<()> {
    let target = Path::new(releases.file_name().unwrap_or_default()).join(name);
    let link = releases.join(".link");
    match fs::remove_file(&link) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    std::os::unix::fs::symlink(target, &link)?;
    fs::rename(&link, out)
}

/// Links to folders need special permissions elsewhere.
#[cfg(not(unix))]
fn switch(_: &Path, _: &Path, _: &str) -> io::Result<()> {
    Err(io::Error::new(ErrorKind::Unsupported, "--atomic needs symbolic links"))
}

/// Removes a release, if it exists.
fn remove_release(release: &Path) -> Result<(), SystemError> {
    match path_state(release)? {
        PathState::Nothing => Ok(()),
        _ => fs::remove_dir_all(release).map_err(SystemError::at("remove", release)),
    }
}

/// Removes every release except these, and leaves everything else in the folder alone.
fn remove_others(releases: &Path, kept: &[Option<&Path>]) -> Result<(), SystemError> {
    let is_kept = |name: &OsStr| kept.iter().flatten().any(|kept| kept.file_name() == Some(name));
    for entry in fs::read_dir(releases).map_err(SystemError::at("list", releases))?.flatten() {
        if !is_kept(&entry.file_name())
            && entry.file_type().is_ok_and(|kind| kind.is_dir())
            && is_site(&entry.path())
        {
            remove_release(&entry.path())?;
        }
    }
    Ok(())
}
