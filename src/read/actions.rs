//! Action items: table rows, checkboxes, bullets, headings with details, and the detail blocks of the template, merged
//! by number.

mod claim;
mod collector;
mod details;
mod elsewhere;
mod front_matter;
mod group;
mod item;
mod marks;
mod merge;
mod table;
#[cfg(test)]
mod tests;

use self::collector::Collector;
pub(super) use self::table::{Columns, columns};
use super::action_text::{self, OwnerStyle};
use super::context::Context;
use super::outline::{Block, Item};
use crate::model::{ActionItem, FieldId, Origin};

/// Reads the action items of a document.
pub(super) fn read(context: &mut Context<'_, '_, '_>) -> Vec<ActionItem> {
    let mut found = Collector::new(owner_style(context));
    front_matter::read(context, &mut found);
    for index in 0..context.outline.sections.len() {
        if matches!(context.labels.section_fields[index], Some(FieldId::Actions | FieldId::ActionDetails)) {
            found.section(context, index);
        }
    }
    found.leave_section();
    for label in context.labels(FieldId::Actions) {
        if label.origin != Origin::Section
            && !matches!(context.labels.section_fields[label.section], Some(FieldId::Actions))
        {
            found.label(context, label);
        }
    }
    if found.is_empty() {
        found.unmarked_lists(context);
    }
    if found.is_empty() {
        found.unknown_sections(context);
    }
    merge::merge(found.finish(context))
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
