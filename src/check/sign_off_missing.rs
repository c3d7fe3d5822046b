//! A sign-off table that nobody has signed, in a document that was supposedly reviewed: either the review did not happen, or nobody
//! recorded it.
//!
//! Reported when the rows of the sign-off have roles but no names and no dates.

use super::context::IncidentContext;
use crate::diag::{Code, Diagnostic};
use crate::model::{FieldId, Section, StatusKind};
use crate::source::SourceFile;

pub(super) fn check(context: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let record = &context.incident.record;
    let reviewed = record.status.as_ref().is_some_and(|status| status.value.kind == StatusKind::Reviewed);
    if !(reviewed || context.is_finished()) || !record.sign_off.is_empty() {
        return Vec::new();
    }
    let unsigned = |index: usize| is_unsigned(&context.incident.source, context.sections(), index);
    let found = (0..context.sections().len()).find(|index| unsigned(*index));
    found
        .map(|index| {
            context
                .report(Code::SignOffMissing, context.sections()[index].span, "the sign-off is empty")
                .help("record who reviewed the document and when, or change the status back")
        })
        .into_iter()
        .collect()
}

/// Whether a section is a sign-off with a table without names. Any other content may be a signature.
fn is_unsigned(source: &SourceFile, sections: &[Section], index: usize) -> bool {
    let section = &sections[index];
    if section.field != Some(FieldId::SignOff) {
        return false;
    }
    let first = source.line(section.span.start) + 1;
    let last = sections.get(index + 1).map_or(source.lines(), |next| source.line(next.span.start) - 1);
    let lines: Vec<&str> = (first..=last)
        .map(|line| source.slice(source.line_span(line)).trim())
        .filter(|line| line.chars().any(char::is_alphanumeric) && !line.starts_with(['*', '_']))
        .collect();
    let is_bare = |row: &&str| row.trim_matches('|').split('|').skip(1).all(|cell| cell.trim().is_empty());
    lines.len() > 1 && lines.iter().all(|line| line.starts_with('|')) && lines[1..].iter().all(is_bare)
}
