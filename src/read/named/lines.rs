//! `Name: value`, in running text, in items, in bold, below each other or side by side; and definitions.

use std::ops::Range;

use super::{MAX_MARKED, MAX_NAME, Sought, SourceLine, tables};
use crate::source::Span;
use crate::text::boundary;

/// What is named in the first line: its whole line with what belongs to it, or the parts of it that are.
pub(super) fn named(lines: &[SourceLine<'_>], sought: &Sought<'_>) -> Vec<Span> {
    let line = lines[0];
    if let Some(end) = definition(lines, sought) {
        return vec![Span::new(line.start, end)];
    }
    let mut found = Vec::new();
    let parts = parts(line.text);
    let mut is_cut = false;
    for (number, part) in parts.iter().enumerate() {
        let text = &line.text[part.clone()];
        let name = name(text);
        // A part without a name belongs to the one before it.
        // What is alone on its line, the syntax tree tells better.
        let is_named = |name| sought.writes(name) || parts.len() > 1 && sought.has(name);
        is_cut = name.map_or(is_cut, is_named);
        if !is_cut {
            continue;
        }
        let is_last = number + 1 == parts.len();
        let start = if number == 0 { line.start } else { line.start + parts[number - 1].end };
        let end = if !is_last {
            line.start + if number == 0 { parts[1].start } else { part.end }
        } else if number > 0 && further(lines, true) == line.end() {
            line.start + part.end
        } else {
            let has_value = name.is_none_or(|name| !is_empty(text, name));
            further(lines, has_value)
        };
        found.push(Span::new(start, end));
    }
    found
}

/// The parts of a text that name something, if it is a cell or an element and not a line.
pub(super) fn within(text: &str, start: usize, sought: &Sought<'_>) -> Vec<Span> {
    let mut is_cut = false;
    let named = parts(text).into_iter().filter(|part| {
        is_cut = name(&text[part.clone()]).map_or(is_cut, |name| sought.writes(name));
        is_cut
    });
    named.map(|part| Span::new(start + part.start, start + part.end)).collect()
}

/// What is side by side in a text, divided by `<br>`, `|` or a dot in the middle. At least one part.
fn parts(text: &str) -> Vec<Range<usize>> {
    let end = text.trim_end().len();
    if !text.contains(['|', '<', '·', '•']) {
        return vec![0..end];
    }
    let mut parts = Vec::new();
    let (mut from, mut at) = (0, 0);
    while let Some(rest) = text.get(at..end).filter(|rest| !rest.is_empty()) {
        let length = separator(rest);
        if length > 0 {
            parts.push(from..at);
            from = at + length;
            at = from;
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    parts.push(from..end.max(from));
    parts
}

/// The length of the separator at the beginning of a text; 0 if there is none.
fn separator(text: &str) -> usize {
    if [" | ", " · ", " • "].iter().any(|mark| text.starts_with(mark)) {
        return text.find(|c: char| c != ' ').map_or(0, |at| at + text[at..].find(' ').unwrap_or(0) + 1);
    }
    let is_break = text.get(..3).is_some_and(|tag| tag.eq_ignore_ascii_case("<br"))
        && text[3..].starts_with(['>', '/', ' ']);
    if is_break { text.find('>').map_or(0, |end| end + 1) } else { 0 }
}

/// The name at the beginning of a text: in bold, or before a colon or a dash.
fn name(text: &str) -> Option<&str> {
    let item =
        item(text.trim_start_matches(['>', ' ', '\t'])).unwrap_or(text).trim_start_matches(['>', ' ', '\t']);
    let item = &item[..boundary(item, MAX_MARKED)];
    let marked = item.trim_start_matches(['*', '_']);
    let ends = [": ", "：", " — ", " – ", " - ", " = "];
    let colon = ends.into_iter().filter_map(|end| marked.find(end)).min();
    let colon = colon.or_else(|| marked.trim_end().strip_suffix(':').map(str::len));
    let colon = colon.or_else(|| marked.find(':'));
    let bold = [("**", "**"), ("__", "__"), ("<b>", "</b>"), ("<strong>", "</strong>")]
        .into_iter()
        .filter(|(start, _)| item.starts_with(start))
        .filter_map(|(_, end)| marked.find(end))
        .next();
    let end = colon.into_iter().chain(bold).min()?;
    marked.get(..end).filter(|name| !name.is_empty() && name.len() <= MAX_NAME)
}

/// A text without the mark of a list item and its box; nothing if it is no item.
fn item(text: &str) -> Option<&str> {
    let number = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = text
        .strip_prefix(['-', '*', '+'])
        .or_else(|| number.strip_prefix(['.', ')']).filter(|_| number.len() < text.len()))
        .filter(|rest| rest.starts_with([' ', '\t']))?
        .trim_start();
    let boxed = ["[ ]", "[x]", "[X]"].into_iter().find_map(|task| rest.strip_prefix(task));
    Some(boxed.unwrap_or(rest).trim_start())
}

/// Whether nothing follows a name in a text.
fn is_empty(text: &str, name: &str) -> bool {
    let after = text.find(name).map_or("", |at| &text[at + name.len()..]);
    after
        .trim_matches(|c: char| {
            c.is_whitespace() || matches!(c, ':' | '：' | '*' | '_' | '-' | '—' | '–' | '=')
        })
        .is_empty()
}

/// The end of what belongs to the name in the first line: lines that are indented deeper, the rest of its paragraph, and
/// if it has no value, the next block.
fn further(lines: &[SourceLine<'_>], has_value: bool) -> usize {
    let first = lines[0];
    let is_own = |line: &SourceLine<'_>| line.indent() > first.indent();
    let is_item = |line: &SourceLine<'_>| item(line.bare()).is_some();
    let first_is_item = is_item(&first);
    let mut end = first.end();
    // Whether the value is the block that is being read, and whether that is a list.
    let (mut is_block, mut is_list) = (false, false);
    let mut was_blank = false;
    for (at, line) in lines.iter().enumerate().skip(1) {
        if line.is_blank() {
            was_blank = true;
            continue;
        }
        let begins_value = !has_value && !first_is_item && end == first.end() && !is_heading(line.bare());
        let belongs = if is_own(line) {
            true
        } else if begins_value && (was_blank || is_item(line) || tables::length(&lines[at..]) > 0) {
            is_block = true;
            is_list = is_item(line);
            true
        } else if is_block {
            if is_list { is_item(line) || !was_blank } else { !was_blank }
        } else {
            !was_blank && !begins_block(&lines[at..])
        };
        if !belongs {
            break;
        }
        was_blank = false;
        end = line.end();
    }
    end
}

fn is_heading(bare: &str) -> bool {
    bare.starts_with('#')
}

/// Whether a line does not continue the paragraph before it, or names something else.
fn begins_block(lines: &[SourceLine<'_>]) -> bool {
    let bare = lines[0].bare();
    let is_other = |name: &str| {
        let name = name.trim_start_matches(['*', '_', '<']);
        name.split_whitespace().count() <= 4 && !name.starts_with(char::is_lowercase)
    };
    is_heading(bare)
        || item(bare).is_some()
        || bare.starts_with("```")
        || bare.starts_with("~~~")
        || bare.starts_with('<')
        || tables::length(lines) > 0
        || name(bare).is_some_and(is_other)
}

/// The end of a definition, if the first line is a term that is named (`: ` begins what defines it, perhaps after a blank line).
fn definition(lines: &[SourceLine<'_>], sought: &Sought<'_>) -> Option<usize> {
    let is_definition =
        |line: &&SourceLine<'_>| line.bare().starts_with(": ") || line.bare().starts_with(":\t");
    lines.iter().skip(1).take(2).find(|line| !line.is_blank()).filter(is_definition)?;
    sought.writes(lines[0].bare()).then_some(())?;
    let mut end = lines[0].end();
    let mut was_blank = false;
    for line in &lines[1..] {
        if line.is_blank() {
            was_blank = true;
        } else if is_definition(&line) || line.indent() > lines[0].indent() || !was_blank {
            was_blank = false;
            end = line.end();
        } else {
            break;
        }
    }
    Some(end)
}
