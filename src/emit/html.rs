//! Pages for people.

use minijinja::context;
use minijinja::value::{Serde, Value};
use rayon::prelude::*;

use super::style::Assets;
use super::theme::{Theme, ThemeError};
use super::{Artifact, bytes};
use crate::site::Page;
use crate::site::view::{Frame, Site, View};

/// A theme with everything that is the same on all pages.
pub(super) struct Renderer<'a> {
    theme: &'a Theme,
    /// Built once: a list in a context that is built for each page would cost more than the page.
    site: Value,
    assets: Value,
}

impl<'a> Renderer<'a> {
    pub(super) fn new(theme: &'a Theme, site: &Site, assets: &Assets) -> Self {
        let script = assets.script.as_ref().map(|asset| asset.path.as_str());
        let assets = context! { style => assets.style.path.as_str(), script => script };
        Self { theme, site: Value::from(Serde(site)), assets }
    }

    /// Every page, in order. Of several errors the first is returned, whichever was met first.
    pub(super) fn all(&self, pages: &[Page]) -> Result<Vec<Artifact>, ThemeError> {
        let made: Vec<Result<Artifact, ThemeError>> = pages
            .par_iter()
            .map(|page| Ok(Artifact::bytes(page.path.clone(), bytes(&page.content, self)?)))
            .collect();
        made.into_iter().collect()
    }

    /// One page.
    pub(super) fn page(&self, frame: &Frame, view: &View) -> Result<String, ThemeError> {
        let context = context! {
            site => self.site.clone(),
            assets => self.assets.clone(),
            page => Value::from(Serde(frame)),
            view => Value::from(Serde(view)),
        };
        self.theme.render(view.template(), context)
    }
}
