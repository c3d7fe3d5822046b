//! A table of signatures that nobody has signed, in a document that says it was reviewed: either the review did not take
//! place, or nobody wrote it down.
//!
//! Found where the rows of the sign-off name roles and no row names a person or a day.

use super::context::IncidentContext;
use crate::diag::{Code, Diagnostic};
use crate::model::{FieldId, Section, StatusKind};
use crate::source::SourceFile;

pub(super) fn check(case: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let record = &case.incident.record;
    let reviewed = record.status.as_ref().is_some_and(|status| status.value.kind == StatusKind::Reviewed);
    if !(reviewed || case.is_finished()) || !record.sign_off.is_empty() {
        return Vec::new();
    }
    let unsigned = |index: usize| is_unsigned(&case.incident.source, case.sections(), index);
    let found = (0..case.sections().len()).find(|index| unsigned(*index));
    found
        .map(|index| {
            case.at(Code::SignOffMissing, case.sections()[index].span, "nobody has signed")
                .help("write down who reviewed the document and when, or set the status back")
        })
        .into_iter()
        .collect()
}

/// Whether a section is a sign-off whose table has rows and no names. Anything else in it may be the signature.
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
