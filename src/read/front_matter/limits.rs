//! Limits on front matter, checked before it is parsed.

use super::Format;

/// Front matter larger than this is not parsed.
pub(super) const MAX_BYTES: usize = 64 * 1024;

/// Front matter nested deeper than this is not parsed.
const MAX_DEPTH: usize = 32;

/// Front matter with more aliases (`*name`) than this is not parsed: 16 of them multiply a document at most 324 times.
const MAX_ALIASES: usize = 16;

/// Returns an error message for front matter beyond the limits.
pub(super) fn check_limits(inner: &str, format: Format) -> Result<(), String> {
    if inner.len() > MAX_BYTES {
        return Err(format!("front matter has {} bytes, more than the limit of {MAX_BYTES}", inner.len()));
    }
    if depth(inner, format) > MAX_DEPTH {
        return Err(format!("front matter is nested deeper than {MAX_DEPTH} levels"));
    }
    if format == Format::Yaml {
        let aliases = inner.match_indices('*').filter(|(at, _)| is_alias(inner, *at)).count();
        if aliases > MAX_ALIASES {
            return Err(format!("front matter has {aliases} aliases, more than the limit of {MAX_ALIASES}"));
        }
    }
    Ok(())
}

fn is_alias(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    let after = text[at + 1..].chars().next();
    before.is_none_or(|c| c.is_whitespace() || matches!(c, '[' | '{' | ',' | ':' | '-' | '?'))
        && after.is_some_and(|c| !c.is_whitespace() && c != '*')
}

/// The number of levels that begin on one line: `- - ? -`, with any white space, tags and anchors between them.
fn inline_levels(content: &str) -> usize {
    let words = content.split([' ', '\t']).filter(|word| !word.is_empty());
    let opening = words.take_while(|word| matches!(*word, "-" | "?" | ":") || word.starts_with(['!', '&']));
    opening.filter(|word| word.len() == 1).count()
}

/// An upper bound of the nesting depth: indentation steps, compact `- - -` levels of a line, and the most brackets
/// open at once.
fn depth(inner: &str, format: Format) -> usize {
    let (mut indents, mut deepest): (Vec<usize>, usize) = (Vec::new(), 0);
    let mut brackets = 0_usize;
    for line in inner.lines() {
        let content = line.trim_start();
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        let indent = line.len() - content.len();
        while indents.last().is_some_and(|last| *last >= indent) {
            indents.pop();
        }
        indents.push(indent);
        let inline_levels = inline_levels(content);
        let mut open = brackets;
        for c in content.chars() {
            match c {
                '[' | '{' => {
                    brackets += 1;
                    open = open.max(brackets);
                }
                ']' | '}' => brackets = brackets.saturating_sub(1),
                _ => {}
            }
        }
        let nested = if format == Format::Yaml { indents.len() + inline_levels } else { 0 };
        deepest = deepest.max(nested + open);
    }
    deepest
}
