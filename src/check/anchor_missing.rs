//! `INC-7.md#timeline` links to a heading that INC-7 does not have, or no longer has: the browser stays at the top of the page.
//! Anchors are made from headings as on GitHub: lower case, `-` for spaces, no punctuation.

use super::context::DocumentContext;
use crate::archive::Target;
use crate::diag::{Code, Diagnostic};
use crate::model::{Document, Hole};
use crate::source::SourceFile;
use crate::text::escape_html;

pub(super) fn check(context: &DocumentContext<'_>) -> Vec<Diagnostic> {
    let archive = context.shared.archive;
    let links = context.document.holes.iter().zip(context.targets).filter_map(|(hole, target)| {
        let Hole::Link { path, fragment, span, .. } = hole else { return None };
        let (document, source) = match target {
            Target::Incident(at) => (&archive.incidents[*at].document, &archive.incidents[*at].source),
            Target::Page(at) => (&archive.pages[*at].document, &archive.pages[*at].source),
            _ => return None,
        };
        let anchors = context.shared.anchors(target)?;
        let known = || {
            anchors.contains(escape_html(fragment).as_str()) || is_other_anchor(document, source, fragment)
        };
        (!fragment.is_empty() && !known()).then_some((path, fragment, document, *span))
    });
    links
        .map(|(path, fragment, document, span)| {
            let own = **path == *context.source.path;
            let place = if own { "this document".to_owned() } else { format!("`{path}`") };
            let diagnostic =
                context.report(Code::AnchorMissing, span, format!("{place} has no heading `#{fragment}`"));
            match nearest(document, fragment) {
                Some(near) => diagnostic.help(format!("did you mean `#{near}`?")),
                None => diagnostic,
            }
        })
        .collect()
}

/// Whether a fragment works although no heading or timeline entry has that anchor.
fn is_other_anchor(document: &Document, source: &SourceFile, fragment: &str) -> bool {
    // The title has no anchor, but the page starts with it, so links to it work anyway.
    let titles = document.structure.sections.iter().take(1);
    let is_title = || titles.clone().any(|title| anchor(&title.text) == fragment.to_lowercase());
    // Line links of code hosts (`#L12`), anchors that the page adds, and anchors that an author set by hand.
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
