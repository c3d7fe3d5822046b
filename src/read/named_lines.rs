//! Lines that name a field, whatever form they have: what the syntax tree does not see as a named value, an edition must
//! still be able to leave out.

use super::fences::Fences;
use super::field_names::FieldNames;
use super::internal_parts::line_start;
use crate::source::Span;

/// The lines of front matter with nested or dotted keys that are named, with what belongs to them. `end` is the byte after the front matter.
pub(super) fn in_front_matter(text: &str, end: usize, names: &FieldNames) -> Vec<Span> {
    let lines: Vec<(usize, &str)> = lines(&text[..end]).collect();
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut found = Vec::new();
    for (at, (start, line)) in lines.iter().enumerate() {
        let item = line.trim_start().trim_start_matches("- ");
        let Some(key) = item.split([':', '=']).next().filter(|key| key.len() < item.len()) else { continue };
        let first = key.trim().trim_matches(['"', '\'']).split('.').next().unwrap_or_default();
        if !names.has_key(first) && !names.has_key(key.trim().trim_matches(['"', '\''])) {
            continue;
        }
        let goes_on = |next: &str| {
            let bare = next.trim_start();
            bare.is_empty()
                || indent(next) > indent(line)
                || (indent(next) == indent(line)
                    && bare.starts_with("- ")
                    && !line.trim_start().starts_with("- "))
        };
        let next = lines[at + 1..].iter().find(|(_, next)| !goes_on(next));
        let fence = line_start(text, text[..end].trim_end().len());
        found.push(Span::new(*start, next.map_or(end, |(start, _)| *start).min(fence.max(*start))));
    }
    found
}

/// The lines of the body that are named: rows of tables, `**Name:** value`, `- Name: value`. `is_named` also knows the words
/// for the fields.
pub(super) fn in_body(
    text: &str,
    body: usize,
    names: &FieldNames,
    is_named: &dyn Fn(&str) -> bool,
) -> Vec<Span> {
    let mut found = Vec::new();
    let mut fences = Fences::default();
    let all: Vec<(usize, &str)> = lines(&text[body..]).map(|(start, line)| (start + body, line)).collect();
    for (at, (start, line)) in all.iter().enumerate() {
        let bare = line.trim_start_matches(['>', ' ', '\t']);
        if fences.is_code(line) {
            continue;
        }
        if bare.starts_with('|') {
            let is_header = all.get(at + 1).is_some_and(|(_, next)| is_delimiter(next));
            found.extend(cells(*start, line, is_header, is_named));
        } else if key_of(bare).is_some_and(|key| names.has_key(key)) {
            let indent = line.len() - bare.len();
            let further = all[at + 1..].iter().take_while(|(_, next)| {
                next.len() - next.trim_start().len() > indent && !next.trim().is_empty()
            });
            let end = further.last().map_or(start + line.len(), |(start, next)| start + next.len());
            found.push(Span::new(*start, end));
        }
    }
    found
}

/// The name at the beginning of a line: before a colon, or in bold.
fn key_of(line: &str) -> Option<&str> {
    let item = line.trim_start_matches(['-', '*', '+', ' ']);
    let item = ["[ ]", "[x]", "[X]"]
        .into_iter()
        .find_map(|task| item.strip_prefix(task))
        .unwrap_or(item)
        .trim_start();
    let colon = item.split_once([':', '：']).map(|(key, _)| key);
    let bold = item.trim_start_matches(['*', '_']).split_once("**").map(|(key, _)| key);
    [colon, bold]
        .into_iter()
        .flatten()
        .map(|key| key.trim_start_matches(['*', '_']))
        .min_by_key(|key| key.len())
        .filter(|key| key.len() <= MAX_NAME)
}

/// Longer texts before a colon are sentences, in bytes.
const MAX_NAME: usize = 80;

/// The lines of a text with their first bytes.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        at += line.len();
        (at - line.len(), line)
    })
}

fn is_delimiter(line: &str) -> bool {
    let bare = line.trim_matches(['>', ' ', '\t', '\r', '\n', '|']);
    bare.contains('-') && bare.chars().all(|c| matches!(c, '-' | ':' | '|' | ' '))
}

/// Of a row of a table, what is named: the row of a name and its value, or the cell after each name. The names in a header are
/// columns, of which this knows nothing, unless values stand beside them.
fn cells(start: usize, line: &str, is_header: bool, is_named: &dyn Fn(&str) -> bool) -> Vec<Span> {
    let mut cells: Vec<Span> = Vec::new();
    let (mut from, mut escaped) = (None, false);
    for (at, c) in line.char_indices() {
        if c == '|' && !escaped {
            cells.extend(from.map(|from| Span::new(start + from, start + at)));
            from = Some(at + 1);
        }
        escaped = c == '\\' && !escaped;
    }
    let name = |cell: &Span| {
        let text = &line[cell.range().start - start..cell.range().end - start];
        is_named(text.trim().trim_end_matches([':', '：']))
    };
    match cells.as_slice() {
        [first, rest @ ..] if !is_header && name(first) && !rest.is_empty() && rest.len() != 3 => {
            vec![Span::new(start, start + line.len())]
        }
        // Names and values in turn.
        cells if cells.len() >= 4 && cells.len().is_multiple_of(2) => {
            let pairs = cells.chunks(2).filter(|pair| name(&pair[0]) && !name(&pair[1]));
            pairs.flat_map(<[Span]>::to_vec).collect()
        }
        _ => Vec::new(),
    }
}
