//! Two headings of one section that say the same: a link can lead to the first only, and a reader of the contents cannot tell
//! them apart. Often one of them is the template's, and the other was written beside it.
//!
//! Headings with a number or a time in them are left alone, and so are the same words in different sections.

use std::collections::BTreeSet;

use super::context::IncidentContext;
use crate::diag::{Code, Diagnostic};

pub(super) fn check(case: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let source = &case.incident.source;
    let is_event = |line: u32| case.incident.record.timeline.iter().any(|event| event.line == line);
    let mut seen = BTreeSet::new();
    let repeated = case.sections().iter().filter(|section| {
        let plain = section.text.chars().any(char::is_alphabetic)
            && !section.text.chars().any(|c| c.is_ascii_digit())
            && (2..=6).contains(&section.level)
            && !is_event(source.line(section.span.start));
        plain && !seen.insert((section.parent, section.level, section.text.to_lowercase()))
    });
    repeated
        .map(|section| {
            let message = format!("a second heading `{}` in the same section", section.text);
            case.at(Code::HeadingDuplicate, section.span, message)
        })
        .collect()
}
