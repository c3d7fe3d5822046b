//! The list of files that a run has written, by which the next run recognizes its own files.
#![expect(clippy::disallowed_methods, reason = "this is where the site is written")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde::Deserialize;

use super::path::path_fault;
use crate::crawl::MANIFEST;
use crate::digest::Digest;
use crate::system::SystemError;

/// The text of the manifest that [`publish`](super::publish) writes for these files: paths and digests, ordered by path.
pub fn manifest_text(files: impl IntoIterator<Item = (String, Digest)>) -> String {
    let files = files.into_iter().map(|(path, digest)| (path, digest.to_string()));
    Manifest { files: files.collect() }.text()
}

/// The files of a site, without the manifest.
#[derive(Debug, Default)]
pub(super) struct Manifest {
    /// Digest of the content in hexadecimal, by path. Digests are for other programs (a mirror, a cache in front of the site); pmsite
    /// compares the files themselves.
    pub(super) files: BTreeMap<String, String>,
}

/// The part of an old manifest that is read.
#[derive(Default, Deserialize)]
struct Written {
    files: BTreeMap<String, String>,
}

impl Manifest {
    /// Reads the manifest of a site. Paths that pmsite would never have written are ignored. A damaged manifest lists nothing, so that no
    /// file is removed.
    pub(super) fn read(out: &Path) -> Result<Self, SystemError> {
        let place = out.join(MANIFEST);
        let bytes = fs::read(&place).map_err(SystemError::at("read", &place))?;
        let mut files = serde_json::from_slice::<Written>(&bytes).unwrap_or_default().files;
        files.retain(|path, _| path_fault(path).is_none() && path != MANIFEST);
        Ok(Self { files })
    }

    /// The files of both manifests, with the digests of `next` where both list a file. `None` if those are just the files of `next`.
    pub(super) fn joined_with(&self, next: &Self) -> Option<Self> {
        let mut gone = self.files.iter().filter(|(path, _)| !next.files.contains_key(*path)).peekable();
        gone.peek()?;
        let gone = gone.map(|(path, digest)| (path.clone(), digest.clone()));
        Some(Self { files: gone.chain(next.files.clone()).collect() })
    }

    /// The manifest as JSON, one line per file, so that a diff of two manifests is readable.
    pub(super) fn text(&self) -> String {
        let mut text = String::from("{\"generator\":\"pmsite\",\"version\":1,\"files\":{");
        for (index, (path, digest)) in self.files.iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            let [path, digest] = [path, digest].map(|text| serde_json::Value::from(text.as_str()));
            // Writing to a string cannot fail.
            _ = write!(text, "{comma}\n{path}:{digest}");
        }
        text.push_str("\n}}\n");
        text
    }
}
