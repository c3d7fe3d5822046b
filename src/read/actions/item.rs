//! One action item: a sentence, and the lines below it with more details.

use super::details::details;
use crate::model::{ActionItem, ActionState, Prose};
use crate::read::action_text::{self, OwnerStyle};
use crate::read::context::Context;
use crate::read::labels::Part;
use crate::read::lexicon::{Lexicon, fold};
use crate::read::outline::{Block, Line, TaskState};
use crate::read::placeholder::is_unwritten;
use crate::read::prose;
use crate::source::Span;

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

/// Reads an item from a sentence: a bullet or a checkbox. Otherwise the reason why it is left out, if it may have been
/// meant as an item.
pub(super) fn text_item(
    context: &mut Context<'_, '_, '_>,
    part: Part<'_, '_>,
    task: Option<TaskState>,
    rest: &[Block<'_>],
    owner_style: OwnerStyle,
) -> Result<ActionItem, Option<&'static str>> {
    let text = part.text();
    // An item in emphasis is the help text of a template, unless it has a box.
    let is_help = part.line.is_emphasized() && task.is_none();
    if text.is_empty() || context.lexicon.is_nothing(text) || is_help {
        return Err(None);
    }
    if is_unwritten(text) {
        return Err(Some("it is a placeholder"));
    }
    let from = part.line.text.len() - part.line.text[part.skip..].trim_start().len();
    let found = action_text::read(
        &part.line.text[from..part.end],
        owner_style,
        context.lexicon,
        context.config.date_order,
    );
    let (from, end) = (from + found.start, from + found.end);
    let end = part.line.text[..end].trim_end_matches([':', '：']).len().max(from);
    let action = prose::from_range(part.line, from, end);
    let mut item = empty_item(context, action, part.line.span);
    item.reference = found.reference.and_then(|reference| reference_in(part.line, &reference)).map(Box::new);
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
    Ok(item)
}

/// A reference in a line, with its link.
fn reference_in(line: &Line<'_>, reference: &str) -> Option<Prose> {
    let at = line.text.rfind(reference)?;
    Some(prose::from_range(line, at, at + reference.len()))
}

/// The byte offset of the text of an item: after `Action:`.
pub(super) fn after_action_key(context: &Context<'_, '_, '_>, line: &Line<'_>) -> usize {
    let Some(at) = line.text.find([':', '：']) else { return 0 };
    let end = prose::char_end(&line.text, at);
    let named = context.lexicon.action_columns.exact(&fold(&line.text[..at])) == Some("action");
    if named && !line.text[end..].trim().is_empty() { end } else { 0 }
}

/// Splits `AI-1: Title`, `Action 3 - Title` or `#2: Title` into number and title.
pub(super) fn split_number<'t>(text: &'t str, lexicon: &Lexicon) -> Option<(String, &'t str)> {
    let marks = [":", "：", ".", ")", " - ", " – ", " — "];
    let (at, width) = marks.iter().filter_map(|mark| Some((text.find(mark)?, mark.len()))).min()?;
    let head = text[..at].trim();
    let digits = head.chars().filter(char::is_ascii_digit).count();
    let name = fold(&head.replace(|c: char| c.is_ascii_digit(), ""));
    let is_known = if name.is_empty() || name == "#" {
        head.starts_with('#')
    } else {
        lexicon.is_in("action_number", &name)
    };
    if !(1..=4).contains(&digits) || !is_known {
        return None;
    }
    Some((head.to_owned(), text[at + width..].trim_start_matches(['-', '–', '—', ' '])))
}

/// The number in front of the text of an item, and the bytes to skip. A single letter may be a priority instead.
pub(super) fn item_number(text: &str, lexicon: &Lexicon) -> (String, usize) {
    match split_number(text, lexicon) {
        Some((number, title))
            if number.chars().filter(|c| c.is_alphabetic()).nth(1).is_some() && !title.is_empty() =>
        {
            (number, text.len() - title.len())
        }
        _ => (String::new(), 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn splits_number_only_after_known_words() {
        let lexicon = Lexicon::new(&Config::default());
        let split = |text| split_number(text, &lexicon);
        assert_eq!(split("AI-1: Add an alert"), Some(("AI-1".to_owned(), "Add an alert")));
        assert_eq!(
            split("Action 3 - Drain first: then stop"),
            Some(("Action 3".to_owned(), "Drain first: then stop"))
        );
        assert_eq!(split("Maßnahme 2: Alarm ergänzen"), Some(("Maßnahme 2".to_owned(), "Alarm ergänzen")));
        assert_eq!(split("Phase 2: Migrate"), None);
        assert_eq!(split("Owner: Ann"), None);
        assert_eq!(split("SQL 14: Migrate"), None);
    }
}
