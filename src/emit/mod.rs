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

use crate::site::{Content, Data, Plan};

/// What is to stand in a file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contents {
    /// These bytes.
    Bytes(Vec<u8>),
    /// The bytes of a file of the content folder, by its path relative to that folder.
    File(Arc<str>),
}

/// One file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifact {
    /// Path relative to the output folder, with `/` between the parts.
    pub path: String,
    /// Its bytes.
    pub contents: Contents,
}

impl Artifact {
    fn bytes(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), contents: Contents::Bytes(bytes.into()) }
    }
}

/// Makes every file of the plan, in its order: pages and data, then assets, then copies.
///
/// The only thing that can go wrong is a template.
pub fn emit(plan: &Plan, theme: &Theme) -> Result<Vec<Artifact>, ThemeError> {
    let assets = style::assets(&plan.site, theme);
    let renderer = html::Renderer::new(theme, &plan.site, &assets);
    let mut artifacts = renderer.all(&plan.pages)?;
    artifacts.extend(assets.into_artifacts());
    artifacts.extend(
        plan.files.iter().map(|file| Artifact {
            path: file.path.clone(),
            contents: Contents::File(Arc::clone(&file.from)),
        }),
    );
    Ok(artifacts)
}

/// The bytes of one file.
fn bytes(content: &Content, renderer: &html::Renderer<'_>) -> Result<Vec<u8>, ThemeError> {
    Ok(match content {
        Content::Html(content) => renderer.page(&content.0, &content.1)?.into_bytes(),
        Content::Data(Data::Incident(incident)) => json::pretty(incident),
        Content::Data(Data::Incidents(incidents)) => json::lines(incidents),
        Content::Data(Data::Actions(actions)) => json::pretty(actions),
        Content::Data(Data::Schema) => json::SCHEMA.as_bytes().to_vec(),
        Content::Data(Data::Feed(feed)) => feed::atom(feed),
        Content::Data(Data::Sitemap(addresses)) => sitemap::xml(addresses).into_bytes(),
        Content::Data(Data::Text(text)) => text.clone().into_bytes(),
    })
}
