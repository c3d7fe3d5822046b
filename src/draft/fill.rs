//! Writes what is known into a template.

use std::sync::Arc;

use super::Facts;
use crate::model::{DocumentKind, Field, Origin, Parsed};
use crate::read::Reader;
use crate::source::SourceFile;

/// In how many lines from the top the fields of a template are sought.
const HEAD: usize = 80;

/// Why a document cannot be made from a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FillError {
    /// What is made would be no incident; half a sentence says why.
    NotAnIncident(String),
    /// The document would not say what it was made to say: the name of the field.
    Missing(&'static str),
}

/// In which line a document says something; nothing if it does not.
type Said<'a> = Box<dyn Fn(&Parsed) -> Option<u32> + 'a>;

/// A field that is to be filled.
struct Wanted<'a> {
    /// Its key in front matter, where nothing else takes it.
    key: &'static str,
    /// The value as it stands in a line.
    value: String,
    /// The value in YAML or TOML.
    literal: String,
    /// Whether a document says it, and in which line.
    said: Said<'a>,
}

/// The text of a new document that will lie at `path`: a template with what is known of the incident. Every value is written
/// where the reader finds it; what the template has no place for goes to the front matter.
pub fn fill(template: &str, facts: &Facts, path: &str, reader: &Reader) -> Result<String, FillError> {
    let read = |text: &str| reader.read(&Arc::new(SourceFile::new(path, text.to_owned())));
    let mut lines: Vec<String> = template.lines().map(str::to_owned).collect();
    let (mut left, mut taken) = (Vec::new(), Vec::new());
    for wanted in wanted(facts) {
        match try_lines(&mut lines, &taken, &wanted, &read) {
            Some(line) => taken.push(line),
            None => left.push(wanted),
        }
    }
    try_lines(&mut lines, &taken, &status(), &read);
    for wanted in left {
        let said = (wanted.said)(&read(&join(&lines))).is_some();
        if !said {
            add_to_front_matter(&mut lines, wanted.key, &wanted.literal);
        }
    }
    let mut text = join(&lines);
    let mut parsed = read(&text);
    if parsed.classification.kind == DocumentKind::Page && dated_by_name(&parsed) {
        // A day of its own is what tells it from a template that nobody has filled in.
        add_to_front_matter(&mut lines, "date", &literal(&facts.date.to_string()));
        text = join(&lines);
        parsed = read(&text);
    }
    if let Some(unread) = self::wanted(facts).into_iter().find(|wanted| (wanted.said)(&parsed).is_none()) {
        return Err(FillError::Missing(unread.key));
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
    // Strings and lists of strings always have a form in JSON, and that is one in YAML and TOML as well.
    serde_json::to_string(value).unwrap_or_default()
}

/// Whether a field has this value, and in which line.
fn line_of<T>(field: Option<&Field<T>>, is: impl Fn(&T) -> bool) -> Option<u32> {
    field.filter(|field| is(&field.value)).map(|field| field.provenance.line)
}

fn wanted(facts: &Facts) -> Vec<Wanted<'_>> {
    let mut wanted = vec![Wanted {
        key: "title",
        value: facts.title.clone(),
        literal: literal(&facts.title),
        said: Box::new(|parsed| line_of(Some(&parsed.record.title), |title| *title == facts.title)),
    }];
    wanted.extend(facts.id.as_ref().map(|id| Wanted {
        key: "id",
        value: id.clone(),
        literal: literal(id),
        said: Box::new(move |parsed| line_of(parsed.record.id.as_ref(), |found| found == id)),
    }));
    wanted.push(Wanted {
        key: "date",
        value: facts.date.to_string(),
        literal: literal(&facts.date.to_string()),
        said: Box::new(|parsed| line_of(parsed.record.date.as_ref(), |date| *date == facts.date)),
    });
    wanted.extend(facts.severity.as_ref().map(|severity| Wanted {
        key: "severity",
        value: severity.clone(),
        literal: literal(severity),
        said: Box::new(move |parsed| {
            line_of(parsed.record.severity.as_ref(), |found| found.label == *severity)
        }),
    }));
    if !facts.services.is_empty() {
        wanted.push(Wanted {
            key: "services",
            value: facts.services.join(", "),
            literal: literal(&facts.services),
            said: Box::new(|parsed| {
                line_of(parsed.record.services.as_ref(), |services| **services == *facts.services)
            }),
        });
    }
    wanted
}

/// A new document is a draft, where its template offers a choice.
fn status() -> Wanted<'static> {
    const DRAFT: &str = "Draft";
    Wanted {
        key: "status",
        value: DRAFT.to_owned(),
        literal: literal(&DRAFT),
        said: Box::new(|parsed| line_of(parsed.record.status.as_ref(), |status| status.label == DRAFT)),
    }
}

/// Writes a value into the first line from which the reader takes it and that no other value has taken; gives its index.
fn try_lines(
    lines: &mut [String],
    taken: &[usize],
    wanted: &Wanted<'_>,
    read: &dyn Fn(&str) -> Parsed,
) -> Option<usize> {
    for at in (0..lines.len().min(HEAD)).filter(|at| !taken.contains(at)) {
        for candidate in candidates(&lines[at], wanted) {
            let before = std::mem::replace(&mut lines[at], candidate);
            let said = (wanted.said)(&read(&join(lines)));
            if said.is_some_and(|line| line as usize == at + 1) {
                return Some(at);
            }
            lines[at] = before;
        }
    }
    None
}

/// What a line might be with the value in its place.
fn candidates(line: &str, wanted: &Wanted<'_>) -> Vec<String> {
    let around = match line.strip_prefix("# ") {
        Some(_) if wanted.key != "title" => Vec::new(),
        Some(text) => {
            let in_brackets = brackets(text).map(|(before, after)| (format!("# {before}"), after));
            in_brackets.into_iter().chain([("# ".to_owned(), "")]).collect()
        }
        None => cell(line).or_else(|| behind_key(line)).into_iter().collect(),
    };
    let escaped = escaped(&wanted.value);
    let values = [&wanted.value, &escaped, &wanted.literal];
    around
        .iter()
        .flat_map(|(before, after)| values.iter().map(move |value| format!("{before}{value}{after}")))
        .collect()
}

/// What stands around the first text in brackets: `Post-Mortem: [Incident Title]`.
fn brackets(text: &str) -> Option<(&str, &str)> {
    [("{{", "}}"), ("[", "]"), ("<", ">")].into_iter().find_map(|(open, close)| {
        let start = text.find(open)?;
        let end = start + text[start..].find(close)? + close.len();
        Some((&text[..start], &text[end..]))
    })
}

/// What stands around the second cell of a row of two.
fn cell(line: &str) -> Option<(String, &str)> {
    let row = line.trim_end().strip_suffix('|')?;
    let (before, _) = row.rsplit_once('|')?;
    let key = before.trim_start().strip_prefix('|')?;
    (!key.contains('|') && key.contains(char::is_alphabetic)).then(|| (format!("{before}| "), " |"))
}

/// What stands before the value of a key: all up to a colon or, in TOML, an equals sign, and the marks of a bold key.
fn behind_key(line: &str) -> Option<(String, &str)> {
    const LONGEST: usize = 40;
    let (at, sign) = line.char_indices().find(|(_, c)| matches!(c, ':' | '：' | '='))?;
    let key = line[..at].trim_matches([' ', '-', '*', '_', '>', '+', '`']);
    if !key.contains(char::is_alphabetic) || key.chars().count() > LONGEST {
        return None;
    }
    // `**Severity:** x` has its marks behind the colon.
    let rest = &line[at + sign.len_utf8()..];
    let marks = &rest[..rest.len() - rest.trim_start_matches(['*', '_']).len()];
    Some((format!("{}{sign}{marks} ", &line[..at]), ""))
}

/// Text that Markdown takes for nothing but text.
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

/// Adds a key to the front matter, or a front matter to the document.
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
    fn the_teams_template_takes_what_is_known() {
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
    fn other_forms_take_it_as_well() {
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
        // The file name says the id.
        assert!(bare.starts_with("---\n") && bare.contains("date: \"2026-11-23\"\n"), "{bare}");
    }
}
