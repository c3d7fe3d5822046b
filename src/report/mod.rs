//! Tells people and machines about diagnostics: one file a format, each a pure function.
//!
//! Text of documents reaches a terminal or a log only through [`plain`]: an escape sequence in a post-mortem must not
//! recolor a terminal, move its cursor or hide a line from a reviewer.

pub mod csv;
pub mod github;
pub mod human;
pub mod json;
pub mod markdown;
pub mod sarif;
pub mod table;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Component, PathBuf};

use serde::Serialize;

use crate::source::SourceFile;

/// The sources that diagnostics are about, and how their paths are shown.
#[derive(Clone, Debug)]
pub struct Sources<'a> {
    /// Put before the paths of content: the content folder as people would type it, with `/` at the end.
    prefix: String,
    content: BTreeMap<&'a str, &'a SourceFile>,
    config: Option<&'a SourceFile>,
    root: Option<Root>,
}

/// Where programs look for files: they know the root of a repository, not the folder in which pmsite was started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Root {
    /// The working directory, absolute.
    pub working: PathBuf,
    /// The folder from which paths are counted, absolute.
    pub top: PathBuf,
}

impl Root {
    /// A path, seen from the top; as it is if it lies elsewhere.
    fn see(&self, path: &str) -> String {
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
    /// The sources of one run. `folder` is the content folder relative to the working directory, so that the paths shown
    /// can be clicked and opened; the configuration has the path by which it was opened.
    pub fn new(
        folder: &str,
        content: impl IntoIterator<Item = &'a SourceFile>,
        config: Option<&'a SourceFile>,
    ) -> Self {
        let prefix = prefix(folder);
        let content = content.into_iter().map(|source| (source.path.as_ref(), source)).collect();
        Self { prefix, content, config, root: None }
    }

    /// The same sources with paths as seen from the root of a repository.
    #[must_use]
    pub fn seen_from(&self, root: Root) -> Self {
        Self { root: Some(root), ..self.clone() }
    }

    /// The source of a diagnostic, unless it is about something else than a text.
    fn get(&self, path: &str) -> Option<&'a SourceFile> {
        self.config.filter(|config| *config.path == *path).or_else(|| self.content.get(path).copied())
    }

    /// The path of a diagnostic as it is shown.
    fn shown(&self, path: &str) -> String {
        let is_config = self.config.is_some_and(|config| *config.path == *path);
        let path = if is_config { path.to_owned() } else { format!("{}{path}", self.prefix) };
        plain_name(&self.root.as_ref().map_or_else(|| path.clone(), |root| root.see(&path)))
    }
}

/// What stands before the paths of a folder's files as people type them from the working directory.
pub fn prefix(folder: &str) -> String {
    match folder.trim_end_matches('/').trim_start_matches("./") {
        // Only the root of the file system is nothing but a slash.
        "" if folder.starts_with('/') => "/".to_owned(),
        "" | "." => String::new(),
        folder => format!("{folder}/"),
    }
}

/// Makes text harmless for a terminal: control characters become their pictures (`␛`), characters that turn the
/// direction of writing become U+FFFD. Tabs and line ends stay. The number of characters does not change.
pub fn plain(text: &str) -> String {
    text.chars().map(|c| if matches!(c, '\n' | '\t') { c } else { harmless(c) }).collect()
}

/// As [`plain`], on one line: line ends and tabs become blanks.
pub fn plain_line(text: &str) -> String {
    text.chars().map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { harmless(c) }).collect()
}

/// As [`plain`], for names of files: a line end in one is shown as well, or it could pass for a message of its own.
pub fn plain_name(text: &str) -> String {
    text.chars().map(harmless).collect()
}

/// Data for programs: JSON on several lines, harmless for a terminal.
pub fn json_lines(data: &impl Serialize) -> String {
    // Strings, numbers, lists and structs always have a form in JSON.
    let mut text = serde_json::to_string_pretty(data).unwrap_or_default();
    text.push('\n');
    plain_json(&text)
}

/// Makes JSON harmless for a terminal without changing what it says: what JSON itself does not escape and a terminal
/// might obey (`U+009B` begins a sequence as `ESC [` does) is escaped.
pub fn plain_json(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for c in json.chars() {
        if c == '\n' || harmless(c) == c {
            text.push(c);
        } else {
            // Outside its strings JSON holds none of these characters, and all of them have four digits. Writing
            // to a string cannot fail.
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
    fn nothing_that_a_terminal_obeys_is_left() {
        assert_eq!(plain("a\x1b[31mb\x07\u{9b}c\u{202e}\td\r\n"), "a␛[31mb␇\u{fffd}c\u{fffd}\td␍\n");
        assert_eq!(plain_line("a\r\nb\tc"), "a  b c");
        assert_eq!(plain_name("a\nb\tc"), "a␊b␉c");
    }

    #[test]
    fn json_says_the_same_and_is_harmless() {
        let value = serde_json::Value::from("a\u{9b}31m\x1b\u{202e}\x7f ä");
        let text = plain_json(&format!("{value:#}\n"));
        assert_eq!(text, "\"a\\u009b31m\\u001b\\u202e\\u007f ä\"\n");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), value);
    }

    #[test]
    fn paths_are_shown_from_the_working_directory() {
        let config = SourceFile::new("sub/pmsite.toml", String::new());
        let sources = Sources::new("./sub/docs", [], Some(&config));
        assert_eq!(sources.shown("a.md"), "sub/docs/a.md");
        assert_eq!(sources.shown("sub/pmsite.toml"), "sub/pmsite.toml");
        assert_eq!(Sources::new(".", [], None).shown("a.md"), "a.md");
    }

    #[test]
    fn paths_for_programs_are_seen_from_the_root_of_the_repository() {
        let root = Root { working: "/repo/docs".into(), top: "/repo".into() };
        let shown = |folder: &str| Sources::new(folder, [], None).seen_from(root.clone()).shown("a.md");
        assert_eq!(shown("."), "docs/a.md");
        assert_eq!(shown("pm"), "docs/pm/a.md");
        assert_eq!(shown("../ops"), "ops/a.md");
        assert_eq!(shown("/repo/ops"), "ops/a.md");
        assert_eq!(shown("/elsewhere"), "/elsewhere/a.md");
    }
}
