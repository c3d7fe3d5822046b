//! Writes the templates of the built-in theme out for a site: macros where they are called, and what is the same on all
//! pages where it stands.
//!
//! A page that imports macros makes every one of them again, used or not, and each call has scopes and an output of its
//! own: together a third of the work of a page. This is for the built-in theme alone. Where a theme replaces a template,
//! all are read as they are written, since a block of its own may use what the template around it imports.

use std::collections::BTreeMap;

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

    /// A template. Those with macros of their own stay as they are.
    pub(super) fn text(&self, file: &str) -> Option<String> {
        let (file, text) = self.texts.get_key_value(file)?;
        if self.macros.keys().any(|(of, _)| of == file) {
            return Some((*text).to_owned());
        }
        let plain: String = text.split_inclusive('\n').filter(|line| import(line).is_none()).collect();
        let mut out = String::with_capacity(2 * text.len());
        self.push(&mut out, file, &plain);
        Some(out)
    }

    /// Appends a text of this file.
    fn push(&self, out: &mut String, file: &'static str, text: &str) {
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{ ") {
            out.push_str(before);
            rest = if let Some(call) = self.call(file, after) {
                // The signs keep blanks around it as they are around a call.
                out.push_str("{%+ with ");
                push_values(out, &call.called.parameters, &call.given);
                self.push(out, call.from, call.called.body);
                out.push_str(" endwith +%}");
                call.after
            } else if let Some((text, after)) = self.constant(after) {
                push_escaped(out, &text);
                after
            } else {
                out.push_str("{{ ");
                after
            };
        }
        out.push_str(rest);
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

    /// The text or number that is meant here, and what follows. None that could be taken for a part of a template.
    fn constant<'t>(&self, text: &'t str) -> Option<(String, &'t str)> {
        let (path, after) = text.split_once(" }}")?;
        let mut names = path.split('.');
        let first = names.next()?;
        let (_, known) = self.known.iter().find(|(name, _)| *name == first)?;
        let value = names.try_fold(known.clone(), |value, name| value.get_attr(name).ok())?;
        let text = value.as_str().map(str::to_owned).or_else(|| Some(value.as_usize()?.to_string()))?;
        (text.trim() == text && !text.contains(['{', '\n', '\r'])).then_some((text, after))
    }
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

/// `value = card.date, root = page.root`
fn push_values(out: &mut String, parameters: &[(&str, Option<&str>)], given: &[&str]) {
    for (at, (name, default)) in parameters.iter().enumerate() {
        let Some(value) = given.get(at).copied().or(*default) else { continue };
        if at > 0 {
            out.push_str(", ");
        }
        out.push_str(name);
        out.push_str(" = ");
        out.push_str(value);
    }
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
