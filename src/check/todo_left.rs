//! `TODO: add the graph`, in a finished document. Do it, or make it an action item with an owner.
//!
//! Matches `TODO`, `FIXME`, `TBD` and `TBC` in capitals, outside of code and quotes, and outside of the list of action items, which has
//! rules for owners and dates.

use std::sync::LazyLock;

use regex::Regex;

use super::context::{IncidentContext, Line};
use crate::diag::{Code, Diagnostic};

/// The whole word, not a part of a ticket number or a name.
static NOTE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:^|[\s(\[*_|])(TODO|FIXME|TBD|TBC)(?:$|[\s:;,.)\]*_|])").ok());

pub(super) fn check(context: &IncidentContext<'_>) -> Vec<Diagnostic> {
    if !context.is_finished() {
        return Vec::new();
    }
    let source = &context.incident.source;
    let is_action = |line: u32| {
        context
            .incident
            .record
            .actions
            .iter()
            .any(|item| (source.line(item.span.start)..=source.line(item.span.end)).contains(&line))
    };
    let note = |line: &Line<'_>| {
        let found = NOTE.as_ref()?.captures(line.text)?.get(1)?;
        let quoted = line.text[..found.start()].matches(['`', '"']).count() % 2 == 1;
        (!quoted && !is_action(line.number) && !context.has_placeholder(line.number))
            .then(|| (line.span(found.start(), found.end()), found.as_str().to_owned()))
    };
    let found = context.document.lines.iter().filter_map(note);
    found
        .map(|(span, word)| context.report(Code::TodoLeft, span, format!("`{word}` in a finished document")))
        .collect()
}
