//! Action items: table rows, checkboxes, bullets, and the detail blocks of the template, merged by number.

mod front_matter;
mod group;
mod item;
mod merge;
mod table;

use self::group::GroupDefaults;
use self::item::{after_action_key, are_details, detail_lines, details, empty_item, split_number, text_item};
use super::action_text::{self, OwnerStyle};
use super::context::Context;
use super::labels::{Label, Part};
use super::outline::{Block, Item, Line, TaskState};
use super::prose;
use crate::model::{ActionItem, FieldId};
use crate::source::Span;

/// Details of an item written separately from it: `**AI-1: Title**` and the bullets below.
struct Detail {
    number: String,
    item: ActionItem,
}

impl Detail {
    /// Begins the details of an item at a line with its number and title.
    fn at(context: &Context<'_, '_, '_>, line: &Line<'_>, span: Span) -> Option<Self> {
        let (number, title) = split_number(&line.text)?;
        let title = prose::from_range(line, line.text.len() - title.len(), line.text.len());
        Some(Self { number, item: empty_item(context, title, span) })
    }
}

/// Reads the action items of a document.
pub(super) fn read(context: &mut Context<'_, '_, '_>) -> Vec<ActionItem> {
    let mut found = Collector { owner_style: owner_style(context), ..Collector::default() };
    front_matter::read(context, &mut found.items);
    let outline = context.outline;
    for (index, section) in outline.sections.iter().enumerate() {
        if !matches!(context.labels.section_fields[index], Some(FieldId::Actions | FieldId::ActionDetails)) {
            continue;
        }
        if context.labels.heading_fields[index].is_none()
            && let Some(mut detail) = Detail::at(context, &section.heading, section.heading.span)
        {
            details(context, &section.blocks, &mut detail.item);
            found.details.push(detail);
        } else {
            found.group = group::for_section(context, index);
            found.blocks(context, &section.blocks);
        }
    }
    found.group = GroupDefaults::default();
    for label in context.labels(FieldId::Actions) {
        if label.origin != crate::model::Origin::Section
            && !matches!(context.labels.section_fields[label.section], Some(FieldId::Actions))
        {
            found.label(context, label);
        }
    }
    if found.items.is_empty() && found.details.is_empty() {
        found.unknown_sections(context);
    }
    merge::merge(found)
}

/// Detects where the bullets of a document name their owners.
fn owner_style(context: &Context<'_, '_, '_>) -> OwnerStyle {
    let sections = context.outline.sections.iter().enumerate();
    let mut texts = Vec::new();
    for (_, section) in sections
        .filter(|(index, _)| matches!(context.labels.section_fields[*index], None | Some(FieldId::Actions)))
    {
        let mut open: Vec<&Block<'_>> = section.blocks.iter().collect();
        while let Some(block) = open.pop() {
            let Block::List(items) = block else { continue };
            texts.extend(items.iter().filter_map(|item| item.lines().first()).map(|line| line.text.as_str()));
            open.extend(items.iter().flat_map(Item::rest));
        }
    }
    // Long paragraphs do not end with an owner.
    let short = texts.into_iter().filter(|text| text.len() <= 600);
    action_text::owner_style(short, context.lexicon, context.config.date_order)
}

#[derive(Default)]
struct Collector {
    items: Vec<ActionItem>,
    details: Vec<Detail>,
    /// State and priority that the enclosing heading gives to its items.
    group: GroupDefaults,
    /// Where the items of this document name their owners.
    owner_style: OwnerStyle,
}

impl Collector {
    /// Reads sections with unknown headings: tables with an owner and a due date or state, and task lists.
    fn unknown_sections(&mut self, context: &mut Context<'_, '_, '_>) {
        let outline = context.outline;
        for (index, section) in outline.sections.iter().enumerate().skip(1) {
            if context.labels.section_fields[index].is_some() || Some(index) == context.labels.title {
                continue;
            }
            for block in &section.blocks {
                let is_actions = match block {
                    Block::Table(table) => table::looks_like_actions(context, table),
                    Block::List(items) => items.len() > 1 && items.iter().all(|item| item.task.is_some()),
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
        for item in &label.extra_items {
            self.item(context, item);
        }
        // `**Review actions**: As part of remediation … (Done)`
        if self.items.len() == before
            && let Some(part) = label.parts.first().filter(|part| !part.text().is_empty())
        {
            self.text_item(context, *part, None, &[]);
        }
    }

    fn blocks(&mut self, context: &mut Context<'_, '_, '_>, blocks: &[Block<'_>]) {
        let mut blocks = blocks.iter().peekable();
        while let Some(block) = blocks.next() {
            if let Block::Paragraph(lines) = block
                && let [line, rest @ ..] = lines.as_slice()
                && line.bold > 0
                && let Some(mut detail) = Detail::at(context, line, line.span)
            {
                if let Some(Block::List(_)) = blocks.peek()
                    && let Some(list) = blocks.next()
                {
                    details(context, std::slice::from_ref(list), &mut detail.item);
                }
                detail_lines(context, rest, &mut detail.item);
                self.details.push(detail);
                continue;
            }
            // `Completed:` above a list
            if let Block::Paragraph(lines) = block
                && let [line] = lines.as_slice()
                && matches!(blocks.peek(), Some(Block::List(_) | Block::Table(_)))
                && let Some(list) = blocks.next_if(|_| names_group(line))
            {
                self.in_group(context, line, std::slice::from_ref(list));
                continue;
            }
            self.block(context, block);
        }
    }

    /// Reads blocks below a line that may set state or priority for all of them.
    fn in_group(&mut self, context: &mut Context<'_, '_, '_>, line: &Line<'_>, blocks: &[Block<'_>]) {
        let inner = self.group.with_heading(&line.text, context.lexicon);
        let outer = std::mem::replace(&mut self.group, inner);
        for block in blocks {
            self.block(context, block);
        }
        self.group = outer;
    }

    fn block(&mut self, context: &mut Context<'_, '_, '_>, block: &Block<'_>) {
        match block {
            Block::Table(table) => {
                let rows = table::rows(context, table);
                self.items.extend(rows.into_iter().map(|item| self.group.apply(item)));
            }
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
        if nested && item.task.is_none() && lines.len() == 1 && names_group(first) {
            self.in_group(context, first, item.rest());
            return;
        }
        if first.bold > 0
            && nested
            && let Some(mut detail) = Detail::at(context, first, item.span)
        {
            details(context, item.rest(), &mut detail.item);
            self.details.push(detail);
            return;
        }
        if are_details(context, &lines[1..]) {
            let before = self.items.len();
            self.text_item(
                context,
                Part::from(first, after_action_key(context, first)),
                item.task,
                item.rest(),
            );
            if let Some(item) = self.items.get_mut(before) {
                detail_lines(context, &lines[1..], item);
            }
            return;
        }
        let joined = super::outline::join_lines(lines.to_vec());
        self.text_item(context, Part::whole(&joined), item.task, item.rest());
    }

    fn text_item(
        &mut self,
        context: &mut Context<'_, '_, '_>,
        part: Part<'_, '_>,
        task: Option<TaskState>,
        rest: &[Block<'_>],
    ) {
        let item = text_item(context, part, task, rest, self.owner_style);
        // An unchecked box states that its item is open, so only the priority is inherited.
        let item =
            item.map(
                |item| if task.is_some() { self.group.apply_priority(item) } else { self.group.apply(item) },
            );
        self.items.extend(item);
    }
}

/// Whether a line is a short lead-in: it ends with a colon, or is bold.
fn names_group(line: &Line<'_>) -> bool {
    (line.text.ends_with([':', '：']) || line.is_bold()) && line.text.chars().count() <= 48
}
