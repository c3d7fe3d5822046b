//! One file for each kind of page.

mod actions;
mod archive;
mod charts;
mod compared;
mod document;
mod gap;
mod group;
mod home;
mod incident;
mod insights;
mod list;
mod luck;
mod now;
mod overview;
mod search;
mod themes;
mod weeks;

pub(super) use actions::{actions, owners};
pub(super) use archive::archive;
pub(super) use document::document;
pub(super) use group::{feeds, groups};
pub(super) use home::home;
pub(super) use incident::incident;
pub(super) use insights::{PATH as INSIGHTS, insights};
pub(super) use list::list;
pub(super) use luck::{PATH as LUCK, luck};
pub(super) use now::{PATH as NOW, now};
pub(super) use overview::overviews;
pub(super) use search::{not_found, search};
pub(super) use themes::{PATH as THEMES, themes};

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::lookup::Lookup;
use super::plan::Content;
use super::routes;
use super::view::{CountView, Crumb, Frame, LinkView, Mentioned, Pager, SeverityView, Shared, View};
use crate::archive::{Backlink, Group, Target};

/// The part of a page's frame that the page decides; the rest follows from the path.
struct Heading<'a> {
    path: &'a str,
    title: String,
    description: Option<String>,
    section: &'static str,
    breadcrumbs: Vec<Crumb>,
    source: Option<&'a str>,
}

fn page(lookup: &Lookup, heading: Heading<'_>, view: View) -> Content<'static> {
    let frame = Frame {
        path: heading.path.to_owned(),
        root: routes::root(heading.path),
        title: heading.title,
        description: heading.description,
        canonical: lookup.config.base_url.as_ref().map(|base| format!("{base}{}", heading.path)),
        section: heading.section,
        breadcrumbs: heading.breadcrumbs,
        edit_href: heading.source.and_then(|source| lookup.edit_href(source)),
    };
    Content::Html(Box::new((frame, view)))
}

fn link(label: impl Into<String>, url: impl Into<String>) -> LinkView {
    LinkView { label: label.into(), url: url.into() }
}

fn incidents_crumb(lookup: &Lookup) -> Crumb {
    link(lookup.messages.text("list.title"), lookup.routes.list[0].clone())
}

/// Groups as links with their size.
fn counted(groups: &[Group], addresses: &[Vec<String>]) -> Vec<CountView> {
    groups
        .iter()
        .zip(addresses)
        .map(|(group, addresses)| CountView {
            label: group.label.clone(),
            url: addresses[0].clone(),
            count: group.members.len(),
            severity: None,
            derived: 0,
        })
        .collect()
}

/// The services as links with the number of their incidents, and of those that name them in their text only.
fn service_counts(lookup: &Lookup) -> Vec<CountView> {
    let groups = &lookup.archive.indexes.services;
    let mut counts = counted(groups, &lookup.routes.services);
    for (count, group) in counts.iter_mut().zip(groups) {
        count.derived = group.members.iter().filter(|at| lookup.card(**at).services_derived).count();
    }
    counts
}

/// How many of some incidents have each severity, most severe first. Severities without incidents are left out.
fn severity_counts(lookup: &Lookup, members: &[usize]) -> Vec<CountView> {
    let mut counts: Vec<CountView> = Vec::new();
    for member in members {
        let card = lookup.card(*member);
        let same =
            |count: &&mut CountView| count.severity.as_ref().is_some_and(|one| one.key == card.severity.key);
        if let Some(found) = counts.iter_mut().find(same) {
            found.count += 1;
            continue;
        }
        let severity = scale_mark(lookup, &card.severity.key).unwrap_or_else(|| card.severity.clone());
        let label = match severity.level {
            0 => lookup.messages.text("severity.unrated"),
            _ => severity.label.clone(),
        };
        let url = severity.url.clone().unwrap_or_default();
        counts.push(CountView { label, url, count: 1, severity: Some(severity), derived: 0 });
    }
    counts.sort_by_key(|count| {
        count.severity.as_ref().map_or(u8::MAX, |severity| severity.level.checked_sub(1).unwrap_or(u8::MAX))
    });
    counts
}

/// The severity of a step, without the author's spelling.
fn scale_mark(lookup: &Lookup, key: &str) -> Option<Shared<SeverityView>> {
    lookup.scale.iter().find(|step| step.key == key).cloned()
}

/// `4 incidents (1 SEV1, 2 SEV3)`
fn count_words(lookup: &Lookup, members: &[usize]) -> String {
    let messages = &lookup.messages;
    let all = messages.count("count.incidents", members.len());
    let parts = severity_counts(lookup, members);
    let parts: Vec<_> = parts
        .iter()
        .map(|part| {
            let label = match part.severity.as_ref().map(|severity| severity.level) {
                Some(0) => messages.text("severity.unrated_lower"),
                _ => part.label.clone(),
            };
            if members.len() == 1 {
                return label;
            }
            messages.count_with("count.severity", part.count, &[("severity", &label)])
        })
        .collect();
    if parts.is_empty() {
        return all;
    }
    let parts = parts.join(", ");
    messages.with("count.incidents_by_severity", &[("incidents", &all), ("severities", &parts)])
}

/// The title of a page of a list, by its number from 0.
fn numbered(lookup: &Lookup, title: String, (number, addresses): (usize, &[String])) -> String {
    if number == 0 {
        return title;
    }
    let (number, of) = (lookup.messages.number(number + 1), lookup.messages.number(addresses.len()));
    lookup.messages.with("pager.title", &[("title", &title), ("number", &number), ("of", &of)])
}

/// Pages to link at both ends of a list, and on both sides of the current one.
const LINKED: usize = 2;

fn pager(addresses: &[String], at: usize) -> Pager {
    let of = addresses.len();
    let around = at.saturating_sub(LINKED)..of.min(at + LINKED + 1);
    let ends = (0..of.min(LINKED)).chain(of.saturating_sub(LINKED)..of);
    let named: BTreeSet<usize> = ends.chain(around).collect();
    let mut pages = Vec::with_capacity(named.len() + 2);
    let mut next = 0;
    for at in named {
        pages.extend((at > next).then_some(None));
        pages.push(Some(link((at + 1).to_string(), addresses[at].clone())));
        next = at + 1;
    }
    Pager {
        number: at + 1,
        of,
        previous: at.checked_sub(1).map(|at| addresses[at].clone()),
        next: addresses.get(at + 1).cloned(),
        pages,
    }
}

/// The maximum number of documents that a page lists as mentions or relations.
const MENTIONS: usize = 100;

/// Mentions, one entry for each document, and how many documents there are.
fn mentions(lookup: &Lookup, backlinks: &[Backlink]) -> (Vec<Mentioned>, usize) {
    let mut out: Vec<Mentioned> = Vec::new();
    let mut places: FxHashMap<LinkView, usize> = FxHashMap::default();
    let mut seen: FxHashSet<(usize, &str)> = FxHashSet::default();
    for backlink in backlinks {
        let Some(link) = lookup.link(&backlink.from) else { continue };
        let at = *places.entry(link.clone()).or_insert_with(|| {
            let card = match &backlink.from {
                Target::Incident(at) => Some(lookup.card(*at)),
                _ => None,
            };
            out.push(Mentioned { card, link, sentences: Vec::new() });
            out.len() - 1
        });
        if !backlink.sentence.is_empty() && seen.insert((at, &backlink.sentence)) {
            out[at].sentences.push(backlink.sentence.clone());
        }
    }
    let total = out.len();
    out.truncate(MENTIONS);
    (out, total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pager_links_both_ends_and_the_pages_around() {
        let check = |of: usize, at: usize, want: &str| {
            let addresses: Vec<String> = (1..=of).map(|page| format!("list-{page}.html")).collect();
            let pager = pager(&addresses, at - 1);
            let named = pager.pages.iter().map(|page| page.as_ref().map_or("…", |page| &page.label));
            assert_eq!(named.collect::<Vec<_>>().join(" "), want);
            assert_eq!((pager.number, pager.of), (at, of));
            for page in pager.pages.iter().flatten() {
                assert_eq!(page.url, format!("list-{}.html", page.label));
            }
        };
        check(1, 1, "1");
        check(3, 2, "1 2 3");
        check(6, 1, "1 2 3 … 5 6");
        check(9, 5, "1 2 3 4 5 6 7 8 9");
        check(2000, 7, "1 2 … 5 6 7 8 9 … 1999 2000");
        check(2000, 2000, "1 2 … 1998 1999 2000");
    }
}
