//! Sections of events: what stands under the heading of a timeline, days and events as headings included.

use super::blocks::{blocks, first_paragraph};
use super::lines::bare_date;
use super::{Entry, Mode, Step, count};
use crate::read::context::Context;
use crate::read::field_id::FieldId;
use crate::read::outline::{Block, Line};
use crate::read::prose;
use crate::when::{self, Stamp};

pub(super) fn section(context: &Context<'_, '_, '_>, index: usize) -> Vec<Step> {
    let outline = context.outline;
    let mut steps = Vec::new();
    for at in outline.tree(index) {
        let section = &outline.sections[at];
        if at != index && context.labels.own[at].is_some_and(|slot| slot != FieldId::Timeline) {
            continue;
        }
        let inner = blocks(context, &section.blocks, Mode::Timeline);
        let stamp = (at != index)
            .then(|| when::leading_stamp(&section.heading.text, context.config.date_order))
            .flatten();
        match stamp {
            Some(stamp) if is_day(&stamp) && (count(&inner) > 0 || has_timed_child(context, at)) => {
                steps.push(stamp.date.map_or(Step::NoDay, Step::Day));
                steps.extend(inner);
            }
            Some(stamp) => {
                steps.push(Step::Event(Box::new(heading_event(&section.heading, stamp, &section.blocks))));
            }
            None => {
                if at != index {
                    steps.extend(bare_date(context, &section.heading.text));
                }
                steps.extend(inner);
            }
        }
    }
    steps
}

/// Headings that are events although no section around them is a timeline: pages of one update after the other.
pub(super) fn headings(context: &Context<'_, '_, '_>) -> Vec<Step> {
    let sections = context.outline.sections.iter().enumerate();
    let free = sections.filter(|(index, _)| context.labels.governing[*index].is_none());
    free.filter_map(|(_, section)| {
        let stamp = when::leading_stamp(&section.heading.text, context.config.date_order)
            .filter(|stamp| stamp.clock.is_some())?;
        Some(Step::Event(Box::new(heading_event(&section.heading, stamp, &section.blocks))))
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

/// `### 14:35 - Alert fires`: what stands after the time, else the first paragraph.
fn heading_event(heading: &Line<'_>, stamp: Stamp, blocks: &[Block<'_>]) -> Entry {
    let beside = prose::of_range(heading, stamp.end.min(heading.text.len()), heading.text.len());
    let text = if beside.is_empty() { first_paragraph(blocks) } else { beside.to_owned() };
    Entry {
        time: heading.text[..stamp.text_end].to_owned(),
        lead: text.clone(),
        stamp: Some(stamp),
        text,
        span: heading.span,
    }
}
