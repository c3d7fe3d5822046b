//! The files of a mirror.

use std::sync::Arc;

use super::plan::Place;

/// The content of a file of the mirror.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contents {
    /// These bytes.
    Bytes(Vec<u8>),
    /// A copy of this file of the content folder.
    Copy(Arc<str>),
}

/// A file of the mirror.
#[derive(Clone, Debug)]
pub struct Output {
    /// The key of its entry in the manifest; `None` for a file that has none.
    pub key: Option<String>,
    /// The path in the folder of the mirror.
    pub path: String,
    /// The content.
    pub contents: Contents,
}

/// A page with its text in the markup of the wiki.
pub(super) struct Written<'p> {
    pub(super) place: &'p Place,
    pub(super) text: String,
    /// When the text last changed, in seconds since 1970.
    pub(super) since: i64,
}

/// Makes one file for each page.
pub(super) fn one_file_each(pages: Vec<Written<'_>>, text: impl Fn(Written<'_>) -> String) -> Vec<Output> {
    let output = |page: Written<'_>| {
        let (key, path) = (Some(page.place.key.clone()), page.place.path.clone());
        Output { key, path, contents: Contents::Bytes(text(page).into_bytes()) }
    };
    pages.into_iter().map(output).collect()
}
