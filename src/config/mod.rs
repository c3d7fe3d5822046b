//! The configuration: every setting, with its default.
//!
//! [`parse()`] reads `pmsite.toml`. It never fails: a value that cannot be used becomes a diagnostic and keeps its default.
//! [`crate::session`] refuses a configuration with errors, and carries the other diagnostics along as [`Config::notes`].

mod editions;
mod globs;
mod keys;
mod mirror;
mod parse;
mod reader;
mod recurring;
mod scale;
mod schema;
mod value;

use std::collections::BTreeMap;

use regex::Regex;

pub use crate::when::DateOrder;
pub use editions::{Allowed, Edition, Editions, PublicEdition, RedactRule};
pub(crate) use globs::path_globs;
pub(crate) use mirror::wikis;
pub use mirror::{MirrorSettings, Uploader, WIKIS};
pub use parse::parse;
pub use recurring::ThemeRule;
pub use schema::schema;

use crate::diag::{Code, Diagnostic, Level};
use crate::model::SeverityShape;
use crate::source::Span;

/// The name of the configuration file in the archive folder.
pub const FILE_NAME: &str = "pmsite.toml";

/// The output folder of the public edition, unless the configuration names one.
const PUBLIC_OUTPUT: &str = "site-public";

/// One step of the severity scale, most severe first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeverityStep {
    /// The key in URLs, class names and queries: `sev1`.
    pub key: String,
    /// The displayed name: `SEV1`.
    pub label: String,
    /// What it means, one sentence; may be empty.
    pub description: String,
    /// Synonyms, folded (`sev-1`, `p1`, `critical`).
    pub aliases: Vec<String>,
    /// The shape next to the name, so that color is never the only difference.
    pub shape: SeverityShape,
    /// A CSS color that replaces the color of the theme.
    pub color: Option<String>,
}

/// A rule that turns ids of other systems into links.
#[derive(Clone, Debug)]
pub struct LinkRule {
    /// The pattern of such an id; the whole word must match.
    pub pattern: Regex,
    /// The URL, with `{id}` for the id.
    pub url: String,
}

/// A service: its name, and what the archive shows about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServiceRule {
    /// The name under which it is shown.
    pub name: String,
    /// Other names that documents use.
    pub aliases: Vec<String>,
    /// The person or team that owns it.
    pub owner: Option<String>,
    /// The URL of its documentation or dashboard.
    pub url: Option<String>,
}

/// All settings of an archive.
#[derive(Clone, Debug)]
pub struct Config {
    /// Title of the archive.
    pub title: String,
    /// URL of the published site, ending in `/`; needed only for feeds, sitemap and canonical links.
    pub base_url: Option<String>,
    /// Content folder, relative to the archive folder.
    pub content: String,
    /// Output folder, relative to the working directory.
    pub output_dir: String,
    /// Language of the site, as BCP 47.
    pub language: String,
    /// Default time zone: an IANA name or an offset.
    pub timezone: Option<String>,
    /// How `03/04/2024` is read; `None` reports it as ambiguous.
    pub date_order: Option<DateOrder>,
    /// Globs of paths to skip.
    pub ignore: Vec<String>,
    /// Globs of documents that are incidents, whatever they look like.
    pub incidents: Vec<String>,
    /// Globs of documents that are not.
    pub pages: Vec<String>,
    /// The services that the team knows.
    pub services: Vec<ServiceRule>,
    /// The pattern of incident ids; `None` for the built-in pattern.
    pub id_pattern: Option<Regex>,
    /// The severity scale.
    pub severities: Vec<SeverityStep>,
    /// Additional front-matter keys, shown and searchable as facets: key to label.
    pub fields: BTreeMap<String, String>,
    /// Where the configuration names each of these keys.
    pub field_spans: BTreeMap<String, Span>,
    /// Additional vocabulary: scope (`heading`, `key`, `timeline_column` …) to field to words.
    pub aliases: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    /// Links for ids of other systems.
    pub links: Vec<LinkRule>,
    /// Theme folder, relative to the archive folder; `None` for the built-in theme.
    pub theme: Option<String>,
    /// Accent color, a CSS color in hexadecimal.
    pub accent: Option<String>,
    /// Path of a logo in the content folder.
    pub logo: Option<String>,
    /// Levels of rules that differ from the default; `None` is `off`.
    pub check: BTreeMap<Code, Option<Level>>,
    /// Whether a build that would remove most of the incident pages is refused.
    pub removal_guard: bool,
    /// Whether statistics include the mean.
    pub mean: bool,
    /// What the team says about recurring themes.
    pub recurring_themes: Vec<ThemeRule>,
    /// Host name for a `CNAME` file.
    pub cname: Option<String>,
    /// Whether search engines are asked to leave the site out of their results.
    pub noindex: bool,
    /// URL for editing a document, with `{path}`.
    pub edit_url: Option<String>,
    /// The edition to build.
    pub edition: Edition,
    /// The editions of the site, if there are several.
    pub editions: Option<Editions>,
    /// What the public edition replaces by placeholders.
    pub redactions: Vec<RedactRule>,
    /// Names of people, about which `pmsite check` warns in public documents.
    pub people: Vec<String>,
    /// Mirror settings by wiki name.
    pub mirrors: BTreeMap<String, MirrorSettings>,
    /// Diagnostics about the configuration that do not stop a run; reported with those about documents.
    pub notes: Vec<Diagnostic>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            title: "Incidents".to_owned(),
            base_url: None,
            content: ".".to_owned(),
            output_dir: "public".to_owned(),
            language: "en".to_owned(),
            timezone: None,
            date_order: None,
            ignore: Vec::new(),
            incidents: Vec::new(),
            pages: Vec::new(),
            services: Vec::new(),
            id_pattern: None,
            severities: scale::built_in(),
            fields: BTreeMap::new(),
            field_spans: BTreeMap::new(),
            aliases: BTreeMap::new(),
            links: Vec::new(),
            theme: None,
            accent: None,
            logo: None,
            check: BTreeMap::new(),
            removal_guard: true,
            mean: false,
            recurring_themes: Vec::new(),
            cname: None,
            noindex: false,
            edit_url: None,
            edition: Edition::default(),
            editions: None,
            redactions: Vec::new(),
            people: Vec::new(),
            mirrors: BTreeMap::new(),
            notes: Vec::new(),
        }
    }
}

impl Config {
    /// Whether a front-matter key is one of [`Config::fields`], in upper or lower case.
    pub fn is_field(&self, key: &str) -> bool {
        self.fields.keys().any(|field| field.to_lowercase() == key.to_lowercase())
    }

    /// Chooses an edition. The public one has its own title and address, and no links to the repository, which is internal.
    pub fn set_edition(&mut self, edition: Edition) {
        self.edition = edition;
        if edition == Edition::Internal {
            return;
        }
        let public = self.editions.as_ref().map(|editions| editions.public.clone()).unwrap_or_default();
        if let Some(title) = public.title {
            self.title = title;
        }
        self.base_url = public.base_url;
        self.output_dir = public.output_dir.unwrap_or_else(|| PUBLIC_OUTPUT.to_owned());
        self.cname = public.cname;
        self.edit_url = None;
    }

    /// Replaces the URL of the published site.
    ///
    /// # Errors
    ///
    /// Returns one sentence that says why the text is not such a URL.
    pub fn set_base_url(&mut self, text: &str) -> Result<(), String> {
        let address = value::base_url(text)
            .map_err(|refusal| format!("base URL `{text}` {}; {}", refusal.what, refusal.help))?;
        self.base_url = Some(address);
        Ok(())
    }
}
