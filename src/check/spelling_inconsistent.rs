//! `checkout-api` here and `Checkout API` there are two services to a filter and one to a person. The rarer spelling is reported,
//! with the more common one.
//!
//! Compares tags, services and action owners, each among themselves, ignoring letter case, spaces, `-` and `_`. A handle (`@ann`) and
//! the name `Ann` are the same owner.

use std::collections::BTreeMap;

use super::context::ArchiveContext;
use crate::archive::Incident;
use crate::diag::{Code, Diagnostic};
use crate::source::Span;
use crate::text::slug;

/// One occurrence of a name.
struct Use<'a> {
    incident: &'a Incident,
    span: Span,
}

/// Spellings with their uses, grouped by normalized name.
type Names<'a> = BTreeMap<String, BTreeMap<&'a str, Vec<Use<'a>>>>;

pub(super) fn check(context: &ArchiveContext<'_>) -> Vec<Diagnostic> {
    let (mut tags, mut services, mut owners) = (Names::new(), Names::new(), Names::new());
    for incident in &context.archive.incidents {
        let record = &incident.record;
        for (names, field) in [(&mut tags, &record.tags), (&mut services, &record.services)] {
            for name in field.iter().flat_map(|field| &*field.value) {
                let span = field.as_ref().map_or(Span::default(), |field| field.provenance.span);
                add(names, name, Use { incident, span });
            }
        }
        for item in &record.actions {
            if let Some(owner) = &item.owner {
                add(&mut owners, owner, Use { incident, span: item.span });
            }
        }
    }
    let all = [("tag", tags), ("service", services), ("owner", owners)];
    all.into_iter()
        .flat_map(|(what, names)| names.into_values().flat_map(move |by| rarer(what, by)))
        .collect()
}

fn add<'a>(names: &mut Names<'a>, name: &'a str, at: Use<'a>) {
    let common: String = name
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_'))
        .flat_map(char::to_lowercase)
        .collect();
    names.entry(common).or_default().entry(name).or_default().push(at);
}

/// The uses of all spellings except the most common one, once per document.
fn rarer(what: &str, spellings: BTreeMap<&str, Vec<Use<'_>>>) -> Vec<Diagnostic> {
    let Some(usual) = spellings.iter().max_by_key(|(_, uses)| uses.len()).map(|(name, _)| *name) else {
        return Vec::new();
    };
    let mut found: Vec<Diagnostic> = Vec::new();
    let same = |name: &str| name == usual || (what == "owner" && slug(name) == slug(usual));
    for (name, uses) in spellings.into_iter().filter(|(name, _)| !same(name)) {
        for one in uses {
            let path = &one.incident.source.path;
            if found.last().is_some_and(|last| last.source == *path) {
                continue;
            }
            let message = format!("{what} `{name}` is spelled `{usual}` elsewhere in the archive");
            found.push(Diagnostic::new(Code::SpellingInconsistent, path, one.span, message));
        }
    }
    found
}
