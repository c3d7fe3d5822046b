//! Where front matter begins and ends.

use super::lines::{next_line, plain_key};
use super::{Block, Format};
use crate::source::Span;

pub(super) enum Fences {
    None,
    Unterminated { fence: &'static str, start: usize },
    Block(Block),
}

/// Finds the fences. A byte order mark and blank lines may come first.
pub(super) fn find(text: &str) -> Fences {
    let bom = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let start = bom + (text.len() - bom - text[bom..].trim_start().len());
    let first = text[start..].lines().next().unwrap_or("").trim_end();
    let (fence, format) = match first {
        "---" | "---yaml" => ("---", Format::Yaml),
        "+++" | "---toml" => (if first == "+++" { "+++" } else { "---" }, Format::Toml),
        ";;;" | "---json" => (if first == ";;;" { ";;;" } else { "---" }, Format::Json),
        line if line.starts_with('{') && !line.starts_with("{{") && !line.starts_with("{%") => {
            return find_json(text, start);
        }
        _ => return Fences::None,
    };
    let inner = next_line(text, start);
    let mut at = inner;
    while at < text.len() {
        let end = next_line(text, at);
        let line = text[at..end].trim_end();
        if line == fence || (fence == "---" && line == "...") {
            return Fences::Block(Block { format, inner: Span::new(inner, at), body: end });
        }
        at = end;
    }
    // A thematic break at the top is not front matter, unless keys seem to follow.
    let keys = text[inner..].lines().take(3).filter(|line| plain_key(line).is_some()).count();
    if keys > 0 { Fences::Unterminated { fence, start } } else { Fences::None }
}

/// A JSON object at the top ends with its closing brace, which must end its line.
fn find_json(text: &str, start: usize) -> Fences {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for (at, c) in text[start..].char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if in_string => escaped = true,
            '"' => in_string = !in_string,
            '{' | '[' if !in_string => depth += 1,
            '}' | ']' if !in_string => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    let end = start + at + 1;
                    let rest_of_line = text[end..].lines().next().unwrap_or("");
                    let is_object = text[start..end].contains(':') && rest_of_line.trim().is_empty();
                    return if is_object {
                        Fences::Block(Block {
                            format: Format::Json,
                            inner: Span::new(start, end),
                            body: next_line(text, end),
                        })
                    } else {
                        Fences::None
                    };
                }
            }
            _ => {}
        }
    }
    Fences::None
}
