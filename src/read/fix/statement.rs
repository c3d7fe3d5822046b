//! The statements of a section or key about the fix, and how much each one says.

use super::commands::first_command;
use crate::model::{ActionState, FieldId, Origin};
use crate::read::action_text::state_mark;
use crate::read::context::Context;
use crate::read::labels::Label;
use crate::read::lexicon::{fold, is_unspaced};
use crate::read::outline::{Block, Item, Line, Table, TaskState};
use crate::read::placeholder::is_placeholder;
use crate::read::prose;
use crate::read::signs::{Part, Signs, count_words, is_reference, without_references};
use crate::source::Span;
use crate::text::{boundary, sentences};

/// A text that reports no act needs this many words to say what was done.
const MIN_WORDS: usize = 3;

/// A name of a fix before a colon has at most this many bytes.
const MAX_NAME: usize = 80;

/// A text that may say what was done.
pub(super) struct Statement {
    pub(super) text: String,
    pub(super) span: Span,
    /// What stands before it.
    pub(super) announced: Announced,
    /// The list that it is an item of, by its number.
    pub(super) list: Option<usize>,
}

/// What announces a statement.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Announced {
    Nothing,
    /// A key, which says that its value is about the fix.
    Key,
    /// `We did the following:`, or a heading with nothing but a list.
    Steps,
    /// `This was resolved by:`
    Solution,
    /// `Why this works:`
    Reasons,
}

/// How far a statement can be trusted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    /// It says nothing about a fix.
    None,
    /// Its place says that it is about the fix, its words do not.
    Placed,
    /// It reports an act.
    Act,
    /// It says by what the problem was solved.
    Fix,
}

impl Statement {
    /// The first sentence of it whose words report an act.
    pub(super) fn act(&self, context: &Context<'_, '_, '_>) -> Option<String> {
        let act = sentences(&self.text).find(|sentence| strength(context, sentence) >= Strength::Act)?;
        Some(shown(context, act))
    }

    /// The sentence of it that says best what was done.
    pub(super) fn best(&self, context: &Context<'_, '_, '_>) -> Option<(String, Strength)> {
        let mut best: Option<(&str, Strength)> = None;
        let mut all = sentences(&self.text).peekable();
        while let Some(sentence) = all.next() {
            let mut strength = strength(context, sentence);
            let is_step = matches!(self.announced, Announced::Steps | Announced::Solution);
            if is_step && strength == Strength::Placed {
                strength = Strength::Act;
            }
            if strength == Strength::None && best.is_none() && self.announced == Announced::Key {
                return None;
            }
            // `We rolled back. That was not enough.`
            let is_better = strength > best.map_or(Strength::None, |(_, best)| best);
            if is_better && !all.peek().is_some_and(|next| takes_back(context, next)) {
                best = Some((sentence, strength));
            }
            if best.is_some_and(|(_, best)| best == Strength::Fix) {
                break;
            }
        }
        best.map(|(sentence, strength)| (shown(context, sentence), strength))
    }
}

/// Whether a sentence says no more than that what was done before it did not help.
fn takes_back(context: &Context<'_, '_, '_>, sentence: &str) -> bool {
    let signs = Signs::of(context.lexicon, sentence);
    signs.has(Part::Undone) && !signs.restored()
}

pub(super) fn strength(context: &Context<'_, '_, '_>, sentence: &str) -> Strength {
    let bare = without_references(sentence);
    if sentence.ends_with(['?', '？']) || context.lexicon.is_nothing(&bare) || is_placeholder(sentence) {
        return Strength::None;
    }
    let signs = Signs::of(context.lexicon, &bare);
    if count_words(&bare) < 2 || is_check(context, &bare) {
        return Strength::None;
    }
    if signs.says_how() {
        return Strength::Fix;
    }
    let folded = fold(&bare);
    let is_reason =
        context.lexicon.occurs_in("reason", &folded) || explains(context, &folded) && !signs.restored();
    // What something does not do is told without a clause of its own where words are not separated.
    let tells_what_is_not = bare.contains(is_unspaced) && (signs.has(Part::Not) || signs.has(Part::NotAfter));
    if signs.mitigated().is_some() || signs.acted() && !is_reason && !tells_what_is_not {
        return Strength::Act;
    }
    let says_otherwise = [
        Part::Not,
        Part::NotAfter,
        Part::Hedge,
        Part::Failed,
        Part::Undone,
        Part::Harmless,
        Part::Talk,
        Part::Problem,
    ];
    if is_reason || says_otherwise.into_iter().any(|part| signs.has(part)) {
        return Strength::None;
    }
    // `Fix of the query`, `Workaround for the proxy`
    if signs.has(Part::Fix) {
        return Strength::Act;
    }
    if count_words(&bare) < MIN_WORDS { Strength::None } else { Strength::Placed }
}

/// Whether a sentence is named a check of what was done: `Verified: all pods are up`.
fn is_check(context: &Context<'_, '_, '_>, sentence: &str) -> bool {
    let name = sentence.split_once([':', '：']).map(|(name, _)| name).filter(|name| name.len() <= MAX_NAME);
    name.map(fold).is_some_and(|name| {
        context.lexicon.action_states.exact(&name) == Some("verified")
            || context.lexicon.is_in("check_name", &name)
    })
}

/// Whether a sentence begins with `when` or `if`: it explains how things work.
fn explains(context: &Context<'_, '_, '_>, folded: &str) -> bool {
    context.lexicon.list("conditional").any(|word| {
        let rest = folded.strip_prefix(word);
        rest.is_some_and(|rest| rest.starts_with(' ') || word.ends_with(is_unspaced))
    })
}

/// A number with a colon, or a commit, in front of a sentence.
fn is_label_or_hash(word: &str) -> bool {
    let digits =
        word.strip_suffix(':').is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    digits || is_reference(word) && word.len() >= 7 && word.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Splits `Fix applied: raised the limit`: the name of a fix, and what was done.
pub(super) fn named_fix<'t>(context: &Context<'_, '_, '_>, text: &'t str) -> Option<(&'t str, &'t str)> {
    let lexicon = context.lexicon;
    let opening = &text[..boundary(text, MAX_NAME + " — ".len())];
    // Most sentences have no separator near their beginning.
    if !opening.contains([':', '：', '—', '–']) && !opening.contains(" - ") {
        return None;
    }
    [":", "：", " — ", " – ", " - "].into_iter().find_map(|separator| {
        let at = opening.find(separator).filter(|at| *at <= MAX_NAME)?;
        let (head, rest) = (&text[..at], &text[at + separator.len()..]);
        let folded = fold(head);
        let is_name = ["fix_lead", "status_word"].into_iter().any(|list| lexicon.is_in(list, &folded))
            || lexicon.is_fix_key(&folded);
        (is_name && !rest.trim().is_empty()).then(|| (head, rest.trim_start()))
    })
}

/// A sentence as the box shows it: without a commit in front, and without a key that says no more than "fix".
pub(super) fn shown(context: &Context<'_, '_, '_>, sentence: &str) -> String {
    let mut text = sentence.trim();
    // `✅ Update the dependencies`
    if let (mark, Some(ActionState::Done)) = state_mark(text, context.lexicon) {
        text = &text[mark..];
    }
    // `2: 4be1c3f (2026-05-07) — the dropdowns keep the uid`
    while let Some(first) = text.split_whitespace().next().filter(|first| is_label_or_hash(first)) {
        let after = text[first.len()..].trim_start();
        let after =
            after.strip_prefix('(').and_then(|rest| rest.split_once(')')).map_or(after, |(_, rest)| rest);
        text = after.trim_start_matches([' ', '-', '—', '–', ':', '：', ',']);
    }
    if let Some((_, rest)) = named_fix(context, text) {
        text = rest;
    }
    text.trim_end_matches([':', '：']).to_owned()
}

/// What is said below a label, in order.
pub(super) fn statements(context: &Context<'_, '_, '_>, label: &Label<'_, '_>) -> Vec<Statement> {
    let is_about_fix = label.field == FieldId::Resolution;
    let mut found =
        Collector { context, is_about_fix, found: Vec::new(), announced: Announced::Nothing, lists: 0 };
    let beside = prose::join(label.parts.iter().map(|part| prose::part_text(*part)));
    if !beside.is_empty() && !is_placeholder(&beside) {
        found.found.push(Statement { text: beside, span: label.span, announced: Announced::Key, list: None });
    }
    if label.origin != Origin::Section {
        found.blocks(label.blocks.iter().copied());
        return found.found;
    }
    let (outline, labels) = (context.outline, context.labels);
    for at in outline.subtree(label.section) {
        let is_own = at == label.section
            || labels.heading_fields[at].is_none() && labels.section_fields[at] == Some(label.field);
        // `### Why this works`: reasons are no acts.
        let heading = fold(&outline.sections[at].heading.text);
        if is_own && (at == label.section || !context.lexicon.occurs_in("why", &heading)) {
            // A section that is nothing but a list or a table is a list of what was done.
            found.announced = match outline.sections[at].blocks.first() {
                Some(Block::List(_)) => Announced::Steps,
                Some(Block::Table(_)) if is_about_fix => Announced::Steps,
                _ => Announced::Nothing,
            };
            let before = found.found.len();
            found.blocks(outline.sections[at].blocks.iter());
            // `### Pin the runtime` with nothing but code below it: the heading says what was done.
            let is_child = outline.sections[at].parent == Some(label.section);
            if is_about_fix && is_child && found.found.len() == before {
                let heading = &outline.sections[at].heading;
                found.announced = Announced::Steps;
                let text = without_number(heading.text.trim());
                // `### Immediate measures`: the code says which ones.
                let is_general = context.lexicon.is_fix_key(&fold(text));
                let code = || first_command(&outline.sections[at].blocks);
                let text = Some(text.to_owned()).filter(|_| !is_general).or_else(code);
                if let Some(text) = text {
                    found.push(text, heading.span, None);
                }
            }
        }
    }
    if is_about_fix && found.found.is_empty() {
        let section = &outline.sections[label.section];
        if let Some(text) = first_command(&section.blocks) {
            found.push(text, section.heading.span, None);
        }
    }
    found.found
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
        let Some(text) = prose::paragraph(lines) else { return };
        let Some(last) =
            sentences(&text).last().filter(|last| introduces_list && last.ends_with([':', '：']))
        else {
            self.push(text, lines[0].span, None);
            return;
        };
        let before = text[..text.len() - last.len()].trim_end().to_owned();
        self.push(before, lines[0].span, None);
        let signs = Signs::of(self.context.lexicon, last);
        let has = |parts: &[Part]| parts.iter().any(|part| signs.has(*part));
        let is_other =
            || has(&[Part::Trouble, Part::Failed, Part::Problem, Part::Undone, Part::Talk, Part::Hedge]);
        // `The rollback failed with these errors:`
        let is_reason = self.context.lexicon.occurs_in("why", &fold(last)) || signs.fix_failed();
        // `Two independent fixes, applied in this order:`
        let counts = || {
            let folded = fold(last);
            let end =
                |words: usize| folded.match_indices(' ').nth(words - 1).map_or(folded.len(), |(at, _)| at);
            let is_count =
                [1, 2].into_iter().any(|words| self.context.lexicon.is_in("count", &folded[..end(words)]))
                    || folded[..end(1)].bytes().all(|byte| byte.is_ascii_digit());
            is_count && (signs.has(Part::Fix) || self.context.lexicon.occurs_in("fix_change", &folded))
        };
        // `Deployed version 5 with these changes:`
        if !is_reason
            && !signs.says_how()
            && strength(self.context, last) == Strength::Act
            && signs.acted()
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
                let state = context.lexicon.action_states.exact(&fold(&cell.text));
                state.is_some_and(|state| state != "done" && state != "verified")
            };
            if row.cells.iter().any(is_open) || Signs::of(context.lexicon, &whole).has(Part::Undone) {
                continue;
            }
            if let Some(cell) = row.cells.get(column) {
                self.push(cell.text.trim().to_owned(), row.span, Some(self.lists));
            }
        }
    }
}
