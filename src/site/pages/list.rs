//! The list of all incidents.

use std::sync::Arc;

use super::{Heading, counted, incidents_crumb, numbered, page, pager, severity_counts};
use crate::site::lookup::Lookup;
use crate::site::plan::{Content, SitePage};
use crate::site::routes::PAGE_SIZE;
use crate::site::show::{count, thousands};
use crate::site::view::{CountView, Facet, ListView, View};

/// How many values of a facet stand above the list.
const SHOWN: usize = 10;

/// The pages of the list.
pub(crate) fn list(lookup: &Lookup) -> impl Iterator<Item = SitePage> {
    let facets = Arc::new(facets(lookup, SHOWN));
    lookup.routes.list.iter().enumerate().map(move |(number, path)| {
        let facets = Arc::clone(&facets);
        SitePage::new(path.as_str(), move |lookup| list_page(lookup, number, Arc::clone(&facets)))
            .listing(Some(number * PAGE_SIZE))
    })
}

fn list_page(lookup: &Lookup, number: usize, facets: Arc<Vec<Facet>>) -> Content<'static> {
    let total = lookup.archive.incidents.len();
    let addresses = &lookup.routes.list;
    let view = ListView {
        total: count(total, "incident"),
        cards: (0..total).skip(number * PAGE_SIZE).take(PAGE_SIZE).map(|at| lookup.card(at)).collect(),
        pager: pager(addresses, number),
        facets,
    };
    let heading = Heading {
        path: &addresses[number],
        title: numbered("Incidents".to_owned(), number, addresses),
        description: Some(format!("{} incidents, newest first.", thousands(total))),
        section: "incidents",
        breadcrumbs: if number == 0 { Vec::new() } else { vec![incidents_crumb(lookup)] },
        source: None,
    };
    page(lookup, heading, View::List(view))
}

/// Every question by which incidents can be told apart, with at most `limit` values each; those with less than
/// one value left out.
pub(super) fn facets(lookup: &Lookup, limit: usize) -> Vec<Facet> {
    let (index, routes) = (&lookup.archive.indexes, &lookup.routes);
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
