//! A graph says nothing to who cannot see it, to search, and to a terminal. Write what it shows between the brackets:
//! `![error rate, 40 % from 14:02 to 16:07](errors.png)`.

use super::context::DocumentContext;
use crate::diag::{Code, Diagnostic};

pub(super) fn check(text: &DocumentContext<'_>) -> Vec<Diagnostic> {
    let pictures = text.document.structure.images_without_alt.iter();
    pictures
        .map(|span| {
            text.at(Code::ImageAltMissing, *span, "the picture has no words for who does not see it")
                .help("write what it shows between the brackets: `![…](…)`")
        })
        .collect()
}
