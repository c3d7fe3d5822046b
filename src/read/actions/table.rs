//! Tables of action items: what each column means, and the item in each row.

use super::item::{empty_item, set_state};
use crate::model::{ActionItem, ActionState};
use crate::read::action_text::{self, OwnerStyle};
use crate::read::context::Context;
use crate::read::lexicon::fold;
use crate::read::outline::{Row, Table};
use crate::read::placeholder::{is_choice, is_placeholder};
use crate::read::prose;
use crate::read::values::person;

/// The columns of an action table.
#[derive(Default)]
struct Columns {
    number: Option<usize>,
    action: Option<usize>,
    owner: Option<usize>,
    priority: Option<usize>,
    due: Option<usize>,
    status: Option<usize>,
    category: Option<usize>,
    reference: Option<usize>,
    rationale: Option<usize>,
    success_criteria: Option<usize>,
}

fn columns(context: &Context<'_, '_, '_>, table: &Table<'_>) -> Option<Columns> {
    let mut columns = Columns::default();
    let mut known = 0;
    for (index, cell) in table.header.iter().enumerate() {
        let folded = fold(&cell.text);
        let bare = if folded.is_empty() { cell.text.trim() } else { &folded };
        let words = &context.lexicon.action_columns;
        let column = match words.exact(bare).or_else(|| words.leading(bare).map(|(name, _)| name)) {
            Some("number") => &mut columns.number,
            Some("action") => &mut columns.action,
            Some("owner") => &mut columns.owner,
            Some("priority") => &mut columns.priority,
            Some("due") => &mut columns.due,
            Some("status") => &mut columns.status,
            Some("category") => &mut columns.category,
            Some("reference") => &mut columns.reference,
            Some("rationale") => &mut columns.rationale,
            Some("success_criteria") => &mut columns.success_criteria,
            _ => continue,
        };
        if column.is_none() {
            *column = Some(index);
            known += 1;
        }
    }
    if columns.action.is_none() {
        let taken = [
            columns.number,
            columns.owner,
            columns.priority,
            columns.due,
            columns.status,
            columns.category,
            columns.reference,
        ];
        if known < 2 {
            return None;
        }
        columns.action = table.longest_column(&taken);
    }
    columns.action.map(|_| columns)
}

/// Whether a table lists action items, whatever its heading: it has an owner, and a due date or a state.
pub(super) fn looks_like_actions(context: &Context<'_, '_, '_>, table: &Table<'_>) -> bool {
    columns(context, table)
        .is_some_and(|columns| columns.owner.is_some() && (columns.due.is_some() || columns.status.is_some()))
}

pub(super) fn rows(context: &mut Context<'_, '_, '_>, table: &Table<'_>) -> Vec<ActionItem> {
    let Some(columns) = columns(context, table) else { return Vec::new() };
    table
        .rows
        .iter()
        .filter(|row| !row.is_blank())
        .filter_map(|row| row_item(context, row, &columns))
        .collect()
}

fn row_item(context: &mut Context<'_, '_, '_>, row: &Row<'_>, columns: &Columns) -> Option<ActionItem> {
    let cell =
        |index: Option<usize>| index.and_then(|index| row.cells.get(index)).filter(|cell| !cell.is_empty());
    let filled = |index: Option<usize>| {
        cell(index).filter(|cell| {
            !context.lexicon.is_nothing(&cell.text) && !is_placeholder(&cell.text) && !is_choice(&cell.text)
        })
    };
    let line = filled(columns.action)?;
    let (owner, priority) = (
        filled(columns.owner).map(|cell| cell.text.clone()),
        filled(columns.priority).map(|cell| cell.text.clone()),
    );
    let (due, status) = (filled(columns.due).cloned(), cell(columns.status).map(|cell| cell.text.clone()));
    let number = cell(columns.number).map(|cell| cell.text.trim_matches(['*', '`', '#', ' ']).to_owned());
    let category = filled(columns.category).map(|cell| cell.text.clone());
    let shown = |cell| Box::new(prose::from_line(cell));
    let reference = filled(columns.reference).map(shown);
    let rationale = filled(columns.rationale).map(shown);
    let success_criteria = filled(columns.success_criteria).map(shown);
    let mut item = empty_item(context, prose::from_line(line), row.span);
    item.number = number.unwrap_or_default();
    item.owner = owner.and_then(|owner| person(&owner, context.lexicon));
    item.priority = priority;
    item.category = category;
    item.rationale = rationale;
    item.success_criteria = success_criteria;
    if let Some(due) = due {
        item.due = context.date(&due.text, due.span);
        item.due_text = item.due.is_none().then(|| due.text.clone());
    }
    match status {
        Some(status) => set_state(context, &status, &mut item),
        // Without a column for it, the state may be in the ticket column: `[Utført](https://…)`, `HL-5512 **DONE**`.
        None if columns.status.is_none() => {
            if let Some(reference) = &reference {
                let words = action_text::read(
                    &reference.text,
                    OwnerStyle::default(),
                    context.lexicon,
                    context.config.date_order,
                );
                let last = reference.text.rsplit(' ').next().unwrap_or("");
                let state = action_text::state(&reference.text, context.lexicon)
                    .or(words.state.map(|(state, _)| state))
                    .or_else(|| action_text::state(last, context.lexicon));
                item.state = state.unwrap_or(item.state);
            }
        }
        None => {}
    }
    if line.is_struck() && item.state.is_open() {
        item.state = ActionState::Dropped;
    }
    item.reference = reference;
    Some(item)
}
