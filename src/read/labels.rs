//! Labels: named values in the body of a document.
//!
//! A post-mortem can state the same thing as a table row, a bold key, a bullet, a heading or a front matter key. All
//! forms in the body become one list of [`Label`]s, each with its field, the kind of place it comes from, and its
//! value, so that the modules that fill a record need not care about the form.

use super::keys::LabelFinder;
use super::lexicon::{Lexicon, fold};
use super::outline::{BOLD_HEADING_LEVEL, Block, Item, Line, Outline, Section};
use super::prose;
use crate::model::{FieldId, Origin};
use crate::source::Span;
use crate::text::find_colon;

/// A byte range of a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part<'o, 'a> {
    pub(super) line: &'o Line<'a>,
    pub(super) skip: usize,
    pub(super) end: usize,
}

impl<'o, 'a> Part<'o, 'a> {
    pub(super) fn whole(line: &'o Line<'a>) -> Self {
        Self { line, skip: 0, end: line.text.len() }
    }

    /// From a byte to the end of the line.
    pub(super) fn from(line: &'o Line<'a>, skip: usize) -> Self {
        Self { line, skip, end: line.text.len() }
    }

    pub(super) fn text(&self) -> &'o str {
        self.line.text[self.skip..self.end].trim()
    }

    /// From the beginning of `rest`, with which its text ends.
    pub(super) fn ending_in(self, rest: &str) -> Self {
        Self { skip: self.line.text[..self.end].trim_end().len() - rest.len(), ..self }
    }
}

/// A named value.
#[derive(Clone, Debug)]
pub(super) struct Label<'o, 'a> {
    pub(super) field: FieldId,
    pub(super) origin: Origin,
    /// The name as written.
    pub(super) key: String,
    /// The rest of the line after the name, and further lines of the same paragraph.
    pub(super) parts: Vec<Part<'o, 'a>>,
    /// The blocks below.
    pub(super) blocks: Vec<&'o Block<'a>>,
    /// Items without a key that follow in the same list.
    pub(super) extra_items: Vec<&'o Item<'a>>,
    /// The line of the name.
    pub(super) span: Span,
    /// The section it is in, or the section whose heading it is.
    pub(super) section: usize,
}

impl<'o, 'a> Label<'o, 'a> {
    /// The text next to the name, its lines joined by spaces; without any, the first paragraph below.
    pub(super) fn text(&self) -> String {
        let mut out = String::new();
        for part in &self.parts {
            super::outline::push_collapsed(&mut out, part.text());
            super::outline::push_collapsed(&mut out, " ");
        }
        if out.trim().is_empty()
            && let Some(lines) = self.paragraph()
        {
            return prose::lines_text(lines);
        }
        out.trim().to_owned()
    }

    /// The first paragraph below that is not help text of a template.
    pub(super) fn paragraph(&self) -> Option<&'o [Line<'a>]> {
        self.blocks.iter().find_map(|block| match block {
            Block::Paragraph(lines) if !lines.iter().all(Line::is_emphasized) => Some(lines.as_slice()),
            _ => None,
        })
    }

    /// The items of the first list below.
    pub(super) fn items(&self) -> Option<&'o [Item<'a>]> {
        self.blocks.iter().find_map(|block| match block {
            Block::List(items) => Some(items.as_slice()),
            _ => None,
        })
    }
}

/// Where the title of a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Titled {
    /// In front matter.
    InFrontMatter,
    /// In the body, if anywhere.
    InBody,
}

/// The labels of a document and the fields of its sections.
pub(super) struct Labels<'o, 'a> {
    pub(super) all: Vec<Label<'o, 'a>>,
    /// The field named by the heading of each section.
    pub(super) heading_fields: Vec<Option<FieldId>>,
    /// The field of each section: from its own heading, else from the nearest parent with a field.
    pub(super) section_fields: Vec<Option<FieldId>>,
    /// The section whose heading is the title of the document.
    pub(super) title: Option<usize>,
}

impl<'o, 'a> Labels<'o, 'a> {
    /// The labels of a field, the most trusted kind of place first, then in document order.
    pub(super) fn for_field(&self, field: FieldId) -> Vec<&Label<'o, 'a>> {
        let mut found = Vec::new();
        for label in &self.all {
            if label.field == field {
                found.push(label);
            }
        }
        found.sort_by_key(|label| label.origin);
        found
    }

    pub(super) fn has(&self, field: FieldId) -> bool {
        self.all.iter().any(|label| label.field == field)
    }
}

/// Finds the labels of a document. `titled` says where else its title may be.
pub(super) fn find<'o, 'a>(outline: &'o Outline<'a>, lexicon: &Lexicon, titled: Titled) -> Labels<'o, 'a> {
    let title = title_section(outline, lexicon, titled);
    let mut heading_fields: Vec<Option<FieldId>> = Vec::with_capacity(outline.sections.len());
    for (index, section) in outline.sections.iter().enumerate() {
        let field = if index == 0 || Some(index) == title {
            None
        } else {
            let name = heading_key(&section.heading.text).0;
            // `## Data do incidente`, with the date below: a key used as a heading.
            lexicon.heading(name).or_else(|| lexicon.key(name).filter(|_| section.blocks.len() <= 2))
        };
        let is_field = |field: &FieldId| {
            !is_subdivision(*field, section.parent, &heading_fields, outline)
                && !is_part_of_resolution(*field, index, &heading_fields, outline, lexicon)
        };
        heading_fields.push(field.filter(is_field));
    }
    let section_fields = (0..heading_fields.len())
        .map(|index| outline.with_ancestors(index).find_map(|section| heading_fields[section]))
        .collect();
    let mut finder = LabelFinder { outline, lexicon, all: Vec::new(), section: 0 };
    let labels = Labels { all: Vec::new(), heading_fields, section_fields, title };
    for index in 0..outline.sections.len() {
        finder.section = index;
        finder.heading(index, &labels);
        finder.keys(index, &labels);
    }
    Labels { all: finder.all, ..labels }
}

/// Whether a heading only subdivides the action items or the timeline: words like `Detection`, `Mitigation` or
/// `Deployment` name a section elsewhere.
fn is_subdivision(
    field: FieldId,
    parent: Option<usize>,
    heading_fields: &[Option<FieldId>],
    outline: &Outline<'_>,
) -> bool {
    let is_section = matches!(
        field,
        FieldId::Actions
            | FieldId::ActionDetails
            | FieldId::Timeline
            | FieldId::Related
            | FieldId::References
            | FieldId::SignOff
            | FieldId::RootCause
            | FieldId::FiveWhys
            | FieldId::Lessons
            | FieldId::WentWell
            | FieldId::WentBadly
            | FieldId::Lucky
            | FieldId::Appendix
            | FieldId::Attendees
    );
    let mut ancestors = parent.into_iter().flat_map(|parent| outline.with_ancestors(parent));
    match ancestors.find_map(|index| heading_fields[index]) {
        Some(FieldId::Actions | FieldId::Timeline) => !is_section,
        // `#### Why did the export stop?`
        Some(FieldId::FiveWhys) => field == FieldId::RootCause,
        // `### Problem 2: the port is taken`: one of several causes, not what happened.
        Some(FieldId::RootCause) => matches!(field, FieldId::Summary | FieldId::OneLine),
        _ => false,
    }
}

/// Whether a heading below the resolution names the steps of it: `Immediate actions`, `Remediation`. Those were taken
/// during the incident, unless the heading says that they are a list of tasks or lie ahead.
fn is_part_of_resolution(
    field: FieldId,
    index: usize,
    heading_fields: &[Option<FieldId>],
    outline: &Outline<'_>,
    lexicon: &Lexicon,
) -> bool {
    let section = &outline.sections[index];
    let mut above = section.parent.into_iter().flat_map(|parent| outline.with_ancestors(parent));
    field == FieldId::Actions
        && above.find_map(|index| heading_fields[index]) == Some(FieldId::Resolution)
        && lexicon.occurs_in("step_taken", &fold(&section.heading.text))
        && !lexicon.occurs_in("action_list", &fold(&section.heading.text))
}

/// The section whose heading is the title: the first one, if it has level 1 or is the only one of the highest level,
/// and does not name a section.
///
/// An only heading that names a section is the title only if nothing else can be: it has sections below it, and the front
/// matter has no title. Otherwise what follows it would be lost.
fn title_section(outline: &Outline<'_>, lexicon: &Lexicon, titled: Titled) -> Option<usize> {
    let first = outline
        .sections
        .iter()
        .position(|section| section.level > 0 && section.level < BOLD_HEADING_LEVEL)?;
    let level = outline.sections[first].level;
    let highest =
        outline.sections.iter().filter(|section| section.level > 0).map(|section| section.level).min()?;
    let is_only_one = outline.sections.iter().filter(|section| section.level == level).count() == 1;
    let folded = fold(&outline.sections[first].heading.text);
    let names_section = lexicon.headings.exact(&folded).is_some();
    let has_sections = outline.sections.len() > first + 1;
    let names_kind = lexicon.is_in("title_lead", &folded);
    let may_name_both = is_only_one && (names_kind || (has_sections && titled == Titled::InBody));
    // Without a heading of level 1, the first one of many is the title if it speaks of an incident.
    let before = |section: &Section<'_>| section.blocks.is_empty();
    let speaks = || {
        level == highest
            && outline.sections[..first].iter().all(before)
            && lexicon.heading(&folded).is_none()
            && lexicon.occurs_in("incident", &folded)
    };
    let is_first = level == 1 || (level == highest && is_only_one) || speaks();
    (is_first && (!names_section || may_name_both)).then_some(first)
}

/// `Date: July 1, 2020` as a heading: the name, and the byte at which its value begins.
pub(super) fn heading_key(text: &str) -> (&str, Option<usize>) {
    match find_colon(text) {
        Some(at) if !text[..at].trim().is_empty() => {
            let value = text[prose::char_end(text, at)..].trim_start();
            if value.is_empty() || text[..at].contains(['(', '（']) {
                (text, None)
            } else {
                (&text[..at], Some(text.len() - value.len()))
            }
        }
        _ => (text, None),
    }
}
