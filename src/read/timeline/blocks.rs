//! Blocks of events: lists and paragraphs whose lines begin with a time, and what stands behind a key.

use super::lines::{bare_date, lead, line_event, origin, worded_event};
use super::{Entry, Mode, Step, count_timed, table};
use crate::read::context::Context;
use crate::read::labels::{Label, Part};
use crate::read::outline::{Block, Item, Line};
use crate::read::prose;
use crate::when;

pub(super) fn of_label(context: &Context<'_, '_, '_>, label: &Label<'_, '_>) -> Vec<Step> {
    let mut steps = Vec::new();
    for part in &label.parts {
        steps.extend(line_event(context, *part, Mode::Timed).map(Box::new).map(Step::Event));
    }
    for block in &label.blocks {
        steps.extend(self::block(context, block, Mode::Timed));
    }
    for item in &label.loose {
        steps.extend(
            item.lines()
                .first()
                .and_then(|line| line_event(context, Part::whole(line), Mode::Timed))
                .map(Box::new)
                .map(Step::Event),
        );
    }
    // `First detected 2023-11-03 14:38`: the words come first.
    if count_timed(&steps) == 0 {
        for item in label.items().into_iter().flatten() {
            steps.extend(
                item.lines()
                    .first()
                    .and_then(|line| worded_event(context, line))
                    .map(Box::new)
                    .map(Step::Event),
            );
        }
    }
    steps
}

pub(super) fn blocks(context: &Context<'_, '_, '_>, blocks: &[Block<'_>], mode: Mode) -> Vec<Step> {
    blocks.iter().flat_map(|inner| block(context, inner, mode)).collect()
}

fn block(context: &Context<'_, '_, '_>, block: &Block<'_>, mode: Mode) -> Vec<Step> {
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

fn paragraph(context: &Context<'_, '_, '_>, lines: &[Line<'_>], mode: Mode) -> Vec<Step> {
    if let Some(event) = time_below(context, lines) {
        return vec![Step::Event(Box::new(event))];
    }
    let mut steps: Vec<Step> = Vec::new();
    for line in lines {
        if let Some(day) = bare_date(context, &line.text).or_else(|| origin(context, &line.text)) {
            steps.push(day);
        } else if let Some(event) = line_event(context, Part::whole(line), mode) {
            steps.push(Step::Event(Box::new(event)));
        } else if let Some(Step::Event(last)) = steps.last_mut() {
            last.text = prose::join([&last.text, line.text.trim()]);
        }
    }
    steps
}

/// Status pages put the time of an update below its text: the last line is a time and nothing else, and no other begins with one.
fn time_below(context: &Context<'_, '_, '_>, lines: &[Line<'_>]) -> Option<Entry> {
    let (last, text) = lines.split_last().filter(|(_, text)| !text.is_empty())?;
    let stamp = when::leading_stamp(&last.text, context.config.date_order)?;
    let alone = stamp.clock.is_some() && last.text[stamp.text_end..].trim_end_matches(['.', ')']).is_empty();
    let timed = |line: &Line<'_>| when::leading_stamp(&line.text, context.config.date_order).is_some();
    if !alone || text.iter().any(timed) {
        return None;
    }
    let time = last.text[..stamp.text_end].to_owned();
    let (text, lead) = (prose::of_lines(text), lead(&text[0], 0));
    Some(Entry { time, stamp: Some(stamp), text, lead, span: lines[0].span })
}

fn list(context: &Context<'_, '_, '_>, items: &[Item<'_>], mode: Mode) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut timed = 0;
    for item in items {
        let lines = item.lines();
        let nested: Vec<Step> = item
            .rest()
            .iter()
            .filter(|block| matches!(block, Block::List(_)))
            .flat_map(|inner| block(context, inner, Mode::Timed))
            .collect();
        if let Some(line) = lines.first()
            && let Some(day) = bare_date(context, &line.text)
            && count_timed(&nested) > 0
        {
            timed += 1;
            steps.push(day);
            steps.extend(nested);
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
            steps.push(Step::Event(Box::new(event)));
        } else if !lines.is_empty() {
            let text = prose::of_lines(lines);
            let entry = Entry { time: String::new(), stamp: None, lead: text.clone(), text, span: item.span };
            steps.push(Step::Event(Box::new(entry)));
        }
    }
    // A list is a timeline if most of its items have a time; elsewhere the items without one are not its business.
    let majority = timed * 2 > items.len();
    if !(majority || mode == Mode::Timeline && timed * 3 > items.len()) {
        return Vec::new();
    }
    if mode == Mode::Timed {
        steps.retain(|step| !matches!(step, Step::Event(entry) if entry.stamp.is_none()));
    }
    steps
}

/// What the first paragraph of some blocks says, or the first item of their first list.
pub(super) fn first_paragraph(blocks: &[Block<'_>]) -> String {
    let first = blocks.iter().find_map(|block| match block {
        Block::Paragraph(lines) => prose::paragraph(lines),
        Block::List(items) => items.first().map(prose::of_item),
        _ => None,
    });
    first.unwrap_or_default()
}
