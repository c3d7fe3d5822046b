//! What rules look at: the archive, one incident in it, one document as it is written.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::conventions::Conventions;
use crate::archive::{Archive, Incident, Page, Target};
use crate::config::Config;
use crate::diag::{Code, Diagnostic};
use crate::model::{ActionItem, Document, FieldId, RelationKind, Section, Segment, StatusKind};
use crate::source::{SourceFile, Span};

/// The archive, and what is usual in it.
pub(super) struct ArchiveContext<'a> {
    pub(super) archive: &'a Archive,
    pub(super) config: &'a Config,
    pub(super) conventions: Conventions,
    /// In how many documents a front-matter key stands that pmsite does not know.
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

    /// The anchors within an incident or page, as its HTML has them; gathered when they are first asked for.
    pub(super) fn anchors(&self, target: &Target) -> Option<&BTreeSet<String>> {
        match target {
            Target::Incident(at) => {
                Some(self.incident_anchors[*at].get_or_init(|| ids(&self.archive.incidents[*at].document)))
            }
            Target::Page(at) => {
                Some(self.page_anchors[*at].get_or_init(|| ids(&self.archive.pages[*at].document)))
            }
            _ => None,
        }
    }
}

/// The ids of elements, escaped as HTML has them.
fn ids(document: &Document) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for segment in document.body.html().segments() {
        if let Segment::Html(html) = segment {
            let found = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next());
            ids.extend(found.map(str::to_owned));
        }
    }
    ids
}

/// A line of a document that is neither front matter nor code nor raw HTML.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    pub(super) number: u32,
    pub(super) text: &'a str,
    pub(super) start: usize,
}

impl Line<'_> {
    /// The place of some bytes of the line.
    pub(super) fn span(&self, from: usize, to: usize) -> Span {
        Span::new(self.start + from, self.start + to)
    }

    /// The place of the whole line, white space at its ends left out.
    pub(super) fn whole(&self) -> Span {
        let indent = self.text.len() - self.text.trim_start().len();
        self.span(indent, self.text.trim_end().len().max(indent))
    }
}

/// One document as it is written.
#[derive(Clone)]
pub(super) struct DocumentContext<'a> {
    pub(super) scene: &'a ArchiveContext<'a>,
    pub(super) source: &'a SourceFile,
    pub(super) document: &'a Document,
    pub(super) targets: &'a [Target],
    pub(super) lines: Vec<Line<'a>>,
}

impl<'a> DocumentContext<'a> {
    fn new(
        scene: &'a ArchiveContext<'a>,
        source: &'a SourceFile,
        document: &'a Document,
        targets: &'a [Target],
    ) -> Self {
        Self { scene, source, document, targets, lines: lines(source, document) }
    }

    pub(super) fn of_page(scene: &'a ArchiveContext<'a>, page: &'a Page) -> Self {
        Self::new(scene, &page.source, &page.document, &page.targets)
    }

    /// A finding at a place.
    pub(super) fn at(&self, code: Code, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, &self.source.path, span, message)
    }
}

/// The lines that an author means to be read as text.
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

/// The line on which the body begins.
fn body_line(source: &SourceFile) -> u32 {
    let text = source.text.trim_start_matches('\u{feff}');
    let Some(fence) = ["---", "+++"].into_iter().find(|fence| text.starts_with(fence)) else { return 1 };
    let end = (2..=source.lines()).find(|line| source.slice(source.line_span(*line)).trim_end() == fence);
    end.map_or(1, |line| line + 1)
}

/// One incident in the archive.
pub(super) struct IncidentContext<'a> {
    pub(super) scene: &'a ArchiveContext<'a>,
    pub(super) incident: &'a Incident,
    pub(super) text: DocumentContext<'a>,
}

/// Beginnings of words by which a status speaks of the incident, and not of its document.
const ENDED: &[&str] = crate::lexicon::list("text.ended");

impl<'a> IncidentContext<'a> {
    pub(super) fn new(scene: &'a ArchiveContext<'a>, incident: &'a Incident) -> Self {
        let text = DocumentContext::new(scene, &incident.source, &incident.document, &incident.targets);
        Self { scene, incident, text }
    }

    /// A finding at a place.
    pub(super) fn at(&self, code: Code, span: Span, message: impl Into<String>) -> Diagnostic {
        self.text.at(code, span, message)
    }

    /// The place for what is missing: the first heading, else the file as a whole.
    pub(super) fn head(&self) -> Span {
        self.sections().first().map_or(Span::default(), |section| section.span)
    }

    pub(super) fn sections(&self) -> &'a [Section] {
        &self.incident.document.structure.sections
    }

    /// Whether a key or a heading with something below it is one of these, however little of it was understood.
    pub(super) fn speaks_of(&self, fields: &[FieldId]) -> bool {
        let named = |section: &&Section| section.field.is_some_and(|field| fields.contains(&field));
        let form = &self.incident.document.structure;
        form.keys.iter().any(|key| fields.contains(key))
            || form.sections.iter().filter(named).any(|section| !section.is_empty)
    }

    /// Whether the document says that another one tells of the same incident, and owes no completeness of its own.
    pub(super) fn is_duplicate(&self) -> bool {
        self.incident.record.relations.iter().any(|relation| relation.kind == RelationKind::DuplicateOf)
    }

    /// Whether the document, and not only the incident, is finished.
    pub(super) fn is_finished(&self) -> bool {
        is_finished(self.incident)
    }

    /// Whether something was said about this line already, so that a rule need not repeat it.
    pub(super) fn is_told(&self, line: u32) -> bool {
        let source = &self.incident.source;
        let placeholder = |told: &&Diagnostic| told.code == Code::Placeholder;
        self.incident.diagnostics.iter().filter(placeholder).any(|told| source.line(told.span.start) == line)
    }

    /// The action items that are left to do.
    pub(super) fn open_actions(&self) -> impl Iterator<Item = &'a ActionItem> + '_ {
        self.incident.record.actions.iter().filter(|item| item.state.is_open())
    }
}

/// Whether a document calls itself finished: by a status that is not one of the incident, or by the day it was finished.
pub(super) fn is_finished(incident: &Incident) -> bool {
    let record = &incident.record;
    let says_so = record.status.as_ref().is_some_and(|status| {
        let label = status.value.label.to_lowercase();
        status.value.kind == StatusKind::Final && !ENDED.iter().any(|ended| label.starts_with(ended))
    });
    says_so
        || record.finalized.is_some()
            && record.status.as_ref().is_none_or(|status| status.value.kind == StatusKind::Final)
}

/// An action item in a few words.
pub(super) fn brief(item: &ActionItem) -> String {
    crate::text::shorten(&item.action.text, 60)
}
