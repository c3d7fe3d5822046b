//! Typed access to the values of a TOML document. Invalid values become diagnostics.
//!
//! The document is walked instead of deserialized into structs: serde stops at the first invalid value, but authors want to see all
//! of them at once.

use std::sync::Arc;

use regex::{Regex, RegexBuilder};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::value::Checked;
use crate::diag::{Code, Diagnostic};
use crate::source::{SourceFile, Span};
use crate::text::nearest;

/// A key of the document with its position.
pub(super) type Key<'i> = Spanned<std::borrow::Cow<'i, str>>;
/// A value of the document with its position.
pub(super) type Value<'i> = Spanned<DeValue<'i>>;

/// Limit for the compiled size of a pattern; real id patterns need much less.
const MAX_PATTERN_BYTES: usize = 256 * 1024;

/// The name of a table, and the keys it may have.
#[derive(Clone, Copy, Debug)]
pub(super) struct Keys {
    /// `[theme]`, or empty for the top level.
    pub(super) table: &'static str,
    /// The keys.
    pub(super) known: &'static [&'static str],
}

/// One configuration file being read.
pub(super) struct ConfigReader<'a> {
    source: &'a SourceFile,
    /// The problems found so far.
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl<'a> ConfigReader<'a> {
    /// Starts without diagnostics.
    pub(super) fn new(source: &'a SourceFile) -> Self {
        Self { source, diagnostics: Vec::new() }
    }

    /// The path of the file.
    pub(super) fn path(&self) -> &Arc<str> {
        &self.source.path
    }

    /// Reports that a value cannot be used.
    pub(super) fn invalid<T>(&mut self, at: &Spanned<T>, message: String, help: impl Into<String>) {
        self.report(Code::ConfigInvalid, span(at), message, help);
    }

    /// Reports a problem at a position.
    pub(super) fn report(&mut self, code: Code, place: Span, message: String, help: impl Into<String>) {
        self.diagnostics.push(Diagnostic::new(code, &self.source.path, place, message).help(help));
    }

    /// Reports that a key uses the former name of a rule.
    pub(super) fn rule_renamed(&mut self, code: Code, key: &Key<'_>) {
        self.diagnostics.push(Diagnostic::rule_renamed(code, &self.source.path, span(key)));
    }

    /// Reports invalid TOML.
    pub(super) fn syntax(&mut self, error: &toml::de::Error) {
        let range = error.span().unwrap_or(0..0);
        let message = format!("invalid TOML: {}", error.message().replace('\n', ", "));
        let place = Span::new(range.start, range.end);
        self.diagnostics.push(Diagnostic::new(Code::ConfigInvalid, &self.source.path, place, message));
    }

    /// Reports an unknown key. `all` are the keys of all tables, to recognize keys in the wrong table.
    pub(super) fn unknown(&mut self, key: &Key<'_>, keys: Keys, all: &[Keys]) {
        let name = key.get_ref().as_ref();
        let place = if keys.table.is_empty() { String::new() } else { format!(" in {}", keys.table) };
        let elsewhere = || {
            let home = all.iter().find(|other| other.known.contains(&name))?;
            Some(if home.table.is_empty() {
                format!("move `{name}` to the top of the file, before the first table")
            } else {
                format!("move `{name}` to {}", home.table)
            })
        };
        let help = elsewhere()
            .or_else(|| {
                nearest(name, keys.known.iter().copied()).map(|near| format!("did you mean `{near}`?"))
            })
            .unwrap_or_else(|| format!("known keys{place}: {}", keys.known.join(", ")));
        self.report(Code::ConfigUnknownKey, span(key), format!("unknown key `{name}`{place}"), help);
    }

    /// A string as written.
    pub(super) fn text<'v>(&mut self, key: &Key<'_>, value: &'v Value<'_>) -> Option<&'v str> {
        let text = value.get_ref().as_str();
        if text.is_none() {
            self.wrong_type(key, value, "a string");
        }
        text
    }

    /// A boolean.
    pub(super) fn flag(&mut self, key: &Key<'_>, value: &Value<'_>) -> Option<bool> {
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.wrong_type(key, value, "true or false");
        }
        flag
    }

    /// A string that a check accepts.
    pub(super) fn checked(
        &mut self,
        key: &Key<'_>,
        value: &Value<'_>,
        check: fn(&str) -> Checked,
    ) -> Option<String> {
        let text = self.text(key, value)?;
        match check(text) {
            Ok(text) => Some(text),
            Err(refusal) => {
                let message = format!("`{}` {}: `{text}`", key.get_ref(), refusal.what);
                self.invalid(value, message, refusal.help);
                None
            }
        }
    }

    /// One of several words.
    pub(super) fn choice<T: Copy>(
        &mut self,
        key: &Key<'_>,
        value: &Value<'_>,
        choices: &[(&'static str, T)],
    ) -> Option<T> {
        let text = self.text(key, value)?;
        if let Some((_, meaning)) = choices.iter().find(|(word, _)| *word == text) {
            return Some(*meaning);
        }
        let words: Vec<String> = choices.iter().map(|(word, _)| format!("`{word}`")).collect();
        let message = format!("invalid value for `{}`: `{text}`", key.get_ref());
        self.invalid(value, message, format!("use one of {}", words.join(", ")));
        None
    }

    /// A list of strings with their positions. A single string is a list of one.
    pub(super) fn texts<'v>(&mut self, key: &Key<'_>, value: &'v Value<'_>) -> Option<Vec<Spanned<&'v str>>> {
        if let Some(text) = value.get_ref().as_str() {
            return Some(vec![Spanned::new(value.span(), text)]);
        }
        let Some(items) = value.get_ref().as_array() else {
            self.wrong_type(key, value, "a list of strings");
            return None;
        };
        let mut texts = Vec::with_capacity(items.len());
        for item in items {
            texts.push(Spanned::new(item.span(), self.text(key, item)?));
        }
        Some(texts)
    }

    /// A table.
    pub(super) fn table<'v, 'i>(&mut self, key: &Key<'_>, value: &'v Value<'i>) -> Option<&'v DeTable<'i>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong_type(key, value, "a table");
        }
        table
    }

    /// A list of tables with their positions.
    pub(super) fn tables<'v, 'i>(
        &mut self,
        key: &Key<'_>,
        value: &'v Value<'i>,
    ) -> Vec<Spanned<&'v DeTable<'i>>> {
        let items = value.get_ref().as_array().map(|items| items.iter()).unwrap_or_default();
        let tables: Vec<_> =
            items.filter_map(|item| Some(Spanned::new(item.span(), item.get_ref().as_table()?))).collect();
        if value.get_ref().as_array().is_none_or(|items| items.len() != tables.len()) {
            let message = format!("`{}` must be a list of tables", key.get_ref());
            self.invalid(key, message, format!("start each entry with `[[{}]]`", key.get_ref()));
        }
        tables
    }

    /// A regular expression of limited size that does not match the empty string.
    pub(super) fn pattern(&mut self, key: &Key<'_>, value: &Value<'_>) -> Option<Regex> {
        let text = self.text(key, value)?;
        let refused = |what: &str| format!("`{}` {what}: `{text}`", key.get_ref());
        match RegexBuilder::new(text).size_limit(MAX_PATTERN_BYTES).build() {
            Ok(pattern) if pattern.is_match("") => {
                self.invalid(
                    value,
                    refused("matches the empty string"),
                    "make it match at least one character",
                );
                None
            }
            Ok(pattern) => Some(pattern),
            Err(error) => {
                // The message is an excerpt over several lines; the last line says what is wrong.
                let words = error.to_string();
                let reason =
                    words.lines().last().unwrap_or("").trim().trim_start_matches("error: ").to_owned();
                self.invalid(value, refused("is not a valid regular expression"), reason);
                None
            }
        }
    }

    fn wrong_type(&mut self, key: &Key<'_>, value: &Value<'_>, wanted: &str) {
        let message = format!(
            "`{}` must be {wanted}, not a value of type {}",
            key.get_ref(),
            value.get_ref().type_str()
        );
        self.invalid(value, message, format!("write {wanted}"));
    }
}

/// The span of a key or value.
pub(super) fn span<T>(at: &Spanned<T>) -> Span {
    Span::new(at.span().start, at.span().end)
}
