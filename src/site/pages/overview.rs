//! All severities, all dates, all services, all tags, all statuses.

use super::group::{label, months};
use super::{Heading, incidents_crumb, page, scale_mark, severity_counts};
use crate::archive::Group;
use crate::site::lookup::Lookup;
use crate::site::plan::Page;
use crate::site::show::count;
use crate::site::view::{OverviewRow, OverviewView, View};

struct Kind<'a> {
    key: &'static str,
    column: &'static str,
    title: &'static str,
    path: &'static str,
    groups: &'a [Group],
    addresses: &'a [Vec<String>],
    sentence: String,
}

/// The five overview pages.
pub(crate) fn overviews(lookup: &Lookup<'_>) -> Vec<Page> {
    let (index, routes) = (&lookup.archive.indexes, lookup.routes);
    let frequent = |groups: &[Group], noun: &str| match groups.len() {
        0 => format!("No document names a {noun}."),
        1 => format!("One {noun}."),
        _ => format!("{}, the most frequent first.", count(groups.len(), noun)),
    };
    let kinds = [
        Kind {
            key: "service",
            column: "Service",
            title: "Services",
            path: "services.html",
            groups: &index.services,
            addresses: &routes.services,
            sentence: frequent(&index.services, "service"),
        },
        Kind {
            key: "tag",
            column: "Tag",
            title: "Tags",
            path: "tags.html",
            groups: &index.tags,
            addresses: &routes.tags,
            sentence: frequent(&index.tags, "tag"),
        },
        Kind {
            key: "severity",
            column: "Severity",
            title: "Severities",
            path: "severities.html",
            groups: &index.severities,
            addresses: &routes.severities,
            sentence: "The gravest first.".to_owned(),
        },
        Kind {
            key: "date",
            column: "Year",
            title: "Dates",
            path: "dates.html",
            groups: &index.years,
            addresses: &routes.years,
            sentence: "The newest first.".to_owned(),
        },
        Kind {
            key: "status",
            column: "Status",
            title: "Statuses",
            path: "statuses.html",
            groups: &index.statuses,
            addresses: &routes.statuses,
            sentence: "Where the documents are in their own life.".to_owned(),
        },
    ];
    kinds.into_iter().map(|kind| overview(lookup, kind)).collect()
}

fn overview(lookup: &Lookup<'_>, kind: Kind<'_>) -> Page {
    let rows = kind.groups.iter().zip(kind.addresses);
    let rows = rows.map(|(group, addresses)| row(lookup, kind.key, group, &addresses[0])).collect();
    let services = kind.key == "service";
    let heading = Heading {
        path: kind.path,
        title: kind.title.to_owned(),
        description: Some(kind.sentence.clone()),
        section: if services { "services" } else { "incidents" },
        breadcrumbs: if services { Vec::new() } else { vec![incidents_crumb(lookup)] },
        source: None,
    };
    let view = OverviewView { kind: kind.key, column: kind.column, sentence: kind.sentence, rows };
    page(lookup, heading, View::Overview(view))
}

fn row(lookup: &Lookup<'_>, kind: &str, group: &Group, url: &str) -> OverviewRow {
    let severity = (kind == "severity").then(|| scale_mark(lookup, &group.slug)).flatten();
    let cards = || group.members.iter().map(|member| &lookup.archive.incidents[*member].card);
    OverviewRow {
        label: label(kind, group),
        url: url.to_owned(),
        count: group.members.len(),
        description: severity.as_ref().and_then(|severity| severity.description.clone()),
        severities: if kind == "severity" { Vec::new() } else { severity_counts(lookup, &group.members) },
        severity,
        months: if kind == "date" { months(lookup, &group.slug) } else { Vec::new() },
        latest: group.members.first().map(|member| lookup.card(*member)),
        actions_open: cards().map(|card| card.actions_open).sum(),
        actions_overdue: cards().map(|card| card.actions_overdue).sum(),
    }
}
