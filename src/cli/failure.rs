//! Errors that stop a command, and their exit codes.

use std::fmt;

use crate::publish::PublishError;
use crate::session::RunError;
use crate::system::SystemError;

/// An error that stops a command.
#[derive(Debug)]
pub(super) enum Failure {
    /// Invalid arguments or environment.
    Usage(String),
    /// The pipeline failed.
    Run(RunError),
    /// Any other system error.
    System(SystemError),
}

impl Failure {
    /// 1 for findings; 2 if the user can fix arguments, configuration or theme; 3 for file and system errors.
    pub(super) fn code(&self) -> u8 {
        match self {
            Self::Run(RunError::Leaks(_) | RunError::UncertainEdition) => 1,
            Self::Usage(_)
            | Self::Run(
                RunError::Config { .. }
                | RunError::Option(_)
                | RunError::Theme(_)
                | RunError::Publish(
                    PublishError::ProtectedFolder { .. }
                    | PublishError::WithinTheme { .. }
                    | PublishError::Repository { .. }
                    | PublishError::OtherMirror { .. }
                    | PublishError::RemovesMost { .. }
                    | PublishError::NotALink { .. }
                    | PublishError::NotAPack { .. }
                    | PublishError::Theme(_),
                ),
            ) => 2,
            Self::Run(RunError::System(_) | RunError::Publish(_)) | Self::System(_) => 3,
        }
    }
}

impl From<RunError> for Failure {
    fn from(error: RunError) -> Self {
        Self::Run(error)
    }
}

impl From<SystemError> for Failure {
    fn from(error: SystemError) -> Self {
        Self::System(error)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(message) => formatter.write_str(message),
            Self::Run(error) => error.fmt(formatter),
            Self::System(error) => error.fmt(formatter),
        }
    }
}
