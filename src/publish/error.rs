//! Why a site could not be written.

use std::fmt;
use std::path::PathBuf;

use crate::emit::ThemeError;
use crate::system::SystemError;

/// Why a site could not be written.
#[derive(Debug)]
pub enum PublishError {
    /// The output folder holds files and no manifest of pmsite.
    ForeignFolder {
        /// The folder.
        folder: PathBuf,
    },
    /// The output folder is or holds a folder that no site may be written over.
    ProtectedFolder {
        /// The folder.
        folder: PathBuf,
        /// `the content folder`.
        what: &'static str,
    },
    /// The output folder lies within the theme.
    WithinTheme {
        /// The folder.
        folder: PathBuf,
    },
    /// The output folder is or holds the root of a git repository that pmsite has not published to.
    Repository {
        /// The folder.
        folder: PathBuf,
        /// The root.
        root: PathBuf,
    },
    /// Another run writes to the folder and does not come to an end.
    Busy {
        /// The folder.
        folder: PathBuf,
    },
    /// A path that must not be written; paths are safe and unique by construction, so this is a fault of pmsite.
    Path {
        /// The path.
        path: String,
        /// Half a sentence: `leaves the folder`.
        why: &'static str,
    },
    /// Something that pmsite did not make stands where it wants to write.
    InTheWay {
        /// The place.
        path: PathBuf,
        /// `a file` or `a folder`.
        wanted: &'static str,
    },
    /// Another run has written to the folder since this one looked at it.
    ConcurrentRun {
        /// The folder.
        folder: PathBuf,
    },
    /// The folder holds the mirror for another wiki.
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
        /// Half a sentence: `is damaged`.
        why: String,
    },
    /// A template cannot be rendered.
    Theme(ThemeError),
    /// The system refused something.
    System(SystemError),
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
                "{} is not empty and was not made by pmsite; choose another folder, or use --force to write into it",
                folder.display()
            ),
            Self::ProtectedFolder { folder, what } => write!(
                formatter,
                "the output folder {} holds {what}; choose another with --output-dir",
                folder.display()
            ),
            Self::WithinTheme { folder } => write!(
                formatter,
                "the output folder {} lies within the theme; choose another with --output-dir",
                folder.display()
            ),
            Self::Repository { folder, root } => write!(
                formatter,
                "the output folder {} holds a git repository, {}, in which pmsite has not made a site; choose another with \
                 --output-dir",
                folder.display(),
                root.display()
            ),
            Self::Busy { folder } => write!(
                formatter,
                "another run of pmsite has been writing to {} for a minute; nothing was changed",
                folder.display()
            ),
            Self::Path { path, why } => {
                write!(formatter, "pmsite made an address that it must not write, `{path}`: it {why}")
            }
            Self::InTheWay { path, wanted } => write!(
                formatter,
                "{} is in the way: pmsite wants {wanted} there, and what is there is not its own",
                path.display()
            ),
            Self::ConcurrentRun { folder } => write!(
                formatter,
                "another run of pmsite has written to {} meanwhile; nothing was changed, run it again",
                folder.display()
            ),
            Self::OtherMirror { folder, wiki } => write!(
                formatter,
                "{} holds the mirror for {wiki}; choose another folder with --output-dir",
                folder.display()
            ),
            Self::Manifest { path, why } => write!(
                formatter,
                "{} {why}; restore it, or remove it together with the pages that it names",
                path.display()
            ),
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
