//! A served site: a map of paths to files.
//!
//! Request paths are only looked up here and never joined to a folder, so a request cannot reach the disk.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::copies::Copies;
use super::file::File;
use crate::crawl::MANIFEST;
use crate::emit::{Artifact, Contents, Emitter};
use crate::publish::manifest_text;
use crate::site::SitePage;
use crate::text::escape_html;

/// The site of one build. Every request is answered from a single `Site`.
///
/// Pages and the search index are rendered on first request: between two saves, a reader sees few of ten thousand pages.
#[derive(Debug, Default)]
pub(super) struct Site {
    emitter: Option<Arc<Emitter>>,
    artifacts: Arc<[Artifact]>,
    /// The index of each artifact, by path.
    places: Arc<BTreeMap<Arc<str>, usize>>,
    /// The files of the artifacts that were rendered so far.
    files: Vec<OnceLock<Arc<File>>>,
    search: OnceLock<BTreeMap<Arc<str>, Arc<File>>>,
    manifest: OnceLock<Arc<File>>,
}

impl Site {
    /// A site with these artifacts. `emitter` renders its pages.
    pub(super) fn new(
        emitter: Option<Arc<Emitter>>,
        artifacts: Arc<[Artifact]>,
        copies: &mut Copies,
    ) -> Self {
        copies.read(&artifacts.iter().filter_map(copied_from).collect());
        let exists =
            |artifact: &&Artifact| copied_from(artifact).is_none_or(|from| copies.get(from).is_some());
        // A copied file that has disappeared since is left out, as it will be in the next build.
        let places = artifacts.iter().enumerate().filter(|(_, artifact)| exists(artifact));
        let places = Arc::new(places.map(|(at, artifact)| (Arc::clone(&artifact.path), at)).collect());
        let files = artifacts.iter().map(|artifact| copied_file(artifact, copies)).collect();
        Self { emitter, artifacts, places, files, search: OnceLock::new(), manifest: OnceLock::new() }
    }

    /// The same site after the text of some documents has changed: all pages are rendered again, assets and unchanged copies
    /// are kept.
    pub(super) fn with_changes(
        &self,
        emitter: Arc<Emitter>,
        changed: &[String],
        copies: &mut Copies,
    ) -> Self {
        copies.reread(changed);
        let file = |(artifact, file): (&Artifact, &OnceLock<Arc<File>>)| match &artifact.contents {
            Contents::Page(_) => OnceLock::new(),
            Contents::File(from) if changed.iter().any(|path| **path == **from) => {
                copied_file(artifact, copies)
            }
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

    /// Whether this site has exactly these artifacts.
    pub(super) fn is_of(&self, artifacts: &Arc<[Artifact]>) -> bool {
        Arc::ptr_eq(&self.artifacts, artifacts)
    }

    /// The file at a path, including the manifest that a build would write.
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
        let render = || {
            Arc::new(File::new(match &self.artifacts[place].contents {
                Contents::Page(page) => self.render(page),
                Contents::Bytes(bytes) => bytes.clone(),
                Contents::File(_) => Vec::new(),
            }))
        };
        Arc::clone(self.files[place].get_or_init(render))
    }

    /// The bytes of a page. A template error that only affects this page is shown on it.
    fn render(&self, page: &SitePage) -> Vec<u8> {
        match self.emitter.as_ref().map(|emitter| emitter.bytes(page)) {
            Some(Ok(bytes)) => bytes,
            Some(Err(error)) => {
                let text = escape_html(&error.to_string());
                format!("<!doctype html>\n<title>Template error</title>\n<pre>{text}</pre>\n").into_bytes()
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

    /// Whether a file was copied from the content folder.
    pub(super) fn is_attachment(&self, path: &str) -> bool {
        self.places.get(path).is_some_and(|place| copied_from(&self.artifacts[*place]).is_some())
    }

    /// Whether this path is a folder with files in it.
    pub(super) fn is_folder(&self, path: &str) -> bool {
        let prefix = format!("{path}/");
        self.places
            .range::<str, _>((Bound::Included(&*prefix), Bound::Unbounded))
            .next()
            .is_some_and(|(first, _)| first.starts_with(&prefix))
    }

    /// The number of pages.
    pub(super) fn pages(&self) -> usize {
        self.places.keys().filter(|path| is_page(path)).count()
    }

    fn manifest(&self) -> File {
        let digests =
            self.places.par_iter().map(|(path, place)| (path.to_string(), self.file(*place).digest()));
        let mut files: Vec<_> = digests.collect();
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

/// The file of a copy; pages and assets are rendered on first request.
fn copied_file(artifact: &Artifact, copies: &Copies) -> OnceLock<Arc<File>> {
    copied_from(artifact).and_then(|from| copies.get(from)).map_or_else(OnceLock::new, OnceLock::from)
}

/// Whether a file is an HTML page.
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
    fn manifest_is_part_of_the_site() {
        let site = site(&[("a.html", "a"), ("b.json", "b")]);
        assert_eq!(site.get("a.html").unwrap().bytes(), b"a");
        assert!(site.get("c.html").is_none());
        let manifest = site.get("manifest.json").unwrap();
        assert!(manifest.bytes().starts_with(br#"{"generator":"pmsite","#));
        assert_eq!(site.pages(), 1);
    }

    #[test]
    fn folders_contain_files() {
        let site = site(&[("a/b.html", ""), ("ab.html", "")]);
        assert!(site.is_folder("a"));
        for path in ["ab.html", "b", "a/b.html", "a/b", ""] {
            assert!(!site.is_folder(path), "{path}");
        }
    }
}
