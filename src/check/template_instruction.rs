//! `[Describe what happened in a few sentences]`, `<List the affected services>`: text of the template, not of the author. Replace it
//! or remove it.
//!
//! Matches whole lines in square or angle brackets, or in emphasis, that start like an instruction. Lines that `placeholder` already
//! reports are skipped.

use super::context::{IncidentContext, Line};
use crate::diag::{Code, Diagnostic};

/// First words of instructions.
const VERBS: &[&str] = &[
    "describe",
    "explain",
    "list",
    "provide",
    "insert",
    "add",
    "enter",
    "fill",
    "summarise",
    "summarize",
    "include",
    "write",
    "specify",
    "give",
    "outline",
    "replace",
];
/// First words of questions to the author. Only in brackets: an emphasized sentence may start like this too.
const QUESTIONS: &[&str] =
    &["what", "how", "who", "when", "why", "where", "which", "did", "was", "were", "briefly", "short_text"];

pub(super) fn check(context: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let left = context
        .document
        .lines
        .iter()
        .filter(|line| is_instruction(line.text) && !context.has_placeholder(line.number));
    left.map(|line: &Line<'_>| {
        context
            .report(Code::TemplateInstruction, line.whole(), "template instruction was not replaced")
            .help("write what it asks for, or remove it")
    })
    .collect()
}

fn is_instruction(line: &str) -> bool {
    let text = line.trim_start_matches([' ', '\t', '-', '+', '>']).trim_end();
    let text = text.strip_prefix("* ").unwrap_or(text);
    let inside = |open: char, close: char| {
        let inner = text.strip_prefix(open)?.strip_suffix(close)?;
        (!inner.contains([open, close])).then_some(inner)
    };
    if let Some(inner) = inside('[', ']').or_else(|| inside('<', '>')) {
        return starts_with_any(inner, VERBS) || starts_with_any(inner, QUESTIONS);
    }
    let emphasized = inside('_', '_').or_else(|| inside('*', '*'));
    emphasized.is_some_and(|inner| starts_with_any(inner, VERBS) && !inner.contains(':'))
}

/// Whether a text of several words starts with one of these.
fn starts_with_any(text: &str, words: &[&str]) -> bool {
    let mut parts = text.split_whitespace();
    let first = parts.next().unwrap_or("").trim_end_matches([',', ':']).to_lowercase();
    words.contains(&first.as_str()) && parts.count() >= 2
}
