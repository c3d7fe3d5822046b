//! The plan of a site: every file there will be.

use std::sync::Arc;

use rayon::prelude::*;

use super::export;
use super::lookup::{self, Lookup};
use super::pages;
use super::routes::{self, Routes};
use super::view::{DateView, Frame, LinkView, Nav, Site, View};
use crate::archive::Archive;
use crate::config::Config;
use crate::search;

/// Every file of a site.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What every page may show.
    pub site: Site,
    /// The files that are made, each path once.
    pub pages: Vec<Page>,
    /// The files that are copied.
    pub files: Vec<Copied>,
}

/// A file that is made.
#[derive(Clone, Debug)]
pub struct Page {
    /// Path relative to the output folder.
    pub path: String,
    /// What stands in it.
    pub content: Content,
}

/// What stands in a file.
#[derive(Clone, Debug)]
pub enum Content {
    /// A page for people.
    Html(Box<(Frame, View)>),
    /// Something for programs.
    Data(Data),
}

/// What programs read.
#[derive(Clone, Debug)]
pub enum Data {
    /// `incidents/<slug>.json`
    Incident(Arc<export::Incident>),
    /// `api/incidents.json`
    Incidents(export::Incidents),
    /// `api/actions.json`
    Actions(export::Actions),
    /// `api/schema.json`
    Schema,
    /// `feed.xml`
    Feed(export::Feed),
    /// `sitemap.xml`: full addresses.
    Sitemap(Vec<String>),
    /// Short text as it is.
    Text(String),
}

/// A file that is copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// Path relative to the output folder.
    pub path: String,
    /// Path relative to the content folder.
    pub from: Arc<str>,
}

/// Plans the site of an archive. `version` is that of pmsite.
pub fn plan(archive: &Archive, config: &Config, version: &str) -> Plan {
    let routes = Routes::new(archive);
    let lookup = Lookup::new(archive, config, &routes);
    let mut pages = html_pages(&lookup);
    let sitemap: Vec<String> =
        pages.iter().map(|page| page.path.clone()).filter(|path| path != "404.html").collect();
    pages.extend(data_pages(&lookup));
    pages.extend(published(config, &sitemap));
    pages.extend(search_files(&lookup));
    let sources = archive.incidents.iter().enumerate();
    let sources = sources
        .map(|(at, one)| Copied { path: routes.incident_source(at), from: Arc::clone(&one.source.path) });
    let files = routes.files().map(|(from, path)| Copied { path: path.to_owned(), from: Arc::clone(from) });
    let files = sources.chain(files).collect();
    Plan { site: site(&lookup, version), pages, files }
}

fn html_pages(lookup: &Lookup<'_>) -> Vec<Page> {
    let mut pages = vec![pages::home(lookup)];
    pages.extend(pages::list(lookup));
    // Filling the holes of documents is most of the work of planning.
    pages.par_extend(
        (0..lookup.archive.incidents.len()).into_par_iter().map(|at| pages::incident(lookup, at)),
    );
    pages.extend(pages::groups(lookup));
    pages.extend(pages::overviews(lookup));
    pages.push(pages::actions(lookup));
    pages.extend(pages::owners(lookup));
    pages.extend((0..lookup.archive.pages.len()).map(|at| pages::document(lookup, at)));
    pages.push(pages::archive(lookup));
    pages.push(pages::search(lookup));
    pages.push(pages::not_found(lookup));
    pages
}

fn data_pages(lookup: &Lookup<'_>) -> Vec<Page> {
    let incidents: Vec<_> = (0..lookup.archive.incidents.len())
        .into_par_iter()
        .map(|at| Arc::new(export::incident(lookup, at)))
        .collect();
    let mut pages: Vec<Page> = incidents
        .iter()
        .enumerate()
        .map(|(at, one)| data(&lookup.routes.incident_data(at), Data::Incident(Arc::clone(one))))
        .collect();
    pages.push(data("api/incidents.json", Data::Incidents(export::incidents(lookup, incidents))));
    pages.push(data("api/actions.json", Data::Actions(export::actions(lookup))));
    pages.push(data("api/schema.json", Data::Schema));
    if let Some(base) = &lookup.config.base_url {
        pages.push(data("feed.xml", Data::Feed(export::feed(lookup, base))));
    }
    pages
}

/// What the search of the site loads.
fn search_files(lookup: &Lookup<'_>) -> Vec<Page> {
    let files = search::files(lookup.archive, lookup.config, &|at| lookup.routes.incident(at));
    files.into_iter().map(|file| data(&file.path, Data::Text(file.text))).collect()
}

/// What only matters where a site is published.
fn published(config: &Config, paths: &[String]) -> Vec<Page> {
    let mut pages = Vec::new();
    let mut robots = "User-agent: *\nAllow: /\n".to_owned();
    if let Some(base) = &config.base_url {
        robots = format!("{robots}\nSitemap: {base}sitemap.xml\n");
        let addresses = paths.iter().map(|path| format!("{base}{path}")).collect();
        pages.push(data("sitemap.xml", Data::Sitemap(addresses)));
    }
    pages.push(data("robots.txt", Data::Text(robots)));
    // Without it GitHub Pages would hand the site to Jekyll, which leaves out names that begin with `_`.
    pages.push(data(".nojekyll", Data::Text(String::new())));
    if let Some(name) = &config.cname {
        pages.push(data("CNAME", Data::Text(format!("{name}\n"))));
    }
    pages
}

fn data(path: &str, data: Data) -> Page {
    Page { path: path.to_owned(), content: Content::Data(data) }
}

fn site(lookup: &Lookup<'_>, version: &str) -> Site {
    let (archive, config, routes) = (lookup.archive, lookup.config, lookup.routes);
    let as_of: DateView = lookup::date(archive.as_of);
    let logo = config.logo.as_deref().and_then(|logo| routes.file(logo));
    Site {
        title: config.title.clone(),
        language: config.language.clone(),
        base_url: config.base_url.clone(),
        as_of,
        version: version.to_owned(),
        nav: Nav {
            home: "index.html".to_owned(),
            incidents: routes.list[0].clone(),
            actions: "actions.html".to_owned(),
            services: "services.html".to_owned(),
            tags: "tags.html".to_owned(),
            severities: "severities.html".to_owned(),
            dates: "dates.html".to_owned(),
            statuses: "statuses.html".to_owned(),
            about: routes.about.clone(),
            facts: routes.facts.clone(),
            search: "search.html".to_owned(),
            data: "api/incidents.json".to_owned(),
            actions_data: "api/actions.json".to_owned(),
            feed: config.base_url.is_some().then(|| "feed.xml".to_owned()),
        },
        incidents: archive.incidents.len(),
        actions_open: archive.incidents.iter().map(|one| one.card.actions_open).sum(),
        actions_overdue: archive.incidents.iter().map(|one| one.card.actions_overdue).sum(),
        logo: logo.map(|logo| LinkView { label: config.title.clone(), url: routes::encode(logo) }),
        accent: config.accent.clone(),
        severity_colors: config
            .severities
            .iter()
            .filter_map(|step| Some((lookup::step_class(step), step.color.clone()?)))
            .collect(),
    }
}
