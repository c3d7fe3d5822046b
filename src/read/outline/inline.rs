//! Inline text of a block, converted to lines without marks.

use comrak::nodes::{Node, NodeValue};

use super::{Line, MAX_DEPTH, push_collapsed};
use crate::read::markdown::span_of;
use crate::source::SourceFile;

/// The lines of a node, or of its first paragraph.
pub(super) fn first_lines<'a>(source: &SourceFile, node: Node<'a>) -> Vec<Line<'a>> {
    match node.first_child() {
        Some(child) if matches!(child.data().value, NodeValue::Paragraph) => inline_lines(source, child),
        _ => inline_lines(source, node),
    }
}

/// The lines of a block with inline text, without empty ones.
pub(super) fn inline_lines<'a>(source: &SourceFile, node: Node<'a>) -> Vec<Line<'a>> {
    let mut reader = LineReader { lines: vec![Line::default()], depth: 0, marks: Marks::default() };
    for child in node.children() {
        reader.child(child);
    }
    let mut lines = reader.lines;
    for line in &mut lines {
        line.trim_end();
        // The break that begins a line belongs to the end of the line before.
        let mut own = line.nodes.iter().filter(|node| !is_break(node));
        if let Some(first) = own.next() {
            line.span = span_of(source, first);
            if let Some(last) = own.next_back() {
                line.span.end = span_of(source, last).end;
            }
        } else {
            line.span = span_of(source, node);
        }
    }
    lines.retain(|line| !line.text.is_empty());
    if lines.is_empty() && matches!(node.data().value, NodeValue::TableCell) {
        lines.push(Line { span: span_of(source, node), ..Line::default() });
    }
    lines
}

struct LineReader<'a> {
    lines: Vec<Line<'a>>,
    depth: usize,
    marks: Marks,
}

/// How many marks of each kind enclose the current text.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Marks {
    pub(super) strong: usize,
    pub(super) emphasis: usize,
    pub(super) strike: usize,
}

impl Line<'_> {
    /// Appends text with white space collapsed.
    pub(super) fn push(&mut self, text: &str, marks: Marks) {
        let before = self.text.len();
        push_collapsed(&mut self.text, text);
        let added = self.text.len() - before;
        if marks.strong > 0 {
            let after = self.text.len();
            if self.bold == before {
                self.bold = after;
            } else if let Some(last) = self.later_bold.last_mut().filter(|last| last.end == before) {
                last.end = after;
            } else if added > 0 {
                self.later_bold.push(before..after);
            }
            self.strong += added;
        }
        self.emphasized += if marks.emphasis > 0 { added } else { 0 };
        self.struck += if marks.strike > 0 { added } else { 0 };
    }
}

impl<'a> LineReader<'a> {
    fn child(&mut self, node: Node<'a>) {
        if is_break(node) {
            // The break belongs to the next line: it is a space only between two lines that are joined.
            self.lines.push(Line { nodes: vec![node], ..Line::default() });
            return;
        }
        self.line().nodes.push(node);
        self.inline(node);
    }

    fn line(&mut self) -> &mut Line<'a> {
        let last = self.lines.len() - 1;
        &mut self.lines[last]
    }

    fn inline(&mut self, node: Node<'a>) {
        let value = &node.data().value;
        match value {
            NodeValue::Text(text) => self.push(text),
            NodeValue::Code(code) => self.push(&code.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak => {
                // A break inside a link or bold text does not end the line.
                self.push(" ");
            }
            NodeValue::HtmlInline(html) if html.to_ascii_lowercase().starts_with("<br") => self.push(" "),
            NodeValue::Link(link) => self.link(node, &link.url),
            NodeValue::WikiLink(link) => self.link(node, &link.url),
            NodeValue::Strong => {
                self.marks.strong += 1;
                self.children(node);
                self.marks.strong -= 1;
            }
            NodeValue::Emph => {
                self.marks.emphasis += 1;
                self.children(node);
                self.marks.emphasis -= 1;
            }
            NodeValue::Strikethrough => {
                self.marks.strike += 1;
                self.children(node);
                self.marks.strike -= 1;
            }
            NodeValue::Image(_) | NodeValue::HtmlInline(_) | NodeValue::FootnoteReference(_) => {}
            _ => self.children(node),
        }
    }

    fn children(&mut self, node: Node<'a>) {
        if self.depth < MAX_DEPTH {
            self.depth += 1;
            for child in node.children() {
                self.inline(child);
            }
            self.depth -= 1;
        }
    }

    fn link(&mut self, node: Node<'a>, url: &str) {
        let start = self.line().text.len();
        self.children(node);
        let line = self.line();
        let end = line.text.len();
        line.links.push((url.to_owned(), start.min(end)..end));
    }

    fn push(&mut self, text: &str) {
        let marks = self.marks;
        self.line().push(text, marks);
    }
}

/// Whether a node is a line break.
fn is_break(node: Node<'_>) -> bool {
    matches!(node.data().value, NodeValue::SoftBreak | NodeValue::LineBreak)
}
