//! Snapshots of the data for templates and programs: a change here is a change of the contract.

use std::collections::BTreeSet;
use std::sync::Arc;

use minijinja::value::{Serde, Value};
use serde::Serialize;

use super::export::{ActionOf, DocumentRef, Incident};
use super::plan::{Content, Data, Plan, plan};
use super::synthetic;
use super::view::View;
use crate::search;

fn planned() -> Plan {
    plan(Arc::new(synthetic::archive()), Arc::new(synthetic::config()), "0.0.0")
}

#[test]
fn templates_get_what_they_are_promised() {
    let plan = planned();
    insta::assert_json_snapshot!("site", plan.site);
    let mut kinds = BTreeSet::new();
    for page in &*plan.pages {
        let Content::Html(content) = plan.content(page) else { continue };
        let (frame, view) = (&content.0, &content.1);
        if kinds.insert(view.template()) {
            let name = view.template().trim_end_matches(".html");
            insta::assert_json_snapshot!(name, serde_json::json!({ "page": frame, "view": view }));
        }
    }
    assert_eq!(kinds.len(), 15);
}

/// The whole export.
#[derive(serde::Serialize)]
struct Export<'a> {
    version: u32,
    as_of: &'a str,
    incidents: Vec<Incident<'a>>,
    pages: &'a [DocumentRef],
}

/// The whole export of action items.
#[derive(serde::Serialize)]
struct ActionExport<'a> {
    version: u32,
    as_of: &'a str,
    actions: Vec<ActionOf<'a>>,
}

#[test]
fn programs_get_what_they_are_promised() {
    let plan = planned();
    for page in &*plan.pages {
        match plan.content(page) {
            Content::Data(Data::Incidents(export)) => {
                let incidents: Vec<_> = (0..export.len()).map(|at| export.incident(at)).collect();
                insta::assert_json_snapshot!(
                    "api_incidents",
                    Export { version: export.version, as_of: &export.as_of, incidents, pages: &export.pages }
                );
            }
            Content::Data(Data::Actions(export)) => {
                let actions: Vec<_> = (0..export.len()).map(|at| export.action(at)).collect();
                insta::assert_json_snapshot!(
                    "api_actions",
                    ActionExport { version: export.version, as_of: &export.as_of, actions }
                );
            }
            _ => {}
        }
    }
}

#[test]
fn every_path_is_planned_once() {
    let plan = planned();
    let made = plan.pages.iter().map(|page| page.path.to_lowercase());
    let copied = plan.files.iter().map(|file| file.path.to_lowercase());
    let mut all: Vec<String> = made.chain(copied).collect();
    let number = all.len();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), number);
    for path in
        ["incidents/inc-0214.md", "incidents/inc-0214.json", "files/images/graph 1.png", "archive.html"]
    {
        assert!(all.binary_search(&path.to_owned()).is_ok(), "{path} is missing from {all:#?}");
    }
}

#[test]
fn without_a_base_address_there_is_no_feed() {
    let mut config = synthetic::config();
    (config.base_url, config.cname) = (None, None);
    let plan = plan(Arc::new(synthetic::archive()), Arc::new(config), "0.0.0");
    for absent in ["feed.xml", "sitemap.xml", "CNAME"] {
        assert!(plan.pages.iter().all(|page| *page.path != *absent), "{absent}");
    }
    assert_eq!(plan.site.nav.feed, None);
}

fn search_files() -> Vec<search::File> {
    let address = |found| match found {
        search::Found::Incident(at) => format!("incidents/{at}.html"),
        search::Found::Page(at) => format!("pages/{at}.html"),
    };
    search::files(&synthetic::archive(), &synthetic::config(), &address, &[])
}

#[test]
fn the_same_archive_gives_the_same_files_for_any_number_of_threads() {
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let four = rayon::ThreadPoolBuilder::new().num_threads(4).build().unwrap();
    assert_eq!(one.install(search_files), four.install(search_files));
}

#[test]
fn every_file_is_one_call_and_every_name_but_one_depends_on_the_content() {
    let files = search_files();
    let paths: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths.len(), files.len());
    assert!(paths.contains(search::DIRECTORY));
    for file in &files {
        let name = file.path.trim_start_matches("search/").trim_end_matches(".js");
        let data = file.text.strip_prefix(&format!("pmsite.put(\"{name}\",")).unwrap();
        let data: serde_json::Value =
            serde_json::from_str(data.trim_end().strip_suffix(')').unwrap()).unwrap();
        let digest = name.split_once('-').map_or("", |(_, digest)| digest);
        assert!(name == "index" || (digest.len() == 6 && !data.is_null()), "{name}");
    }
}

#[test]
fn an_archive_without_incidents_has_an_index_without_entries() {
    let mut archive = synthetic::archive();
    archive.incidents.clear();
    archive.pages.clear();
    archive.indexes = std::sync::Arc::default();
    let files = search::files(&archive, &synthetic::config(), &|_| String::new(), &[]);
    assert!(files.iter().any(|file| file.path == search::DIRECTORY && file.text.contains("\"documents\":0")));
}

#[test]
fn a_template_reads_of_a_shared_view_what_a_program_reads() {
    fn compare(seen: impl Serialize) {
        assert_eq!(
            serde_json::to_value(Value::from(Serde(&seen))).unwrap(),
            serde_json::to_value(&seen).unwrap()
        );
    }
    let plan = planned();
    for page in &*plan.pages {
        let Content::Html(content) = plan.content(page) else { continue };
        match &content.1 {
            View::List(list) => list.cards.iter().for_each(|card| compare((card, &card.severity))),
            View::Incident(incident) => incident.actions.iter().for_each(compare),
            _ => {}
        }
    }
}
