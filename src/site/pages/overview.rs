//! All severities, all dates, all services, all tags, all statuses.

use super::group::{label, months};
use super::{Heading, incidents_crumb, numbered, page, pager, scale_mark, severity_counts};
use crate::archive::{Group, Indexes};
use crate::site::lookup::Lookup;
use crate::site::plan::{Content, SitePage};
use crate::site::routes::{ROWS, Routes};
use crate::site::show::count;
use crate::site::view::{OverviewRow, OverviewView, View};

/// One kind of group.
struct Kind {
    key: &'static str,
    column: &'static str,
    title: &'static str,
    pages: fn(&Routes) -> &[String],
    groups: fn(&Indexes) -> &[Group],
    addresses: fn(&Routes) -> &[Vec<String>],
    sentence: fn(usize) -> String,
}

const KINDS: [Kind; 5] = [
    Kind {
        key: "service",
        column: "Service",
        title: "Services",
        pages: |routes| &routes.all_services,
        groups: |index| &index.services,
        addresses: |routes| &routes.services,
        sentence: |number| frequent(number, "service"),
    },
    Kind {
        key: "tag",
        column: "Tag",
        title: "Tags",
        pages: |routes| &routes.all_tags,
        groups: |index| &index.tags,
        addresses: |routes| &routes.tags,
        sentence: |number| frequent(number, "tag"),
    },
    Kind {
        key: "severity",
        column: "Severity",
        title: "Severities",
        pages: |routes| &routes.all_severities,
        groups: |index| &index.severities,
        addresses: |routes| &routes.severities,
        sentence: |_| "The gravest first.".to_owned(),
    },
    Kind {
        key: "date",
        column: "Year",
        title: "Dates",
        pages: |routes| &routes.all_years,
        groups: |index| &index.years,
        addresses: |routes| &routes.years,
        sentence: |_| "The newest first.".to_owned(),
    },
    Kind {
        key: "status",
        column: "Status",
        title: "Statuses",
        pages: |routes| &routes.all_statuses,
        groups: |index| &index.statuses,
        addresses: |routes| &routes.statuses,
        sentence: |_| "Where the documents are in their own life.".to_owned(),
    },
];

/// The pages of the five overviews.
pub(crate) fn overviews(lookup: &Lookup) -> impl Iterator<Item = SitePage> {
    KINDS.iter().flat_map(|kind| {
        let pages = (kind.pages)(&lookup.routes).iter().enumerate();
        pages.map(move |(number, path)| {
            SitePage::new(path.as_str(), move |lookup| overview(lookup, kind, number))
        })
    })
}

fn frequent(number: usize, noun: &str) -> String {
    match number {
        0 => format!("No document names a {noun}."),
        1 => format!("One {noun}."),
        _ => format!("{}, the most frequent first.", count(number, noun)),
    }
}

fn overview(lookup: &Lookup, kind: &Kind, number: usize) -> Content<'static> {
    let (groups, addresses) = ((kind.groups)(&lookup.archive.indexes), (kind.pages)(&lookup.routes));
    let sentence = (kind.sentence)(groups.len());
    let rows = groups.iter().zip((kind.addresses)(&lookup.routes)).skip(number * ROWS).take(ROWS);
    let rows = rows.map(|(group, addresses)| row(lookup, kind.key, group, &addresses[0])).collect();
    let services = kind.key == "service";
    let heading = Heading {
        path: &addresses[number],
        title: numbered(kind.title.to_owned(), number, addresses),
        description: Some(sentence.clone()),
        section: if services { "services" } else { "incidents" },
        breadcrumbs: if services { Vec::new() } else { vec![incidents_crumb(lookup)] },
        source: None,
    };
    let pager = pager(addresses, number);
    let view = OverviewView { kind: kind.key, column: kind.column, sentence, rows, pager };
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
