//! The input of rules: the archive, one incident in it, or one document as written.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::conventions::Conventions;
use super::predicates::is_finished;
use crate::archive::{Archive, Incident, Page, Target};
use crate::config::Config;
use crate::diag::{Code, Diagnostic};
use crate::model::{ActionItem, Document, FieldId, Record, RelationKind, Section, Segment};
use crate::source::{SourceFile, Span};
use crate::text::escape_html;

/// The archive and its conventions.
pub(super) struct ArchiveContext<'a> {
    pub(super) archive: &'a Archive,
    pub(super) config: &'a Config,
    pub(super) conventions: Conventions,
    /// The number of documents that use each unknown front-matter key.
    pub(super) unknown_keys: BTreeMap<&'a str, usize>,
    incident_anchors: Vec<OnceLock<BTreeSet<String>>>,
    page_anchors: Vec<OnceLock<BTreeSet<String>>>,
}

impl<'a> ArchiveContext<'a> {
    pub(super) fn new(archive: &'a Archive, config: &'a Config) -> Self {
        let mut unknown_keys = BTreeMap::new();
        for key in archive.incidents.iter().flat_map(|incident| incident.record.extra.keys()) {
            *unknown_keys.entry(key.as_str()).or_default() += 1;
        }
        let none = |count: usize| (0..count).map(|_| OnceLock::new()).collect();
        Self {
            archive,
            config,
            conventions: Conventions::of(archive),
            unknown_keys,
            incident_anchors: none(archive.incidents.len()),
            page_anchors: none(archive.pages.len()),
        }
    }

    /// The anchors in the HTML of an incident or page, collected on first use.
    pub(super) fn anchors(&self, target: &Target) -> Option<&BTreeSet<String>> {
        match target {
            Target::Incident(at) => Some(self.incident_anchors[*at].get_or_init(|| {
                let incident = &self.archive.incidents[*at];
                ids(&incident.document, &incident.record)
            })),
            Target::Page(at) => Some(self.page_anchors[*at].get_or_init(|| {
                let page = &self.archive.pages[*at];
                ids(&page.document, &page.record)
            })),
            _ => None,
        }
    }
}

/// The ids of elements, escaped as in the HTML.
fn ids(document: &Document, record: &Record) -> BTreeSet<String> {
    let mut ids: BTreeSet<String> = record.timeline.iter().map(|event| escape_html(&event.anchor)).collect();
    for segment in document.body.html().segments() {
        if let Segment::Html(html) = segment {
            let found = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next());
            ids.extend(found.map(str::to_owned));
        }
    }
    ids
}

/// A line of text: not front matter, code or raw HTML.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    pub(super) number: u32,
    pub(super) text: &'a str,
    pub(super) start: usize,
}

impl Line<'_> {
    /// The span of some bytes of the line.
    pub(super) fn span(&self, from: usize, to: usize) -> Span {
        Span::new(self.start + from, self.start + to)
    }

    /// The span of the line without surrounding white space.
    pub(super) fn whole(&self) -> Span {
        let indent = self.text.len() - self.text.trim_start().len();
        self.span(indent, self.text.trim_end().len().max(indent))
    }
}

/// One document as written.
#[derive(Clone)]
pub(super) struct DocumentContext<'a> {
    pub(super) shared: &'a ArchiveContext<'a>,
    pub(super) source: &'a SourceFile,
    pub(super) document: &'a Document,
    pub(super) targets: &'a [Target],
    pub(super) lines: Vec<Line<'a>>,
}

impl<'a> DocumentContext<'a> {
    fn new(
        shared: &'a ArchiveContext<'a>,
        source: &'a SourceFile,
        document: &'a Document,
        targets: &'a [Target],
    ) -> Self {
        Self { shared, source, document, targets, lines: lines(source, document) }
    }

    pub(super) fn of_page(shared: &'a ArchiveContext<'a>, page: &'a Page) -> Self {
        Self::new(shared, &page.source, &page.document, &page.targets)
    }

    /// A diagnostic about this document.
    pub(super) fn report(&self, code: Code, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, &self.source.path, span, message)
    }
}

/// The lines outside of front matter, code and raw HTML.
fn lines<'a>(source: &'a SourceFile, document: &Document) -> Vec<Line<'a>> {
    let mut code = document.structure.code_blocks.iter().peekable();
    let mut found = Vec::with_capacity(source.lines() as usize);
    for number in body_line(source)..=source.lines() {
        while code.next_if(|lines| lines.last < number).is_some() {}
        if code.peek().is_some_and(|lines| lines.contains(number)) {
            continue;
        }
        let span = source.line_span(number);
        found.push(Line { number, text: source.slice(span), start: span.start as usize });
    }
    found
}

/// The first line after the front matter.
fn body_line(source: &SourceFile) -> u32 {
    let text = source.text.trim_start_matches('\u{feff}');
    let Some(fence) = ["---", "+++"].into_iter().find(|fence| text.starts_with(fence)) else { return 1 };
    let end = (2..=source.lines()).find(|line| source.slice(source.line_span(*line)).trim_end() == fence);
    end.map_or(1, |line| line + 1)
}

/// One incident in the archive.
pub(super) struct IncidentContext<'a> {
    pub(super) shared: &'a ArchiveContext<'a>,
    pub(super) incident: &'a Incident,
    pub(super) document: DocumentContext<'a>,
}

impl<'a> IncidentContext<'a> {
    pub(super) fn new(shared: &'a ArchiveContext<'a>, incident: &'a Incident) -> Self {
        let document = DocumentContext::new(shared, &incident.source, &incident.document, &incident.targets);
        Self { shared, incident, document }
    }

    /// A diagnostic about this document.
    pub(super) fn report(&self, code: Code, span: Span, message: impl Into<String>) -> Diagnostic {
        self.document.report(code, span, message)
    }

    /// Where to report something missing: at the first heading, or else for the whole file.
    pub(super) fn title_span(&self) -> Span {
        self.sections().first().map_or(Span::default(), |section| section.span)
    }

    pub(super) fn sections(&self) -> &'a [Section] {
        &self.incident.document.structure.sections
    }

    /// Whether the document has one of these keys or non-empty sections, even if its content was not recognized.
    pub(super) fn mentions(&self, fields: &[FieldId]) -> bool {
        let named = |section: &&Section| section.field.is_some_and(|field| fields.contains(&field));
        let structure = &self.incident.document.structure;
        structure.keys.iter().any(|key| fields.contains(key))
            || structure.sections.iter().filter(named).any(|section| !section.is_empty)
    }

    /// Whether the document is marked as a duplicate of another one and so need not be complete.
    pub(super) fn is_duplicate(&self) -> bool {
        self.incident.record.relations.iter().any(|relation| relation.kind == RelationKind::DuplicateOf)
    }

    /// Whether the document, and not only the incident, is finished.
    pub(super) fn is_finished(&self) -> bool {
        is_finished(self.incident)
    }

    /// Whether a placeholder was already reported on this line, so that rules need not repeat it.
    pub(super) fn has_placeholder(&self, line: u32) -> bool {
        let source = &self.incident.source;
        let mut placeholders =
            self.incident.diagnostics.iter().filter(|diagnostic| diagnostic.code == Code::Placeholder);
        placeholders.any(|diagnostic| source.line(diagnostic.span.start) == line)
    }

    /// The open action items.
    pub(super) fn open_actions(&self) -> impl Iterator<Item = &'a ActionItem> + '_ {
        self.incident.record.actions.iter().filter(|item| item.state.is_open())
    }
}

/// The shortened text of an action item, for messages.
pub(super) fn short_text(item: &ActionItem) -> String {
    crate::text::shorten(&item.action.text, 60)
}
