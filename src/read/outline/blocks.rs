//! Converts blocks of the tree into blocks of the outline.

use comrak::arena_tree;
use comrak::nodes::{Node, NodeValue};

use super::inline::{first_lines, inline_lines};
use super::{Block, Item, MAX_DEPTH, Row, Table, TaskState, join_lines};
use crate::read::markdown::span_of;
use crate::source::SourceFile;

/// Calls `call` with each block of a node.
pub(super) fn for_each_block<'a>(
    source: &SourceFile,
    node: Node<'a>,
    depth: usize,
    call: &mut dyn FnMut(Block<'a>),
) {
    if depth > MAX_DEPTH {
        return;
    }
    let inner = |nodes: &mut dyn Iterator<Item = Node<'a>>| {
        let mut blocks = Vec::new();
        nodes.for_each(|child| for_each_block(source, child, depth + 1, &mut |block| blocks.push(block)));
        blocks
    };
    let block = match &node.data().value {
        NodeValue::Paragraph => {
            let lines = inline_lines(source, node);
            if lines.is_empty() {
                return;
            }
            Block::Paragraph(lines)
        }
        NodeValue::List(_) => {
            Block::List(node.children().map(|item| read_item(source, item, depth + 1)).collect())
        }
        NodeValue::Table(_) => Block::Table(read_table(source, node)),
        NodeValue::BlockQuote | NodeValue::MultilineBlockQuote(_) | NodeValue::Alert(_) => {
            Block::Quote(inner(&mut node.children()))
        }
        NodeValue::Callout(callout) => {
            let titled =
                node.first_child().filter(|child| matches!(child.data().value, NodeValue::CalloutTitle));
            let title = titled.map(|title| join_lines(inline_lines(source, title)).text).unwrap_or_default();
            let skip = usize::from(titled.is_some());
            let blocks = inner(&mut node.children().skip(skip));
            Block::Callout { kind: callout.callout_type.clone(), title, blocks }
        }
        NodeValue::DescriptionItem(_) => {
            let part = |term: bool| {
                node.children()
                    .filter(move |child| matches!(child.data().value, NodeValue::DescriptionTerm) == term)
            };
            let term = join_lines(part(true).flat_map(|child| first_lines(source, child)).collect());
            let blocks = inner(&mut part(false).flat_map(arena_tree::Node::children));
            Block::Definition { term, blocks }
        }
        NodeValue::CodeBlock(_) => Block::Code(node),
        NodeValue::HtmlBlock(_) => Block::Html,
        NodeValue::ThematicBreak => Block::Rule,
        // A heading inside a quote or a list item counts as a line of text.
        NodeValue::Heading(_) => Block::Paragraph(inline_lines(source, node)),
        NodeValue::FootnoteDefinition(_) => return,
        _ => return node.children().for_each(|child| for_each_block(source, child, depth + 1, call)),
    };
    call(block);
}

fn read_item<'a>(source: &SourceFile, node: Node<'a>, depth: usize) -> Item<'a> {
    let task = match &node.data().value {
        NodeValue::TaskItem(task) => Some(TaskState::of(task.symbol)),
        _ => None,
    };
    let mut blocks = Vec::new();
    for child in node.children() {
        for_each_block(source, child, depth + 1, &mut |block| blocks.push(block));
    }
    Item { task, blocks, span: span_of(source, node) }
}

fn read_table<'a>(source: &SourceFile, node: Node<'a>) -> Table<'a> {
    let mut table = Table { header: Vec::new(), rows: Vec::new() };
    for row in node.children() {
        let cells: Vec<_> = row.children().map(|cell| join_lines(inline_lines(source, cell))).collect();
        if matches!(row.data().value, NodeValue::TableRow(true)) {
            table.header = cells;
        } else {
            table.rows.push(Row { cells, span: span_of(source, row) });
        }
    }
    table
}
