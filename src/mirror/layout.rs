//! Gives every page and file of a mirror its title and path.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::format::{Format, title_with_prefix};
use super::manifest::PreviousMirror;
use super::names::{Names, file_name, fold, incident_title};
use super::plan::{Place, Plan, Subject, WantedPage, file_key, incident_key, page_key};
use super::wikis::Wiki;
use crate::archive::Archive;
use crate::config::Config;

/// Plans the mirror of an archive. All titles are given before any page is written, so links can lead to any page and the order
/// of documents does not matter.
pub(super) fn plan<'a>(
    wiki: Wiki,
    archive: &'a Archive,
    config: &'a Config,
    previous: &PreviousMirror,
) -> Plan<'a> {
    let settings = config.mirrors.get(wiki.name()).cloned().unwrap_or_default();
    let mut plan = Plan::new(archive, config, settings);
    let format = wiki.format();
    let mut wanted = wanted_pages(&plan, format, previous);
    wanted.extend(format.extra_pages(&plan, &wanted));
    let titles: Vec<(String, String)> =
        wanted.iter().map(|(key, title, _)| (key.clone(), title.clone())).collect();
    let keys: BTreeSet<&str> = titles.iter().map(|(key, _)| key.as_str()).collect();
    let given = Names::new(format, &previous.manifest, &keys).give(&titles);
    for ((key, wanted, subject), title) in wanted.into_iter().zip(given) {
        let path = match &subject {
            Subject::File(_) => format.file_path(&title),
            _ => format.page_path(&key, &title),
        };
        plan.push(Place { key, subject, wanted, title, path });
    }
    plan
}

/// The pages and files that every wiki has.
fn wanted_pages(plan: &Plan<'_>, format: &dyn Format, previous: &PreviousMirror) -> Vec<WantedPage> {
    let (archive, prefix) = (plan.archive, plan.settings.prefix.as_str());
    let title = |title: &str| title_with_prefix(format, prefix, title);
    let mut wanted = Vec::new();
    let mut add = |key: &str, title: String, subject| wanted.push((key.to_owned(), title, subject));
    let mut special = format.special_pages();
    special.retain(|(_, title, _)| !is_foreign(previous, title));
    if special.iter().all(|(key, ..)| *key != "home") {
        add("home", title(&plan.config.title), Subject::Home);
    }
    for (key, title, subject) in special {
        add(key, title.to_owned(), subject);
    }
    for (at, list) in plan.lists.iter().enumerate() {
        add(&list.key, title(&list.title), Subject::List(at));
    }
    for (at, incident) in archive.incidents.iter().enumerate() {
        let name = incident_title(&incident.card.id, &incident.card.title);
        add(&incident_key(archive, at), title(&name), Subject::Incident(at));
    }
    for (at, page) in archive.pages.iter().enumerate() {
        add(&page_key(archive, at), title(&page.title), Subject::Page(at));
    }
    for file in archive.files.iter().filter(|file| !previous.unreadable.contains(&***file)) {
        add(&file_key(file), format.file_title(&file_name(file)), Subject::File(Arc::clone(file)));
    }
    wanted
}

/// Whether the folder has a page with this title that pmsite did not create.
fn is_foreign(previous: &PreviousMirror, title: &str) -> bool {
    let same = |path: &String| path.rsplit_once('.').is_some_and(|(stem, _)| fold(stem) == fold(title));
    previous.foreign.iter().any(same)
}
