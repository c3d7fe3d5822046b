//! Settings that mean something: every key has its default here.

use std::collections::BTreeMap;

use regex::Regex;

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
    /// `square`, `triangle`, `circle`, `ring`, `dash`: never colour alone.
    pub shape: String,
    /// A CSS colour that replaces the theme's, if given.
    pub color: Option<String>,
}

/// Which of two numbers is the day in `03/04/2024`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// 3 April.
    DayFirst,
    /// March 4.
    MonthFirst,
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
    /// Further words for the vocabulary: scope (`heading`, `key`, `column`, `value` …) to field to words.
    pub aliases: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    /// Ids of other systems.
    pub links: Vec<LinkRule>,
    /// Theme folder, relative to the archive folder; `None` for the built-in theme.
    pub theme: Option<String>,
    /// Accent colour, a CSS colour in hexadecimal.
    pub accent: Option<String>,
    /// Path of a logo in the content folder.
    pub logo: Option<String>,
    /// Levels of checks by code: `off`, `info`, `warning`, `error`.
    pub check: BTreeMap<String, String>,
    /// Host name for a `CNAME` file.
    pub cname: Option<String>,
    /// Address at which a source can be edited, with `{path}`.
    pub edit_url: Option<String>,
}
