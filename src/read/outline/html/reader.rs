//! Builds headings and blocks from a stream of tags and text.

use html5ever::tokenizer::Tag;

use super::Piece;
use crate::read::outline::inline::Marks;
use crate::read::outline::{Block, Item, Line, MAX_DEPTH, Row, Table, TaskState, join_lines};
use crate::source::{SourceFile, Span};

/// The maximum number of columns of a table; cells beyond are ignored.
const MAX_COLUMNS: usize = 200;

/// The maximum number of cells of a table once its rows are padded to one width; rows beyond are dropped. Without a
/// limit, one wide row would multiply the size of all others. comrak has the same kind of limit for Markdown tables.
const MAX_CELLS: usize = 50_000;

/// A table that is not closed yet.
#[derive(Default)]
struct OpenTable<'a> {
    rows: Vec<Row<'a>>,
    /// Cells of the current row, and whether all of them are headings.
    cells: Vec<Line<'a>>,
    is_head: bool,
    /// Whether the first row holds the headings.
    has_header: bool,
    /// How many tables nested in its cells are open.
    inner: usize,
}

/// Reads tags and text in order.
pub(super) struct Reader<'s, 'a> {
    source: &'s SourceFile,
    /// The line of the file on which the HTML begins.
    first: u32,
    /// The current line of the file.
    at: u32,
    pieces: Vec<Piece<'a>>,
    /// The lines of the open paragraph, cell or heading; text is appended to the last one.
    lines: Vec<Line<'a>>,
    marks: Marks,
    /// The address of the open link, and where its text begins.
    link: Option<(String, usize)>,
    lists: Vec<Vec<Item<'a>>>,
    table: Option<OpenTable<'a>>,
    /// How many elements with invisible text are open.
    hidden: usize,
}

impl<'s, 'a> Reader<'s, 'a> {
    pub(super) fn new(source: &'s SourceFile, first: u32) -> Self {
        Self {
            source,
            first,
            at: first,
            pieces: Vec::new(),
            lines: vec![Line::default()],
            marks: Marks::default(),
            link: None,
            lists: Vec::new(),
            table: None,
            hidden: 0,
        }
    }

    /// Sets the current line of the HTML, counted from 1.
    pub(super) fn at_line(&mut self, line: u32) {
        self.at = self.first + line.saturating_sub(1);
    }

    fn span(&self) -> Span {
        self.source.line_span(self.at)
    }

    fn line(&mut self) -> &mut Line<'a> {
        let last = self.lines.len() - 1;
        &mut self.lines[last]
    }

    pub(super) fn text(&mut self, text: &str) {
        if self.hidden > 0 {
            return;
        }
        let (span, marks) = (self.span(), self.marks);
        let line = self.line();
        if line.text.is_empty() {
            line.span = span;
        }
        line.push(text, marks);
    }

    pub(super) fn open(&mut self, tag: &Tag) {
        match &*tag.name {
            "strong" | "b" => self.marks.strong += 1,
            "em" | "i" => self.marks.emphasis += 1,
            "s" | "del" | "strike" => self.marks.strike += 1,
            "a" => self.link = attribute(tag, "href").map(|url| (url, self.line().text.len())),
            "br" => self.end_line(),
            "script" | "style" => self.hidden += 1,
            "input" => self.checkbox(tag),
            "ul" | "ol" if self.table.is_none() && self.lists.len() < MAX_DEPTH => {
                self.end_block();
                self.lists.push(Vec::new());
            }
            "li" => self.begin_item(),
            "table" => self.begin_table(),
            "tr" => self.end_row(),
            "td" | "th" => self.begin_cell(&tag.name == "th"),
            name if is_block(name) => self.end_block(),
            _ => {}
        }
    }

    pub(super) fn close(&mut self, name: &str) {
        match name {
            "strong" | "b" => self.marks.strong = self.marks.strong.saturating_sub(1),
            "em" | "i" => self.marks.emphasis = self.marks.emphasis.saturating_sub(1),
            "s" | "del" | "strike" => self.marks.strike = self.marks.strike.saturating_sub(1),
            "a" => self.end_link(),
            "script" | "style" => self.hidden = self.hidden.saturating_sub(1),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.end_heading(name),
            "ul" | "ol" if self.table.is_none() => self.end_list(),
            "table" => self.end_table(),
            "tr" => self.end_row(),
            "td" | "th" => self.end_cell(),
            name if is_block(name) || name == "li" => self.end_block(),
            _ => {}
        }
    }

    fn end_line(&mut self) {
        let line = self.line();
        line.trim_end();
        if !line.is_empty() {
            self.lines.push(Line::default());
        }
    }

    /// Takes the lines so far, without empty ones.
    fn take_lines(&mut self) -> Vec<Line<'a>> {
        self.end_line();
        let mut lines = std::mem::replace(&mut self.lines, vec![Line::default()]);
        lines.retain(|line| !line.text.is_empty());
        lines
    }

    /// Ends a paragraph; in a cell only a line.
    fn end_block(&mut self) {
        if self.table.is_some() {
            return self.end_line();
        }
        let lines = self.take_lines();
        if !lines.is_empty() {
            self.add(Block::Paragraph(lines));
        }
    }

    fn add(&mut self, block: Block<'a>) {
        match self.lists.last_mut().and_then(|items| items.last_mut()) {
            Some(item) => item.blocks.push(block),
            None => self.pieces.push(Piece::Block(block)),
        }
    }

    fn end_link(&mut self) {
        if let Some((url, start)) = self.link.take() {
            let line = self.line();
            let end = line.text.len();
            line.links.push((url, start.min(end)..end));
        }
    }

    fn end_heading(&mut self, name: &str) {
        if self.table.is_some() || !self.lists.is_empty() {
            return self.end_block();
        }
        let heading = join_lines(self.take_lines());
        let level = name.trim_start_matches('h').parse().unwrap_or(6);
        if !heading.is_empty() {
            self.pieces.push(Piece::Heading(level, heading));
        }
    }

    fn begin_item(&mut self) {
        self.end_block();
        let span = self.span();
        if let Some(items) = self.lists.last_mut().filter(|_| self.table.is_none()) {
            items.push(Item { task: None, blocks: Vec::new(), span });
        }
    }

    fn checkbox(&mut self, tag: &Tag) {
        let is_box = attribute(tag, "type").is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox"));
        let done = attribute(tag, "checked").is_some();
        if let Some(item) = self.lists.last_mut().and_then(|items| items.last_mut()).filter(|_| is_box) {
            item.task = Some(if done { TaskState::Done } else { TaskState::Open });
        }
    }

    fn end_list(&mut self) {
        self.end_block();
        if let Some(items) = self.lists.pop().filter(|items| !items.is_empty()) {
            self.add(Block::List(items));
        }
    }

    fn begin_table(&mut self) {
        self.end_block();
        match &mut self.table {
            Some(table) => table.inner += 1,
            None => self.table = Some(OpenTable::default()),
        }
    }

    fn begin_cell(&mut self, is_head: bool) {
        self.end_cell();
        let span = self.span();
        self.line().span = span;
        if let Some(table) = self.table.as_mut().filter(|table| table.inner == 0) {
            table.is_head = (table.cells.is_empty() || table.is_head) && is_head;
            // The last column collects the cells beyond it, which overwrite each other.
            if table.cells.len() < MAX_COLUMNS {
                table.cells.push(Line::default());
            }
        }
    }

    fn end_cell(&mut self) {
        if self.table.as_ref().is_none_or(|table| table.inner > 0) {
            return self.end_line();
        }
        let cell = join_lines(self.take_lines());
        if let Some(open) = self.table.as_mut().and_then(|table| table.cells.last_mut())
            && !cell.is_empty()
        {
            *open = cell;
        }
    }

    fn end_row(&mut self) {
        self.end_cell();
        let span = self.span();
        let Some(table) = self.table.as_mut().filter(|table| table.inner == 0) else { return };
        let cells = std::mem::take(&mut table.cells);
        // A single cell across the table is a caption.
        if cells.len() > 1 {
            table.has_header |= table.rows.is_empty() && table.is_head;
            table.rows.push(Row { cells, span });
        }
    }

    fn end_table(&mut self) {
        if let Some(table) = self.table.as_mut().filter(|table| table.inner > 0) {
            table.inner -= 1;
            return;
        }
        self.end_row();
        let Some(mut table) = self.table.take() else { return };
        let width = table.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        table.rows.truncate(MAX_CELLS / width.max(1));
        for row in &mut table.rows {
            row.cells.resize(width, Line::default());
        }
        let header = if table.has_header { table.rows.remove(0).cells } else { vec![Line::default(); width] };
        if width > 0 {
            self.add(Block::Table(Table { header, rows: table.rows }));
        }
    }

    /// Closes everything that is still open.
    pub(super) fn finish(mut self) -> Vec<Piece<'a>> {
        if let Some(table) = &mut self.table {
            table.inner = 0;
            self.end_table();
        }
        while !self.lists.is_empty() {
            self.end_list();
        }
        self.end_block();
        self.pieces
    }
}

fn attribute(tag: &Tag, name: &str) -> Option<String> {
    tag.attrs
        .iter()
        .find(|attribute| &*attribute.name.local == name)
        .map(|attribute| attribute.value.to_string())
}

/// Whether an element begins a new paragraph.
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "section"
            | "article"
            | "blockquote"
            | "details"
            | "summary"
            | "pre"
            | "hr"
            | "dl"
            | "dt"
            | "dd"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "ul"
            | "ol"
            | "figure"
            | "center"
    )
}
