//! Writes the macros of the built-in theme out where they are called.
//!
//! A page that imports macros makes every one of them again, used or not, and each call has scopes and an output of its
//! own: together a third of the work of a page. This is for the built-in theme alone. Where a theme replaces a template,
//! all are read as they are written, since a block of its own may use what the template around it imports.

use std::collections::BTreeMap;

/// By file and name.
type Macros<'a> = BTreeMap<(&'a str, &'a str), Macro<'a>>;

/// A macro as written; the marks for blanks at its begin and end stay.
struct Macro<'a> {
    /// Names, and what stands for those that a call leaves out.
    parameters: Vec<(&'a str, Option<&'a str>)>,
    /// From the end of the tag that opens it.
    body: &'a str,
}

/// What a template calls its macros by, and the file where they are. Those of its own file need no name.
type Names<'a> = BTreeMap<&'a str, &'a str>;

/// A template without imports of macros. `read` gives the text of another template.
pub(super) fn expand(name: &str, text: &'static str, read: impl Fn(&str) -> Option<&'static str>) -> String {
    let mut macros = Macros::new();
    let mut names = BTreeMap::new();
    let mut waiting = vec![(name, text)];
    while let Some((file, text)) = waiting.pop() {
        if names.contains_key(file) {
            continue;
        }
        let imports: Names = text.lines().filter_map(import).collect();
        waiting.extend(imports.values().filter_map(|file| Some((*file, read(file)?))));
        macros.extend(defined(text).map(|(name, one)| ((file, name), one)));
        names.insert(file, imports);
    }
    let plain: String = text.split_inclusive('\n').filter(|line| import(line).is_none()).collect();
    let mut out = String::with_capacity(2 * text.len());
    Expansion { macros, names }.push(&mut out, name, &plain);
    out
}

/// `{% import "pieces.html" as piece %}`
fn import(line: &str) -> Option<(&str, &str)> {
    let (file, name) = line.trim().strip_prefix("{% import \"")?.strip_suffix(" %}")?.split_once("\" as ")?;
    Some((name, file))
}

/// The macros of a file.
fn defined(text: &str) -> impl Iterator<Item = (&str, Macro<'_>)> {
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

/// A call of a macro.
struct Call<'a> {
    /// The file of the macro.
    from: &'a str,
    called: &'a Macro<'a>,
    given: Vec<&'a str>,
    /// What follows.
    after: &'a str,
}

struct Expansion<'a> {
    macros: Macros<'a>,
    names: BTreeMap<&'a str, Names<'a>>,
}

impl Expansion<'_> {
    /// Appends a text of this file.
    fn push(&self, out: &mut String, file: &str, text: &str) {
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{ ") {
            out.push_str(before);
            rest = match self.call(file, after) {
                Some(call) => {
                    // The signs keep blanks around it as they are around a call.
                    out.push_str("{%+ with ");
                    push_values(out, &call.called.parameters, &call.given);
                    self.push(out, call.from, call.called.body);
                    out.push_str(" endwith +%}");
                    call.after
                }
                None => {
                    out.push_str("{{ ");
                    after
                }
            };
        }
        out.push_str(rest);
    }

    /// What is called here.
    fn call<'t>(&'t self, file: &'t str, text: &'t str) -> Option<Call<'t>> {
        let (head, rest) = text.split_once('(')?;
        let (from, name) = match head.split_once('.') {
            Some((from, name)) => (*self.names.get(file)?.get(from)?, name),
            None => (file, head),
        };
        let ((from, _), called) = self.macros.get_key_value(&(from, name))?;
        let (given, after) = rest.split_once(") }}")?;
        Some(Call { from, called, given: arguments(given), after })
    }
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
