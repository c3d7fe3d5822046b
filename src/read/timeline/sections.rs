//! Timeline sections, with days and events as subheadings.

use super::blocks::{blocks, details, with_details};
use super::lines::bare_date;
use super::{Mode, RawEvent, TimelineItem, count};
use crate::model::FieldId;
use crate::read::context::Context;
use crate::read::outline::Section;
use crate::read::prose;
use crate::when::{self, Stamp};

pub(super) fn section(context: &Context<'_, '_, '_>, index: usize) -> Vec<TimelineItem> {
    let outline = context.outline;
    let mut items = Vec::new();
    for at in outline.subtree(index) {
        let section = &outline.sections[at];
        if at != index && context.labels.heading_fields[at].is_some_and(|field| field != FieldId::Timeline) {
            continue;
        }
        let inner = blocks(context, &section.blocks, Mode::All);
        let stamp = (at != index)
            .then(|| when::leading_stamp(&section.heading.text, context.config.date_order))
            .flatten();
        match stamp {
            Some(stamp) if is_day(&stamp) && (count(&inner) > 0 || has_timed_child(context, at)) => {
                items.push(stamp.date.map_or(TimelineItem::InvalidDay, TimelineItem::Day));
                items.extend(inner);
            }
            Some(stamp) => {
                items.push(heading_event(section, stamp).into());
            }
            None => {
                if at != index {
                    items.extend(bare_date(context, &section.heading.text));
                }
                items.extend(inner);
            }
        }
    }
    items
}

/// Reads headings that are events outside any timeline section: documents with one update after the other.
pub(super) fn headings(context: &Context<'_, '_, '_>) -> Vec<TimelineItem> {
    let sections = context.outline.sections.iter().enumerate();
    let free = sections.filter(|(index, _)| context.labels.section_fields[*index].is_none());
    free.filter_map(|(_, section)| {
        let stamp = when::leading_stamp(&section.heading.text, context.config.date_order)
            .filter(|stamp| stamp.clock.is_some())?;
        Some(heading_event(section, stamp).into())
    })
    .collect()
}

fn has_timed_child(context: &Context<'_, '_, '_>, index: usize) -> bool {
    let outline = context.outline;
    outline.sections.iter().any(|section| {
        section.parent == Some(index)
            && when::leading_stamp(&section.heading.text, context.config.date_order)
                .is_some_and(|stamp| stamp.clock.is_some())
    })
}

fn is_day(stamp: &Stamp) -> bool {
    stamp.date.is_some() && stamp.clock.is_none() && stamp.relative_minutes.is_none()
}

/// `### 14:35 - Alert fires`: the text after the time with what the list below it says, else the text below it.
fn heading_event(section: &Section<'_>, stamp: Stamp) -> RawEvent {
    let heading = &section.heading;
    let title = prose::range_text(heading, stamp.end.min(heading.text.len()), heading.text.len());
    let text = if title.is_empty() { details(&section.blocks) } else { with_details(title, &section.blocks) };
    RawEvent {
        time: heading.text[..stamp.text_end].to_owned(),
        stamp: Some(stamp),
        text,
        name: String::new(),
        span: heading.span,
    }
}
