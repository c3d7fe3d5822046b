//! Diagnostics as JSON.

use serde::Serialize;

use super::{Sources, json_lines};
use crate::diag::{Counts, Diagnostic, Label, Level};
use crate::source::Span;

#[derive(Serialize)]
struct Report<'a> {
    version: u8,
    errors: usize,
    warnings: usize,
    notes: usize,
    diagnostics: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    code: &'static str,
    level: Level,
    message: &'a str,
    help: Option<&'a str>,
    #[serde(flatten)]
    place: Place,
    labels: Vec<Mark<'a>>,
}

#[derive(Serialize)]
struct Mark<'a> {
    message: &'a str,
    #[serde(flatten)]
    place: Place,
}

/// Lines and columns (in characters) count from 1; the end is exclusive. Without lines, it is the whole file.
#[derive(Serialize)]
struct Place {
    file: String,
    line: Option<u32>,
    column: Option<u32>,
    end_line: Option<u32>,
    end_column: Option<u32>,
}

fn place(diagnostic: &Diagnostic, span: Span, sources: &Sources<'_>) -> Place {
    let file = sources.shown(&diagnostic.source);
    let source = sources.get(&diagnostic.source).filter(|_| span != Span::default());
    Place {
        file,
        line: source.map(|source| source.line(span.start)),
        column: source.map(|source| source.column(span.start)),
        end_line: source.map(|source| source.line(span.end)),
        end_column: source.map(|source| source.column(span.end)),
    }
}

fn entry<'a>(diagnostic: &'a Diagnostic, sources: &Sources<'_>) -> Entry<'a> {
    let mark =
        |label: &'a Label| Mark { message: &label.message, place: place(diagnostic, label.span, sources) };
    Entry {
        code: diagnostic.code.name(),
        level: diagnostic.level,
        message: &diagnostic.message,
        help: diagnostic.help.as_deref(),
        place: place(diagnostic, diagnostic.span, sources),
        labels: diagnostic.labels.iter().map(mark).collect(),
    }
}

/// Pretty-printed `{"version":1,"errors":…,"warnings":…,"diagnostics":[…]}`.
pub fn report(diagnostics: &[Diagnostic], sources: &Sources<'_>) -> String {
    let counts = Counts::of(diagnostics);
    let report = Report {
        version: 1,
        errors: counts.errors,
        warnings: counts.warnings,
        notes: counts.notes,
        diagnostics: diagnostics.iter().map(|diagnostic| entry(diagnostic, sources)).collect(),
    };
    json_lines(&report)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::diag::Code;
    use crate::source::SourceFile;

    #[test]
    fn places_are_lines_and_columns() {
        let source = SourceFile::new("a.md", "ä\nöx\x1b\n".to_owned());
        let path = Arc::from("a.md");
        let list = [
            Diagnostic::new(Code::DateInvalid, &path, Span::new(5, 6), "no \x1b")
                .label(Span::new(0, 2), "here"),
            Diagnostic::new(Code::Placeholder, &path, Span::default(), "all of it"),
        ];
        let text = report(&list, &Sources::new(".", [&source], None));
        assert!(!text.contains('\x1b'));
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!((&value["errors"], &value["warnings"]), (&1.into(), &1.into()));
        let first = &value["diagnostics"][0];
        assert_eq!((&first["code"], &first["file"]), (&"date-invalid".into(), &"a.md".into()));
        assert_eq!(
            (&first["line"], &first["column"], &first["end_column"]),
            (&2.into(), &2.into(), &3.into())
        );
        assert_eq!(first["labels"][0]["line"], 1);
        assert!(value["diagnostics"][1]["line"].is_null());
    }
}
