//! A short report: errors in full, other findings as one line per rule with a count and a few examples.

use std::collections::{BTreeMap, BTreeSet};

use unicode_width::UnicodeWidthStr;

use super::human::{self, Style};
use super::table::Look;
use super::{Sources, plain_line};
use crate::diag::{Code, Diagnostic, Level};
use crate::source::Span;
use crate::text::thousands;

/// The maximum number of examples per rule.
const MAX_EXAMPLES: usize = 3;

/// The indentation of examples that have a line of their own.
const INDENT: &str = "    ";

/// The findings of one rule at one level.
struct RuleGroup<'d> {
    level: Level,
    code: Code,
    findings: Vec<&'d Diagnostic>,
}

impl<'d> RuleGroup<'d> {
    /// A few findings, from different files if possible.
    fn examples(&self) -> impl Iterator<Item = &'d Diagnostic> {
        let mut files = BTreeSet::new();
        let (mut examples, others): (Vec<_>, Vec<_>) =
            self.findings.iter().copied().partition(|finding| files.insert(&finding.source));
        examples.extend(others);
        examples.into_iter().take(MAX_EXAMPLES)
    }
}

/// The findings other than errors, by rule: warnings before notes, most frequent first.
fn groups(diagnostics: &[Diagnostic]) -> Vec<RuleGroup<'_>> {
    let mut by_rule: BTreeMap<(Level, Code), Vec<&Diagnostic>> = BTreeMap::new();
    for finding in diagnostics.iter().filter(|finding| finding.level != Level::Error) {
        by_rule.entry((finding.level, finding.code)).or_default().push(finding);
    }
    let group = |((level, code), findings)| RuleGroup { level, code, findings };
    let mut groups: Vec<RuleGroup<'_>> = by_rule.into_iter().map(group).collect();
    groups.sort_by(|a, b| a.level.cmp(&b.level).then(b.findings.len().cmp(&a.findings.len())));
    groups
}

/// The findings that [`report`] shows: only these need their sources.
pub fn selection(diagnostics: &[Diagnostic]) -> Vec<&Diagnostic> {
    let errors = diagnostics.iter().filter(|finding| finding.level == Level::Error);
    errors.chain(groups(diagnostics).iter().flat_map(RuleGroup::examples)).collect()
}

/// Prints errors in full, up to a limit, and other findings grouped by rule.
pub fn report(diagnostics: &[Diagnostic], sources: &Sources<'_>, style: Style, limit: usize) -> String {
    let errors: Vec<Diagnostic> =
        diagnostics.iter().filter(|finding| finding.level == Level::Error).cloned().collect();
    let mut text = human::report(&errors, sources, style, Some(limit));
    let groups = groups(diagnostics);
    let name_width = groups.iter().map(|group| group.code.name().len()).max().unwrap_or(0);
    let count = |group: &RuleGroup<'_>| thousands(group.findings.len());
    let count_width = groups.iter().map(|group| count(group).len()).max().unwrap_or(0);
    for group in &groups {
        let (level, look) = match group.level {
            Level::Error => ("error", Look::Grave),
            Level::Warning => ("warning", Look::Serious),
            Level::Info => ("note", Look::Faint),
        };
        let head = format!("{:<name_width$}  {:>count_width$}", group.code.name(), count(group));
        text.extend([look.paint(level, style.paint), " ".repeat(9 - level.len()), head.clone()]);
        text.push_str(&examples(group, sources, style.width, 9 + head.width()));
        text.push('\n');
    }
    text
}

/// The examples of a rule, as many as fit on the line; if none fits, the first one on a line of its own. Paths are never cut,
/// so they can be copied.
fn examples(group: &RuleGroup<'_>, sources: &Sources<'_>, width: Option<usize>, column: usize) -> String {
    let places: Vec<String> = group.examples().map(|finding| place(finding, sources)).collect();
    let label = if group.findings.len() > places.len() { "  e.g. " } else { "  " };
    let width = width.unwrap_or(usize::MAX);
    let fits = |count: &usize| column + label.len() + places[..*count].join(", ").width() <= width;
    match (1..=places.len()).rev().find(fits) {
        Some(count) if count < group.findings.len() => format!("  e.g. {}", places[..count].join(", ")),
        Some(count) => format!("{label}{}", places[..count].join(", ")),
        None => format!("\n{INDENT}{}", places.first().map_or("", String::as_str)),
    }
}

/// `incidents/INC-7.md:12`.
fn place(finding: &Diagnostic, sources: &Sources<'_>) -> String {
    let path = sources.shown(&finding.source);
    let source = sources.get(&finding.source).filter(|_| finding.span != Span::default());
    plain_line(&source.map_or(path.clone(), |source| format!("{path}:{}", source.line(finding.span.start))))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::report::human::Paint;
    use crate::source::SourceFile;

    fn sources() -> Vec<SourceFile> {
        ["a.md", "b.md", "c.md", "d.md"]
            .map(|path| SourceFile::new(path, "# Title\n\nText\n".to_owned()))
            .into()
    }

    fn finding(code: Code, path: &str, at: usize) -> Diagnostic {
        Diagnostic::new(code, &Arc::from(path), Span::new(at, at + 1), "something is wrong")
    }

    fn check(findings: &[Diagnostic], width: Option<usize>, expected: &str) {
        let files = sources();
        let sources = Sources::new("docs", &files, None);
        assert_eq!(report(findings, &sources, Style { paint: Paint::Plain, width }, 100), expected);
    }

    #[test]
    fn warnings_and_notes_are_one_line_per_rule() {
        let mut findings = vec![finding(Code::HtmlRemoved, "a.md", 9)];
        findings
            .extend(["a.md", "a.md", "b.md", "c.md", "d.md"].map(|path| finding(Code::Placeholder, path, 9)));
        findings.push(finding(Code::NotUtf8, "b.md", 2));
        let expected = "\
warning  placeholder   5  e.g. docs/a.md:3, docs/b.md:3, docs/c.md:3
warning  not-utf8      1  docs/b.md:1
note     html-removed  1  docs/a.md:3
";
        check(&findings, None, expected);
        assert_eq!(selection(&findings).len(), 5);
    }

    #[test]
    fn examples_fit_narrow_terminals() {
        let findings = ["a.md", "b.md", "c.md"].map(|path| finding(Code::Placeholder, path, 9));
        check(&findings, Some(70), "warning  placeholder  3  docs/a.md:3, docs/b.md:3, docs/c.md:3\n");
        check(&findings, Some(60), "warning  placeholder  3  e.g. docs/a.md:3, docs/b.md:3\n");
        check(&findings, Some(30), "warning  placeholder  3\n    docs/a.md:3\n");
    }

    #[test]
    fn errors_are_shown_in_full() {
        let files = sources();
        let sources = Sources::new("docs", &files, None);
        let findings = [finding(Code::DateInvalid, "a.md", 9), finding(Code::Placeholder, "b.md", 9)];
        let text = report(&findings, &sources, Style { paint: Paint::Plain, width: None }, 100);
        assert!(text.starts_with("error[date-invalid]: something is wrong\n --> docs/a.md:3:1\n"), "{text}");
        assert!(text.ends_with("\nwarning  placeholder  1  docs/b.md:3\n"), "{text}");
    }
}
