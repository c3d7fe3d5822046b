//! The site as it is served: a map of known paths.
//!
//! This is all that the server knows of a site. No path of a request is ever joined to a folder; it is looked up here, and
//! what is not here does not exist.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::copies::Copies;
use crate::crawl::MANIFEST;
use crate::digest::Digest;
use crate::emit::{Artifact, Contents, Emitter};
use crate::publish::manifest_text;
use crate::site::SitePage;
use crate::text::escape_html;

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
///
/// A page is made when it is first asked for: of ten thousand a reader sees a few before the next save. The search index is
/// made when its first file is asked for.
#[derive(Debug, Default)]
pub(super) struct Site {
    emitter: Option<Arc<Emitter>>,
    artifacts: Arc<[Artifact]>,
    /// The place of each artifact, by its path.
    places: Arc<BTreeMap<Arc<str>, usize>>,
    /// The files of the artifacts, so far as they are made.
    files: Vec<OnceLock<Arc<File>>>,
    search: OnceLock<BTreeMap<Arc<str>, Arc<File>>>,
    manifest: OnceLock<Arc<File>>,
}

impl Site {
    /// The site of these artifacts, whose pages `emitter` makes.
    pub(super) fn new(
        emitter: Option<Arc<Emitter>>,
        artifacts: Arc<[Artifact]>,
        copies: &mut Copies,
    ) -> Self {
        copies.read(&artifacts.iter().filter_map(copied_from).collect());
        let there =
            |artifact: &&Artifact| copied_from(artifact).is_none_or(|from| copies.get(from).is_some());
        // What could be opened a moment ago and no longer can is left out, as the next build will.
        let places = artifacts.iter().enumerate().filter(|(_, artifact)| there(artifact));
        let places = Arc::new(places.map(|(at, artifact)| (Arc::clone(&artifact.path), at)).collect());
        let files = artifacts.iter().map(|artifact| ready(artifact, copies)).collect();
        Self { emitter, artifacts, places, files, search: OnceLock::new(), manifest: OnceLock::new() }
    }

    /// The same after the text of some documents has changed: all pages are made anew, copies and assets are those that were.
    pub(super) fn amended(&self, emitter: Arc<Emitter>, changed: &[String], copies: &mut Copies) -> Self {
        copies.reread(changed);
        let file = |(artifact, file): (&Artifact, &OnceLock<Arc<File>>)| match &artifact.contents {
            Contents::Page(_) => OnceLock::new(),
            Contents::File(from) if changed.iter().any(|path| **path == **from) => ready(artifact, copies),
            Contents::File(_) | Contents::Bytes(_) => file.clone(),
        };
        Self {
            emitter: Some(emitter),
            artifacts: Arc::clone(&self.artifacts),
            places: Arc::clone(&self.places),
            files: self.artifacts.iter().zip(&self.files).map(file).collect(),
            search: OnceLock::new(),
            manifest: OnceLock::new(),
        }
    }

    /// Whether this is the site of these very artifacts.
    pub(super) fn is_of(&self, artifacts: &Arc<[Artifact]>) -> bool {
        Arc::ptr_eq(&self.artifacts, artifacts)
    }

    /// The file at a path. The manifest is one of them, as in the folder that a build writes.
    pub(super) fn get(&self, path: &str) -> Option<Arc<File>> {
        if path == MANIFEST && !self.places.is_empty() {
            return Some(Arc::clone(self.manifest.get_or_init(|| Arc::new(self.manifest()))));
        }
        match self.places.get(path) {
            Some(place) => Some(self.file(*place)),
            None if path.starts_with("search/") => self.search().get(path).map(Arc::clone),
            None => None,
        }
    }

    fn file(&self, place: usize) -> Arc<File> {
        let make = || {
            Arc::new(File::new(match &self.artifacts[place].contents {
                Contents::Page(page) => self.render(page),
                Contents::Bytes(bytes) => bytes.clone(),
                Contents::File(_) => Vec::new(),
            }))
        };
        Arc::clone(self.files[place].get_or_init(make))
    }

    /// The bytes of a page. A mistake in a template that only this page meets is told on it.
    fn render(&self, page: &SitePage) -> Vec<u8> {
        let made = self.emitter.as_ref().map(|emitter| emitter.bytes(page));
        match made {
            Some(Ok(bytes)) => bytes,
            Some(Err(error)) => {
                let text = escape_html(&error.to_string());
                format!("<!doctype html>\n<title>This page cannot be made</title>\n<pre>{text}</pre>\n")
                    .into_bytes()
            }
            None => Vec::new(),
        }
    }

    fn search(&self) -> &BTreeMap<Arc<str>, Arc<File>> {
        self.search.get_or_init(|| {
            let files = self.emitter.iter().flat_map(|emitter| emitter.search());
            let bytes = files.filter_map(|file| match file.contents {
                Contents::Bytes(bytes) => Some((file.path, Arc::new(File::new(bytes)))),
                Contents::Page(_) | Contents::File(_) => None,
            });
            bytes.collect()
        })
    }

    /// Whether any file lies below this path.
    pub(super) fn is_folder(&self, path: &str) -> bool {
        let prefix = format!("{path}/");
        self.places
            .range::<str, _>((Bound::Included(&*prefix), Bound::Unbounded))
            .next()
            .is_some_and(|(first, _)| first.starts_with(&prefix))
    }

    /// How many pages there are.
    pub(super) fn pages(&self) -> usize {
        self.places.keys().filter(|path| is_page(path)).count()
    }

    fn manifest(&self) -> File {
        let made = self.places.par_iter().map(|(path, place)| (path.to_string(), self.file(*place).digest()));
        let mut files: Vec<_> = made.collect();
        files.extend(self.search().iter().map(|(path, file)| (path.to_string(), file.digest())));
        files.sort_by(|a, b| a.0.cmp(&b.0));
        File::new(manifest_text(files).into_bytes())
    }
}

fn copied_from(artifact: &Artifact) -> Option<&str> {
    match &artifact.contents {
        Contents::File(from) => Some(from),
        Contents::Page(_) | Contents::Bytes(_) => None,
    }
}

/// A copy as it was read; anything else is made when it is asked for.
fn ready(artifact: &Artifact, copies: &Copies) -> OnceLock<Arc<File>> {
    copied_from(artifact).and_then(|from| copies.get(from)).map_or_else(OnceLock::new, OnceLock::from)
}

/// Whether a file is one that people read in a browser.
pub(super) fn is_page(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|ending| ending == "html")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(files: &[(&str, &str)]) -> Site {
        let artifact = |(path, text): &(&str, &str)| Artifact {
            path: (*path).into(),
            contents: Contents::Bytes(text.as_bytes().to_vec()),
        };
        Site::new(None, files.iter().map(artifact).collect(), &mut Copies::default())
    }

    #[test]
    fn the_manifest_is_a_file_of_the_site() {
        let site = site(&[("a.html", "a"), ("b.json", "b")]);
        assert_eq!(site.get("a.html").unwrap().bytes(), b"a");
        assert!(site.get("c.html").is_none());
        let manifest = site.get("manifest.json").unwrap();
        assert!(manifest.bytes().starts_with(br#"{"generator":"pmsite","#));
        assert_eq!(site.pages(), 1);
    }

    #[test]
    fn folders_are_those_with_something_in_them() {
        let site = site(&[("a/b.html", ""), ("ab.html", "")]);
        assert!(site.is_folder("a"));
        for path in ["ab.html", "b", "a/b.html", "a/b", ""] {
            assert!(!site.is_folder(path), "{path}");
        }
    }
}
