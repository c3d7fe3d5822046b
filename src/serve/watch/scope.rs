//! Which folders and files are watched.
#![expect(clippy::disallowed_methods, reason = "folders are listed to be watched")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

use walkdir::WalkDir;

use crate::crawl::{is_site, may_be_document};
use crate::digest::Digest;

/// Folders of other tools, which can be very large. The crawl skips them too.
const SKIPPED_FOLDERS: [&str; 2] = ["node_modules", "_site"];

/// Everything that a build reads, with all links resolved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::serve) struct Scope {
    /// Folders, with everything below them: the content and the theme.
    trees: Vec<PathBuf>,
    /// Single files: the configuration, whether it exists or not.
    files: Vec<PathBuf>,
    /// Excluded folders: the output.
    excluded: Vec<PathBuf>,
    /// The files of the content folder, besides documents, whose content is part of the site; `None` if that is not known yet.
    attachments: Option<BTreeSet<PathBuf>>,
    /// Whether a tree was missing.
    incomplete: bool,
}

impl Scope {
    /// A scope of folders and files, without the excluded folders.
    pub(in crate::serve) fn new(trees: &[&Path], files: &[&Path], excluded: &[&Path]) -> Self {
        let found: Vec<PathBuf> = trees.iter().filter_map(|tree| fs::canonicalize(tree).ok()).collect();
        let incomplete = found.len() < trees.len();
        let excluded = excluded.iter().filter_map(|folder| resolved(folder)).collect();
        Self {
            trees: found,
            files: files.iter().filter_map(|file| resolved(file)).collect(),
            excluded,
            attachments: None,
            incomplete,
        }
    }

    /// The same scope, of a site to which these files of the content folder belong besides its documents.
    pub(in crate::serve) fn with_attachments<'p>(self, paths: impl Iterator<Item = &'p str>) -> Self {
        let attachments = self.trees.first().map(|content| paths.map(|path| content.join(path)).collect());
        Self { attachments, ..self }
    }

    /// Whether a folder is missing, so that only polling can detect when it is created.
    pub(super) fn is_incomplete(&self) -> bool {
        self.incomplete || self.trees.iter().any(|tree| !tree.is_dir())
    }

    /// Whether this scope contains anything that the other does not.
    pub(super) fn exceeds(&self, other: &Self) -> bool {
        !self.trees.iter().chain(&self.files).all(|path| other.covers(path))
    }

    /// Whether a change of this path can affect the site.
    pub(super) fn covers(&self, path: &Path) -> bool {
        if self.files.iter().any(|file| file == path) {
            return true;
        }
        self.trees.iter().any(|tree| path.strip_prefix(tree).is_ok_and(is_content))
            && !self.excluded.iter().any(|folder| path.starts_with(folder))
    }

    /// Whether a build reads the content of a file of the scope. Of all others only the name matters, to find broken links: a
    /// log that grows, even that of the server itself, changes nothing.
    pub(super) fn reads(&self, path: &Path) -> bool {
        let Some(attachments) = &self.attachments else { return true };
        let in_content = self.trees.first().and_then(|content| path.strip_prefix(content).ok());
        let elsewhere = || self.files.iter().any(|file| file == path) || self.is_in_theme(path);
        in_content.is_none_or(|below| may_be_document(&below.to_string_lossy()))
            || attachments.contains(path)
            || elsewhere()
    }

    /// Whether a path is in a folder other than the content folder, which may contain that folder.
    fn is_in_theme(&self, path: &Path) -> bool {
        self.trees.iter().skip(1).any(|tree| path.starts_with(tree))
    }

    /// Whether a path is in the content folder.
    pub(super) fn is_in_content(&self, path: &Path) -> bool {
        !self.incomplete
            && !self.files.iter().any(|file| file == path)
            && self.trees.first().is_some_and(|tree| path.starts_with(tree))
    }

    /// The path for messages, relative to the watched folder.
    pub(super) fn shown(&self, path: &Path) -> String {
        let below = self.trees.iter().find_map(|tree| path.strip_prefix(tree).ok());
        below.or_else(|| path.file_name().map(Path::new)).unwrap_or(path).to_string_lossy().into_owned()
    }

    /// All folders to watch.
    pub(super) fn folders(&self) -> Vec<PathBuf> {
        let parents = self.files.iter().filter_map(|file| file.parent()).filter(|parent| parent.is_dir());
        let mut folders: Vec<PathBuf> = parents.map(Path::to_owned).collect();
        folders.extend(self.trees.iter().flat_map(|tree| self.folders_of(tree)));
        folders
    }

    /// A folder and all relevant folders below it. Each is yielded after it was opened for listing, so watching it at once
    /// catches everything that the listing misses.
    pub(super) fn folders_of<'a>(&'a self, folder: &Path) -> impl Iterator<Item = PathBuf> + use<'a> {
        let is_relevant = |entry: &walkdir::DirEntry| {
            entry.file_type().is_dir()
                && self.covers(entry.path())
                && (entry.depth() == 0 || !is_site(entry.path()))
        };
        let entries = WalkDir::new(folder).follow_links(false).into_iter().filter_entry(is_relevant);
        entries.filter_map(Result::ok).map(walkdir::DirEntry::into_path)
    }

    /// A digest of the metadata of every file that a build reads: name, length, times, identity; of other files the name. Opens no
    /// file.
    pub(super) fn survey(&self) -> Digest {
        let mut lines: Vec<Vec<u8>> = Vec::new();
        for file in &self.files {
            lines.extend(fs::metadata(file).ok().map(|metadata| line(file, &metadata)));
        }
        for tree in &self.trees {
            let is_relevant = |entry: &walkdir::DirEntry| {
                self.covers(entry.path())
                    && !(entry.depth() > 0 && entry.file_type().is_dir() && is_site(entry.path()))
            };
            let entries = WalkDir::new(tree).follow_links(false).into_iter().filter_entry(is_relevant);
            for entry in entries.filter_map(Result::ok).filter(|entry| !entry.file_type().is_dir()) {
                if self.reads(entry.path()) {
                    lines.extend(entry.metadata().ok().map(|metadata| line(entry.path(), &metadata)));
                } else {
                    lines.push(entry.path().as_os_str().as_encoded_bytes().to_vec());
                }
            }
        }
        lines.sort_unstable();
        Digest::of_parts(&lines.iter().map(Vec::as_slice).collect::<Vec<_>>())
    }
}

/// Whether the crawl reads a path, relative to a content folder.
fn is_content(below: &Path) -> bool {
    below.components().all(|part| match part {
        Component::Normal(name) => {
            let name = name.to_string_lossy();
            !name.starts_with('.') && !SKIPPED_FOLDERS.contains(&&*name)
        }
        _ => true,
    })
}

/// The path with links resolved. The last part need not exist.
fn resolved(path: &Path) -> Option<PathBuf> {
    if let Ok(found) = fs::canonicalize(path) {
        return Some(found);
    }
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Some(fs::canonicalize(parent).ok()?.join(path.file_name()?))
}

fn line(path: &Path, metadata: &fs::Metadata) -> Vec<u8> {
    #[cfg(unix)]
    let identity = {
        use std::os::unix::fs::MetadataExt;
        // Unlike the modification time, ctime cannot be set by `touch` or by unpacking an archive.
        (metadata.ino(), metadata.ctime(), metadata.ctime_nsec())
    };
    #[cfg(not(unix))]
    let identity = ();
    let seen = (path, metadata.len(), metadata.modified().ok(), metadata.file_type(), identity);
    format!("{seen:?}").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn skipped_files_are_not_covered() {
        let folder = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(folder.path()).unwrap();
        for name in ["a/b", "public/a", ".git/objects", "node_modules/x", "old"] {
            fs::create_dir_all(root.join(name)).unwrap();
        }
        fs::write(root.join("old/manifest.json"), "{\"generator\":\"pmsite\",}").unwrap();
        let scope = Scope::new(&[&root], &[&root.join("pmsite.toml")], &[&root.join("public")]);
        let mut folders: Vec<String> = scope.folders_of(&root).map(|folder| scope.shown(&folder)).collect();
        folders.sort();
        assert_eq!(folders, ["", "a", "a/b"]);
        for (path, covered) in [
            ("a/b/c.md", true),
            ("pmsite.toml", true),
            ("_draft.md", true),
            (".a.md.swp", false),
            ("a/.git/x", false),
            ("public/index.html", false),
            ("../elsewhere.md", false),
        ] {
            let path = if let Some(outside) = path.strip_prefix("../") {
                root.parent().unwrap().join(outside)
            } else {
                root.join(path)
            };
            assert_eq!(scope.covers(&path), covered, "{}", path.display());
        }
    }

    #[test]
    fn a_file_that_no_build_reads_matters_by_its_name_only() {
        let folder = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(folder.path()).unwrap();
        for name in ["serve.log", "a.png", "a.md"] {
            fs::write(root.join(name), "x").unwrap();
        }
        let scope = Scope::new(&[&root], &[], &[]);
        assert!(scope.reads(&root.join("serve.log")), "before the first build nothing is known");
        let scope = scope.with_attachments(["a.png"].into_iter());
        for (name, reads) in [("serve.log", false), ("a.png", true), ("a.md", true), ("README", true)] {
            assert_eq!(scope.reads(&root.join(name)), reads, "{name}");
        }
        let before = scope.survey();
        fs::write(root.join("serve.log"), "longer").unwrap();
        assert_eq!(scope.survey(), before);
        fs::write(root.join("a.png"), "longer").unwrap();
        assert_ne!(scope.survey(), before);
    }

    #[test]
    fn survey_detects_changes_without_opening_files() {
        let folder = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(folder.path()).unwrap();
        let scope = Scope::new(&[&root], &[], &[]);
        let mut seen = vec![scope.survey()];
        let place = root.join("a.md");
        fs::write(&place, "one").unwrap();
        seen.push(scope.survey());
        fs::write(root.join("b"), "two").unwrap();
        seen.push(scope.survey());
        fs::rename(root.join("b"), &place).unwrap();
        seen.push(scope.survey());
        fs::remove_file(&place).unwrap();
        assert_eq!(scope.survey(), seen[0]);
        fs::write(root.join(".hidden"), "x").unwrap();
        assert_eq!(scope.survey(), seen[0]);
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), 4);
    }
}
