//! Details written below an item: `Owner: …`, `Success criteria: …`.

use crate::model::{ActionItem, FieldId, Prose};
use crate::read::action_text;
use crate::read::context::Context;
use crate::read::labels::Part;
use crate::read::lexicon::fold;
use crate::read::outline::{Block, Line};
use crate::read::placeholder::{is_choice, is_placeholder};
use crate::read::prose;
use crate::read::values::person;
use crate::text::find_colon;
use crate::when;

/// Between keys on one line: `Owner: Ann | Due: 2026-04-30`.
const SEPARATORS: [&str; 5] = [" | ", " · ", " • ", " — ", "; "];

/// Whether all lines after the first one of an item are keys with values: `Owner: …`, then `Due: …`.
pub(super) fn are_details(context: &Context<'_, '_, '_>, lines: &[Line<'_>]) -> bool {
    !lines.is_empty() && lines.iter().all(|line| is_keyed(context, &line.text))
}

/// Whether blocks hold nothing but the details of one item, and a word for its owner, day or state among them.
pub(super) fn is_detailed(context: &Context<'_, '_, '_>, blocks: &[Block<'_>]) -> bool {
    let mut has_word = false;
    let mut check = |lines: &[Line<'_>]| {
        has_word |= lines.iter().any(|line| {
            let key = line.text.split([':', '：']).next().unwrap_or("");
            context.lexicon.action_words.exact(&fold(key)).is_some()
        });
        are_details(context, lines)
    };
    let all = blocks.iter().any(|block| match block {
        Block::List(items) => items.iter().all(|item| item.task.is_none() && check(item.lines())),
        Block::Paragraph(lines) => check(lines),
        _ => false,
    });
    all && has_word
}

fn is_keyed(context: &Context<'_, '_, '_>, text: &str) -> bool {
    text.split_once([':', '：']).is_some_and(|(key, _)| {
        let key = fold(key);
        context.lexicon.action_words.exact(&key).is_some() || context.lexicon.key(&key).is_some()
    })
}

/// Reads bullets below an item that add details: `Owner: …`, `Success criteria: …`.
pub(super) fn details(context: &mut Context<'_, '_, '_>, blocks: &[Block<'_>], item: &mut ActionItem) {
    for block in blocks {
        match block {
            Block::List(items) => {
                for inner in items.iter().filter(|inner| inner.task.is_none()) {
                    detail_lines(context, inner.lines(), item);
                }
            }
            Block::Paragraph(lines) => detail_lines(context, lines, item),
            _ => {}
        }
    }
}

pub(super) fn detail_lines(context: &mut Context<'_, '_, '_>, lines: &[Line<'_>], item: &mut ActionItem) {
    for line in lines {
        for part in pieces(context, line) {
            detail(context, part, item);
        }
    }
}

/// The keys on a line: several, if each piece between separators begins with one.
fn pieces<'o, 'a>(context: &Context<'_, '_, '_>, line: &'o Line<'a>) -> Vec<Part<'o, 'a>> {
    let text = &line.text;
    let separator = SEPARATORS
        .iter()
        .find(|mark| text.contains(**mark) && text.split(**mark).all(|piece| is_keyed(context, piece)));
    let Some(separator) = separator else { return vec![Part::whole(line)] };
    let mut at = 0;
    let part = |piece: &str| {
        let skip = at;
        at += piece.len() + separator.len();
        Part { line, skip, end: skip + piece.len() }
    };
    text.split(separator).map(part).collect()
}

fn detail(context: &mut Context<'_, '_, '_>, part: Part<'_, '_>, item: &mut ActionItem) {
    let text = &part.line.text[part.skip..part.end];
    let Some(at) = find_colon(text) else { return };
    let key = fold(&text[..at]);
    let value = prose::from_range(part.line, part.skip + prose::char_end(text, at), part.end);
    if value.text.is_empty() || is_placeholder(&value.text) || is_choice(&value.text) {
        return;
    }
    match context.lexicon.action_words.exact(&key) {
        Some("owner") => item.owner = item.owner.take().or_else(|| person(&value.text, context.lexicon)),
        Some("due") if item.due.is_none() => {
            item.due = context.date(&value.text, part.line.span);
            item.due_text = item.due.is_none().then_some(value.text);
        }
        Some("priority") => item.priority = item.priority.take().or(Some(value.text)),
        Some("status") => set_state(context, &value.text, item),
        _ => match context.lexicon.key(&key) {
            Some(FieldId::Description | FieldId::Summary) => {
                item.description = item.description.take().or(Some(value.into()));
            }
            Some(FieldId::Rationale) => item.rationale = item.rationale.take().or(Some(value.into())),
            Some(FieldId::SuccessCriteria) => {
                item.success_criteria = item.success_criteria.take().or(Some(value.into()));
            }
            _ if context.lexicon.action_columns.exact(&key) == Some("reference") => {
                item.reference = item.reference.take().or(Some(value.into()));
            }
            _ => {}
        },
    }
}

/// Sets the state that words name, and keeps the words.
pub(super) fn set_state(context: &Context<'_, '_, '_>, words: &str, item: &mut ActionItem) {
    let state = action_text::state(words, context.lexicon);
    if let Some(state) = state {
        item.state = state;
        item.done_on = (!state.is_open())
            .then(|| when::find_date(words, context.config.date_order))
            .flatten()
            .and_then(|found| found.value.ok());
    }
    // `TODO` is a placeholder in most places, but a state here.
    let is_word = words.trim().eq_ignore_ascii_case("todo") || !context.lexicon.is_nothing(words);
    if !words.is_empty() && (state.is_some() || is_word) {
        item.state_text = Some(words.to_owned());
    }
}

/// The items of the list below a title, as one text.
pub(super) fn steps(blocks: &[Block<'_>]) -> Option<Box<Prose>> {
    let lists =
        blocks.iter().filter_map(|block| if let Block::List(items) = block { Some(items) } else { None });
    let steps: Vec<_> = lists.flatten().map(prose::item_text).filter(|step| !step.is_empty()).collect();
    (!steps.is_empty()).then(|| Box::new(prose::from_text(&steps.join("; "))))
}
