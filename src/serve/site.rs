//! The site as it is served: a map of known paths.
//!
//! This is all that the server knows of a site. No path of a request is ever joined to a folder; it is looked up here, and
//! what is not here does not exist.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::copies::Copies;
use crate::crawl::MANIFEST;
use crate::digest::Digest;
use crate::emit::{Artifact, Contents};
use crate::publish::manifest_text;

/// One file of a site. It never changes; another version of it is another `File`.
#[derive(Debug)]
pub(super) struct File {
    bytes: Vec<u8>,
    digest: OnceLock<Digest>,
}

impl File {
    /// A file of these bytes.
    pub(super) fn new(bytes: Vec<u8>) -> Self {
        Self { bytes, digest: OnceLock::new() }
    }

    /// Its bytes.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The digest of its bytes, computed when somebody first asks: of ten thousand pages a reader sees a few.
    pub(super) fn digest(&self) -> Digest {
        *self.digest.get_or_init(|| Digest::of(&self.bytes))
    }
}

/// A whole site as one build made it. A request is answered from one of these and never from two.
#[derive(Debug, Default)]
pub(super) struct Site {
    files: BTreeMap<String, Arc<File>>,
    manifest: OnceLock<Arc<File>>,
}

/// How a site differs from the one before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Pages that are new, gone or have other bytes.
    pub pages: usize,
    /// All such files, pages among them.
    pub files: usize,
}

impl Changes {
    fn count(&mut self, path: &str) {
        self.files += 1;
        self.pages += usize::from(is_page(path));
    }
}

impl Site {
    /// The site of these artifacts. Files that have the bytes they had in `last` are shared with it, so that two sites
    /// side by side cost little more than one.
    pub(super) fn next(artifacts: Vec<Artifact>, copies: &mut Copies, last: &Self) -> (Self, Changes) {
        let sources: BTreeSet<&str> = artifacts.iter().filter_map(copied_from).collect();
        copies.read(&sources);
        drop(sources);
        let file = |artifact: Artifact| {
            let before = last.files.get(&artifact.path);
            let file = match artifact.contents {
                Contents::Bytes(bytes) => match before {
                    Some(before) if before.bytes == bytes => Arc::clone(before),
                    _ => Arc::new(File::new(bytes)),
                },
                // What could be opened a moment ago and no longer can is left out, as the next build will.
                Contents::File(from) => copies.get(&from)?,
                // A site is served when all of its pages are made.
                Contents::Page(_) => return None,
            };
            let changed =
                before.is_none_or(|before| !Arc::ptr_eq(before, &file) && before.bytes != file.bytes);
            Some((artifact.path, file, changed))
        };
        let made: Vec<_> = artifacts.into_par_iter().filter_map(file).collect();
        let mut changes = Changes::default();
        for (path, _, _) in made.iter().filter(|made| made.2) {
            changes.count(path);
        }
        let files: BTreeMap<_, _> = made.into_iter().map(|(path, file, _)| (path, file)).collect();
        for path in last.files.keys().filter(|path| !files.contains_key(*path)) {
            changes.count(path);
        }
        (Self { files, manifest: OnceLock::new() }, changes)
    }

    /// The file at a path. The manifest is one of them, as in the folder that a build writes.
    pub(super) fn get(&self, path: &str) -> Option<Arc<File>> {
        if path == MANIFEST && !self.files.is_empty() {
            return Some(Arc::clone(self.manifest.get_or_init(|| Arc::new(self.manifest()))));
        }
        self.files.get(path).map(Arc::clone)
    }

    /// Whether any file lies below this path.
    pub(super) fn is_folder(&self, path: &str) -> bool {
        let prefix = format!("{path}/");
        self.files.range(prefix.clone()..).next().is_some_and(|(first, _)| first.starts_with(&prefix))
    }

    /// How many files there are, the manifest included.
    pub(super) fn len(&self) -> usize {
        self.files.len() + 1
    }

    fn manifest(&self) -> File {
        let files: Vec<_> = self.files.par_iter().map(|(path, file)| (path.clone(), file.digest())).collect();
        File::new(manifest_text(files).into_bytes())
    }
}

fn copied_from(artifact: &Artifact) -> Option<&str> {
    match &artifact.contents {
        Contents::File(from) => Some(from),
        Contents::Page(_) | Contents::Bytes(_) => None,
    }
}

/// Whether a file is one that people read in a browser.
pub(super) fn is_page(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|ending| ending == "html")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(files: &[(&str, &str)], last: &Site) -> (Site, Changes) {
        let artifact = |(path, text): &(&str, &str)| Artifact {
            path: (*path).to_owned(),
            contents: Contents::Bytes(text.as_bytes().to_vec()),
        };
        Site::next(files.iter().map(artifact).collect(), &mut Copies::default(), last)
    }

    #[test]
    fn what_has_not_changed_is_shared() {
        let (first, _) = site(&[("a.html", "a"), ("b.html", "b"), ("c.json", "c")], &Site::default());
        let (second, changes) = site(&[("a.html", "a"), ("b.html", "B"), ("d.json", "d")], &first);
        assert!(Arc::ptr_eq(&first.get("a.html").unwrap(), &second.get("a.html").unwrap()));
        assert_eq!(changes, Changes { pages: 1, files: 3 });
        assert!(second.get("c.json").is_none());
        let manifest = second.get("manifest.json").unwrap();
        assert!(manifest.bytes().starts_with(br#"{"generator":"pmsite","#));
    }

    #[test]
    fn folders_are_those_with_something_in_them() {
        let (site, _) = site(&[("a/b.html", ""), ("ab.html", "")], &Site::default());
        assert!(site.is_folder("a"));
        for path in ["ab.html", "b", "a/b.html", "a/b", ""] {
            assert!(!site.is_folder(path), "{path}");
        }
    }
}
