//! `TODO: add the graph`, in a document that calls itself finished. Do it, or make it an action item with an owner.
//!
//! Found are `TODO`, `FIXME`, `TBD` and `TBC` in capitals, outside code and quotation marks, and not in the list of actions, whose own rules
//! ask for owners and dates.

use std::sync::LazyLock;

use regex::Regex;

use super::context::{IncidentContext, Line};
use crate::diag::{Code, Diagnostic};

/// The word, and neither part of a ticket's number nor of a name.
static NOTE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:^|[\s(\[*_|])(TODO|FIXME|TBD|TBC)(?:$|[\s:;,.)\]*_|])").ok());

pub(super) fn check(case: &IncidentContext<'_>) -> Vec<Diagnostic> {
    if !case.is_finished() {
        return Vec::new();
    }
    let source = &case.incident.source;
    let is_action = |line: u32| {
        case.incident
            .record
            .actions
            .iter()
            .any(|item| (source.line(item.span.start)..=source.line(item.span.end)).contains(&line))
    };
    let note = |line: &Line<'_>| {
        let found = NOTE.as_ref()?.captures(line.text)?.get(1)?;
        let quoted = line.text[..found.start()].matches(['`', '"']).count() % 2 == 1;
        (!quoted && !is_action(line.number) && !case.is_told(line.number))
            .then(|| (line.span(found.start(), found.end()), found.as_str().to_owned()))
    };
    let found = case.text.lines.iter().filter_map(note);
    found
        .map(|(span, word)| case.at(Code::TodoLeft, span, format!("`{word}` in a document that is finished")))
        .collect()
}
