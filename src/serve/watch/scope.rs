//! What is watched, and what of it matters.
#![expect(clippy::disallowed_methods, reason = "folders are looked at to be watched")]

use std::fs;
use std::path::{Component, Path, PathBuf};

use walkdir::WalkDir;

use crate::crawl::is_site;
use crate::digest::Digest;

/// Folders of other tools, which the crawl passes over as well and which can be very large.
const FOREIGN: [&str; 2] = ["node_modules", "_site"];

/// What a build reads, with all links resolved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::serve) struct Scope {
    /// Folders with everything below them: the content, the theme.
    trees: Vec<PathBuf>,
    /// Single files: the configuration, whether it exists or not.
    files: Vec<PathBuf>,
    /// Folders within the trees that are left out: the output.
    left_out: Vec<PathBuf>,
    /// Whether one of the trees was not there.
    incomplete: bool,
}

impl Scope {
    /// The scope of these places.
    pub(in crate::serve) fn new(trees: &[&Path], files: &[&Path], left_out: &[&Path]) -> Self {
        let found: Vec<PathBuf> = trees.iter().filter_map(|tree| fs::canonicalize(tree).ok()).collect();
        let incomplete = found.len() < trees.len();
        let left_out = left_out.iter().filter_map(|folder| resolved(folder)).collect();
        Self {
            trees: found,
            files: files.iter().filter_map(|file| resolved(file)).collect(),
            left_out,
            incomplete,
        }
    }

    /// Whether something that ought to be there is not, so that only looking again will show when it comes.
    pub(super) fn is_incomplete(&self) -> bool {
        self.incomplete || self.trees.iter().any(|tree| !tree.is_dir())
    }

    /// Whether something belongs to this scope and not to the other.
    pub(super) fn exceeds(&self, other: &Self) -> bool {
        !self.trees.iter().chain(&self.files).all(|path| other.covers(path))
    }

    /// Whether a change of this path may change the site.
    pub(super) fn covers(&self, path: &Path) -> bool {
        if self.files.iter().any(|file| file == path) {
            return true;
        }
        self.trees.iter().any(|tree| path.strip_prefix(tree).is_ok_and(is_content))
            && !self.left_out.iter().any(|folder| path.starts_with(folder))
    }

    /// Whether a path lies in the content folder.
    pub(super) fn is_in_content(&self, path: &Path) -> bool {
        !self.incomplete
            && !self.files.iter().any(|file| file == path)
            && self.trees.first().is_some_and(|tree| path.starts_with(tree))
    }

    /// The path as people know it: below the folder that is watched.
    pub(super) fn shown(&self, path: &Path) -> String {
        let below = self.trees.iter().find_map(|tree| path.strip_prefix(tree).ok());
        below.or_else(|| path.file_name().map(Path::new)).unwrap_or(path).to_string_lossy().into_owned()
    }

    /// Every folder in which something may happen.
    pub(super) fn folders(&self) -> Vec<PathBuf> {
        let parents = self.files.iter().filter_map(|file| file.parent()).filter(|parent| parent.is_dir());
        let mut folders: Vec<PathBuf> = parents.map(Path::to_owned).collect();
        folders.extend(self.trees.iter().flat_map(|tree| self.folders_of(tree)));
        folders
    }

    /// A folder and all below it, as far as they matter. None is yielded before it has been opened for listing, so who
    /// watches each as it comes hears of whatever the listing has missed.
    pub(super) fn folders_of<'a>(&'a self, folder: &Path) -> impl Iterator<Item = PathBuf> + use<'a> {
        let matters = |entry: &walkdir::DirEntry| {
            entry.file_type().is_dir()
                && self.covers(entry.path())
                && (entry.depth() == 0 || !is_site(entry.path()))
        };
        let entries = WalkDir::new(folder).follow_links(false).into_iter().filter_entry(matters);
        entries.filter_map(Result::ok).map(walkdir::DirEntry::into_path)
    }

    /// A digest of what the file system says of every file in the scope, without opening any: name, length, time of
    /// change, identity.
    pub(super) fn survey(&self) -> Digest {
        let mut lines: Vec<Vec<u8>> = Vec::new();
        for file in &self.files {
            lines.extend(fs::metadata(file).ok().map(|metadata| line(file, &metadata)));
        }
        for tree in &self.trees {
            let matters = |entry: &walkdir::DirEntry| {
                self.covers(entry.path())
                    && !(entry.depth() > 0 && entry.file_type().is_dir() && is_site(entry.path()))
            };
            let entries = WalkDir::new(tree).follow_links(false).into_iter().filter_entry(matters);
            for entry in entries.filter_map(Result::ok).filter(|entry| !entry.file_type().is_dir()) {
                lines.extend(entry.metadata().ok().map(|metadata| line(entry.path(), &metadata)));
            }
        }
        lines.sort_unstable();
        Digest::of_parts(&lines.iter().map(Vec::as_slice).collect::<Vec<_>>())
    }
}

/// Whether a path below a content folder is one that the crawl would look at. The folder itself is.
fn is_content(below: &Path) -> bool {
    below.components().all(|part| match part {
        Component::Normal(name) => {
            let name = name.to_string_lossy();
            !name.starts_with('.') && !FOREIGN.contains(&&*name)
        }
        _ => true,
    })
}

/// The path with the links of its folder resolved; the last part need not exist.
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
        // The time of change of the entry itself cannot be set back by `touch` or an unpacked archive.
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
    fn what_the_crawl_passes_over_does_not_matter() {
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
    fn a_survey_sees_every_change_without_opening_a_file() {
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
