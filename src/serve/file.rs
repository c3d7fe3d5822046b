//! One file of a served site.

use std::sync::OnceLock;

use crate::digest::Digest;

/// One file of a site. Immutable: a new version is a new `File`.
#[derive(Debug)]
pub(super) struct File {
    bytes: Vec<u8>,
    digest: OnceLock<Digest>,
}

impl File {
    /// A file with this content.
    pub(super) fn new(bytes: Vec<u8>) -> Self {
        Self { bytes, digest: OnceLock::new() }
    }

    /// The content.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The digest of the content, computed on first use: a reader sees few of ten thousand pages.
    pub(super) fn digest(&self) -> Digest {
        *self.digest.get_or_init(|| Digest::of(&self.bytes))
    }
}
