//! `Name: value`, in running text, in items, in bold, below each other or side by side; and definitions.

use super::parts::{has_name, is_empty, item, name, parts};
use super::{Sought, SourceLine, html, tables};
use crate::read::fences::Fences;
use crate::source::Span;

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
        // The syntax tree handles known names that are alone on a line.
        let named = name(text, |name| sought.writes(name) || parts.len() > 1 && sought.has(name));
        // A part without a name belongs to the one before it.
        is_cut = named.is_some() || is_cut && !has_name(text);
        if !is_cut {
            continue;
        }
        let is_last = number + 1 == parts.len();
        let start = if number == 0 { line.start } else { line.start + parts[number - 1].end };
        let end = if is_last {
            let end = further(lines, named.is_none_or(|name| !is_empty(text, name)));
            // What is before it on the line stays a line.
            if number > 0 { end - usize::from(end > line.start + part.end) } else { end }
        } else {
            line.start + if number == 0 { parts[1].start } else { part.end }
        };
        found.push(Span::new(start, end));
    }
    found
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
    let mut fences = Fences::default();
    let mut was_code = false;
    for (at, line) in lines.iter().enumerate().skip(1) {
        let is_code = fences.is_code(line.text);
        if std::mem::replace(&mut was_code, is_code) && is_code {
            end = line.end();
            continue;
        }
        if line.is_blank() {
            was_blank = true;
            continue;
        }
        let begins_value = !has_value && !first_is_item && end == first.end() && !is_heading(line.bare());
        let belongs = if is_own(line) {
            true
        } else if begins_value && (was_blank || is_item(line) || is_code || tables::length(&lines[at..]) > 0)
        {
            is_block = true;
            is_list = is_item(line);
            true
        } else if is_block {
            if is_list { is_item(line) || !was_blank } else { !was_blank }
        } else {
            !was_blank && !is_code && !begins_block(&lines[at..])
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
    is_heading(bare)
        || item(bare).is_some()
        || html::is_block(bare)
        || tables::length(lines) > 0
        || has_name(bare)
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
