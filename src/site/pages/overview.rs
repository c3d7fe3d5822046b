//! All severities, all dates, all services, all tags, all statuses.

use super::group::{label, months};
use super::{Heading, incidents_crumb, page, scale_mark, severity_counts};
use crate::archive::{Group, Indexes};
use crate::site::lookup::Lookup;
use crate::site::plan::{Content, Page};
use crate::site::routes::Routes;
use crate::site::show::count;
use crate::site::view::{OverviewRow, OverviewView, View};

/// One kind of group.
struct Kind {
    key: &'static str,
    column: &'static str,
    title: &'static str,
    path: &'static str,
    groups: fn(&Indexes) -> &[Group],
    addresses: fn(&Routes) -> &[Vec<String>],
    sentence: fn(usize) -> String,
}

const KINDS: [Kind; 5] = [
    Kind {
        key: "service",
        column: "Service",
        title: "Services",
        path: "services.html",
        groups: |index| &index.services,
        addresses: |routes| &routes.services,
        sentence: |number| frequent(number, "service"),
    },
    Kind {
        key: "tag",
        column: "Tag",
        title: "Tags",
        path: "tags.html",
        groups: |index| &index.tags,
        addresses: |routes| &routes.tags,
        sentence: |number| frequent(number, "tag"),
    },
    Kind {
        key: "severity",
        column: "Severity",
        title: "Severities",
        path: "severities.html",
        groups: |index| &index.severities,
        addresses: |routes| &routes.severities,
        sentence: |_| "The gravest first.".to_owned(),
    },
    Kind {
        key: "date",
        column: "Year",
        title: "Dates",
        path: "dates.html",
        groups: |index| &index.years,
        addresses: |routes| &routes.years,
        sentence: |_| "The newest first.".to_owned(),
    },
    Kind {
        key: "status",
        column: "Status",
        title: "Statuses",
        path: "statuses.html",
        groups: |index| &index.statuses,
        addresses: |routes| &routes.statuses,
        sentence: |_| "Where the documents are in their own life.".to_owned(),
    },
];

/// The five overview pages.
pub(crate) fn overviews() -> impl Iterator<Item = Page> {
    KINDS.iter().map(|kind| Page::new(kind.path, |lookup| overview(lookup, kind)))
}

fn frequent(number: usize, noun: &str) -> String {
    match number {
        0 => format!("No document names a {noun}."),
        1 => format!("One {noun}."),
        _ => format!("{}, the most frequent first.", count(number, noun)),
    }
}

fn overview(lookup: &Lookup, kind: &Kind) -> Content<'static> {
    let groups = (kind.groups)(&lookup.archive.indexes);
    let sentence = (kind.sentence)(groups.len());
    let rows = groups.iter().zip((kind.addresses)(&lookup.routes));
    let rows = rows.map(|(group, addresses)| row(lookup, kind.key, group, &addresses[0])).collect();
    let services = kind.key == "service";
    let heading = Heading {
        path: kind.path,
        title: kind.title.to_owned(),
        description: Some(sentence.clone()),
        section: if services { "services" } else { "incidents" },
        breadcrumbs: if services { Vec::new() } else { vec![incidents_crumb(lookup)] },
        source: None,
    };
    let view = OverviewView { kind: kind.key, column: kind.column, sentence, rows };
    page(lookup, heading, View::Overview(view))
}

fn row(lookup: &Lookup, kind: &str, group: &Group, url: &str) -> OverviewRow {
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
