//! Related incidents, references and the sign-off.

use super::context::{Context, first_scalar, scalar};
use super::lexicon::{fold, fold_text};
use super::outline::{Block, Item, Line};
use super::placeholder::is_placeholder;
use super::prose;
use super::values::person;
use crate::model::{Field, FieldId, Reference, Relation, RelationKind, SignOff};
use crate::source::Span;
use crate::text::find_colon;

/// Reads the relations to other incidents.
pub(super) fn relations(context: &Context<'_, '_, '_>) -> Vec<Relation> {
    let mut found = Vec::new();
    for entry in context.front(FieldId::Related) {
        let mut values = vec![&entry.value];
        while let Some(value) = values.pop() {
            match value.as_array() {
                // In their order: the last one is taken first.
                Some(inner) => values.extend(inner.iter().rev()),
                None => found.extend(from_front_matter(context, value, entry.span)),
            }
        }
    }
    for label in context.labels(FieldId::Related) {
        let kind = kind_named_in(context, &label.key);
        for part in &label.parts {
            // One line may name several incidents: `INC-3, INC-7`.
            for (start, end) in find_ids(part.text()) {
                let text = part.text();
                let words = text[end..]
                    .split([',', ';'])
                    .next()
                    .unwrap_or("")
                    .trim_matches([' ', '-', '–', '—', ':', '(', ')', ']'])
                    .to_owned();
                push(context, &mut found, text[start..end].to_owned(), words, kind, label.span);
            }
        }
        for block in &label.blocks {
            from_block(context, block, &mut found);
        }
    }
    for label in context.labels(FieldId::References) {
        for line in label.blocks.iter().flat_map(|block| lines_in(block)) {
            if is_report_link(context, line) {
                from_line(context, line, &mut found);
            }
        }
    }
    found
}

/// The lines of a paragraph or a list.
fn lines_in<'b, 'a>(block: &'b Block<'a>) -> Box<dyn Iterator<Item = &'b Line<'a>> + 'b> {
    match block {
        Block::List(items) => Box::new(items.iter().flat_map(Item::lines)),
        Block::Paragraph(lines) => Box::new(lines.iter()),
        _ => Box::new(std::iter::empty()),
    }
}

/// Whether a reference is another incident: `Related incident: …`, or a link to a document with a date in its name.
fn is_report_link(context: &Context<'_, '_, '_>, line: &Line<'_>) -> bool {
    let keyed = line
        .text
        .split_once([':', '：'])
        .is_some_and(|(key, _)| context.lexicon.key(key) == Some(FieldId::Related));
    let dated = line.links.iter().filter(|(url, _)| is_document(url)).any(|(url, _)| {
        let name = url.rsplit('/').next().unwrap_or(url);
        crate::when::date_in_name(name).is_some()
    });
    keyed || dated
}

fn from_block(context: &Context<'_, '_, '_>, block: &Block<'_>, found: &mut Vec<Relation>) {
    match block {
        Block::List(items) => items.iter().for_each(|item| from_item(context, item, found)),
        Block::Paragraph(lines) => lines.iter().for_each(|line| from_line(context, line, found)),
        Block::Table(table) => {
            for row in &table.rows {
                from_line(context, &super::outline::row_to_line(row), found);
            }
        }
        _ => {}
    }
}

fn from_item(context: &Context<'_, '_, '_>, item: &Item<'_>, found: &mut Vec<Relation>) {
    if !item.lines().is_empty() {
        from_line(context, &super::outline::join_lines(item.lines().to_vec()), found);
    }
}

/// `[INC-0042]: same failure mode`, `[[INC-7]] - recurrence`, `[text](../2024/INC-5.md) — words`, `Caused by INC-9`.
fn from_line(context: &Context<'_, '_, '_>, line: &Line<'_>, found: &mut Vec<Relation>) {
    if line.is_emphasized() || is_placeholder(&line.text) {
        return;
    }
    let linked = line.links.iter().find(|(url, _)| is_document(url) || !find_ids(url).is_empty());
    let (target, start, end) = match linked {
        Some((url, range)) => (
            if is_document(url) { target_path(context, url) } else { line.text[range.clone()].to_owned() },
            range.start,
            range.end,
        ),
        None => match find_ids(&line.text).first() {
            Some((start, end)) => (line.text[*start..*end].to_owned(), *start, *end),
            None => return,
        },
    };
    let separators =
        |c: char| matches!(c, ' ' | ':' | '：' | '-' | '–' | '—' | ']' | '[' | '(' | ')' | ',' | '.' | '*');
    let after_start = line.text.len() - line.text[end..].trim_start_matches(separators).len();
    let after = prose::range_text(line, after_start, line.text.len());
    let before = line.text[..start].trim_matches(separators);
    let words = if after.is_empty() { before } else { after }.to_owned();
    let kind = kind_named_in(context, &format!("{before} {words}"));
    push(context, found, target, words, kind, line.span);
}

fn push(
    context: &Context<'_, '_, '_>,
    found: &mut Vec<Relation>,
    target: String,
    words: String,
    kind: Option<RelationKind>,
    span: Span,
) {
    if is_placeholder(&target) || is_placeholder(&format!("[{target}]")) && target.contains("XX") {
        return;
    }
    let kind = kind.or_else(|| kind_named_in(context, &words)).unwrap_or(RelationKind::Related);
    let line = context.source.line(span.start);
    found.push(Relation { target, kind, note: words, in_front_matter: false, span, line });
}

/// The path of a linked document from the content folder, or the address as written.
fn target_path(context: &Context<'_, '_, '_>, url: &str) -> String {
    match super::link_target::resolve(url, &context.source.path) {
        super::link_target::LinkTarget::Local { path, .. } => path,
        _ => url.to_owned(),
    }
}

/// Whether a link leads to another document of the archive.
fn is_document(url: &str) -> bool {
    let path = url.split(['#', '?']).next().unwrap_or(url);
    !path.contains("://") && super::link_target::is_markdown(path)
}

/// `related: [INC-3, {id: INC-7, kind: caused-by, note: …}]`
fn from_front_matter(
    context: &Context<'_, '_, '_>,
    value: &serde_json::Value,
    span: Span,
) -> Option<Relation> {
    let get = |keys: &[&str]| first_scalar(value, keys);
    let (target, words) = match scalar(value) {
        Some(text) => {
            let bare = text.trim_start_matches('[').to_owned();
            // `INC-7-dns-outage` is the name of a document, of which `INC-7` may be the id.
            let is_name =
                |end: &usize| bare[*end..].starts_with(['-', '_']) && !bare[*end..].contains([' ', ':', ']']);
            let end = find_ids(&bare).first().map_or(bare.len(), |(_, end)| *end);
            let end = if is_name(&end) { bare.len() } else { end };
            let words = bare[end..].trim_matches([':', ' ', '-', ']', '–', '—']).to_owned();
            (bare[..end].to_owned(), words)
        }
        None => (
            get(&["id", "incident", "target", "ref"])?,
            get(&["note", "words", "description", "text", "reason"]).unwrap_or_default(),
        ),
    };
    let stated = get(&["kind", "type", "relation", "relationship"]);
    let kind = stated.as_deref().and_then(|text| {
        let folded = fold(text).replace(' ', "-");
        RELATION_KINDS
            .into_iter()
            .find(|kind| kind.key() == folded)
            .or_else(|| kind_named_in(context, &text.replace('-', " ")))
    });
    let kind = kind.or_else(|| kind_named_in(context, &words)).unwrap_or(RelationKind::Related);
    let line = context.source.line(span.start);
    Some(Relation { target, kind, note: words, in_front_matter: true, span, line })
}

const RELATION_KINDS: [RelationKind; 6] = [
    RelationKind::RecurrenceOf,
    RelationKind::CausedBy,
    RelationKind::DuplicateOf,
    RelationKind::FollowUpOf,
    RelationKind::SameCause,
    RelationKind::Related,
];

/// The kind of relation that words describe.
fn kind_named_in(context: &Context<'_, '_, '_>, words: &str) -> Option<RelationKind> {
    context.lexicon.relations.find(&fold_text(words)).map(relation_kind)
}

fn relation_kind(name: &str) -> RelationKind {
    RELATION_KINDS.into_iter().find(|kind| kind.key() == name).unwrap_or(RelationKind::Related)
}

/// The byte ranges with the shape of an id: letters, perhaps a separator, digits, perhaps more numbers.
pub(super) fn find_ids(text: &str) -> Vec<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_alphabetic() || (at > 0 && is_word_before(text, at)) {
            at += 1;
            continue;
        }
        let letters = bytes[at..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let mut end = at + letters;
        end += usize::from(bytes.get(end).is_some_and(|byte| matches!(byte, b'-' | b'_')));
        let mut digits = bytes[end..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if (2..=12).contains(&letters) && (1..=10).contains(&digits) {
            end += digits;
            while matches!(bytes.get(end), Some(b'-' | b'_')) {
                digits = bytes[end + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
                if digits == 0 {
                    break;
                }
                end += 1 + digits;
            }
            let after = text[end..].chars().next();
            let goes_on = match after {
                Some('.') => text[end + 1..].starts_with(|c: char| c.is_ascii_digit()),
                Some(c) => c.is_ascii_alphanumeric() || c == '_',
                None => false,
            };
            if !goes_on {
                found.push((at, end));
                at = end;
                continue;
            }
        }
        at += letters;
    }
    found
}

fn is_word_before(text: &str, at: usize) -> bool {
    text[..at].chars().next_back().is_some_and(|c| {
        (c.is_alphanumeric() && !super::lexicon::is_unspaced(c)) || matches!(c, '_' | '/' | '.' | '@' | '-')
    })
}

/// Reads the references for further reading.
pub(super) fn references(context: &Context<'_, '_, '_>) -> Vec<Reference> {
    let mut found = Vec::new();
    for label in context.labels(FieldId::References) {
        label.blocks.iter().flat_map(|block| lines_in(block)).for_each(|line| reference(line, &mut found));
    }
    for entry in context.front(FieldId::References) {
        for text in super::context::list(&entry.value) {
            let url = (text.starts_with("https://") || text.starts_with("http://")).then(|| text.clone());
            found.push(Reference { text, url });
        }
    }
    found
}

fn reference(line: &Line<'_>, found: &mut Vec<Reference>) {
    if line.is_empty() || is_placeholder(&line.text) || line.is_emphasized() {
        return;
    }
    let url = line
        .links
        .iter()
        .map(|(url, _)| url)
        .find(|url| url.starts_with("https://") || url.starts_with("http://"));
    found.push(Reference { text: line.text.clone(), url: url.cloned() });
}

/// Reads the sign-off: a table of roles, names and dates.
pub(super) fn sign_off(context: &mut Context<'_, '_, '_>) -> Vec<SignOff> {
    let mut found = Vec::new();
    for label in context.labels(FieldId::SignOff) {
        for block in &label.blocks {
            let Block::Table(table) = block else { continue };
            for row in &table.rows {
                let text =
                    |index: usize| row.cells.get(index).map(|cell| cell.text.clone()).unwrap_or_default();
                let name = person(&text(1), context.lexicon);
                let date = context.date(&text(2), row.span);
                if !text(0).is_empty() && (name.is_some() || date.is_some()) {
                    found.push(SignOff { role: text(0), name, date });
                }
            }
        }
    }
    found
}

/// Reads a date from a labeled line anywhere in the document: `*Post-mortem meeting held: 2026-03-20*`.
pub(super) fn dated_line(
    context: &mut Context<'_, '_, '_>,
    field: FieldId,
) -> Option<Field<jiff::civil::Date>> {
    for text in context.texts(field) {
        if let Some(date) = context.date(&text.value, text.provenance.span) {
            return Some(Field { value: date, provenance: text.provenance });
        }
    }
    let outline = context.outline;
    let lines =
        outline.sections.iter().rev().flat_map(|section| section.blocks.iter().rev()).filter_map(|block| {
            match block {
                Block::Paragraph(lines) => Some(lines),
                _ => None,
            }
        });
    for line in lines.flatten() {
        let Some(at) = find_colon(&line.text) else { continue };
        if context.lexicon.key(&line.text[..at]) == Some(field)
            && let Some(date) = context.date(&line.text[at..], line.span)
        {
            return Some(context.field(date, crate::model::Origin::List, line.span));
        }
    }
    None
}

#[cfg(test)]
fn check_ids(text: &str, want: &[&str]) {
    let found: Vec<_> = find_ids(text).into_iter().map(|(start, end)| &text[start..end]).collect();
    assert_eq!(found, want, "{text}");
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::Lexicon;
    use super::*;

    #[test]
    fn finds_ids_by_their_shape() {
        check_ids("as in INC-0042, and PM2021-005.", &["INC-0042", "PM2021-005"]);
        check_ids("INC-20260727-001（参照）", &["INC-20260727-001"]);
        check_ids("由INC-20260727-001引起", &["INC-20260727-001"]);
        check_ids("db-3.1 at https://x.example/INC-7", &[]);
        check_ids("version v1.2.3 and sha256 and a-1", &["sha256"]);
    }

    #[test]
    fn reads_relation_kind_from_words() {
        let lexicon = Lexicon::new(&crate::config::Config::default());
        for (words, want) in [
            ("recurrence, same pool sizing", RelationKind::RecurrenceOf),
            ("Same failure mode", RelationKind::SameCause),
            ("follow-up, one year later", RelationKind::FollowUpOf),
            ("caused by the failover there", RelationKind::CausedBy),
        ] {
            assert_eq!(lexicon.relations.find(&fold_text(words)).map(relation_kind), Some(want), "{words}");
        }
    }
}
