//! Events in blocks: lists and paragraphs whose lines begin with a time, and the values of timeline keys.

use super::lines::{bare_date, clock_origin, line_event, text_first_event};
use super::{FEW_TIMES, Mode, NO_TIMES, RawEvent, TimelineItem, count_timed, table};
use crate::model::FieldId;
use crate::read::context::Context;
use crate::read::labels::{Label, Part};
use crate::read::outline::{Block, Item, Line};
use crate::read::prose;
use crate::read::signs::count_words;
use crate::text::find_colon;
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
        Block::Code(_) | Block::Html | Block::Rule => Vec::new(),
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
    // `Cause: …`, `Fix: …`, `Lessons: …` are facts about one problem; `Rollout: …`, `Detection: …`, `Recovery: …` are
    // what happened.
    let is_fact = |item: &Item<'_>| {
        let name = item.lines().first().and_then(|line| lead(&line.text)).map(|(name, _)| name);
        let field = name.and_then(|name| context.lexicon.heading(name));
        field == Some(FieldId::Lessons)
    };
    let are_steps = mode == Mode::All
        && items.len() >= MIN_STEPS
        && items.iter().all(has_lead)
        && !items.iter().any(is_fact);
    for item in items {
        let lines = item.lines();
        let nested: Vec<TimelineItem> = item
            .rest()
            .iter()
            .filter(|block| matches!(block, Block::List(_) | Block::Paragraph(_)))
            .flat_map(|inner| block(context, inner, Mode::TimedOnly))
            .collect();
        // `* Actions taken`, with a paragraph for each event below it
        let is_lead = |lines: &[Line<'_>]| {
            mode == Mode::All
                && lines.iter().all(|line| line_event(context, Part::whole(line), mode).is_none())
        };
        if count_timed(&nested) > 0 && !matches!(item.rest().first(), Some(Block::List(_))) && is_lead(lines)
        {
            timed += 1;
            // `* When was it detected?`, with nothing but a time below it
            found.extend(nested.into_iter().map(|mut item| {
                if let TimelineItem::Event(event) = &mut item
                    && event.text.is_empty()
                {
                    prose::lines_text(lines).trim_end_matches([':', '：', ' ']).clone_into(&mut event.text);
                }
                item
            }));
            continue;
        }
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
            event.text = if event.text.is_empty() {
                details(item.rest())
            } else {
                with_details(&event.text, item.rest())
            };
            found.push(event.into());
        } else if !lines.is_empty() {
            let text = prose::lines_text(lines);
            let (time, text) = lead(&text)
                .filter(|_| are_steps)
                .map_or((String::new(), text.clone()), |(lead, rest)| (lead.to_owned(), rest.to_owned()));
            let name = String::new();
            let entry = RawEvent { time, stamp: None, text, name, span: item.span };
            found.push(entry.into());
        }
    }
    // A list is a timeline if most of its items have a time. Elsewhere, items without a time are dropped.
    let majority = timed * 2 > items.len()
        || mode == Mode::All
            && timed == 0
            && items.len() >= MIN_STEPS
            && (are_steps || items.iter().all(|item| is_numbered(context, item)));
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

/// Without times, a list in a timeline tells what happened in which order from this many items on, if it is numbered or
/// each item has a bold name.
const MIN_STEPS: usize = 3;

/// A longer text is no name of an event.
const MAX_NAME_WORDS: usize = 8;
/// How many items below the name of an event are read.
const MAX_ITEMS: usize = 6;

/// Splits `Rollout: the new gateway …` into the name of an event and the rest.
fn lead(text: &str) -> Option<(&str, &str)> {
    let at = find_colon(text).filter(|at| count_words(&text[..*at]) <= MAX_NAME_WORDS)?;
    Some((text[..at].trim(), text[prose::char_end(text, at)..].trim())).filter(|(_, rest)| !rest.is_empty())
}

/// Whether an item begins with a bold name.
fn has_lead(item: &Item<'_>) -> bool {
    let Some(line) = item.lines().first() else { return false };
    line.bold > 0 && lead(&line.text).is_some()
}

fn is_numbered(context: &Context<'_, '_, '_>, item: &Item<'_>) -> bool {
    context.source.slice(item.span).starts_with(|c: char| c.is_ascii_digit())
}

/// What blocks say about an event: the first paragraph, or the first items of the first list.
pub(super) fn details(blocks: &[Block<'_>]) -> String {
    let first = blocks.iter().find_map(|block| match block {
        Block::Paragraph(lines) => prose::paragraph(lines),
        Block::List(items) => Some(items_text(items)),
        _ => None,
    });
    first.unwrap_or_default()
}

/// The name of an event with what the list below it says: `Initial response: Restarted the gateway. …`. A longer text
/// says by itself what happened.
pub(super) fn with_details(name: &str, blocks: &[Block<'_>]) -> String {
    let list = blocks.iter().find_map(|block| match block {
        Block::List(items) => Some(items_text(items)),
        _ => None,
    });
    let list = list.filter(|text| !text.is_empty() && count_words(name) <= MAX_NAME_WORDS);
    list.map_or_else(
        || name.to_owned(),
        |text| format!("{}: {text}", name.trim_end_matches([':', '：', '.', ' '])),
    )
}

/// The first items of a list as sentences.
fn items_text(items: &[Item<'_>]) -> String {
    let texts = items.iter().take(MAX_ITEMS).map(prose::item_text).filter(|text| !text.is_empty());
    let ends = |text: &str| text.ends_with(['.', '!', '?', ':', '。', '！', '？', '：']);
    let mut text = String::new();
    for item in texts {
        if !text.is_empty() {
            text.push_str(if ends(&text) { " " } else { ". " });
        }
        text.push_str(&item);
    }
    text
}
