//! Front matter as lines: finds top-level keys without parsing the format.

use super::Format;
use crate::source::{SourceFile, Span};

pub(super) fn next_line(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |length| at + length + 1)
}

pub(super) fn lines(source: &SourceFile, span: Span) -> impl Iterator<Item = (Span, &str)> {
    let first = source.line(span.start);
    let last = source.line(span.end.saturating_sub(1).max(span.start));
    (first..=last).map(move |line| {
        let span = source.line_span(line);
        (span, source.slice(span))
    })
}

pub(super) fn top_level_key(line: &str, format: Format) -> Option<(String, &str)> {
    match format {
        Format::Yaml if line.starts_with([' ', '\t', '-', '#']) => None,
        Format::Yaml => plain_key(line),
        Format::Toml => line.split_once('=').map(|(key, raw)| (unquote(key), raw)).or_else(|| {
            let table = line.trim().strip_prefix('[')?.trim_start_matches('[');
            Some((unquote(table.split([']', '.']).next()?), ""))
        }),
        Format::Json => line
            .trim_start()
            .trim_start_matches('{')
            .trim_start()
            .split_once(':')
            .map(|(key, raw)| (unquote(key), raw)),
    }
}

/// `key: value` or `key:`, with a short key on one line.
pub(super) fn plain_key(line: &str) -> Option<(String, &str)> {
    let (key, raw) = line.split_once(':')?;
    let is_plausible = !key.trim().is_empty() && key.len() <= 60 && !key.contains(['{', '[', '<', '|']);
    (is_plausible && (raw.is_empty() || raw.starts_with([' ', '\t']))).then(|| (unquote(key), raw))
}

pub(super) fn unquote(text: &str) -> String {
    text.trim().trim_matches(['"', '\'']).to_owned()
}
