//! The manual: one page per code.

use super::RULES;
use super::suppressions;
use crate::diag::Code;

/// Manual pages of the codes that reading and assembling report.
const OTHER_PAGES: &str = include_str!("manual.md");

/// The manual page of a code: paragraphs of Markdown, without the sentence of [`Code::manual`].
pub fn page(code: Code) -> String {
    if let Some(rule) = RULES.iter().find(|rule| rule.code == code) {
        return module_docs(rule.source);
    }
    if code == Code::SuppressionInvalid || code == Code::SuppressionUnused {
        return module_docs(suppressions::SOURCE);
    }
    section(OTHER_PAGES, code.name()).unwrap_or_default().trim().to_owned()
}

/// The module documentation of a source file.
fn module_docs(source: &str) -> String {
    let lines = source.lines().map_while(|line| line.strip_prefix("//!"));
    lines.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

/// The text below a level-2 heading.
fn section<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    text.split("\n## ").find_map(|part| part.strip_prefix(name)?.strip_prefix('\n'))
}
