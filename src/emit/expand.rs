//! Writes the templates of the built-in theme out for a site: macros where they are called, and what is the same on all
//! pages where it stands.
//!
//! A page that imports macros makes every one of them again, used or not, and each call has scopes and an output of its
//! own: together a third of the work of a page. This is for the built-in theme alone. Where a theme replaces a template,
//! all are read as they are written, since a block of its own may use what the template around it imports.

use std::collections::BTreeMap;

use minijinja::context;
use minijinja::value::Value;

use crate::text::push_escaped;

/// Templates, and what is known of a site.
pub(super) struct Expansion {
    texts: BTreeMap<&'static str, &'static str>,
    /// By file and name.
    macros: BTreeMap<(&'static str, &'static str), Macro>,
    /// For each file what it calls other files by of which it uses macros.
    names: BTreeMap<&'static str, BTreeMap<&'static str, &'static str>>,
    known: Vec<(&'static str, Value)>,
}

/// A macro as written.
struct Macro {
    /// Names, and what stands for those that a call leaves out.
    parameters: Vec<(&'static str, Option<&'static str>)>,
    /// What follows the parameters, with the signs for blanks at its begin and end.
    body: &'static str,
}

/// A call of a macro.
struct Call<'a> {
    /// The file of the macro.
    from: &'static str,
    called: &'a Macro,
    given: Vec<&'a str>,
    /// What follows.
    after: &'a str,
}

impl Expansion {
    /// Of these templates, by name, for a site of which these variables are known.
    pub(super) fn new(
        templates: impl Iterator<Item = (&'static str, &'static str)>,
        known: Vec<(&'static str, Value)>,
    ) -> Self {
        let texts: BTreeMap<_, _> = templates.collect();
        let defined = |(file, text)| defined(text).map(move |(name, one)| ((file, name), one));
        let macros = texts.iter().map(|(file, text)| (*file, *text)).flat_map(defined).collect();
        let names = texts.iter().map(|(file, text)| (*file, text.lines().filter_map(import).collect()));
        Self { names: names.collect(), macros, texts, known }
    }

    /// A template, by its name or by that of [`for_root`]. Those with macros of their own stay as they are.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        let found =
            ROOTS.iter().find_map(|(folder, root)| Some((*folder, *root, name.strip_prefix(folder)?)));
        let (folder, root, file) =
            found.map_or(("", None, name), |(folder, root, file)| (folder, Some(root), file));
        let (file, text) = self.texts.get_key_value(file)?;
        if self.macros.keys().any(|(of, _)| of == file) {
            return Some((*text).to_owned());
        }
        let text: String = text.split_inclusive('\n').filter(|line| import(line).is_none()).collect();
        let text = text.replace("{% extends \"", &format!("{{% extends \"{folder}"));
        let mut known = self.known.clone();
        known.extend(root.map(|root| ("page", context! { root => root })));
        Some(self.expanded(file, &text, &known))
    }

    /// A text of this file.
    fn expanded(&self, file: &'static str, text: &str, known: &[(&'static str, Value)]) -> String {
        let mut out = String::with_capacity(2 * text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{ ") {
            out.push_str(before);
            rest = if let Some(call) = self.call(file, after) {
                self.push_call(&mut out, &call, known);
                call.after
            } else if let Some((text, after)) = constant(known, after) {
                push_escaped(&mut out, &text);
                after
            } else {
                out.push_str("{{ ");
                after
            };
        }
        out.push_str(rest);
        out
    }

    /// What is called here.
    fn call<'t>(&'t self, file: &'static str, text: &'t str) -> Option<Call<'t>> {
        let (head, rest) = text.split_once('(')?;
        let (from, name) = match head.split_once('.') {
            Some((from, name)) => (*self.names.get(file)?.get(from)?, name),
            None => (file, head),
        };
        let ((from, _), called) = self.macros.get_key_value(&(from, name))?;
        let (given, after) = rest.split_once(") }}")?;
        Some(Call { from, called, given: arguments(given), after })
    }

    /// Appends the body of a macro with its parameters: `{%+ with value = card.date %}…{% endwith +%}`. The signs keep blanks
    /// around it as they are around a call.
    fn push_call(&self, out: &mut String, call: &Call<'_>, known: &[(&'static str, Value)]) {
        let given = call.called.parameters.iter().enumerate().filter_map(|(at, (name, default))| {
            let value = call.given.get(at).copied().or(*default)?;
            Some((*name, value, value_of(known, value)))
        });
        let given: Vec<_> = given.collect();
        let mut within = self.known.clone();
        within.extend(given.iter().filter_map(|(name, _, value)| Some((*name, value.clone()?))));
        let body = self.expanded(call.from, call.called.body, &within);
        let needed = given.iter().filter(|(name, _, value)| value.is_none() || body.contains(name));
        let needed: Vec<_> = needed.map(|(name, value, _)| format!("{name} = {value}")).collect();
        *out += "{%+ with ";
        *out += &needed.join(", ");
        *out += &body;
        *out += " endwith +%}";
    }
}

/// Where most pages stand, as folders of templates in which it is known.
const ROOTS: [(&str, &str); 2] = [("top/", ""), ("below/", "../")];

/// The name of a template for pages with this way to the root.
pub(super) fn for_root(name: &str, root: &str) -> String {
    let folder = ROOTS.iter().find(|(_, known)| *known == root).map_or("", |(folder, _)| folder);
    format!("{folder}{name}")
}

/// The text or number that is meant here, and what follows. None that could be taken for a part of a template.
fn constant<'t>(known: &[(&str, Value)], text: &'t str) -> Option<(String, &'t str)> {
    let (path, after) = text.split_once(" }}")?;
    let value = value_of(known, path)?;
    let text = value.as_str().map(str::to_owned).or_else(|| Some(value.as_usize()?.to_string()))?;
    (text.trim() == text && !text.contains(['{', '\n', '\r'])).then_some((text, after))
}

/// What is known of `site.nav.home`.
fn value_of(known: &[(&str, Value)], path: &str) -> Option<Value> {
    let mut names = path.split('.');
    let first = names.next()?;
    let (_, value) = known.iter().rfind(|(name, _)| *name == first)?;
    let value = names.try_fold(value.clone(), |value, name| value.get_attr(name).ok())?;
    (!value.is_undefined()).then_some(value)
}

/// `{% import "pieces.html" as piece %}`
fn import(line: &str) -> Option<(&str, &str)> {
    let (file, name) = line.trim().strip_prefix("{% import \"")?.strip_suffix(" %}")?.split_once("\" as ")?;
    Some((name, file))
}

/// The macros of a file.
fn defined(text: &'static str) -> impl Iterator<Item = (&'static str, Macro)> {
    text.split("{% macro ").skip(1).filter_map(|rest| {
        let (head, rest) = rest.split_once(')')?;
        let (name, parameters) = head.split_once('(')?;
        let (body, _) = rest.split_once(" endmacro %}")?;
        let parameter = |written| match str::split_once(written, '=') {
            Some((name, default)) => (name, Some(default)),
            None => (written, None),
        };
        Some((name, Macro { parameters: arguments(parameters).into_iter().map(parameter).collect(), body }))
    })
}

/// Parts between commas that stand outside of quotes.
fn arguments(list: &str) -> Vec<&str> {
    let mut quoted = false;
    let part = |c: char| {
        quoted ^= c == '"';
        c == ',' && !quoted
    };
    list.split(part).map(str::trim).collect()
}
