//! The parts of a document that only the internal edition shows.
//!
//! Marks are found in the text and not in the syntax tree, whose positions are inexact in tables and quotes: a mark that
//! is missed would publish what it hides. The tree only says which of them are code, and where sections and tables are.

use std::ops::Range;

use comrak::Arena;
use comrak::nodes::{Node, NodeValue};
use memchr::memmem;

use super::EditionMark;
use super::front_matter;
use super::markdown::{parse, span_of};
use crate::diag::{Code, Diagnostic};
use crate::source::{SourceFile, Span};

/// What the marks of a document hide.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InternalParts {
    /// The bytes to leave out, with the marks, apart from whole sections; sorted, without overlaps.
    pub spans: Vec<Span>,
    /// Sections to leave out.
    pub sections: Vec<Span>,
    /// Marks without a counterpart, and comments that are nearly marks.
    pub diagnostics: Vec<Diagnostic>,
}

/// Finds the internal parts of a document.
///
/// A pair of marks hides what is between them: within a line, whole lines, list items or rows of a table. A mark without an
/// end directly under or in a heading hides the section: down to the next heading of the same or a higher level.
pub fn internal_parts(source: &SourceFile) -> InternalParts {
    let mut parts = InternalParts::default();
    if memmem::find(source.text.as_bytes(), b"<!--").is_none() {
        return parts;
    }
    let body = front_matter::read(source, &mut Vec::new()).body;
    let arena = Arena::new();
    let layout = Layout::of(source, parse(&arena, source, body));
    let mut open: Vec<Range<usize>> = Vec::new();
    for (mark, place) in marks(&source.text, &layout.code) {
        match mark {
            EditionMark::Begin => open.push(place),
            EditionMark::End => match open.pop() {
                Some(begin) => hide(&source.text, &layout, &begin, &place, &mut parts.spans),
                None => parts.report(source, place, "`<!-- /internal -->` without `<!-- internal -->`"),
            },
            EditionMark::Misspelled => {
                parts.report(source, place, "comment looks like a misspelled `<!-- internal -->`");
            }
        }
    }
    for begin in open {
        match layout.section_of(&source.text, &begin) {
            Some(section) => parts.sections.push(section),
            None => parts.report(source, begin, "`<!-- internal -->` is never closed"),
        }
    }
    parts.spans = merged(parts.spans);
    parts.diagnostics.sort();
    parts
}

impl InternalParts {
    fn report(&mut self, source: &SourceFile, place: Range<usize>, message: &str) {
        let span = Span::new(place.start, place.end);
        let help = "wrap internal text in `<!-- internal -->` and `<!-- /internal -->`, or put a single `<!-- internal -->` directly under a \
                    heading to hide the section";
        let diagnostic = Diagnostic::new(Code::InternalMark, &source.path, span, message);
        self.diagnostics.push(diagnostic.help(help));
    }
}

/// What the tree says about a document.
#[derive(Default)]
struct Layout {
    /// Code, where a comment is an example.
    code: Vec<Span>,
    /// The headings that are not inside other blocks, with their levels.
    headings: Vec<(Span, u8)>,
    tables: Vec<Span>,
}

impl Layout {
    fn of(source: &SourceFile, root: Node<'_>) -> Self {
        let mut layout = Self::default();
        for node in root.descendants() {
            match &node.data().value {
                NodeValue::Code(_) | NodeValue::CodeBlock(_) => layout.code.push(span_of(source, node)),
                NodeValue::Table(_) => layout.tables.push(span_of(source, node)),
                _ => {}
            }
        }
        // Footnotes come last in the tree, wherever they are written.
        layout.code = merged(layout.code);
        layout.tables = merged(layout.tables);
        for node in root.children() {
            if let NodeValue::Heading(heading) = &node.data().value {
                layout.headings.push((span_of(source, node), heading.level));
            }
        }
        layout
    }

    /// The section in whose heading or directly under whose heading a mark stands.
    fn section_of(&self, text: &str, mark: &Range<usize>) -> Option<Span> {
        let at = self.headings.iter().rposition(|(heading, _)| heading.range().start <= mark.start)?;
        let (heading, level) = self.headings[at];
        let between = text.get(heading.range().end.min(mark.start)..mark.start)?;
        if !without_comments(between).trim_matches(|c: char| c.is_whitespace() || c == '#').is_empty() {
            return None;
        }
        let next = self.headings[at + 1..].iter().find(|(_, other)| *other <= level);
        let end = next.map_or(text.len(), |(heading, _)| line_start(text, heading.range().start));
        Some(Span::new(line_start(text, heading.range().start), end))
    }

    fn is_in_table(&self, at: usize) -> bool {
        is_in(&self.tables, at)
    }
}

/// The marks of a text and their places.
fn marks<'t>(text: &'t str, code: &'t [Span]) -> impl Iterator<Item = (EditionMark, Range<usize>)> + 't {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let start = from + text.get(from..)?.find("<!--")?;
            let Some(length) = text[start + 4..].find("-->") else {
                from = text.len();
                return None;
            };
            let place = start..start + 4 + length + 3;
            let escaped = text[..start].bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1;
            if escaped || is_in(code, start) {
                from = start + 4;
                continue;
            }
            from = place.end;
            if let Some(mark) = EditionMark::of(&text[place.clone()]) {
                return Some((mark, place));
            }
        }
    })
}

/// Whether a byte is in one of these spans, which are sorted.
fn is_in(spans: &[Span], at: usize) -> bool {
    let next = spans.partition_point(|span| span.range().start <= at);
    next.checked_sub(1).is_some_and(|last| spans[last].range().contains(&at))
}

fn without_comments(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("<!--") {
        out.push_str(before);
        rest = after.split_once("-->").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out
}

pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

/// The end of the line, with its line break.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |length| at + length + 1)
}

/// Adds what a pair of marks hides.
fn hide(text: &str, layout: &Layout, begin: &Range<usize>, end: &Range<usize>, spans: &mut Vec<Span>) {
    let (first, last) = (line_start(text, begin.start), line_end(text, end.end));
    let (before, after) = (&text[first..begin.start], text[end.end..last].trim());
    let is_only =
        |marks: &[char]| before.trim_matches(|c: char| c.is_whitespace() || marks.contains(&c)).is_empty();
    let lines = Span::new(first, last);
    let inner = Span::new(begin.start, end.end);
    if layout.is_in_table(begin.start) || layout.is_in_table(end.start) {
        if is_only(&['|', '>']) && after.trim_matches('|').trim().is_empty() {
            spans.push(lines);
        } else {
            spans.extend(within_cells(text, inner));
        }
    } else if after.is_empty() && (is_only(&['>', '#']) || (is_item(before) && !continues(text, first, last)))
    {
        spans.push(lines);
    } else {
        // One of the two spaces around it is enough.
        let is_blank = before.is_empty() || before.ends_with(' ');
        let more = usize::from(is_blank && text[end.end..].starts_with(' '));
        spans.push(Span::new(begin.start, end.end + more));
    }
}

/// Whether a line begins with nothing but the mark of a list item, perhaps with a box.
fn is_item(before: &str) -> bool {
    let before = before.trim_start_matches([' ', '\t', '>']).trim_end();
    let mark =
        ["[ ]", "[x]", "[X]"].iter().find_map(|task| before.strip_suffix(task)).unwrap_or(before).trim_end();
    let number = mark.strip_suffix(['.', ')']).unwrap_or("");
    matches!(mark, "-" | "*" | "+")
        || (!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether the item that begins at `first` goes on at `last`, with a line that is indented deeper.
fn continues(text: &str, first: usize, last: usize) -> bool {
    let indent = |line: &str| line.len() - line.trim_start_matches([' ', '\t', '>']).len();
    let own = indent(text[first..].lines().next().unwrap_or(""));
    text[last..].lines().find(|line| !line.trim().is_empty()).is_some_and(|line| indent(line) > own)
}

/// The parts of a span that are in the cells of a table, so that its columns stay.
fn within_cells(text: &str, span: Span) -> Vec<Span> {
    let mut spans = Vec::new();
    let (mut from, mut escaped) = (span.range().start, false);
    for (at, c) in text[span.range()].char_indices() {
        let at = span.range().start + at;
        if (c == '|' && !escaped) || c == '\n' || c == '\r' {
            spans.push(Span::new(from, at));
            from = at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    spans.push(Span::new(from, span.range().end));
    spans.retain(|span| !span.range().is_empty());
    spans
}

/// Sorted spans without overlaps.
pub fn merged(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort();
    let mut out: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match out.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => out.push(span),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text without its internal parts, and the lines with problems.
    fn cut(text: &str) -> (String, Vec<u32>) {
        let source = SourceFile::new("a.md", text.to_owned());
        let parts = internal_parts(&source);
        let mut out = text.to_owned();
        for span in merged([&*parts.spans, &*parts.sections].concat()).iter().rev() {
            out.replace_range(span.range(), "");
        }
        (out, parts.diagnostics.iter().map(|one| source.line(one.span.start)).collect())
    }

    fn check(text: &str, public: &str) {
        assert_eq!(cut(text), (public.to_owned(), Vec::new()), "{text}");
    }

    #[test]
    fn a_pair_hides_what_is_between() {
        check("The disk <!-- internal -->of Jane <!-- /internal -->was full.\n", "The disk was full.\n");
        check("a\n\n<!-- internal -->\nb\n\nc\n<!-- /internal -->\n\nd\n", "a\n\n\nd\n");
        check("> a\n> <!-- internal -->\n> b\n> <!-- /internal -->\n> c\n", "> a\n> c\n");
        check("a <!-- internal -->x <!-- internal -->y<!-- /internal --> z<!-- /internal --> b\n", "a b\n");
        check("a <!-- internal -->b\n\nc<!-- /internal --> d\n", "a d\n");
        check(
            "---\ntitle: a\n# <!-- internal -->\nteam: b\n# <!-- /internal -->\n---\nc\n",
            "---\ntitle: a\n---\nc\n",
        );
        check("a\r\n<!-- internal -->\r\nb\r\n<!-- /internal -->\r\nc\r\n", "a\r\nc\r\n");
    }

    #[test]
    fn a_pair_in_an_item_hides_the_item() {
        check("- a\n- <!-- internal -->b<!-- /internal -->\n- c\n", "- a\n- c\n");
        check("1. a\n2. <!-- internal -->b\n   c<!-- /internal -->\n3. d\n", "1. a\n3. d\n");
        check("- [ ] a\n- [x] <!-- internal -->b<!-- /internal -->\n", "- [ ] a\n");
        check("- <!-- internal -->b<!-- /internal -->\n  - c\n", "- \n  - c\n");
        check("- a <!-- internal -->(Jane)<!-- /internal -->\n", "- a \n");
    }

    #[test]
    fn a_pair_in_a_row_keeps_the_columns() {
        let table = |row: &str| format!("| a | b |\n|---|---|\n{row}| c | d |\n");
        check(&table("| <!-- internal -->x | y<!-- /internal --> |\n"), &table(""));
        check(&table("| <!-- internal -->x | y |\n| z | w<!-- /internal --> |\n"), &table(""));
        check(&table("| x <!-- internal -->y | z<!-- /internal --> |\n"), &table("| x | |\n"));
        check(&table("| x | <!-- internal -->y \\| z<!-- /internal --> |\n"), &table("| x |  |\n"));
    }

    #[test]
    fn a_mark_under_a_heading_hides_the_section() {
        check(
            "# T\n\na\n\n## B\n\n<!-- internal -->\n\nb\n\n### C\n\nc\n\n## D\n\nd\n",
            "# T\n\na\n\n## D\n\nd\n",
        );
        check("# T\n\n## B <!-- internal -->\n\nb\n", "# T\n\n");
        check("# T\n\n## B <!-- internal --> ##\nb\n## C\nc\n", "# T\n\n## C\nc\n");
        check("T\n===\n\nB\n---\n<!-- internal -->\nb\n\nC\n---\nc\n", "T\n===\n\nC\n---\nc\n");
        check("## A\n<!-- internal -->\na <!-- internal -->x<!-- /internal -->\n## B\nb\n", "## B\nb\n");
    }

    #[test]
    fn a_mark_in_code_is_an_example() {
        for text in [
            "Write `<!-- internal -->` before it.\n",
            "```\n<!-- internal -->\n```\n",
            "a\n\n    <!-- internal -->\n",
        ] {
            check(text, text);
        }
    }

    #[test]
    fn a_mark_without_a_counterpart_is_reported() {
        for (text, line) in [
            ("a\n\n<!-- internal -->\n\nb\n", 3),
            ("a\n<!-- /internal -->\n", 2),
            ("a\n\n<!-- intenral -->\nb\n<!-- /internal -->\n", 3),
            ("# T\n\na\n\n<!-- internal -->\n", 5),
        ] {
            assert_eq!(cut(text).1.first(), Some(&line), "{text}");
        }
    }
}
