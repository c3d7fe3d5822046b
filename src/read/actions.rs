//! Action items: rows of tables, boxes, bullets, and the detail blocks of the template, merged by number.

mod front;
mod item;
mod merge;
mod table;

use self::item::{blank, detail_lines, details, numbered, text_item};
use super::context::Context;
use super::labels::{Label, Part};
use super::outline::{Block, Item};
use super::prose;
use super::slot::Slot;
use crate::model::ActionItem;

/// Details of an item that stand apart from it: `**AI-1: Title**` and the bullets below.
struct Detail {
    number: String,
    item: ActionItem,
}

/// Reads the action items of a document.
pub(super) fn read(context: &mut Context<'_, '_, '_>) -> Vec<ActionItem> {
    let mut found = Collector::default();
    front::front(context, &mut found.items);
    let outline = context.outline;
    for (index, section) in outline.sections.iter().enumerate() {
        if !matches!(context.labels.governing[index], Some(Slot::Actions | Slot::ActionDetails)) {
            continue;
        }
        if context.labels.own[index].is_none()
            && let Some((number, title)) = numbered(&section.heading.text)
        {
            let title = prose::of_range(
                &section.heading,
                section.heading.text.len() - title.len(),
                section.heading.text.len(),
            );
            let mut item = blank(context, title, section.heading.span);
            details(context, &section.blocks, &mut item);
            found.details.push(Detail { number, item });
        } else {
            found.blocks(context, &section.blocks);
        }
    }
    for label in context.labels(Slot::Actions) {
        if label.origin != crate::model::Origin::Section
            && !matches!(context.labels.governing[label.section], Some(Slot::Actions))
        {
            found.label(context, label);
        }
    }
    if found.items.is_empty() && found.details.is_empty() {
        found.unnamed(context);
    }
    merge::merge(found)
}

#[derive(Default)]
struct Collector {
    items: Vec<ActionItem>,
    details: Vec<Detail>,
}

impl Collector {
    /// Under headings that the vocabulary does not know: tables with an owner and a due date or state, and lists of tasks.
    fn unnamed(&mut self, context: &mut Context<'_, '_, '_>) {
        let outline = context.outline;
        for (index, section) in outline.sections.iter().enumerate().skip(1) {
            if context.labels.governing[index].is_some() || Some(index) == context.labels.title {
                continue;
            }
            for block in &section.blocks {
                let is_actions = match block {
                    Block::Table(table) => table::is_unmistakable(context, table),
                    Block::List(items) => items.len() > 1 && items.iter().all(|item| item.tick.is_some()),
                    _ => false,
                };
                if is_actions {
                    self.block(context, block);
                }
            }
        }
    }

    fn label(&mut self, context: &mut Context<'_, '_, '_>, label: &Label<'_, '_>) {
        let before = self.items.len();
        for block in &label.blocks {
            self.block(context, block);
        }
        for item in &label.loose {
            self.item(context, item);
        }
        // `**Review actions**: As part of remediation … (Done)`
        if self.items.len() == before
            && let Some(part) = label.parts.first().filter(|part| !part.text().is_empty())
        {
            self.items.extend(text_item(context, *part, None, &[]));
        }
    }

    fn blocks(&mut self, context: &mut Context<'_, '_, '_>, blocks: &[Block<'_>]) {
        let mut blocks = blocks.iter().peekable();
        while let Some(block) = blocks.next() {
            if let Block::Paragraph(lines) = block
                && let [line, rest @ ..] = lines.as_slice()
                && line.bold > 0
                && let Some((number, title)) = numbered(&line.text)
            {
                let title = prose::of_range(line, line.text.len() - title.len(), line.text.len());
                let mut item = blank(context, title, line.span);
                if let Some(Block::List(_)) = blocks.peek()
                    && let Some(list) = blocks.next()
                {
                    details(context, std::slice::from_ref(list), &mut item);
                }
                detail_lines(context, rest, &mut item);
                self.details.push(Detail { number, item });
                continue;
            }
            self.block(context, block);
        }
    }

    fn block(&mut self, context: &mut Context<'_, '_, '_>, block: &Block<'_>) {
        match block {
            Block::Table(table) => self.items.extend(table::rows(context, table)),
            Block::List(items) => {
                for item in items {
                    self.item(context, item);
                }
            }
            Block::Quote(inner) | Block::Callout { blocks: inner, .. } => self.blocks(context, inner),
            _ => {}
        }
    }

    fn item(&mut self, context: &mut Context<'_, '_, '_>, item: &Item<'_>) {
        let lines = item.lines();
        let Some(first) = lines.first() else { return };
        let nested = item.rest().iter().any(|block| matches!(block, Block::List(_)));
        let names_group = nested
            && item.tick.is_none()
            && lines.len() == 1
            && (first.text.ends_with([':', '：']) || first.is_bold())
            && first.text.chars().count() <= 48;
        if names_group {
            for block in item.rest() {
                self.block(context, block);
            }
            return;
        }
        if let Some((number, title)) = numbered(&first.text)
            && first.bold > 0
            && nested
        {
            let title = prose::of_range(first, first.text.len() - title.len(), first.text.len());
            let mut whole = blank(context, title, item.span);
            details(context, item.rest(), &mut whole);
            self.details.push(Detail { number, item: whole });
            return;
        }
        let joined = super::outline::joined(lines.to_vec());
        self.items.extend(text_item(context, Part::whole(&joined), item.tick, item.rest()));
    }
}
