//! Fills a template with the facts that are known.

use std::sync::Arc;

use super::Facts;
use crate::model::{DocumentKind, Field, Origin, Parsed};
use crate::read::Reader;
use crate::source::SourceFile;

/// How many lines of a template are searched for fields.
const HEAD_LINES: usize = 80;

/// Why a document cannot be made from a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FillError {
    /// The document would not be recognized as an incident; the text gives the reason.
    NotAnIncident(String),
    /// The reader would not find the value of this field.
    Missing(&'static str),
}

/// Finds the line in which a document states a value.
type FindLine<'a> = Box<dyn Fn(&Parsed) -> Option<u32> + 'a>;

/// A field to fill.
struct FieldToFill<'a> {
    /// Its key in front matter, if the template has no place for it.
    key: &'static str,
    /// The value as plain text.
    value: String,
    /// The value in YAML or TOML.
    literal: String,
    /// Finds the line in which a document states it.
    find_line: FindLine<'a>,
}

/// Makes the text of a new document at `path` from a template and facts. Every value is written where the reader finds it; values for
/// which the template has no place go into the front matter.
pub fn fill(template: &str, facts: &Facts, path: &str, reader: &Reader) -> Result<String, FillError> {
    let read = |text: &str| reader.read(&Arc::new(SourceFile::new(path, text.to_owned())));
    let mut lines: Vec<String> = template.lines().map(str::to_owned).collect();
    let (mut left, mut taken) = (Vec::new(), Vec::new());
    for field in fields(facts) {
        match try_lines(&mut lines, &taken, &field, &read) {
            Some(line) => taken.push(line),
            None => left.push(field),
        }
    }
    try_lines(&mut lines, &taken, &status(), &read);
    for field in left {
        let is_stated = (field.find_line)(&read(&join(&lines))).is_some();
        if !is_stated {
            add_to_front_matter(&mut lines, field.key, &field.literal);
        }
    }
    let mut text = join(&lines);
    let mut parsed = read(&text);
    if parsed.classification.kind == DocumentKind::Page && dated_by_name(&parsed) {
        // Without a date of its own, it looks like a template that nobody has filled in.
        add_to_front_matter(&mut lines, "date", &literal(&facts.date.to_string()));
        text = join(&lines);
        parsed = read(&text);
    }
    if let Some(missing) = fields(facts).into_iter().find(|field| (field.find_line)(&parsed).is_none()) {
        return Err(FillError::Missing(missing.key));
    }
    match parsed.classification.kind {
        DocumentKind::Incident => Ok(text),
        DocumentKind::Page => Err(FillError::NotAnIncident(parsed.classification.why)),
    }
}

fn dated_by_name(parsed: &Parsed) -> bool {
    parsed.record.date.as_ref().is_some_and(|date| date.provenance.origin == Origin::Path)
}

fn join(lines: &[String]) -> String {
    let mut text = lines.join("\n");
    text.push('\n');
    text
}

fn literal(value: &impl serde::Serialize) -> String {
    // Strings and lists of strings can always be written as JSON, which is also valid YAML and TOML here.
    serde_json::to_string(value).unwrap_or_default()
}

/// The line of a field, if it has the right value.
fn line_of<T>(field: Option<&Field<T>>, is: impl Fn(&T) -> bool) -> Option<u32> {
    field.filter(|field| is(&field.value)).map(|field| field.provenance.line)
}

fn fields(facts: &Facts) -> Vec<FieldToFill<'_>> {
    let mut fields = vec![FieldToFill {
        key: "title",
        value: facts.title.clone(),
        literal: literal(&facts.title),
        find_line: Box::new(|parsed| line_of(Some(&parsed.record.title), |title| *title == facts.title)),
    }];
    fields.extend(facts.id.as_ref().map(|id| FieldToFill {
        key: "id",
        value: id.clone(),
        literal: literal(id),
        find_line: Box::new(move |parsed| line_of(parsed.record.id.as_ref(), |found| found == id)),
    }));
    fields.push(FieldToFill {
        key: "date",
        value: facts.date.to_string(),
        literal: literal(&facts.date.to_string()),
        find_line: Box::new(|parsed| line_of(parsed.record.date.as_ref(), |date| *date == facts.date)),
    });
    fields.extend(facts.severity.as_ref().map(|severity| FieldToFill {
        key: "severity",
        value: severity.clone(),
        literal: literal(severity),
        find_line: Box::new(move |parsed| {
            line_of(parsed.record.severity.as_ref(), |found| found.label == *severity)
        }),
    }));
    if !facts.services.is_empty() {
        fields.push(FieldToFill {
            key: "services",
            value: facts.services.join(", "),
            literal: literal(&facts.services),
            find_line: Box::new(|parsed| {
                line_of(parsed.record.services.as_ref(), |services| **services == *facts.services)
            }),
        });
    }
    fields
}

/// A new document is a draft, if its template has a status.
fn status() -> FieldToFill<'static> {
    const DRAFT: &str = "Draft";
    FieldToFill {
        key: "status",
        value: DRAFT.to_owned(),
        literal: literal(&DRAFT),
        find_line: Box::new(|parsed| line_of(parsed.record.status.as_ref(), |status| status.label == DRAFT)),
    }
}

/// Writes a value into the first free line from which the reader reads it back. Returns the index of the line.
fn try_lines(
    lines: &mut [String],
    taken: &[usize],
    field: &FieldToFill<'_>,
    read: &dyn Fn(&str) -> Parsed,
) -> Option<usize> {
    for at in (0..lines.len().min(HEAD_LINES)).filter(|at| !taken.contains(at)) {
        for candidate in candidates(&lines[at], field) {
            let before = std::mem::replace(&mut lines[at], candidate);
            let found = (field.find_line)(&read(&join(lines)));
            if found.is_some_and(|line| line as usize == at + 1) {
                return Some(at);
            }
            lines[at] = before;
        }
    }
    None
}

/// Possible versions of a line with the value filled in.
fn candidates(line: &str, field: &FieldToFill<'_>) -> Vec<String> {
    let around = match line.strip_prefix("# ") {
        Some(_) if field.key != "title" => Vec::new(),
        Some(text) => {
            let in_brackets = brackets(text).map(|(before, after)| (format!("# {before}"), after));
            in_brackets.into_iter().chain([("# ".to_owned(), "")]).collect()
        }
        None => cell(line).or_else(|| after_key(line)).into_iter().collect(),
    };
    let escaped = escaped(&field.value);
    let values = [&field.value, &escaped, &field.literal];
    around
        .iter()
        .flat_map(|(before, after)| values.iter().map(move |value| format!("{before}{value}{after}")))
        .collect()
}

/// The text around the first placeholder in brackets: `Post-Mortem: [Incident Title]`.
fn brackets(text: &str) -> Option<(&str, &str)> {
    [("{{", "}}"), ("[", "]"), ("<", ">")].into_iter().find_map(|(open, close)| {
        let start = text.find(open)?;
        let end = start + text[start..].find(close)? + close.len();
        Some((&text[..start], &text[end..]))
    })
}

/// The text around the second cell of a table row with two cells.
fn cell(line: &str) -> Option<(String, &str)> {
    let row = line.trim_end().strip_suffix('|')?;
    let (before, _) = row.rsplit_once('|')?;
    let key = before.trim_start().strip_prefix('|')?;
    (!key.contains('|') && key.contains(char::is_alphabetic)).then(|| (format!("{before}| "), " |"))
}

/// The text before the value of a key: everything up to a colon or, in TOML, an equals sign, with the markup of a bold key.
fn after_key(line: &str) -> Option<(String, &str)> {
    const MAX_KEY: usize = 40;
    let (at, sign) = line.char_indices().find(|(_, c)| matches!(c, ':' | '：' | '='))?;
    let key = line[..at].trim_matches([' ', '-', '*', '_', '>', '+', '`']);
    if !key.contains(char::is_alphabetic) || key.chars().count() > MAX_KEY {
        return None;
    }
    // In `**Severity:** x` the markup follows the colon.
    let rest = &line[at + sign.len_utf8()..];
    let marks = &rest[..rest.len() - rest.trim_start_matches(['*', '_']).len()];
    Some((format!("{}{sign}{marks} ", &line[..at]), ""))
}

/// Escapes Markdown.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '&') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Adds a key to the front matter, which is created if necessary.
fn add_to_front_matter(lines: &mut Vec<String>, key: &str, literal: &str) {
    match lines.first().map(|line| line.trim_end()) {
        Some("---") => lines.insert(1, format!("{key}: {literal}")),
        Some("+++") => lines.insert(1, format!("{key} = {literal}")),
        _ => {
            let front = ["---".to_owned(), format!("{key}: {literal}"), "---".to_owned(), String::new()];
            lines.splice(0..0, front);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::draft::TEMPLATE;
    use jiff::civil::Date;

    fn facts() -> Facts {
        Facts {
            id: Some("INC-0043".to_owned()),
            title: "Checkout returns *5xx* | again".to_owned(),
            date: Date::constant(2026, 11, 23),
            severity: Some("SEV2".to_owned()),
            services: vec!["api".to_owned(), "db".to_owned()],
        }
    }

    fn filled(template: &str) -> String {
        let reader = Reader::new(&Config::default());
        fill(template, &facts(), "INC-0043-checkout.md", &reader).unwrap()
    }

    #[test]
    fn fills_the_built_in_template() {
        let text = filled(TEMPLATE);
        assert!(text.starts_with("---\nservices: [\"api\",\"db\"]\n---\n"), "{text}");
        assert!(text.contains("# Post-Mortem: Checkout returns \\*5xx\\* \\| again\n"), "{text}");
        for row in [
            "| **Incident ID** | INC-0043 |",
            "| **Date** | 2026-11-23 |",
            "| **Severity** | SEV2 |",
            "| **Status** | Draft |",
            "- [INC-XXXX]: [Relationship]",
        ] {
            assert!(text.contains(&format!("{row}\n")), "{row}\n{text}");
        }
    }

    #[test]
    fn fills_front_matter_and_lists() {
        let front = filled(
            "---\ntitle: \ndate: YYYY-MM-DD\nseverity:\nservices: []\n---\n\n## Summary\n\n## Root cause\n",
        );
        assert!(front.contains("date: 2026-11-23\n") && front.contains("severity: SEV2\n"), "{front}");
        assert!(
            front.contains("services: api, db\n") || front.contains("services: [\"api\",\"db\"]\n"),
            "{front}"
        );
        let list = filled(
            "# Titel\n\n- **Datum:** \n- **Schweregrad:** SEV1/2/3\n\n## Zusammenfassung\n\n## Ursache\n",
        );
        assert!(list.contains("- **Datum:** 2026-11-23\n- **Schweregrad:** SEV2\n"), "{list}");
        let bare = filled("## Summary\n\n## Timeline\n\n## Root cause\n");
        // The id is in the file name.
        assert!(bare.starts_with("---\n") && bare.contains("date: \"2026-11-23\"\n"), "{bare}");
    }
}
