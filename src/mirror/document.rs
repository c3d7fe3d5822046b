//! Pages that show a document.

use comrak::nodes::Node;

use super::body::{Text, blocks};
use super::page::{WikiPage, code};
use super::tree::{Line, Pen};
use crate::archive::{Backlink, Incident, ResolvedRelation};
use crate::text::squeeze;
use crate::when::show_minutes;

/// The page of an incident: facts, the text of the document, relations and mentions.
///
/// Similar incidents are left out. They change with every other document, and a page that is not updated keeps its comments and history.
pub(super) fn incident<'a>(pen: Pen<'a>, page: &WikiPage<'_>, at: usize) -> Vec<Node<'a>> {
    let one = &page.archive().incidents[at];
    let mut nodes: Vec<Node<'a>> = page.banner(pen, &one.source.path).into_iter().collect();
    nodes.push(facts(pen, page, one));
    let text = Text { source: &one.source, document: &one.document, targets: &one.targets, own: Some(at) };
    nodes.extend(blocks(pen, page, &text));
    if !one.relations.is_empty() {
        nodes.push(pen.heading("Related incidents"));
        nodes.push(pen.list(one.relations.iter().map(|link| relation(pen, page, link))));
    }
    nodes.extend(mentions(pen, page, &one.backlinks));
    nodes
}

/// The page of any other document.
pub(super) fn page<'a>(pen: Pen<'a>, page: &WikiPage<'_>, at: usize) -> Vec<Node<'a>> {
    let one = &page.archive().pages[at];
    let mut nodes: Vec<Node<'a>> = page.banner(pen, &one.source.path).into_iter().collect();
    let text = Text { source: &one.source, document: &one.document, targets: &one.targets, own: None };
    nodes.extend(blocks(pen, page, &text));
    nodes.extend(mentions(pen, page, &one.backlinks));
    nodes
}

/// The facts about an incident, wherever in the document they are.
fn facts<'a>(pen: Pen<'a>, page: &WikiPage<'_>, one: &Incident) -> Node<'a> {
    let card = &one.card;
    let mut rows: Vec<Vec<Line<'a>>> = Vec::new();
    let mut row = |name: &str, line: Line<'a>| rows.push(vec![vec![pen.strong(name)], line]);
    row("Incident", vec![pen.text(&card.id)]);
    if let Some(severity) = &card.severity {
        let list = severity.level.and_then(|level| page.plan.config.severities.get(usize::from(level) - 1));
        let place =
            list.and_then(|step| page.plan.place(&format!("severity/{}", crate::text::slug(&step.key))));
        row("Severity", vec![linked(pen, page, place, &severity.label)]);
    }
    if let Some(date) = card.date {
        let place = page.plan.place(&format!("date/{:04}", date.year()));
        row("Date", vec![linked(pen, page, place, &date.to_string())]);
    }
    if let Some(minutes) = card.duration {
        row("Duration", vec![pen.text(&show_minutes(minutes))]);
    }
    if let Some(status) = &card.status {
        row("Status", vec![pen.text(&status.label)]);
    }
    for (name, words) in [("Services", &card.services), ("Tags", &card.tags), ("Authors", &card.authors)] {
        if !words.is_empty() {
            row(name, vec![pen.text(&words.join(", "))]);
        }
    }
    if card.actions_total > 0 {
        row("Action items", vec![pen.text(&format!("{} of {} open", card.actions_open, card.actions_total))]);
    }
    for (key, value) in &one.record.extra {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let text = squeeze(&text);
        if !text.is_empty() && text != "null" {
            row(key, vec![pen.text(&text)]);
        }
    }
    pen.table(&["In short", ""], rows)
}

fn linked<'a>(pen: Pen<'a>, page: &WikiPage<'_>, place: Option<&super::plan::Place>, text: &str) -> Node<'a> {
    match place {
        Some(place) => pen.node(page.link(place), [pen.text(text)]),
        None => pen.text(text),
    }
}

/// `recurrence of INC-7 Pool exhausted — the same pool`.
fn relation<'a>(pen: Pen<'a>, page: &WikiPage<'_>, stated: &ResolvedRelation) -> Line<'a> {
    let words = if stated.inverse { stated.kind.inverse_label() } else { stated.kind.label() };
    let mut line = vec![pen.verbatim(&format!("{words} "))];
    match stated.target.and_then(|at| page.plan.incident(at)) {
        Some(place) => line.push(page.named(pen, place)),
        None => line.push(code(pen, &stated.written)),
    }
    if !stated.words.is_empty() {
        line.push(pen.verbatim(&format!(" — {}", squeeze(&stated.words))));
    }
    line
}

/// The documents that mention it, with the sentence.
fn mentions<'a>(pen: Pen<'a>, page: &WikiPage<'_>, backlinks: &[Backlink]) -> Vec<Node<'a>> {
    let items: Vec<Line<'a>> = backlinks
        .iter()
        .filter_map(|backlink| {
            let from = page.mentioning(pen, &backlink.from)?;
            Some(vec![from, pen.verbatim(&format!(": “{}”", squeeze(&backlink.sentence)))])
        })
        .collect();
    if items.is_empty() {
        return Vec::new();
    }
    vec![pen.heading("Mentioned in"), pen.list(items)]
}
