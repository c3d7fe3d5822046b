//! Three backticks begin a block of code and nothing ends it: everything after them is shown as code, and no heading, table or
//! action in it is understood. Close it with a line of three backticks.

use super::context::DocumentContext;
use crate::diag::{Code, Diagnostic};

pub(super) fn check(text: &DocumentContext<'_>) -> Vec<Diagnostic> {
    let open = text.document.structure.unclosed_fence.filter(|span| {
        // A fence at the very end swallows nothing.
        text.source.text[span.end as usize..].chars().any(char::is_alphanumeric)
    });
    open.map(|span| {
        text.at(Code::CodeFenceUnclosed, span, "the block of code that begins here has no end")
            .help("close it with a line that holds the same backticks or tildes")
    })
    .into_iter()
    .collect()
}
