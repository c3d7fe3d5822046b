//! Why a site could not be written.

use std::fmt;
use std::path::PathBuf;

use crate::emit::ThemeError;
use crate::system::SystemError;

/// Why a site could not be written.
#[derive(Debug)]
pub enum PublishError {
    /// The output folder contains files, but no manifest of pmsite.
    ForeignFolder {
        /// The folder.
        folder: PathBuf,
    },
    /// The output folder is or contains a protected folder.
    ProtectedFolder {
        /// The folder.
        folder: PathBuf,
        /// `the content folder`.
        what: &'static str,
    },
    /// With `--atomic`, the output folder is not a link to a release of it.
    NotALink {
        /// The folder.
        folder: PathBuf,
    },
    /// Something other than a packed archive is where one is to be written.
    NotAPack {
        /// The path.
        file: PathBuf,
    },
    /// The output folder is inside the theme.
    WithinTheme {
        /// The folder.
        folder: PathBuf,
    },
    /// The output folder is or contains the root of a git repository to which pmsite has not published.
    Repository {
        /// The folder.
        folder: PathBuf,
        /// The root.
        root: PathBuf,
    },
    /// Most of the incident pages would be removed.
    RemovesMost {
        /// The folder.
        folder: PathBuf,
        /// How many incident pages would be removed.
        removed: usize,
        /// How many there are.
        of: usize,
    },
    /// Another run is still writing to the folder.
    Busy {
        /// The folder.
        folder: PathBuf,
    },
    /// A path that must not be written. Paths are safe and unique by construction, so this is a bug in pmsite.
    Path {
        /// The path.
        path: String,
        /// Completes the sentence "the path …": `leaves the folder`.
        why: &'static str,
    },
    /// A file or folder that pmsite did not create is where it has to write.
    InTheWay {
        /// The path.
        path: PathBuf,
        /// `a file` or `a folder`.
        wanted: &'static str,
    },
    /// Another run has written to the folder since this run inspected it.
    ConcurrentRun {
        /// The folder.
        folder: PathBuf,
    },
    /// The folder contains the mirror for another wiki.
    OtherMirror {
        /// The folder.
        folder: PathBuf,
        /// The wiki.
        wiki: String,
    },
    /// The manifest of a mirror cannot be used.
    Manifest {
        /// The manifest.
        path: PathBuf,
        /// Completes the sentence "the manifest …": `is damaged`.
        why: String,
    },
    /// A bug in pmsite made a file impossible.
    Crashed {
        /// The path of the file in the site.
        path: String,
    },
    /// The inspection of the new site has found something.
    Inspected,
    /// A template cannot be rendered.
    Theme(ThemeError),
    /// An operation of the system failed.
    System(SystemError),
}

impl From<ThemeError> for PublishError {
    fn from(error: ThemeError) -> Self {
        Self::Theme(error)
    }
}

impl From<SystemError> for PublishError {
    fn from(error: SystemError) -> Self {
        Self::System(error)
    }
}

impl fmt::Display for PublishError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ForeignFolder { folder } => write!(
                formatter,
                "{} is not empty and was not created by pmsite; choose another folder, or use --force to write to it",
                folder.display()
            ),
            Self::ProtectedFolder { folder, what } => write!(
                formatter,
                "the output folder {} contains {what}, which pmsite never overwrites; choose another with --output-dir",
                folder.display()
            ),
            Self::NotALink { folder } => write!(
                formatter,
                "with --atomic, {folder} has to be a link that pmsite switches to {folder}.releases/…, but something else is there; \
                 remove it or choose another folder with --output-dir",
                folder = folder.display()
            ),
            Self::NotAPack { file } => write!(
                formatter,
                "{} already exists and is not a packed archive; choose another file with --output",
                file.display()
            ),
            Self::WithinTheme { folder } => write!(
                formatter,
                "the output folder {} is inside the theme; choose another with --output-dir",
                folder.display()
            ),
            Self::Repository { folder, root } => write!(
                formatter,
                "the output folder {} contains a git repository, {}, to which pmsite has not published; choose another with \
                 --output-dir",
                folder.display(),
                root.display()
            ),
            Self::RemovesMost { folder, removed, of } => write!(
                formatter,
                "this build would remove {removed} of the {of} incident pages in {}, so nothing was changed; check the content \
                 folder, or use --force if this is intended",
                folder.display()
            ),
            Self::Busy { folder } => write!(
                formatter,
                "another run of pmsite has been writing to {} for a minute; nothing was changed",
                folder.display()
            ),
            Self::Path { path, why } => {
                write!(formatter, "bug in pmsite: it must not write `{path}`, which {why}")
            }
            Self::InTheWay { path, wanted } => write!(
                formatter,
                "{} is in the way: pmsite has to write {wanted} there and did not create what is there now",
                path.display()
            ),
            Self::ConcurrentRun { folder } => write!(
                formatter,
                "another run of pmsite has written to {} in the meantime; nothing was changed, run the command again",
                folder.display()
            ),
            Self::OtherMirror { folder, wiki } => write!(
                formatter,
                "{} contains the mirror for {wiki}; choose another folder with --output-dir",
                folder.display()
            ),
            Self::Manifest { path, why } => write!(
                formatter,
                "{} {why}; restore it, or remove it together with the pages that it lists",
                path.display()
            ),
            Self::Crashed { path } => write!(
                formatter,
                "pmsite crashed while it made {path}, so nothing was changed; this is a bug in pmsite, please report it"
            ),
            Self::Inspected => {
                formatter.write_str("the new site contains withheld text, so nothing was changed")
            }
            Self::Theme(error) => error.fmt(formatter),
            Self::System(error) => error.fmt(formatter),
        }
    }
}

impl std::error::Error for PublishError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Theme(error) => Some(error),
            Self::System(error) => Some(error),
            _ => None,
        }
    }
}
