//! Finds the name behind an "undefined value" error: minijinja only reports the line.

/// Words of the template language, which are not names.
const KEYWORDS: [&str; 32] = [
    "and",
    "block",
    "break",
    "call",
    "continue",
    "do",
    "elif",
    "else",
    "endblock",
    "endcall",
    "endfilter",
    "endfor",
    "endif",
    "endmacro",
    "endset",
    "endwith",
    "extends",
    "false",
    "filter",
    "for",
    "from",
    "if",
    "import",
    "in",
    "include",
    "is",
    "macro",
    "none",
    "not",
    "or",
    "set",
    "with",
];

/// A message that names what may be undefined on a line (counted from 1) of a template. `None` if the line has no names.
pub(super) fn message(template: &str, line: usize) -> Option<String> {
    let mut names = names(template.lines().nth(line.checked_sub(1)?)?);
    names.dedup();
    match names.as_slice() {
        [] => None,
        [name] => Some(format!("`{name}` is undefined")),
        names => {
            let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            Some(format!("one of these is undefined: {}", quoted.join(", ")))
        }
    }
}

/// The names in the tags of a line, such as `view.title`; filters, tests and strings are left out.
fn names(line: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (open, close) in [("{{", "}}"), ("{%", "%}")] {
        for tag in line.split(open).skip(1) {
            names.extend(names_in(tag.split(close).next().unwrap_or(tag)));
        }
    }
    names
}

fn names_in(expression: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = expression;
    let mut before = ' ';
    while let Some(c) = rest.chars().next() {
        let length = match c {
            '"' | '\'' => rest[1..].find(c).map_or(rest.len(), |at| at + 2),
            _ if c.is_alphabetic() || c == '_' => {
                let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
                let length = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
                let name = rest[..length].trim_end_matches('.');
                let after = rest[length..].trim_start();
                let is_name = before != '|' && !KEYWORDS.contains(&name) && !after.starts_with(['(', '=']);
                // What follows a dot, as in `a[0].b`, belongs to the name before it.
                if is_name && before != '.' {
                    names.push(name.to_owned());
                }
                length
            }
            _ => c.len_utf8(),
        };
        if !c.is_whitespace() {
            before = c;
        }
        rest = &rest[length..];
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: Option<&str>) {
        assert_eq!(message(&format!("first\n{line}\n"), 2).as_deref(), expected, "{line}");
    }

    #[test]
    fn undefined_names_are_found_on_the_line() {
        check("<p>{{ view.nmae }}</p>", Some("`view.nmae` is undefined"));
        check("{{ view.nmae | upper }}", Some("`view.nmae` is undefined"));
        check("{% if site.titel and \"x.y\" %}", Some("`site.titel` is undefined"));
        check("{{ a.b }} {{ c }}", Some("one of these is undefined: `a.b`, `c`"));
        check("no tags", None);
        assert_eq!(message("", 7), None);
    }
}
