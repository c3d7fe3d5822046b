//! `INC-7.md#timeline` leads to a heading that INC-7 does not have, or has no more: the browser stays at the top of the page.
//! Anchors are made of headings as GitHub makes them: lower case, blanks become `-`, punctuation goes.

use super::context::DocumentContext;
use crate::archive::Target;
use crate::diag::{Code, Diagnostic};
use crate::model::{Document, Hole};
use crate::source::SourceFile;
use crate::text::escape_html;

pub(super) fn check(text: &DocumentContext<'_>) -> Vec<Diagnostic> {
    let archive = text.scene.archive;
    let links = text.document.holes.iter().zip(text.targets).filter_map(|(hole, target)| {
        let Hole::Link { path, fragment, span, .. } = hole else { return None };
        let (document, source) = match target {
            Target::Incident(at) => (&archive.incidents[*at].document, &archive.incidents[*at].source),
            Target::Page(at) => (&archive.pages[*at].document, &archive.pages[*at].source),
            _ => return None,
        };
        let anchors = text.scene.anchors(target)?;
        let known =
            || anchors.contains(escape_html(fragment).as_str()) || leads_on(document, source, fragment);
        (!fragment.is_empty() && !known()).then_some((path, fragment, document, *span))
    });
    links
        .map(|(path, fragment, document, span)| {
            let own = **path == *text.source.path;
            let place = if own { "this document".to_owned() } else { format!("`{path}`") };
            let said = text.at(Code::AnchorMissing, span, format!("{place} has no heading `#{fragment}`"));
            match nearest(document, fragment) {
                Some(near) => said.help(format!("did you mean `#{near}`?")),
                None => said,
            }
        })
        .collect()
}

/// Whether a fragment leads somewhere though no heading or event has it.
fn leads_on(document: &Document, source: &SourceFile, fragment: &str) -> bool {
    // The title has no anchor of its own, because the page begins with it; links to it arrive where they should.
    let titles = document.structure.sections.iter().take(1);
    let is_title = || titles.clone().any(|title| anchor(&title.text) == fragment.to_lowercase());
    // Lines of a forge (`#L12`), the items and sections that the page adds, and what an author named by hand.
    let elsewhere = || {
        let tail = fragment.trim_start_matches(|c: char| c.is_ascii_alphabetic() || c == '-');
        let numbered = ["L", "ai-", "t-"].iter().any(|head| fragment.starts_with(head));
        (numbered && tail.starts_with(|c: char| c.is_ascii_digit()))
            || fragment.starts_with(['_', ':'])
            || fragment == "top"
            || source.text.contains(&format!("name=\"{fragment}\""))
            || source.text.contains(&format!("{{#{fragment}}}"))
    };
    is_title() || elsewhere()
}

/// The anchor that GitHub gives to a heading.
fn anchor(text: &str) -> String {
    let kept = text.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.flat_map(char::to_lowercase).map(|c| if c == ' ' { '-' } else { c }).collect()
}

fn nearest<'d>(document: &'d Document, fragment: &str) -> Option<&'d str> {
    crate::text::nearest(fragment, document.headings.iter().map(|heading| heading.anchor))
}
