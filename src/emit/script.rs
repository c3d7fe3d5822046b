//! Scripts, put together from the files of a theme.
//!
//! Local names and blanks are a fifth of what a script weighs when it is sent, so the built-in ones are sent as `tests/browser/minify.js`
//! has made them; a test there holds the two against each other. To do that in this program instead would cost fifty crates. If
//! a theme replaces a file, its script is put together from the readable files, each as it is.

use super::theme::Theme;

/// A script that pages load.
pub(super) struct Script {
    /// The name of the asset.
    pub(super) name: &'static str,
    /// The files of a theme, in their order. They share one scope.
    parts: &'static [&'static str],
    /// What all of the built-in ones come to.
    minified: &'static str,
}

/// What every page does beyond being read.
pub(super) const SITE: Script =
    Script { name: "site", parts: &["site.js"], minified: include_str!("../../themes/minified/site.js") };

/// The search engine.
pub(super) const SEARCH: Script = Script {
    name: "search",
    parts: &["search-words.js", "search-index.js", "search.js"],
    minified: include_str!("../../themes/minified/search.js"),
};

impl Script {
    /// The script of a theme; none if the theme empties one of its files, because without it the others are of no use.
    pub(super) fn text(&self, theme: &Theme) -> Option<String> {
        let parts: Vec<&str> = self.parts.iter().map(|part| theme.text(part)).collect();
        if parts.iter().any(|text| text.trim().is_empty()) {
            return None;
        }
        let built_in =
            self.parts.iter().zip(&parts).all(|(name, text)| Theme::builtin_text(name) == Some(text));
        Some(if built_in { self.minified.to_owned() } else { join(&parts) })
    }
}

/// One strict function around all, so that nothing of theirs is seen from outside.
fn join(parts: &[&str]) -> String {
    format!("(() => {{\n'use strict';\n{}\n}})();\n", parts.join("\n"))
}
