//! Blocks of the tree, turned into those of the outline.

use comrak::nodes::{Node, NodeValue};

use super::lines::{first_lines, lines_of};
use super::{Block, DEEPEST, Item, Row, Table, Tick, joined};
use crate::read::markdown::span_of;
use crate::source::SourceFile;

pub(super) fn blocks_of<'a>(source: &SourceFile, node: Node<'a>, depth: usize) -> Vec<Block<'a>> {
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
