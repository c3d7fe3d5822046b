//! One action item: a sentence, and the lines below it with more details.

use crate::model::{ActionItem, ActionState, FieldId, Prose};
use crate::read::action_text::{self, OwnerStyle};
use crate::read::context::Context;
use crate::read::labels::Part;
use crate::read::lexicon::fold;
use crate::read::outline::{Block, Line, TaskState};
use crate::read::placeholder::{is_choice, is_placeholder};
use crate::read::prose;
use crate::read::values::person;
use crate::source::Span;
use crate::text::find_colon;
use crate::when;

pub(super) fn empty_item(context: &Context<'_, '_, '_>, action: Prose, span: Span) -> ActionItem {
    ActionItem {
        number: String::new(),
        action,
        owner: None,
        priority: None,
        due: None,
        due_text: None,
        state: ActionState::Open,
        state_text: None,
        done_on: None,
        category: None,
        description: None,
        rationale: None,
        success_criteria: None,
        reference: None,
        span,
        line: context.source.line(span.start),
    }
}

/// Reads an item from a sentence: a bullet or a checkbox.
pub(super) fn text_item(
    context: &mut Context<'_, '_, '_>,
    part: Part<'_, '_>,
    task: Option<TaskState>,
    rest: &[Block<'_>],
    owner_style: OwnerStyle,
) -> Option<ActionItem> {
    let text = part.text();
    if text.is_empty()
        || context.lexicon.is_nothing(text)
        || is_placeholder(text)
        || part.line.is_emphasized()
    {
        return None;
    }
    let from = part.line.text.len() - part.line.text[part.skip..].trim_start().len();
    let found =
        action_text::read(&part.line.text[from..], owner_style, context.lexicon, context.config.date_order);
    let action = prose::from_range(part.line, from, from + found.end);
    let mut item = empty_item(context, action, part.line.span);
    item.owner = found.owner;
    item.due = found.due;
    item.due_text = found.due_text;
    item.priority = found.priority;
    item.done_on = found.done_on;
    if let Some((state, words)) = found.state {
        item.state = state;
        item.state_text = Some(words);
    }
    match task {
        Some(TaskState::Done) if item.state.is_open() => item.state = ActionState::Done,
        Some(TaskState::Dropped) => item.state = ActionState::Dropped,
        Some(TaskState::InProgress) if item.state == ActionState::Open => {
            item.state = ActionState::InProgress;
        }
        // An unchecked box with `(done)` after the text: the words were written later than the box.
        _ => {}
    }
    if task != Some(TaskState::Done) && part.line.is_mostly_struck() && item.state.is_open() {
        item.state = ActionState::Dropped;
    }
    details(context, rest, &mut item);
    Some(item)
}

/// Whether all lines after the first one of an item are keys with values: `Owner: …`, then `Due: …`.
pub(super) fn are_details(context: &Context<'_, '_, '_>, lines: &[Line<'_>]) -> bool {
    !lines.is_empty()
        && lines.iter().all(|line| {
            line.text.split_once([':', '：']).is_some_and(|(key, _)| {
                let key = fold(key);
                context.lexicon.action_words.exact(&key).is_some() || context.lexicon.key(&key).is_some()
            })
        })
}

/// The byte offset of the text of an item: after `Action:`.
pub(super) fn after_action_key(context: &Context<'_, '_, '_>, line: &Line<'_>) -> usize {
    let Some(at) = line.text.find([':', '：']) else { return 0 };
    let end = prose::char_end(&line.text, at);
    let named = context.lexicon.action_columns.exact(&fold(&line.text[..at])) == Some("action");
    if named && !line.text[end..].trim().is_empty() { end } else { 0 }
}

/// Reads bullets below an item that add details: `Owner: …`, `Success criteria: …`.
pub(super) fn details(context: &mut Context<'_, '_, '_>, blocks: &[Block<'_>], item: &mut ActionItem) {
    for block in blocks {
        match block {
            Block::List(items) => {
                for inner in items {
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
        let Some(at) = find_colon(&line.text) else { continue };
        let key = fold(&line.text[..at]);
        let value = prose::from_range(line, prose::char_end(&line.text, at), line.text.len());
        if value.text.is_empty() || is_placeholder(&value.text) || is_choice(&value.text) {
            continue;
        }
        match context.lexicon.action_words.exact(&key) {
            Some("owner") => item.owner = item.owner.take().or_else(|| person(&value.text, context.lexicon)),
            Some("due") if item.due.is_none() => {
                item.due = context.date(&value.text, line.span);
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
                _ => {}
            },
        }
    }
}

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

/// Splits `AI-1: Title`, `Action 3 - Title` or `#2: Title` into number and title.
pub(super) fn split_number(text: &str) -> Option<(String, &str)> {
    let at = text.find([':', '：', '.', ')']).or_else(|| text.find(" - ")).or_else(|| text.find(" – "))?;
    let head = text[..at].trim();
    let digits: String = head.chars().filter(char::is_ascii_digit).collect();
    let letters: String = head.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let is_known_prefix = ["ai", "a", "action", "actionitem", "item", "task", "p", "d", "m", "r", ""]
        .contains(&letters.as_str());
    if digits.is_empty()
        || digits.len() > 4
        || !is_known_prefix
        || (letters.is_empty() && !head.starts_with('#'))
    {
        return None;
    }
    Some((head.to_owned(), text[prose::char_end(text, at)..].trim_start_matches(['-', '–', ' '])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_number_only_after_known_prefixes() {
        assert_eq!(split_number("AI-1: Add an alert"), Some(("AI-1".to_owned(), "Add an alert")));
        assert_eq!(split_number("Action 3 - Drain first"), Some(("Action 3".to_owned(), "Drain first")));
        assert_eq!(split_number("Phase 2: Migrate"), None);
        assert_eq!(split_number("Owner: Ann"), None);
    }
}
