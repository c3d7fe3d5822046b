//! How a command ends when nothing stops it.

/// The result of a command that ran to the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exit {
    /// Exit code 0.
    Success,
    /// Exit code 1: findings to fix, or nothing found.
    Findings,
    /// Exit code 3: pmsite crashed on a document, a page or a rule and went on.
    Crashed,
}

impl Exit {
    /// The exit code of the process.
    pub(super) const fn code(self) -> u8 {
        match self {
            Self::Success => 0,
            Self::Findings => 1,
            Self::Crashed => 3,
        }
    }
}
