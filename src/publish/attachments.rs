//! Attachments of the public edition, with hidden data removed.
#![expect(clippy::disallowed_methods, reason = "attachments are written here")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;
use tempfile::TempDir;

use super::PublishError;
use super::pictures::cleaned;
use super::stage::read_copy;
use crate::config::path_globs;
use crate::diag::{Code, Diagnostic};
use crate::emit::{Artifact, Contents};
use crate::source::Span;
use crate::system::SystemError;

/// Replaces copies of files by their contents without hidden data. `renamed` has the real names of files that have other ones
/// in the edition. Files that match one of the globs `as_they_are` are not looked into. Reports files that cannot be cleaned, which are
/// left out.
pub fn clean_copies(
    artifacts: &mut Vec<Artifact>,
    content_root: &Path,
    renamed: &BTreeMap<Arc<str>, Arc<str>>,
    as_they_are: &[String],
) -> Vec<Diagnostic> {
    let globs = path_globs(as_they_are);
    let clean = |artifact: &mut Artifact| {
        let Contents::File(name) = &artifact.contents else { return None };
        let real = Arc::clone(renamed.get(name).unwrap_or(name));
        let report = |code, message: String| Some(Diagnostic::new(code, &real, Span::default(), message));
        let bytes = match read_copy(content_root, &real) {
            Ok(bytes) => bytes,
            Err(error) => return report(Code::FileMissing, format!("cannot be copied to the site: {error}")),
        };
        let clean = if globs.is_match(&*real) {
            Ok(None)
        } else {
            cleaned(&real, &bytes).map(|clean| Some(clean.into_owned()))
        };
        match clean {
            Ok(clean) => {
                artifact.contents = Contents::Bytes(clean.unwrap_or(bytes));
                None
            }
            Err(refusal) => {
                let help = "check the file for hidden data, then add it to `files` in `[editions.public]`";
                report(Code::AttachmentOpaque, format!("cannot be published: {refusal}"))
                    .map(|one| one.help(help))
            }
        }
    };
    let found = artifacts.par_iter_mut().filter_map(clean).collect();
    artifacts.retain(|artifact| !matches!(artifact.contents, Contents::File(_)));
    found
}

/// Reports the attachments of the public edition that cannot be cleaned, before it is built.
pub fn opaque_attachments(
    files: Vec<Arc<str>>,
    content_root: &Path,
    as_they_are: &[String],
) -> Vec<Diagnostic> {
    let copy = |path: Arc<str>| Artifact { path: Arc::clone(&path), contents: Contents::File(path) };
    let mut copies = files.into_iter().map(copy).collect();
    let mut found = clean_copies(&mut copies, content_root, &BTreeMap::new(), as_they_are);
    found.retain(|diagnostic| diagnostic.code == Code::AttachmentOpaque);
    found
}

/// Writes cleaned copies to a folder of their own, from which a mirror can copy them.
///
/// # Errors
///
/// Fails if the system does.
pub fn write_attachments(copies: &[Artifact]) -> Result<TempDir, PublishError> {
    let folder = tempfile::tempdir().map_err(SystemError::at("create a folder in", &std::env::temp_dir()))?;
    for copy in copies {
        let Contents::Bytes(bytes) = &copy.contents else { continue };
        let place = folder.path().join(&*copy.path);
        let write = || {
            place.parent().map_or(Ok(()), fs::create_dir_all)?;
            fs::write(&place, bytes)
        };
        write().map_err(SystemError::at("write", &place))?;
    }
    Ok(folder)
}
