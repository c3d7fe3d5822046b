//! Settings that mean something: every key has its default here.
//!
//! [`parse()`] reads `pmsite.toml`. It never fails: a value that cannot be used becomes a diagnostic and keeps its default.
//! [`crate::session`] refuses a configuration with errors, and carries the other diagnostics along as [`Config::notes`].

mod mirror;
mod parse;
mod reader;
mod scale;
mod schema;
mod value;

use std::collections::BTreeMap;

use regex::Regex;

pub use crate::when::DateOrder;
pub(crate) use mirror::wikis;
pub use mirror::{MirrorSettings, Uploader, WIKIS};
pub use parse::parse;
pub use schema::schema;

use crate::diag::{Code, Diagnostic, Level};

/// The name of the configuration in the archive folder.
pub const FILE_NAME: &str = "pmsite.toml";

/// One step of the severity scale, the gravest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeverityStep {
    /// The key in addresses, class names and queries: `sev1`.
    pub key: String,
    /// The name for people: `SEV1`.
    pub label: String,
    /// What it means, one sentence; may be empty.
    pub description: String,
    /// Other words for it, folded (`sev-1`, `p1`, `critical`).
    pub aliases: Vec<String>,
    /// `square`, `triangle`, `circle`, `ring`, `dash`: never color alone.
    pub shape: String,
    /// A CSS color that replaces the theme's, if given.
    pub color: Option<String>,
}

/// A rule that turns ids of other systems into links.
#[derive(Clone, Debug)]
pub struct LinkRule {
    /// What such an id looks like; the whole word must match.
    pub pattern: Regex,
    /// The address, with `{id}` for the id.
    pub url: String,
}

/// All settings of an archive.
#[derive(Clone, Debug)]
pub struct Config {
    /// Title of the archive.
    pub title: String,
    /// Address of the published site, ending in `/`; needed for feeds, sitemap and canonical links only.
    pub base_url: Option<String>,
    /// Content folder, relative to the archive folder.
    pub content: String,
    /// Output folder, relative to the working directory.
    pub output_dir: String,
    /// Language of the site, as BCP 47.
    pub language: String,
    /// Zone of times that name none: an IANA name or an offset.
    pub timezone: Option<String>,
    /// How `03/04/2024` is read; `None` refuses it.
    pub date_order: Option<DateOrder>,
    /// Globs of paths to leave out.
    pub ignore: Vec<String>,
    /// What the archive's own ids look like; `None` for the built-in pattern.
    pub id_pattern: Option<Regex>,
    /// The severity scale.
    pub severities: Vec<SeverityStep>,
    /// Front-matter keys that are facets of their own: key to label.
    pub fields: BTreeMap<String, String>,
    /// Further words for the vocabulary: scope (`heading`, `key`, `timeline_column` …) to field to words.
    pub aliases: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    /// Ids of other systems.
    pub links: Vec<LinkRule>,
    /// Theme folder, relative to the archive folder; `None` for the built-in theme.
    pub theme: Option<String>,
    /// Accent color, a CSS color in hexadecimal.
    pub accent: Option<String>,
    /// Path of a logo in the content folder.
    pub logo: Option<String>,
    /// Levels of diagnostics that differ from the code's own; `None` is `off`.
    pub check: BTreeMap<Code, Option<Level>>,
    /// Host name for a `CNAME` file.
    pub cname: Option<String>,
    /// Address at which a source can be edited, with `{path}`.
    pub edit_url: Option<String>,
    /// Settings of mirrors by the name of the wiki.
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
            id_pattern: None,
            severities: scale::built_in(),
            fields: BTreeMap::new(),
            aliases: BTreeMap::new(),
            links: Vec::new(),
            theme: None,
            accent: None,
            logo: None,
            check: BTreeMap::new(),
            cname: None,
            edit_url: None,
            mirrors: BTreeMap::new(),
            notes: Vec::new(),
        }
    }
}

impl Config {
    /// Replaces the address of the published site.
    ///
    /// # Errors
    ///
    /// Says in one sentence why the text is no such address.
    pub fn set_base_url(&mut self, text: &str) -> Result<(), String> {
        let address = value::base_url(text)
            .map_err(|refusal| format!("the base address `{text}` {}; {}", refusal.what, refusal.help))?;
        self.base_url = Some(address);
        Ok(())
    }
}
