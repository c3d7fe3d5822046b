//! Raw HTML, as exported by wikis, converted to the blocks that the same content would give in Markdown: headings,
//! paragraphs, lists and tables.
//!
//! Only the outline uses this; pages show the sanitized HTML itself. The HTML need not be valid: unclosed tags end
//! with the HTML, and unknown tags are skipped.

mod reader;

use std::cell::RefCell;

use comrak::nodes::{Node, NodeValue};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, CharacterTokens, EndTag, StartTag, TagToken, Token, TokenSink, TokenSinkResult, Tokenizer,
};

use self::reader::Reader;
use super::{Block, Line};
use crate::source::SourceFile;

/// A heading or a block found in HTML.
pub(super) enum Piece<'a> {
    Heading(u8, Line<'a>),
    Block(Block<'a>),
}

pub(super) fn is_html(node: Node<'_>) -> bool {
    matches!(node.data().value, NodeValue::HtmlBlock(_))
}

/// Reads adjacent HTML blocks as one.
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
        // Keep the line numbers: blank lines between the blocks are put back.
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
    tokenizer.sink.0.into_inner().finish()
}

struct Sink<'s, 'a>(RefCell<Reader<'s, 'a>>);

impl TokenSink for Sink<'_, '_> {
    type Handle = ();

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<()> {
        let mut reader = self.0.borrow_mut();
        reader.at_line(u32::try_from(line).unwrap_or(1));
        match token {
            CharacterTokens(text) => reader.text(&text),
            TagToken(tag) if tag.kind == StartTag => reader.open(&tag),
            TagToken(tag) if tag.kind == EndTag => reader.close(&tag.name),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

#[cfg(test)]
mod tests {
    use comrak::{Arena, parse_document};

    use super::super::Item;
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
                    format!("{:?} {text} +{}", item.task, item.rest().len())
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
    fn reads_html_of_wikis_like_markdown() {
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
        check("<p><b>Key </b></p>", &["Key*3"]);
        check("<div><!-- note --><script>x</script>a <em>b", &["a b*0"]);
    }
}
