//! What the sections, lists and tables of a text say about the fix, one statement at a time.

use std::mem;

use super::commands::first_command;
use super::statement::{Announced, MIN_WORDS, Statement, Strength, strength};
use crate::model::{ActionState, FieldId, Origin};
use crate::read::action_text;
use crate::read::context::Context;
use crate::read::labels::Label;
use crate::read::lexicon::fold;
use crate::read::outline::{Block, Item, Line, Section, Table, TaskState};
use crate::read::placeholder::is_placeholder;
use crate::read::prose;
use crate::read::signs::{Part, Signs, count_words, without_references};
use crate::source::Span;
use crate::text::sentences;

/// What is said below a label, in order.
pub(super) fn statements(context: &Context<'_, '_, '_>, label: &Label<'_, '_>) -> Vec<Statement> {
    let is_about_fix = label.field == FieldId::Resolution;
    let mut found =
        Collector { context, is_about_fix, found: Vec::new(), announced: Announced::Nothing, lists: 0 };
    let value = prose::join(label.parts.iter().map(|part| prose::part_text(*part)));
    if !value.is_empty() && !is_placeholder(&value) {
        found.found.push(Statement { text: value, span: label.span, announced: Announced::Key, list: None });
    }
    if label.origin != Origin::Section {
        found.blocks(label.blocks.iter().copied());
        return found.found;
    }
    let (outline, labels) = (context.outline, context.labels);
    for at in outline.subtree(label.section) {
        let is_own = at == label.section
            || labels.heading_fields[at].is_none() && labels.section_fields[at] == Some(label.field);
        // `### Why this works`: a reason is not something that was done.
        let heading = fold(&outline.sections[at].heading.text);
        if is_own && (at == label.section || !context.lexicon.occurs_in("why", &heading)) {
            // A section that is nothing but a list or a table is a list of what was done.
            found.announced = match outline.sections[at].blocks.first() {
                Some(Block::List(_)) => Announced::Steps,
                Some(Block::Table(_)) if is_about_fix => Announced::Steps,
                _ => Announced::Nothing,
            };
            let before = found.found.len();
            let begins_with_code = matches!(outline.sections[at].blocks.first(), Some(Block::Code(_)));
            if is_about_fix && at == label.section && begins_with_code {
                found.commands(&outline.sections[at]);
            }
            found.blocks(outline.sections[at].blocks.iter());
            // `### Pin the runtime` with nothing but code below it: the heading says what was done.
            let is_child = outline.sections[at].parent == Some(label.section);
            if is_about_fix && is_child && found.found.len() == before {
                let heading = &outline.sections[at].heading;
                found.announced = Announced::Steps;
                let text = without_number(heading.text.trim());
                if context.lexicon.is_fix_key(&fold(text)) {
                    // `### Immediate measures`: the code says which ones.
                    found.commands(&outline.sections[at]);
                } else if !is_diagnosing(context, text) {
                    found.push(text.to_owned(), heading.span, None);
                }
            }
        }
    }
    if is_about_fix && found.found.is_empty() {
        found.commands(&outline.sections[label.section]);
    }
    found.found
}

/// Whether a step only finds something out: `Reproduce the symptom`.
fn is_diagnosing(context: &Context<'_, '_, '_>, text: &str) -> bool {
    context.lexicon.occurs_in("diagnosing", &fold(text)) && strength(context, text) < Strength::Act
}

/// A heading without its number: `2. Pin the runtime`.
fn without_number(heading: &str) -> &str {
    let rest = heading.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_numbered = rest.len() < heading.len() && rest.starts_with(['.', ')', ':']);
    if is_numbered { rest[1..].trim_start() } else { heading }
}

/// Collects statements from blocks.
struct Collector<'c, 'x, 'o, 'a> {
    context: &'c Context<'x, 'o, 'a>,
    /// Its heading names the resolution, so what a sentence announces are steps unless it says otherwise.
    is_about_fix: bool,
    found: Vec<Statement>,
    /// What the paragraph before announces.
    announced: Announced,
    /// How many lists and tables there were.
    lists: usize,
}

impl Collector<'_, '_, '_, '_> {
    /// What the first commands of a section do.
    fn commands(&mut self, section: &Section<'_>) {
        if let Some(text) = first_command(&section.blocks).filter(|text| !is_diagnosing(self.context, text)) {
            let before = mem::replace(&mut self.announced, Announced::Command);
            self.push(text, section.heading.span, None);
            self.announced = before;
        }
    }

    fn push(&mut self, text: String, span: Span, list: Option<usize>) {
        if !text.is_empty() && !is_placeholder(&text) {
            self.found.push(Statement { text, span, announced: self.announced, list });
        }
    }

    fn blocks<'b, 'a: 'b>(&mut self, blocks: impl Iterator<Item = &'b Block<'a>>) {
        let mut blocks = blocks.peekable();
        while let Some(block) = blocks.next() {
            match block {
                Block::Paragraph(lines) => {
                    if self.announced != Announced::Reasons {
                        self.announced = Announced::Nothing;
                    }
                    let introduces_list = matches!(blocks.peek(), Some(Block::List(_) | Block::Table(_)));
                    self.paragraph(lines, introduces_list);
                    continue;
                }
                _ if self.announced == Announced::Reasons => {}
                Block::List(items) => {
                    self.lists += 1;
                    for item in items {
                        self.item(item);
                    }
                }
                Block::Table(table) => {
                    self.lists += 1;
                    self.rows(table);
                }
                Block::Quote(inner)
                | Block::Callout { blocks: inner, .. }
                | Block::Definition { blocks: inner, .. } => self.blocks(inner.iter()),
                Block::Code(_) | Block::Html | Block::Rule => {}
            }
            self.announced = Announced::Nothing;
        }
    }

    fn paragraph(&mut self, lines: &[Line<'_>], introduces_list: bool) {
        let context = self.context;
        let Some(text) = prose::paragraph(lines) else { return };
        let announces =
            |last: &&str| last.ends_with([':', '：']) || context.lexicon.occurs_in("following", &fold(last));
        let Some(last) = sentences(&text).last().filter(|last| introduces_list && announces(last)) else {
            self.push(text, lines[0].span, None);
            return;
        };
        let before = text[..text.len() - last.len()].trim_end().to_owned();
        self.push(before, lines[0].span, None);
        let signs = Signs::of(context.lexicon, last);
        let has = |parts: &[Part]| parts.iter().any(|part| signs.has(*part));
        let is_other =
            || has(&[Part::Trouble, Part::Failed, Part::Problem, Part::Undone, Part::Talk, Part::Hedge]);
        // `The rollback failed with these errors:`
        let is_reason = context.lexicon.occurs_in("why", &fold(last)) || signs.fix_failed();
        // `Two independent fixes, applied in this order:`
        let counts = || {
            let folded = fold(last);
            let end =
                |words: usize| folded.match_indices(' ').nth(words - 1).map_or(folded.len(), |(at, _)| at);
            let is_count =
                [1, 2].into_iter().any(|words| context.lexicon.is_in("count", &folded[..end(words)]))
                    || folded[..end(1)].bytes().all(|byte| byte.is_ascii_digit());
            is_count && (signs.has(Part::Fix) || context.lexicon.occurs_in("fix_change", &folded))
        };
        // `Deployed version 5 with these changes:`
        if !is_reason
            && !signs.says_how()
            && strength(context, last) == Strength::Act
            && signs.acted()
            && last.ends_with([':', '：'])
            && !counts()
        {
            self.push(last.to_owned(), lines[lines.len() - 1].span, Some(self.lists + 1));
        }
        self.announced = if is_reason {
            Announced::Reasons
        } else if signs.says_how() {
            Announced::Solution
        } else if has(&[Part::Act, Part::Fix, Part::Solved]) || self.is_about_fix && !is_other() {
            Announced::Steps
        } else {
            Announced::Nothing
        };
    }

    fn item(&mut self, item: &Item<'_>) {
        if item.task.is_some_and(|task| task != TaskState::Done)
            || item.lines().iter().any(Line::is_mostly_struck)
        {
            return;
        }
        self.push(prose::item_text(item), item.span, Some(self.lists));
    }

    /// The rows of a table of measures, each by the column with that name, else the first one with text. A row that says it
    /// was not done says nothing.
    fn rows(&mut self, table: &Table<'_>) {
        let context = self.context;
        let is_act =
            |cell: &Line<'_>| context.lexicon.action_columns.exact(&fold(&cell.text)) == Some("action");
        // Numbers come first, then what was done, then its state and the evidence.
        let is_text = |at: &usize| {
            let cells = table.rows.iter().filter_map(|row| row.cells.get(*at));
            cells.into_iter().any(|cell| count_words(&without_references(&cell.text)) >= MIN_WORDS)
        };
        let column = table.header.iter().position(is_act).or_else(|| (0..table.header.len()).find(is_text));
        let Some(column) = column else { return };
        for row in table.rows.iter().filter(|row| !row.is_blank()) {
            let whole = prose::join(row.cells.iter().map(|cell| cell.text.trim()));
            let is_open = |cell: &Line<'_>| {
                let state = action_text::state(&cell.text, context.lexicon);
                state.is_some_and(|state| !matches!(state, ActionState::Done | ActionState::Verified))
            };
            let others = row.cells.iter().enumerate().filter(|(at, _)| *at != column);
            if others.map(|(_, cell)| cell).any(is_open)
                || Signs::of(context.lexicon, &whole).has(Part::Undone)
            {
                continue;
            }
            if let Some(cell) = row.cells.get(column) {
                self.push(cell.text.trim().to_owned(), row.span, Some(self.lists));
            }
        }
    }
}
