//! Goes through the blocks of a document and collects their action items.

use rustc_hash::FxHashSet;

use super::claim::{Claim, confine};
use super::details::{are_details, detail_lines, details, is_detailed, steps};
use super::group::{self, GroupDefaults};
use super::item::{after_action_key, empty_item, item_number, split_number, text_item};
use super::marks::{are_lines_of_their_own, is_log_entry, numbering, pasted_mark};
use super::table;
use crate::diag::Code;
use crate::model::{ActionItem, ActionState};
use crate::read::action_text::OwnerStyle;
use crate::read::alike::{Alike, split_owner};
use crate::read::context::Context;
use crate::read::labels::{Label, Part};
use crate::read::lexicon::fold;
use crate::read::outline::{Block, Item, Line, TaskState, join_lines};
use crate::read::prose;
use crate::read::values::person;
use crate::source::Span;

/// Details of an item written separately from it: `**AI-1: Title**` and the bullets below.
pub(super) struct Detail {
    pub(super) number: String,
    pub(super) item: ActionItem,
}

impl Detail {
    /// Begins the details of an item at a line with its number and title.
    fn at(context: &Context<'_, '_, '_>, line: &Line<'_>, span: Span) -> Option<Self> {
        let (number, title) = split_number(&line.text, context.lexicon)?;
        let title = prose::from_range(line, line.text.len() - title.len(), line.text.len());
        Some(Self { number, item: empty_item(context, title, span) })
    }
}

/// Collects items and details.
pub(super) struct Collector {
    items: Vec<(Claim, ActionItem)>,
    details: Vec<Detail>,
    /// State and priority that the enclosing heading gives to its items.
    group: GroupDefaults,
    /// What the enclosing headings say for their items.
    claim: Claim,
    /// What the items of the list that is read have in common.
    alike: Alike,
    /// The enclosing heading is also one of what was done to end the incident: `Remediation`.
    is_remediation: bool,
    /// Where the items of this document name their owners.
    owner_style: OwnerStyle,
    /// The categories named in tables of items.
    categories: FxHashSet<String>,
    /// What was left out that looks like an item: its place and the reason.
    dropped: Vec<(Span, &'static str)>,
}

/// The items and details of a document.
pub(super) struct Found {
    pub(super) items: Vec<ActionItem>,
    pub(super) details: Vec<Detail>,
}

/// The longest lead-in, in characters: longer lines are sentences.
const MAX_LEAD_IN: usize = 48;

impl Collector {
    pub(super) fn new(owner_style: OwnerStyle) -> Self {
        Self {
            items: Vec::new(),
            details: Vec::new(),
            group: GroupDefaults::default(),
            claim: Claim::Plain,
            alike: Alike::default(),
            is_remediation: false,
            owner_style,
            categories: FxHashSet::default(),
            dropped: Vec::new(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.items.is_empty() && self.details.is_empty()
    }

    /// Reports what was dropped, and returns what was found.
    pub(super) fn finish(self, context: &mut Context<'_, '_, '_>) -> Found {
        for (span, reason) in self.dropped {
            let help = "write what is to be done, or remove the row";
            context.report(Code::RowDropped, span, format!("action item left out: {reason}"), help);
        }
        Found { items: confine(self.items, !self.details.is_empty()), details: self.details }
    }

    pub(super) fn push(&mut self, claim: Claim, item: ActionItem) {
        self.items.push((claim.max(self.claim), item));
    }

    /// Notes that something was left out, and why.
    pub(super) fn drop_row(&mut self, span: Span, reason: &'static str) {
        self.dropped.push((span, reason));
    }

    /// Reads a section of action items, or one of its subsections.
    pub(super) fn section(&mut self, context: &mut Context<'_, '_, '_>, index: usize) {
        let section = &context.outline.sections[index];
        let is_inner = context.labels.heading_fields[index].is_none();
        self.group = group::for_section(context, index);
        self.claim = group::claim_of_section(context, index);
        self.is_remediation = context.lexicon.is_in("remediation", &fold(&section.heading.text));
        if is_inner && let Some(mut detail) = Detail::at(context, &section.heading, section.heading.span) {
            details(context, &section.blocks, &mut detail.item);
            self.details.push(detail);
        } else if is_inner && is_detailed(context, &section.blocks) {
            // `### Alert on the queue`, with its owner and due date below
            let part = Part::from(&section.heading, numbering(&section.heading.text));
            self.text_item(context, part, None, &section.blocks);
        } else {
            self.blocks(context, &section.blocks);
        }
    }

    /// Forgets what the headings of the last section say.
    pub(super) fn leave_section(&mut self) {
        self.group = GroupDefaults::default();
        self.claim = Claim::Plain;
        self.is_remediation = false;
    }

    /// Reads the items of a key: `**Action items:**`, with a list or lines below.
    pub(super) fn label(&mut self, context: &mut Context<'_, '_, '_>, label: &Label<'_, '_>) {
        self.claim = Claim::of_heading(&label.key, context.lexicon);
        let before = self.items.len();
        for block in &label.blocks {
            self.block(context, block);
        }
        for item in &label.extra_items {
            self.item(context, item);
        }
        // `**Review actions**: As part of remediation … (Done)`
        if self.items.len() == before {
            let named = label.parts.first().is_some_and(|part| !part.text().is_empty());
            let parts: Vec<_> = label.parts.iter().filter(|part| !part.text().is_empty()).collect();
            if !named && are_lines_of_their_own(parts.iter().map(|part| part.text())) {
                for part in parts {
                    self.text_item(context, *part, None, &[]);
                }
            } else if let Some(first) = parts.first() {
                let joined = join_lines(parts.iter().map(|part| part.line.clone()).collect());
                self.text_item(context, Part::from(&joined, first.skip), None, &[]);
            }
        }
        self.claim = Claim::Plain;
    }

    fn blocks(&mut self, context: &mut Context<'_, '_, '_>, blocks: &[Block<'_>]) {
        let mut blocks = blocks.iter().peekable();
        while let Some(block) = blocks.next() {
            let Block::Paragraph(lines) = block else {
                self.block(context, block);
                continue;
            };
            let [line, rest @ ..] = lines.as_slice() else { continue };
            let after_key = after_action_key(context, line);
            if after_key > 0 && are_details(context, rest) {
                // `**Action:** Add an alert`, with `**Owner:** Ann` in the next line
                self.detailed_item(context, Part::from(line, after_key), None, &[], rest);
                continue;
            }
            let detailed =
                matches!(blocks.peek(), Some(next) if is_detailed(context, std::slice::from_ref(*next)));
            if line.bold > 0
                && let Some(mut detail) = Detail::at(context, line, line.span)
            {
                if let Some(list) = blocks.next_if(|block| matches!(block, Block::List(_))) {
                    details(context, std::slice::from_ref(list), &mut detail.item);
                }
                detail_lines(context, rest, &mut detail.item);
                self.details.push(detail);
            } else if rest.is_empty() && line.is_bold() && detailed {
                // `**Alert on the queue**`, with its owner and due date below
                let list = blocks.next();
                self.text_item(context, Part::whole(line), None, list.map_or(&[], std::slice::from_ref));
            } else if rest.is_empty()
                && names_group(line)
                && let Some(list) = blocks.next_if(|block| matches!(block, Block::List(_) | Block::Table(_)))
            {
                // `Completed:` above a list
                self.in_group(context, line, std::slice::from_ref(list));
            } else {
                self.pasted_list(context, lines);
            }
        }
    }

    /// Reads a list that is a paragraph for Markdown, because its marks are not Markdown's: `• Add an alert`, `[ ] Add an
    /// alert`, `☐ Add an alert`.
    fn pasted_list(&mut self, context: &mut Context<'_, '_, '_>, lines: &[Line<'_>]) {
        let has_lead_in = lines.first().is_some_and(|line| line.text.ends_with([':', '：']));
        let mut marked = false;
        let lines = &lines[usize::from(has_lead_in)..];
        let texts =
            lines.iter().filter_map(|line| Some(line.text[pasted_mark(&line.text)?.0..].trim_start()));
        self.alike = Alike::of(texts, context.lexicon);
        for line in lines {
            let mark = pasted_mark(&line.text);
            marked |= mark.is_some();
            match mark {
                Some((skip, task)) => self.text_item(context, Part::from(line, skip), task, &[]),
                // A paragraph whose second line happens to begin with a dash.
                None if !marked => break,
                None => {}
            }
        }
        self.alike = Alike::default();
    }

    /// Reads blocks below a line that may set state or priority for all of them.
    pub(super) fn in_group(
        &mut self,
        context: &mut Context<'_, '_, '_>,
        line: &Line<'_>,
        blocks: &[Block<'_>],
    ) {
        let inner = self.group.with_heading(&line.text, context.lexicon);
        let outer = (std::mem::replace(&mut self.group, inner), self.claim);
        self.claim = self.claim.max(Claim::of_heading(&line.text, context.lexicon));
        for block in blocks {
            self.block(context, block);
        }
        (self.group, self.claim) = outer;
    }

    pub(super) fn block(&mut self, context: &mut Context<'_, '_, '_>, block: &Block<'_>) {
        match block {
            Block::Table(table) => {
                let rows = table::rows(context, table);
                self.dropped.extend(rows.dropped);
                for item in rows.items {
                    self.categories.extend(item.category.as_deref().map(fold));
                    let item = self.group.apply(item);
                    self.push(rows.claim, item);
                }
            }
            Block::List(items) if !self.is_legend(items) => {
                let alike = Alike::of_items(items, context.lexicon);
                // A box is there to track an item.
                if alike.mostly_done && self.is_remediation && items.iter().all(|item| item.task.is_none()) {
                    return;
                }
                let outer = std::mem::replace(&mut self.alike, alike);
                for item in items {
                    self.item(context, item);
                }
                self.alike = outer;
            }
            Block::Quote(inner) | Block::Callout { blocks: inner, .. } => self.blocks(context, inner),
            _ => {}
        }
    }

    /// Whether a list explains the categories of a table above it: `- Prevent: measures against …`.
    fn is_legend(&self, items: &[Item<'_>]) -> bool {
        let names_category = |item: &Item<'_>| {
            item.task.is_none()
                && item.lines().first().is_some_and(|line| {
                    let key = line.text.split([':', '：']).next().unwrap_or("");
                    key.len() < line.text.len() && self.categories.contains(&fold(key))
                })
        };
        // Some categories may have no item yet.
        let named = items.iter().filter(|item| names_category(item)).count();
        named > 0 && named * 2 >= items.len()
    }

    fn item(&mut self, context: &mut Context<'_, '_, '_>, item: &Item<'_>) {
        let lines = item.lines();
        let Some(first) = lines.first() else { return };
        let has_list = item.rest().iter().any(|block| matches!(block, Block::List(_)));
        let detailed = is_detailed(context, item.rest());
        if has_list && !detailed && lines.len() == 1 && is_group(context, item, first) {
            self.in_group(context, first, item.rest());
            return;
        }
        if first.bold > 0
            && has_list
            && let Some(mut detail) = Detail::at(context, first, item.span)
        {
            details(context, item.rest(), &mut detail.item);
            self.details.push(detail);
            return;
        }
        let before = self.items.len();
        if are_details(context, &lines[1..]) {
            let part = Part::from(first, after_action_key(context, first));
            self.detailed_item(context, part, item.task, item.rest(), &lines[1..]);
        } else {
            let joined = join_lines(lines.to_vec());
            self.text_item(context, Part::whole(&joined), item.task, item.rest());
            // `1. **Alerts**`, with the steps below
            if let Some((_, found)) = self.items.get_mut(before)
                && first.is_bold()
            {
                found.description = found.description.take().or_else(|| steps(item.rest()));
            }
        }
        self.nested_boxes(context, item.rest());
    }

    /// Reads an item whose details are in the lines after it.
    fn detailed_item(
        &mut self,
        context: &mut Context<'_, '_, '_>,
        part: Part<'_, '_>,
        task: Option<TaskState>,
        rest: &[Block<'_>],
        lines: &[Line<'_>],
    ) {
        let before = self.items.len();
        self.text_item(context, part, task, rest);
        if let Some((claim, item)) = self.items.get_mut(before) {
            detail_lines(context, lines, item);
            *claim = Claim::of(item).max(*claim);
        }
    }

    /// Reads checkboxes below an item that somebody else owns, or that are due on a day of their own. Others are steps
    /// of the item.
    fn nested_boxes(&mut self, context: &mut Context<'_, '_, '_>, blocks: &[Block<'_>]) {
        let lists =
            blocks.iter().filter_map(|block| if let Block::List(items) = block { Some(items) } else { None });
        for inner in lists.flatten().filter(|inner| inner.task.is_some()) {
            let joined = join_lines(inner.lines().to_vec());
            let dropped = self.dropped.len();
            let before = self.items.len();
            self.text_item(context, Part::whole(&joined), inner.task, inner.rest());
            if self.items.last().is_none_or(|(_, item)| item.owner.is_none() && item.due.is_none()) {
                self.items.truncate(before);
                self.dropped.truncate(dropped);
            }
        }
    }

    fn text_item(
        &mut self,
        context: &mut Context<'_, '_, '_>,
        part: Part<'_, '_>,
        task: Option<TaskState>,
        rest: &[Block<'_>],
    ) {
        let (number, skip) = item_number(part.text(), context.lexicon);
        let part = part.ending_in(&part.text()[skip..]);
        let first = self.alike.owner_first.then(|| split_owner(part.text())).flatten();
        let first = first.and_then(|(owner, rest)| Some((person(owner, context.lexicon)?, rest)));
        let (owner, part) = first.map_or((None, part), |(owner, rest)| (Some(owner), part.ending_in(rest)));
        if task.is_none() && self.claim == Claim::Plain && is_log_entry(context, part.text()) {
            return;
        }
        let item = match text_item(context, part, task, rest, self.owner_style) {
            Ok(item) => ActionItem { number, owner: owner.or(item.owner), ..item },
            Err(Some(reason)) => return self.dropped.push((part.line.span, reason)),
            Err(None) => return,
        };
        // An unchecked box states that its item is open, so only the priority is inherited.
        let claim = if task.is_some() { Claim::Tracked } else { Claim::of(&item) };
        let mut item = if task.is_some() { self.group.apply_priority(item) } else { self.group.apply(item) };
        let is_undecided = task.is_none() && item.state == ActionState::Open && item.state_text.is_none();
        // What is due on a day is still to be done.
        if self.alike.done && is_undecided && item.due.is_none() && item.due_text.is_none() {
            item.state = ActionState::Done;
        }
        self.push(claim, item);
    }
}

/// Whether a line is a short lead-in: it ends with a colon, or is bold.
fn names_group(line: &Line<'_>) -> bool {
    (line.text.ends_with([':', '：']) || line.is_bold()) && line.text.chars().count() <= MAX_LEAD_IN
}

/// Whether an item is the lead-in of the list below it and no item itself. A bold title with a number is an item: the
/// numbers count the items.
fn is_group(context: &Context<'_, '_, '_>, item: &Item<'_>, first: &Line<'_>) -> bool {
    if item.task.is_some() || first.text.chars().count() > MAX_LEAD_IN {
        return false;
    }
    let lists = || {
        item.rest().iter().filter_map(|block| if let Block::List(items) = block { Some(items) } else { None })
    };
    let is_numbered = || context.source.slice(item.span).starts_with(|c: char| c.is_ascii_digit());
    lists().flatten().all(|inner| inner.task.is_some())
        || first.text.ends_with([':', '：'])
        || first.is_bold() && (!is_numbered() || group::says_something(&first.text, context.lexicon))
}
