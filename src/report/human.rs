//! Diagnostics as rustc prints them: the line at fault with a caret under it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use annotate_snippets::{AnnotationKind, Element, Group, Level as Heading, Origin, Renderer, Snippet};

use super::{Sources, plain, plain_line};
use crate::diag::{Code, Diagnostic, Level};
use crate::source::{SourceFile, Span};

/// The number of characters to show after the marked text. Paragraphs are often on one long line.
const MAX_TAIL: usize = 120;

/// The maximum number of warnings per rule.
const MAX_WARNINGS: usize = 20;
/// The maximum number of notes per rule.
const MAX_NOTES: usize = 5;

/// Longer lines, in bytes, are not shown.
const MAX_LINE_BYTES: usize = 8 * 1024;

/// Whether text may contain colors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    /// Plain text.
    Plain,
    /// With escape sequences for colors.
    Colors,
}

/// How text is formatted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Whether it may contain colors.
    pub paint: Paint,
    /// The width of the terminal in cells. Source lines are cut to fit.
    pub width: Option<usize>,
}

impl From<Paint> for Style {
    fn from(paint: Paint) -> Self {
        Self { paint, width: None }
    }
}

/// Formats diagnostics, each followed by an empty line. With a limit, keeps the most severe ones in their order, and the last
/// line gives the number of others.
pub fn report(
    diagnostics: &[Diagnostic],
    sources: &Sources<'_>,
    style: impl Into<Style>,
    limit: Option<usize>,
) -> String {
    let style = style.into();
    let renderer = match style.paint {
        Paint::Plain => Renderer::plain(),
        Paint::Colors => Renderer::styled(),
    };
    let renderer = style.width.map_or(renderer.clone(), |width| renderer.term_width(width));
    let mut text = String::new();
    let kept = most_severe(diagnostics, limit.unwrap_or(usize::MAX));
    for diagnostic in &kept {
        text.push_str(&renderer.render(&groups(diagnostic, sources, style.width)));
        text.push_str("\n\n");
    }
    let more = diagnostics.len() - kept.len();
    if more > 0 {
        // Writing to a string cannot fail.
        _ = writeln!(text, "… and {more} more; use -v to show all");
    }
    text
}

/// Formats diagnostics like [`report`], but limits warnings and notes per rule: a few excerpts explain a rule, and hundreds would
/// hide other rules. The last lines give the numbers of others.
pub fn digest(
    diagnostics: &[Diagnostic],
    sources: &Sources<'_>,
    style: impl Into<Style>,
    limit: usize,
) -> String {
    let mut seen: BTreeMap<Code, usize> = BTreeMap::new();
    let mut shown = Vec::new();
    for diagnostic in diagnostics {
        let times = seen.entry(diagnostic.code).or_default();
        *times += 1;
        let most = match diagnostic.level {
            Level::Error => usize::MAX,
            Level::Warning => MAX_WARNINGS,
            Level::Info => MAX_NOTES,
        };
        if *times <= most {
            shown.push(diagnostic.clone());
        }
    }
    let mut text = report(&shown, sources, style, Some(limit));
    for (code, times) in seen {
        let kept = shown.iter().filter(|diagnostic| diagnostic.code == code).count();
        if times > kept {
            // Writing to a string cannot fail.
            _ = writeln!(text, "… and {} more of {}; use -v to show all", times - kept, code.name());
        }
    }
    text
}

/// The most severe diagnostics, in their order.
fn most_severe(diagnostics: &[Diagnostic], limit: usize) -> Vec<&Diagnostic> {
    let mut indexes: Vec<usize> = (0..diagnostics.len()).collect();
    if diagnostics.len() > limit {
        indexes.sort_by_key(|index| diagnostics[*index].level);
        indexes.truncate(limit);
        indexes.sort_unstable();
    }
    indexes.into_iter().map(|index| &diagnostics[index]).collect()
}

fn groups<'s>(diagnostic: &Diagnostic, sources: &Sources<'_>, width: Option<usize>) -> [Group<'s>; 1] {
    let heading = match diagnostic.level {
        Level::Error => Heading::ERROR,
        Level::Warning => Heading::WARNING,
        Level::Info => Heading::INFO,
    };
    let mut group = heading
        .primary_title(plain_line(&diagnostic.message))
        .id(diagnostic.code.name())
        .elements(excerpts(diagnostic, sources, width));
    if let Some(help) = &diagnostic.help {
        group = group.element(Heading::HELP.message(plain_line(help)));
    }
    [group]
}

/// The relevant source lines, or only the file name.
fn excerpts<'s>(diagnostic: &Diagnostic, sources: &Sources<'_>, width: Option<usize>) -> Vec<Element<'s>> {
    let path = sources.shown(&diagnostic.source);
    // An empty span at the start means the whole file.
    let whole = diagnostic.span == Span::default();
    let Some(source) = sources.get(&diagnostic.source).filter(|_| !whole) else {
        return vec![Origin::path(path).into()];
    };
    let first = source.line(diagnostic.span.start);
    // Too long for an excerpt.
    if source.line_span(first).range().len() > MAX_LINE_BYTES {
        let column = source.column(diagnostic.span.start) as usize;
        return vec![Origin::path(path).line(first as usize).char_column(column).into()];
    }
    let mut lines: BTreeMap<u32, Vec<(AnnotationKind, Span, &str)>> = BTreeMap::new();
    lines.entry(first).or_default().push((AnnotationKind::Primary, diagnostic.span, ""));
    for label in &diagnostic.labels {
        let line = source.line(label.span.start);
        lines.entry(line).or_default().push((AnnotationKind::Context, label.span, &label.message));
    }
    // The primary line comes first: its position is shown in the heading.
    let mut excerpts: Vec<Element<'s>> = Vec::with_capacity(lines.len());
    if let Some(marks) = lines.remove(&first) {
        excerpts.push(excerpt(source, first, &marks, &path, width).into());
    }
    excerpts.extend(lines.iter().map(|(line, marks)| excerpt(source, *line, marks, &path, width).into()));
    excerpts
}

/// A source line with its annotations.
fn excerpt<'s>(
    source: &SourceFile,
    line: u32,
    marks: &[(AnnotationKind, Span, &str)],
    path: &str,
    width: Option<usize>,
) -> Snippet<'s, annotate_snippets::Annotation<'s>> {
    let line_span = source.line_span(line);
    let text = source.slice(line_span);
    // Positions are counted in characters, because the displayed text may differ from the source in bytes.
    let place = |offset: u32| {
        let end = (offset.clamp(line_span.start, line_span.end) - line_span.start) as usize;
        text.char_indices().take_while(|(at, _)| *at < end).count()
    };
    let ends = marks.iter().map(|(_, span, _)| place(span.end)).max().unwrap_or(0);
    let mut shown: Vec<char> = plain(text).chars().take(ends + MAX_TAIL).collect();
    // The line number takes some of the width. If the marked text is further right, the renderer scrolls the line.
    let room = width.map_or(usize::MAX, |width| width.saturating_sub(line.to_string().len() + 4));
    let begin = marks.iter().map(|(_, span, _)| place(span.start)).max().unwrap_or(0);
    if shown.len() > room && begin + 1 < room {
        shown.truncate(room - 1);
        shown.push('…');
    }
    let offset = |count: usize| shown.iter().take(count).map(|c| c.len_utf8()).sum::<usize>();
    let marks = marks.iter().map(|(kind, span, label)| {
        let range = offset(place(span.start))..offset(place(span.end.max(span.start)));
        let mark = kind.span(range);
        if label.is_empty() { mark } else { mark.label(plain_line(label)) }
    });
    Snippet::source(shown.iter().collect::<String>())
        .path(path.to_owned())
        .line_start(line as usize)
        .annotations(marks.collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    const TEXT: &str = "# Title\n\n| Größe | SEV1/2/3/4 |\n\x1b[2Jsee INC-7\n";

    fn diagnostic(code: Code, part: &str, message: &str) -> Diagnostic {
        let at = TEXT.find(part).unwrap();
        Diagnostic::new(code, &Arc::from("a.md"), Span::new(at, at + part.len()), message)
    }

    fn check(diagnostics: &[Diagnostic], limit: Option<usize>, expected: &str) {
        let source = SourceFile::new("a.md", TEXT.to_owned());
        let sources = Sources::new("docs", [&source], None);
        assert_eq!(report(diagnostics, &sources, Paint::Plain, limit), expected);
    }

    #[test]
    fn diagnostic_shows_its_line_and_help() {
        let at = TEXT.find("Größe").unwrap();
        let diagnostic = diagnostic(Code::Placeholder, "SEV1/2/3/4", "the severity is a placeholder")
            .label(Span::new(0, 7), "of this incident")
            .label(Span::new(at, at + "Größe".len()), "next to this")
            .help("write one of them");
        check(
            &[diagnostic],
            None,
            "\
warning[placeholder]: the severity is a placeholder
 --> docs/a.md:3:11
  |
3 | | Größe | SEV1/2/3/4 |
  |   -----   ^^^^^^^^^^
  |   |
  |   next to this
  |
 ::: docs/a.md:1:1
  |
1 | # Title
  | ------- of this incident
  |
  = help: write one of them

",
        );
    }

    #[test]
    fn diagnostic_about_a_whole_file_has_no_excerpt() {
        let diagnostic =
            Diagnostic::new(Code::Unreadable, &Arc::from("b.md"), Span::default(), "cannot be read");
        check(&[diagnostic], None, "error[unreadable]: cannot be read\n--> docs/b.md\n\n");
    }

    #[test]
    fn escape_sequences_are_made_visible() {
        let diagnostic = diagnostic(Code::ReferenceBroken, "INC-7", "no \x1b[31mINC-7");
        check(
            &[diagnostic],
            None,
            "\
warning[reference-broken]: no ⟨U+001B⟩[31mINC-7
 --> docs/a.md:4:9
  |
4 | ␛[2Jsee INC-7
  |         ^^^^^

",
        );
    }

    #[test]
    fn digest_limits_findings_per_rule() {
        let note =
            |at: usize| Diagnostic::new(Code::HtmlRemoved, &Arc::from(format!("{at}")), Span::default(), "x");
        let list: Vec<_> = (0..8).map(note).collect();
        let text = digest(&list, &Sources::new(".", [], None), Paint::Plain, 100);
        assert_eq!(text.matches("html-removed]").count(), 5);
        assert!(text.ends_with("… and 3 more of html-removed; use -v to show all\n"), "{text}");
    }

    #[test]
    fn limit_keeps_the_most_severe() {
        let file = |name: &str, code| Diagnostic::new(code, &Arc::from(name), Span::default(), "x");
        let list = [
            file("a", Code::TemplateUnfilled),
            file("b", Code::Placeholder),
            file("c", Code::Unreadable),
            file("d", Code::Placeholder),
        ];
        let expected = "warning[placeholder]: x\n--> docs/b\n\nerror[unreadable]: x\n--> docs/c\n\n\
                        … and 2 more; use -v to show all\n";
        check(&list, Some(2), expected);
    }
}
