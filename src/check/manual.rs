//! The manual: one page for each code.

use super::RULES;
use super::suppressions;
use crate::diag::Code;

/// Pages of what reading and assembling find.
const ELSEWHERE: &str = include_str!("manual.md");

/// The page of a code: paragraphs of Markdown, without the sentence that [`Code::manual`] gives.
pub fn page(code: Code) -> String {
    if let Some(rule) = RULES.iter().find(|rule| rule.code == code) {
        return head(rule.source);
    }
    if code == Code::SuppressionInvalid || code == Code::SuppressionUnused {
        return head(suppressions::SOURCE);
    }
    section(ELSEWHERE, code.name()).unwrap_or_default().trim().to_owned()
}

/// The documentation at the head of a file of the program.
fn head(source: &str) -> String {
    let lines = source.lines().map_while(|line| line.strip_prefix("//!"));
    lines.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

/// What stands below a heading of the second level.
fn section<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    text.split("\n## ").find_map(|part| part.strip_prefix(name)?.strip_prefix('\n'))
}
