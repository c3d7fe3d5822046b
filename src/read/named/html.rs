//! Elements of HTML that name a field: rows, cells and columns of tables, definitions, sections, items and paragraphs.

use std::ops::Range;

use super::cells::{self, NamedCells};
use super::{Sought, parts};
use crate::source::Span;

/// How many tags before its `<summary>` a `<details>` begins at most.
const NEAR: usize = 16;

/// Maximum nesting depth of elements with the same name.
const MAX_DEPTH: usize = 8;

/// A tag.
struct Tag<'t> {
    name: &'t str,
    is_end: bool,
    place: Range<usize>,
}

impl Tag<'_> {
    fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    fn is_any(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.is(name))
    }

    fn begins(&self, names: &[&str]) -> bool {
        !self.is_end && self.is_any(names)
    }

    /// The level of a heading.
    fn level(&self) -> Option<u8> {
        let level = self.name.strip_prefix(['h', 'H'])?.parse().ok()?;
        (1..=6).contains(&level).then_some(level)
    }
}

/// What is named in the HTML of a body. `code` are the lines of code blocks.
pub(super) fn named(text: &str, body: usize, code: &[Span], sought: &Sought<'_>) -> Vec<Span> {
    let document = Html { text, tags: tags(text, body, code) };
    let mut found = Vec::new();
    let mut tables: Vec<Vec<usize>> = Vec::new();
    let none = Vec::new();
    for (at, tag) in document.tags.iter().enumerate() {
        if tag.is("table") {
            if tag.is_end {
                tables.pop();
            } else {
                tables.push(Vec::new());
            }
        }
        if tag.is_end {
            continue;
        }
        if tag.is("tr") {
            let header = document.row(at, tables.last().unwrap_or(&none), sought, &mut found);
            if let Some(table) = tables.last_mut() {
                table.extend(header);
            }
        } else {
            found.extend(document.element(at, sought));
        }
    }
    found
}

struct Html<'t> {
    text: &'t str,
    tags: Vec<Tag<'t>>,
}

impl Html<'_> {
    /// The next tag for which `ends` holds, outside elements with these names that begin in between.
    fn end(&self, at: usize, nested: &[&str], ends: impl Fn(&Tag<'_>) -> bool) -> Option<&Tag<'_>> {
        let mut depth = 0_usize;
        for tag in &self.tags[at + 1..] {
            if depth == 0 && ends(tag) {
                return Some(tag);
            }
            if tag.is_any(nested) {
                if tag.is_end && depth == 0 {
                    return Some(tag);
                }
                depth = if tag.is_end { depth - 1 } else { depth + 1 };
                if depth > MAX_DEPTH {
                    return Some(tag);
                }
            }
        }
        None
    }

    /// From a tag to the end of its element, which includes its end tag.
    fn until(&self, at: usize, nested: &[&str], ends: impl Fn(&Tag<'_>) -> bool) -> Span {
        let tag = &self.tags[at];
        let end = self.end(at, nested, ends).map_or(self.text.len(), |end| {
            if end.is_end && end.is(tag.name) { end.place.end } else { end.place.start }
        });
        Span::new(tag.place.start, end)
    }

    /// What is between a tag and the next for which `ends` holds.
    fn content(&self, at: usize, ends: impl Fn(&Tag<'_>) -> bool) -> Range<usize> {
        let start = self.tags[at].place.end;
        start..self.tags[at + 1..].iter().find(|tag| ends(tag)).map_or(self.text.len(), |end| end.place.start)
    }

    /// Adds what is named in a row. If it is a header, returns the columns that are.
    fn row(&self, at: usize, columns: &[usize], sought: &Sought<'_>, found: &mut Vec<Span>) -> Vec<usize> {
        let row = self.until(at, &["table"], |tag| tag.is_any(&["tr", "tbody", "tfoot", "thead"]));
        let is_cell = |tag: &Tag<'_>| tag.begins(&["td", "th"]);
        let is_edge = |tag: &Tag<'_>| tag.is_any(&["td", "th", "tr", "tbody", "thead", "tfoot"]);
        let mut cells: Vec<usize> = Vec::new();
        let mut depth = 0_usize;
        for (number, tag) in self.tags.iter().enumerate().skip(at + 1) {
            if tag.place.start >= row.range().end {
                break;
            }
            if tag.is("table") {
                depth = if tag.is_end { depth.saturating_sub(1) } else { depth + 1 };
            } else if depth == 0 && is_cell(tag) {
                cells.push(number);
            }
        }
        let texts: Vec<&str> = cells.iter().map(|cell| &self.text[self.content(*cell, is_edge)]).collect();
        if cells.len() > 1 && cells.iter().all(|cell| self.tags[*cell].is("th")) {
            let named: Vec<usize> = (0..cells.len()).filter(|at| sought.writes(texts[*at])).collect();
            found.extend(named.iter().map(|at| self.until(cells[*at], &["table"], is_edge)));
            return named;
        }
        let columns = columns.iter().take_while(|at| **at < cells.len());
        found.extend(columns.map(|at| self.until(cells[*at], &["table"], is_edge)));
        match cells::named(&texts, sought) {
            NamedCells::Row => found.push(row),
            NamedCells::Some(named) => {
                found.extend(named.into_iter().map(|at| self.until(cells[at], &["table"], is_edge)));
            }
        }
        for cell in &cells {
            let place = self.content(*cell, is_edge);
            found.extend(parts::within(&self.text[place.clone()], place.start, sought));
        }
        Vec::new()
    }

    /// What is named by an element other than a row.
    fn element(&self, at: usize, sought: &Sought<'_>) -> Option<Span> {
        let tag = &self.tags[at];
        let text = |place: Range<usize>| &self.text[place];
        if tag.is("dt") {
            let is_edge = |tag: &Tag<'_>| tag.is_any(&["dt", "dd"]);
            let is_named = sought.has(text(self.content(at, is_edge)));
            let is_next = |tag: &Tag<'_>| tag.begins(&["dt"]) || tag.is_end && tag.is("dl");
            return is_named.then(|| self.until(at, &["dl"], is_next));
        }
        if tag.is("summary") {
            sought.writes(text(self.content(at, |tag| tag.is("summary")))).then_some(())?;
            let details =
                at - self.tags[..at].iter().rev().take(NEAR).position(|tag| tag.begins(&["details"]))? - 1;
            return Some(self.until(details, &["details"], |_| false));
        }
        if let Some(level) = tag.level() {
            let is_named = sought.has(text(self.content(at, |tag| tag.level().is_some())));
            let is_next = |tag: &&Tag<'_>| !tag.is_end && tag.level().is_some_and(|next| next <= level);
            return is_named.then(|| {
                let next = self.tags[at + 1..].iter().find(is_next);
                let end = next.map_or(self.text.len(), |next| next.place.start);
                Span::new(tag.place.start, self.heading(tag.place.end, end, level))
            });
        }
        let (nested, is_end): (_, fn(&Tag<'_>) -> bool) = match tag.name.to_ascii_lowercase().as_str() {
            "li" => (&["ul", "ol"][..], |tag| tag.is("li")),
            "p" => (&["p"], |_| false),
            "div" => (&["div"], |_| false),
            _ => return None,
        };
        let place = self.content(at, |tag| tag.is_any(BLOCKS));
        let first = parts::within(text(place.clone()), place.start, sought);
        let is_named = first.first().is_some_and(|first| first.range().start == place.start);
        is_named.then(|| self.until(at, nested, is_end))
    }

    /// The next heading of Markdown of this or a higher level, up to `end`.
    fn heading(&self, from: usize, end: usize, level: u8) -> usize {
        let mut at = from;
        for line in self.text[from..end].split_inclusive('\n') {
            let marks = line.bytes().take_while(|byte| *byte == b'#').count();
            if marks > 0 && marks <= usize::from(level) && line[marks..].starts_with([' ', '\t']) {
                return at;
            }
            at += line.len();
        }
        end
    }
}

/// Elements that end a line of text.
const BLOCKS: &[&str] =
    &["dd", "div", "dl", "dt", "li", "ol", "p", "table", "tbody", "td", "th", "thead", "tr", "ul"];

/// Whether a line begins with an element that ends a paragraph.
pub(super) fn is_block(bare: &str) -> bool {
    let name = bare.strip_prefix('<').map(|rest| rest.trim_start_matches('/'));
    let name = name.map(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default());
    name.is_some_and(|name| {
        let others = ["details", "summary", "hr", "h1", "h2", "h3", "h4", "h5", "h6"];
        BLOCKS.iter().chain(&others).any(|block| block.eq_ignore_ascii_case(name))
    })
}

/// The tags of a text outside code and comments.
fn tags<'t>(text: &'t str, from: usize, code: &[Span]) -> Vec<Tag<'t>> {
    let mut tags = Vec::new();
    let mut at = from;
    let last_comment = text.rfind("-->").unwrap_or(0);
    while let Some(start) = text[at..].find('<').map(|next| at + next) {
        at = start + 1;
        let before = code.partition_point(|line| line.range().start <= start);
        if let Some(line) =
            before.checked_sub(1).map(|last| code[last].range()).filter(|line| start < line.end)
        {
            at = line.end;
            continue;
        }
        let rest = &text[start + 1..];
        if rest.starts_with("!--") {
            // Without an end, it is text.
            let end = if start < last_comment { rest.find("-->") } else { None };
            at = end.map_or(start + 4, |end| start + 1 + end + 3);
            continue;
        }
        let is_end = rest.starts_with('/');
        let rest = rest.strip_prefix('/').unwrap_or(rest);
        let length = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let Some(end) = tag_end(rest) else { continue };
        at = start + 1 + usize::from(is_end) + end;
        tags.push(Tag { name: &rest[..length], is_end, place: start..at });
    }
    tags
}

/// The byte after the `>` that ends a tag; a `>` in quotation marks does not.
fn tag_end(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (byte, quote) {
            (b'>', None) => return Some(at + 1),
            (b'<', None) => return None,
            (b'"' | b'\'', None) => quote = Some(byte),
            (byte, Some(open)) if byte == open => quote = None,
            _ => {}
        }
    }
    None
}
