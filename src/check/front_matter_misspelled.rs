//! `sevrity: SEV1` is kept for templates and understood by nobody. Keys that are one or two letters from one that pmsite knows are most
//! often meant to be it; any other key is yours and left alone. A key that the configuration lists under `[fields]`, or that
//! several documents share, is meant.

use strsim::damerau_levenshtein;

use super::context::IncidentContext;
use crate::diag::{Code, Diagnostic};
use crate::model::FIELDS;
use crate::source::{SourceFile, Span};

/// In so many documents a key is no slip.
const MEANT: usize = 3;

pub(super) fn check(case: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let keys = case.incident.record.extra.keys();
    let misspelt = keys.filter_map(|key| {
        let near = nearest(key)?;
        let scene = case.scene;
        let shared = scene.unknown_keys.get(key.as_str()).is_some_and(|users| *users >= MEANT);
        let meant = shared || scene.config.fields.contains_key(key);
        (!meant).then_some((key, near))
    });
    misspelt
        .map(|(key, near)| {
            let place = place(&case.incident.source, key);
            case.at(Code::FrontMatterMisspelled, place, format!("`{key}` is no key that pmsite understands"))
                .help(format!("did you mean `{near}`?"))
        })
        .collect()
}

/// The known key that is one letter away, or two in a long word.
fn nearest(key: &str) -> Option<&'static str> {
    let folded = key.to_lowercase().replace(['-', ' '], "_");
    let is_near = |known: &&str| {
        let allowed = if known.len() >= 8 { 2 } else { 1 };
        known.len() >= 5
            && known.len().abs_diff(folded.len()) <= allowed
            && known.as_bytes().first() == folded.as_bytes().first()
            && (1..=allowed).contains(&damerau_levenshtein(known, &folded))
    };
    // Keys that are lists have a singular name as well.
    let keys = FIELDS.iter().filter_map(|spec| Some([spec.key?, spec.id.name()])).flatten();
    keys.into_iter().find(is_near)
}

/// Where the key stands in the front matter.
fn place(source: &SourceFile, key: &str) -> Span {
    let found = (1..=source.lines()).map(|line| source.line_span(line)).find_map(|span| {
        let text = source.slice(span);
        let bare = text.trim_start().trim_start_matches('"');
        let at = span.start as usize + text.len() - bare.len();
        bare.starts_with(key).then(|| Span::new(at, at + key.len()))
    });
    found.unwrap_or_default()
}
