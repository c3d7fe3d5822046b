//! What stands side by side in a line, a cell or an element, and the name with which each part begins.

use std::iter;
use std::ops::Range;

use super::{MAX_MARKED, Sought};
use crate::source::Span;
use crate::text::boundary;

/// The parts of a text that are named, if it is a cell or an element and not a line.
pub(super) fn within(text: &str, start: usize, sought: &Sought<'_>) -> Vec<Span> {
    let mut is_cut = false;
    let named = parts(text).into_iter().filter(|part| {
        let own = &text[part.clone()];
        is_cut = name(own, |name| sought.writes(name)).is_some() || is_cut && !has_name(own);
        is_cut
    });
    named.map(|part| Span::new(start + part.start, start + part.end)).collect()
}

/// What is side by side in a text, divided by `<br>`, `|`, a dot in the middle, a semicolon or the end of a sentence. At least one part.
pub(super) fn parts(text: &str) -> Vec<Range<usize>> {
    let end = text.trim_end().len();
    if !text.contains(['|', '<', '·', '•', ';']) && !text.contains(". ") {
        return iter::once(0..end).collect();
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
    let text = &text[..boundary(text, MAX_SEPARATOR)];
    if text.starts_with("; ") || text.starts_with(". ") {
        return 2;
    }
    let inner = text.trim_start_matches([' ', '\t']);
    if inner.len() < text.len() && inner.starts_with(['|', '·', '•']) {
        let after = inner.trim_start_matches(['|', '·', '•']);
        let rest = after.trim_start_matches([' ', '\t']);
        return if rest.len() < after.len() { text.len() - rest.len() } else { 0 };
    }
    let is_break = text.get(..3).is_some_and(|tag| tag.eq_ignore_ascii_case("<br"))
        && text[3..].starts_with(['>', '/', ' ']);
    if is_break { text.find('>').map_or(0, |end| end + 1) } else { 0 }
}

/// The longest separator, in bytes: a mark with spaces around it, or a tag.
const MAX_SEPARATOR: usize = 256;

/// What can end a name.
const ENDS: [&str; 11] = [": ", ":\t", ":", "：", " — ", " – ", " - ", " = ", "**", "__", "</"];

/// The name at the beginning of a text for which `is_sought` holds: the whole text, or the text before a colon, a dash or
/// the end of emphasis.
pub(super) fn name(text: &str, is_sought: impl Fn(&str) -> bool) -> Option<&str> {
    let marked = start(text);
    let ends = ENDS.iter().filter_map(|end| marked.find(end)).chain([marked.trim_end().len()]);
    let names = ends.filter_map(|end| marked.get(..end));
    names.filter(|name| !name.is_empty()).find(|name| is_sought(name))
}

/// Whether a text names something: before a colon, or in bold.
pub(super) fn has_name(text: &str) -> bool {
    let marked = start(text);
    let is_bold = text.trim_start_matches(['>', ' ', '\t', '-', '+']).starts_with("**");
    let colon = marked.find([':', '：']).map(|end| &marked[..end]);
    let is_short = |name: &str| {
        name.split_whitespace().count() <= 4 && !name.trim_start_matches('<').starts_with(char::is_lowercase)
    };
    is_bold || colon.is_some_and(is_short)
}

/// The beginning of a text, in which its name is, without the marks before that.
fn start(text: &str) -> &str {
    let bare = text.trim_start_matches(['>', ' ', '\t']);
    let item = item(bare).unwrap_or(bare);
    item[..boundary(item, MAX_MARKED)].trim_start_matches(['>', ' ', '\t', '*', '_'])
}

/// A text without the mark of a list item and its box; nothing if it is no item.
pub(super) fn item(text: &str) -> Option<&str> {
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
pub(super) fn is_empty(text: &str, name: &str) -> bool {
    let after = text.find(name).map_or("", |at| &text[at + name.len()..]);
    after
        .trim_matches(|c: char| {
            c.is_whitespace() || matches!(c, ':' | '：' | '*' | '_' | '-' | '—' | '–' | '=')
        })
        .is_empty()
}
