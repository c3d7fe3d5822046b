//! Who reads with a screen reader walks a document by the levels of its headings; a level left out looks like a part that was
//! missed. After `##` comes `###`, not `####`.
//!
//! Told once a document, at the first place, and not at all in an archive where two thirds of the documents do so.

use super::context::DocumentContext;
use crate::diag::{Code, Diagnostic};
use crate::model::Section;

pub(super) fn check(text: &DocumentContext<'_>) -> Vec<Diagnostic> {
    if text.scene.conventions.skipped_levels.holds() {
        return Vec::new();
    }
    let found = first(&text.document.structure.sections).map(|(before, section)| {
        let message = format!(
            "`{}` is of level {}, the heading before it of level {}",
            section.text, section.level, before.level
        );
        text.at(Code::HeadingLevelSkipped, section.span, message)
    });
    found.into_iter().collect()
}

/// The first heading that leaves out a level, with the one before it. The title does not count: generators print one
/// above the text, and many begin there with the third level.
pub(super) fn first(sections: &[Section]) -> Option<(&Section, &Section)> {
    let real = |section: &&Section| (2..=6).contains(&section.level);
    let sections = sections.iter().filter(real);
    sections.clone().zip(sections.skip(1)).find(|(before, section)| section.level > before.level + 1)
}
