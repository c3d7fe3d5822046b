//! `[mirror.*]`: settings of the mirror in a wiki.

use std::collections::BTreeMap;

use toml::de::DeTable;

use super::reader::{ConfigReader, Key, Keys, Value};
use super::{Config, value};

/// Calls a macro with the list of wikis that a mirror can be made for: the module of `mirror::wikis` for each, and its name for `--to`
/// and in the configuration. The list is here because the configuration cannot import from `mirror`.
macro_rules! wikis {
    ($call:ident) => {
        $call! {
            github: "github-wiki",
            gitlab: "gitlab-wiki",
            mediawiki: "mediawiki",
            confluence: "confluence",
        }
    };
}
pub(crate) use wikis;

macro_rules! names {
    ($($module:ident: $name:literal,)*) => {
        /// The names of the wikis.
        pub const WIKIS: &[&str] = &[$($name),*];
    };
}
wikis!(names);

pub(super) const MIRROR: Keys = Keys { table: "[mirror]", known: WIKIS };
pub(super) const WIKI: Keys =
    Keys { table: "[mirror.*]", known: &["prefix", "banner", "highlight", "uploader", "space", "parent"] };

/// The program that uploads Markdown to Confluence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Uploader {
    /// `md2conf` of `markdown-to-confluence`: front matter.
    #[default]
    Md2conf,
    /// `mark`: comments at the start of the file.
    Mark,
}

/// Settings of the mirror for one wiki.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MirrorSettings {
    /// A prefix for every title.
    pub prefix: String,
    /// Whether each page starts with the path of its document.
    pub banner: bool,
    /// MediaWiki: whether the extension `SyntaxHighlight` is installed.
    pub highlight: bool,
    /// Confluence: the program that uploads the pages.
    pub uploader: Uploader,
    /// Confluence: the space key.
    pub space: Option<String>,
    /// Confluence with `mark`: the title of the parent page.
    pub parent: Option<String>,
}

impl Default for MirrorSettings {
    fn default() -> Self {
        Self {
            prefix: String::new(),
            banner: true,
            highlight: false,
            uploader: Uploader::default(),
            space: None,
            parent: None,
        }
    }
}

impl ConfigReader<'_> {
    /// Reads `[mirror]`.
    pub(super) fn mirror(&mut self, key: &Key<'_>, value: &Value<'_>, config: &mut Config) {
        let mut mirrors = BTreeMap::new();
        for (wiki, value) in self.table(key, value).into_iter().flatten() {
            if !WIKIS.contains(&wiki.get_ref().as_ref()) {
                self.unknown(wiki, MIRROR, &[]);
                continue;
            }
            let table = self.table(wiki, value);
            let settings = table.map(|table| self.wiki(table)).unwrap_or_default();
            mirrors.insert(wiki.get_ref().to_string(), settings);
        }
        config.mirrors = mirrors;
    }

    fn wiki(&mut self, table: &DeTable<'_>) -> MirrorSettings {
        let mut settings = MirrorSettings::default();
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "prefix" => {
                    // A word needs a space after it, a colon does not.
                    let prefix = self.checked(key, value, value::line);
                    settings.prefix = prefix
                        .map(|prefix| if prefix.ends_with(':') { prefix } else { format!("{prefix} ") })
                        .unwrap_or_default();
                }
                "banner" => settings.banner = self.flag(key, value).unwrap_or(settings.banner),
                "highlight" => settings.highlight = self.flag(key, value).unwrap_or_default(),
                "uploader" => {
                    let uploaders = [("md2conf", Uploader::Md2conf), ("mark", Uploader::Mark)];
                    settings.uploader = self.choice(key, value, &uploaders).unwrap_or_default();
                }
                "space" => settings.space = self.checked(key, value, value::line),
                "parent" => settings.parent = self.checked(key, value, value::line),
                _ => self.unknown(key, WIKI, &[]),
            }
        }
        settings
    }
}
