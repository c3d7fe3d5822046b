//! Builds the parts of a page that are not from a document: tables of facts, lists of incidents.

use comrak::Arena;
use comrak::nodes::{AstNode, ListDelimType, ListType, Node, NodeHeading, NodeList, NodeTable, NodeValue};

use crate::text::squeeze;

/// Builds nodes in an arena.
#[derive(Clone, Copy)]
pub(super) struct Pen<'a> {
    arena: &'a Arena<'a>,
}

/// The nodes of a line of text, as in a cell or list item.
pub(super) type Line<'a> = Vec<Node<'a>>;

impl<'a> Pen<'a> {
    pub(super) fn new(arena: &'a Arena<'a>) -> Self {
        Self { arena }
    }

    pub(super) fn arena(self) -> &'a Arena<'a> {
        self.arena
    }

    pub(super) fn node(self, value: NodeValue, children: impl IntoIterator<Item = Node<'a>>) -> Node<'a> {
        let node = self.arena.alloc(AstNode::from(value));
        node.extend(children);
        node
    }

    /// Text on one line, without surrounding spaces.
    pub(super) fn text(self, text: &str) -> Node<'a> {
        self.node(NodeValue::Text(squeeze(text).into()), [])
    }

    /// Text with its surrounding spaces, which separate it from its neighbors.
    pub(super) fn verbatim(self, text: &str) -> Node<'a> {
        self.node(NodeValue::Text(text.to_owned().into()), [])
    }

    pub(super) fn strong(self, text: &str) -> Node<'a> {
        self.node(NodeValue::Strong, [self.text(text)])
    }

    pub(super) fn paragraph(self, line: Line<'a>) -> Node<'a> {
        self.node(NodeValue::Paragraph, line)
    }

    pub(super) fn heading(self, text: &str) -> Node<'a> {
        self.node(
            NodeValue::Heading(NodeHeading { level: 2, setext: false, closed: false }),
            [self.text(text)],
        )
    }

    /// A tight list.
    pub(super) fn list(self, items: impl IntoIterator<Item = Line<'a>>) -> Node<'a> {
        let items: Vec<_> = items.into_iter().map(|line| vec![self.paragraph(line)]).collect();
        self.list_of_blocks(ListType::Bullet, items)
    }

    /// A list whose items contain blocks.
    pub(super) fn list_of_blocks(self, kind: ListType, items: Vec<Vec<Node<'a>>>) -> Node<'a> {
        let tight = items.iter().all(|item| item.len() < 2);
        let list = NodeList {
            list_type: kind,
            marker_offset: 0,
            padding: 2,
            start: 1,
            delimiter: ListDelimType::Period,
            bullet_char: b'-',
            tight,
            is_task_list: false,
        };
        let items: Vec<_> = items.into_iter().map(|item| self.node(NodeValue::Item(list), item)).collect();
        self.node(NodeValue::List(list), items)
    }

    pub(super) fn table(self, header: &[&str], rows: Vec<Vec<Line<'a>>>) -> Node<'a> {
        let (num_columns, num_rows) = (header.len(), rows.len() + 1);
        let alignments = vec![comrak::nodes::TableAlignment::None; num_columns];
        let table = NodeTable { alignments, num_columns, num_rows, num_nonempty_cells: 0 };
        let head = header.iter().map(|text| vec![self.text(text)]).collect();
        let rows = std::iter::once((true, head)).chain(rows.into_iter().map(|row| (false, row)));
        let rows: Vec<_> = rows
            .map(|(is_header, cells)| {
                let cells: Vec<_> =
                    cells.into_iter().map(|cell| self.node(NodeValue::TableCell, cell)).collect();
                self.node(NodeValue::TableRow(is_header), cells)
            })
            .collect();
        self.node(NodeValue::Table(Box::new(table)), rows)
    }
}

/// All text below a node, on one line.
pub(super) fn plain(node: Node<'_>) -> String {
    let mut text = String::new();
    for below in node.descendants() {
        match &below.data().value {
            NodeValue::Text(part) => text.push_str(part),
            NodeValue::Code(code) => text.push_str(&code.literal),
            NodeValue::CodeBlock(code) => text.push_str(&code.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak => text.push(' '),
            value if value.block() => text.push(' '),
            _ => {}
        }
    }
    squeeze(&text)
}
