//! Decides which entries of the content folder are read.
#![expect(clippy::disallowed_methods, reason = "the crawl is where the content folder is read")]

use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use globset::GlobSet;
use walkdir::DirEntry;

use crate::config::{Config, FILE_NAME, path_globs};
use crate::system::SystemError;

/// The file by which pmsite recognizes its own output.
pub const MANIFEST: &str = "manifest.json";

/// The start of every manifest, exactly as [`crate::publish`] writes it.
const MANIFEST_HEAD: &[u8] = br#"{"generator":"pmsite","#;

/// The file by which pmsite recognizes its own mirrors.
pub const MIRROR_MANIFEST: &str = ".pmsite-mirror.json";

/// Folders of other generators and tools, which never contain documents of the archive.
const FOREIGN_FOLDERS: [&str; 4] = ["node_modules", "_site", "_layouts", "_includes"];

/// Files without an extension that use `#` for comments, so they only look like Markdown.
const NOT_MARKDOWN: [&str; 14] = [
    "brewfile",
    "codeowners",
    "containerfile",
    "dockerfile",
    "gemfile",
    "gnumakefile",
    "jenkinsfile",
    "justfile",
    "makefile",
    "owners",
    "procfile",
    "rakefile",
    "tiltfile",
    "vagrantfile",
];

/// The kind of a regular file, judged by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileKind {
    /// A document.
    Markdown,
    /// A name without an extension: may be a document.
    Bare,
    /// Something that documents may refer to.
    Other,
}

/// The kind of a regular file, judged by its name.
pub(super) fn file_kind(path: &str) -> FileKind {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    if [".md", ".markdown", ".html.md.erb"].iter().any(|ending| name.ends_with(ending)) {
        FileKind::Markdown
    } else if name.contains('.') || NOT_MARKDOWN.contains(&name.as_str()) {
        FileKind::Other
    } else {
        FileKind::Bare
    }
}

/// Whether a file with this name can be a document.
pub fn may_be_document(path: &str) -> bool {
    file_kind(path) != FileKind::Other
}

/// Whether a folder holds a site that pmsite wrote.
pub fn is_site(folder: &Path) -> bool {
    let manifest = folder.join(MANIFEST);
    if !fs::symlink_metadata(&manifest).is_ok_and(|metadata| metadata.is_file()) {
        return false;
    }
    let mut head = [0; MANIFEST_HEAD.len()];
    File::open(manifest).and_then(|mut file| file.read_exact(&mut head)).is_ok() && head == *MANIFEST_HEAD
}

/// Whether a folder holds a mirror that pmsite wrote.
pub fn is_mirror(folder: &Path) -> bool {
    fs::symlink_metadata(folder.join(MIRROR_MANIFEST)).is_ok_and(|metadata| metadata.is_file())
}

/// The rules for skipping entries of a content folder.
pub(super) struct Rules {
    /// The output folder with all links resolved; `None` if it does not exist.
    output: Option<PathBuf>,
    /// The content folder with all links resolved.
    root: PathBuf,
    /// The theme folder, relative to the content folder.
    theme: Option<String>,
    ignore: GlobSet,
}

impl Rules {
    /// The rules for `root`, which must exist.
    pub(super) fn new(root: &Path, output: &Path, config: &Config) -> Result<Self, SystemError> {
        let theme = config.theme.as_deref().and_then(|theme| {
            if config.content == "." {
                return Some(theme);
            }
            theme.strip_prefix(config.content.as_str())?.strip_prefix('/')
        });
        let found = fs::canonicalize(root).map_err(SystemError::at("find", root))?;
        if !found.is_dir() {
            return Err(SystemError::at("list", root)(ErrorKind::NotADirectory.into()));
        }
        Ok(Self {
            output: fs::canonicalize(output).ok(),
            root: found,
            theme: theme.map(str::to_owned),
            ignore: path_globs(&config.ignore),
        })
    }

    /// Whether a link leads to the output folder, as after `pmsite build --atomic`.
    fn is_output(&self, link: &Path) -> bool {
        self.output.is_some() && fs::canonicalize(link).ok() == self.output
    }

    /// Why an entry is skipped, if it is.
    pub(super) fn skip(&self, path: &str, entry: &DirEntry) -> Option<&'static str> {
        let name = path.rsplit('/').next().unwrap_or(path);
        let is_folder = entry.file_type().is_dir();
        if path == FILE_NAME {
            return Some("the configuration");
        }
        if name.starts_with('.') {
            return Some("name starts with .");
        }
        if self.ignore.is_match(path) {
            return Some("matches `ignore`");
        }
        if entry.file_type().is_symlink() && self.is_output(entry.path()) {
            return Some("the output folder");
        }
        if !is_folder {
            return name.starts_with('_').then_some("name starts with _");
        }
        if FOREIGN_FOLDERS.contains(&name) {
            return Some("folder of another tool");
        }
        if self.theme.as_deref() == Some(path) {
            return Some("the theme");
        }
        // Links below the root are not followed, so this is the real path of the folder.
        if self.output.as_ref().is_some_and(|output| *output == self.root.join(path)) {
            return Some("the output folder");
        }
        // An output folder with an earlier name contains copies of every document.
        if is_site(entry.path()) {
            return Some("a site built by pmsite");
        }
        is_mirror(entry.path()).then_some("a mirror written by pmsite")
    }
}
