//! Looks at the files of a site before they are published, or of one that is there.
#![expect(clippy::disallowed_methods, reason = "this is where the site is read")]

use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

use rayon::prelude::*;
use walkdir::WalkDir;

use super::PublishError;
use super::stage::is_staging;
use crate::crawl::MANIFEST;
use crate::system::SystemError;

/// Looks at the path and the bytes of a file. Returns whether it may be published.
type Look<'a> = dyn Fn(&str, &[u8]) -> bool + Sync + 'a;

/// An inspection of the files of a site.
pub struct Inspection<'a> {
    look: Box<Look<'a>>,
    refused: AtomicBool,
    files: AtomicUsize,
    bytes: AtomicU64,
}

impl<'a> Inspection<'a> {
    /// An inspection by this function, which returns whether a file may be published.
    pub fn new(look: impl Fn(&str, &[u8]) -> bool + Sync + 'a) -> Self {
        Self {
            look: Box::new(look),
            refused: AtomicBool::default(),
            files: AtomicUsize::default(),
            bytes: AtomicU64::default(),
        }
    }

    /// Looks at a file.
    pub fn look(&self, path: &str, bytes: &[u8]) {
        self.files.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        if !(self.look)(path, bytes) {
            self.refused.store(true, Ordering::Relaxed);
        }
    }

    /// Looks at files by their places on the disk.
    pub(super) fn inspect<'p>(
        &self,
        files: impl Iterator<Item = (&'p str, PathBuf)>,
    ) -> Result<(), PublishError> {
        let files: Vec<(&str, PathBuf)> = files.collect();
        files.par_iter().try_for_each(|(path, place)| {
            let bytes = fs::read(place).map_err(SystemError::at("read", place))?;
            self.look(path, &bytes);
            Ok(())
        })
    }

    /// Looks at the files that others have put into the output folder, if they stay.
    pub(super) fn inspect_others(
        &self,
        out: &Path,
        stays: impl Fn(&str) -> bool,
    ) -> Result<(), PublishError> {
        let mut files = Vec::new();
        let is_own = |entry: &walkdir::DirEntry| entry.depth() == 0 || !is_staging(entry.file_name());
        for entry in WalkDir::new(out).into_iter().filter_entry(is_own) {
            let entry = entry.map_err(|error| SystemError::at("list", out)(error.into()))?;
            let name = entry.path().strip_prefix(out).unwrap_or(entry.path()).to_string_lossy().into_owned();
            if entry.file_type().is_file() && name != MANIFEST && stays(&name) {
                files.push((name, entry.into_path()));
            }
        }
        self.inspect(files.iter().map(|(name, place)| (name.as_str(), place.clone())))
    }

    /// Fails if a file may not be published.
    ///
    /// # Errors
    ///
    /// [`PublishError::Inspected`].
    pub fn result(&self) -> Result<(), PublishError> {
        if self.refused.load(Ordering::Relaxed) { Err(PublishError::Inspected) } else { Ok(()) }
    }

    /// How many files it has seen.
    pub fn files(&self) -> usize {
        self.files.load(Ordering::Relaxed)
    }

    /// How many bytes they had.
    pub fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }
}

impl std::fmt::Debug for Inspection<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Inspection").field("files", &self.files).finish_non_exhaustive()
    }
}

/// Looks at every file below a folder, whoever has written it. Links are not followed: their targets are looked at as texts.
///
/// # Errors
///
/// Fails if the folder or a file cannot be read.
pub fn inspect_site(folder: &Path, inspection: &Inspection<'_>) -> Result<(), PublishError> {
    let mut files = Vec::new();
    // The folder itself may be a link to a release.
    let root = fs::canonicalize(folder).map_err(SystemError::at("open", folder))?;
    for entry in WalkDir::new(&root).sort_by_file_name() {
        let entry = entry.map_err(|error| SystemError::at("list", folder)(error.into()))?;
        let name = entry.path().strip_prefix(&root).unwrap_or(entry.path()).to_string_lossy().into_owned();
        if entry.file_type().is_file() {
            files.push((name, entry.into_path()));
        } else if entry.path_is_symlink() {
            let target = fs::read_link(entry.path()).map_err(SystemError::at("read", entry.path()))?;
            inspection.look(&name, target.as_os_str().as_encoded_bytes());
        } else if !name.is_empty() {
            // The name of a folder may say something although nothing is in it.
            inspection.look(&name, b"");
        }
    }
    inspection.inspect(files.iter().map(|(name, place)| (name.as_str(), place.clone())))
}

/// Temporary files with the permissions that other files get.
fn builder() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".pmsite-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder
}

/// Removes the file beside a site that says what was checked, if there is one.
///
/// # Errors
///
/// Fails if the system does.
pub fn remove_receipt(place: &Path, marker: &str) -> Result<(), PublishError> {
    match fs::read(place) {
        Ok(text) if text.starts_with(marker.as_bytes()) => {
            fs::remove_file(place).map_err(SystemError::at("remove", place))?;
        }
        _ => {}
    }
    Ok(())
}

/// Writes a file beside a site, by a rename. `marker` is how such files begin; anything else is not replaced.
///
/// # Errors
///
/// Fails if another file is there, or the system fails.
pub fn write_receipt(place: &Path, marker: &str, text: &str) -> Result<(), PublishError> {
    match fs::read(place) {
        Ok(old) if !old.starts_with(marker.as_bytes()) => {
            return Err(PublishError::InTheWay { path: place.to_owned(), wanted: "the leak report" });
        }
        Err(error) if error.kind() != ErrorKind::NotFound => {
            return Err(SystemError::at("read", place)(error).into());
        }
        _ => {}
    }
    let folder = place.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let write = || {
        let mut file = builder().tempfile_in(folder)?;
        file.write_all(text.as_bytes())?;
        file.persist(place).map_err(|error| error.error)?;
        Ok(())
    };
    write().map_err(SystemError::at("write", place))?;
    Ok(())
}
