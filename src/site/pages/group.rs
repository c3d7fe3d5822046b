//! The incidents that share a severity, a year, a month, a service, a tag or a status.

use super::actions::open_actions;
use super::{Heading, count_words, counted, incidents_crumb, link, page, pager, scale_mark, severity_counts};
use crate::archive::Group;
use crate::site::lookup::Lookup;
use crate::site::plan::Page;
use crate::site::routes::PAGE_SIZE;
use crate::site::view::{Crumb, GroupView, Neighbours, View};
use crate::when::month_name;

/// How many open action items stand below the incidents of a group; there is a page for all of them.
const ACTIONS: usize = 50;

/// One kind of group.
#[derive(Clone, Copy)]
struct Kind<'a> {
    key: &'static str,
    label: &'static str,
    groups: &'a [Group],
    addresses: &'a [Vec<String>],
    /// The page of all groups of this kind.
    overview: (&'static str, &'static str),
}

/// The pages of every group.
pub(crate) fn groups(lookup: &Lookup<'_>) -> Vec<Page> {
    let (index, routes) = (&lookup.archive.indexes, lookup.routes);
    let kinds = [
        Kind {
            key: "severity",
            label: "Severity",
            groups: &index.severities,
            addresses: &routes.severities,
            overview: ("Severities", "severities.html"),
        },
        Kind {
            key: "year",
            label: "",
            groups: &index.years,
            addresses: &routes.years,
            overview: ("Dates", "dates.html"),
        },
        Kind {
            key: "month",
            label: "",
            groups: &index.months,
            addresses: &routes.months,
            overview: ("Dates", "dates.html"),
        },
        Kind {
            key: "service",
            label: "Service",
            groups: &index.services,
            addresses: &routes.services,
            overview: ("Services", "services.html"),
        },
        Kind {
            key: "tag",
            label: "Tag",
            groups: &index.tags,
            addresses: &routes.tags,
            overview: ("Tags", "tags.html"),
        },
        Kind {
            key: "status",
            label: "Status",
            groups: &index.statuses,
            addresses: &routes.statuses,
            overview: ("Statuses", "statuses.html"),
        },
    ];
    kinds
        .iter()
        .flat_map(|kind| (0..kind.groups.len()).map(move |at| (kind, at)))
        .flat_map(|(kind, at)| group(lookup, *kind, at))
        .collect()
}

fn group(lookup: &Lookup<'_>, kind: Kind<'_>, at: usize) -> Vec<Page> {
    let group = &kind.groups[at];
    let addresses = &kind.addresses[at];
    let label = label(kind.key, group);
    let severity = (kind.key == "severity").then(|| scale_mark(lookup, &group.slug)).flatten();
    let (mut actions, actions_total) = open_actions(lookup, &group.members, ACTIONS);
    let shared = GroupView {
        kind: kind.key,
        kind_label: kind.label,
        label: label.clone(),
        description: severity.as_ref().and_then(|severity| severity.description.clone()),
        severities: if kind.key == "severity" { Vec::new() } else { severity_counts(lookup, &group.members) },
        severity,
        sentence: sentence(lookup, kind.key, &group.members),
        months: if kind.key == "year" { months(lookup, &group.slug) } else { Vec::new() },
        cards: Vec::new(),
        pager: pager(addresses, 0),
        actions: Vec::new(),
        actions_total,
        neighbours: neighbours(kind, at),
    };
    let title = if kind.label.is_empty() { label } else { format!("{}: {label}", kind.label) };
    addresses
        .iter()
        .enumerate()
        .map(|(number, path)| {
            let view = GroupView {
                cards: lookup.cards(group.members.chunks(PAGE_SIZE).nth(number).unwrap_or_default()),
                pager: pager(addresses, number),
                actions: std::mem::take(&mut actions),
                ..shared.clone()
            };
            let heading = Heading {
                path,
                title: match number {
                    0 => title.clone(),
                    _ => format!("{title}, page {} of {}", number + 1, addresses.len()),
                },
                description: Some(shared.sentence.clone()),
                section: if kind.key == "service" { "services" } else { "incidents" },
                breadcrumbs: breadcrumbs(lookup, kind, group),
                source: None,
            };
            page(lookup, heading, View::Group(Box::new(view)))
        })
        .collect()
}

/// `March 2025` of the month `2025-03`; every other group is called what it is called.
pub(super) fn label(kind: &str, group: &Group) -> String {
    let month = (kind == "month").then(|| group.slug.split_once('-')).flatten();
    match month.and_then(|(year, month)| Some((year, month.parse::<i8>().ok()?))) {
        Some((year, month)) => format!("{} {year}", month_name(month)),
        None if group.slug == "unrated" && kind == "severity" => "Unrated".to_owned(),
        None if group.slug == "undated" => "Undated".to_owned(),
        None => group.label.clone(),
    }
}

fn sentence(lookup: &Lookup<'_>, kind: &str, members: &[usize]) -> String {
    let cards = lookup.cards(members);
    let all = match kind {
        "severity" => crate::site::show::count(members.len(), "incident"),
        _ => count_words(lookup, members),
    };
    let newest = cards.first().and_then(|card| card.date.as_ref());
    match newest {
        Some(date) if members.len() == 1 => format!("{all}, on {}.", date.text),
        Some(date) if kind != "month" => format!("{all}, the latest on {}.", date.text),
        _ => format!("{all}."),
    }
}

/// The months of a year that have incidents, newest first.
pub(super) fn months(lookup: &Lookup<'_>, year: &str) -> Vec<crate::site::view::CountView> {
    let index = &lookup.archive.indexes;
    let mut months = counted(&index.months, &lookup.routes.months);
    for (month, group) in months.iter_mut().zip(&index.months) {
        // The year stands in the title or beside it.
        let number = group.slug.rsplit('-').next().and_then(|number| number.parse().ok());
        month.label = number.map_or_else(|| group.label.clone(), |number| month_name(number).to_owned());
    }
    let of_year = index.months.iter().map(|group| group.slug.split('-').next() == Some(year));
    months.into_iter().zip(of_year).filter(|(_, of_year)| *of_year).map(|(month, _)| month).collect()
}

fn neighbours(kind: Kind<'_>, at: usize) -> Neighbours {
    // Services and tags stand in order of frequency: what is beside them means nothing.
    if !["severity", "year", "month"].contains(&kind.key) {
        return Neighbours::default();
    }
    let beside = |at: usize| {
        let group = kind.groups.get(at)?;
        Some(link(label(kind.key, group), kind.addresses[at][0].clone()))
    };
    Neighbours { previous: at.checked_sub(1).and_then(beside), next: beside(at + 1) }
}

fn breadcrumbs(lookup: &Lookup<'_>, kind: Kind<'_>, group: &Group) -> Vec<Crumb> {
    let mut crumbs = Vec::new();
    if kind.key != "service" {
        crumbs.push(incidents_crumb(lookup));
    }
    crumbs.push(link(kind.overview.0, kind.overview.1));
    if kind.key == "month" {
        let year = group.slug.split('-').next().unwrap_or_default();
        let years = &lookup.archive.indexes.years;
        if let Some(at) = years.iter().position(|one| one.slug == year) {
            crumbs.push(link(&years[at].label, lookup.routes.years[at][0].clone()));
        }
    }
    crumbs
}
