//! Action items in documents without a section for them.

use super::collector::Collector;
use super::table;
use crate::read::context::Context;
use crate::read::lexicon::fold;
use crate::read::outline::Block;

impl Collector {
    /// Reads lists below a line that is a name of the list and nothing else, as a heading without its marks is.
    pub(super) fn unmarked_lists(&mut self, context: &mut Context<'_, '_, '_>) {
        let outline = context.outline;
        for pair in outline.sections.iter().flat_map(|section| section.blocks.windows(2)) {
            let [Block::Paragraph(lines), list @ (Block::List(_) | Block::Table(_))] = pair else { continue };
            let [line] = lines.as_slice() else { continue };
            if context.lexicon.is_in("action_list", &fold(&line.text)) {
                self.in_group(context, line, std::slice::from_ref(list));
            }
        }
    }

    /// Reads sections with unknown headings: tables with an owner and a due date or state, and task lists.
    pub(super) fn unknown_sections(&mut self, context: &mut Context<'_, '_, '_>) {
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
}
