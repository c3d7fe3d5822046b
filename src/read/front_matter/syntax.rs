//! Reports syntax errors: where the parser stopped, and how to fix it.

use super::{Block, Format};
use crate::diag::{Code, Diagnostic};
use crate::source::{SourceFile, Span};

/// Reports where the parser stopped. Its message is the only source of the position, relative to the block.
pub(super) fn report_syntax(
    source: &SourceFile,
    block: &Block,
    message: &str,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let first = source.line(block.inner.start);
    let line = first + number_after(message, "line ").unwrap_or(1).saturating_sub(1);
    let column = number_after(message, "column ").unwrap_or(1);
    let row = source.line_span(line);
    let offset = source
        .slice(row)
        .char_indices()
        .nth(column.saturating_sub(1) as usize)
        .map_or(row.end - row.start, |(at, _)| u32::try_from(at).unwrap_or(0));
    let reason = message.lines().last().unwrap_or(message);
    let reason = reason.split(" at byte ").next().unwrap_or(reason);
    let reason = reason.trim_start_matches("deserialize error: ").trim();
    let language = match block.format {
        Format::Yaml => "YAML",
        Format::Toml => "TOML",
        Format::Json => "JSON",
    };
    let span = Span { start: row.start + offset, end: row.end.max(row.start + offset) };
    let code = if message.contains("duplicated key") {
        Code::FrontMatterDuplicateKey
    } else {
        Code::FrontMatterSyntax
    };
    let diagnostic =
        Diagnostic::new(code, &source.path, span, format!("invalid {language} in front matter: {reason}"));
    diagnostics.push(diagnostic.help(syntax_help(source.slice(row), block.format)));
}

fn syntax_help(line: &str, format: Format) -> &'static str {
    let value = line.split_once(": ").map_or("", |(_, value)| value);
    match format {
        Format::Yaml if value.contains(": ") => "put quotes around a value that contains `: `",
        Format::Yaml if line.contains('\t') => "indent YAML with spaces, not with tabs",
        Format::Yaml if line.starts_with(' ') => {
            "align the keys of one level; this line may have an extra space at the start"
        }
        _ => "until this is fixed, pmsite uses the keys that it can read line by line",
    }
}

fn number_after(text: &str, word: &str) -> Option<u32> {
    let at = text.find(word)? + word.len();
    let digits: String = text[at..].chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}
