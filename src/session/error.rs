//! Why a run came to no end.

use std::fmt;

use crate::diag::Diagnostic;
use crate::emit::ThemeError;
use crate::source::SourceFile;
use crate::system::SystemError;

/// Why a run came to no end.
#[derive(Debug)]
pub enum RunError {
    /// The configuration cannot be used.
    Config {
        /// Its text.
        source: Box<SourceFile>,
        /// What is wrong.
        diagnostics: Vec<Diagnostic>,
    },
    /// An option of the command line cannot be used.
    Option(String),
    /// The theme cannot be used.
    Theme(ThemeError),
    /// The system refused something.
    System(SystemError),
}

impl From<SystemError> for RunError {
    fn from(error: SystemError) -> Self {
        Self::System(error)
    }
}

impl fmt::Display for RunError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Config { source, .. } => write!(formatter, "{} cannot be used", source.path),
            Self::Option(message) => formatter.write_str(message),
            Self::Theme(error) => error.fmt(formatter),
            Self::System(error) => error.fmt(formatter),
        }
    }
}

impl std::error::Error for RunError {}
