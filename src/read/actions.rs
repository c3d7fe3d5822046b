//! Action items: rows of tables, boxes, bullets, and the detail blocks of the template, merged by number.

use super::action_text;
use super::context::{Context, scalar};
use super::labels::{Label, Part};
use super::lexicon::fold;
use super::outline::{Block, Item, Line, Row, Table, Tick};
use super::placeholder::{is_choice, is_placeholder};
use super::prose;
use super::slot::Slot;
use super::values::person;
use crate::model::{ActionItem, ActionState, Prose};
use crate::source::Span;
use crate::when;

/// Details of an item that stand apart from it: `**AI-1: Title**` and the bullets below.
struct Detail {
    number: String,
    item: ActionItem,
}

/// Reads the action items of a document.
pub(super) fn read(context: &mut Context<'_, '_, '_>) -> Vec<ActionItem> {
    let mut found = Collector::default();
    front(context, &mut found.items);
    let outline = context.outline;
    for (index, section) in outline.sections.iter().enumerate() {
        if !matches!(context.labels.governing[index], Some(Slot::Actions | Slot::ActionDetails)) {
            continue;
        }
        if context.labels.own[index].is_none()
            && let Some((number, title)) = numbered(&section.heading.text)
        {
            let title = prose::of_range(
                &section.heading,
                section.heading.text.len() - title.len(),
                section.heading.text.len(),
            );
            let mut item = blank(context, title, section.heading.span);
            details(context, &section.blocks, &mut item);
            found.details.push(Detail { number, item });
        } else {
            found.blocks(context, &section.blocks);
        }
    }
    for label in context.labels(Slot::Actions) {
        if label.origin != crate::model::Origin::Section
            && !matches!(context.labels.governing[label.section], Some(Slot::Actions))
        {
            found.label(context, label);
        }
    }
    if found.items.is_empty() && found.details.is_empty() {
        found.unnamed(context);
    }
    merge(found)
}

#[derive(Default)]
struct Collector {
    items: Vec<ActionItem>,
    details: Vec<Detail>,
}

impl Collector {
    /// Under headings that the vocabulary does not know: tables with an owner and a due date or state, and lists of tasks.
    fn unnamed(&mut self, context: &mut Context<'_, '_, '_>) {
        let outline = context.outline;
        for (index, section) in outline.sections.iter().enumerate().skip(1) {
            if context.labels.governing[index].is_some() || Some(index) == context.labels.title {
                continue;
            }
            for block in &section.blocks {
                let is_actions = match block {
                    Block::Table(table) => columns(context, table).is_some_and(|columns| {
                        columns.owner.is_some() && (columns.due.is_some() || columns.status.is_some())
                    }),
                    Block::List(items) => items.len() > 1 && items.iter().all(|item| item.tick.is_some()),
                    _ => false,
                };
                if is_actions {
                    self.block(context, block);
                }
            }
        }
    }

    fn label(&mut self, context: &mut Context<'_, '_, '_>, label: &Label<'_, '_>) {
        let before = self.items.len();
        for block in &label.blocks {
            self.block(context, block);
        }
        for item in &label.loose {
            self.item(context, item);
        }
        // `**Review actions**: As part of remediation … (Done)`
        if self.items.len() == before
            && let Some(part) = label.parts.first().filter(|part| !part.text().is_empty())
        {
            self.items.extend(text_item(context, *part, None, &[]));
        }
    }

    fn blocks(&mut self, context: &mut Context<'_, '_, '_>, blocks: &[Block<'_>]) {
        let mut blocks = blocks.iter().peekable();
        while let Some(block) = blocks.next() {
            if let Block::Paragraph(lines) = block
                && let [line, rest @ ..] = lines.as_slice()
                && line.bold > 0
                && let Some((number, title)) = numbered(&line.text)
            {
                let title = prose::of_range(line, line.text.len() - title.len(), line.text.len());
                let mut item = blank(context, title, line.span);
                if let Some(Block::List(_)) = blocks.peek()
                    && let Some(list) = blocks.next()
                {
                    details(context, std::slice::from_ref(list), &mut item);
                }
                detail_lines(context, rest, &mut item);
                self.details.push(Detail { number, item });
                continue;
            }
            self.block(context, block);
        }
    }

    fn block(&mut self, context: &mut Context<'_, '_, '_>, block: &Block<'_>) {
        match block {
            Block::Table(table) => self.items.extend(rows(context, table)),
            Block::List(items) => {
                for item in items {
                    self.item(context, item);
                }
            }
            Block::Quote(inner) | Block::Callout { blocks: inner, .. } => self.blocks(context, inner),
            _ => {}
        }
    }

    fn item(&mut self, context: &mut Context<'_, '_, '_>, item: &Item<'_>) {
        let lines = item.lines();
        let Some(first) = lines.first() else { return };
        let nested = item.rest().iter().any(|block| matches!(block, Block::List(_)));
        let names_group = nested
            && item.tick.is_none()
            && lines.len() == 1
            && (first.text.ends_with([':', '：']) || first.is_bold())
            && first.text.chars().count() <= 48;
        if names_group {
            for block in item.rest() {
                self.block(context, block);
            }
            return;
        }
        if let Some((number, title)) = numbered(&first.text)
            && first.bold > 0
            && nested
        {
            let title = prose::of_range(first, first.text.len() - title.len(), first.text.len());
            let mut whole = blank(context, title, item.span);
            details(context, item.rest(), &mut whole);
            self.details.push(Detail { number, item: whole });
            return;
        }
        let joined = super::outline::joined(lines.to_vec());
        self.items.extend(text_item(context, Part::whole(&joined), item.tick, item.rest()));
    }
}

fn blank(context: &Context<'_, '_, '_>, action: Prose, span: Span) -> ActionItem {
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

/// An item that is a sentence: a bullet, a box.
fn text_item(
    context: &mut Context<'_, '_, '_>,
    part: Part<'_, '_>,
    tick: Option<Tick>,
    rest: &[Block<'_>],
) -> Option<ActionItem> {
    let text = part.text();
    if text.is_empty()
        || context.lexicon.is_nothing(text)
        || is_placeholder(text)
        || part.line.is_emphasised()
    {
        return None;
    }
    let from = part.line.text.len() - part.line.text[part.skip..].trim_start().len();
    let found = action_text::read(&part.line.text[from..], context.lexicon, context.config.date_order);
    let action = prose::of_range(part.line, from, from + found.end);
    let mut item = blank(context, action, part.line.span);
    item.owner = found.owner;
    item.due = found.due;
    item.due_text = found.due_text;
    item.priority = found.priority;
    item.done_on = found.done_on;
    if let Some((state, words)) = found.state {
        item.state = state;
        item.state_text = Some(words);
    }
    match tick {
        Some(Tick::Done) if item.state.is_open() => item.state = ActionState::Done,
        Some(Tick::Dropped) => item.state = ActionState::Dropped,
        Some(Tick::Begun) if item.state == ActionState::Open => item.state = ActionState::InProgress,
        // An open box with `(done)` behind it was not ticked; the words are younger than the box.
        _ => {}
    }
    if tick != Some(Tick::Done) && part.line.is_mostly_struck() && item.state.is_open() {
        item.state = ActionState::Dropped;
    }
    details(context, rest, &mut item);
    Some(item)
}

/// Bullets below an item that say more about it: `Owner: …`, `Success criteria: …`.
fn details(context: &mut Context<'_, '_, '_>, blocks: &[Block<'_>], item: &mut ActionItem) {
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

fn detail_lines(context: &mut Context<'_, '_, '_>, lines: &[Line<'_>], item: &mut ActionItem) {
    for line in lines {
        let Some(at) = line.text.find([':', '：']) else { continue };
        let width = line.text[at..].chars().next().map_or(1, char::len_utf8);
        let key = fold(&line.text[..at]);
        let value = prose::of_range(line, at + width, line.text.len());
        if value.text.is_empty() || is_placeholder(&value.text) || is_choice(&value.text) {
            continue;
        }
        match context.lexicon.action_words.exact(&key) {
            Some("owner") => item.owner = item.owner.take().or_else(|| person(&value.text, context.lexicon)),
            Some("due") if item.due.is_none() => item.due = context.date(&value.text, line.span),
            Some("priority") => item.priority = item.priority.take().or(Some(value.text)),
            Some("status") => set_state(context, &value.text, item),
            _ => match context.lexicon.key(&key) {
                Some(Slot::Description | Slot::Summary) => {
                    item.description = item.description.take().or(Some(value));
                }
                Some(Slot::Rationale) => item.rationale = item.rationale.take().or(Some(value)),
                Some(Slot::SuccessCriteria) => {
                    item.success_criteria = item.success_criteria.take().or(Some(value));
                }
                _ => {}
            },
        }
    }
}

fn set_state(context: &Context<'_, '_, '_>, words: &str, item: &mut ActionItem) {
    if let Some(state) = action_text::state(words, context.lexicon) {
        item.state = state;
        item.done_on = (!state.is_open())
            .then(|| when::find_date(words, context.config.date_order))
            .flatten()
            .and_then(|found| found.value.ok());
    }
    if !words.is_empty() && !context.lexicon.is_nothing(words) {
        item.state_text = Some(words.to_owned());
    }
}

/// `AI-1: Title`, `Action 3 - Title`, `#2: Title`: the number and the title.
fn numbered(text: &str) -> Option<(String, &str)> {
    let at = text.find([':', '：', '.', ')']).or_else(|| text.find(" - ")).or_else(|| text.find(" – "))?;
    let head = text[..at].trim();
    let digits: String = head.chars().filter(char::is_ascii_digit).collect();
    let letters: String = head.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let sensible = ["ai", "a", "action", "actionitem", "item", "task", "p", "d", "m", "r", ""]
        .contains(&letters.as_str());
    if digits.is_empty() || digits.len() > 4 || !sensible || (letters.is_empty() && !head.starts_with('#')) {
        return None;
    }
    let width = text[at..].chars().next().map_or(1, char::len_utf8);
    Some((head.to_owned(), text[at + width..].trim_start_matches(['-', '–', ' '])))
}

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
        let slot = match words.exact(bare).or_else(|| words.leading(bare).map(|(name, _)| name)) {
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
        if slot.is_none() {
            *slot = Some(index);
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
        columns.action =
            (0..table.header.len()).filter(|index| !taken.contains(&Some(*index))).max_by_key(|index| {
                table
                    .rows
                    .iter()
                    .filter_map(|row| row.cells.get(*index))
                    .map(|cell| cell.text.len())
                    .sum::<usize>()
            });
    }
    columns.action.map(|_| columns)
}

fn rows(context: &mut Context<'_, '_, '_>, table: &Table<'_>) -> Vec<ActionItem> {
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
    let said = |index: Option<usize>| {
        cell(index).filter(|cell| {
            !context.lexicon.is_nothing(&cell.text) && !is_placeholder(&cell.text) && !is_choice(&cell.text)
        })
    };
    let line = said(columns.action)?;
    let (owner, priority) = (
        said(columns.owner).map(|cell| cell.text.clone()),
        said(columns.priority).map(|cell| cell.text.clone()),
    );
    let (due, status) = (said(columns.due).cloned(), cell(columns.status).map(|cell| cell.text.clone()));
    let number = cell(columns.number).map(|cell| cell.text.trim_matches(['*', '`', '#', ' ']).to_owned());
    let category = said(columns.category).map(|cell| cell.text.clone());
    let reference = said(columns.reference).map(prose::of_line);
    let rationale = said(columns.rationale).map(prose::of_line);
    let success_criteria = said(columns.success_criteria).map(prose::of_line);
    let mut item = blank(context, prose::of_line(line), row.span);
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
        // Without a column of its own the state may stand where the ticket does: `[Utført](https://…)`, `HL-5512 **DONE**`.
        None if columns.status.is_none() => {
            if let Some(reference) = &reference {
                let words = action_text::read(&reference.text, context.lexicon, context.config.date_order);
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

/// `actions: ["text", {action: …, owner: …, due: …, status: …}]`
fn front(context: &mut Context<'_, '_, '_>, items: &mut Vec<ActionItem>) {
    let entries: Vec<_> = context.front(Slot::Actions).collect();
    for entry in entries {
        for value in entry.value.as_array().into_iter().flatten() {
            let get = |keys: &[&str]| {
                keys.iter().find_map(|key| value.get(*key)).and_then(scalar).filter(|text| !text.is_empty())
            };
            let text = scalar(value).or_else(|| {
                get(&["action", "title", "text", "description", "task", "what", "item", "name", "summary"])
            });
            let Some(text) = text else { continue };
            let mut item = blank(context, prose::plain(&text), entry.span);
            item.number = get(&["id", "number", "key"]).unwrap_or_default();
            item.owner = get(&["owner", "assignee", "assigned_to", "who", "responsible"])
                .and_then(|owner| person(&owner, context.lexicon));
            item.priority = get(&["priority", "prio"]);
            item.due =
                get(&["due", "due_date", "deadline", "by"]).and_then(|due| context.date(&due, entry.span));
            item.category = get(&["type", "category", "kind"]);
            item.reference =
                get(&["ticket", "link", "issue", "reference", "url"]).map(|text| prose::plain(&text));
            if let Some(status) = get(&["status", "state"]) {
                set_state(context, &status, &mut item);
            } else if value.get("done").and_then(serde_json::Value::as_bool) == Some(true) {
                item.state = ActionState::Done;
            }
            items.push(item);
        }
    }
}

/// Details go to the item of their number; those of no item are items themselves. Then every item gets a number.
fn merge(found: Collector) -> Vec<ActionItem> {
    let mut items = found.items;
    let bare = |number: &str| {
        number.chars().filter(char::is_ascii_digit).collect::<String>().trim_start_matches('0').to_owned()
    };
    for detail in found.details {
        let place = items.iter().enumerate().position(|(index, item)| {
            let number = if item.number.is_empty() { (index + 1).to_string() } else { item.number.clone() };
            bare(&number) == bare(&detail.number)
        });
        let Some(place) = place else {
            if !detail.item.action.text.is_empty() && !is_placeholder(&detail.item.action.text) {
                items.push(ActionItem { number: detail.number, ..detail.item });
            }
            continue;
        };
        let item = &mut items[place];
        item.description = item.description.take().or(detail.item.description);
        item.rationale = item.rationale.take().or(detail.item.rationale);
        item.success_criteria = item.success_criteria.take().or(detail.item.success_criteria);
        item.owner = item.owner.take().or(detail.item.owner);
        item.priority = item.priority.take().or(detail.item.priority);
        item.due = item.due.or(detail.item.due);
        if item.state_text.is_none() && detail.item.state_text.is_some() {
            (item.state, item.state_text) = (detail.item.state, detail.item.state_text);
        }
    }
    for (index, item) in items.iter_mut().enumerate() {
        if item.number.is_empty() {
            item.number = (index + 1).to_string();
        }
    }
    items
}
