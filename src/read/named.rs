//! Finds text that names a field in forms that the syntax tree does not cover, so that an edition can leave it out. Where a
//! form is unclear, too much is found rather than too little.

mod cells;
mod html;
mod lines;
mod parts;
mod tables;

use super::fences::Fences;
use super::field_names::FieldNames;
use super::internal_parts::line_start;
use crate::source::Span;

/// The names that are sought.
pub(super) struct Sought<'n> {
    /// As the configuration writes them.
    pub(super) names: &'n FieldNames,
    /// Also by the words that a document can have for a known field.
    pub(super) is_named: &'n dyn Fn(&str) -> bool,
    /// Whether a text is the name of any known field.
    pub(super) is_field: &'n dyn Fn(&str) -> bool,
}

impl Sought<'_> {
    /// Whether a text is one of the names, or a word for one of the fields.
    fn has(&self, text: &str) -> bool {
        text.len() <= MAX_MARKED && (self.is_named)(&label(text))
    }

    /// Whether a text is one of the names.
    fn writes(&self, text: &str) -> bool {
        text.len() <= MAX_MARKED && self.names.has_key(&label(text))
    }
}

/// Longer texts before a colon are sentences, in bytes.
const MAX_NAME: usize = 80;

/// The longest name with tags around it, in bytes.
const MAX_MARKED: usize = 2 * MAX_NAME;

/// A name without tags and without the colon after it.
fn label(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        rest = after.split_once('>').map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    let mut out = out.replace("&nbsp;", " ");
    if let Some((name, _)) = out.split_once("](") {
        out = name.trim_start_matches('[').to_owned();
    }
    out.trim().trim_end_matches([':', '：']).trim_end().to_owned()
}

/// A line with its line break, and its first byte.
#[derive(Clone, Copy)]
struct SourceLine<'t> {
    start: usize,
    text: &'t str,
}

impl<'t> SourceLine<'t> {
    fn end(self) -> usize {
        self.start + self.text.len()
    }

    /// Its text without the marks of quotes and the spaces before it.
    fn bare(self) -> &'t str {
        self.text.trim_start_matches(['>', ' ', '\t'])
    }

    fn indent(self) -> usize {
        self.text.len() - self.bare().len()
    }

    fn is_blank(self) -> bool {
        self.bare().trim().is_empty()
    }
}

fn source_lines(text: &str, from: usize) -> Vec<SourceLine<'_>> {
    let mut start = from;
    // Files from old systems end lines with a carriage return alone.
    let end = if text.contains('\n') { '\n' } else { '\r' };
    let lines = text[from..].split_inclusive(end).map(|text| {
        start += text.len();
        SourceLine { start: start - text.len(), text }
    });
    lines.collect()
}

/// The parts of the body that are named: values after names, rows, cells and columns of tables, definitions, elements of HTML.
pub(super) fn in_body(text: &str, body: usize, sought: &Sought<'_>) -> Vec<Span> {
    let mut found = Vec::new();
    let mut fences = Fences::default();
    let all = source_lines(text, body);
    let mut code: Vec<Span> = Vec::new();
    let mut at = 0;
    while let Some(line) = all.get(at) {
        if fences.is_code(line.text) {
            // What looks like code may not be: a quote or an item ends a fence as well.
            found.extend(lines::named(&all[at..=at], sought));
            code.push(Span::new(line.start, line.end()));
            at += 1;
            continue;
        }
        let rows = tables::length(&all[at..]);
        if rows > 0 {
            found.extend(tables::named(&all[at..at + rows], sought));
        } else {
            let named = lines::named(&all[at..], sought);
            let end = named.iter().map(|span| span.range().end).max();
            found.extend(named);
            // What is left out already is not searched again.
            while all.get(at + 1).is_some_and(|next| end.is_some_and(|end| next.end() <= end)) {
                at += 1;
            }
        }
        at += rows.max(1);
    }
    found.extend(html::named(text, body, &code, sought));
    found
}

/// The lines of front matter with nested or dotted keys that are named, with what belongs to them. `end` is the byte after the front matter.
pub(super) fn in_front_matter(text: &str, end: usize, names: &FieldNames) -> Vec<Span> {
    let lines = source_lines(&text[..end], 0);
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut found = Vec::new();
    for (at, SourceLine { start, text: line }) in lines.iter().enumerate() {
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
        let next = lines[at + 1..].iter().find(|next| !goes_on(next.text));
        let fence = line_start(text, text[..end].trim_end().len());
        found.push(Span::new(*start, next.map_or(end, |next| next.start).min(fence.max(*start))));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_lines_are_searched_in_linear_time() {
        let names = FieldNames::new(["vendor contact"]);
        let is_named = |name: &str| names.has_key(name);
        let sought = Sought { names: &names, is_named: &is_named, is_field: &|_| false };
        for piece in [
            "vendor contact: x\n",
            "x | vendor contact: a\n",
            "<summary>vendor contact</summary>\n",
            "<li>",
            "| ",
        ] {
            let text = piece.repeat(10_000);
            in_body(&text, 0, &sought);
        }
        in_body(&format!("x |{}", " ".repeat(1 << 18)), 0, &sought);
    }
}
