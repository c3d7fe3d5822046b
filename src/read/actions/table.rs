//! Tables of action items: what each column means, and the item in each row.

use super::claim::Claim;
use super::details::set_state;
use super::item::empty_item;
use crate::model::{ActionItem, ActionState};
use crate::read::action_text::{self, OwnerStyle};
use crate::read::context::Context;
use crate::read::lexicon::{Lexicon, fold};
use crate::read::outline::{Row, Table};
use crate::read::placeholder::{is_choice, is_placeholder, is_unwritten};
use crate::read::prose;
use crate::read::values::person;
use crate::source::Span;
use crate::text::squeeze;

/// The columns of an action table.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::read) struct Columns {
    number: Option<usize>,
    pub(in crate::read) action: Option<usize>,
    pub(in crate::read) owner: Option<usize>,
    priority: Option<usize>,
    pub(in crate::read) due: Option<usize>,
    pub(in crate::read) status: Option<usize>,
    category: Option<usize>,
    reference: Option<usize>,
    rationale: Option<usize>,
    success_criteria: Option<usize>,
}

/// The meaning of a column header. Of two words with a slash between them (`Deadline/Notes`), the first one that is
/// known decides.
fn meaning<'l>(lexicon: &'l Lexicon, header: &str) -> Option<&'l str> {
    let words = &lexicon.action_columns;
    let whole = words.exact(header).or_else(|| words.leading(header).map(|(name, _)| name));
    whole.or_else(|| header.split(['/', '&', '+']).find_map(|word| words.exact(word.trim())))
}

/// The columns of a table, if it has any that action items have.
pub(in crate::read) fn columns(lexicon: &Lexicon, table: &Table<'_>) -> Option<Columns> {
    let mut columns = Columns::default();
    let mut known = 0;
    for (index, cell) in table.header.iter().enumerate() {
        let folded = fold(&cell.text);
        let bare = if folded.is_empty() { cell.text.trim() } else { &folded };
        let column = match meaning(lexicon, bare) {
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
    columns(context.lexicon, table)
        .is_some_and(|columns| columns.owner.is_some() && (columns.due.is_some() || columns.status.is_some()))
}

/// The items of a table.
#[derive(Default)]
pub(super) struct Rows {
    pub(super) items: Vec<ActionItem>,
    /// The place of each row that is left out, and the reason.
    pub(super) dropped: Vec<(Span, &'static str)>,
    /// Whether the table tracks its items: it says who, until when, or how far.
    pub(super) claim: Claim,
}

pub(super) fn rows(context: &mut Context<'_, '_, '_>, table: &Table<'_>) -> Rows {
    let Some(columns) = columns(context.lexicon, table) else { return Rows::default() };
    let is_tracked = columns.owner.is_some() || columns.due.is_some() || columns.status.is_some();
    let claim = if is_tracked { Claim::Tracked } else { Claim::Plain };
    let mut found = Rows { claim, ..Rows::default() };
    for row in &table.rows {
        if row.is_separator() {
            continue;
        }
        match row_item(context, row, &columns) {
            Ok(item) => found.items.push(item),
            Err(reason) => found.dropped.push((row.span, reason)),
        }
    }
    found
}

fn row_item(
    context: &mut Context<'_, '_, '_>,
    row: &Row<'_>,
    columns: &Columns,
) -> Result<ActionItem, &'static str> {
    let cell =
        |index: Option<usize>| index.and_then(|index| row.cells.get(index)).filter(|cell| !cell.is_empty());
    let filled = |index: Option<usize>| {
        cell(index).filter(|cell| {
            !context.lexicon.is_nothing(&cell.text) && !is_placeholder(&cell.text) && !is_choice(&cell.text)
        })
    };
    let line = match cell(columns.action) {
        None => return Err("its cell is empty"),
        Some(line) if context.lexicon.is_nothing(&line.text) => return Err("its text says nothing"),
        // Nobody owns the row of a template.
        Some(line)
            if (is_unwritten(&line.text) || is_number(&line.text, context.lexicon))
                && filled(columns.owner).is_none() =>
        {
            return Err("it is a placeholder");
        }
        Some(line) => line,
    };
    let owner = cell(columns.owner).and_then(|cell| owner(context, &cell.text));
    let priority = filled(columns.priority).map(|cell| cell.text.clone());
    let (due, status) = (filled(columns.due).cloned(), cell(columns.status).map(|cell| cell.text.clone()));
    let number = cell(columns.number).map(|cell| cell.text.trim_matches(['*', '`', '#', ' ']).to_owned());
    let category = filled(columns.category).map(|cell| cell.text.clone());
    let shown = |cell| Box::new(prose::from_line(cell));
    let reference = filled(columns.reference).map(shown);
    let rationale = filled(columns.rationale).map(shown);
    let success_criteria = filled(columns.success_criteria).map(shown);
    let (mark, marked) = action_text::state_mark(&line.text, context.lexicon);
    let text = if mark > 0 { prose::from_range(line, mark, line.text.len()) } else { prose::from_line(line) };
    let mut item = empty_item(context, text, row.span);
    item.state = marked.unwrap_or(item.state);
    item.number = number.unwrap_or_default();
    item.owner = owner;
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
    Ok(item)
}

/// Whether a text is only an item number: `Item 1`.
fn is_number(text: &str, lexicon: &Lexicon) -> bool {
    let name = text.trim_end_matches(|c: char| c.is_ascii_digit() || c == '#');
    name.len() < text.len() && lexicon.is_in("action_number", &fold(name))
}

/// Who owns the item of a row. Names that are too long or too many for one are kept as written: a cell for owners holds
/// nothing else.
pub(super) fn owner(context: &Context<'_, '_, '_>, text: &str) -> Option<String> {
    let is_template = is_placeholder(text) || text.starts_with('[') && is_choice(text);
    let is_name = !context.lexicon.is_nothing(text) && !is_template && text.contains(char::is_alphanumeric);
    is_name.then(|| person(text, context.lexicon).unwrap_or_else(|| squeeze(text)))
}
