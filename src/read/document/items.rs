//! Marks in the author's table of action items, where the page shows their state.

use std::fmt::{self, Write};

use comrak::nodes::{Node, NodeValue};

use super::Out;
use super::layout::ItemRow;
use crate::model::{ItemPart, Segment};

/// Marks the beginning of a cell in the row of an action item.
pub(super) fn start_item(out: &mut Out<'_, '_, '_>, cell: Node<'_>) -> fmt::Result {
    let Some((column, ItemRow { item, columns })) = place(out, cell) else { return Ok(()) };
    let mut mark = |part| out.write_str(&Segment::Item(part, item).mark());
    if column == 0 {
        mark(ItemPart::Anchor)?;
    }
    if columns.owner == Some(column) && is_name(cell) {
        mark(ItemPart::Owner)?;
    }
    if columns.status == Some(column) && cell.first_child().is_some() {
        mark(ItemPart::State)?;
    }
    Ok(())
}

/// Marks the end of a cell in the row of an action item.
pub(super) fn end_item(out: &mut Out<'_, '_, '_>, cell: Node<'_>) -> fmt::Result {
    let Some((column, ItemRow { item, columns })) = place(out, cell) else { return Ok(()) };
    let mut mark = |part| out.write_str(&Segment::Item(part, item).mark());
    if columns.owner == Some(column) && is_name(cell) {
        mark(ItemPart::OwnerEnd)?;
    }
    if columns.due == Some(column) {
        mark(ItemPart::Due)?;
    }
    if columns.status == Some(column) {
        mark(if cell.first_child().is_some() { ItemPart::StateEnd } else { ItemPart::NoState })?;
    }
    if columns.action == Some(column) {
        if columns.status.is_none() {
            mark(ItemPart::NoState)?;
        }
        mark(ItemPart::Details)?;
    }
    Ok(())
}

/// The column of a cell, and the row, if it is that of an action item.
fn place(out: &Out<'_, '_, '_>, cell: Node<'_>) -> Option<(usize, ItemRow)> {
    let state = out.user.as_ref()?;
    if state.layout.rows.is_empty() {
        return None;
    }
    let row = state.layout.rows.get(&cell.data().sourcepos.start.line)?;
    Some((state.column.checked_sub(1)?, *row))
}

/// Whether a cell holds a name that can become a link: nothing else, and nothing that may become a link itself.
fn is_name(cell: Node<'_>) -> bool {
    let mut inside = cell.children();
    match (inside.next(), inside.next()) {
        (Some(only), None) => {
            matches!(&only.data().value, NodeValue::Text(text) if !text.contains(|c: char| c.is_ascii_digit() || "{./".contains(c)))
        }
        _ => false,
    }
}
