//! Two headings with the same text in one section: links can only reach the first, and the table of contents shows both alike. Often
//! one comes from the template and the other was added next to it.
//!
//! Headings that contain a number or a time are ignored, and so are equal headings in different sections.

use std::collections::BTreeSet;

use super::context::IncidentContext;
use crate::diag::{Code, Diagnostic};

pub(super) fn check(context: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let source = &context.incident.source;
    let is_event = |line: u32| context.incident.record.timeline.iter().any(|event| event.line == line);
    let mut seen = BTreeSet::new();
    let repeated = context.sections().iter().filter(|section| {
        let plain = section.text.chars().any(char::is_alphabetic)
            && !section.text.chars().any(|c| c.is_ascii_digit())
            && (2..=6).contains(&section.level)
            && !is_event(source.line(section.span.start));
        plain && !seen.insert((section.parent, section.level, section.text.to_lowercase()))
    });
    repeated
        .map(|section| {
            let message = format!("duplicate heading `{}` in the same section", section.text);
            context.report(Code::HeadingDuplicate, section.span, message)
        })
        .collect()
}
