//! Raw HTML, as wikis export it, turned into what Markdown would have given: headings, paragraphs, lists and tables.
//!
//! Only the outline looks into it; the page shows the HTML itself, cut by the sanitiser. Nothing has to be valid here: tags
//! that are never closed end with the HTML, and what is not known is passed over.

use std::cell::RefCell;

use comrak::nodes::{Node, NodeValue};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, CharacterTokens, EndTag, StartTag, Tag, TagToken, Token, TokenSink, TokenSinkResult,
    Tokenizer,
};

use super::lines::Marks;
use super::{Block, DEEPEST, Item, Line, Row, Table, Tick, joined};
use crate::source::{SourceFile, Span};

/// Something that stands in HTML.
pub(super) enum Piece<'a> {
    Heading(u8, Line<'a>),
    Block(Block<'a>),
}

pub(super) fn is_html(node: Node<'_>) -> bool {
    matches!(node.data().value, NodeValue::HtmlBlock(_))
}

/// Reads blocks of HTML that follow each other as one.
pub(super) fn read<'a>(source: &SourceFile, nodes: impl Iterator<Item = Node<'a>>) -> Vec<Piece<'a>> {
    let mut html = String::new();
    let (mut first, mut next) = (1, 1);
    for node in nodes {
        let data = node.data();
        let NodeValue::HtmlBlock(block) = &data.value else { continue };
        let start = data.sourcepos.start.line;
        if html.is_empty() {
            (first, next) = (start, start);
        }
        // Lines keep their distance.
        html.extend(std::iter::repeat_n('\n', start.saturating_sub(next)));
        html.push_str(&block.literal);
        next = start.max(next) + block.literal.matches('\n').count();
    }
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html.as_str()));
    let first = u32::try_from(first).unwrap_or(1);
    let sink = Sink(RefCell::new(Reader::new(source, first)));
    let tokenizer = Tokenizer::new(sink, html5ever::tokenizer::TokenizerOpts::default());
    while !input.is_empty() {
        _ = tokenizer.feed(&input);
    }
    tokenizer.end();
    let mut reader = tokenizer.sink.0.into_inner();
    reader.finish();
    reader.pieces
}

struct Sink<'s, 'a>(RefCell<Reader<'s, 'a>>);

impl TokenSink for Sink<'_, '_> {
    type Handle = ();

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<()> {
        let mut reader = self.0.borrow_mut();
        reader.at = reader.first + u32::try_from(line).unwrap_or(1).saturating_sub(1);
        match token {
            CharacterTokens(text) => reader.text(&text),
            TagToken(tag) if tag.kind == StartTag => reader.open(&tag),
            TagToken(tag) if tag.kind == EndTag => reader.close(&tag.name),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// A table, as far as it was read.
#[derive(Default)]
struct OpenTable<'a> {
    rows: Vec<Row<'a>>,
    /// Cells of the row that is open, and whether all of them are headings.
    cells: Vec<Line<'a>>,
    is_head: bool,
    /// Whether the first row is one of headings.
    headed: bool,
    /// How many tables are open in a cell of this one.
    inner: usize,
}

struct Reader<'s, 'a> {
    source: &'s SourceFile,
    /// The line of the file on which the HTML begins.
    first: u32,
    /// The present line of the file.
    at: u32,
    pieces: Vec<Piece<'a>>,
    /// The lines of the paragraph, cell or heading that is open; the last one is being written.
    lines: Vec<Line<'a>>,
    marks: Marks,
    /// The address of the link that is open, and where its text begins.
    link: Option<(String, usize)>,
    lists: Vec<Vec<Item<'a>>>,
    table: Option<OpenTable<'a>>,
    /// How many elements are open whose text nobody reads.
    hidden: usize,
}

impl<'s, 'a> Reader<'s, 'a> {
    fn new(source: &'s SourceFile, first: u32) -> Self {
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

    fn span(&self) -> Span {
        self.source.line_span(self.at)
    }

    fn line(&mut self) -> &mut Line<'a> {
        let last = self.lines.len() - 1;
        &mut self.lines[last]
    }

    fn text(&mut self, text: &str) {
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

    fn open(&mut self, tag: &Tag) {
        match &*tag.name {
            "strong" | "b" => self.marks.strong += 1,
            "em" | "i" => self.marks.emphasis += 1,
            "s" | "del" | "strike" => self.marks.strike += 1,
            "a" => self.link = attribute(tag, "href").map(|url| (url, self.line().text.len())),
            "br" => self.end_line(),
            "script" | "style" => self.hidden += 1,
            "input" => self.tick(tag),
            "ul" | "ol" if self.table.is_none() && self.lists.len() < DEEPEST => {
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

    fn close(&mut self, name: &str) {
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
        let text = &mut self.line().text;
        text.truncate(text.trim_end().len());
        if !text.is_empty() {
            self.lines.push(Line::default());
        }
    }

    /// The lines so far, without empty ones.
    fn take_lines(&mut self) -> Vec<Line<'a>> {
        self.end_line();
        let mut lines = std::mem::replace(&mut self.lines, vec![Line::default()]);
        lines.retain(|line| !line.text.is_empty());
        lines
    }

    /// A paragraph ends; in a cell only a line does.
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
        let heading = joined(self.take_lines());
        let level = name.trim_start_matches('h').parse().unwrap_or(6);
        if !heading.is_empty() {
            self.pieces.push(Piece::Heading(level, heading));
        }
    }

    fn begin_item(&mut self) {
        self.end_block();
        let span = self.span();
        if let Some(items) = self.lists.last_mut().filter(|_| self.table.is_none()) {
            items.push(Item { tick: None, blocks: Vec::new(), span });
        }
    }

    fn tick(&mut self, tag: &Tag) {
        let is_box = attribute(tag, "type").is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox"));
        let done = attribute(tag, "checked").is_some();
        if let Some(item) = self.lists.last_mut().and_then(|items| items.last_mut()).filter(|_| is_box) {
            item.tick = Some(if done { Tick::Done } else { Tick::Open });
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
            table.cells.push(Line::default());
        }
    }

    fn end_cell(&mut self) {
        if self.table.as_ref().is_none_or(|table| table.inner > 0) {
            return self.end_line();
        }
        let cell = joined(self.take_lines());
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
        // A single cell across the table is its title.
        if cells.len() > 1 {
            table.headed |= table.rows.is_empty() && table.is_head;
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
        for row in &mut table.rows {
            row.cells.resize(width, Line::default());
        }
        let header = if table.headed { table.rows.remove(0).cells } else { vec![Line::default(); width] };
        if width > 0 {
            self.add(Block::Table(Table { header, rows: table.rows }));
        }
    }

    fn finish(&mut self) {
        if let Some(table) = &mut self.table {
            table.inner = 0;
            self.end_table();
        }
        while !self.lists.is_empty() {
            self.end_list();
        }
        self.end_block();
    }
}

fn attribute(tag: &Tag, name: &str) -> Option<String> {
    tag.attrs
        .iter()
        .find(|attribute| &*attribute.name.local == name)
        .map(|attribute| attribute.value.to_string())
}

/// Whether an element parts paragraphs.
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

#[cfg(test)]
mod tests {
    use comrak::{Arena, parse_document};

    use super::*;

    fn check(html: &str, want: &[&str]) {
        let source = SourceFile::new("a.md", html.to_owned());
        let arena = Arena::new();
        let root = parse_document(&arena, html, &comrak::Options::default());
        let found: Vec<String> = read(&source, root.children()).iter().map(show).collect();
        assert_eq!(found, want, "{html}");
    }

    fn show(piece: &Piece<'_>) -> String {
        let cells =
            |cells: &[Line<'_>]| cells.iter().map(|cell| cell.text.clone()).collect::<Vec<_>>().join("|");
        match piece {
            Piece::Heading(level, line) => format!("h{level} {}", line.text),
            Piece::Block(Block::Table(table)) => {
                let rows = table.rows.iter().map(|row| cells(&row.cells)).collect::<Vec<_>>().join(" / ");
                format!("table {} : {rows}", cells(&table.header))
            }
            Piece::Block(Block::List(items)) => {
                let item = |item: &Item<'_>| {
                    let text = item.lines().iter().map(|line| line.text.clone()).collect::<String>();
                    format!("{:?} {text} +{}", item.tick, item.rest().len())
                };
                items.iter().map(item).collect::<Vec<_>>().join(" / ")
            }
            Piece::Block(Block::Paragraph(lines)) => lines
                .iter()
                .map(|line| format!("{}*{}", line.text, line.bold))
                .collect::<Vec<_>>()
                .join(" / "),
            Piece::Block(_) => "?".to_owned(),
        }
    }

    #[test]
    fn what_wikis_export_is_read_like_markdown() {
        check("<h2>Time &amp; place</h2>", &["h2 Time & place"]);
        check("<p><strong>Status:</strong> open<br>second</p>", &["Status: open*7 / second*0"]);
        check(
            "<table><tr><th>Time</th><th>Event</th></tr>\n\n<tr><td><p>10:00</p></td><td>a<br/>b</td></tr></table>",
            &["table Time|Event : 10:00|a b"],
        );
        check(
            "<table><tr><th colspan=2>Data</th></tr><tr><th>Id</th><td>7</td></tr></table>",
            &["table | : Id|7"],
        );
        check(
            "<ul><li><input type=checkbox checked> done<ul><li>Owner: Ann</ul></li><li>more</ul>",
            &["Some(Done) done +1 / None more +0"],
        );
        check("<div><!-- note --><script>x</script>a <em>b", &["a b*0"]);
    }
}
