//! Keys: bold words, plain words before a colon, rows of metadata tables, terms of definition lists.

mod byline;
mod several;
mod syntax;
mod tables;

use self::syntax::{bold_key, looks_like_key, plain_key, question_key};
use super::labels::{Label, Labels, Part, heading_key};
use super::lexicon::{Lexicon, fold};
use super::outline::{BOLD_HEADING_LEVEL, Block, Item, Line, Outline};
use crate::model::{FIELDS, FieldId, FieldKind, Origin};
use crate::source::Span;

/// How many levels of nested lists are searched for keys.
const MAX_LIST_DEPTH: usize = 3;

/// Collects the labels of a document.
pub(super) struct LabelFinder<'o, 'a, 'l> {
    pub(super) outline: &'o Outline<'a>,
    pub(super) lexicon: &'l Lexicon,
    pub(super) all: Vec<Label<'o, 'a>>,
    pub(super) section: usize,
}

/// Which keys are recognized in a section.
#[derive(Clone, Copy, PartialEq, Eq)]
enum KeyRule {
    /// Bold and plain keys: at the top of the document and in metadata sections.
    All,
    /// Bold keys with a colon.
    Bold,
    /// Only keys of the cause analysis.
    Causes,
    /// None: what looks like a key there is a list item.
    None,
}

fn key_rule(index: usize, labels: &Labels<'_, '_>) -> KeyRule {
    if index == 0 || Some(index) == labels.title {
        return KeyRule::All;
    }
    match labels.section_fields[index] {
        Some(
            FieldId::Metadata
            | FieldId::Summary
            | FieldId::OneLine
            | FieldId::Impact
            | FieldId::Date
            | FieldId::Duration,
        ) => KeyRule::All,
        None
        | Some(
            FieldId::Detection
            | FieldId::Background
            | FieldId::Response
            | FieldId::Appendix
            | FieldId::Author
            | FieldId::Severity
            | FieldId::Status
            | FieldId::Service
            | FieldId::Tag
            | FieldId::Id,
        ) => KeyRule::Bold,
        Some(FieldId::RootCause | FieldId::FiveWhys) => KeyRule::Causes,
        Some(_) => KeyRule::None,
    }
}

impl<'o, 'a> LabelFinder<'o, 'a, '_> {
    pub(super) fn heading(&mut self, index: usize, labels: &Labels<'o, 'a>) {
        let Some(field) = labels.heading_fields[index] else { return };
        let section = &self.outline.sections[index];
        let (key, value) = heading_key(&section.heading.text);
        let parts = value.map(|skip| Part::from(&section.heading, skip)).into_iter().collect();
        // Subsections with a known heading have a label of their own.
        let tree = self.outline.subtree(index).filter(|at| {
            *at == index
                || labels.heading_fields[*at].is_none() && self.nearest_labeled(labels, *at) == Some(index)
        });
        let blocks = tree.flat_map(|at| &self.outline.sections[at].blocks).collect();
        let label = self.label(field, Origin::Section, key, section.heading.span);
        self.all.push(Label { parts, blocks, section: index, ..label });
    }

    pub(super) fn keys(&mut self, index: usize, labels: &Labels<'o, 'a>) {
        // Bold lines used as headings come with bold keys.
        let rule = if self.outline.sections[index].level == BOLD_HEADING_LEVEL {
            KeyRule::Bold
        } else {
            key_rule(index, labels)
        };
        if rule == KeyRule::None {
            return self.footer(index);
        }
        let from = self.all.len();
        self.walk(&self.outline.sections[index].blocks, rule, 0);
        if rule == KeyRule::Causes {
            let causes = [
                FieldId::RootCause,
                FieldId::Trigger,
                FieldId::Contributing,
                FieldId::Detection,
                FieldId::Resolution,
            ];
            let kept: Vec<_> = self.all.drain(from..).filter(|label| causes.contains(&label.field)).collect();
            self.all.extend(kept);
        }
        if rule != KeyRule::All && self.all[from..].iter().all(|label| label.field != FieldId::Author) {
            self.footer(index);
        }
    }

    /// Reads the last paragraphs of a document, which may name its authors and reviewers, whatever section they are
    /// in.
    fn footer(&mut self, index: usize) {
        if index + 1 < self.outline.sections.len() {
            return;
        }
        let blocks = &self.outline.sections[index].blocks;
        let paragraphs = blocks.iter().rev().take_while(|block| matches!(block, Block::Paragraph(_))).count();
        let from = self.all.len();
        self.walk(&blocks[blocks.len() - paragraphs..], KeyRule::All, 1);
        let kept: Vec<_> = self
            .all
            .drain(from..)
            .filter(|label| matches!(label.field, FieldId::Author | FieldId::Reviewer | FieldId::Updated))
            .collect();
        self.all.extend(kept);
    }

    /// Reads a run of blocks. Blocks without a key belong to the key before them.
    fn walk(&mut self, blocks: &'o [Block<'a>], rule: KeyRule, depth: usize) {
        let mut open: Option<usize> = None;
        for block in blocks {
            match block {
                Block::Paragraph(lines) => open = self.paragraph(lines, block, rule, open),
                Block::List(items) => open = self.list(items, block, rule, open, depth),
                Block::Table(table) if self.is_metadata(table) => {
                    self.metadata(table);
                    open = None;
                }
                Block::Quote(inner) if depth == 0 && open.is_none() => self.walk(inner, rule, depth + 1),
                Block::Callout { kind, title, blocks } => {
                    self.callout(kind, title, blocks, rule, depth);
                    open = None;
                }
                Block::Definition { term, blocks } => {
                    self.definition(term, blocks, rule);
                    open = None;
                }
                Block::Rule => open = None,
                _ => {
                    if let Some(index) = open {
                        self.all[index].blocks.push(block);
                    }
                }
            }
        }
    }

    /// `> [!summary]`: the kind or the title may name a field; otherwise the keys inside are read.
    fn callout(&mut self, kind: &str, title: &str, blocks: &'o [Block<'a>], rule: KeyRule, depth: usize) {
        let Some(field) = self.lexicon.heading(title).or_else(|| self.lexicon.heading(kind)) else {
            if depth == 0 {
                self.walk(blocks, rule, depth + 1);
            }
            return;
        };
        if field == FieldId::Metadata {
            return self.walk(blocks, KeyRule::All, depth + 1);
        }
        let span = blocks.iter().find_map(first_span).unwrap_or_default();
        let label = self.label(field, Origin::List, title, span);
        self.all.push(Label { blocks: blocks.iter().collect(), ..label });
    }

    fn definition(&mut self, term: &'o Line<'a>, blocks: &'o [Block<'a>], rule: KeyRule) {
        let Some(field) = self.lexicon.key(&term.text).filter(|_| rule != KeyRule::None) else { return };
        let label = self.label(field, Origin::List, &term.text, term.span);
        self.all.push(Label { blocks: blocks.iter().collect(), ..label });
    }

    fn paragraph(
        &mut self,
        lines: &'o [Line<'a>],
        block: &'o Block<'a>,
        rule: KeyRule,
        mut open: Option<usize>,
    ) -> Option<usize> {
        let mut began_here = false;
        let keyed: Vec<_> = lines.iter().map(|line| self.labels_in(line, rule)).collect();
        let in_block_of_keys = keyed.iter().filter(|labels| !labels.is_empty()).count() >= 2;
        for (line, labels) in lines.iter().zip(keyed) {
            if !labels.is_empty() {
                open = self.push_all(labels);
                began_here = true;
            } else if in_block_of_keys && looks_like_key(&line.text) {
                // An unknown key ends the value of the key before it.
                open = None;
                began_here = false;
            } else if began_here && let Some(index) = open {
                self.all[index].parts.push(Part::whole(line));
            }
        }
        if rule == KeyRule::All && open.is_none() {
            if lines.len() == 1 {
                self.byline(&lines[0]);
            }
            self.signature(lines);
        }
        if !began_here && let Some(index) = open {
            let label = &mut self.all[index];
            if takes_paragraphs(label.field) || label.parts.iter().all(|part| part.text().is_empty()) {
                label.blocks.push(block);
            } else {
                return None;
            }
        }
        open
    }

    fn list(
        &mut self,
        items: &'o [Item<'a>],
        block: &'o Block<'a>,
        rule: KeyRule,
        open: Option<usize>,
        depth: usize,
    ) -> Option<usize> {
        let first = |item: &'o Item<'a>| {
            item.lines().first().map(|line| self.labels_in(line, rule)).unwrap_or_default()
        };
        let keyed: Vec<_> = items.iter().map(first).collect();
        if keyed.iter().flatten().all(|label| label.field == FieldId::Other) {
            if let Some(index) = open {
                self.all[index].blocks.push(block);
            }
            return open;
        }
        let mut last = open;
        for (item, mut first) in items.iter().zip(keyed) {
            let mut here = None;
            for (index, line) in item.lines().iter().enumerate() {
                let labels = if index == 0 { std::mem::take(&mut first) } else { self.labels_in(line, rule) };
                if !labels.is_empty() {
                    here = self.push_all(labels);
                } else if let Some(index) = here {
                    self.all[index].parts.push(Part::whole(line));
                }
            }
            if let Some(index) = here {
                self.all[index].blocks.extend(item.rest());
            } else if let Some(index) = last {
                // Lists with different indentation run together; an item without a key belongs to the key before it.
                here = last;
                self.all[index].extra_items.push(item);
            }
            self.nested(item, rule, depth);
            last = here;
        }
        last
    }

    /// Reads keys in the bullets under a key: `- **Key events**` with `- Resolved 2023-11-03 14:38` below.
    fn nested(&mut self, item: &'o Item<'a>, rule: KeyRule, depth: usize) {
        if depth >= MAX_LIST_DEPTH {
            return;
        }
        let lists = item.rest().iter().filter_map(|block| match block {
            Block::List(items) => Some(items),
            _ => None,
        });
        for inner in lists.flatten() {
            if let Some(line) = inner.lines().first() {
                let mut labels = self.labels_in(line, rule);
                if labels.first().is_some_and(|label| label.field == FieldId::Other) {
                    labels.clear();
                }
                if let Some(index) = self.push_all(labels) {
                    self.all[index].blocks.extend(inner.rest());
                }
            }
            self.nested(inner, rule, depth + 1);
        }
    }

    /// An empty label in the current section.
    fn label(&self, field: FieldId, origin: Origin, key: &str, span: Span) -> Label<'o, 'a> {
        Label {
            field,
            origin,
            key: key.to_owned(),
            parts: Vec::new(),
            blocks: Vec::new(),
            extra_items: Vec::new(),
            span,
            section: self.section,
        }
    }

    /// The closest section that has a field of its own: this one or a parent.
    fn nearest_labeled(&self, labels: &Labels<'o, 'a>, index: usize) -> Option<usize> {
        self.outline.with_ancestors(index).find(|section| labels.heading_fields[*section].is_some())
    }

    /// Adds the labels of a line; returns the index of the last one.
    fn push_all(&mut self, labels: Vec<Label<'o, 'a>>) -> Option<usize> {
        let any = !labels.is_empty();
        self.all.extend(labels);
        any.then(|| self.all.len() - 1)
    }

    /// The label at the beginning of a line, if any.
    fn label_at(&self, part: Part<'o, 'a>, rule: KeyRule) -> Option<Label<'o, 'a>> {
        let text = &part.line.text;
        let (key_end, value) = question_key(text)
            .filter(|_| self.lexicon.key(text).is_some())
            .or_else(|| bold_key(part.line))
            .or_else(|| if rule == KeyRule::All { plain_key(text) } else { None })?;
        let key = &text[..key_end];
        let bold = part.line.bold >= key_end && key_end > 0;
        let alone = || {
            text[value..].trim().is_empty() && key.trim_end().ends_with([':', '：', '?'])
                || text[key_end..].trim() == ":"
        };
        // `What we will do:` above a list works like a heading.
        let headed = || {
            let name = |key| self.lexicon.headings.exact(&fold(key)).and_then(FieldId::from_name);
            alone().then(|| name(key)).flatten()
        };
        let field = self.lexicon.key(key.trim_start_matches([':', '#', '+'])).or_else(headed);
        // Plain words before a colon are a key only if the vocabulary knows them; bold ones always end the value
        // before them.
        let field = match field {
            Some(field) => field,
            None if bold
                && (key.ends_with([':', '：'])
                    || text[key_end..].trim_start_matches(' ').starts_with([':', '：'])) =>
            {
                FieldId::Other
            }
            None => return None,
        };
        // `Severity 2`, `Date 2024-03-14` and `Fix 2: …`, but not `Service 3 was down`.
        let is_bare = !bold && text[key_end..value].trim().is_empty() && !key.ends_with([':', '：', '?']);
        let number = text[value..].trim_start_matches(|c: char| c.is_ascii_digit());
        let is_sentence = number.len() < text.len() - value && !number.trim_start().starts_with([':', '：']);
        if is_bare && is_sentence && !takes_number(field) {
            return None;
        }
        let key = key.trim_matches([':', '：', ' ']);
        let parts = vec![Part::from(part.line, value)];
        Some(Label { parts, ..self.label(field, Origin::List, key, part.line.span) })
    }
}

/// Whether the value of a field may continue in the paragraphs after the key; a date or a name never does.
fn takes_paragraphs(field: FieldId) -> bool {
    matches!(
        field,
        FieldId::Summary
            | FieldId::Impact
            | FieldId::RootCause
            | FieldId::Trigger
            | FieldId::Resolution
            | FieldId::Detection
            | FieldId::Contributing
            | FieldId::Actions
            | FieldId::Timeline
            | FieldId::Lessons
            | FieldId::References
            | FieldId::Related
            | FieldId::Other
            | FieldId::Background
    )
}

fn first_span(block: &Block<'_>) -> Option<Span> {
    match block {
        Block::Paragraph(lines) => lines.first().map(|line| line.span),
        Block::List(items) => items.first().map(|item| item.span),
        _ => None,
    }
}

/// Whether the value of a field can be a number.
fn takes_number(field: FieldId) -> bool {
    let kind = FIELDS.iter().find(|spec| spec.id == field).map(|spec| spec.kind);
    field == FieldId::Id
        || matches!(
            kind,
            Some(FieldKind::Day | FieldKind::Moment | FieldKind::Duration | FieldKind::Severity)
        )
}
