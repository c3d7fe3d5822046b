//! `HOT-1802` in one document and `HOT-1811` in another are tickets of another system. A `[[link]]` in `pmsite.toml` makes all of them
//! links: give it `pattern = 'HOT-\d+'` and the `url` of a ticket, with `{id}` for the id.
//!
//! Reported once per system, at the first id, if at least three different ids occur in at least two documents and one of them has
//! more than one digit. Names of standards (`SHA-256`) do not count, and neither do ids in code or in links.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::context::ArchiveContext;
use crate::archive::Target;
use crate::diag::{Code, Diagnostic};
use crate::lexicon::{scope, words};
use crate::model::Hole;
use crate::source::{SourceFile, Span};

/// The minimum number of different ids: fewer may be names of products.
const MIN_IDS: usize = 3;
/// The minimum number of documents.
const MIN_DOCUMENTS: usize = 2;

/// The ids of one system.
struct System<'a> {
    ids: BTreeSet<&'a str>,
    documents: BTreeSet<&'a Arc<str>>,
    first: (&'a SourceFile, Span),
    /// The number of numbers in an id: 2 in `CVE-2021-44228`.
    numbers: usize,
}

pub(super) fn check(context: &ArchiveContext<'_>) -> Vec<Diagnostic> {
    let archive = context.archive;
    let incidents = archive.incidents.iter().map(|one| (&one.source, &one.document, &one.targets));
    let pages = archive.pages.iter().map(|one| (&one.source, &one.document, &one.targets));
    let mut systems: BTreeMap<&str, System<'_>> = BTreeMap::new();
    for (source, document, targets) in incidents.chain(pages) {
        for (hole, target) in document.holes.iter().zip(targets) {
            let (Hole::Reference { target: id, explicit: false, span }, Target::Nothing) = (hole, target)
            else {
                continue;
            };
            let Some((letters, numbers)) = parts(id) else { continue };
            let system = systems.entry(letters).or_insert_with(|| System {
                ids: BTreeSet::new(),
                documents: BTreeSet::new(),
                first: (source, *span),
                numbers,
            });
            if system.numbers == numbers {
                system.ids.insert(id);
                system.documents.insert(&source.path);
            }
        }
    }
    // `FIX-1` to `FIX-9` are names within a document.
    let is_counted =
        |id: &&str| id.as_bytes().iter().rev().take_while(|byte| byte.is_ascii_digit()).count() > 1;
    let is_known = |(letters, system): &(&str, System<'_>)| {
        system.ids.len() >= MIN_IDS
            && system.documents.len() >= MIN_DOCUMENTS
            && system.ids.iter().any(is_counted)
            && is_system(letters)
    };
    systems.into_iter().filter(is_known).map(|(letters, system)| report(letters, &system)).collect()
}

fn report(letters: &str, system: &System<'_>) -> Diagnostic {
    let example = system.ids.first().copied().unwrap_or_default();
    let message = format!(
        "{} ids such as `{example}` in {} documents are not links",
        system.ids.len(),
        system.documents.len()
    );
    let pattern = format!("{letters}{}", r"-\d+".repeat(system.numbers));
    let (source, span) = system.first;
    Diagnostic::new(Code::IdsUnlinked, &source.path, span, message).help(format!(
        "to link them, add a `[[link]]` with `pattern = '{pattern}'` and the `url` of their system to pmsite.toml"
    ))
}

/// The letters of an id in capitals and the number of its numbers. Anything else than letters and numbers between hyphens has
/// none.
fn parts(id: &str) -> Option<(&str, usize)> {
    let (letters, numbers) = id.split_once('-')?;
    let is_capital = letters.len() > 1 && letters.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    (is_capital && numbers.split('-').all(is_number)).then(|| (letters, numbers.split('-').count()))
}

/// Whether letters can be those of another system: not of a standard, a severity or the action items of an incident (`AI-1`).
fn is_system(letters: &str) -> bool {
    let is_one_of = |name| words(scope("words"), name).any(|word| word.eq_ignore_ascii_case(letters));
    (!is_one_of("no_id_prefix") || is_one_of("foreign_id")) && !is_one_of("action_number")
}
