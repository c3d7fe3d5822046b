//! Folders that pmsite refuses to overwrite, even with `--force`.
#![expect(clippy::disallowed_methods, reason = "this is where the site is written")]

use std::fs;
use std::path::{Component, Path, PathBuf};

use walkdir::WalkDir;

use super::PublishError;

/// Folders that the output folder must neither be nor contain.
#[derive(Clone, Copy, Debug)]
pub struct ProtectedFolders<'a> {
    /// The content folder.
    pub content: &'a Path,
    /// The archive folder, which contains the configuration.
    pub archive: &'a Path,
    /// The theme folder, if there is one. The output folder must not be inside it either, or pages would be read as templates.
    pub theme: Option<&'a Path>,
    /// The user's home folder, if there is one.
    pub home: Option<&'a Path>,
}

impl ProtectedFolders<'_> {
    /// Refuses an output folder that is or contains one of these, or the root of the file system.
    pub(super) fn check(&self, out: &Path) -> Result<(), PublishError> {
        let folder = resolved(out);
        let contains = |what| Err(PublishError::ProtectedFolder { folder: out.to_owned(), what });
        if folder.parent().is_none() {
            return contains("the whole file system");
        }
        let all = [
            (Some(self.content), "the content folder"),
            (Some(self.archive), "the archive folder"),
            (self.theme, "the theme"),
            (self.home, "the home folder"),
        ];
        for (protected, what) in all {
            let Some(protected) = protected.and_then(|protected| fs::canonicalize(protected).ok()) else {
                continue;
            };
            if protected.starts_with(&folder) {
                return contains(what);
            }
        }
        let theme = self.theme.and_then(|theme| fs::canonicalize(theme).ok());
        if theme.is_some_and(|theme| folder.starts_with(theme)) {
            return Err(PublishError::WithinTheme { folder: out.to_owned() });
        }
        Ok(())
    }
}

/// The real path of a folder that need not exist yet. Symbolic links are followed as far as the path exists, and `..` leads up from
/// where they end, as it will when the folder is created.
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

/// The root of a git repository that a folder is or contains, down to a depth. An empty checkout, as of a branch that is published to,
/// does not count.
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

    /// A temporary folder with the folders that a user may have.
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
    fn refuses_protected_folders_however_the_path_is_written() {
        let place = place();
        let at = |path: &str| place.path().join(path);
        let (content, archive, theme, home) =
            (at("home/archive/docs"), at("home/archive"), at("home/archive/theme"), at("home"));
        let protected =
            ProtectedFolders { content: &content, archive: &archive, theme: Some(&theme), home: Some(&home) };
        let message = |path: &str| protected.check(&at(path)).err().map(|error| error.to_string());
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
            let message = message(path).unwrap_or_else(|| panic!("`{path}` is not refused"));
            assert!(message.contains(&format!(" contains {what},")), "{path}: {message}");
        }
        for path in ["home/archive/theme/out", "home/archive/theme/new/deep", "link/theme/out"] {
            assert!(message(path).is_some_and(|message| message.contains("inside the theme")), "{path}");
        }
        for path in ["home/site", "home/archive/public", "link/public", "other", "new/deep", "nowhere/../new"]
        {
            assert_eq!(message(path), None, "{path}");
        }
    }

    #[test]
    fn refuses_home_and_archive_folder_if_the_content_is_elsewhere() {
        let place = place();
        let at = |path: &str| place.path().join(path);
        let (content, archive, home) = (at("other"), at("home/archive"), at("home"));
        let protected =
            ProtectedFolders { content: &content, archive: &archive, theme: None, home: Some(&home) };
        let message = |path: &str| protected.check(&at(path)).err().map(|error| error.to_string());
        assert!(
            message("home/archive").is_some_and(|message| message.contains("contains the archive folder,"))
        );
        let protected = ProtectedFolders { archive: &content, ..protected };
        let message = protected.check(&at("home")).err().map(|error| error.to_string());
        assert!(message.is_some_and(|message| message.contains("contains the home folder,")));
    }

    #[test]
    fn finds_a_repository_unless_it_is_an_empty_checkout() {
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
        assert_eq!(repository(&root, usize::MAX), None, "an empty checkout");
        assert_eq!(repository(&at("home"), usize::MAX), None);
    }
}
