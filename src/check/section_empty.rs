//! A heading with nothing below it looks like something lost. Write a sentence, if only `None.`, or take the heading out.
//!
//! Headings that say something themselves (`## Severity: SEV2`, `### 14:02 Alert`) are left alone, and so are those of the team's
//! log of events.

use super::context::IncidentContext;
use crate::diag::{Code, Diagnostic};
use crate::model::FieldId;

pub(super) fn check(case: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let source = &case.incident.source;
    let is_event = |line: u32| case.incident.record.timeline.iter().any(|event| event.line == line);
    let empty = case.sections().iter().filter(|section| {
        let says = section.text.contains([':', '：', '?', '？', '!'])
            || section.text.chars().any(|c| c.is_ascii_digit());
        // Rules of their own ask for these.
        let told = case.is_finished() && matches!(section.field, Some(FieldId::RootCause | FieldId::Actions));
        section.is_empty
            && !told
            && section.level > 1
            && (!says || numbered(&section.text))
            && !section.text.is_empty()
            && !is_event(source.line(section.span.start))
    });
    empty
        .map(|section| {
            let message = format!("nothing stands below `{}`", section.text);
            case.at(Code::SectionEmpty, section.span, message)
                .help("write a sentence, or take the heading out")
        })
        .collect()
}

/// `3. Action Items`: the number is that of the section.
fn numbered(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ' '));
    rest.len() < text.len()
        && !rest.contains([':', '：', '?', '？', '!'])
        && !rest.chars().any(|c| c.is_ascii_digit())
}
