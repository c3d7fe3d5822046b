//! What an edition leaves out, and what was proven about it.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::edition::Counts;
use crate::model::{Parsed, Withheld};

/// What the public edition leaves out.
#[derive(Debug, Default)]
pub struct LeftOut {
    /// What must not be found in it.
    pub withheld: Vec<Withheld>,
    /// The documents that it does not show.
    pub(super) documents: Vec<Arc<Parsed>>,
    /// Counted.
    pub counts: Counts,
    /// The real names of all files that are not documents.
    pub(super) files: Vec<Arc<str>>,
    /// The real names of files that have other ones in the edition.
    pub(super) renamed: BTreeMap<Arc<str>, Arc<str>>,
}

impl LeftOut {
    /// The real name of a file of the edition.
    pub(super) fn real_name(&self, name: &Arc<str>) -> Arc<str> {
        Arc::clone(self.renamed.get(name).unwrap_or(name))
    }
}

/// What was proven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proven {
    /// The number of different texts that were looked for.
    pub sought: usize,
    /// The number of files that were looked at.
    pub files: usize,
}

/// A withheld text in a file of the site, with its line in the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leak {
    /// The file of the site.
    pub path: String,
    /// The byte at which it is; `None` if it is in the name of the file.
    pub offset: Option<u64>,
    /// The text.
    pub found: String,
    /// The document and the line, as `path:line`.
    pub source: String,
    /// The text of that line.
    pub line: String,
}
