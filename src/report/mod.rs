//! Formats diagnostics and data for people and programs: one file per format, each a pure function.
//!
//! Text from documents reaches a terminal or a log only through [`plain`]: an escape sequence in a post-mortem must not
//! color a terminal, move its cursor or hide a line from a reviewer.

pub mod csv;
pub mod github;
pub mod human;
pub mod json;
pub mod markdown;
pub mod sarif;
pub mod summary;
pub mod table;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Component, PathBuf};

use serde::Serialize;

use crate::source::SourceFile;

/// The texts that diagnostics point into, and how their paths are displayed.
#[derive(Clone, Debug)]
pub struct Sources<'a> {
    /// The prefix of content paths: the content folder as typed by the user, with a trailing `/`.
    prefix: String,
    content: BTreeMap<&'a str, &'a SourceFile>,
    config: Option<&'a SourceFile>,
    root: Option<Root>,
}

/// The root of a repository. Code hosts expect paths relative to it, not to the working directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Root {
    /// The working directory, absolute.
    pub working: PathBuf,
    /// The root of the repository, absolute.
    pub top: PathBuf,
}

impl Root {
    /// A path relative to the root. Paths outside the repository are not changed.
    fn relative(&self, path: &str) -> String {
        let mut whole = PathBuf::new();
        for part in self.working.join(path).components() {
            match part {
                Component::CurDir => {}
                Component::ParentDir => _ = whole.pop(),
                part => whole.push(part),
            }
        }
        let Ok(below) = whole.strip_prefix(&self.top) else { return path.to_owned() };
        let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
        parts.join("/")
    }
}

impl<'a> Sources<'a> {
    /// The sources of one run. `folder` is the content folder relative to the working directory, so displayed paths can be
    /// opened; the configuration has the path by which it was opened.
    pub fn new(
        folder: &str,
        content: impl IntoIterator<Item = &'a SourceFile>,
        config: Option<&'a SourceFile>,
    ) -> Self {
        let prefix = prefix(folder);
        let content = content.into_iter().map(|source| (source.path.as_ref(), source)).collect();
        Self { prefix, content, config, root: None }
    }

    /// The same sources with paths relative to the root of a repository.
    #[must_use]
    pub fn relative_to(&self, root: Root) -> Self {
        Self { root: Some(root), ..self.clone() }
    }

    /// The source with this path. `None` if it is not a text file of this run.
    fn get(&self, path: &str) -> Option<&'a SourceFile> {
        self.config.filter(|config| *config.path == *path).or_else(|| self.content.get(path).copied())
    }

    /// The displayed path of a diagnostic.
    fn shown(&self, path: &str) -> String {
        let is_config = self.config.is_some_and(|config| *config.path == *path);
        let path = if is_config { path.to_owned() } else { format!("{}{path}", self.prefix) };
        plain_name(&self.root.as_ref().map_or_else(|| path.clone(), |root| root.relative(&path)))
    }
}

/// The prefix of paths in a folder, relative to the working directory.
pub fn prefix(folder: &str) -> String {
    match folder.trim_end_matches('/').trim_start_matches("./") {
        // The root of the file system.
        "" if folder.starts_with('/') => "/".to_owned(),
        "" | "." => String::new(),
        folder => format!("{folder}/"),
    }
}

/// Makes text safe for a terminal: control characters become visible symbols (`␛`), bidirectional controls become U+FFFD. Tabs and
/// line breaks stay. The number of characters does not change.
pub fn plain(text: &str) -> String {
    text.chars().map(|c| if matches!(c, '\n' | '\t') { c } else { harmless(c) }).collect()
}

/// Like [`plain`], on one line: line breaks and tabs become spaces.
pub fn plain_line(text: &str) -> String {
    text.chars().map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { harmless(c) }).collect()
}

/// Like [`plain`], for file names: line breaks become visible too, or a name could fake a message.
pub fn plain_name(text: &str) -> String {
    text.chars().map(harmless).collect()
}

/// Pretty-printed JSON that is safe for a terminal.
pub fn json_lines(data: &impl Serialize) -> String {
    // Strings, numbers, lists and structs always serialize.
    let mut text = serde_json::to_string_pretty(data).unwrap_or_default();
    text.push('\n');
    plain_json(&text)
}

/// Makes JSON safe for a terminal without changing its meaning, by escaping characters that JSON allows but a terminal may
/// interpret (`U+009B` starts a sequence like `ESC [`).
pub fn plain_json(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for c in json.chars() {
        if c == '\n' || harmless(c) == c {
            text.push(c);
        } else {
            // JSON contains these characters only inside strings, and all of them have four hex digits. Writing to a
            // string cannot fail.
            _ = write!(text, "\\u{:04x}", u32::from(c));
        }
    }
    text
}

fn harmless(c: char) -> char {
    match c {
        '\0'..='\x1f' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\x7f' => '\u{2421}',
        '\u{80}'..='\u{9f}'
        | '\u{61c}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}' => char::REPLACEMENT_CHARACTER,
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_removed() {
        assert_eq!(plain("a\x1b[31mb\x07\u{9b}c\u{202e}\td\r\n"), "a␛[31mb␇\u{fffd}c\u{fffd}\td␍\n");
        assert_eq!(plain_line("a\r\nb\tc"), "a  b c");
        assert_eq!(plain_name("a\nb\tc"), "a␊b␉c");
    }

    #[test]
    fn plain_json_keeps_its_meaning() {
        let value = serde_json::Value::from("a\u{9b}31m\x1b\u{202e}\x7f ä");
        let text = plain_json(&format!("{value:#}\n"));
        assert_eq!(text, "\"a\\u009b31m\\u001b\\u202e\\u007f ä\"\n");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), value);
    }

    #[test]
    fn paths_are_relative_to_the_working_directory() {
        let config = SourceFile::new("sub/pmsite.toml", String::new());
        let sources = Sources::new("./sub/docs", [], Some(&config));
        assert_eq!(sources.shown("a.md"), "sub/docs/a.md");
        assert_eq!(sources.shown("sub/pmsite.toml"), "sub/pmsite.toml");
        assert_eq!(Sources::new(".", [], None).shown("a.md"), "a.md");
    }

    #[test]
    fn paths_for_programs_are_relative_to_the_repository() {
        let root = Root { working: "/repo/docs".into(), top: "/repo".into() };
        let shown = |folder: &str| Sources::new(folder, [], None).relative_to(root.clone()).shown("a.md");
        assert_eq!(shown("."), "docs/a.md");
        assert_eq!(shown("pm"), "docs/pm/a.md");
        assert_eq!(shown("../ops"), "ops/a.md");
        assert_eq!(shown("/repo/ops"), "ops/a.md");
        assert_eq!(shown("/elsewhere"), "/elsewhere/a.md");
    }
}
