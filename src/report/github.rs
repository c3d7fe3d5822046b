//! Diagnostics as workflow commands, which GitHub shows next to the lines of a pull request.
//!
//! The format is that of "Workflow commands for GitHub Actions": `::warning file=…,line=…::message`.

use std::fmt::Write as _;

use super::{Sources, plain, plain_line};
use crate::diag::{Diagnostic, Level};
use crate::source::Span;

/// One line per diagnostic.
pub fn report(diagnostics: &[Diagnostic], sources: &Sources<'_>) -> String {
    diagnostics.iter().map(|diagnostic| line(diagnostic, sources)).collect()
}

fn line(diagnostic: &Diagnostic, sources: &Sources<'_>) -> String {
    let command = match diagnostic.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "notice",
    };
    let mut properties = format!("file={}", property(&sources.shown(&diagnostic.source)));
    let span = diagnostic.span;
    if let Some(source) = sources.get(&diagnostic.source).filter(|_| span != Span::default()) {
        // Writing to a string cannot fail.
        let (line, end_line) = (source.line(span.start), source.line(span.end));
        _ = write!(properties, ",line={line},col={}", source.column(span.start));
        // GitHub accepts an end column only on a single line.
        if end_line == line && span.end > span.start {
            _ = write!(properties, ",endColumn={}", source.column(span.end));
        }
    }
    let mut message = plain(&diagnostic.message);
    if let Some(help) = &diagnostic.help {
        message.push_str("\nhelp: ");
        message.push_str(&plain_line(help));
    }
    format!("::{command} {properties},title={}::{}\n", diagnostic.code.name(), escaped(&message))
}

/// Escapes a message.
fn escaped(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property value, which ends at `:` or `,`.
fn property(text: &str) -> String {
    escaped(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::diag::Code;
    use crate::source::SourceFile;

    #[test]
    fn command_delimiters_are_escaped() {
        let source = SourceFile::new("a,b:c.md", "x\n::error::y\n".to_owned());
        let path = Arc::from("a,b:c.md");
        let list = [
            Diagnostic::new(Code::Placeholder, &path, Span::new(2, 9), "100 %\n::error::x").help("mend"),
            Diagnostic::new(Code::TemplateUnfilled, &path, Span::default(), "a template"),
        ];
        assert_eq!(
            report(&list, &Sources::new("docs", [&source], None)),
            "::warning file=docs/a%2Cb%3Ac.md,line=2,col=1,endColumn=8,title=placeholder::\
             100 %25%0A::error::x%0Ahelp: mend\n\
             ::notice file=docs/a%2Cb%3Ac.md,title=template-unfilled::a template\n"
        );
    }
}
