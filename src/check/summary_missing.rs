//! One or two sentences that say what happened are what lists, search results and link previews show. Without them a reader has
//! to open the document to learn that it is not the one.
//!
//! Found where at least two thirds of the archive's incidents have a summary.

use super::scene::Case;
use crate::diag::{Code, Diagnostic};

pub(super) fn check(case: &Case<'_>) -> Vec<Diagnostic> {
    if case.incident.record.summary.is_some()
        || !case.scene.habits.summary.holds()
        || case.is_duplicate()
        || case.speaks_of(&["summary", "one_line", "description"])
    {
        return Vec::new();
    }
    vec![
        case.at(Code::SummaryMissing, case.head(), "the document says nowhere in short what happened")
            .help("add a section `Summary` with one or two sentences"),
    ]
}
