//! Prepares the built-in templates for a site: inlines macros, and replaces names whose values are the same on all pages
//! (addresses, messages) with their text.
//!
//! Otherwise a page that imports macros would define each of them again, used or not, and each call would create scopes and
//! an output buffer: together an eighth of the instructions of a build. Templates of a theme are left as written, so that
//! errors in them name the right line. The built-in templates around them are still prepared, but call the macros of a file
//! that the theme replaces.

use std::collections::{BTreeMap, BTreeSet};

use minijinja::context;
use minijinja::value::Value;

use crate::text::push_escaped;

/// The built-in templates, and what is known about a site.
#[derive(Debug)]
pub(super) struct Expansion {
    texts: BTreeMap<&'static str, &'static str>,
    /// The templates that the theme replaces.
    replaced: BTreeSet<String>,
    /// Built-in templates that the theme's templates refer to. Their imports stay, because blocks of the theme may use them.
    named: BTreeSet<&'static str>,
    /// By file and name: the macros that can be inlined.
    macros: BTreeMap<(&'static str, &'static str), Macro>,
    /// For each file its names for the files that it imports.
    imports: BTreeMap<&'static str, BTreeMap<&'static str, &'static str>>,
    known: Vec<(&'static str, Value)>,
}

/// A macro as written.
#[derive(Debug)]
struct Macro {
    /// Names and defaults.
    parameters: Vec<(&'static str, Option<&'static str>)>,
    /// The text between the parameters and the end, with the white space control signs at both ends.
    body: &'static str,
}

/// A call of a macro.
struct Call<'a> {
    /// The file of the macro.
    from: &'static str,
    called: &'a Macro,
    arguments: Vec<&'a str>,
    /// The text after the call.
    after: &'a str,
}

impl Expansion {
    /// For the built-in templates, the templates of a theme that replace some of them, and the variables that are known.
    pub(super) fn new(
        texts: BTreeMap<&'static str, &'static str>,
        theme: &BTreeMap<String, String>,
        known: Vec<(&'static str, Value)>,
    ) -> Self {
        let imports: BTreeMap<&str, BTreeMap<_, _>> =
            texts.iter().map(|(file, text)| (*file, text.lines().filter_map(import).collect())).collect();
        let named = |file: &&&'static str| theme.values().any(|text| text.contains(&format!("{file}\"")));
        let named = texts.keys().filter(named).copied().collect();
        let mut expansion = Self {
            replaced: theme.keys().cloned().collect(),
            named,
            macros: BTreeMap::new(),
            imports,
            texts,
            known,
        };
        let usable = expansion.texts.iter().filter(|(file, _)| expansion.is_built_in(file));
        let defined =
            usable.flat_map(|(file, text)| defined(text).map(move |(name, one)| ((*file, name), one)));
        expansion.macros = defined.collect();
        expansion
    }

    /// Whether neither this file nor one whose macros it uses is replaced.
    fn is_built_in(&self, file: &str) -> bool {
        let imported = self.imports.get(file).into_iter().flat_map(BTreeMap::values);
        !self.replaced.contains(file) && imported.into_iter().all(|file| self.is_built_in(file))
    }

    /// The name under which the template for pages with this path to the root is found.
    pub(super) fn for_root(&self, name: &str, root: &str) -> String {
        let folder = ROOTS.iter().find(|(_, known)| *known == root && !self.replaced.contains(name));
        format!("{}{name}", folder.map_or("", |(folder, _)| folder))
    }

    /// A built-in template, by its name or by one of [`Self::for_root`]. Those that define macros stay as written.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        let found =
            ROOTS.iter().find_map(|(folder, root)| Some((*folder, *root, name.strip_prefix(folder)?)));
        let (folder, root, file) =
            found.map_or(("", None, name), |(folder, root, file)| (folder, Some(root), file));
        let (file, text) = self.texts.get_key_value(file)?;
        if text.contains("{% macro ") {
            return Some((*text).to_owned());
        }
        let mut known = self.known.clone();
        known.extend(root.map(|root| ("page", context! { root => root })));
        let body: String =
            text.lines().filter(|line| import(line).is_none()).flat_map(|line| [line, "\n"]).collect();
        let body = self.expanded(file, &self.with_parts(&body, folder), &known);
        let imports = text.split_inclusive('\n').filter(|line| {
            import(line)
                .is_some_and(|(name, _)| self.named.contains(file) || body.contains(&format!("{name}.")))
        });
        // After `extends`, which comes first.
        let (head, rest) = match body.split_once('\n') {
            Some((head, rest)) if head.contains("{% extends ") => (format!("{head}\n"), rest),
            _ => (String::new(), body.as_str()),
        };
        let out = head + &imports.collect::<String>() + rest;
        Some(out.strip_suffix('\n').map_or(out.clone(), str::to_owned))
    }

    /// The text with parts of the built-in theme in place of `include`, and the template that it extends in a folder.
    fn with_parts(&self, text: &str, folder: &str) -> String {
        let mut out = String::with_capacity(2 * text.len());
        for line in text.split_inclusive('\n') {
            let part = line.trim().strip_prefix("{% include \"").and_then(|rest| rest.strip_suffix("\" %}"));
            let parent = line.strip_prefix("{% extends \"").and_then(|rest| rest.split_once('"'));
            match (
                part.filter(|part| !self.replaced.contains(*part)).and_then(|part| self.texts.get(part)),
                parent,
            ) {
                (Some(part), _) => out.push_str(part.trim_end()),
                (None, Some((parent, after))) if !self.replaced.contains(parent) => {
                    for piece in ["{% extends \"", folder, parent, "\"", after] {
                        out.push_str(piece);
                    }
                }
                _ => out.push_str(line),
            }
        }
        out
    }

    /// A text of this file, with known values in place of their names.
    fn expanded(&self, file: &'static str, text: &str, known: &[(&'static str, Value)]) -> String {
        let mut out = String::with_capacity(2 * text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{ ") {
            out.push_str(before);
            rest = if let Some(call) = self.call(file, after) {
                self.push_call(&mut out, &call, known);
                call.after
            } else if let Some(after) = push_constant(&mut out, known, after) {
                after
            } else {
                out.push_str("{{ ");
                after
            };
        }
        out.push_str(rest);
        out
    }

    /// The call at the beginning of a text.
    fn call<'t>(&'t self, file: &'static str, text: &'t str) -> Option<Call<'t>> {
        let (head, rest) = text.split_once('(')?;
        let (from, name) = match head.split_once('.') {
            Some((from, name)) => (*self.imports.get(file)?.get(from)?, name),
            None => (file, head),
        };
        let ((from, _), called) = self.macros.get_key_value(&(from, name))?;
        let (given, after) = rest.split_once(") }}")?;
        Some(Call { from, called, arguments: arguments(given), after })
    }

    /// Appends the body of a macro with its parameters: `{%+ with value = card.date %}…{% endwith +%}`. The `+` signs
    /// keep the white space around it, as a call would.
    fn push_call(&self, out: &mut String, call: &Call<'_>, known: &[(&'static str, Value)]) {
        let given = call.called.parameters.iter().enumerate().filter_map(|(at, (name, default))| {
            let value = call.arguments.get(at).copied().or(*default)?;
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

/// Folders of templates for pages with a known path to the root.
const ROOTS: [(&str, &str); 2] = [("root:/", ""), ("root:../", "../")];

/// The name that a template has in the theme.
pub(super) fn without_root(name: &str) -> &str {
    ROOTS.iter().find_map(|(folder, _)| name.strip_prefix(folder)).unwrap_or(name)
}

/// Appends the text or number that is named at the beginning of a text, and returns what follows. Never appends
/// anything that could be parsed as template syntax.
fn push_constant<'t>(out: &mut String, known: &[(&str, Value)], text: &'t str) -> Option<&'t str> {
    let (path, after) = text.split_once(" }}")?;
    let value = value_of(known, path)?;
    let text = value.as_str().map(str::to_owned).or_else(|| Some(value.as_usize()?.to_string()))?;
    if text.trim() != text || text.contains(['{', '\n', '\r']) {
        return None;
    }
    if value.is_safe() {
        out.push_str(&text);
    } else {
        push_escaped(out, &text);
    }
    Some(after)
}

/// The value of `site.nav.home`, if it is known.
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

/// The parts between commas outside of quotes.
fn arguments(list: &str) -> Vec<&str> {
    let mut quoted = false;
    let part = |c: char| {
        quoted ^= c == '"';
        c == ',' && !quoted
    };
    list.split(part).map(str::trim).collect()
}
