//! The incidents that share a severity, a year, a month, a service, a tag or a status.

use std::sync::Arc;

use super::actions::open_actions;
use super::{
    Heading, count_words, counted, incidents_crumb, link, numbered, page, pager, scale_mark, severity_counts,
};
use crate::archive::{Group, Indexes};
use crate::site::export::{Subject, group_feed};
use crate::site::lookup::Lookup;
use crate::site::plan::{Content, Data, SitePage};
use crate::site::routes::{PAGE_SIZE, Routes, beside};
use crate::site::view::{CountView, Crumb, GroupView, Neighbors, View};

/// The maximum number of open action items below the incidents of a group; another page has all of them.
const ACTIONS: usize = 50;

/// One kind of group.
struct Kind {
    key: &'static str,
    /// The message for its name; empty where the title needs none.
    label: &'static str,
    groups: fn(&Indexes) -> &[Group],
    addresses: fn(&Routes) -> &[Vec<String>],
    /// The page of all groups of this kind: message and address.
    overview: (&'static str, &'static str),
}

const KINDS: [Kind; 6] = [
    Kind {
        key: "severity",
        label: "label.severity",
        groups: |index| &index.severities,
        addresses: |routes| &routes.severities,
        overview: ("overview.severities", "severities.html"),
    },
    Kind {
        key: "year",
        label: "",
        groups: |index| &index.years,
        addresses: |routes| &routes.years,
        overview: ("overview.dates", "dates.html"),
    },
    Kind {
        key: "month",
        label: "",
        groups: |index| &index.months,
        addresses: |routes| &routes.months,
        overview: ("overview.dates", "dates.html"),
    },
    Kind {
        key: "service",
        label: "label.service",
        groups: |index| &index.services,
        addresses: |routes| &routes.services,
        overview: ("overview.services", "services.html"),
    },
    Kind {
        key: "tag",
        label: "label.tag",
        groups: |index| &index.tags,
        addresses: |routes| &routes.tags,
        overview: ("overview.tags", "tags.html"),
    },
    Kind {
        key: "status",
        label: "label.status",
        groups: |index| &index.statuses,
        addresses: |routes| &routes.statuses,
        overview: ("overview.statuses", "statuses.html"),
    },
];

/// The kinds with feeds: people follow severities and their services. A month is over, and tags and statuses are not news.
const FOLLOWED: [&str; 2] = ["severity", "service"];

impl Kind {
    /// `Service: checkout`, `March 2025`
    fn title(&self, lookup: &Lookup, group: &str) -> String {
        if self.label.is_empty() {
            return group.to_owned();
        }
        let kind = lookup.messages.text(self.label);
        lookup.messages.with("group.feed_title", &[("kind", &kind), ("group", group)])
    }

    /// The address of the feed of a group by those of its pages.
    fn feed(&self, addresses: &[String]) -> Option<String> {
        FOLLOWED.contains(&self.key).then(|| beside(&addresses[0], "xml"))
    }
}

/// The feeds of the groups that have one, on a site that is published at `base`.
pub(crate) fn feeds<'a>(lookup: &'a Lookup, base: &'a str) -> impl Iterator<Item = SitePage> + 'a {
    KINDS.iter().flat_map(move |kind| {
        (kind.addresses)(&lookup.routes).iter().enumerate().filter_map(move |(at, addresses)| {
            let (path, base) = (kind.feed(addresses)?, base.to_owned());
            Some(SitePage::data(path, move |lookup| {
                let group = &(kind.groups)(&lookup.archive.indexes)[at];
                let about = Subject {
                    title: kind.title(lookup, &label(lookup, kind.key, group)),
                    page: &(kind.addresses)(&lookup.routes)[at][0],
                    members: &group.members,
                };
                Data::Feed(group_feed(lookup, &base, &about))
            }))
        })
    })
}

/// The pages of every group.
pub(crate) fn groups(lookup: &Lookup) -> impl Iterator<Item = SitePage> {
    KINDS.iter().flat_map(move |kind| {
        let groups = (kind.groups)(&lookup.archive.indexes).iter().zip((kind.addresses)(&lookup.routes));
        groups.enumerate().flat_map(move |(at, (group, addresses))| {
            // A group of thousands of incidents has hundreds of pages, which share this.
            let summary = Arc::new(Summary::new(lookup, kind, group));
            addresses.iter().enumerate().map(move |(number, path)| {
                let summary = Arc::clone(&summary);
                SitePage::new(path.as_str(), move |lookup| group_page(lookup, kind, at, number, &summary))
                    .listing(group.members.get(number * PAGE_SIZE).copied())
            })
        })
    })
}

/// The data that all pages of a group share.
struct Summary {
    sentence: String,
    severities: Vec<CountView>,
}

impl Summary {
    fn new(lookup: &Lookup, kind: &Kind, group: &Group) -> Self {
        Self {
            sentence: sentence(lookup, kind.key, &group.members),
            severities: match kind.key {
                "severity" => Vec::new(),
                _ => severity_counts(lookup, &group.members),
            },
        }
    }
}

fn group_page(
    lookup: &Lookup,
    kind: &'static Kind,
    at: usize,
    number: usize,
    summary: &Summary,
) -> Content<'static> {
    let group = &(kind.groups)(&lookup.archive.indexes)[at];
    let addresses = &(kind.addresses)(&lookup.routes)[at];
    let label = label(lookup, kind.key, group);
    let title = kind.title(lookup, &label);
    let severity = (kind.key == "severity").then(|| scale_mark(lookup, &group.slug)).flatten();
    let service =
        lookup.config.services.iter().find(|rule| kind.key == "service" && rule.name == group.label);
    let (actions, actions_total) = match number {
        0 => open_actions(lookup, &group.members, ACTIONS),
        _ => (Vec::new(), 0),
    };
    let view = GroupView {
        kind: kind.key,
        kind_label: if kind.label.is_empty() { String::new() } else { lookup.messages.text(kind.label) },
        label,
        description: severity.as_ref().and_then(|severity| severity.description.clone()),
        owner: service.and_then(|service| service.owner.clone()),
        url: service.and_then(|service| service.url.clone()),
        severities: summary.severities.clone(),
        severity,
        sentence: summary.sentence.clone(),
        months: if kind.key == "year" { months(lookup, &group.slug) } else { Vec::new() },
        cards: lookup.cards(group.members.chunks(PAGE_SIZE).nth(number).unwrap_or_default()),
        pager: pager(addresses, number),
        actions,
        actions_total,
        neighbors: neighbors(lookup, kind, at),
        feed: lookup.config.base_url.as_ref().and_then(|_| kind.feed(addresses)),
    };
    let heading = Heading {
        path: &addresses[number],
        title: numbered(lookup, title, (number, addresses)),
        description: Some(summary.sentence.clone()),
        section: if kind.key == "service" { "services" } else { "incidents" },
        breadcrumbs: breadcrumbs(lookup, kind, group),
        source: None,
    };
    page(lookup, heading, View::Group(Box::new(view)))
}

/// `March 2025` for the month `2025-03`; the label of any other group.
pub(super) fn label(lookup: &Lookup, kind: &str, group: &Group) -> String {
    let messages = &lookup.messages;
    let month = (kind == "month").then(|| group.slug.split_once('-')).flatten();
    match month.and_then(|(year, month)| Some((year, month.parse::<i8>().ok()?))) {
        Some((year, month)) => {
            messages.with("group.month", &[("month", &messages.month(month)), ("year", year)])
        }
        None if group.slug == "unrated" && kind == "severity" => messages.text("severity.unrated"),
        None if group.slug == "undated" => messages.text("incident.undated_group"),
        None => group.label.clone(),
    }
}

fn sentence(lookup: &Lookup, kind: &str, members: &[usize]) -> String {
    let messages = &lookup.messages;
    let cards = lookup.cards(members);
    let all = match kind {
        "severity" => messages.count("count.incidents", members.len()),
        _ => count_words(lookup, members),
    };
    let newest = cards.first().and_then(|card| card.date.as_ref());
    match newest {
        Some(date) if members.len() == 1 => {
            messages.with("group.sentence_only", &[("incidents", &all), ("date", &date.text)])
        }
        Some(date) if kind != "month" => {
            messages.with("group.sentence_latest", &[("incidents", &all), ("date", &date.text)])
        }
        _ => messages.with("group.sentence", &[("incidents", &all)]),
    }
}

/// The months of a year that have incidents, newest first.
pub(super) fn months(lookup: &Lookup, year: &str) -> Vec<CountView> {
    let index = &lookup.archive.indexes;
    let mut months = counted(&index.months, &lookup.routes.months);
    for (month, group) in months.iter_mut().zip(&index.months) {
        // The year is in the title or next to it.
        let number = group.slug.rsplit('-').next().and_then(|number| number.parse().ok());
        month.label = number.map_or_else(|| group.label.clone(), |number| lookup.messages.month(number));
    }
    let of_year = index.months.iter().map(|group| group.slug.split('-').next() == Some(year));
    months.into_iter().zip(of_year).filter(|(_, of_year)| *of_year).map(|(month, _)| month).collect()
}

fn neighbors(lookup: &Lookup, kind: &Kind, at: usize) -> Neighbors {
    // Services and tags are in order of frequency, so neighbors mean nothing.
    if !["severity", "year", "month"].contains(&kind.key) {
        return Neighbors::default();
    }
    let neighbor = |at: usize| {
        let group = (kind.groups)(&lookup.archive.indexes).get(at)?;
        Some(link(label(lookup, kind.key, group), (kind.addresses)(&lookup.routes)[at][0].clone()))
    };
    Neighbors { previous: at.checked_sub(1).and_then(neighbor), next: neighbor(at + 1) }
}

fn breadcrumbs(lookup: &Lookup, kind: &Kind, group: &Group) -> Vec<Crumb> {
    let mut crumbs = Vec::new();
    if kind.key != "service" {
        crumbs.push(incidents_crumb(lookup));
    }
    crumbs.push(link(lookup.messages.text(kind.overview.0), kind.overview.1));
    if kind.key == "month" {
        let year = group.slug.split('-').next().unwrap_or_default();
        let years = &lookup.archive.indexes.years;
        if let Some(at) = years.iter().position(|one| one.slug == year) {
            crumbs.push(link(&years[at].label, lookup.routes.years[at][0].clone()));
        }
    }
    crumbs
}
