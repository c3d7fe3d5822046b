//! `<<<<<<<`, `=======` and `>>>>>>>` are what git leaves where two people changed the same lines. Both versions are in the document,
//! and the site shows both. Choose one, and remove the markers.
//!
//! Markers in code blocks are ignored: a document may describe such an accident.

use super::context::DocumentContext;
use crate::diag::{Code, Diagnostic};

pub(super) fn check(context: &DocumentContext<'_>) -> Vec<Diagnostic> {
    let mut lines = context.lines.iter().map(|line| (line, line.text.trim_end()));
    let mut found = Vec::new();
    while let Some((first, _)) = lines.find(|(_, text)| text.starts_with("<<<<<<< ")) {
        let separator = lines.find(|(_, text)| *text == "=======");
        let end = separator.and_then(|_| lines.find(|(_, text)| text.starts_with(">>>>>>> ")));
        if end.is_some() {
            let message = "unresolved merge conflict";
            found.push(
                context
                    .report(Code::MergeConflict, first.whole(), message)
                    .help("choose one version, and remove the lines with `<<<<<<<`, `=======` and `>>>>>>>`"),
            );
        }
    }
    found
}
