//! Characters that nobody sees: control characters, which a terminal may obey, and controls of the direction of text,
//! which make a name look like another one.
//!
//! Here is the one place where they are caught on their way into the model. Control characters become visible in
//! everything that is read, the front matter ([`in_front_matter`]) and the body ([`in_tree`]). Controls of the direction
//! have their use in running text of some languages; in titles, ids and names they become visible too ([`super::hidden_names`]).
//! What made them visible is [`visible`].

use comrak::nodes::{Node, NodeValue};
use serde_json::Value;

use super::literals::each_literal;
use crate::diag::{Code, Diagnostic};
use crate::source::{SourceFile, Span};
use crate::text::{is_control, visible};

/// A document with more of them is not text; the first ones are enough to find them.
const MAX_REPORTS: usize = 5;

/// Reports a character.
pub(super) fn report(source: &SourceFile, span: Span, place: &str, c: char) -> Diagnostic {
    let kind = if is_control(c) { "control character" } else { "invisible mark" };
    let message = format!("{place} contains the {kind} U+{:04X}", u32::from(c));
    Diagnostic::new(Code::HiddenCharacter, &source.path, span, message)
        .help("remove it; pmsite shows its code in its place")
}

/// Makes the control characters in a key and its value visible, and reports the first one.
pub(super) fn in_front_matter(
    source: &SourceFile,
    (key, value): (&mut String, &mut Value),
    span: Span,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut first = None;
    replace(key, is_control, &mut first);
    replace_in(value, is_control, &mut first);
    diagnostics.extend(first.map(|c| report(source, span, &format!("`{key}`"), c)));
}

/// Reports the control characters of the body, the first one of each line.
pub(super) fn in_body(source: &SourceFile, body: usize, diagnostics: &mut Vec<Diagnostic>) {
    let text = &source.text[body..];
    if !has_control(text.as_bytes()) {
        return;
    }
    let mut start = body;
    let mut found = Vec::new();
    for line in text.split_inclusive('\n') {
        if let Some((at, c)) = line.char_indices().find(|(_, c)| is_control(*c)) {
            let span = Span::new(start + at, start + at + c.len_utf8());
            found.push(report(source, span, "the text", c));
        }
        start += line.len();
    }
    diagnostics.extend(found.into_iter().take(MAX_REPORTS));
}

/// Makes the control characters of the body visible, also those that are written as references (`&#27;`).
pub(super) fn in_tree(root: Node<'_>, text: &str) {
    if !has_control(text.as_bytes()) && memchr::memmem::find(text.as_bytes(), b"&#").is_none() {
        return;
    }
    let clean = |text: &mut String| replace(text, is_control, &mut None);
    for node in root.descendants() {
        match &mut node.data_mut().value {
            NodeValue::Text(text) if text.contains(is_control) => {
                *text = visible(text, is_control).into_owned().into();
            }
            value => each_literal(value, clean),
        }
    }
}

/// Whether a text may have control characters, in a single pass that the compiler vectorizes.
fn has_control(bytes: &[u8]) -> bool {
    let is_low = |byte: u8| (byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c)) || byte == 0x7f;
    let low = bytes.iter().fold(false, |any, byte| any | is_low(*byte));
    let is_high = |at: usize| bytes.get(at + 1).is_some_and(|next| (0x80..0xa0).contains(next));
    low || memchr::memchr_iter(0xc2, bytes).any(is_high)
}

/// Makes some characters of a text visible, and remembers the first one.
pub(super) fn replace(text: &mut String, is_hidden: fn(char) -> bool, first: &mut Option<char>) {
    if let Some(c) = text.chars().find(|c| is_hidden(*c)) {
        first.get_or_insert(c);
        *text = visible(text, is_hidden).into_owned();
    }
}

/// The same in all texts of a value.
pub(super) fn replace_in(value: &mut Value, is_hidden: fn(char) -> bool, first: &mut Option<char>) {
    match value {
        Value::String(text) => replace(text, is_hidden, first),
        Value::Array(items) => items.iter_mut().for_each(|item| replace_in(item, is_hidden, first)),
        Value::Object(map) => {
            if map.keys().any(|key| key.contains(is_hidden)) {
                let named = std::mem::take(map).into_iter().map(|(mut key, value)| {
                    replace(&mut key, is_hidden, first);
                    (key, value)
                });
                *map = named.collect();
            }
            map.values_mut().for_each(|value| replace_in(value, is_hidden, first));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
