//! The record of what earlier runs have written. It identifies the page of a document whose title has changed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde::{Deserialize, Serialize};

/// The version of the format.
const VERSION: u32 = 1;

/// One page or file of a mirror.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Entry {
    /// The title that it should have. The one it has may differ, because no two pages share a title.
    pub wanted: String,
    /// The title that it has.
    pub title: String,
    /// Its file in the folder of the mirror; empty where all pages are in one file.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub path: String,
    /// The digest of its text, in hexadecimal.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub digest: String,
    /// When its text last changed, in seconds since 1970.
    #[serde(skip_serializing_if = "is_zero")]
    pub since: i64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(number: &i64) -> bool {
    *number == 0
}

/// The pages and files of a mirror, by key: `incident/INC-0042`, `severity/sev1`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Manifest {
    /// The version of the format.
    pub version: u32,
    /// The name of the wiki.
    pub wiki: String,
    /// The pages and files.
    pub entries: BTreeMap<String, Entry>,
    /// Changes of titles, oldest first, with their times in seconds since 1970. Where pages are imported, a former title
    /// redirects to the present one.
    pub moves: Vec<(String, String, i64)>,
    /// Titles of pages that were removed and are not in use again.
    pub removed: BTreeSet<String>,
}

impl Manifest {
    /// A manifest without entries.
    pub(super) fn new(wiki: &str) -> Self {
        Self { version: VERSION, wiki: wiki.to_owned(), ..Self::default() }
    }

    /// Reads a manifest. The error completes the sentence "the manifest …".
    pub fn parse(text: &str) -> Result<Self, String> {
        let manifest: Self = serde_json::from_str(text).map_err(|error| format!("is damaged: {error}"))?;
        if manifest.version == VERSION {
            Ok(manifest)
        } else {
            Err(format!("has format version {}, but this pmsite reads version {VERSION}", manifest.version))
        }
    }

    /// The manifest as JSON, one line per entry, so that a diff of two manifests is readable.
    pub fn text(&self) -> String {
        let mut out = format!(
            "{{\"generator\":\"pmsite\",\"version\":{},\"wiki\":{},\"entries\":{{",
            self.version,
            json(&self.wiki)
        );
        // Writing to a string cannot fail.
        for (at, (key, entry)) in self.entries.iter().enumerate() {
            let comma = if at == 0 { "" } else { "," };
            _ = write!(out, "{comma}\n{}:{}", json(key), json(entry));
        }
        out.push_str("\n},\"moves\":[");
        for (at, change) in self.moves.iter().enumerate() {
            let comma = if at == 0 { "" } else { "," };
            _ = write!(out, "{comma}\n{}", json(change));
        }
        _ = writeln!(out, "],\"removed\":{}}}", json(&self.removed));
        out
    }
}

/// Strings, lists and plain structs can always be written as JSON.
fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// The content of the folder of a mirror before a run.
#[derive(Clone, Debug, Default)]
pub struct PreviousMirror {
    /// What earlier runs have written.
    pub manifest: Manifest,
    /// Paths of files that pmsite has not written.
    pub foreign: BTreeSet<String>,
    /// Lines that an uploading program has added to pages, by path.
    pub marks: BTreeMap<String, String>,
    /// Files of the content folder that documents refer to and that cannot be copied.
    pub unreadable: BTreeSet<String>,
}
