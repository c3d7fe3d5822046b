//! All severities, all dates, all services, all tags, all statuses.

use super::group::{label, months};
use super::{Heading, incidents_crumb, numbered, page, pager, scale_mark, severity_counts};
use crate::archive::{Group, Indexes};
use crate::site::lookup::Lookup;
use crate::site::plan::{Content, SitePage};
use crate::site::routes::{ROWS, Routes};
use crate::site::view::{OverviewRow, OverviewView, View};

/// One kind of group.
struct Kind {
    key: &'static str,
    /// The messages for the column, the title and, by the number of groups, the sentence.
    column: &'static str,
    title: &'static str,
    pages: fn(&Routes) -> &[String],
    groups: fn(&Indexes) -> &[Group],
    addresses: fn(&Routes) -> &[Vec<String>],
    sentence: fn(usize) -> &'static str,
}

const KINDS: [Kind; 5] = [
    Kind {
        key: "service",
        column: "label.service",
        title: "overview.services",
        pages: |routes| &routes.all_services,
        groups: |index| &index.services,
        addresses: |routes| &routes.services,
        sentence: |number| if number == 0 { "overview.services_none" } else { "overview.services_some" },
    },
    Kind {
        key: "tag",
        column: "label.tag",
        title: "overview.tags",
        pages: |routes| &routes.all_tags,
        groups: |index| &index.tags,
        addresses: |routes| &routes.tags,
        sentence: |number| if number == 0 { "overview.tags_none" } else { "overview.tags_some" },
    },
    Kind {
        key: "severity",
        column: "label.severity",
        title: "overview.severities",
        pages: |routes| &routes.all_severities,
        groups: |index| &index.severities,
        addresses: |routes| &routes.severities,
        sentence: |_| "overview.severities_sentence",
    },
    Kind {
        key: "date",
        column: "label.year",
        title: "overview.dates",
        pages: |routes| &routes.all_years,
        groups: |index| &index.years,
        addresses: |routes| &routes.years,
        sentence: |_| "overview.dates_sentence",
    },
    Kind {
        key: "status",
        column: "label.status",
        title: "overview.statuses",
        pages: |routes| &routes.all_statuses,
        groups: |index| &index.statuses,
        addresses: |routes| &routes.statuses,
        sentence: |_| "overview.statuses_sentence",
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

fn overview(lookup: &Lookup, kind: &Kind, number: usize) -> Content<'static> {
    let (groups, addresses) = ((kind.groups)(&lookup.archive.indexes), (kind.pages)(&lookup.routes));
    let messages = &lookup.messages;
    let sentence = messages.count((kind.sentence)(groups.len()), groups.len());
    let rows = groups.iter().zip((kind.addresses)(&lookup.routes)).skip(number * ROWS).take(ROWS);
    let rows = rows.map(|(group, addresses)| row(lookup, kind.key, group, &addresses[0])).collect();
    let services = kind.key == "service";
    let heading = Heading {
        path: &addresses[number],
        title: numbered(lookup, messages.text(kind.title), (number, addresses)),
        description: Some(sentence.clone()),
        section: if services { "services" } else { "incidents" },
        breadcrumbs: if services { Vec::new() } else { vec![incidents_crumb(lookup)] },
        source: None,
    };
    let pager = pager(addresses, number);
    let view = OverviewView { kind: kind.key, column: messages.text(kind.column), sentence, rows, pager };
    page(lookup, heading, View::Overview(view))
}

fn row(lookup: &Lookup, kind: &str, group: &Group, url: &str) -> OverviewRow {
    let severity = (kind == "severity").then(|| scale_mark(lookup, &group.slug)).flatten();
    let cards = || group.members.iter().map(|member| &lookup.archive.incidents[*member].card);
    OverviewRow {
        label: label(lookup, kind, group),
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
