//! Pieces of text from a document: plain, and as inline HTML where a page shows them on their own.

use comrak::nodes::{Node, NodeValue};

use super::labels::{Label, Part};
use super::outline::{Block, Item, Line, MAX_DEPTH, Row, push_collapsed};
use super::placeholder;
use crate::model::{FieldId, Prose};
use crate::text::{is_squeezed, push_escaped};

/// The plain text of a part of a line.
pub(super) fn part_text<'l>(part: Part<'l, '_>) -> &'l str {
    range_text(part.line, part.skip, part.end)
}

/// The bytes `start..end` of the plain text of a line.
pub(super) fn range_text<'l>(line: &'l Line<'_>, start: usize, end: usize) -> &'l str {
    line.text[start..end].trim()
}

/// A whole line, with HTML.
pub(super) fn from_line(line: &Line<'_>) -> Prose {
    from_range(line, 0, line.text.len())
}

/// The bytes `start..end` of the plain text of a line, with HTML.
pub(super) fn from_range(line: &Line<'_>, start: usize, end: usize) -> Prose {
    let text = &line.text[start..end];
    let start = start + text.len() - text.trim_start().len();
    let end = start + text.trim().len();
    if line.nodes.is_empty() {
        return from_text(text.trim());
    }
    let mut writer = Writer { at: 0, depth: 0, start, end, ends_with_space: true, html: String::new() };
    for node in &line.nodes {
        writer.node(node);
    }
    Prose::new(line.text[start..end].to_owned(), writer.html)
}

/// Joins the non-empty parts with spaces.
pub(super) fn join<'t>(parts: impl IntoIterator<Item = &'t str>) -> String {
    let mut whole = String::new();
    for part in parts.into_iter().filter(|part| !part.is_empty()) {
        if !whole.is_empty() {
            whole.push(' ');
        }
        whole.push_str(part);
    }
    whole
}

/// The byte after the character at `at`.
pub(super) fn char_end(text: &str, at: usize) -> usize {
    at + text[at..].chars().next().map_or(0, char::len_utf8)
}

/// Joins the lines of a paragraph with spaces.
pub(super) fn lines_text(lines: &[Line<'_>]) -> String {
    join(lines.iter().map(|line| line.text.trim()))
}

/// Plain text, with HTML.
pub(super) fn from_text(text: &str) -> Prose {
    let mut html = String::with_capacity(text.len());
    push_escaped(&mut html, text);
    Prose::new(text.to_owned(), html)
}

/// A lead-in of one or two words is the name of the list below it, in characters.
const MAX_NAME: usize = 24;

/// A text tells this many items of a list.
const MAX_ITEMS: usize = 4;

/// The value of a label as one text: the text next to its name, else its first paragraph, else its list.
pub(super) fn label_text(label: &Label<'_, '_>) -> Option<String> {
    // `The cause was one of these:` says nothing without the list below it. A summary may begin with it, and a longer
    // paragraph says something.
    let is_lead_in = |text: &str, next: Option<&&Block<'_>>| {
        let is_long = text.contains(". ") || text.contains('。');
        let is_name = text.split_whitespace().count() <= 2 && text.chars().count() <= MAX_NAME;
        (label.field != FieldId::Summary || is_name)
            && text.ends_with([':', '：'])
            && !is_long
            && matches!(next, Some(Block::List(_)))
    };
    // Of two sentences, the first one says something, and the list what the second one announces.
    let with_list = |text: String, next: Option<&&Block<'_>>| match next {
        Some(Block::List(items)) if label.field == FieldId::RootCause && text.ends_with([':', '：']) => {
            join([text.as_str(), &list_sentences(items)])
        }
        _ => text,
    };
    let beside = join(label.parts.iter().map(|part| part_text(*part)));
    let is_text = !beside.is_empty() && !placeholder::is_placeholder(&beside);
    if is_text && !is_lead_in(&beside, label.blocks.first()) {
        return Some(beside);
    }
    label.blocks.iter().enumerate().find_map(|(at, block)| match block {
        Block::Paragraph(lines) => {
            let next = label.blocks.get(at + 1);
            paragraph(lines).filter(|text| !is_lead_in(text, next)).map(|text| with_list(text, next))
        }
        Block::List(items) => Some(list_sentences(items)).filter(|text| !text.is_empty()),
        // `| # | Cause | Category |`
        Block::Table(table) if label.field == FieldId::RootCause => {
            let causes = table.rows.iter().filter(|row| !row.is_separator()).map(longest_cell);
            Some(sentences(causes.filter(|cause| !placeholder::is_placeholder(cause)).take(MAX_ITEMS)))
                .filter(|text| !text.is_empty())
        }
        Block::Quote(inner) | Block::Callout { blocks: inner, .. } => {
            inner.iter().find_map(|block| match block {
                Block::Paragraph(lines) => paragraph(lines),
                _ => None,
            })
        }
        _ => None,
    })
}

/// The text of the cell that says most.
fn longest_cell(row: &Row<'_>) -> String {
    let longest = row.cells.iter().max_by_key(|cell| cell.text.len());
    longest.map(|cell| cell.text.trim().to_owned()).unwrap_or_default()
}

/// The first items of a list, as sentences.
fn list_sentences(items: &[Item<'_>]) -> String {
    let items = items.iter().map(item_text).filter(|item| !placeholder::is_placeholder(item));
    sentences(items.filter(|item| !item.is_empty()).take(MAX_ITEMS))
}

/// The items of a list as sentences, one after another.
pub(super) fn sentences(items: impl IntoIterator<Item = String>) -> String {
    let ended = items.into_iter().filter(|item| !item.is_empty()).map(|mut item| {
        if !item.ends_with(['.', '!', '?', '。', ';', ':']) {
            item.push('.');
        }
        item
    });
    ended.collect::<Vec<_>>().join(" ")
}

/// The text of a paragraph, unless it is help text, a remark in emphasis, or a placeholder.
pub(super) fn paragraph(lines: &[Line<'_>]) -> Option<String> {
    let kept = lines.iter().filter(|line| !line.is_emphasized() && !line.is_struck());
    let text = join(kept.map(|line| line.text.trim()));
    let has_words = text.chars().filter(|c| c.is_alphanumeric()).nth(1).is_some();
    (has_words && !placeholder::is_placeholder(&text)).then_some(text)
}

/// The value of a label as a list: its items, else its paragraphs, else the text next to its name.
pub(super) fn label_items(label: &Label<'_, '_>) -> Vec<String> {
    let mut found = Vec::new();
    for block in &label.blocks {
        match block {
            Block::List(items) => found.extend(items.iter().map(item_text)),
            Block::Paragraph(lines) => found.extend(paragraph(lines)),
            Block::Table(table) => {
                found.extend(table.rows.iter().filter(|row| !row.is_blank()).map(longest_cell));
            }
            _ => {}
        }
    }
    if found.is_empty() {
        found.push(join(label.parts.iter().map(|part| part_text(*part))));
    }
    found.retain(|text| !text.is_empty() && !placeholder::is_placeholder(text));
    found
}

/// The paragraphs, list items and table rows of a label, in order, the text next to its name first.
pub(super) fn label_points(label: &Label<'_, '_>) -> Vec<String> {
    let mut points = vec![join(label.parts.iter().map(|part| part_text(*part)))];
    for block in &label.blocks {
        match block {
            Block::List(items) => points.extend(items.iter().map(item_text)),
            Block::Paragraph(lines) => points.extend(paragraph(lines)),
            Block::Table(table) => points.extend(table.rows.iter().map(|row| {
                let cells = row.cells.iter().map(|cell| cell.text.trim()).filter(|text| !text.is_empty());
                cells.collect::<Vec<_>>().join(": ")
            })),
            Block::Quote(inner) | Block::Callout { blocks: inner, .. } => {
                points.extend(inner.iter().filter_map(|block| match block {
                    Block::Paragraph(lines) => paragraph(lines),
                    _ => None,
                }));
            }
            _ => {}
        }
    }
    points.retain(|text| !text.is_empty() && !placeholder::is_placeholder(text));
    points
}

/// The first paragraph of an item.
pub(super) fn item_text(item: &Item<'_>) -> String {
    lines_text(item.lines())
}

/// Walks nodes in the same way as [`Line`] does, so that byte offsets agree, and writes those in the range.
struct Writer {
    at: usize,
    depth: usize,
    start: usize,
    end: usize,
    /// Whether the plain text is empty or ends with a space.
    ends_with_space: bool,
    html: String,
}

impl Writer {
    fn node(&mut self, node: Node<'_>) {
        match &node.data().value {
            NodeValue::Text(text) => self.push(text),
            NodeValue::Code(code) => self.element("code", |writer| writer.push(&code.literal)),
            NodeValue::SoftBreak | NodeValue::LineBreak => self.push(" "),
            NodeValue::HtmlInline(html) if html.to_ascii_lowercase().starts_with("<br") => self.push(" "),
            NodeValue::Strong => self.element("strong", |writer| writer.children(node)),
            NodeValue::Emph => self.element("em", |writer| writer.children(node)),
            NodeValue::Strikethrough => self.element("s", |writer| writer.children(node)),
            NodeValue::Link(link) if link.url.starts_with("https://") || link.url.starts_with("http://") => {
                let before = self.html.len();
                self.html.push_str("<a rel=\"noreferrer\" href=\"");
                push_escaped(&mut self.html, &link.url);
                self.html.push_str("\">");
                let open = self.html.len();
                self.children(node);
                if self.html.len() == open { self.html.truncate(before) } else { self.html.push_str("</a>") }
            }
            NodeValue::Image(_) | NodeValue::HtmlInline(_) | NodeValue::FootnoteReference(_) => {}
            _ => self.children(node),
        }
    }

    fn children(&mut self, node: Node<'_>) {
        if self.depth < MAX_DEPTH {
            self.depth += 1;
            for child in node.children() {
                self.node(child);
            }
            self.depth -= 1;
        }
    }

    /// Writes an element, unless all of its content is outside of the range.
    fn element(&mut self, tag: &str, content: impl FnOnce(&mut Self)) {
        let before = self.html.len();
        self.html.push('<');
        self.html.push_str(tag);
        self.html.push('>');
        let open = self.html.len();
        content(self);
        if self.html.len() == open {
            self.html.truncate(before);
        } else {
            self.html.push_str("</");
            self.html.push_str(tag);
            self.html.push('>');
        }
    }

    fn push(&mut self, text: &str) {
        // Collapses white space like `push_collapsed`, without storing the text.
        let mut folded = String::new();
        let folded = if is_squeezed(text) {
            text
        } else {
            if !self.ends_with_space {
                folded.push('x');
            }
            let mark = folded.len();
            push_collapsed(&mut folded, text);
            &folded[mark..]
        };
        if folded.is_empty() {
            return;
        }
        self.ends_with_space = folded.ends_with(' ');
        let (from, to) = (self.at, self.at + folded.len());
        self.at = to;
        let (start, end) = (self.start.clamp(from, to) - from, self.end.clamp(from, to) - from);
        push_escaped(&mut self.html, folded.get(start..end).unwrap_or(folded));
    }
}
