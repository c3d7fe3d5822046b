//! How deep quotes and lists may stand in each other.
//!
//! A parser of `CommonMark` keeps one block open for each level, and asks every one of them about every line that follows, blank ones
//! included: a line of a hundred thousand `>` costs the square of its length, and so do a thousand levels above a thousand
//! blank lines. No author goes deeper than a few levels, so what lies below many of them stays text.

use std::borrow::Cow;

/// Levels that are read; those below stand on the page as they were typed. No less than what [`super::outline`] understands.
const MAX_LEVELS: usize = 100;

/// Columns by which an item must stand in for each list that it is in.
const COLUMNS_PER_LEVEL: usize = 2;

/// The text, with a backslash before the marker of each quote or item that would be too deep.
pub(super) fn limit_nesting(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let (mut written, mut start) = (0, 0);
    let bytes = text.as_bytes();
    while start < text.len() {
        // No shorter line can hold so many: those that end near here are passed all at once.
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

/// The byte of the first marker of a line that stands too deep: that of a quote, or that of an item, behind its number.
fn first_too_deep(line: &str) -> Option<usize> {
    let mut rest = line;
    let mut levels = 0;
    loop {
        let content = rest.trim_start_matches([' ', '\t']);
        let blanks = &rest[..rest.len() - content.len()];
        let columns: usize = blanks.bytes().map(|blank| if blank == b'\t' { 4 } else { 1 }).sum();
        // One blank belongs to the marker in front of it.
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

/// The byte of the sign that opens a quote or an item at the beginning of a text.
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
    fn what_is_too_deep_stays_text() {
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
    fn what_authors_write_stays_as_it_is() {
        let rule = "-".repeat(500);
        let wide = format!("{}text - with * marks", " ".repeat(500));
        for text in
            ["- a\n  - b\n", &"> ".repeat(MAX_LEVELS), &rule, &wide, &format!("| {}", "- | ".repeat(500))]
        {
            assert!(matches!(limit_nesting(text), Cow::Borrowed(_)), "{text}");
        }
    }
}
