//! Themes: the built-in one, and folders whose files replace some of its files.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Value;
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, escape_formatter,
};

use super::expand::{Expansion, without_root};
use super::fragment::add_fragments;
use super::undefined;
use crate::text::write_escaped;

macro_rules! built_in {
    ($($name:literal),+ $(,)?) => {
        /// Every file of the built-in theme.
        const BUILT_IN: &[(&str, &str)] = &[$(($name, include_str!(concat!("../../themes/default/", $name)))),+];
    };
}

built_in![
    "404.html",
    "about.html",
    "action-row.html",
    "actions.html",
    "base.html",
    "colors.js",
    "document.js",
    "extra.css",
    "group.html",
    "home.html",
    "incident-link.html",
    "incident-row.html",
    "incident.html",
    "incidents.html",
    "insights.html",
    "luck.html",
    "macros.html",
    "now.html",
    "overview.html",
    "owner.html",
    "page.html",
    "pieces.html",
    "previews.js",
    "search-filters.js",
    "search-answer.js",
    "search-index.js",
    "search-words.js",
    "search.html",
    "search.js",
    "shapes.svg",
    "site-elements.js",
    "site-finder.js",
    "site.js",
    "style.css",
    "tables.js",
    "themes.html",
];

/// The prefix by which a template refers to the built-in file even if the theme replaces it: `{% extends "default/base.html" %}`.
const BUILT_IN_PREFIX: &str = "default/";

/// Limits on the work of replaced templates, in the fuel of `minijinja`: about one per instruction or 64 bytes. A page of the
/// built-in theme takes 8,000 on average, and 150 per row of a long list.
mod fuel {
    /// One page; 50,000 rows fit. This also bounds its memory, to half a gigabyte.
    pub(super) const PAGE: u64 = 8_000_000;
    /// Added to that for each file of the site, because the largest pages list all others.
    pub(super) const PAGE_PER_FILE: u64 = 100;
    /// All pages of a site.
    pub(super) const SITE: u64 = 40_000_000;
    /// Added to that for each file of the site.
    pub(super) const SITE_PER_FILE: u64 = 20_000;
}

/// A set of templates, a style sheet and scripts.
#[derive(Debug)]
pub struct Theme {
    environment: Environment<'static>,
    overrides: BTreeMap<String, String>,
    /// The built-in templates as [prepared](super::expand) for a site.
    expansion: Option<Arc<Expansion>>,
    /// The limit for all pages together; there is none for the built-in theme.
    allowance: Option<u64>,
    spent: AtomicU64,
}

impl Theme {
    /// The built-in theme.
    pub fn builtin() -> Self {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(auto_escape);
        environment.set_formatter(format);
        environment.add_filter("tojson", to_json);
        environment.add_filter("some", some);
        environment.add_filter("whole", super::whole::whole);
        add_fragments(&mut environment);
        if let Ok(syntax) = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build() {
            environment.set_syntax(syntax);
        }
        environment.set_loader(|name| Ok(Self::builtin_text(without_prefix(name)).map(str::to_owned)));
        Self {
            environment,
            overrides: BTreeMap::new(),
            expansion: None,
            allowance: None,
            spent: AtomicU64::new(0),
        }
    }

    /// [Prepares](super::expand) the templates for a site, with variables that all of them see.
    pub(super) fn prepared(mut self, known: Vec<(&'static str, Value)>) -> Self {
        for (name, value) in &known {
            self.environment.add_global(*name, value.clone());
        }
        let templates = BUILT_IN.iter().copied().filter(|(name, _)| is_template(name)).collect();
        let replaced = self.overrides.iter().filter(|(name, _)| is_template(name));
        let replaced = replaced.map(|(name, text)| (name.clone(), text.clone())).collect();
        let expansion = Arc::new(Expansion::new(templates, &replaced, known));
        self.expansion = Some(Arc::clone(&expansion));
        self.environment.set_loader(move |name| Ok(expansion.text(without_prefix(name))));
        self
    }

    fn replaces_templates(&self) -> bool {
        self.overrides.keys().any(|name| is_template(name))
    }

    /// Limits the work of replaced templates for a site with this many files: endless loops end, and a site takes bounded time and
    /// memory whatever its theme does. The order of pages does not affect what is within the limits.
    pub(super) fn limited(mut self, files: usize) -> Self {
        if self.replaces_templates() {
            let files = files as u64;
            self.environment.set_fuel(Some(fuel::PAGE + fuel::PAGE_PER_FILE.saturating_mul(files)));
            self.allowance = Some(fuel::SITE + fuel::SITE_PER_FILE.saturating_mul(files));
        }
        self
    }

    /// The built-in theme with some files replaced by name, or with additional templates for these to include.
    pub fn with_overrides(files: Vec<(String, String)>) -> Result<Self, ThemeError> {
        let mut theme = Self::builtin();
        let environment = &mut theme.environment;
        let add = |(name, text): &(String, String)| {
            if text.len() > TEMPLATE_LIMIT {
                let message = format!("a template has at most {} KiB", TEMPLATE_LIMIT / 1024);
                return Err(ThemeError { file: name.clone(), line: None, message });
            }
            let added = environment.add_template_owned(name.clone(), text.clone());
            added.map_err(|error| ThemeError::new(name, &error))
        };
        let templates = files.iter().filter(|(name, _)| is_template(name));
        on_large_stack(|| templates.into_iter().try_for_each(add))?;
        theme.overrides = files.into_iter().collect();
        Ok(theme)
    }

    /// The names of all files that can be replaced.
    pub fn names() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|(name, _)| *name)
    }

    /// A file of the built-in theme.
    pub fn builtin_text(name: &str) -> Option<&'static str> {
        BUILT_IN.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
    }

    /// A style sheet or script of this theme; empty if the theme has none.
    pub(super) fn text(&self, name: &str) -> &str {
        match self.overrides.get(name) {
            Some(text) => text,
            None => Self::builtin_text(name).unwrap_or_default(),
        }
    }

    /// Renders a page with this path to the root, with about this many bytes.
    pub(super) fn page(
        &self,
        name: &str,
        root: &str,
        context: Value,
        length: usize,
    ) -> Result<Vec<u8>, ThemeError> {
        match &self.expansion {
            Some(expansion) => self.render(&expansion.for_root(name, root), context, length),
            None => self.render(name, context, length),
        }
    }

    fn render(&self, name: &str, context: Value, length: usize) -> Result<Vec<u8>, ThemeError> {
        let failed = |error: Error| ThemeError::new(name, &error).naming_undefined(&self.overrides);
        let template = self.environment.get_template(name).map_err(failed)?;
        let mut page = Vec::with_capacity(length);
        let Some(allowance) = self.allowance else {
            template.render_captured_to(context, &mut page).map_err(failed)?;
            return Ok(page);
        };
        let limit_exceeded = || ThemeError {
            file: name.to_owned(),
            line: None,
            message: "the theme exceeds the work limit for all pages of a site".to_owned(),
        };
        if self.spent.load(Ordering::Relaxed) > allowance {
            return Err(limit_exceeded());
        }
        let made = template.render_captured_to(context, &mut page).map_err(failed)?;
        let spent = made.state().fuel_levels().map_or(0, |(spent, _)| spent);
        if self.spent.fetch_add(spent, Ordering::Relaxed).saturating_add(spent) > allowance {
            return Err(limit_exceeded());
        }
        drop(made);
        Ok(page)
    }
}

/// The largest template in bytes, twenty times the largest built-in one.
const TEMPLATE_LIMIT: usize = 128 * 1024;

/// Enough for the deepest syntax tree of a template of that size: `minijinja` limits the nesting of brackets and blocks, but not
/// the length of a chain of `elif` or `+`, which nests as well.
const STACK: usize = 128 * 1024 * 1024;

/// Runs this on a thread with a stack that is large enough for any template.
fn on_large_stack(run: impl FnOnce() -> Result<(), ThemeError> + Send) -> Result<(), ThemeError> {
    thread::scope(|scope| {
        let failed = |why: String| ThemeError { file: "templates".to_owned(), line: None, message: why };
        let thread = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, run);
        let thread =
            thread.map_err(|error| failed(format!("cannot start a thread to parse them: {error}")))?;
        thread.join().unwrap_or_else(|_| Err(failed("the parser panicked".to_owned())))
    })
}

/// Escapes text like all other text on a page. `minijinja` would write `/` as `&#x2f;`, which makes addresses longer.
fn format(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    match value.as_str() {
        Some(text) if *state.auto_escape() == AutoEscape::Html && !value.is_safe() => {
            Ok(write_escaped(out, text)?)
        }
        None if *state.auto_escape() == AutoEscape::Json => Ok(out.write_str(&json(value)?)?),
        Some(_) if *state.auto_escape() == AutoEscape::Json && !value.is_safe() => {
            Ok(out.write_str(&json(value)?)?)
        }
        _ => escape_formatter(out, state, value),
    }
}

/// The filter `tojson`: JSON that is safe within a script.
fn to_json(value: &Value) -> Result<Value, Error> {
    json(value).map(Value::from_safe_string)
}

/// The filter `some`: whether this field of any item of a list is set.
fn some(state: &State, items: &Value, name: &str) -> Result<bool, Error> {
    for item in items.try_iter()? {
        state.consume_fuel(1)?;
        if item.get_attr(name)?.is_true() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// JSON without characters that could end a script, begin a tag or a comment, or end a line of JavaScript before 2019.
fn json(value: &Value) -> Result<String, Error> {
    let plain = serde_json::to_string(value)
        .map_err(|error| Error::new(ErrorKind::BadSerialization, error.to_string()))?;
    let mut out = String::with_capacity(plain.len());
    for c in plain.chars() {
        if matches!(c, '<' | '>' | '&' | '\'' | '\u{2028}' | '\u{2029}') {
            // JSON has these only within strings, where escapes are allowed.
            _ = write!(out, "\\u{:04x}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    Ok(out)
}

fn without_prefix(name: &str) -> &str {
    name.strip_prefix(BUILT_IN_PREFIX).unwrap_or(name)
}

/// Whether a file is a template; style sheets and scripts are used as they are.
fn is_template(name: &str) -> bool {
    !matches!(name.rsplit('.').next(), Some("css" | "js"))
}

/// Escapes the text of documents in every template. By default, `minijinja` does so for a few file names only, and not for images,
/// feeds and plain text that pages may include.
fn auto_escape(name: &str) -> AutoEscape {
    match name.rsplit('.').next() {
        Some("json") => AutoEscape::Json,
        _ => AutoEscape::Html,
    }
}

/// An error in a theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeError {
    /// The file of the theme, or `default/NAME` for a built-in file that was requested by that name.
    pub file: String,
    /// The line, from 1, if it is known.
    pub line: Option<usize>,
    /// What is wrong.
    pub message: String,
}

impl ThemeError {
    /// The innermost error: an error in an included template is wrapped in those of the templates that include it.
    fn new(asked_for: &str, error: &Error) -> Self {
        let mut at = error;
        while let Some(inner) =
            std::error::Error::source(at).and_then(|source| source.downcast_ref::<Error>())
        {
            at = inner;
        }
        let message = match at.detail() {
            _ if at.kind() == ErrorKind::OutOfFuel => {
                "the template exceeds the work limit for one page; does a loop or a macro not terminate?"
                    .to_owned()
            }
            Some(detail) => format!("{}: {detail}", at.kind()),
            None => at.kind().to_string(),
        };
        Self { file: without_root(at.name().unwrap_or(asked_for)).to_owned(), line: at.line(), message }
    }

    /// Adds the name of the undefined value, if that is the error and it is in one of these templates.
    fn naming_undefined(mut self, templates: &BTreeMap<String, String>) -> Self {
        if self.message.starts_with(&ErrorKind::UndefinedError.to_string())
            && let (Some(template), Some(line)) = (templates.get(&self.file), self.line)
            && let Some(message) = undefined::message(template, line)
        {
            self.message = message;
        }
        self
    }
}

impl fmt::Display for ThemeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(formatter, "theme file {}, line {line}: {}", self.file, self.message),
            None => write!(formatter, "theme file {}: {}", self.file, self.message),
        }
    }
}

impl std::error::Error for ThemeError {}

#[cfg(test)]
mod tests {
    use minijinja::context;

    use super::*;

    fn rendered(name: &str, template: &str, text: &str) -> String {
        let theme = Theme::with_overrides(vec![(name.to_owned(), template.to_owned())]).unwrap();
        String::from_utf8(theme.render(name, context! { x => text }, 0).unwrap()).unwrap()
    }

    #[test]
    fn text_is_escaped_in_templates_of_any_name() {
        for name in [
            "a.html",
            "a.txt",
            "a.svg",
            "a.xml",
            "a.md",
            "A.HTML",
            "a.html.j2",
            "a",
            "deep/a.atom",
            "base.html",
        ] {
            assert_eq!(rendered(name, "{{ x }}", "<b>&\"'"), "&lt;b&gt;&amp;&quot;&#39;", "{name}");
        }
    }

    #[test]
    fn json_cannot_end_the_script_around_it() {
        let text = "</script><!--&'\u{2028}\u{2029}";
        let made = "\"\\u003c/script\\u003e\\u003c!--\\u0026\\u0027\\u2028\\u2029\"";
        assert_eq!(rendered("a.html", "{{ x|tojson }}", text), made);
        assert_eq!(rendered("a.json", "{{ x }}", text), made);
    }
}
