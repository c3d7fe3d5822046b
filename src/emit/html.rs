//! Pages for people.

use std::sync::Arc;

use minijinja::context;
use minijinja::value::{Serde, Value};

use super::Artifact;
use super::style::{Asset, Assets, assets};
use super::theme::{Theme, ThemeError};
use super::words::Words;
use crate::messages::Messages;
use crate::site::view::{Frame, Site, View};
use crate::text::escape_html;

/// A theme with everything that is the same on all pages.
#[derive(Debug)]
pub(super) struct Renderer {
    theme: Theme,
    files: Assets,
}

impl Renderer {
    pub(super) fn new(theme: Theme, site: &Site, messages: &Arc<Messages>) -> Self {
        let files = assets(site, &theme, messages);
        let path = |asset: &Option<Asset>| asset.as_ref().map(|asset| asset.path.clone());
        let assets = context! {
            style => files.style.path.as_str(),
            script => path(&files.script),
            colors => path(&files.colors),
            search => path(&files.search),
            answer => path(&files.answer),
        };
        let known = vec![
            ("site", Value::from(Serde(site))),
            ("assets", assets),
            ("t", Value::from_object(Words::new(Arc::clone(messages)))),
            ("author_text", Value::from_safe_string(author_text(site, messages))),
        ];
        Self { theme: theme.prepared(known), files }
    }

    /// The files that every page loads.
    pub(super) fn assets(&self) -> impl Iterator<Item = Artifact> {
        self.files.artifacts()
    }

    /// One page.
    pub(super) fn page(&self, frame: &Frame, view: &View) -> Result<Vec<u8>, ThemeError> {
        let context = context! {
            page => Value::from(Serde(frame)),
            view => Value::from(Serde(view)),
        };
        self.theme.page(view.template(), &frame.root, context, view.expected_length())
    }
}

/// Attributes of elements with text from documents: its direction follows from the text, and its language is that of the archive
/// where the interface has another.
fn author_text(site: &Site, messages: &Messages) -> String {
    if site.language == messages.language() {
        return "dir=\"auto\"".to_owned();
    }
    format!("dir=\"auto\" lang=\"{}\"", escape_html(&site.language))
}
