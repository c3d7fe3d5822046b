//! Where a document states a field, so that an edition can leave it out.

use comrak::Arena;

use super::field_names::FieldNames;
use super::front_matter::{self, Entry, FrontMatter};
use super::internal_parts::{line_end, line_start};
use super::labels::{self, Label, Labels};
use super::lexicon::fold;
use super::markdown::{parse, span_of};
use super::named::{self, Sought};
use super::outline::{Block, Item, Line, Outline, Table};
use super::{Reader, context};
use crate::model::{FIELDS, FieldId, Origin, Parsed};
use crate::source::{SourceFile, Span};
use crate::text::find_colon;

/// Where a document states some fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldPlaces {
    /// The bytes; they may overlap.
    pub spans: Vec<Span>,
    /// The keys of front matter.
    pub keys: Vec<String>,
}

impl Reader {
    /// Where a document states the fields, keys and sections of each of some sets.
    pub fn places<const N: usize>(&self, parsed: &Parsed, sets: [&FieldNames; N]) -> [FieldPlaces; N] {
        if sets.iter().all(|names| names.is_empty()) {
            return sets.map(|_| FieldPlaces::default());
        }
        let source = &parsed.source;
        let matter = front_matter::read(source, &mut Vec::new());
        let arena = Arena::new();
        let root = parse(&arena, source, matter.body);
        let is_heading = |text: &str| self.lexicon.heading(text).is_some();
        let outline = Outline::new(source, root, &is_heading);
        let front = context::front_matter_fields(&matter.entries, &self.lexicon, &self.config);
        let labels = labels::find(&outline, &self.lexicon, context::titled(&front));
        let mut starts: Vec<usize> = labels.all.iter().map(|label| label.span.range().start).collect();
        starts.sort_unstable();
        sets.map(|names| {
            let entries = || front.iter().filter(|(field, entry)| names.has(*field, &entry.key));
            let keys = entries().map(|(_, entry)| entry.key.clone()).collect();
            let mut spans: Vec<Span> =
                entries().map(|(_, entry)| entry_span(source, &matter, entry)).collect();
            let is_named = |name: &str| {
                names.has_key(name)
                    || names.has_field(self.lexicon.key(name))
                    || names.has_field(self.lexicon.front(name))
            };
            let sought =
                Sought { names, is_named: &is_named, is_field: &|name| self.lexicon.key(name).is_some() };
            spans.extend(named::in_front_matter(&source.text, matter.body, names));
            let parts = named::in_body(&source.text, matter.body, &sought);
            let mut part_starts: Vec<usize> = parts.iter().map(|part| part.range().start).collect();
            part_starts.sort_unstable();
            spans.extend(self.tables(source, &outline, names));
            spans.extend(sections(source, &outline, &labels, names));
            let named = labels.all.iter().filter(|label| names.has(Some(label.field), &label.key));
            let named = named.filter(|label| label.origin != Origin::Section);
            let has_part = |span: &Span| {
                let next = part_starts.partition_point(|start| *start < span.range().start);
                part_starts.get(next).is_some_and(|start| *start < span.range().end)
            };
            // Of several labels on a line, only the parts that are named are left out, if they were found.
            let is_divided = |label: &&Label<'_, '_>| {
                let line = label.span.range();
                let next = starts.partition_point(|start| *start <= line.start);
                let is_shared = next >= 2 && starts[next - 2] == line.start;
                is_shared && has_part(&label.span)
            };
            spans.extend(named.filter(|label| !is_divided(label)).flat_map(|label| lines_of(source, label)));
            spans.extend(values(parsed, names).filter(|span| !has_part(span)));
            spans.extend(parts);
            spans.extend(items(parsed, names).map(|span| whole_lines(&source.text, span)));
            FieldPlaces { spans, keys }
        })
    }

    /// Tables whose header names action items or events.
    fn tables(&self, source: &SourceFile, outline: &Outline<'_>, names: &FieldNames) -> Vec<Span> {
        let is_list = |text: &str| {
            let field = self.lexicon.heading(text);
            field == Some(FieldId::Actions) && names.has_field(field)
        };
        let column = |cell: &Line<'_>| {
            let (name, columns) = (fold(&cell.text), &self.lexicon.timeline_columns);
            columns.exact(&name).or_else(|| columns.leading(&name).map(|(name, _)| name))
        };
        let is_timeline = |table: &Table<'_>| {
            let has = |wanted: &str| table.header.iter().any(|cell| column(cell) == Some(wanted));
            names.has_field(Some(FieldId::Timeline)) && has("time") && has("event")
        };
        let blocks = outline.sections.iter().flat_map(|section| &section.blocks);
        let tables = blocks.filter_map(|block| match block {
            Block::Table(table)
                if is_timeline(table) || table.header.iter().any(|cell| is_list(&cell.text)) =>
            {
                let first = table.header.first()?.span.range().start;
                Some(whole_lines(&source.text, Span::new(first, end_of(source, block))))
            }
            _ => None,
        });
        tables.collect()
    }
}

/// A key of front matter with its value: down to the next key, or the end.
fn entry_span(source: &SourceFile, matter: &FrontMatter, entry: &Entry) -> Span {
    let start = line_start(&source.text, entry.span.range().start);
    let next = matter
        .entries
        .iter()
        .map(|other| other.span.range().start)
        .filter(|at| *at > entry.span.range().start)
        .min();
    let text = &source.text[..matter.body];
    let fence = line_start(text, text.trim_end().len());
    let end = next.map_or(fence, |at| line_start(text, at));
    Span::new(start, end.max(start))
}

/// The sections of these fields and with these headings; of the title only its heading.
fn sections<'o>(
    source: &'o SourceFile,
    outline: &'o Outline<'_>,
    labels: &'o Labels<'_, '_>,
    names: &'o FieldNames,
) -> impl Iterator<Item = Span> + 'o {
    let text = &source.text;
    let heading = move |at: usize| {
        let section = &outline.sections[at];
        let span = section.node.map_or(section.heading.span, |node| span_of(source, node));
        whole_lines(text, span)
    };
    (1..outline.sections.len()).filter_map(move |at| {
        if labels.title == Some(at) {
            return names.has_field(Some(FieldId::Title)).then(|| heading(at));
        }
        let name = labels::heading_key(&outline.sections[at].heading.text).0;
        if !names.has(labels.heading_fields[at], name) {
            return None;
        }
        let next = outline.subtree(at).last().unwrap_or(at) + 1;
        let end = if next < outline.sections.len() { heading(next).range().start } else { text.len() };
        Some(Span::new(heading(at).range().start, end))
    })
}

/// The lines of a label and its value; in a table whose header is the names, only the cell.
fn lines_of(source: &SourceFile, label: &Label<'_, '_>) -> Vec<Span> {
    let text = &source.text;
    let parts: Vec<Span> = label.parts.iter().map(|part| part.line.span).collect();
    let is_below = |span: &Span| source.line(span.start) > source.line(label.span.end);
    if label.origin == Origin::Table && parts.iter().any(is_below) {
        return parts;
    }
    // An item with a name of its own is another value, even if the name is not known.
    let has_value = !label.parts.is_empty() || !label.blocks.is_empty();
    let is_other =
        |item: &&&Item<'_>| has_value && item.lines().iter().any(|line| find_colon(&line.text).is_some());
    let items = label.extra_items.iter().filter(|item| !is_other(item)).map(|item| item.span.range().end);
    let ends = parts.iter().map(|span| span.range().end).chain(items);
    let blocks = label.blocks.iter().map(|block| end_of(source, block));
    let end = ends.chain(blocks).fold(label.span.range().end, usize::max);
    vec![whole_lines(text, Span::new(label.span.range().start, end))]
}

/// The last byte of a block; 0 if it is not known.
fn end_of(source: &SourceFile, block: &Block<'_>) -> usize {
    let last = |lines: &[Line<'_>]| lines.iter().map(|line| line.span.range().end).max().unwrap_or(0);
    let all = |blocks: &[Block<'_>]| blocks.iter().map(|block| end_of(source, block)).max().unwrap_or(0);
    match block {
        Block::Paragraph(lines) => last(lines),
        Block::List(items) => items.iter().map(|item| item.span.range().end).max().unwrap_or(0),
        Block::Table(table) => {
            table.rows.iter().map(|row| row.span.range().end).max().unwrap_or(0).max(last(&table.header))
        }
        Block::Quote(blocks) | Block::Callout { blocks, .. } => all(blocks),
        Block::Definition { term, blocks } => all(blocks).max(term.span.range().end),
        Block::Code(node) => span_of(source, node).range().end,
        Block::Html | Block::Rule => 0,
    }
}

/// The entries of fields whose entries have a place each.
fn items<'p>(parsed: &'p Parsed, names: &'p FieldNames) -> impl Iterator<Item = Span> + 'p {
    let record = &parsed.record;
    let actions =
        record.actions.iter().map(|item| item.span).filter(|_| names.has_field(Some(FieldId::Actions)));
    let events =
        record.timeline.iter().map(|event| event.span).filter(|_| names.has_field(Some(FieldId::Timeline)));
    actions.chain(events).filter(|span| !span.range().is_empty())
}

/// The places of single values that no label names: a name in running text, a title.
fn values<'p>(parsed: &'p Parsed, names: &'p FieldNames) -> impl Iterator<Item = Span> + 'p {
    let fields = names.fields().iter().filter_map(|id| Some((*id, parsed.record.field(*id)?.provenance)));
    let stated = fields.filter(|(id, at)| match at.origin {
        Origin::Prose => {
            FIELDS.iter().any(|spec| spec.id == *id && !spec.kind.is_prose() && !spec.kind.is_list())
        }
        Origin::Table | Origin::List => true,
        _ => false,
    });
    stated.map(|(_, at)| at.span).filter(|span| !span.range().is_empty())
}

fn whole_lines(text: &str, span: Span) -> Span {
    Span::new(line_start(text, span.range().start), line_end(text, span.range().end))
}
