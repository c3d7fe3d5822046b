//! Turns views into bytes: one file a format.
//!
//! A page is a function of its view, the theme and the site's own data, and of nothing else: nothing here can
//! look into the archive.

mod feed;
mod html;
mod json;
mod sitemap;
mod style;
mod theme;

#[cfg(test)]
mod tests;

use std::sync::Arc;

pub use theme::{Theme, ThemeError};

use self::html::Renderer;
use crate::site::{Content, Data, Page, Plan};

/// What is to stand in a file of the site.
#[derive(Clone, Debug)]
pub enum Contents {
    /// What [`Emitter::bytes`] makes of this page.
    Page(Page),
    /// These bytes.
    Bytes(Vec<u8>),
    /// The bytes of a file of the content folder, by its path relative to that folder.
    File(Arc<str>),
}

/// One file of the site.
#[derive(Clone, Debug)]
pub struct Artifact {
    /// Path relative to the output folder, with `/` between the parts.
    pub path: String,
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
        let renderer = Renderer::new(theme, &plan.site);
        Self { plan, renderer }
    }

    /// Every file of the site: the largest pages first, then the search index, assets and copies. The index is made here.
    pub fn artifacts(&self) -> Vec<Artifact> {
        let pages = self.plan.pages.iter();
        let pages =
            pages.map(|page| Artifact { path: page.path.clone(), contents: Contents::Page(page.clone()) });
        let copies = self.plan.files.iter().map(|file| Artifact {
            path: file.path.clone(),
            contents: Contents::File(Arc::clone(&file.from)),
        });
        let search = self.plan.search().into_iter();
        let search = search
            .map(|file| Artifact { path: file.path, contents: Contents::Bytes(file.text.into_bytes()) });
        pages.chain(search).chain(self.renderer.assets()).chain(copies).collect()
    }

    /// The bytes of a page.
    ///
    /// The only thing that can go wrong is a template.
    pub fn bytes(&self, page: &Page) -> Result<Vec<u8>, ThemeError> {
        Ok(match self.plan.content(page) {
            Content::Html(content) => self.renderer.page(&content.0, &content.1)?.into_bytes(),
            Content::Data(Data::Incident(incident)) => json::pretty(&incident),
            Content::Data(Data::Incidents(incidents)) => json::lines(&incidents),
            Content::Data(Data::Actions(actions)) => json::pretty(&actions),
            Content::Data(Data::Schema) => json::SCHEMA.as_bytes().to_vec(),
            Content::Data(Data::Feed(feed)) => feed::atom(&feed),
            Content::Data(Data::Sitemap(addresses)) => sitemap::xml(&addresses).into_bytes(),
            Content::Data(Data::Text(text)) => text.into_bytes(),
        })
    }
}
