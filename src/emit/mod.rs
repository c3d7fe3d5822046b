//! Turns views into bytes: one file per format.
//!
//! A page is a function of its view, the theme and the data of the site, and of nothing else: this module cannot see the
//! archive.

mod calendar;
mod csv;
mod expand;
mod feed;
mod fragment;
mod html;
mod json;
mod llms;
mod pack;
mod script;
mod sitemap;
mod style;
mod theme;
mod undefined;
mod whole;
mod words;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::iter;
use std::sync::Arc;

pub use self::csv::harmless;
pub use self::pack::{PACK_MARKER, PackedFile, Packer, Part};
pub use json::export_schema;
pub use theme::{Theme, ThemeError};

use self::html::Renderer;
use crate::search::{File, Index};
use crate::site::{Content, Data, Plan, SitePage, export};

/// The contents of a file of the site.
#[derive(Clone, Debug)]
pub enum Contents {
    /// The result of [`Emitter::bytes`] for this page.
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
    /// Its contents.
    pub contents: Contents,
}

/// Makes the files of a site on demand.
#[derive(Debug)]
pub struct Emitter {
    plan: Plan,
    renderer: Renderer,
}

impl Emitter {
    /// Creates an emitter for a plan and a theme.
    pub fn new(plan: Plan, theme: Theme) -> Self {
        let renderer = Renderer::new(theme.limited(plan.pages.len()), &plan.site, plan.messages());
        Self { plan, renderer }
    }

    /// The plan of the site.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// All files of the site except the search index: the largest pages first, then assets, then copies.
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

    /// Makes the files of the search index.
    pub fn search(&self) -> Vec<Artifact> {
        search_artifacts(self.plan.search())
    }

    /// Makes the files of the search index, and the index for queries in the terminal.
    pub fn search_and_index(&self) -> (Vec<Artifact>, Index<'static>) {
        let (files, index) = self.plan.search_and_index();
        (search_artifacts(files), index)
    }

    /// Renders one page of each kind, to find errors in templates before a page is requested. Files without a template cannot
    /// fail.
    pub fn probe(&self) -> Result<(), ThemeError> {
        let mut kinds = BTreeSet::new();
        let templated = |page: &&SitePage| page.path.rsplit('.').next() == Some("html");
        let pages = self.plan.pages.iter().filter(templated).filter(|page| kinds.insert(kind(&page.path)));
        pages.map(|page| self.bytes(page)).find(Result::is_err).map_or(Ok(()), |error| error.map(drop))
    }

    /// The bytes of a page.
    ///
    /// Fails only on an error in a template.
    pub fn bytes(&self, page: &SitePage) -> Result<Vec<u8>, ThemeError> {
        let mut pieces = self.pieces(page)?;
        let mut bytes = pieces.next().unwrap_or_default().into_owned();
        pieces.for_each(|piece| bytes.extend_from_slice(&piece));
        Ok(bytes)
    }

    /// The same in pieces. Exports of the whole archive have more than one.
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

/// The contents of a file in pieces, so that no file that grows with the archive is in memory as a whole.
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

/// The bytes of the JSON file of an incident.
pub fn incident_data(incident: &export::Incident<'_>) -> Vec<u8> {
    json::pretty(incident)
}

/// The kind of a page: pages in a folder are of one kind, and so are pages whose names differ in digits only.
fn kind(path: &str) -> String {
    match path.split_once('/') {
        Some((folder, name)) => format!("{folder}/{}", name.rsplit('.').next().unwrap_or_default()),
        None => path.replace(|c: char| c.is_ascii_digit(), ""),
    }
}
