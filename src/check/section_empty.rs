//! A heading with nothing below it looks as if something got lost. Write a sentence, if only `None.`, or remove the heading.
//!
//! Headings that carry information themselves (`## Severity: SEV2`, `### 14:02 Alert`) are ignored, and so are timeline entries.

use super::context::IncidentContext;
use crate::diag::{Code, Diagnostic};
use crate::model::FieldId;

pub(super) fn check(context: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let source = &context.incident.source;
    let is_event = |line: u32| context.incident.record.timeline.iter().any(|event| event.line == line);
    let empty = context.sections().iter().filter(|section| {
        let informative = section.text.contains([':', '：', '?', '？', '!'])
            || section.text.chars().any(|c| c.is_ascii_digit());
        // Reported by `cause-missing` and `actions-missing`.
        let reported =
            context.is_finished() && matches!(section.field, Some(FieldId::RootCause | FieldId::Actions));
        section.is_empty
            && !reported
            && section.level > 1
            && (!informative || numbered(&section.text))
            && !section.text.is_empty()
            && !is_event(source.line(section.span.start))
    });
    empty
        .map(|section| {
            let message = format!("section `{}` is empty", section.text);
            context
                .report(Code::SectionEmpty, section.span, message)
                .help("write a sentence, or remove the heading")
        })
        .collect()
}

/// `3. Action Items`: the number is the section number.
fn numbered(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ' '));
    rest.len() < text.len()
        && !rest.contains([':', '：', '?', '？', '!'])
        && !rest.chars().any(|c| c.is_ascii_digit())
}
