//! Turns views into bytes: one file a format.

use std::sync::Arc;

/// What is to stand in a file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contents {
    /// These bytes.
    Bytes(Vec<u8>),
    /// The bytes of a file of the content folder, by its path relative to that folder.
    File(Arc<str>),
}

/// One file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifact {
    /// Path relative to the output folder, with `/` between the parts.
    pub path: String,
    /// Its bytes.
    pub contents: Contents,
}
