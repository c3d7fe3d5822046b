//! Three backticks open a code block and nothing closes it: everything after them is shown as code, and no heading, table or action
//! item in it is recognized. Close the block with a line of three backticks.

use super::context::DocumentContext;
use crate::diag::{Code, Diagnostic};

pub(super) fn check(context: &DocumentContext<'_>) -> Vec<Diagnostic> {
    let open = context.document.structure.unclosed_fence.filter(|span| {
        // A fence at the very end does no harm.
        context.source.text[span.end as usize..].chars().any(char::is_alphanumeric)
    });
    open.map(|span| {
        context
            .report(Code::CodeFenceUnclosed, span, "code block is never closed")
            .help("close it with a line of the same backticks or tildes")
    })
    .into_iter()
    .collect()
}
