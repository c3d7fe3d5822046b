//! Screen readers navigate by heading levels; a skipped level looks like a missing section. After `##` comes `###`, not `####`.
//!
//! Reported once per document, at the first place, and not in an archive where two thirds of the documents skip levels.

use super::context::DocumentContext;
use super::predicates::first_skipped_level;
use crate::diag::{Code, Diagnostic};

pub(super) fn check(context: &DocumentContext<'_>) -> Vec<Diagnostic> {
    if context.shared.conventions.skipped_levels.is_common() {
        return Vec::new();
    }
    let found = first_skipped_level(&context.document.structure.sections).map(|(before, section)| {
        let message = format!(
            "`{}` has level {}, but the heading before it has level {}",
            section.text, section.level, before.level
        );
        context.report(Code::HeadingLevelSkipped, section.span, message)
    });
    found.into_iter().collect()
}
