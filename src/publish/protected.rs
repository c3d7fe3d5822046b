//! Folders that no site may be written over.
#![expect(clippy::disallowed_methods, reason = "this is where the site is written")]

use std::fs;
use std::path::{Component, Path, PathBuf};

use walkdir::WalkDir;

use super::PublishError;

/// Folders that the output folder must neither be nor hold, whatever is asked for.
#[derive(Clone, Copy, Debug)]
pub struct ProtectedFolders<'a> {
    /// The content folder: the next crawl would pass over it as output.
    pub content: &'a Path,
    /// The archive folder, which has the configuration.
    pub archive: &'a Path,
    /// The theme folder, if there is one. A site may not lie within it either, or its pages would be templates.
    pub theme: Option<&'a Path>,
    /// The user's home folder, if there is one.
    pub home: Option<&'a Path>,
}

impl ProtectedFolders<'_> {
    /// Refuses an output folder that is or holds one of these, or the root of the file system.
    pub(super) fn check(&self, out: &Path) -> Result<(), PublishError> {
        let folder = resolved(out);
        let holds = |what| Err(PublishError::ProtectedFolder { folder: out.to_owned(), what });
        if folder.parent().is_none() {
            return holds("the whole file system");
        }
        let all = [
            (Some(self.content), "the content folder"),
            (Some(self.archive), "the archive folder"),
            (self.theme, "the theme"),
            (self.home, "the home folder"),
        ];
        for (protected, what) in all {
            // What is not there cannot be written over.
            let Some(protected) = protected.and_then(|protected| fs::canonicalize(protected).ok()) else {
                continue;
            };
            if protected.starts_with(&folder) {
                return holds(what);
            }
        }
        let theme = self.theme.and_then(|theme| fs::canonicalize(theme).ok());
        if theme.is_some_and(|theme| folder.starts_with(theme)) {
            return Err(PublishError::WithinTheme { folder: out.to_owned() });
        }
        Ok(())
    }
}

/// The real place of a folder that need not be there yet: links are followed as far as there is anything, and `..`
/// leads up from what has been reached, as it will when the folder is made.
fn resolved(place: &Path) -> PathBuf {
    let mut reached = if place.is_absolute() { PathBuf::new() } else { PathBuf::from(".") };
    for part in place.components() {
        match part {
            Component::ParentDir if !reached.exists() => _ = reached.pop(),
            part => reached.push(part),
        }
        if let Ok(real) = fs::canonicalize(&reached) {
            reached = real;
        }
    }
    reached
}

/// The root of a git repository that a folder is or holds, as far as that is looked for. What is only meant for a site, as a checkout of the branch
/// that is published with nothing in it yet, is none to care for.
pub(super) fn repository(out: &Path, depth: usize) -> Option<PathBuf> {
    let entries = WalkDir::new(out).follow_links(false).max_depth(depth).sort_by_file_name();
    let mut found = entries.into_iter().filter_map(Result::ok).filter(|entry| entry.file_name() == ".git");
    let root = found.next()?.path().parent()?.to_owned();
    let bare = |name: &str| name.starts_with('.') || name == "CNAME";
    let empty = || {
        let mut entries = fs::read_dir(&root).ok()?.flatten();
        Some(entries.all(|entry| entry.file_name().to_str().is_some_and(bare)))
    };
    if root == out && empty() == Some(true) { None } else { Some(root) }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    /// Folders as they may lie beside each other, all of them in one.
    fn place() -> tempfile::TempDir {
        let place = tempfile::tempdir().unwrap();
        for folder in ["home/archive/docs", "home/archive/theme/out", "home/site", "other"] {
            fs::create_dir_all(place.path().join(folder)).unwrap();
        }
        symlink("home/archive", place.path().join("link")).unwrap();
        symlink("/", place.path().join("root")).unwrap();
        place
    }

    #[test]
    fn folders_that_people_would_miss_are_refused_however_they_are_written() {
        let place = place();
        let at = |path: &str| place.path().join(path);
        let (content, archive, theme, home) =
            (at("home/archive/docs"), at("home/archive"), at("home/archive/theme"), at("home"));
        let protected =
            ProtectedFolders { content: &content, archive: &archive, theme: Some(&theme), home: Some(&home) };
        let said = |path: &str| protected.check(&at(path)).err().map(|error| error.to_string());
        for (path, what) in [
            ("/", "the whole file system"),
            ("root", "the whole file system"),
            ("", "the content folder"),
            ("home/archive/docs", "the content folder"),
            ("home/archive/docs/.", "the content folder"),
            ("home/site/../archive/docs", "the content folder"),
            ("nowhere/../home/archive/docs", "the content folder"),
            ("nowhere/at/all/../../../link/docs", "the content folder"),
            ("link/docs", "the content folder"),
            ("link/new/../docs", "the content folder"),
            ("link", "the content folder"),
            ("home", "the content folder"),
            ("home/archive/theme", "the theme"),
            ("link/theme", "the theme"),
        ] {
            let said = said(path).unwrap_or_else(|| panic!("`{path}` is not refused"));
            assert!(said.contains(&format!(" holds {what};")), "{path}: {said}");
        }
        for path in ["home/archive/theme/out", "home/archive/theme/new/deep", "link/theme/out"] {
            assert!(said(path).is_some_and(|said| said.contains("within the theme")), "{path}");
        }
        for path in ["home/site", "home/archive/public", "link/public", "other", "new/deep", "nowhere/../new"]
        {
            assert_eq!(said(path), None, "{path}");
        }
    }

    #[test]
    fn a_home_and_an_archive_are_refused_where_the_content_lies_elsewhere() {
        let place = place();
        let at = |path: &str| place.path().join(path);
        let (content, archive, home) = (at("other"), at("home/archive"), at("home"));
        let protected =
            ProtectedFolders { content: &content, archive: &archive, theme: None, home: Some(&home) };
        let said = |path: &str| protected.check(&at(path)).err().map(|error| error.to_string());
        assert!(said("home/archive").is_some_and(|said| said.contains("holds the archive folder;")));
        let protected = ProtectedFolders { archive: &content, ..protected };
        let said = protected.check(&at("home")).err().map(|error| error.to_string());
        assert!(said.is_some_and(|said| said.contains("holds the home folder;")));
    }

    #[test]
    fn a_repository_is_found_where_it_holds_more_than_a_site_would() {
        let place = place();
        let at = |path: &str| place.path().join(path);
        fs::create_dir_all(at("other/deep/repository/.git")).unwrap();
        fs::create_dir_all(at("other/deep/repository/src")).unwrap();
        let root = at("other/deep/repository");
        assert_eq!(repository(&at("other"), usize::MAX), Some(root.clone()));
        assert_eq!(repository(&at("other"), 1), None);
        assert_eq!(repository(&root, 1), Some(root.clone()));
        fs::remove_dir(root.join("src")).unwrap();
        fs::write(root.join("CNAME"), "example.org").unwrap();
        assert_eq!(repository(&root, usize::MAX), None, "it is only meant for a site");
        assert_eq!(repository(&at("home"), usize::MAX), None);
    }
}
