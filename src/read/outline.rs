//! The outline of a document: sections, lists, tables, and lines of text.
//!
//! The parser's tree is converted once into this smaller one, which makes it easy for other modules to ask what is
//! under a heading, whether a line begins with a bold key, or which cells a row has. Every part keeps its nodes, so
//! that its HTML can be rendered on demand.

mod blocks;
mod html;
mod inline;

use self::blocks::for_each_block;
use self::html::Piece;
use self::inline::inline_lines;
use crate::source::{SourceFile, Span};
use crate::text::is_squeezed;
use comrak::nodes::{Node, NodeValue};

/// Blocks and inline marks nested deeper than this are left out of the outline: recursion must not overflow the stack.
pub(super) const MAX_DEPTH: usize = 64;

/// The level of a bold line used as a heading: below all real ones.
pub(super) const BOLD_HEADING_LEVEL: u8 = 7;

/// One line of inline text, with marks removed and white space collapsed.
#[derive(Clone, Debug, Default)]
pub(super) struct Line<'a> {
    /// The plain text.
    pub(super) text: String,
    /// How many bytes at its beginning are bold.
    pub(super) bold: usize,
    /// Its further bold parts.
    pub(super) later_bold: Vec<std::ops::Range<usize>>,
    /// How many of its bytes are emphasized, bold or struck through.
    emphasized: usize,
    strong: usize,
    struck: usize,
    /// Its links: address and byte range of the text.
    pub(super) links: Vec<(String, std::ops::Range<usize>)>,
    /// Its bytes in the file.
    pub(super) span: Span,
    /// Its nodes.
    pub(super) nodes: Vec<Node<'a>>,
}

impl Line<'_> {
    /// Whether all of it is emphasized: help text of a template, or a remark.
    pub(super) fn is_emphasized(&self) -> bool {
        !self.text.is_empty() && self.emphasized >= self.text.len()
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

    /// Whether a text is part of code on this line.
    pub(super) fn is_code(&self, text: &str) -> bool {
        let mut nodes = self.nodes.iter().flat_map(|node| node.descendants());
        nodes.any(|node| matches!(&node.data().value, NodeValue::Code(code) if code.literal.contains(text)))
    }

    /// Drops white space at the end, and adjusts what covers it: the `&nbsp;` in `**Key&nbsp;**` is bold too.
    fn trim_end(&mut self) {
        let end = self.text.trim_end().len();
        self.text.truncate(end);
        self.bold = self.bold.min(end);
        self.later_bold.retain_mut(|part| {
            part.end = part.end.min(end);
            part.start < part.end
        });
        for (_, range) in &mut self.links {
            *range = range.start.min(end)..range.end.min(end);
        }
    }
}

/// The state of a checkbox: GFM knows two, note-taking apps some more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TaskState {
    Open,
    InProgress,
    Done,
    Dropped,
}

impl TaskState {
    pub(super) fn of(symbol: Option<char>) -> Self {
        match symbol {
            Some('x' | 'X' | '✓' | '✔') => Self::Done,
            Some('/') => Self::InProgress,
            Some('-' | '~') => Self::Dropped,
            _ => Self::Open,
        }
    }
}

/// An item of a list.
#[derive(Clone, Debug)]
pub(super) struct Item<'a> {
    /// The state of its checkbox, if it has one.
    pub(super) task: Option<TaskState>,
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

    /// The blocks after its first paragraph.
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
    /// Whether the cells hold nothing but the dashes of a second separator.
    pub(super) fn is_separator(&self) -> bool {
        self.is_blank() && !self.cells.iter().all(Line::is_empty)
    }

    /// Whether all cells are empty, or hold only the dashes of a second separator.
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

impl Table<'_> {
    /// The column with most text, not counting those in `except`.
    pub(super) fn longest_column(&self, except: &[Option<usize>]) -> Option<usize> {
        let length = |index: &usize| -> usize {
            self.rows.iter().filter_map(|row| row.cells.get(*index)).map(|cell| cell.text.len()).sum()
        };
        (0..self.header.len()).filter(|index| !except.contains(&Some(*index))).max_by_key(length)
    }
}

/// A block of a section.
#[derive(Clone, Debug)]
pub(super) enum Block<'a> {
    Paragraph(Vec<Line<'a>>),
    List(Vec<Item<'a>>),
    Table(Table<'a>),
    Quote(Vec<Block<'a>>),
    /// A quote with a kind: `> [!summary] Title`. The title may be empty.
    Callout {
        kind: String,
        title: String,
        blocks: Vec<Block<'a>>,
    },
    /// A term and its definition.
    Definition {
        term: Line<'a>,
        blocks: Vec<Block<'a>>,
    },
    /// The node of the code.
    Code(Node<'a>),
    Html,
    Rule,
}

/// A heading and the blocks directly under it.
#[derive(Clone, Debug)]
pub(super) struct Section<'a> {
    /// 1 to 6, or [`BOLD_HEADING_LEVEL`]; 0 before the first heading.
    pub(super) level: u8,
    pub(super) heading: Line<'a>,
    pub(super) blocks: Vec<Block<'a>>,
    pub(super) parent: Option<usize>,
    /// The node of the heading; `None` before the first heading and for a bold line used as one.
    pub(super) node: Option<Node<'a>>,
}

/// The sections of a document in order; the first one holds the blocks before any heading.
#[derive(Clone, Debug)]
pub(super) struct Outline<'a> {
    pub(super) sections: Vec<Section<'a>>,
}

impl<'a> Outline<'a> {
    /// Converts the tree. `is_heading` returns whether a bold line on its own has a known section name.
    pub(super) fn new(source: &SourceFile, root: Node<'a>, is_heading: &dyn Fn(&str) -> bool) -> Self {
        let mut outline = Self { sections: vec![Section::new(0, Line::default(), None, None)] };
        let has_headings = root
            .children()
            .filter(|node| matches!(node.data().value, NodeValue::Heading(ref h) if h.level > 1))
            .count()
            > 1;
        let mut nodes = root.children().peekable();
        while let Some(node) = nodes.next() {
            let level = match &node.data().value {
                NodeValue::Heading(heading) => Some(heading.level),
                _ => None,
            };
            if let Some(level) = level {
                let heading = join_lines(inline_lines(source, node));
                outline.open_section(level, heading, Some(node));
                continue;
            }
            if html::is_html(node) {
                // A table with blank lines in it is parsed as several nodes.
                let further = std::iter::from_fn(|| nodes.next_if(|node| html::is_html(node)));
                for piece in html::read(source, std::iter::once(node).chain(further)) {
                    match piece {
                        Piece::Heading(level, heading) => outline.open_section(level, heading, None),
                        Piece::Block(block) => outline.current().blocks.push(block),
                    }
                }
                continue;
            }
            for_each_block(source, node, 0, &mut |block| match &block {
                Block::Paragraph(lines)
                    if !has_headings
                        && lines.len() == 1
                        && lines[0].is_bold()
                        && is_heading(&lines[0].text) =>
                {
                    outline.open_section(BOLD_HEADING_LEVEL, lines[0].clone(), None);
                }
                _ => outline.current().blocks.push(block),
            });
        }
        outline
    }

    fn current(&mut self) -> &mut Section<'a> {
        let last = self.sections.len() - 1;
        &mut self.sections[last]
    }

    fn open_section(&mut self, level: u8, heading: Line<'a>, node: Option<Node<'a>>) {
        // Walk up from the last section instead of back through all sections, which would take quadratic time.
        let mut parent = self.sections.len().checked_sub(1).filter(|last| self.sections[*last].level > 0);
        while let Some(above) = parent.filter(|above| self.sections[*above].level >= level) {
            parent = self.sections[above].parent;
        }
        self.sections.push(Section::new(level, heading, parent, node));
    }

    /// The section, its parent, and so on up to the top.
    pub(super) fn with_ancestors(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(index), |index| self.sections[*index].parent)
    }

    /// The section and all its subsections, in order.
    pub(super) fn subtree(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
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

/// The cells of a row joined into one line, without nodes.
pub(super) fn row_to_line<'a>(row: &Row<'a>) -> Line<'a> {
    let mut line = join_lines(row.cells.clone());
    line.nodes.clear();
    line
}

/// Joins the lines of a block with spaces.
pub(super) fn join_lines(lines: Vec<Line<'_>>) -> Line<'_> {
    let mut lines = lines.into_iter();
    let Some(mut first) = lines.next() else { return Line::default() };
    for line in lines {
        if !first.text.is_empty() && !line.text.is_empty() {
            first.text.push(' ');
            first.strong += usize::from(line.strong > 0);
            first.emphasized += usize::from(line.emphasized > 0);
            first.struck += usize::from(line.struck > 0);
        }
        let offset = first.text.len();
        first.text.push_str(&line.text);
        first.strong += line.strong;
        first.emphasized += line.emphasized;
        first.struck += line.struck;
        first.links.extend(
            line.links.into_iter().map(|(url, range)| (url, range.start + offset..range.end + offset)),
        );
        let bold = (line.bold > 0).then_some(0..line.bold).into_iter().chain(line.later_bold);
        first.later_bold.extend(bold.map(|part| part.start + offset..part.end + offset));
        first.span.end = line.span.end.max(first.span.end);
        first.nodes.extend(line.nodes);
    }
    first
}

/// Appends text with white space collapsed: none at the beginning, never two spaces in a row.
pub(super) fn push_collapsed(out: &mut String, text: &str) {
    let blank = |out: &mut String| {
        if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    };
    if text.starts_with(char::is_whitespace) {
        blank(out);
    }
    let inner = text.trim_ascii();
    if is_squeezed(inner) {
        out.push_str(inner);
    } else {
        for (at, word) in text.split_whitespace().enumerate() {
            if at > 0 {
                out.push(' ');
            }
            out.push_str(word);
        }
    }
    if text.ends_with(char::is_whitespace) {
        blank(out);
    }
}
