//! Typed access to the values of a TOML document; what does not fit becomes a diagnostic.
//!
//! The document is walked as it stands, rather than deserialized into structs, because serde stops at the first
//! value that does not fit, and an author wants to hear of all of them at once.

use regex::{Regex, RegexBuilder};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::value::Checked;
use crate::diag::{Code, Diagnostic};
use crate::source::{SourceFile, Span};
use crate::text::nearest;

/// A key of the document with its place.
pub(super) type Key<'i> = Spanned<std::borrow::Cow<'i, str>>;
/// A value of the document with its place.
pub(super) type Value<'i> = Spanned<DeValue<'i>>;

/// No honest pattern for ids needs more than this many bytes of compiled program.
const PATTERN_LIMIT: usize = 256 * 1024;

/// The keys of one table: its name for people, and which keys it may have.
#[derive(Clone, Copy, Debug)]
pub(super) struct Keys {
    /// `[theme]`, or nothing for the top.
    pub(super) table: &'static str,
    /// The keys.
    pub(super) known: &'static [&'static str],
}

/// One configuration file being read.
pub(super) struct ConfigReader<'a> {
    source: &'a SourceFile,
    /// What was found wrong.
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl<'a> ConfigReader<'a> {
    /// Nothing read yet, nothing wrong.
    pub(super) fn new(source: &'a SourceFile) -> Self {
        Self { source, diagnostics: Vec::new() }
    }

    /// Says that a value cannot be used.
    pub(super) fn invalid<T>(&mut self, at: &Spanned<T>, message: String, help: impl Into<String>) {
        self.report(Code::ConfigInvalid, span(at), message, help);
    }

    /// Says what is wrong at a place.
    pub(super) fn report(&mut self, code: Code, place: Span, message: String, help: impl Into<String>) {
        self.diagnostics.push(Diagnostic::new(code, &self.source.path, place, message).help(help));
    }

    /// Reports that a key uses the former name of a rule.
    pub(super) fn rule_renamed(&mut self, code: Code, key: &Key<'_>) {
        self.diagnostics.push(Diagnostic::rule_renamed(code, &self.source.path, span(key)));
    }

    /// Says that the document is no TOML.
    pub(super) fn syntax(&mut self, error: &toml::de::Error) {
        let range = error.span().unwrap_or(0..0);
        let message = format!("no valid TOML: {}", error.message().replace('\n', ", "));
        let place = Span::new(range.start, range.end);
        self.diagnostics.push(Diagnostic::new(Code::ConfigInvalid, &self.source.path, place, message));
    }

    /// Says that a key is not known; `all` are the keys of every table, for those that stand in the wrong one.
    pub(super) fn unknown(&mut self, key: &Key<'_>, keys: Keys, all: &[Keys]) {
        let name = key.get_ref().as_ref();
        let place = if keys.table.is_empty() { String::new() } else { format!(" in {}", keys.table) };
        let elsewhere = || {
            let home = all.iter().find(|other| other.known.contains(&name))?;
            Some(if home.table.is_empty() {
                format!("`{name}` belongs at the top of the file, before the first table")
            } else {
                format!("`{name}` belongs in {}", home.table)
            })
        };
        let help = elsewhere()
            .or_else(|| {
                nearest(name, keys.known.iter().copied()).map(|near| format!("did you mean `{near}`?"))
            })
            .unwrap_or_else(|| format!("known keys{place}: {}", keys.known.join(", ")));
        self.report(Code::ConfigUnknownKey, span(key), format!("unknown key `{name}`{place}"), help);
    }

    /// A string as it stands.
    pub(super) fn text<'v>(&mut self, key: &Key<'_>, value: &'v Value<'_>) -> Option<&'v str> {
        let text = value.get_ref().as_str();
        if text.is_none() {
            self.wrong_type(key, value, "a string");
        }
        text
    }

    /// Yes or no.
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

    /// One of some words.
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
        let message = format!("`{}` cannot be `{text}`", key.get_ref());
        self.invalid(value, message, format!("it is one of {}", words.join(", ")));
        None
    }

    /// A list of strings, each with its place; one string stands for a list of one.
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

    /// A list of tables, each with its place.
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
            self.invalid(key, message, format!("begin each entry with `[[{}]]`", key.get_ref()));
        }
        tables
    }

    /// A regular expression of modest size that does not match the empty text.
    pub(super) fn pattern(&mut self, key: &Key<'_>, value: &Value<'_>) -> Option<Regex> {
        let text = self.text(key, value)?;
        let refused = |what: &str| format!("`{}` {what}: `{text}`", key.get_ref());
        match RegexBuilder::new(text).size_limit(PATTERN_LIMIT).build() {
            Ok(pattern) if pattern.is_match("") => {
                self.invalid(
                    value,
                    refused("matches the empty text"),
                    "let it ask for at least one character",
                );
                None
            }
            Ok(pattern) => Some(pattern),
            Err(error) => {
                // The library draws its own excerpt over several lines; the last one says what is wrong.
                let words = error.to_string();
                let reason =
                    words.lines().last().unwrap_or("").trim().trim_start_matches("error: ").to_owned();
                self.invalid(value, refused("is no regular expression that can be used"), reason);
                None
            }
        }
    }

    fn wrong_type(&mut self, key: &Key<'_>, value: &Value<'_>, wanted: &str) {
        let message =
            format!("`{}` must be {wanted}, this is of type {}", key.get_ref(), value.get_ref().type_str());
        self.invalid(value, message, format!("write {wanted}"));
    }
}

/// The place of a key or value.
pub(super) fn span<T>(at: &Spanned<T>) -> Span {
    Span::new(at.span().start, at.span().end)
}
