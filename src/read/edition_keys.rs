//! The front matter of a document, for editions: what it says about itself, and all of its keys.

use serde_json::Value;

use super::field_names::plain;
use super::front_matter::{self, FrontMatter};
use crate::source::{SourceFile, Span};

/// What a document says about its editions, in front matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EditionKeys {
    /// `visibility`: which editions show it. With its place.
    pub visibility: Option<(String, Span)>,
    /// `public_title`: its title in the public edition.
    pub title: Option<String>,
    /// `public_summary`: its summary in the public edition.
    pub summary: Option<String>,
}

/// The front-matter keys of [`EditionKeys`].
pub const EDITION_KEYS: [&str; 3] = ["visibility", "public_title", "public_summary"];

impl EditionKeys {
    /// Reads them.
    pub fn of(source: &SourceFile) -> Self {
        let mut keys = Self::default();
        for entry in front_matter::read(source, &mut Vec::new()).entries {
            let text = match &entry.value {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            match plain(&entry.key).as_str() {
                // Of two, the one that hides the document counts.
                "visibility" => {
                    let is_public = |text: &str| text.trim().eq_ignore_ascii_case("public");
                    if keys.visibility.as_ref().is_none_or(|(before, _)| is_public(before)) {
                        keys.visibility = Some((text, entry.span));
                    }
                }
                "public title" => keys.title = Some(text),
                "public summary" => keys.summary = Some(text),
                _ => {}
            }
        }
        keys
    }
}

/// The front matter of a document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FrontMatterKeys {
    /// Keys, values and their lines.
    pub entries: Vec<(String, Value, Span)>,
    /// The byte at which the body begins.
    pub body: usize,
    /// Whether it is written as JSON.
    pub is_json: bool,
}

impl FrontMatterKeys {
    /// Reads it.
    pub fn of(source: &SourceFile) -> Self {
        let FrontMatter { entries, body } = front_matter::read(source, &mut Vec::new());
        let inner = source.text[..body].trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
        let is_json = inner.starts_with('{') || inner.starts_with(";;;") || inner.starts_with("---json");
        Self {
            entries: entries.into_iter().map(|one| (one.key, one.value, one.span)).collect(),
            body,
            is_json,
        }
    }
}
