//! Which pages a mirror has, what each is called, and where it stands.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Wiki;
use super::manifest::PreviousMirror;
use super::names::{Names, clean, fold, of_file, of_incident};
use crate::archive::{ActionRef, Archive};
use crate::config::{Config, MirrorSettings};
use crate::text::slug;

/// A list longer than this is cut by years, so that no page is too large for a wiki, and a new incident changes the
/// page of its own year only.
const LONGEST_LIST: usize = 300;

/// What a page shows.
#[derive(Clone, Debug)]
pub(super) enum Subject {
    Home,
    Sidebar,
    Footer,
    /// A list, by its place in [`Plan::lists`].
    List(usize),
    Incident(usize),
    Page(usize),
    /// What incidents share, by its place in [`Plan::labels`].
    Category(usize),
    /// Leads on to another page, by its place in [`Plan::places`].
    Redirect(usize),
    File(Arc<str>),
}

/// A page or file of the mirror.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// What it is known by, whatever it is called.
    pub(super) key: String,
    pub(super) subject: Subject,
    /// The title that it should have.
    pub(super) wanted: String,
    /// The title that it has.
    pub(super) title: String,
    /// Its file; empty where all pages are one file.
    pub(super) path: String,
}

/// The rows of a list.
#[derive(Clone, Debug)]
pub(super) enum Rows {
    Incidents(Vec<usize>),
    Actions(Vec<ActionRef>),
    /// Other lists, by key.
    Parts(Vec<String>),
}

/// A list of incidents or actions.
#[derive(Clone, Debug)]
pub(super) struct List {
    pub(super) key: String,
    pub(super) title: String,
    pub(super) rows: Rows,
}

/// Something that incidents share, for categories and labels.
#[derive(Clone, Debug)]
pub(super) struct Label {
    /// `severity/sev1`, `service/checkout`.
    pub(super) key: String,
    pub(super) title: String,
    pub(super) members: Vec<usize>,
}

/// All pages and files.
pub(super) struct Plan<'a> {
    pub(super) wiki: Wiki,
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
    pub(super) fn new(
        wiki: Wiki,
        archive: &'a Archive,
        config: &'a Config,
        previous: &PreviousMirror,
    ) -> Self {
        let settings = config.mirrors.get(wiki.name()).cloned().unwrap_or_default();
        let (lists, labels) = (lists(archive), labels(archive));
        let mut labels_of = vec![Vec::new(); archive.incidents.len()];
        for (at, label) in labels.iter().enumerate() {
            for member in &label.members {
                labels_of[*member].push(at);
            }
        }
        let places = Vec::new();
        let by_key = BTreeMap::new();
        let mut plan = Self { wiki, archive, config, settings, places, lists, labels, labels_of, by_key };
        plan.name(previous);
        plan
    }

    /// The page or file of a key.
    pub(super) fn place(&self, key: &str) -> Option<&Place> {
        self.by_key.get(key).map(|at| &self.places[*at])
    }

    pub(super) fn incident(&self, at: usize) -> Option<&Place> {
        self.place(&incident_key(self.archive, at))
    }

    /// The title with the configured words in front, clean.
    fn title(&self, title: &str) -> String {
        format!("{}{}", clean_prefix(self.wiki, &self.settings.prefix), clean(self.wiki, title))
    }

    /// Names everything. What leads to it is written only afterwards, so the order of documents never matters.
    fn name(&mut self, previous: &PreviousMirror) {
        let mut wanted = self.wanted(previous);
        wanted.extend(self.redirects(&wanted));
        let titles: Vec<(String, String)> =
            wanted.iter().map(|(key, title, _)| (key.clone(), title.clone())).collect();
        let keys: BTreeSet<&str> = titles.iter().map(|(key, _)| key.as_str()).collect();
        let given = Names::new(self.wiki, &previous.manifest, &keys).give(&titles);
        for ((key, wanted, subject), title) in wanted.into_iter().zip(given) {
            let path = self.path(&key, &title);
            self.by_key.insert(key.clone(), self.places.len());
            self.places.push(Place { key, subject, wanted, title, path });
        }
    }

    /// Everything but redirects: key, title that it should have, subject.
    fn wanted(&self, previous: &PreviousMirror) -> Vec<(String, String, Subject)> {
        let foreign = |name: &str| {
            let same =
                |path: &String| path.rsplit_once('.').is_some_and(|(stem, _)| fold(stem) == fold(name));
            previous.foreign.iter().any(same)
        };
        let mut wanted = Vec::new();
        let mut add = |key: &str, title: String, subject| wanted.push((key.to_owned(), title, subject));
        if self.wiki.is_gollum() && !foreign("Home") {
            add("home", "Home".to_owned(), Subject::Home);
        } else {
            add("home", self.title(&self.config.title), Subject::Home);
        }
        if self.wiki.is_gollum() {
            for (key, name, subject) in
                [("sidebar", "_Sidebar", Subject::Sidebar), ("footer", "_Footer", Subject::Footer)]
            {
                if !foreign(name) {
                    add(key, name.to_owned(), subject);
                }
            }
        }
        for (at, list) in self.lists.iter().enumerate() {
            add(&list.key, self.title(&list.title), Subject::List(at));
        }
        for (at, incident) in self.archive.incidents.iter().enumerate() {
            let title = of_incident(&incident.card.id, &incident.card.title);
            add(&incident_key(self.archive, at), self.title(&title), Subject::Incident(at));
        }
        for (at, page) in self.archive.pages.iter().enumerate() {
            add(&page_key(self.archive, at), self.title(&page.title), Subject::Page(at));
        }
        if self.wiki == Wiki::Mediawiki {
            for (at, label) in self.labels.iter().enumerate() {
                let title = format!("Category:{}", clean(self.wiki, &label.title));
                add(&format!("category/{}", label.key), title, Subject::Category(at));
            }
        }
        let readable = |file: &&Arc<str>| !previous.unreadable.contains(&***file);
        for file in self.archive.files.iter().filter(readable) {
            let name = of_file(file);
            let name = match self.wiki {
                // Images of all pages of a wiki share one folder, and the first letter is a capital.
                Wiki::Mediawiki => {
                    let name = name.replace('/', "-");
                    format!("File:{}{}", name[..1].to_uppercase(), &name[1..])
                }
                _ => format!("files/{name}"),
            };
            add(&file_key(file), name, Subject::File(Arc::clone(file)));
        }
        wanted
    }

    /// For `MediaWiki`: the bare id of an incident leads to its page.
    fn redirects(&self, wanted: &[(String, String, Subject)]) -> Vec<(String, String, Subject)> {
        if self.wiki != Wiki::Mediawiki {
            return Vec::new();
        }
        let mut taken: BTreeSet<String> = wanted.iter().map(|(_, title, _)| fold(title)).collect();
        let redirects = wanted.iter().enumerate().filter_map(|(at, (_, _, subject))| {
            let Subject::Incident(incident) = subject else { return None };
            let card = &self.archive.incidents[*incident].card;
            let title = self.title(&card.id);
            // Two documents with one id: it leads to the one that came first.
            taken
                .insert(fold(&title))
                .then(|| (format!("redirect/{}", card.slug), title, Subject::Redirect(at)))
        });
        redirects.collect()
    }

    fn path(&self, key: &str, title: &str) -> String {
        let dashed = || title.replace(' ', "-");
        let folder = key.split_once('/').map(|(folder, _)| folder);
        if folder == Some("file") {
            return title
                .strip_prefix("File:")
                .map_or_else(|| title.to_owned(), |name| format!("images/{name}"));
        }
        match self.wiki {
            Wiki::Mediawiki => String::new(),
            Wiki::Github => format!("{}.md", dashed()),
            Wiki::Gitlab => match folder {
                _ if key == "home" && title == "Home" => "home.md".to_owned(),
                Some("incident") => format!("incidents/{}.md", dashed()),
                Some(folder @ ("severity" | "date")) => format!("{folder}/{}.md", dashed()),
                _ => format!("{}.md", dashed()),
            },
            // The path is what `md2conf` knows a page by; it stays when the title changes.
            Wiki::Confluence => match key.split_once('/') {
                None if key == "home" => "index.md".to_owned(),
                None => format!("{key}.md"),
                Some(("incident", slug)) => format!("incidents/{slug}.md"),
                Some(("page", slug)) => format!("pages/{slug}.md"),
                Some((folder, rest)) => format!("{folder}/{}.md", rest.replace('/', "-")),
            },
        }
    }
}

/// Words in front of titles, clean; a colon at their end is a namespace and stays.
fn clean_prefix(wiki: Wiki, prefix: &str) -> String {
    match (wiki, prefix.strip_suffix(':')) {
        _ if prefix.is_empty() => String::new(),
        (Wiki::Mediawiki, Some(namespace)) => format!("{}:", clean(wiki, namespace)),
        (Wiki::Confluence, Some(words)) => format!("{}: ", clean(wiki, words)),
        _ => format!("{} ", clean(wiki, prefix)),
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

/// Every list: open actions, severities, years, and the parts of those that are too long.
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
            year => format!("Incidents of {year}"),
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
    if members.len() <= LONGEST_LIST {
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

/// `Severity SEV1 in 2025`, `Incidents of 2025-03`.
fn part_title(title: &str, part: &str) -> String {
    match (title.strip_prefix("Incidents of "), part) {
        (Some(_), part) if part != "undated" => format!("Incidents of {part}"),
        (_, "undated") => format!("{title} without a date"),
        _ => format!("{title} in {part}"),
    }
}

fn actions(archive: &Archive, open: Vec<ActionRef>) -> Vec<List> {
    let (key, title) = ("actions".to_owned(), "Open actions".to_owned());
    if open.len() <= LONGEST_LIST {
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

/// What incidents share, the incidents themselves first.
fn labels(archive: &Archive) -> Vec<Label> {
    let index = &archive.indexes;
    let all = Label {
        key: "incident".to_owned(),
        title: "Incidents".to_owned(),
        members: (0..archive.incidents.len()).collect(),
    };
    let kinds = [
        ("severity", "Severity", &index.severities),
        ("date", "Incidents of", &index.years),
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

impl Label {
    /// As Confluence writes it: lower case, no blank.
    pub(super) fn word(&self) -> String {
        match self.key.split_once('/') {
            Some((_, name)) => slug(name),
            None => self.key.clone(),
        }
    }
}
