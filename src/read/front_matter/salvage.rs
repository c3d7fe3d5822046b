//! Reads front matter that does not parse, line by line.

use rustc_hash::FxHashSet;
use serde_json::Value;

use super::limits::MAX_BYTES;
use super::lines::{lines, next_line, plain_key, unquote};
use super::{Entry, FrontMatter};
use crate::source::{SourceFile, Span};

/// Reads lines of the form `key: value`, `key = value` and `- item`, whatever the format.
pub(super) fn salvage(source: &SourceFile, span: Span) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut seen = FxHashSet::default();
    for (line, text) in lines(source, span) {
        let content = text.trim();
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        if let Some(item) = content.strip_prefix("- ") {
            if let Some(last) = entries.last_mut() {
                push_item(&mut last.value, item);
            }
            continue;
        }
        // A single stray space before a key breaks most YAML; deeper keys belong to a value.
        if text.len() - text.trim_start().len() > 1 {
            continue;
        }
        let pair =
            plain_key(content).or_else(|| content.split_once('=').map(|(key, raw)| (unquote(key), raw)));
        if let Some((key, raw)) = pair
            && seen.insert(key.clone())
        {
            entries.push(Entry { key, value: scalar(raw), span: line });
        }
    }
    entries
}

fn push_item(value: &mut Value, item: &str) {
    if let Value::Array(items) = value {
        items.push(scalar(item));
    } else if value.is_null() {
        *value = Value::Array(vec![scalar(item)]);
    }
}

fn scalar(raw: &str) -> Value {
    let raw = raw.split(" #").next().unwrap_or(raw).trim();
    if raw.is_empty() || raw.starts_with('#') {
        return Value::Null;
    }
    if let Some(list) = raw.strip_prefix('[').and_then(|list| list.strip_suffix(']')) {
        return list.split(',').map(|item| Value::String(unquote(item))).collect();
    }
    match raw {
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        _ => Value::String(unquote(raw)),
    }
}

/// Without a closing fence, takes the lines that look like keys, up to the first that does not.
pub(super) fn salvage_unterminated(source: &SourceFile, from: usize) -> FrontMatter {
    let start = next_line(&source.text, from);
    let mut at = start;
    // Otherwise the whole document could be read as front matter.
    while at < source.text.len() && at - start < MAX_BYTES {
        let end = next_line(&source.text, at);
        let line = source.text[at..end].trim_end();
        let belongs =
            plain_key(line).is_some() || line.starts_with(['-', ' ', '#']) && !line.starts_with("# ");
        if !belongs {
            break;
        }
        at = end;
    }
    FrontMatter { entries: salvage(source, Span::new(start, at)), body: at }
}
