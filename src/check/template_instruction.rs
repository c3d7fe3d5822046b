//! `[Describe what happened in a few sentences]`, `<List the affected services>`: the template speaks, not the author. Replace it,
//! or take it out.
//!
//! Found are whole lines in square or pointed brackets, or in emphasis, that begin as an instruction. What `placeholder` has
//! told of already is not told again.

use super::context::{IncidentContext, Line};
use crate::diag::{Code, Diagnostic};

/// Words with which an instruction begins.
const ORDERS: &[&str] = &[
    "describe",
    "explain",
    "list",
    "provide",
    "insert",
    "add",
    "enter",
    "fill",
    "summarize",
    "summarize",
    "include",
    "write",
    "specify",
    "give",
    "outline",
    "replace",
];
/// Words with which a question to the author begins; in brackets only, since a sentence in emphasis may begin so too.
const QUESTIONS: &[&str] =
    &["what", "how", "who", "when", "why", "where", "which", "did", "was", "were", "briefly", "brief"];

pub(super) fn check(case: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let left = case.text.lines.iter().filter(|line| is_help(line.text) && !case.is_told(line.number));
    left.map(|line: &Line<'_>| {
        case.at(
            Code::TemplateInstruction,
            line.whole(),
            "an instruction of the template that nobody has replaced",
        )
        .help("write what it asks for, or take it out")
    })
    .collect()
}

fn is_help(line: &str) -> bool {
    let text = line.trim_start_matches([' ', '\t', '-', '+', '>']).trim_end();
    let text = text.strip_prefix("* ").unwrap_or(text);
    let inside = |open: char, close: char| {
        let inner = text.strip_prefix(open)?.strip_suffix(close)?;
        (!inner.contains([open, close])).then_some(inner)
    };
    if let Some(inner) = inside('[', ']').or_else(|| inside('<', '>')) {
        return begins(inner, ORDERS) || begins(inner, QUESTIONS);
    }
    let emphasized = inside('_', '_').or_else(|| inside('*', '*'));
    emphasized.is_some_and(|inner| begins(inner, ORDERS) && !inner.contains(':'))
}

/// Whether a text of several words begins with one of these.
fn begins(text: &str, words: &[&str]) -> bool {
    let mut parts = text.split_whitespace();
    let first = parts.next().unwrap_or("").trim_end_matches([',', ':']).to_lowercase();
    words.contains(&first.as_str()) && parts.count() >= 2
}
