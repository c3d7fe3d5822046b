//! `sevrity: SEV1` is kept for templates but has no effect. A key that is one or two letters away from a known one is probably a
//! typo; any other key is yours and ignored. Keys that the configuration lists under `[fields]`, or that several documents share, are
//! not reported.

use strsim::damerau_levenshtein;

use super::context::IncidentContext;
use crate::diag::{Code, Diagnostic};
use crate::model::FIELDS;
use crate::source::{SourceFile, Span};

/// A key that this many documents use is not a typo.
const MIN_USES: usize = 3;

pub(super) fn check(context: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let keys = context.incident.record.extra.keys();
    let misspelt = keys.filter_map(|key| {
        let near = nearest(key)?;
        let in_use = context.shared.unknown_keys.get(key.as_str()).is_some_and(|users| *users >= MIN_USES);
        let intended = in_use || context.shared.config.fields.contains_key(key);
        (!intended).then_some((key, near))
    });
    misspelt
        .map(|(key, near)| {
            let place = place(&context.incident.source, key);
            context
                .report(Code::FrontMatterMisspelled, place, format!("unknown front-matter key `{key}`"))
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

/// The span of the key in the front matter.
fn place(source: &SourceFile, key: &str) -> Span {
    let found = (1..=source.lines()).map(|line| source.line_span(line)).find_map(|span| {
        let text = source.slice(span);
        let bare = text.trim_start().trim_start_matches('"');
        let at = span.start as usize + text.len() - bare.len();
        bare.starts_with(key).then(|| Span::new(at, at + key.len()))
    });
    found.unwrap_or_default()
}
