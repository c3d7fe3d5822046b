//! Pages for people.

use minijinja::context;
use minijinja::value::{Serde, Value};

use super::Artifact;
use super::style::{Asset, Assets, assets};
use super::theme::{Theme, ThemeError};
use crate::site::view::{Frame, Site, View};

/// A theme with everything that is the same on all pages.
#[derive(Debug)]
pub(super) struct Renderer {
    theme: Theme,
    files: Assets,
    /// Built once: a list in a context that is built for each page would cost more than the page.
    site: Value,
    assets: Value,
}

impl Renderer {
    pub(super) fn new(theme: Theme, site: &Site) -> Self {
        let files = assets(site, &theme);
        let path = |asset: &Option<Asset>| asset.as_ref().map(|asset| asset.path.clone());
        let assets = context! {
            style => files.style.path.as_str(),
            script => path(&files.script),
            search => path(&files.search),
        };
        let site = Value::from(Serde(site));
        let theme = theme.expanded(vec![("site", site.clone()), ("assets", assets.clone())]);
        Self { theme, files, site, assets }
    }

    /// The files that every page loads.
    pub(super) fn assets(&self) -> impl Iterator<Item = Artifact> {
        self.files.artifacts()
    }

    /// One page.
    pub(super) fn page(&self, frame: &Frame, view: &View) -> Result<Vec<u8>, ThemeError> {
        // What is asked for most often is found first.
        let context = context! {
            page => Value::from(Serde(frame)),
            view => Value::from(Serde(view)),
            site => self.site.clone(),
            assets => self.assets.clone(),
        };
        self.theme.page(view.template(), &frame.root, context, view.expected_length())
    }
}
