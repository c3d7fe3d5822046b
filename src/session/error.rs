//! Errors that stop a run.

use std::fmt;

use super::left_out::Leak;
use crate::diag::Diagnostic;
use crate::emit::ThemeError;
use crate::publish::PublishError;
use crate::source::SourceFile;
use crate::system::SystemError;
use crate::text::count;

/// An error that stops a run.
#[derive(Debug)]
pub enum RunError {
    /// The configuration is invalid.
    Config {
        /// Its text.
        source: Box<SourceFile>,
        /// What is wrong.
        diagnostics: Vec<Diagnostic>,
    },
    /// A command-line option is invalid.
    Option(String),
    /// The theme has an error.
    Theme(ThemeError),
    /// The output could not be written.
    Publish(PublishError),
    /// The site contains what its edition withholds.
    Leaks(Vec<Leak>),
    /// Marks or settings are wrong, so that it is not certain what is public.
    UncertainEdition,
    /// A system error.
    System(SystemError),
}

impl From<SystemError> for RunError {
    fn from(error: SystemError) -> Self {
        Self::System(error)
    }
}

impl From<PublishError> for RunError {
    fn from(error: PublishError) -> Self {
        Self::Publish(error)
    }
}

impl fmt::Display for RunError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Config { source, .. } => write!(formatter, "invalid configuration in {}", source.path),
            Self::Option(message) => formatter.write_str(message),
            Self::Theme(error) => error.fmt(formatter),
            Self::Publish(error) => error.fmt(formatter),
            Self::Leaks(leaks) => {
                let found = count(leaks.len(), "withheld text");
                write!(formatter, "{found} found where only public text may be")
            }
            Self::UncertainEdition => {
                formatter.write_str("pmsite cannot tell what is public; `pmsite check` says why")
            }
            Self::System(error) => error.fmt(formatter),
        }
    }
}

impl std::error::Error for RunError {}
