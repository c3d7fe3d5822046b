//! The plan of a site: all of its files.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use super::export;
use super::lookup::{self, Lookup};
use super::pages;
use super::routes;
use super::view::{DateView, Frame, LinkView, Nav, Site, View};
use crate::archive::Archive;
use crate::config::{self, Config};
use crate::messages::Messages;
use crate::read::front_matter_schema;
use crate::search;

/// All files of a site. Contents are made on demand and not kept, because all pages together are many times larger than the
/// archive.
#[derive(Debug)]
pub struct Plan {
    /// The data that all pages share.
    pub site: Site,
    /// The files that pmsite makes, each path once.
    pub pages: Arc<[SitePage]>,
    /// The files that pmsite copies.
    pub files: Arc<[Copied]>,
    lookup: Lookup,
}

impl Plan {
    /// The same plan for an [amended](crate::archive::amend) archive; `None` if another one is needed.
    pub fn amended(&self, archive: Arc<Archive>) -> Option<Self> {
        Some(Self {
            site: self.site.clone(),
            pages: Arc::clone(&self.pages),
            files: Arc::clone(&self.files),
            lookup: self.lookup.amended(archive)?,
        })
    }

    /// The words of the interface.
    pub fn messages(&self) -> &Arc<Messages> {
        &self.lookup.messages
    }

    /// The contents of a file of this plan.
    pub fn content(&self, page: &SitePage) -> Content<'_> {
        (page.make)(&self.lookup)
    }

    /// The path of the document that a page shows, if it is the page of an incident.
    pub fn document_of(&self, page: &str) -> Option<String> {
        let Lookup { archive, routes, .. } = &self.lookup;
        let at = (0..archive.incidents.len()).find(|at| routes.incident(*at) == page)?;
        Some(archive.incidents[at].source.path.to_string())
    }

    /// The files of the search index. Their names depend on their contents, so all of them are made at once.
    pub fn search(&self) -> Vec<search::File> {
        let Lookup { archive, config, routes, .. } = &self.lookup;
        search::files(archive, config, &|found| routes.document(found), self.lookup.action_anchors())
    }

    /// The files of the search index, and the index for queries in the terminal.
    pub fn search_and_index(&self) -> (Vec<search::File>, search::Index<'static>) {
        let Lookup { archive, config, routes, .. } = &self.lookup;
        search::files_and_index(
            archive,
            config,
            &|found| routes.document(found),
            self.lookup.action_anchors(),
        )
    }
}

type Make = dyn for<'a> Fn(&'a Lookup) -> Content<'a> + Send + Sync;

/// A file that pmsite makes.
#[derive(Clone)]
pub struct SitePage {
    /// Path relative to the output folder.
    pub path: Arc<str>,
    /// For a list of incidents: the index of the first one.
    first: Option<usize>,
    make: Arc<Make>,
}

impl SitePage {
    pub(super) fn new(
        path: impl Into<Arc<str>>,
        make: impl for<'a> Fn(&'a Lookup) -> Content<'a> + Send + Sync + 'static,
    ) -> Self {
        Self { path: path.into(), first: None, make: Arc::new(make) }
    }

    /// Marks it as a list of incidents that begins with this one.
    pub(super) fn listing(self, first: Option<usize>) -> Self {
        Self { first, ..self }
    }

    pub(super) fn data(
        path: impl Into<Arc<str>>,
        make: impl for<'a> Fn(&'a Lookup) -> Data<'a> + Send + Sync + 'static,
    ) -> Self {
        Self::new(path, move |lookup| Content::Data(make(lookup)))
    }

    fn text(path: impl Into<Arc<str>>, text: String) -> Self {
        Self::data(path, move |_| Data::Text(text.clone()))
    }
}

impl fmt::Debug for SitePage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("SitePage").field(&self.path).finish()
    }
}

/// The content of a file.
#[derive(Debug)]
pub enum Content<'a> {
    /// A page for people.
    Html(Box<(Frame, View)>),
    /// Data for programs.
    Data(Data<'a>),
}

/// Content for programs.
#[derive(Debug)]
pub enum Data<'a> {
    /// `incidents/<slug>.json`
    Incident(Box<export::Incident<'a>>),
    /// `incidents/<slug>.md`: the document itself.
    Source(Cow<'a, str>),
    /// `api/incidents.json`
    Incidents(export::Incidents<'a>),
    /// `api/actions.json`
    Actions(export::Actions<'a>),
    /// `api/schema.json`
    Schema,
    /// `api/front-matter.schema.json`, `api/config.schema.json`
    Json(serde_json::Value),
    /// `llms.txt`
    Guide(export::Guide),
    /// `incidents.csv`, `actions.csv`
    Table(export::Table<'a>),
    /// `actions.ics` and those of the owners.
    Calendar(export::Calendar<'a>),
    /// `feed.xml` and those of severities and services.
    Feed(export::Feed),
    /// `sitemap.xml`: full addresses.
    Sitemap(Vec<String>),
    /// Short plain text.
    Text(String),
}

/// A file that pmsite copies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// Path relative to the output folder.
    pub path: String,
    /// Path relative to the content folder.
    pub from: Arc<str>,
}

/// Plans the site of an archive. `version` is that of pmsite.
pub fn plan(archive: Arc<Archive>, config: Arc<Config>, version: &str) -> Plan {
    let lookup = Lookup::new(archive, config);
    let mut pages = html_pages(&lookup);
    let sitemap: Vec<Arc<str>> =
        pages.iter().map(|page| Arc::clone(&page.path)).filter(|path| **path != *"404.html").collect();
    // Lists of the same incidents are made one after another, so that their rows are still cached.
    pages.sort_by_key(|page| page.first);
    // The largest files come first, so that no core is left working on one of them at the end.
    pages.splice(0..0, data_pages(&lookup));
    pages.extend(published(&lookup.config, &sitemap));
    let recoded = lookup.archive.incidents.iter().enumerate().filter(|(_, one)| !one.source.verbatim);
    let recoded = recoded.map(|(at, one)| Copied {
        path: lookup.routes.incident_source(at),
        from: Arc::clone(&one.source.path),
    });
    let files = lookup.routes.files();
    let files = files.map(|(from, path)| Copied { path: path.to_owned(), from: Arc::clone(from) });
    let files = recoded.chain(files).collect();
    Plan { site: site(&lookup, version), pages: pages.into(), files, lookup }
}

fn html_pages(lookup: &Lookup) -> Vec<SitePage> {
    let routes = &lookup.routes;
    let mut pages = vec![
        SitePage::new("actions.html", pages::actions),
        SitePage::new(pages::INSIGHTS, pages::insights),
        SitePage::new(pages::LUCK, pages::luck),
        SitePage::new(pages::NOW, pages::now),
        SitePage::new(pages::THEMES, pages::themes),
        SitePage::new("search.html", pages::search),
        SitePage::new(routes.facts.as_str(), pages::archive),
        SitePage::new("index.html", pages::home),
        SitePage::new("404.html", pages::not_found),
    ];
    pages.extend(pages::overviews(lookup));
    pages.extend(pages::groups(lookup));
    pages.extend(pages::list(lookup));
    pages.extend(pages::owners(lookup));
    pages.extend(
        (0..lookup.archive.incidents.len())
            .map(|at| SitePage::new(routes.incident(at), move |lookup| pages::incident(lookup, at))),
    );
    pages.extend(
        routes
            .pages
            .iter()
            .enumerate()
            .map(|(at, path)| SitePage::new(path.as_str(), move |lookup| pages::document(lookup, at))),
    );
    pages
}

fn data_pages(lookup: &Lookup) -> Vec<SitePage> {
    let mut pages = vec![
        SitePage::data("api/incidents.json", |lookup| Data::Incidents(export::incidents(lookup))),
        SitePage::data("api/actions.json", |lookup| Data::Actions(export::actions(lookup))),
        SitePage::data("api/schema.json", |_| Data::Schema),
        SitePage::data("api/front-matter.schema.json", |lookup| {
            Data::Json(front_matter_schema(&lookup.config))
        }),
        SitePage::data("api/config.schema.json", |_| Data::Json(config::schema())),
        SitePage::data("llms.txt", |lookup| Data::Guide(export::guide(lookup))),
    ];
    if let Some(base) = lookup.config.base_url.clone() {
        pages.extend(pages::feeds(lookup, &base));
        pages.push(SitePage::data("feed.xml", move |lookup| Data::Feed(export::feed(lookup, &base))));
    }
    pages.extend(tables_and_calendars(lookup));
    pages.extend((0..lookup.archive.incidents.len()).map(|at| {
        SitePage::data(lookup.routes.incident_data(at), move |lookup| {
            Data::Incident(Box::new(export::incident(lookup, at)))
        })
    }));
    let sources = lookup.archive.incidents.iter().enumerate().filter(|(_, one)| one.source.verbatim);
    pages.extend(sources.map(|(at, _)| {
        SitePage::data(lookup.routes.incident_source(at), move |lookup| {
            Data::Source(lookup.archive.incidents[at].source.text.once())
        })
    }));
    pages
}

/// Files for spreadsheets and calendars.
fn tables_and_calendars(lookup: &Lookup) -> Vec<SitePage> {
    let mut pages = vec![
        SitePage::data("incidents.csv", |lookup| Data::Table(export::incident_table(lookup))),
        SitePage::data("actions.csv", |lookup| Data::Table(export::action_table(lookup))),
        SitePage::data("actions.ics", |lookup| Data::Calendar(export::calendar(lookup, None))),
    ];
    pages.extend(lookup.routes.owners.iter().enumerate().map(|(at, pages)| {
        SitePage::data(routes::beside(&pages[0], "ics"), move |lookup| {
            Data::Calendar(export::calendar(lookup, Some(at)))
        })
    }));
    pages
}

/// Files for the host of a published site.
fn published(config: &Config, paths: &[Arc<str>]) -> Vec<SitePage> {
    let mut pages = Vec::new();
    let mut robots = "User-agent: *\nAllow: /\n".to_owned();
    // A robot that may not read a page does not learn that it must not list it, so `noindex` forbids nothing here.
    if let Some(base) = config.base_url.as_ref().filter(|_| !config.noindex) {
        robots = format!("{robots}\nSitemap: {base}sitemap.xml\n");
        let addresses: Vec<String> = paths.iter().map(|path| format!("{base}{path}")).collect();
        pages.push(SitePage::data("sitemap.xml", move |_| Data::Sitemap(addresses.clone())));
    }
    pages.push(SitePage::text("robots.txt", robots));
    // Without it, GitHub Pages would run Jekyll, which drops names that begin with `_`.
    pages.push(SitePage::text(".nojekyll", String::new()));
    if let Some(name) = &config.cname {
        pages.push(SitePage::text("CNAME", format!("{name}\n")));
    }
    pages
}

fn site(lookup: &Lookup, version: &str) -> Site {
    let (archive, config, routes) = (&lookup.archive, &lookup.config, &lookup.routes);
    let as_of: DateView = lookup.date(archive.as_of);
    let actions_overdue = archive.incidents.iter().map(|one| one.card.actions_overdue).sum();
    let logo = config.logo.as_deref().and_then(|logo| routes.file(logo));
    Site {
        title: config.title.clone(),
        language: config.language.clone(),
        base_url: config.base_url.clone(),
        noindex: config.noindex,
        as_of_text: lookup.messages.with("site.as_of", &[("date", &as_of.text)]),
        as_of,
        version: version.to_owned(),
        nav: Nav {
            home: "index.html".to_owned(),
            incidents: routes.list[0].clone(),
            actions: "actions.html".to_owned(),
            services: "services.html".to_owned(),
            tags: "tags.html".to_owned(),
            insights: pages::INSIGHTS.to_owned(),
            luck: pages::LUCK.to_owned(),
            now: pages::NOW.to_owned(),
            themes: pages::THEMES.to_owned(),
            severities: "severities.html".to_owned(),
            dates: "dates.html".to_owned(),
            statuses: "statuses.html".to_owned(),
            about: routes.about.clone(),
            facts: routes.facts.clone(),
            search: "search.html".to_owned(),
            data: "api/incidents.json".to_owned(),
            actions_data: "api/actions.json".to_owned(),
            table: "incidents.csv".to_owned(),
            actions_table: "actions.csv".to_owned(),
            actions_calendar: "actions.ics".to_owned(),
            feed: config.base_url.is_some().then(|| "feed.xml".to_owned()),
        },
        incidents: archive.incidents.len(),
        incidents_text: lookup.messages.count("count.incidents", archive.incidents.len()),
        actions_open: archive.incidents.iter().map(|one| one.card.actions_open).sum(),
        actions_overdue,
        actions_overdue_text: lookup.messages.count("count.overdue", actions_overdue),
        logo: logo.map(|logo| LinkView { label: config.title.clone(), url: routes::encode(logo) }),
        accent: config.accent.clone(),
        severity_colors: config
            .severities
            .iter()
            .filter_map(|step| Some((lookup::step_class(step), step.color.clone()?)))
            .collect(),
    }
}
