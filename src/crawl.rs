//! Walks the content folder.

use std::path::Path;
use std::sync::Arc;

use crate::config::Config;
use crate::diag::Diagnostic;
use crate::source::SourceFile;
use crate::system::SystemError;

/// A file that was passed over, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Path relative to the content folder.
    pub path: String,
    /// Half a sentence: `name begins with _`.
    pub why: &'static str,
}

/// What the content folder holds.
#[derive(Debug, Default)]
pub struct Crawled {
    /// The Markdown files, by path.
    pub sources: Vec<Arc<SourceFile>>,
    /// Paths of all other regular files (images and the like), sorted; documents may refer to them.
    pub files: Vec<Arc<str>>,
    /// What was passed over, by path.
    pub skipped: Vec<Skipped>,
    /// What is to be said.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads the content folder `root`; `output` is left out wherever it lies.
pub fn crawl(_root: &Path, _output: &Path, _config: &Config) -> Result<Crawled, SystemError> {
    Ok(Crawled::default())
}
