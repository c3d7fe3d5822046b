//! What the page of an incident shows differently from the document: blocks with nothing but what the box of the page shows are
//! folded, and the author's table of action items gets the state of each.

use std::collections::{BTreeMap, BTreeSet};

use comrak::nodes::{Node, NodeValue};

use super::InternalParts;
use crate::model::{FIELDS, FieldId, Record, in_short};
use crate::read::actions::{Columns, columns};
use crate::read::labels::Labels;
use crate::read::lexicon::Lexicon;
use crate::read::outline::{Block, Outline, Section};
use crate::source::SourceFile;
use crate::text::squeeze;

/// Facts that the head of the page or its box shows.
const SHOWN: [FieldId; 12] = [
    FieldId::Id,
    FieldId::Title,
    FieldId::Date,
    FieldId::Started,
    FieldId::Resolved,
    FieldId::Duration,
    FieldId::Severity,
    FieldId::Status,
    FieldId::Author,
    FieldId::Service,
    FieldId::Tag,
    FieldId::Finalized,
];

/// The folded blocks and the rows of action items of a document, by line.
#[derive(Debug, Default)]
pub(in crate::read) struct Layout {
    /// The first and the last line of each part that is folded, in order.
    pub(super) folds: Vec<(usize, usize)>,
    /// The rows of all action items; empty if any of them has none.
    pub(super) rows: BTreeMap<usize, ItemRow>,
}

/// The row of an action item.
#[derive(Clone, Copy, Debug)]
pub(super) struct ItemRow {
    /// The index of the item.
    pub(super) item: usize,
    /// What its columns mean.
    pub(super) columns: Columns,
}

impl Layout {
    pub(super) const fn unchanged() -> Self {
        Self { folds: Vec::new(), rows: BTreeMap::new() }
    }

    pub(in crate::read) fn new<'a>(
        source: &SourceFile,
        root: Node<'a>,
        outline: &Outline<'a>,
        labels: &Labels<'_, 'a>,
        record: &Record,
        lexicon: &Lexicon,
        internal: &InternalParts,
    ) -> Self {
        let rows = rows(source, outline, record, lexicon);
        let known = labels.all.iter().filter(|label| {
            let is_stated = record.field(label.field).is_some();
            SHOWN.contains(&label.field) && (is_stated || label.text().is_empty())
        });
        let known = known.map(|label| source.line(label.span.start) as usize).collect();
        let mut shown = Shown { known, texts: texts(record), details: BTreeSet::new() };
        if !rows.is_empty() {
            shown.details = details(source, outline, labels);
        }
        Self { folds: folds(root, &shown, internal), rows }
    }

    /// Whether a line is folded.
    pub(super) fn is_folded(&self, line: usize) -> bool {
        let next = self.folds.partition_point(|(first, _)| *first <= line);
        next.checked_sub(1).is_some_and(|at| line <= self.folds[at].1)
    }
}

/// The rows of all action items, if each has one.
fn rows(
    source: &SourceFile,
    outline: &Outline<'_>,
    record: &Record,
    lexicon: &Lexicon,
) -> BTreeMap<usize, ItemRow> {
    let lines: BTreeMap<usize, usize> =
        record.actions.iter().enumerate().map(|(at, item)| (item.line as usize, at)).collect();
    let mut rows = BTreeMap::new();
    if lines.is_empty() {
        return rows;
    }
    for block in outline.sections.iter().flat_map(|section| &section.blocks) {
        let Block::Table(table) = block else { continue };
        let items = table.rows.iter().filter_map(|row| {
            let line = source.line(row.span.start) as usize;
            lines.get(&line).map(|item| (line, *item))
        });
        let items: Vec<_> = items.collect();
        if !items.is_empty()
            && let Some(columns) = columns(lexicon, table)
        {
            rows.extend(items.into_iter().map(|(line, item)| (line, ItemRow { item, columns })));
        }
    }
    if rows.len() == record.actions.len() { rows } else { BTreeMap::new() }
}

/// The texts that the box shows whole.
fn texts(record: &Record) -> Vec<String> {
    let in_box = FIELDS.iter().filter(|spec| spec.in_box.is_some()).map(|spec| spec.id);
    let texts = in_box.chain([FieldId::Summary]).filter_map(|id| record.text(id));
    texts.map(|text| squeeze(&text.value)).filter(|text| in_short(text) == *text).collect()
}

/// The lines of details that belong to action items in a table: their rows show them.
fn details(source: &SourceFile, outline: &Outline<'_>, labels: &Labels<'_, '_>) -> BTreeSet<usize> {
    let sections = outline.sections.iter().zip(&labels.section_fields);
    let sections = sections.filter(|(_, field)| **field == Some(FieldId::ActionDetails));
    let is_text = |section: &Section<'_>| {
        section.blocks.iter().all(|block| matches!(block, Block::Paragraph(_) | Block::List(_) | Block::Rule))
    };
    let sections: Vec<_> = sections.map(|(section, _)| section).collect();
    if !sections.iter().all(|section| is_text(section)) {
        return BTreeSet::new();
    }
    let line = |at: u32| source.line(at) as usize;
    let mut lines = BTreeSet::new();
    for section in sections {
        lines.insert(line(section.heading.span.start));
        for block in &section.blocks {
            match block {
                Block::Paragraph(text) => lines.extend(text.iter().map(|text| line(text.span.start))),
                Block::List(items) => {
                    let spans = items.iter().map(|item| line(item.span.start)..=line(item.span.end));
                    lines.extend(spans.flatten());
                }
                _ => {}
            }
        }
    }
    lines
}

/// What the page shows elsewhere.
struct Shown {
    /// The lines of facts.
    known: BTreeSet<usize>,
    texts: Vec<String>,
    /// The lines of details.
    details: BTreeSet<usize>,
}

impl Shown {
    fn is_known(&self, node: Node<'_>) -> bool {
        let (first, last) = lines(node);
        (first..=last).all(|line| self.known.contains(&line))
            || (first..=last).all(|line| self.details.contains(&line))
    }

    /// Whether the page shows all of a block elsewhere.
    fn has(&self, block: Node<'_>) -> bool {
        match &block.data().value {
            NodeValue::Table(_) => block.children().all(|row| {
                // The header is a name of the columns, or a fact like the others.
                matches!(row.data().value, NodeValue::TableRow(true)) || self.is_known(row)
            }),
            NodeValue::Paragraph | NodeValue::List(_) => {
                block.descendants().all(|node| match &node.data().value {
                    NodeValue::Paragraph => self.is_known(node) || self.says(node),
                    NodeValue::Image(_) | NodeValue::HtmlInline(_) => false,
                    value => !value.block() || matches!(value, NodeValue::List(_) | NodeValue::Item(_)),
                })
            }
            _ => false,
        }
    }

    fn says(&self, paragraph: Node<'_>) -> bool {
        let mut text = String::new();
        super::mentions::plain_text(paragraph, &mut text);
        let text = text.trim();
        !text.is_empty() && self.texts.iter().any(|shown| shown.contains(text))
    }
}

fn lines(node: Node<'_>) -> (usize, usize) {
    let place = node.data().sourcepos;
    (place.start.line, place.end.line.max(place.start.line))
}

/// A block at the top level.
struct Part<'a> {
    node: Node<'a>,
    first: usize,
    last: usize,
    /// The level, if it is a heading.
    level: Option<u8>,
    is_rule: bool,
    shown: bool,
}

/// The runs of blocks that the page shows elsewhere. A heading is one of them if all below it is.
fn folds<'a>(root: Node<'a>, shown: &Shown, internal: &InternalParts) -> Vec<(usize, usize)> {
    if shown.known.is_empty() && shown.texts.is_empty() && shown.details.is_empty() {
        return Vec::new();
    }
    let part = |node: Node<'a>| {
        let (first, last) = lines(node);
        let (level, is_rule) = match &node.data().value {
            NodeValue::Heading(heading) => (Some(heading.level), false),
            NodeValue::ThematicBreak => (None, true),
            _ => (None, false),
        };
        Part { node, first, last, level, is_rule, shown: level.is_none() && !is_rule && shown.has(node) }
    };
    let mut parts: Vec<Part<'_>> = root.children().map(part).collect();
    for at in (0..parts.len()).rev() {
        let Some(level) = parts[at].level else { continue };
        let below = parts[at + 1..].iter().take_while(|part| part.level.is_none_or(|other| other > level));
        let mut content = below.filter(|part| part.level.is_none() && !part.is_rule).peekable();
        parts[at].shown = level > 1 && content.peek().is_some() && content.all(|part| part.shown);
    }
    let mut folds: Vec<(usize, usize)> = Vec::new();
    let mut open = false;
    for part in &parts {
        // A fold does not cross the edge of an internal part.
        open &= !internal.begins_at(part.node);
        match (part.shown, open) {
            (true, true) => folds.last_mut().into_iter().for_each(|fold| fold.1 = part.last),
            (true, false) => folds.push((part.first, part.last)),
            (false, _) => {}
        }
        open = (part.shown || open && part.is_rule) && !internal.ends_at(part.node);
    }
    folds
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::config::Config;
    use crate::model::{Document, Segment};
    use crate::read::Reader;
    use crate::source::SourceFile;

    const HEAD: &str =
        "# Checkout is down\n\n| Field | Value |\n|---|---|\n| ID | INC-7 |\n| Date | 2026-03-04 |\n";
    const ITEMS: &str = "\n## Action items\n\n| Action | Owner | Due | Status |\n|---|---|---|---|\n| Add an alert | @ann | 2026-04-01 | Open |\n";

    fn read(text: &str) -> Document {
        let source = Arc::new(SourceFile::new("INC-7.md", text.to_owned()));
        let parsed = Reader::new(&Config::default()).read(&source);
        Document::clone(&parsed.document)
    }

    /// The HTML with marks as letters in braces.
    fn marked(document: &Document) -> String {
        let html = document.body.html();
        let shown = html.segments().map(|segment| match segment {
            Segment::Html(html) => html.to_owned(),
            other => format!("{{{other:?}}}"),
        });
        shown.collect()
    }

    fn folded(text: &str) -> String {
        let html = marked(&read(text));
        let start = html.find("{Fold}").map_or(html.len(), |at| at + "{Fold}".len());
        let end = html.find("{FoldEnd}").unwrap_or(html.len());
        html[start..end].to_owned()
    }

    #[test]
    fn facts_that_the_box_shows_are_folded_with_their_heading() {
        let text = HEAD.replace("| Field", "## Summary\n\n| Field") + "\n## Timeline\n\n- 10:00 Alert\n";
        let folded = folded(&text);
        assert!(folded.contains("<h2 id=\"summary\"") && folded.contains("2026-03-04"), "{folded}");
        assert_eq!(read(&text).folded_headings, [0]);
    }

    #[test]
    fn text_is_folded_only_if_the_box_shows_all_of_it() {
        let summary =
            "\n## Summary\n\nEvery checkout failed for two hours after a push of the configuration.";
        assert!(folded(&format!("{HEAD}{summary}\n")).contains("Every checkout failed"));
        assert!(
            !folded(&format!("{HEAD}{summary} A second sentence says more.\n")).contains("Every checkout")
        );
    }

    #[test]
    fn table_with_a_fact_that_the_box_does_not_show_stays() {
        for fact in ["| Commander | Ann |", "| Date of review | soon |", "| Weather | rain |"] {
            assert_eq!(folded(&format!("{HEAD}{fact}\n")), "", "{fact}");
        }
    }

    #[test]
    fn rows_of_action_items_are_marked_if_each_item_has_one() {
        let document = read(&format!("{HEAD}{ITEMS}"));
        let html = marked(&document);
        assert!(document.has_item_marks);
        for mark in [
            "<td class=\"short\">{Item(Anchor, 0)}Add an alert{Item(Details, 0)}</td>",
            "<td>{Item(Owner, 0)}@ann{Item(OwnerEnd, 0)}</td>",
            "<td class=\"short\">2026-04-01{Item(Due, 0)}</td>",
            "<td>{Item(State, 0)}Open{Item(StateEnd, 0)}</td>",
        ] {
            assert!(html.contains(mark), "{mark}\n{html}");
        }
        for other in ["\n- [ ] Ann: write a runbook (2026-05-01)\n", "\nText with <b>raw</b> HTML.\n"] {
            assert!(!read(&format!("{HEAD}{ITEMS}{other}")).has_item_marks, "{other}");
        }
    }
}
