//! Inline text of a block, turned into lines without marks.

use comrak::nodes::{Node, NodeValue};

use super::{DEEPEST, Line, push_squeezed};
use crate::read::markdown::span_of;
use crate::source::{SourceFile, Span};

/// The lines of a node that holds text itself or in its first paragraph.
pub(super) fn first_lines<'a>(source: &SourceFile, node: Node<'a>) -> Vec<Line<'a>> {
    match node.first_child() {
        Some(child) if matches!(child.data().value, NodeValue::Paragraph) => lines_of(source, child),
        _ => lines_of(source, node),
    }
}

/// The lines of a block that holds inline text; empty ones are left out.
pub(super) fn lines_of<'a>(source: &SourceFile, node: Node<'a>) -> Vec<Line<'a>> {
    let mut reader = LineReader { lines: vec![Line::default()], depth: 0, strong: 0, emphasis: 0, strike: 0 };
    for child in node.children() {
        reader.child(child);
    }
    let mut lines = reader.lines;
    for line in &mut lines {
        line.text.truncate(line.text.trim_end().len());
        if let (Some(first), Some(last)) = (line.nodes.first(), line.nodes.last()) {
            line.span = Span { start: span_of(source, first).start, end: span_of(source, last).end };
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
    strong: usize,
    emphasis: usize,
    strike: usize,
}

impl<'a> LineReader<'a> {
    fn child(&mut self, node: Node<'a>) {
        if is_break(node) {
            // The break opens the next line: alone it is no blank, between two joined lines it is one.
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
                // A break inside a link or bold text does not end the line of the block; the text goes on.
                self.push(" ");
            }
            NodeValue::HtmlInline(html) if html.to_ascii_lowercase().starts_with("<br") => self.push(" "),
            NodeValue::Link(link) => self.link(node, &link.url),
            NodeValue::WikiLink(link) => self.link(node, &link.url),
            NodeValue::Strong => {
                self.strong += 1;
                self.children(node);
                self.strong -= 1;
            }
            NodeValue::Emph => {
                self.emphasis += 1;
                self.children(node);
                self.emphasis -= 1;
            }
            NodeValue::Strikethrough => {
                self.strike += 1;
                self.children(node);
                self.strike -= 1;
            }
            NodeValue::Image(_) | NodeValue::HtmlInline(_) | NodeValue::FootnoteReference(_) => {}
            _ => self.children(node),
        }
    }

    fn children(&mut self, node: Node<'a>) {
        if self.depth < DEEPEST {
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
        let (strong, emphasis, strike) = (self.strong > 0, self.emphasis > 0, self.strike > 0);
        let line = self.line();
        let before = line.text.len();
        push_squeezed(&mut line.text, text);
        let added = line.text.len() - before;
        if strong {
            if line.bold == before {
                line.bold = line.text.len();
            }
            line.strong += added;
        }
        line.emphasised += if emphasis { added } else { 0 };
        line.struck += if strike { added } else { 0 };
    }
}

/// Whether a node ends a line.
fn is_break(node: Node<'_>) -> bool {
    matches!(node.data().value, NodeValue::SoftBreak | NodeValue::LineBreak)
}
