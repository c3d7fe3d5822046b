//! The list of all incidents.

use super::{Heading, counted, incidents_crumb, page, pager, severity_counts};
use crate::site::lookup::Lookup;
use crate::site::plan::Page;
use crate::site::routes::PAGE_SIZE;
use crate::site::show::{count, thousands};
use crate::site::view::{CountView, Facet, ListView, View};

/// How many values of a facet stand above the list.
const SHOWN: usize = 10;

/// The pages of the list.
pub(crate) fn list(lookup: &Lookup<'_>) -> Vec<Page> {
    let all: Vec<usize> = (0..lookup.archive.incidents.len()).collect();
    let addresses = &lookup.routes.list;
    let facets = facets(lookup, SHOWN);
    addresses
        .iter()
        .enumerate()
        .map(|(at, path)| {
            let members = all.chunks(PAGE_SIZE).nth(at).unwrap_or_default();
            let view = ListView {
                total: count(all.len(), "incident"),
                cards: lookup.cards(members),
                pager: pager(addresses, at),
                facets: facets.clone(),
            };
            let title = match at {
                0 => "Incidents".to_owned(),
                _ => format!("Incidents, page {} of {}", at + 1, addresses.len()),
            };
            let heading = Heading {
                path,
                title,
                description: Some(format!("{} incidents, newest first.", thousands(all.len()))),
                section: "incidents",
                breadcrumbs: if at == 0 { Vec::new() } else { vec![incidents_crumb(lookup)] },
                source: None,
            };
            page(lookup, heading, View::List(view))
        })
        .collect()
}

/// Every question by which incidents can be told apart, with at most `limit` values each; those with less than
/// one value left out.
pub(super) fn facets(lookup: &Lookup<'_>, limit: usize) -> Vec<Facet> {
    let (index, routes) = (&lookup.archive.indexes, lookup.routes);
    let everything: Vec<usize> = (0..lookup.archive.incidents.len()).collect();
    let facets = [
        ("Severity", "severity", "severities.html", severity_counts(lookup, &everything)),
        ("Year", "year", "dates.html", counted(&index.years, &routes.years)),
        ("Service", "service", "services.html", counted(&index.services, &routes.services)),
        ("Status", "status", "statuses.html", counted(&index.statuses, &routes.statuses)),
        ("Tag", "tag", "tags.html", counted(&index.tags, &routes.tags)),
    ];
    facets
        .into_iter()
        .filter(|(.., values)| !values.is_empty())
        .map(|(label, key, url, values)| facet(label, key, Some(url), values, limit))
        .collect()
}

/// One question with at most `limit` values.
pub(super) fn facet(
    label: &str,
    key: &'static str,
    url: Option<&str>,
    mut values: Vec<CountView>,
    limit: usize,
) -> Facet {
    let total = values.len();
    values.truncate(limit);
    Facet { label: label.to_owned(), key, url: url.map(str::to_owned), values, total }
}
