//! Scripts, put together from the files of a theme and the messages that they show.
//!
//! Minification saves a fifth of the transfer size. `tests/browser/minify.js` makes the minified copies of the built-in scripts,
//! and a test there compares them; a minifier in pmsite itself would add fifty crates. If a theme replaces a file, its script
//! is put together from the readable files, each as it is.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::theme::Theme;
use crate::messages::{Message, Messages};
use crate::site::view::Site;

/// A script that pages load.
pub(super) struct Script {
    /// The name of the asset.
    pub(super) name: &'static str,
    /// The files of a theme, in their order. They share one scope.
    parts: &'static [&'static str],
    /// All of the built-in ones, minified.
    minified: &'static str,
}

/// The script of every page.
pub(super) const SITE: Script = Script {
    name: "site",
    parts: &["site-elements.js", "site-finder.js", "document.js", "tables.js", "previews.js", "site.js"],
    minified: include_str!("../../themes/minified/site.js"),
};

/// The colors that the reader has chosen; pages wait for it.
pub(super) const COLORS: Script = Script {
    name: "colors",
    parts: &["colors.js"],
    minified: include_str!("../../themes/minified/colors.js"),
};

/// The search engine.
pub(super) const SEARCH: Script = Script {
    name: "search",
    parts: &["search-words.js", "search-index.js", "search-filters.js", "search.js"],
    minified: include_str!("../../themes/minified/search.js"),
};

/// Answers above the results of the search page.
pub(super) const ANSWER: Script = Script {
    name: "answer",
    parts: &["search-answer.js"],
    minified: include_str!("../../themes/minified/answer.js"),
};

impl Script {
    /// The script of a theme; `None` if the theme empties one of its files, because the others do not work without it.
    pub(super) fn text(&self, theme: &Theme, site: &Site, messages: &Messages) -> Option<String> {
        let parts: Vec<&str> = self.parts.iter().map(|part| theme.text(part)).collect();
        if parts.iter().any(|text| text.trim().is_empty()) {
            return None;
        }
        let built_in =
            self.parts.iter().zip(&parts).all(|(name, text)| Theme::builtin_text(name) == Some(text));
        let script = if built_in { self.minified.to_owned() } else { join(&parts) };
        let shown = shown(&parts, messages);
        if shown.is_empty() {
            return Some(script);
        }
        let data = json!({
            "locale": messages.text("format.locale"),
            "content": (site.language != messages.language()).then_some(&site.language),
            "text": shown,
        });
        // In a block, so that the name is not visible outside.
        Some(format!("{{const MESSAGES={data};\n{script}}}\n"))
    }
}

/// One strict function around all, so that their names are not visible outside.
fn join(parts: &[&str]) -> String {
    format!("(() => {{\n'use strict';\n{}\n}})();\n", parts.join("\n"))
}

/// The messages that some scripts use as `t('name')`, by name: text, or an object of plural forms.
fn shown<'m>(parts: &[&str], messages: &'m Messages) -> BTreeMap<&'m str, Value> {
    let names =
        parts.iter().flat_map(|text| text.split("t('").skip(1)).filter_map(|rest| rest.split('\'').next());
    let value = |message: &Message| {
        if let Some(text) = message.plain() {
            json!(text)
        } else {
            let forms: BTreeMap<_, _> = message.written().collect();
            if forms.len() == 1 { json!(forms["other"]) } else { json!(forms) }
        }
    };
    names
        .filter_map(|name| messages.get_key_value(name))
        .map(|(name, message)| (name, value(message)))
        .collect()
}
