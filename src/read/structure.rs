//! How a document is built: its headings and which are empty, fields without a value, code, and suppressed findings.

use comrak::nodes::{Node, NodeValue};

use super::labels::Labels;
use super::markdown::span_of;
use super::outline::Outline;
use crate::model::{
    EmptyField, FieldId, LineRange, Origin, Section, Structure, Suppression, SuppressionScope,
};
use crate::source::{SourceFile, Span};

/// The start of a suppression, within a comment.
const SUPPRESSION: &str = "pmsite-allow:";

/// Each suppression is compared with each finding. A document that needs more of them should turn the rules off.
const MAX_SUPPRESSIONS: usize = 500;

/// How many comments may come between a suppression and the block it applies to.
const MAX_COMMENTS_BETWEEN: usize = 50;

/// Fields at the head of a document that are worth reporting when they are left empty.
const HEAD_FIELDS: [FieldId; 6] =
    [FieldId::Id, FieldId::Date, FieldId::Severity, FieldId::Status, FieldId::Author, FieldId::Duration];

/// Reads the suppressions of a document and nothing else of its structure.
pub(super) fn suppressions(source: &SourceFile, root: Node<'_>) -> Structure {
    let mut structure = Structure::default();
    if source.text.contains(SUPPRESSION) {
        let body = first_line(root);
        for node in root.descendants() {
            if let NodeValue::HtmlBlock(_) | NodeValue::HtmlInline(_) = &node.data().value {
                structure.suppressions.extend(suppressions_in(source, node, body));
            }
        }
        structure.suppressions.truncate(MAX_SUPPRESSIONS);
    }
    structure
}

/// Reads the structure of a document.
pub(super) fn read<'a>(
    source: &SourceFile,
    root: Node<'a>,
    outline: &Outline<'a>,
    labels: &Labels<'_, 'a>,
) -> Structure {
    let mut structure = Structure {
        sections: sections(outline, labels),
        empty_fields: empty_fields(labels),
        ..Structure::default()
    };
    let keys = labels.all.iter().filter(|label| label.origin != Origin::Section).map(|label| label.field);
    structure.keys.extend(keys.filter(|field| *field != FieldId::Other));
    structure.keys.sort_unstable();
    structure.keys.dedup();
    let body = first_line(root);
    for node in root.descendants() {
        match &node.data().value {
            NodeValue::CodeBlock(code) => {
                let span = span_of(source, node);
                if code.fenced && !code.closed && node.next_sibling().is_none() && is_top(node) {
                    structure.unclosed_fence = Some(source.line_span(source.line(span.start)));
                }
                structure.code_blocks.push(lines(node));
            }
            NodeValue::HtmlBlock(_) => {
                structure.code_blocks.push(lines(node));
                structure.suppressions.extend(suppressions_in(source, node, body));
            }
            NodeValue::HtmlInline(_) => structure.suppressions.extend(suppressions_in(source, node, body)),
            NodeValue::Image(_) if !node.descendants().skip(1).any(is_content) => {
                structure.images_without_alt.push(span_of(source, node));
            }
            _ => {}
        }
    }
    structure.suppressions.truncate(MAX_SUPPRESSIONS);
    structure
}

fn lines(node: Node<'_>) -> LineRange {
    let place = node.data().sourcepos;
    let line = |line: usize| u32::try_from(line).unwrap_or(u32::MAX);
    LineRange { first: line(place.start.line), last: line(place.end.line.max(place.start.line)) }
}

fn is_top(node: Node<'_>) -> bool {
    node.parent().is_some_and(|parent| matches!(parent.data().value, NodeValue::Document))
}

fn sections(outline: &Outline<'_>, labels: &Labels<'_, '_>) -> Vec<Section> {
    let headings = outline.sections.iter().enumerate().skip(1);
    let section = |(index, section): (usize, &super::outline::Section<'_>)| Section {
        level: section.level,
        text: section.heading.text.clone(),
        span: section.heading.span,
        // The first section of the outline is what comes before any heading. It is never a parent.
        parent: section.parent.map(|parent| parent.saturating_sub(1)),
        field: labels.heading_fields[index],
        is_empty: section.node.is_some_and(is_empty),
    };
    headings.map(section).collect()
}

/// Whether nothing comes between a heading and the next one of its level or above.
fn is_empty(heading: Node<'_>) -> bool {
    let level = level_of(heading).unwrap_or(1);
    for node in heading.following_siblings().skip(1) {
        if let Some(next) = level_of(node) {
            return next <= level;
        }
        if node.descendants().any(is_content) {
            return false;
        }
    }
    true
}

fn level_of(node: Node<'_>) -> Option<u8> {
    match &node.data().value {
        NodeValue::Heading(heading) => Some(heading.level),
        _ => None,
    }
}

/// Whether a node holds something to read. A comment does not, nor does the header of a table without rows.
fn is_content(node: Node<'_>) -> bool {
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

/// Fields at the head of the document that have a name but no value.
fn empty_fields(labels: &Labels<'_, '_>) -> Vec<EmptyField> {
    let empty = labels.all.iter().filter(|label| {
        HEAD_FIELDS.contains(&label.field)
            && matches!(label.origin, Origin::Table | Origin::List)
            && label.text().is_empty()
            && label.blocks.is_empty()
            && label.extra_items.is_empty()
    });
    empty.map(|label| EmptyField { field: label.field, name: label.key.clone(), span: label.span }).collect()
}

/// The suppressions in the comments of a piece of HTML.
fn suppressions_in(source: &SourceFile, node: Node<'_>, body: u32) -> Vec<Suppression> {
    let place = span_of(source, node);
    let written = source.slice(place);
    if !written.contains(SUPPRESSION) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (at, _) in written.match_indices("<!--") {
        let inner = written[at + 4..].split("-->").next().unwrap_or("");
        let Some(words) = inner.trim_start().strip_prefix(SUPPRESSION) else { continue };
        let (rules, reason) = words.trim().split_once(char::is_whitespace).unwrap_or((words.trim(), ""));
        let start = place.start as usize + at;
        found.push(Suppression {
            rules: rules
                .split(',')
                .map(str::trim)
                .filter(|rule| !rule.is_empty())
                .map(str::to_owned)
                .collect(),
            reason: crate::text::squeeze(reason),
            scope: scope(node, body),
            span: Span::new(start, (start + inner.len() + "<!---->".len()).min(place.end as usize)),
        });
    }
    found
}

/// Where a suppression applies: to the whole file if it comes before the first line of the body, else to its own lines and,
/// if nothing else is on them, to the block after it.
fn scope(node: Node<'_>, body: u32) -> SuppressionScope {
    let own = lines(node);
    if !stands_alone(node) {
        return SuppressionScope::Lines(own);
    }
    if own.last < body {
        return SuppressionScope::File;
    }
    let mut following = node.following_siblings().skip(1).take(MAX_COMMENTS_BETWEEN);
    let last = following.find(|next| !stands_alone(next)).map_or(own.last, |next| lines(next).last);
    SuppressionScope::Lines(LineRange { first: own.first, last })
}

/// The line of the first block that is more than a comment; `u32::MAX` if there is none.
fn first_line(root: Node<'_>) -> u32 {
    root.children().find(|node| !stands_alone(node)).map_or(u32::MAX, |node| lines(node).first)
}

/// Whether a node is a comment and nothing else.
fn stands_alone(node: Node<'_>) -> bool {
    matches!(&node.data().value, NodeValue::HtmlBlock(html) if is_comment(&html.literal))
}
