//! The shape of a document: sections, lists, tables, and lines of text.
//!
//! The tree of the parser is turned once into this smaller one, in which the questions of the other modules are easy: what
//! stands under this heading, does this line begin with a bold key, which cells has this row. Every piece
//! keeps its nodes, so that its HTML can be made when it is wanted.

use comrak::nodes::{Node, NodeValue};

use super::markdown::span_of;
use crate::source::{SourceFile, Span};

/// Blocks and marks nested deeper than this are left out of the outline; no reader follows them, and the stack is finite.
pub(super) const DEEPEST: usize = 64;

/// The level of a bold line that serves as a heading: below all real ones.
pub(super) const BOLD_LINE: u8 = 7;

/// One line of inline text, marks removed, white space folded.
#[derive(Clone, Debug, Default)]
pub(super) struct Line<'a> {
    /// The plain text.
    pub(super) text: String,
    /// How many bytes at its beginning are bold.
    pub(super) bold: usize,
    /// How many bytes of it are emphasised, bold or struck through in all.
    emphasised: usize,
    strong: usize,
    struck: usize,
    /// Links in it: address and the bytes of their text.
    pub(super) links: Vec<(String, std::ops::Range<usize>)>,
    /// Its bytes in the file.
    pub(super) span: Span,
    /// Its nodes.
    pub(super) nodes: Vec<Node<'a>>,
}

impl Line<'_> {
    /// Whether all of it is emphasised: a template's help text, or a remark.
    pub(super) fn is_emphasised(&self) -> bool {
        !self.text.is_empty() && self.emphasised >= self.text.len()
    }

    /// Whether all of it is bold, perhaps up to a colon.
    pub(super) fn is_bold(&self) -> bool {
        !self.text.is_empty() && self.bold >= self.text.trim_end_matches([':', '：']).len()
    }

    /// Whether all of it is struck through.
    pub(super) fn is_struck(&self) -> bool {
        !self.text.is_empty() && self.struck >= self.text.len()
    }

    /// Whether most of it is struck through: `~~Buy a router~~ too expensive`.
    pub(super) fn is_mostly_struck(&self) -> bool {
        self.struck * 2 > self.text.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
}

/// What stands in the box of a task: GFM knows two marks, note-taking tools some more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tick {
    Open,
    Begun,
    Done,
    Dropped,
}

impl Tick {
    pub(super) fn of(symbol: Option<char>) -> Self {
        match symbol {
            Some('x' | 'X' | '✓' | '✔') => Self::Done,
            Some('/') => Self::Begun,
            Some('-' | '~') => Self::Dropped,
            _ => Self::Open,
        }
    }
}

/// An item of a list.
#[derive(Clone, Debug)]
pub(super) struct Item<'a> {
    /// The state of its box, if it has one.
    pub(super) tick: Option<Tick>,
    pub(super) blocks: Vec<Block<'a>>,
    pub(super) span: Span,
}

impl<'a> Item<'a> {
    /// The lines of its first paragraph.
    pub(super) fn lines(&self) -> &[Line<'a>] {
        match self.blocks.first() {
            Some(Block::Paragraph(lines)) => lines,
            _ => &[],
        }
    }

    /// What stands after its first paragraph.
    pub(super) fn rest(&self) -> &[Block<'a>] {
        match self.blocks.first() {
            Some(Block::Paragraph(_)) => &self.blocks[1..],
            _ => &self.blocks,
        }
    }
}

/// A row of a table.
#[derive(Clone, Debug)]
pub(super) struct Row<'a> {
    pub(super) cells: Vec<Line<'a>>,
    pub(super) span: Span,
}

impl Row<'_> {
    /// Whether no cell says anything: empty, or the dashes of a second separator.
    pub(super) fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.text.chars().all(|c| matches!(c, '-' | ':' | ' ' | '—' | '–')))
    }
}

/// A table.
#[derive(Clone, Debug)]
pub(super) struct Table<'a> {
    pub(super) header: Vec<Line<'a>>,
    pub(super) rows: Vec<Row<'a>>,
}

/// A block of a section.
#[derive(Clone, Debug)]
pub(super) enum Block<'a> {
    Paragraph(Vec<Line<'a>>),
    List(Vec<Item<'a>>),
    Table(Table<'a>),
    Quote(Vec<Block<'a>>),
    /// A quote with a kind: `> [!summary] Title`. The title is empty where none is given.
    Callout {
        kind: String,
        title: String,
        blocks: Vec<Block<'a>>,
    },
    /// A term and what is said of it.
    Definition {
        term: Line<'a>,
        blocks: Vec<Block<'a>>,
    },
    Code,
    Html,
    Rule,
}

/// A heading and what stands directly under it.
#[derive(Clone, Debug)]
pub(super) struct Section<'a> {
    /// 1 to 6, or [`BOLD_LINE`]; 0 before the first heading.
    pub(super) level: u8,
    pub(super) heading: Line<'a>,
    pub(super) blocks: Vec<Block<'a>>,
    pub(super) parent: Option<usize>,
    /// The heading's node; none for what stands before the first heading and for a bold line that serves as one.
    pub(super) node: Option<Node<'a>>,
}

/// The sections of a document in order; the first is what stands before any heading.
#[derive(Clone, Debug)]
pub(super) struct Outline<'a> {
    pub(super) sections: Vec<Section<'a>>,
}

impl<'a> Outline<'a> {
    /// Reads the tree. `is_heading` says whether a bold line that stands alone is one that real documents use as a heading.
    pub(super) fn new(source: &SourceFile, root: Node<'a>, is_heading: &dyn Fn(&str) -> bool) -> Self {
        let mut outline = Self { sections: vec![Section::new(0, Line::default(), None, None)] };
        let has_headings = root
            .children()
            .filter(|node| matches!(node.data().value, NodeValue::Heading(ref h) if h.level > 1))
            .count()
            > 1;
        for node in root.children() {
            let level = match &node.data().value {
                NodeValue::Heading(heading) => Some(heading.level),
                _ => None,
            };
            if let Some(level) = level {
                let heading = joined(lines_of(source, node));
                outline.open(level, heading, Some(node));
                continue;
            }
            for block in blocks_of(source, node, 0) {
                match &block {
                    Block::Paragraph(lines)
                        if !has_headings
                            && lines.len() == 1
                            && lines[0].is_bold()
                            && is_heading(&lines[0].text) =>
                    {
                        outline.open(BOLD_LINE, lines[0].clone(), None);
                    }
                    _ => outline.last().blocks.push(block),
                }
            }
        }
        outline
    }

    fn last(&mut self) -> &mut Section<'a> {
        let last = self.sections.len() - 1;
        &mut self.sections[last]
    }

    fn open(&mut self, level: u8, heading: Line<'a>, node: Option<Node<'a>>) {
        let parent = self.sections.iter().rposition(|section| section.level > 0 && section.level < level);
        self.sections.push(Section::new(level, heading, parent, node));
    }

    /// The section and all below it, in order.
    pub(super) fn tree(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        let level = self.sections[index].level;
        let end = self.sections[index + 1..]
            .iter()
            .position(|section| section.level <= level)
            .map_or(self.sections.len(), |n| index + 1 + n);
        index..end
    }
}

impl<'a> Section<'a> {
    fn new(level: u8, heading: Line<'a>, parent: Option<usize>, node: Option<Node<'a>>) -> Self {
        Self { level, heading, blocks: Vec::new(), parent, node }
    }
}

fn blocks_of<'a>(source: &SourceFile, node: Node<'a>, depth: usize) -> Vec<Block<'a>> {
    if depth > DEEPEST {
        return Vec::new();
    }
    let inner = |node: Node<'a>| {
        node.children().flat_map(|child| blocks_of(source, child, depth + 1)).collect::<Vec<_>>()
    };
    match &node.data().value {
        NodeValue::Paragraph => {
            let lines = lines_of(source, node);
            if lines.is_empty() { Vec::new() } else { vec![Block::Paragraph(lines)] }
        }
        NodeValue::List(_) => {
            vec![Block::List(node.children().map(|item| item_of(source, item, depth + 1)).collect())]
        }
        NodeValue::Table(_) => vec![Block::Table(table_of(source, node))],
        NodeValue::BlockQuote | NodeValue::MultilineBlockQuote(_) | NodeValue::Alert(_) => {
            vec![Block::Quote(inner(node))]
        }
        NodeValue::Callout(callout) => {
            let titled =
                node.first_child().filter(|child| matches!(child.data().value, NodeValue::CalloutTitle));
            let title = titled.map(|title| joined(lines_of(source, title)).text).unwrap_or_default();
            let skip = usize::from(titled.is_some());
            let blocks =
                node.children().skip(skip).flat_map(|child| blocks_of(source, child, depth + 1)).collect();
            vec![Block::Callout { kind: callout.callout_type.clone(), title, blocks }]
        }
        NodeValue::DescriptionItem(_) => {
            let part = |term: bool| {
                node.children()
                    .filter(move |child| matches!(child.data().value, NodeValue::DescriptionTerm) == term)
            };
            let term = joined(part(true).flat_map(|child| first_lines(source, child)).collect());
            vec![Block::Definition { term, blocks: part(false).flat_map(inner).collect() }]
        }
        NodeValue::CodeBlock(_) => vec![Block::Code],
        NodeValue::HtmlBlock(_) => vec![Block::Html],
        NodeValue::ThematicBreak => vec![Block::Rule],
        // A heading inside a quote or an item is a line of text there.
        NodeValue::Heading(_) => vec![Block::Paragraph(lines_of(source, node))],
        NodeValue::FootnoteDefinition(_) => Vec::new(),
        _ => inner(node),
    }
}

/// The lines of a node that holds text itself or in its first paragraph.
fn first_lines<'a>(source: &SourceFile, node: Node<'a>) -> Vec<Line<'a>> {
    match node.first_child() {
        Some(child) if matches!(child.data().value, NodeValue::Paragraph) => lines_of(source, child),
        _ => lines_of(source, node),
    }
}

fn item_of<'a>(source: &SourceFile, node: Node<'a>, depth: usize) -> Item<'a> {
    let tick = match &node.data().value {
        NodeValue::TaskItem(task) => Some(Tick::of(task.symbol)),
        _ => None,
    };
    Item {
        tick,
        blocks: node.children().flat_map(|child| blocks_of(source, child, depth + 1)).collect(),
        span: span_of(source, node),
    }
}

fn table_of<'a>(source: &SourceFile, node: Node<'a>) -> Table<'a> {
    let mut table = Table { header: Vec::new(), rows: Vec::new() };
    for row in node.children() {
        let cells: Vec<_> = row.children().map(|cell| joined(lines_of(source, cell))).collect();
        if matches!(row.data().value, NodeValue::TableRow(true)) {
            table.header = cells;
        } else {
            table.rows.push(Row { cells, span: span_of(source, row) });
        }
    }
    table
}

/// The cells of a row as one line, without its nodes.
pub(super) fn flattened<'a>(row: &Row<'a>) -> Line<'a> {
    let mut line = joined(row.cells.clone());
    line.nodes.clear();
    line
}

/// Several lines of one block as one, parted by a blank.
pub(super) fn joined(lines: Vec<Line<'_>>) -> Line<'_> {
    let mut lines = lines.into_iter();
    let Some(mut first) = lines.next() else { return Line::default() };
    for line in lines {
        if !first.text.is_empty() && !line.text.is_empty() {
            first.text.push(' ');
            first.strong += usize::from(line.strong > 0);
            first.emphasised += usize::from(line.emphasised > 0);
            first.struck += usize::from(line.struck > 0);
        }
        let offset = first.text.len();
        first.text.push_str(&line.text);
        first.strong += line.strong;
        first.emphasised += line.emphasised;
        first.struck += line.struck;
        first.links.extend(
            line.links.into_iter().map(|(url, range)| (url, range.start + offset..range.end + offset)),
        );
        first.span.end = line.span.end.max(first.span.end);
        first.nodes.extend(line.nodes);
    }
    first
}

/// The lines of a block that holds inline text; empty ones are left out.
fn lines_of<'a>(source: &SourceFile, node: Node<'a>) -> Vec<Line<'a>> {
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

/// Appends text with white space folded; none at the beginning, never two.
pub(super) fn push_squeezed(out: &mut String, text: &str) {
    for c in text.chars() {
        if c.is_whitespace() {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        } else {
            out.push(c);
        }
    }
}
