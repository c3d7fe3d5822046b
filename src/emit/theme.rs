//! Themes: the built-in one, and files that replace parts of it.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Value;
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, escape_formatter,
};

use super::expand::{Expansion, for_root};
use super::fragment::add_fragments;
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
    "extra.css",
    "group.html",
    "home.html",
    "incident-link.html",
    "incident-row.html",
    "incident.html",
    "incidents.html",
    "macros.html",
    "overview.html",
    "owner.html",
    "page.html",
    "pieces.html",
    "search-index.js",
    "search-words.js",
    "search.html",
    "search.js",
    "shapes.svg",
    "site.js",
    "style.css",
];

/// Under this name a template finds the built-in file even if it replaces it: `{% extends "default/base.html" %}`.
const BUILT_IN_PREFIX: &str = "default/";

/// The work that templates of others may make, in the fuel of `minijinja`: about an instruction or 64 bytes each. A page of
/// the built-in theme takes 8,000 on the average, and 150 for each row of a long list.
mod fuel {
    /// One page; 50,000 rows fit. This also bounds its memory, to half a gigabyte.
    pub(super) const PAGE: u64 = 8_000_000;
    /// What each file of the site adds to that, since the largest pages list all the others.
    pub(super) const PAGE_PER_FILE: u64 = 100;
    /// All pages of a site.
    pub(super) const SITE: u64 = 40_000_000;
    /// What each file of the site adds to that.
    pub(super) const SITE_PER_FILE: u64 = 20_000;
}

/// A set of templates, a style sheet and scripts.
#[derive(Debug)]
pub struct Theme {
    environment: Environment<'static>,
    overrides: BTreeMap<String, String>,
    /// Whether templates are [expanded](super::expand).
    expanded: bool,
    /// What all pages together may spend; nothing is counted for the built-in theme.
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
        add_fragments(&mut environment);
        if let Ok(syntax) = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build() {
            environment.set_syntax(syntax);
        }
        environment.set_loader(|name| Ok(Self::builtin_text(without_prefix(name)).map(str::to_owned)));
        Self {
            environment,
            overrides: BTreeMap::new(),
            expanded: false,
            allowance: None,
            spent: AtomicU64::new(0),
        }
    }

    /// Prepares the templates for a site of which this is known, unless one is replaced: see [`expand`](super::expand).
    pub(super) fn expanded(mut self, known: Vec<(&'static str, Value)>) -> Self {
        if !self.replaces_templates() {
            let templates = BUILT_IN.iter().filter(|(name, _)| is_template(name));
            let expansion = Expansion::new(templates.copied(), known);
            self.environment.set_loader(move |name| Ok(expansion.text(without_prefix(name))));
            self.expanded = true;
        }
        self
    }

    fn replaces_templates(&self) -> bool {
        self.overrides.keys().any(|name| is_template(name))
    }

    /// Limits the work that templates of others make for a site of so many files: an endless loop ends, and a site takes
    /// bounded time and memory whatever its theme does. What is within the limits does not depend on the order of pages.
    pub(super) fn limited(mut self, files: usize) -> Self {
        if self.replaces_templates() {
            let files = files as u64;
            self.environment.set_fuel(Some(fuel::PAGE + fuel::PAGE_PER_FILE.saturating_mul(files)));
            self.allowance = Some(fuel::SITE + fuel::SITE_PER_FILE.saturating_mul(files));
        }
        self
    }

    /// The built-in theme with some of its files replaced by name, or with further templates that these include.
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
        on_a_deep_stack(|| templates.into_iter().try_for_each(add))?;
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

    /// A file of this theme that is no template; empty if there is none.
    pub(super) fn text(&self, name: &str) -> &str {
        match self.overrides.get(name) {
            Some(text) => text,
            None => Self::builtin_text(name).unwrap_or_default(),
        }
    }

    /// Makes a page with this way to the root, of about so many bytes.
    pub(super) fn page(
        &self,
        name: &str,
        root: &str,
        context: Value,
        length: usize,
    ) -> Result<Vec<u8>, ThemeError> {
        if self.expanded {
            self.render(&for_root(name, root), context, length)
        } else {
            self.render(name, context, length)
        }
    }

    fn render(&self, name: &str, context: Value, length: usize) -> Result<Vec<u8>, ThemeError> {
        let mistake = |error: Error| ThemeError::new(name, &error);
        let template = self.environment.get_template(name).map_err(mistake)?;
        let mut page = Vec::with_capacity(length);
        let Some(allowance) = self.allowance else {
            template.render_captured_to(context, &mut page).map_err(mistake)?;
            return Ok(page);
        };
        let too_much = || ThemeError {
            file: name.to_owned(),
            line: None,
            message: "the theme makes too much work: more than all pages of a site may together".to_owned(),
        };
        if self.spent.load(Ordering::Relaxed) > allowance {
            return Err(too_much());
        }
        let made = template.render_captured_to(context, &mut page).map_err(mistake)?;
        let spent = made.state().fuel_levels().map_or(0, |(spent, _)| spent);
        if self.spent.fetch_add(spent, Ordering::Relaxed).saturating_add(spent) > allowance {
            return Err(too_much());
        }
        drop(made);
        Ok(page)
    }
}

/// The largest template, in bytes; those of the built-in theme have a twentieth of it.
const TEMPLATE_LIMIT: usize = 128 * 1024;

/// Room for the deepest tree that a template of that size can be: `minijinja` limits how deep brackets and blocks stand in
/// each other, but not how long a chain of `elif` or `+` is, of which each link stands within the next.
const STACK: usize = 128 * 1024 * 1024;

/// Runs this where the stack does not end before a template does.
fn on_a_deep_stack(run: impl FnOnce() -> Result<(), ThemeError> + Send) -> Result<(), ThemeError> {
    thread::scope(|scope| {
        let failed = |why: String| ThemeError { file: "templates".to_owned(), line: None, message: why };
        let thread = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, run);
        let thread = thread.map_err(|error| failed(format!("no thread to read them: {error}")))?;
        thread.join().unwrap_or_else(|_| Err(failed("pmsite failed on them".to_owned())))
    })
}

/// Escapes text as everywhere else on a page. `minijinja` would write `/` as `&#x2f;`, five bytes for each part of each
/// address.
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

/// The filter `tojson`: JSON that may stand in a script of a page.
fn to_json(value: &Value) -> Result<Value, Error> {
    json(value).map(Value::from_safe_string)
}

/// The filter `some`: whether an item of a list has something in this field.
fn some(state: &State, items: &Value, name: &str) -> Result<bool, Error> {
    for item in items.try_iter()? {
        state.consume_fuel(1)?;
        if item.get_attr(name)?.is_true() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// JSON without what could end a script, begin a tag or a comment, or end a line of JavaScript before 2019.
fn json(value: &Value) -> Result<String, Error> {
    let plain = serde_json::to_string(value)
        .map_err(|error| Error::new(ErrorKind::BadSerialization, error.to_string()))?;
    let mut out = String::with_capacity(plain.len());
    for c in plain.chars() {
        if matches!(c, '<' | '>' | '&' | '\'' | '\u{2028}' | '\u{2029}') {
            // Outside its strings JSON holds none of these. A string takes everything.
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

/// Style sheets and scripts are sent as they are.
fn is_template(name: &str) -> bool {
    !matches!(name.rsplit('.').next(), Some("css" | "js"))
}

/// Whatever a template is called, text of documents is escaped in it. `minijinja` by itself does so for few names, and not for
/// those of drawings, feeds and plain texts, which pages may include.
fn auto_escape(name: &str) -> AutoEscape {
    match name.rsplit('.').next() {
        Some("json") => AutoEscape::Json,
        _ => AutoEscape::Html,
    }
}

/// A mistake in a theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeError {
    /// The file of the theme, `default/NAME` for a built-in one that was asked for by that name.
    pub file: String,
    /// The line, from 1, if it is known.
    pub line: Option<usize>,
    /// What is wrong.
    pub message: String,
}

impl ThemeError {
    /// The place that is nearest to the cause: an error in an included template comes wrapped in those of its includers.
    fn new(asked_for: &str, error: &Error) -> Self {
        let mut at = error;
        while let Some(inner) =
            std::error::Error::source(at).and_then(|source| source.downcast_ref::<Error>())
        {
            at = inner;
        }
        let message = match at.detail() {
            _ if at.kind() == ErrorKind::OutOfFuel => {
                "too much work for one page; does a loop or a macro come to no end?".to_owned()
            }
            Some(detail) => format!("{}: {detail}", at.kind()),
            None => at.kind().to_string(),
        };
        Self { file: at.name().unwrap_or(asked_for).to_owned(), line: at.line(), message }
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
    fn text_is_escaped_whatever_a_template_is_called() {
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
    fn data_in_a_page_cannot_leave_its_script() {
        let text = "</script><!--&'\u{2028}\u{2029}";
        let made = "\"\\u003c/script\\u003e\\u003c!--\\u0026\\u0027\\u2028\\u2029\"";
        assert_eq!(rendered("a.html", "{{ x|tojson }}", text), made);
        assert_eq!(rendered("a.json", "{{ x }}", text), made);
    }
}
