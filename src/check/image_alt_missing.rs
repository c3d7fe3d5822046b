//! A graph without alt text says nothing to people who cannot see it, to search, or in a terminal. Write what it shows between the
//! brackets: `![error rate, 40 % from 14:02 to 16:07](errors.png)`.

use super::context::DocumentContext;
use crate::diag::{Code, Diagnostic};

pub(super) fn check(context: &DocumentContext<'_>) -> Vec<Diagnostic> {
    let pictures = context.document.structure.images_without_alt.iter();
    pictures
        .map(|span| {
            context
                .report(Code::ImageAltMissing, *span, "image has no alt text")
                .help("describe what it shows between the brackets: `![…](…)`")
        })
        .collect()
}
