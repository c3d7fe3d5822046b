//! How a document is built: its headings and what they lack, empty fields, code, and what its author allows.

use comrak::nodes::{Node, NodeValue};

use super::field_id::FieldId;
use super::labels::Labels;
use super::markdown::span_of;
use super::outline::Outline;
use crate::model::{Allow, Blank, Filling, Lines, Origin, Reach, Section, Structure};
use crate::source::{SourceFile, Span};

/// The word with which an allowance begins, within a comment.
const ALLOW: &str = "pmsite-allow:";

/// Who allows more than this in one document should turn rules off; each is held against each finding.
const MOST_ALLOWS: usize = 500;

/// So many comments may stand between an allowance and the block that it speaks of.
const NEAR: usize = 50;

/// Reads of the form of a document what its author allows, and nothing else.
pub(super) fn allowances(source: &SourceFile, root: Node<'_>) -> Structure {
    let mut form = Structure::default();
    if source.text.contains(ALLOW) {
        let body = first_line(root);
        for node in root.descendants() {
            match &node.data().value {
                NodeValue::HtmlBlock(html) => form.allows.extend(allows(source, node, &html.literal, body)),
                NodeValue::HtmlInline(html) => form.allows.extend(allows(source, node, html, body)),
                _ => {}
            }
        }
        form.allows.truncate(MOST_ALLOWS);
    }
    form
}

/// Reads the form of a document.
pub(super) fn read<'a>(
    source: &SourceFile,
    root: Node<'a>,
    outline: &Outline<'a>,
    labels: &Labels<'_, 'a>,
) -> Structure {
    let mut form =
        Structure { sections: sections(outline, labels), blanks: blanks(labels), ..Structure::default() };
    form.keys.extend(
        labels
            .all
            .iter()
            .filter(|label| label.origin != Origin::Section && label.field != FieldId::Other)
            .map(|label| label.field.name()),
    );
    form.keys.sort_unstable();
    form.keys.dedup();
    let body = first_line(root);
    for node in root.descendants() {
        match &node.data().value {
            NodeValue::CodeBlock(code) => {
                let span = span_of(source, node);
                if code.fenced && !code.closed && node.next_sibling().is_none() && is_top(node) {
                    form.open_fence = Some(source.line_span(source.line(span.start)));
                }
                form.code.push(lines(node));
            }
            NodeValue::HtmlBlock(html) => {
                form.code.push(lines(node));
                form.allows.extend(allows(source, node, &html.literal, body));
            }
            NodeValue::HtmlInline(html) => form.allows.extend(allows(source, node, html, body)),
            NodeValue::Image(_) if !node.descendants().skip(1).any(is_word) => {
                form.wordless_pictures.push(span_of(source, node));
            }
            _ => {}
        }
    }
    form.allows.truncate(MOST_ALLOWS);
    form
}

fn lines(node: Node<'_>) -> Lines {
    let place = node.data().sourcepos;
    let line = |line: usize| u32::try_from(line).unwrap_or(u32::MAX);
    Lines { first: line(place.start.line), last: line(place.end.line.max(place.start.line)) }
}

fn is_top(node: Node<'_>) -> bool {
    node.parent().is_some_and(|parent| matches!(parent.data().value, NodeValue::Document))
}

fn sections(outline: &Outline<'_>, labels: &Labels<'_, '_>) -> Vec<Section> {
    let headings = outline.sections.iter().enumerate().skip(1);
    let read = |(index, section): (usize, &super::outline::Section<'_>)| Section {
        level: section.level,
        text: section.heading.text.clone(),
        span: section.heading.span,
        // The first section of the outline is what stands before any heading, and no heading's parent.
        parent: section.parent.map(|parent| parent.saturating_sub(1)),
        meaning: labels.heading_fields[index].map(FieldId::name),
        filling: section.node.map_or(Filling::Something, filling),
    };
    headings.map(read).collect()
}

/// What stands between a heading and the next one of its level or above.
fn filling(heading: Node<'_>) -> Filling {
    let level = level_of(heading).unwrap_or(1);
    for node in heading.following_siblings().skip(1) {
        if let Some(next) = level_of(node) {
            return if next > level { Filling::Something } else { Filling::Nothing };
        }
        if says_something(node) {
            return Filling::Something;
        }
    }
    Filling::Nothing
}

fn level_of(node: Node<'_>) -> Option<u8> {
    match &node.data().value {
        NodeValue::Heading(heading) => Some(heading.level),
        _ => None,
    }
}

/// Whether a block holds anything to read.
fn says_something(node: Node<'_>) -> bool {
    node.descendants().any(is_word)
}

/// Whether a node says something by itself. The header of a table says nothing without a row, a comment says nothing.
fn is_word(node: Node<'_>) -> bool {
    match &node.data().value {
        NodeValue::Text(text) => !text.trim().is_empty() && !in_table_header(node),
        NodeValue::Code(code) => !code.literal.trim().is_empty(),
        NodeValue::HtmlBlock(html) => !is_comment(&html.literal),
        NodeValue::HtmlInline(html) => !is_comment(html),
        NodeValue::CodeBlock(_)
        | NodeValue::WikiLink(_)
        | NodeValue::FootnoteReference(_)
        | NodeValue::Image(_) => true,
        _ => false,
    }
}

fn in_table_header(node: Node<'_>) -> bool {
    node.ancestors().any(|above| matches!(above.data().value, NodeValue::TableRow(true)))
}

fn is_comment(html: &str) -> bool {
    let html = html.trim();
    html.starts_with("<!--") && html.ends_with("-->") && html.matches("<!--").count() == 1
}

/// Fields at the head that are named and left empty.
fn blanks(labels: &Labels<'_, '_>) -> Vec<Blank> {
    let asked =
        [FieldId::Id, FieldId::Date, FieldId::Severity, FieldId::Status, FieldId::Author, FieldId::Duration];
    let empty = labels.all.iter().filter(|label| {
        asked.contains(&label.field)
            && matches!(label.origin, Origin::Table | Origin::List)
            && label.text().is_empty()
            && label.blocks.is_empty()
            && label.extra_items.is_empty()
    });
    empty
        .map(|label| Blank { meaning: label.field.name(), name: label.key.clone(), span: label.span })
        .collect()
}

/// What the comments in a piece of HTML allow.
fn allows(source: &SourceFile, node: Node<'_>, html: &str, body: u32) -> Vec<Allow> {
    if !html.contains(ALLOW) {
        return Vec::new();
    }
    let place = span_of(source, node);
    let written = source.slice(place);
    let mut found = Vec::new();
    for (at, _) in written.match_indices("<!--") {
        let inner = written[at + 4..].split("-->").next().unwrap_or("");
        let Some(words) = inner.trim_start().strip_prefix(ALLOW) else { continue };
        let (rules, reason) = words.trim().split_once(char::is_whitespace).unwrap_or((words.trim(), ""));
        let start = place.start as usize + at;
        found.push(Allow {
            rules: rules
                .split(',')
                .map(str::trim)
                .filter(|rule| !rule.is_empty())
                .map(str::to_owned)
                .collect(),
            reason: crate::text::squeeze(reason),
            reach: reach(node, body),
            span: Span::new(start, (start + inner.len() + "<!---->".len()).min(place.end as usize)),
        });
    }
    found
}

/// Where an allowance holds: in the whole file if it stands before the first line of the body, else on its own lines, and, if
/// it stands alone, on the block after it.
fn reach(node: Node<'_>, body: u32) -> Reach {
    let own = lines(node);
    if !stands_alone(node) {
        return Reach::Lines(own);
    }
    if own.last < body {
        return Reach::File;
    }
    let next = node.following_siblings().skip(1).take(NEAR).find(|next| !stands_alone(next));
    let last = next.map_or(own.last, |next| lines(next).last);
    Reach::Lines(Lines { first: own.first, last })
}

/// The line of the first block that is more than a comment; past the end if there is none.
fn first_line(root: Node<'_>) -> u32 {
    root.children().find(|node| !stands_alone(node)).map_or(u32::MAX, |node| lines(node).first)
}

/// Whether a node is a comment and nothing else.
fn stands_alone(node: Node<'_>) -> bool {
    matches!(&node.data().value, NodeValue::HtmlBlock(html) if is_comment(&html.literal))
}
