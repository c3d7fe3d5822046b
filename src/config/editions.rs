//! `[editions]`, `[[redact]]` and `[people]`: what the public edition of the site leaves out.

use regex::Regex;
use toml::de::DeTable;

use super::keys::{ALL, ALLOW, EDITIONS, PEOPLE, PUBLIC, REDACT};
use super::reader::{ConfigReader, Key, Value};
use super::{Config, value};

/// An edition of the site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Edition {
    /// Everything, for the team.
    #[default]
    Internal,
    /// What documents and configuration declare to be public.
    Public,
}

impl Edition {
    /// The word for it in documents and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Internal => "internal",
            Self::Public => "public",
        }
    }

    /// The edition with this name, in upper or lower case.
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.trim();
        [Self::Internal, Self::Public].into_iter().find(|edition| name.eq_ignore_ascii_case(edition.name()))
    }
}

/// The settings of editions.
#[derive(Clone, Debug, Default)]
pub struct Editions {
    /// The first edition that shows a document without `visibility`.
    pub default: Edition,
    /// Internal domains, of whose hosts `pmsite check` warns.
    pub domains: Vec<String>,
    /// The public edition.
    pub public: PublicEdition,
}

/// The settings of the public edition.
#[derive(Clone, Debug, Default)]
pub struct PublicEdition {
    /// Its title; that of the archive if not set.
    pub title: Option<String>,
    /// The URL at which it is published, ending in `/`.
    pub base_url: Option<String>,
    /// Its output folder, relative to the working directory.
    pub output_dir: Option<String>,
    /// The host name for its `CNAME` file.
    pub cname: Option<String>,
    /// Names of fields, front-matter keys and sections that it leaves out.
    pub withhold: Vec<String>,
    /// Whether ids of internal incidents are replaced by placeholders.
    pub hide_ids: bool,
    /// Globs of attachments that are published although pmsite cannot look into them.
    pub files: Vec<String>,
    /// Texts that may be in it although they also are in what is left out.
    pub allow: Vec<Allowed>,
}

/// A text that is public.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowed {
    /// The text.
    pub text: String,
    /// Why it is public.
    pub reason: String,
}

/// What is replaced by placeholders in the public edition.
#[derive(Clone, Debug)]
pub struct RedactRule {
    /// The word from which placeholders are made: `customer` for `customer-1`.
    pub label: String,
    /// Texts as they are.
    pub texts: Vec<String>,
    /// The path of a file with one text per line, relative to the archive folder.
    pub list: Option<String>,
    /// A pattern.
    pub pattern: Option<Regex>,
}

impl ConfigReader<'_> {
    /// Reads `[editions]`.
    pub(super) fn editions(&mut self, key: &Key<'_>, value: &Value<'_>, config: &mut Config) {
        let mut editions = Editions::default();
        for (key, value) in self.table(key, value).into_iter().flatten() {
            match key.get_ref().as_ref() {
                "default" => {
                    let choices = [("internal", Edition::Internal), ("public", Edition::Public)];
                    editions.default = self.choice(key, value, &choices).unwrap_or_default();
                }
                "domains" => editions.domains = self.lines(key, value),
                "public" => {
                    if let Some(table) = self.table(key, value) {
                        editions.public = self.public_edition(table);
                    }
                }
                _ => self.unknown(key, EDITIONS, &ALL),
            }
        }
        config.editions = Some(editions);
    }

    fn public_edition(&mut self, table: &DeTable<'_>) -> PublicEdition {
        let mut public = PublicEdition::default();
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "title" => public.title = self.checked(key, value, value::line),
                "base_url" => public.base_url = self.checked(key, value, value::base_url),
                "output_dir" => public.output_dir = self.checked(key, value, value::folder),
                "cname" => public.cname = self.checked(key, value, value::host),
                "withhold" => public.withhold = self.lines(key, value),
                "hide_ids" => public.hide_ids = self.flag(key, value).unwrap_or_default(),
                "files" => public.files = self.globs(key, value).unwrap_or_default(),
                "allow" => public.allow = self.allowed(key, value),
                _ => self.unknown(key, PUBLIC, &ALL),
            }
        }
        public
    }

    fn allowed(&mut self, key: &Key<'_>, value: &Value<'_>) -> Vec<Allowed> {
        let mut all = Vec::new();
        for table in self.tables(key, value) {
            let (mut text, mut reason) = (None, None);
            for (key, value) in *table.get_ref() {
                match key.get_ref().as_ref() {
                    "text" => text = self.checked(key, value, value::line),
                    "reason" => reason = self.checked(key, value, value::line),
                    _ => self.unknown(key, ALLOW, &ALL),
                }
            }
            match (text, reason) {
                (Some(text), Some(reason)) => all.push(Allowed { text, reason }),
                (text, _) => {
                    let missing = if text.is_none() { "text" } else { "reason" };
                    let help = "say which text is public, and why: text = \"…\" and reason = \"…\"";
                    self.invalid(&table, format!("allowed text has no `{missing}`"), help);
                }
            }
        }
        all
    }

    /// Reads `[[redact]]`.
    pub(super) fn redact(&mut self, key: &Key<'_>, value: &Value<'_>, config: &mut Config) {
        for table in self.tables(key, value) {
            let mut rule = RedactRule { label: String::new(), texts: Vec::new(), list: None, pattern: None };
            let mut is_complete = true;
            for (key, value) in *table.get_ref() {
                match key.get_ref().as_ref() {
                    "as" => match self.checked(key, value, value::placeholder) {
                        Some(label) => rule.label = label,
                        None => is_complete = false,
                    },
                    "texts" => rule.texts = self.lines(key, value),
                    "list" => rule.list = self.checked(key, value, value::inside),
                    "pattern" => {
                        rule.pattern = self.pattern(key, value);
                        is_complete &= rule.pattern.is_some();
                    }
                    _ => self.unknown(key, REDACT, &ALL),
                }
            }
            if is_complete && rule.label.is_empty() {
                let help = "name the placeholders, for example as = \"customer\" for customer-1";
                self.invalid(&table, "redaction has no `as`".to_owned(), help);
            } else if is_complete && rule.texts.is_empty() && rule.list.is_none() && rule.pattern.is_none() {
                let help = "give `texts`, a `list` file or a `pattern`";
                self.invalid(&table, "redaction does not say what to replace".to_owned(), help);
            }
            config.redactions.push(rule);
        }
    }

    /// Reads `[people]`.
    pub(super) fn people(&mut self, key: &Key<'_>, value: &Value<'_>, config: &mut Config) {
        for (key, value) in self.table(key, value).into_iter().flatten() {
            match key.get_ref().as_ref() {
                "names" => config.people = self.lines(key, value),
                _ => self.unknown(key, PEOPLE, &ALL),
            }
        }
    }

    /// A list of texts with at least one visible character each.
    fn lines(&mut self, key: &Key<'_>, value: &Value<'_>) -> Vec<String> {
        let mut lines = Vec::new();
        for text in self.texts(key, value).into_iter().flatten() {
            match value::line(text.get_ref()) {
                Ok(line) => lines.push(line),
                Err(refusal) => {
                    self.invalid(&text, format!("`{}` {}", key.get_ref(), refusal.what), refusal.help);
                }
            }
        }
        lines
    }
}
