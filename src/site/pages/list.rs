//! The list of all incidents.

use std::sync::Arc;

use super::{Heading, counted, incidents_crumb, numbered, page, pager, service_counts, severity_counts};
use crate::site::lookup::Lookup;
use crate::site::plan::{Content, SitePage};
use crate::site::routes::PAGE_SIZE;
use crate::site::view::{CountView, Facet, ListView, View};

/// The maximum number of values of a facet above the list.
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
        total: lookup.messages.count("count.incidents", total),
        cards: (0..total).skip(number * PAGE_SIZE).take(PAGE_SIZE).map(|at| lookup.card(at)).collect(),
        pager: pager(addresses, number),
        facets,
    };
    let heading = Heading {
        path: &addresses[number],
        title: numbered(lookup, lookup.messages.text("list.title"), (number, addresses)),
        description: Some(lookup.messages.count("list.description", total)),
        section: "incidents",
        breadcrumbs: if number == 0 { Vec::new() } else { vec![incidents_crumb(lookup)] },
        source: None,
    };
    page(lookup, heading, View::List(view))
}

/// All facets that have values, with at most `limit` values each.
pub(super) fn facets(lookup: &Lookup, limit: usize) -> Vec<Facet> {
    let (index, routes) = (&lookup.archive.indexes, &lookup.routes);
    let everything: Vec<usize> = (0..lookup.archive.incidents.len()).collect();
    let facets = [
        ("label.severity", "severity", "severities.html", severity_counts(lookup, &everything)),
        ("label.year", "year", "dates.html", counted(&index.years, &routes.years)),
        ("label.service", "service", "services.html", service_counts(lookup)),
        ("label.status", "status", "statuses.html", counted(&index.statuses, &routes.statuses)),
        ("label.tag", "tag", "tags.html", counted(&index.tags, &routes.tags)),
    ];
    facets
        .into_iter()
        .filter(|(.., values)| !values.is_empty())
        .map(|(label, key, url, values)| facet(lookup.messages.text(label), key, Some(url), values, limit))
        .collect()
}

/// A facet with at most `limit` values.
pub(super) fn facet(
    label: String,
    key: &'static str,
    url: Option<&str>,
    mut values: Vec<CountView>,
    limit: usize,
) -> Facet {
    let total = values.len();
    values.truncate(limit);
    Facet { label, key, url: url.map(str::to_owned), values, total }
}
