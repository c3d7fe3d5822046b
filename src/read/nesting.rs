//! Limits how deep quotes and lists may nest.
//!
//! A `CommonMark` parser keeps one block open per level and checks each of them against every following line, blank
//! ones included. A line of a hundred thousand `>` takes quadratic time, and so do a thousand levels above a thousand
//! blank lines. Authors use a few levels only, so markers beyond a limit are escaped.

use std::borrow::Cow;

/// The maximum number of levels; markers beyond it are shown as text. At least as many as [`super::outline`] reads.
const MAX_LEVELS: usize = 100;

/// The minimum indentation of a nested list.
const COLUMNS_PER_LEVEL: usize = 2;

/// Returns the text with a backslash before the marker of each quote or item that is nested too deep.
pub(super) fn limit_nesting(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let (mut written, mut start) = (0, 0);
    let bytes = text.as_bytes();
    while start < text.len() {
        // Lines that end within the limit cannot have too many levels: skip them all at once.
        let near = &bytes[start..text.len().min(start + MAX_LEVELS)];
        if let Some(end) = memchr::memrchr(b'\n', near) {
            start += end + 1;
            continue;
        }
        let end = memchr::memchr(b'\n', &bytes[start..]).map_or(text.len(), |length| start + length + 1);
        if let Some(at) = first_too_deep(&text[start..end]).filter(|_| end - start > MAX_LEVELS) {
            out.push_str(&text[written..start + at]);
            out.push('\\');
            written = start + at;
        }
        start = end;
    }
    if written == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[written..]);
    Cow::Owned(out)
}

/// The byte offset of the first marker in a line that is nested too deep; for numbered items, of the character after
/// the number.
fn first_too_deep(line: &str) -> Option<usize> {
    let mut rest = line;
    let mut levels = 0;
    loop {
        let content = rest.trim_start_matches([' ', '\t']);
        let blanks = &rest[..rest.len() - content.len()];
        let columns: usize = blanks.bytes().map(|blank| if blank == b'\t' { 4 } else { 1 }).sum();
        // One space belongs to the marker before it.
        levels += columns.saturating_sub(1) / COLUMNS_PER_LEVEL;
        let marker = marker(content)?;
        let at = line.len() - content.len() + marker;
        if levels >= MAX_LEVELS {
            return Some(at);
        }
        levels += 1;
        rest = &line[at + 1..];
    }
}

/// The byte offset of the character that opens a quote or an item at the beginning of a text.
fn marker(text: &str) -> Option<usize> {
    let digits = text.bytes().take(10).take_while(u8::is_ascii_digit).count();
    let sign = text[digits..].chars().next()?;
    let ends = || text[digits + 1..].chars().next().is_none_or(|c| c.is_ascii_whitespace());
    match (digits, sign) {
        (0, '>') => Some(0),
        (0, '-' | '*' | '+') | (1..=9, '.' | ')') if ends() => Some(digits),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_markers_that_are_nested_too_deep() {
        for marker in [">", "> ", "- ", "* ", "+ ", "1. ", "> - "] {
            let text = format!("{}x\n", marker.repeat(MAX_LEVELS + 1));
            let sign = marker.trim_end().len() - 1;
            let marks = marker.split_whitespace().count();
            let at = MAX_LEVELS / marks * marker.len() + if marks == 1 { sign } else { 0 };
            assert_eq!(limit_nesting(&text), format!("{}\\{}", &text[..at], &text[at..]), "{marker:?}");
        }
        let steps: String = (0..MAX_LEVELS + 9).map(|depth| "  ".repeat(depth) + "- a\n").collect();
        assert_eq!(limit_nesting(&steps).matches('\\').count(), 8);
    }

    #[test]
    fn leaves_ordinary_text_unchanged() {
        let rule = "-".repeat(500);
        let wide = format!("{}text - with * marks", " ".repeat(500));
        for text in
            ["- a\n  - b\n", &"> ".repeat(MAX_LEVELS), &rule, &wide, &format!("| {}", "- | ".repeat(500))]
        {
            assert!(matches!(limit_nesting(text), Cow::Borrowed(_)), "{text}");
        }
    }
}
