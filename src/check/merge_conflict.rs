//! `<<<<<<<`, `=======` and `>>>>>>>` are what git leaves where two people changed the same lines. Both versions stand in the
//! document, and the site shows both. Choose one, and take the marks out.
//!
//! Marks in a block of code are left alone: a document may tell of such an accident.

use super::context::DocumentContext;
use crate::diag::{Code, Diagnostic};

pub(super) fn check(text: &DocumentContext<'_>) -> Vec<Diagnostic> {
    let mut lines = text.lines.iter().map(|line| (line, line.text.trim_end()));
    let mut found = Vec::new();
    while let Some((first, _)) = lines.find(|(_, text)| text.starts_with("<<<<<<< ")) {
        let parted = lines.find(|(_, text)| *text == "=======");
        let ended = parted.and_then(|_| lines.find(|(_, text)| text.starts_with(">>>>>>> ")));
        if ended.is_some() {
            let message = "two versions of these lines stand here, as git left them";
            found.push(
                text.at(Code::MergeConflict, first.whole(), message).help(
                    "choose one of them, and take the lines with `<<<<<<<`, `=======` and `>>>>>>>` out",
                ),
            );
        }
    }
    found
}
