//! Turns views into bytes: one file a format.
//!
//! A page is a function of its view, the theme and the site's own data, and of nothing else: nothing here can
//! look into the archive.

mod calendar;
mod csv;
mod expand;
mod feed;
mod fragment;
mod html;
mod json;
mod llms;
mod script;
mod sitemap;
mod style;
mod theme;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::iter;
use std::sync::Arc;

pub use self::csv::harmless;
pub use json::export_schema;
pub use theme::{Theme, ThemeError};

use self::html::Renderer;
use crate::search::{File, Index};
use crate::site::{Content, Data, Plan, SitePage, export};

/// What is to stand in a file of the site.
#[derive(Clone, Debug)]
pub enum Contents {
    /// What [`Emitter::bytes`] makes of this page.
    Page(SitePage),
    /// These bytes.
    Bytes(Vec<u8>),
    /// The bytes of a file of the content folder, by its path relative to that folder.
    File(Arc<str>),
}

/// One file of the site.
#[derive(Clone, Debug)]
pub struct Artifact {
    /// Path relative to the output folder, with `/` between the parts.
    pub path: Arc<str>,
    /// What is to stand in it.
    pub contents: Contents,
}

/// Makes the files of a site, each when it is asked for.
#[derive(Debug)]
pub struct Emitter {
    plan: Plan,
    renderer: Renderer,
}

impl Emitter {
    /// For this plan, in this theme.
    pub fn new(plan: Plan, theme: Theme) -> Self {
        let renderer = Renderer::new(theme.limited(plan.pages.len()), &plan.site);
        Self { plan, renderer }
    }

    /// The plan of the site.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Every file of the site but those of the search index: the largest pages first, then assets, then copies.
    pub fn artifacts(&self) -> Vec<Artifact> {
        let pages = self.plan.pages.iter();
        let pages = pages
            .map(|page| Artifact { path: Arc::clone(&page.path), contents: Contents::Page(page.clone()) });
        let copies = self.plan.files.iter().map(|file| Artifact {
            path: file.path.as_str().into(),
            contents: Contents::File(Arc::clone(&file.from)),
        });
        pages.chain(self.renderer.assets()).chain(copies).collect()
    }

    /// The files of the search index, made here and now.
    pub fn search(&self) -> Vec<Artifact> {
        search_artifacts(self.plan.search())
    }

    /// The files of the search index, and the same for questions in a terminal.
    pub fn search_and_index(&self) -> (Vec<Artifact>, Index<'static>) {
        let (files, index) = self.plan.search_and_index();
        (search_artifacts(files), index)
    }

    /// Renders one page of each kind, so that a mistake in a template is met before anybody asks for a page. What is made
    /// without a template cannot fail.
    pub fn probe(&self) -> Result<(), ThemeError> {
        let mut kinds = BTreeSet::new();
        let templated = |page: &&SitePage| page.path.rsplit('.').next() == Some("html");
        let pages = self.plan.pages.iter().filter(templated).filter(|page| kinds.insert(kind(&page.path)));
        pages.map(|page| self.bytes(page)).find(Result::is_err).map_or(Ok(()), |error| error.map(drop))
    }

    /// The bytes of a page.
    ///
    /// The only thing that can go wrong is a template.
    pub fn bytes(&self, page: &SitePage) -> Result<Vec<u8>, ThemeError> {
        let mut pieces = self.pieces(page)?;
        let mut bytes = pieces.next().unwrap_or_default().into_owned();
        pieces.for_each(|piece| bytes.extend_from_slice(&piece));
        Ok(bytes)
    }

    /// The same, piece by piece. Exports of the whole archive have more than one.
    pub fn pieces(&self, page: &SitePage) -> Result<Pieces<'_>, ThemeError> {
        let bytes = match self.plan.content(page) {
            Content::Html(content) => self.renderer.page(&content.0, &content.1)?,
            Content::Data(Data::Incident(incident)) => incident_data(&incident),
            Content::Data(Data::Source(text)) => text.into_owned().into_bytes(),
            Content::Data(Data::Incidents(incidents)) => {
                return Ok(Box::new(json::lines(incidents).map(Cow::Owned)));
            }
            Content::Data(Data::Actions(actions)) => {
                return Ok(Box::new(json::actions(actions).map(Cow::Owned)));
            }
            Content::Data(Data::Schema) => json::export_schema().into_bytes(),
            Content::Data(Data::Json(value)) => json::pretty(&value),
            Content::Data(Data::Guide(guide)) => llms::markdown(&guide).into_bytes(),
            Content::Data(Data::Table(table)) => {
                return Ok(Box::new(csv::table(table).map(Cow::Owned)));
            }
            Content::Data(Data::Calendar(calendar)) => {
                return Ok(Box::new(calendar::ics(calendar).map(Cow::Owned)));
            }
            Content::Data(Data::Feed(feed)) => feed::atom(&feed),
            Content::Data(Data::Sitemap(addresses)) => sitemap::xml(&addresses).into_bytes(),
            Content::Data(Data::Text(text)) => text.into_bytes(),
        };
        Ok(whole(bytes))
    }
}

/// What a file holds, piece by piece: nothing that grows with the archive has to be in memory as a whole.
pub type Pieces<'a> = Box<dyn Iterator<Item = Cow<'a, [u8]>> + 'a>;

/// A single piece.
pub fn whole<'a>(bytes: impl Into<Cow<'a, [u8]>>) -> Pieces<'a> {
    Box::new(iter::once(bytes.into()))
}

fn search_artifacts(files: Vec<File>) -> Vec<Artifact> {
    let artifact =
        |file: File| Artifact { path: file.path.into(), contents: Contents::Bytes(file.text.into_bytes()) };
    files.into_iter().map(artifact).collect()
}

/// The bytes of the file that a site has for an incident.
pub fn incident_data(incident: &export::Incident<'_>) -> Vec<u8> {
    json::pretty(incident)
}

/// Pages in one folder are of one kind, and so are those whose names differ in digits only.
fn kind(path: &str) -> String {
    match path.split_once('/') {
        Some((folder, name)) => format!("{folder}/{}", name.rsplit('.').next().unwrap_or_default()),
        None => path.replace(|c: char| c.is_ascii_digit(), ""),
    }
}
