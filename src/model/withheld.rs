//! What an edition of the site leaves out.

use std::sync::Arc;

/// Text that must not be found in an edition.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Withheld {
    /// The file that contains it, relative to the content folder.
    pub source: Arc<str>,
    /// The line on which it begins, from 1; 0 for the name of a file.
    pub line: u32,
    /// What kind of text it is.
    pub kind: WithheldKind,
    /// The text as written, with its markup.
    pub text: String,
}

/// What kind of text is withheld.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WithheldKind {
    /// A whole document, a marked part or a field. Text that the public part has too is not a secret.
    Text,
    /// A text that is replaced by a placeholder everywhere, so that it must be nowhere.
    Redacted,
    /// The path of a document or attachment.
    Path,
    /// The id of a withheld incident.
    Id,
}
