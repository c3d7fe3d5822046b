//! Events in blocks: lists and paragraphs whose lines begin with a time, and the values of timeline keys.

use super::lines::{bare_date, clock_origin, line_event, text_first_event};
use super::{FEW_TIMES, Mode, NO_TIMES, RawEvent, TimelineItem, count_timed, table};
use crate::read::context::Context;
use crate::read::labels::{Label, Part};
use crate::read::outline::{Block, Item, Line};
use crate::read::prose;
use crate::when;

pub(super) fn label_items(context: &Context<'_, '_, '_>, label: &Label<'_, '_>) -> Vec<TimelineItem> {
    let mut found: Vec<TimelineItem> = Vec::new();
    let timed = |part| line_event(context, part, Mode::TimedOnly).map(TimelineItem::from);
    found.extend(label.parts.iter().filter_map(|part| timed(*part)));
    found.extend(label.blocks.iter().flat_map(|inner| block(context, inner, Mode::TimedOnly)));
    let extra = label.extra_items.iter().filter_map(|item| item.lines().first());
    found.extend(extra.map(Part::whole).filter_map(timed));
    // `First detected 2023-11-03 14:38`: the text comes before the time.
    if count_timed(&found) == 0 {
        let lines = label.items().into_iter().flatten().filter_map(|item| item.lines().first());
        found.extend(lines.filter_map(|line| text_first_event(context, line)).map(TimelineItem::from));
    }
    found
}

pub(super) fn blocks(context: &Context<'_, '_, '_>, blocks: &[Block<'_>], mode: Mode) -> Vec<TimelineItem> {
    blocks.iter().flat_map(|inner| block(context, inner, mode)).collect()
}

fn block(context: &Context<'_, '_, '_>, block: &Block<'_>, mode: Mode) -> Vec<TimelineItem> {
    match block {
        Block::Table(inner) => table::table(context, inner, mode),
        Block::List(items) => list(context, items, mode),
        Block::Paragraph(lines) => paragraph(context, lines, mode),
        Block::Quote(inner)
        | Block::Callout { blocks: inner, .. }
        | Block::Definition { blocks: inner, .. } => blocks(context, inner, mode),
        Block::Code | Block::Html | Block::Rule => Vec::new(),
    }
}

fn paragraph(context: &Context<'_, '_, '_>, lines: &[Line<'_>], mode: Mode) -> Vec<TimelineItem> {
    if let Some(event) = time_on_last_line(context, lines) {
        return vec![event.into()];
    }
    let mut found: Vec<TimelineItem> = Vec::new();
    for line in lines {
        if let Some(day) = bare_date(context, &line.text).or_else(|| clock_origin(context, &line.text)) {
            found.push(day);
        } else if let Some(event) = line_event(context, Part::whole(line), mode) {
            found.push(event.into());
        } else if let Some(TimelineItem::Event(last)) = found.last_mut() {
            last.text = prose::join([&last.text, line.text.trim()]);
        }
    }
    found
}

/// Reads an update of a status page with its time below the text: the last line is only a time, and no other line
/// begins with one.
fn time_on_last_line(context: &Context<'_, '_, '_>, lines: &[Line<'_>]) -> Option<RawEvent> {
    let (last, text) = lines.split_last().filter(|(_, text)| !text.is_empty())?;
    let stamp = when::leading_stamp(&last.text, context.config.date_order)?;
    let is_only_time =
        stamp.clock.is_some() && last.text[stamp.text_end..].trim_end_matches(['.', ')']).is_empty();
    let timed = |line: &Line<'_>| when::leading_stamp(&line.text, context.config.date_order).is_some();
    if !is_only_time || text.iter().any(timed) {
        return None;
    }
    let time = last.text[..stamp.text_end].to_owned();
    let text = prose::lines_text(text);
    Some(RawEvent { time, stamp: Some(stamp), text, name: String::new(), span: lines[0].span })
}

fn list(context: &Context<'_, '_, '_>, items: &[Item<'_>], mode: Mode) -> Vec<TimelineItem> {
    let mut found = Vec::new();
    let mut timed = 0;
    for item in items {
        let lines = item.lines();
        let nested: Vec<TimelineItem> = item
            .rest()
            .iter()
            .filter(|block| matches!(block, Block::List(_)))
            .flat_map(|inner| block(context, inner, Mode::TimedOnly))
            .collect();
        if let Some(line) = lines.first()
            && let Some(day) = bare_date(context, &line.text)
            && count_timed(&nested) > 0
        {
            timed += 1;
            found.push(day);
            found.extend(nested);
            continue;
        }
        if let Some(mut event) = lines.first().and_then(|line| line_event(context, Part::whole(line), mode)) {
            timed += 1;
            if lines.len() > 1 {
                let further = lines[1..].iter().map(|line| line.text.trim());
                event.text = prose::join([event.text.as_str()].into_iter().chain(further));
            }
            if event.text.is_empty() {
                event.text = first_paragraph(item.rest());
            }
            found.push(event.into());
        } else if !lines.is_empty() {
            let text = prose::lines_text(lines);
            let (time, name) = (String::new(), String::new());
            let entry = RawEvent { time, stamp: None, text, name, span: item.span };
            found.push(entry.into());
        }
    }
    // A list is a timeline if most of its items have a time. Elsewhere, items without a time are dropped.
    let majority = timed * 2 > items.len()
        || mode == Mode::All
            && timed == 0
            && items.len() >= MIN_STEPS
            && items.iter().all(|item| is_numbered(context, item));
    if !(majority || mode == Mode::All && timed * 3 > items.len()) {
        let first = items.first().filter(|_| mode == Mode::All);
        let reason = if timed > 0 { FEW_TIMES } else { NO_TIMES };
        return first.map(|item| TimelineItem::DroppedList(item.span, reason)).into_iter().collect();
    }
    if mode == Mode::TimedOnly {
        found.retain(|item| !matches!(item, TimelineItem::Event(entry) if entry.stamp.is_none()));
    }
    found
}

/// Without times, a numbered list in a timeline tells what happened in which order from this many items on.
const MIN_STEPS: usize = 3;

fn is_numbered(context: &Context<'_, '_, '_>, item: &Item<'_>) -> bool {
    context.source.slice(item.span).starts_with(|c: char| c.is_ascii_digit())
}

/// The first paragraph, or the first item of the first list.
pub(super) fn first_paragraph(blocks: &[Block<'_>]) -> String {
    let first = blocks.iter().find_map(|block| match block {
        Block::Paragraph(lines) => prose::paragraph(lines),
        Block::List(items) => items.first().map(prose::item_text),
        _ => None,
    });
    first.unwrap_or_default()
}
