//! What earlier runs have made: by this a document is known again when its title has changed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde::{Deserialize, Serialize};

use super::Wiki;

/// The form of the manifest; a later one may not be understood.
const VERSION: u32 = 1;

/// One page or file of a mirror.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Entry {
    /// The title that it should have; the one it has may differ, because two pages never share one.
    pub wanted: String,
    /// The title that it has.
    pub title: String,
    /// Its file in the folder of the mirror; empty where all pages are one file.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub path: String,
    /// Of its text, in hexadecimal.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub digest: String,
    /// When its text last changed, in seconds since 1970.
    #[serde(skip_serializing_if = "is_zero")]
    pub since: i64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
fn is_zero(number: &i64) -> bool {
    *number == 0
}

/// The pages and files of a mirror by what they show: `incident/INC-0042`, `severity/sev1`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Manifest {
    /// The form.
    pub version: u32,
    /// The name of the wiki.
    pub wiki: String,
    /// What there is.
    pub entries: BTreeMap<String, Entry>,
    /// Changes of titles, the oldest first, with their times in seconds since 1970: where pages are imported, a former
    /// title leads on to the present one.
    pub moves: Vec<(String, String, i64)>,
    /// Titles of pages that were removed and are not in use again.
    pub removed: BTreeSet<String>,
}

impl Manifest {
    /// A manifest without entries.
    pub(super) fn new(wiki: Wiki) -> Self {
        Self { version: VERSION, wiki: wiki.name().to_owned(), ..Self::default() }
    }

    /// Reads a manifest; says in half a sentence why it cannot be used.
    pub fn parse(text: &str) -> Result<Self, String> {
        let manifest: Self = serde_json::from_str(text).map_err(|error| format!("is damaged: {error}"))?;
        if manifest.version == VERSION {
            Ok(manifest)
        } else {
            Err(format!("has the form {} and not {VERSION}", manifest.version))
        }
    }

    /// One line an entry, so that a difference between two manifests can be read.
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

/// Strings, lists and plain structs always have a form in JSON.
fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// What stands in the folder of a mirror before a run.
#[derive(Clone, Debug, Default)]
pub struct PreviousMirror {
    /// What earlier runs have made.
    pub manifest: Manifest,
    /// Paths of files that they have not made.
    pub foreign: BTreeSet<String>,
    /// Lines that a tool for uploading has put into pages, by path.
    pub marks: BTreeMap<String, String>,
    /// Files of the content that documents refer to and that cannot be copied.
    pub unreadable: BTreeSet<String>,
}
