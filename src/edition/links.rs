//! Links to documents that an edition does not have become text.

use std::collections::BTreeSet;

use super::draft::Edit;
use crate::model::{Hole, Parsed};
use crate::source::Span;

/// The longest address with its title, in characters.
const MAX_ADDRESS: usize = 4096;

/// The documents that an edition leaves out, as links name them.
#[derive(Debug, Default)]
pub(super) struct Absent {
    paths: BTreeSet<String>,
    /// Names of files that no document of the edition has.
    names: BTreeSet<String>,
}

impl Absent {
    /// From the paths of the documents that are left out and those that are not.
    pub(super) fn new<'p>(absent: impl IntoIterator<Item = &'p str>, present: &BTreeSet<&str>) -> Self {
        let paths: BTreeSet<String> = absent.into_iter().map(str::to_lowercase).collect();
        let kept: BTreeSet<String> = present.iter().map(|path| name(path)).collect();
        let is_own = |name: &String| !kept.contains(name) && !is_generic(name);
        let names = paths.iter().map(|path| name(path)).filter(is_own).collect();
        Self { paths, names }
    }

    /// The edits that turn the links of a document to absent ones into their text.
    pub(super) fn edits(&self, parsed: &Parsed) -> Vec<Edit> {
        let links = parsed.document.holes.iter().filter_map(|hole| match hole {
            Hole::Link { path, span, .. } if self.has(path, &parsed.source.path) => Some(*span),
            // `[[file|words]]`; an id stays as it is.
            Hole::Reference { target, explicit: true, span }
                if self.names.contains(&format!("{}.md", name(target))) =>
            {
                Some(widened(&parsed.source.text, *span))
            }
            _ => None,
        });
        let text = &*parsed.source.text;
        links.flat_map(|span| unlinked(text, span)).collect()
    }

    fn has(&self, path: &str, source: &str) -> bool {
        if path.contains("://") {
            return self.names.contains(&name(path.split(['#', '?']).next().unwrap_or(path)));
        }
        let (path, source) = (path.trim_end_matches('/').to_lowercase(), source.to_lowercase());
        let beside = source.rsplit_once('/').map(|(folder, _)| format!("{folder}/{path}"));
        [Some(path), beside].into_iter().flatten().any(|path| {
            let stem = path.strip_suffix(".html").unwrap_or(&path);
            let endings = ["", ".md", ".markdown", "/index.md", "/readme.md", ".html.md.erb"];
            self.paths.contains(&path)
                || endings.iter().any(|ending| self.paths.contains(&format!("{stem}{ending}")))
        })
    }
}

/// The span of a wiki link with its brackets.
fn widened(text: &str, target: Span) -> Span {
    let (start, end) = (target.range().start, target.range().end);
    let line = text[end..].lines().next().unwrap_or_default();
    match line.find("]]") {
        Some(length) if text[..start].ends_with("[[") => Span::new(start - 2, end + length + 2),
        _ => target,
    }
}

/// Whether files of many repositories have this name, so that it says nothing about one of them.
pub(super) fn is_generic(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().to_lowercase();
    ["readme", "index", "changelog", "contributing", "license", "security", "about", "template"]
        .contains(&stem.as_str())
}

/// The name of a file in lower case.
fn name(path: &str) -> String {
    path.rsplit('/').next().unwrap_or(path).to_lowercase()
}

/// Removes what makes a text a link: `[`, and `](address)` or `][label]`. A bare address is replaced.
fn unlinked(text: &str, span: Span) -> Vec<Edit> {
    let link = text.get(span.range()).unwrap_or_default();
    let start = span.range().start;
    if let Some(inner) = link.strip_prefix("[[").and_then(|inner| inner.strip_suffix("]]")) {
        let words = inner.split_once('|').map_or("(internal)", |(_, words)| words);
        return vec![Edit { span, with: words.to_owned() }];
    }
    let Some(inner) = link.strip_prefix('[') else {
        return vec![Edit { span, with: "(internal)".to_owned() }];
    };
    let (mut depth, mut escaped) = (0_usize, false);
    for (at, c) in inner.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => depth += 1,
            ']' if depth == 0 => {
                let end = start + 1 + at;
                // The parser ends a link over several lines at the end of the first one.
                let last = address_end(text, end + 1).unwrap_or(0).max(span.range().end);
                return vec![Edit::cut(Span::new(start, start + 1)), Edit::cut(Span::new(end, last))];
            }
            ']' => depth -= 1,
            _ => {}
        }
    }
    Vec::new()
}

/// The end of an address in parentheses that begins here.
fn address_end(text: &str, from: usize) -> Option<usize> {
    let rest = text.get(from..)?.strip_prefix('(')?;
    let (mut depth, mut escaped) = (0_usize, false);
    for (at, c) in rest.char_indices().take(MAX_ADDRESS) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '(' => depth += 1,
            ')' if depth == 0 => return Some(from + 1 + at + 1),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::draft::Draft;

    #[test]
    fn a_link_becomes_its_text() {
        for (text, left) in [
            ("[the *disk*](../a.md \"x\")", "the *disk*"),
            ("[a [b] c][ref]", "a [b] c"),
            ("[a]", "a"),
            ("[a](\nb.md\n'x')", "a"),
            ("[[file|words]]", "words"),
            ("[[file]]", "(internal)"),
            ("https://git.example/pm/INC-7.md#x", "(internal)"),
            ("<https://git.example/pm/INC-7.md>", "(internal)"),
        ] {
            let mut draft = Draft::new(text);
            draft.apply(unlinked(text, Span::new(0, text.len())));
            assert_eq!(draft.text, left);
        }
    }

    #[test]
    fn a_document_is_recognized_by_any_of_its_addresses() {
        let absent = Absent::new(["a/INC-7.md", "b/README.md"], &BTreeSet::from(["a/INC-8.md"]));
        for path in
            ["a/INC-7.md", "INC-7.md", "a/INC-7", "a/INC-7.html", "https://git.example/x/inc-7.md", "b/"]
        {
            assert!(absent.has(path, "a/INC-8.md"), "{path}");
        }
        assert!(!absent.has("a/INC-8.md", "a/INC-8.md"));
    }
}
