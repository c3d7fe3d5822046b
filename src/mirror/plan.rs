//! The content of a mirror: its pages, lists, categories and files.
//!
//! Nothing here depends on the wiki. [`layout`](super::layout) gives every page a title and a path.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::archive::{ActionRef, Archive};
use crate::config::{Config, MirrorSettings};

/// A list longer than this is split by year or month, so that no page becomes too large for a wiki and a new incident changes
/// only the page of its own period.
const MAX_ROWS: usize = 300;

/// What a page shows.
#[derive(Clone, Debug)]
pub(super) enum Subject {
    Home,
    Sidebar,
    Footer,
    /// A list, by its index in [`Plan::lists`].
    List(usize),
    Incident(usize),
    Page(usize),
    /// The page of a label, by its index in [`Plan::labels`].
    Category(usize),
    /// A redirect to another page, by its index in [`Plan::places`].
    Redirect(usize),
    File(Arc<str>),
}

/// A page or file of the mirror.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// Identifies it across runs, whatever its title is.
    pub(super) key: String,
    pub(super) subject: Subject,
    /// The title that it should have.
    pub(super) wanted: String,
    /// The title that it has.
    pub(super) title: String,
    /// Its file; empty where all pages are in one file.
    pub(super) path: String,
}

/// A page or file that has no title yet: its key, the title that it should have, and its content.
pub(super) type WantedPage = (String, String, Subject);

/// The rows of a list.
#[derive(Clone, Debug)]
pub(super) enum Rows {
    Incidents(Vec<usize>),
    Actions(Vec<ActionRef>),
    /// Other lists, by key.
    Parts(Vec<String>),
}

/// A list of incidents or action items.
#[derive(Clone, Debug)]
pub(super) struct List {
    pub(super) key: String,
    pub(super) title: String,
    pub(super) rows: Rows,
}

/// A property that incidents share, for categories and labels.
#[derive(Clone, Debug)]
pub(super) struct Label {
    /// `severity/sev1`, `service/checkout`.
    pub(super) key: String,
    pub(super) title: String,
    pub(super) members: Vec<usize>,
}

/// All pages and files.
pub(super) struct Plan<'a> {
    pub(super) archive: &'a Archive,
    pub(super) config: &'a Config,
    pub(super) settings: MirrorSettings,
    pub(super) places: Vec<Place>,
    pub(super) lists: Vec<List>,
    pub(super) labels: Vec<Label>,
    /// The labels of each incident.
    pub(super) labels_of: Vec<Vec<usize>>,
    by_key: BTreeMap<String, usize>,
}

impl<'a> Plan<'a> {
    /// The lists and labels of an archive, without pages.
    pub(super) fn new(archive: &'a Archive, config: &'a Config, settings: MirrorSettings) -> Self {
        let (lists, labels) = (lists(archive), labels(archive));
        let mut labels_of = vec![Vec::new(); archive.incidents.len()];
        for (at, label) in labels.iter().enumerate() {
            for member in &label.members {
                labels_of[*member].push(at);
            }
        }
        let (places, by_key) = (Vec::new(), BTreeMap::new());
        Self { archive, config, settings, places, lists, labels, labels_of, by_key }
    }

    pub(super) fn push(&mut self, place: Place) {
        self.by_key.insert(place.key.clone(), self.places.len());
        self.places.push(place);
    }

    /// The page or file of a key.
    pub(super) fn place(&self, key: &str) -> Option<&Place> {
        self.by_key.get(key).map(|at| &self.places[*at])
    }

    pub(super) fn incident(&self, at: usize) -> Option<&Place> {
        self.place(&incident_key(self.archive, at))
    }
}

pub(super) fn incident_key(archive: &Archive, at: usize) -> String {
    format!("incident/{}", archive.incidents[at].card.slug)
}

pub(super) fn page_key(archive: &Archive, at: usize) -> String {
    format!("page/{}", archive.pages[at].slug)
}

pub(super) fn file_key(path: &str) -> String {
    format!("file/{path}")
}

/// Every list: open action items, severities, years, and the parts of those that are too long.
fn lists(archive: &Archive) -> Vec<List> {
    let index = &archive.indexes;
    let open = |at: &ActionRef| archive.incidents[at.incident].record.actions[at.action].state.is_open();
    let mut lists = actions(archive, index.actions.iter().copied().filter(open).collect());
    for group in &index.severities {
        let title = format!("Severity {}", group.label);
        push_incidents(&mut lists, format!("severity/{}", group.slug), title, &group.members, |at| {
            year(archive, at)
        });
    }
    for group in &index.years {
        let title = match group.slug.as_str() {
            "undated" => "Incidents without a date".to_owned(),
            year => format!("Incidents in {year}"),
        };
        push_incidents(&mut lists, format!("date/{}", group.slug), title, &group.members, |at| {
            let date = archive.incidents[at].card.date;
            date.map_or_else(
                || "undated".to_owned(),
                |date| format!("{:04}-{:02}", date.year(), date.month()),
            )
        });
    }
    lists
}

fn year(archive: &Archive, incident: usize) -> String {
    let date = archive.incidents[incident].card.date;
    date.map_or_else(|| "undated".to_owned(), |date| format!("{:04}", date.year()))
}

fn push_incidents(
    lists: &mut Vec<List>,
    key: String,
    title: String,
    members: &[usize],
    part: impl Fn(usize) -> String,
) {
    if members.len() <= MAX_ROWS {
        lists.push(List { key, title, rows: Rows::Incidents(members.to_vec()) });
        return;
    }
    let mut parts: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for member in members {
        parts.entry(part(*member)).or_default().push(*member);
    }
    let keys = parts.keys().rev().map(|part| format!("{key}/{part}")).collect();
    lists.push(List { key: key.clone(), title: title.clone(), rows: Rows::Parts(keys) });
    for (part, members) in parts.into_iter().rev() {
        let title = part_title(&title, &part);
        lists.push(List { key: format!("{key}/{part}"), title, rows: Rows::Incidents(members) });
    }
}

/// `Severity SEV1 in 2025`, `Incidents in 2025-03`.
fn part_title(title: &str, part: &str) -> String {
    match (title.strip_prefix("Incidents in "), part) {
        (Some(_), part) if part != "undated" => format!("Incidents in {part}"),
        (_, "undated") => format!("{title} without a date"),
        _ => format!("{title} in {part}"),
    }
}

fn actions(archive: &Archive, open: Vec<ActionRef>) -> Vec<List> {
    let (key, title) = ("actions".to_owned(), "Open actions".to_owned());
    if open.len() <= MAX_ROWS {
        return vec![List { key, title, rows: Rows::Actions(open) }];
    }
    let mut parts: BTreeMap<String, Vec<ActionRef>> = BTreeMap::new();
    for at in open {
        parts.entry(year(archive, at.incident)).or_default().push(at);
    }
    let keys = parts.keys().rev().map(|part| format!("{key}/{part}")).collect();
    let mut lists = vec![List { key: key.clone(), title: title.clone(), rows: Rows::Parts(keys) }];
    for (part, actions) in parts.into_iter().rev() {
        let title = part_title(&title, &part);
        lists.push(List { key: format!("{key}/{part}"), title, rows: Rows::Actions(actions) });
    }
    lists
}

/// Every property that incidents share; the first is that they are incidents.
fn labels(archive: &Archive) -> Vec<Label> {
    let index = &archive.indexes;
    let all = Label {
        key: "incident".to_owned(),
        title: "Incidents".to_owned(),
        members: (0..archive.incidents.len()).collect(),
    };
    let kinds = [
        ("severity", "Severity", &index.severities),
        ("date", "Incidents in", &index.years),
        ("service", "Service", &index.services),
        ("tag", "Tag", &index.tags),
    ];
    let groups = kinds.into_iter().flat_map(|(kind, word, groups)| {
        groups.iter().map(move |group| Label {
            key: format!("{kind}/{}", group.slug),
            title: if group.slug == "undated" {
                "Undated incidents".to_owned()
            } else {
                format!("{word} {}", group.label)
            },
            members: group.members.clone(),
        })
    });
    std::iter::once(all).chain(groups).collect()
}
