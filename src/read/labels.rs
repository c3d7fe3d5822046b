//! Labels and what they label.
//!
//! A post-mortem says the same thing as a row of a table, a bold key, a bullet, a heading or a key of the front matter. Here
//! all of them become one list of [`Label`]s, each with its field, its kind of place and its value, so that the
//! modules that fill a record do not care for the form.

use super::keys::LabelFinder;
use super::lexicon::{Lexicon, fold};
use super::outline::{BOLD_HEADING_LEVEL, Block, Item, Line, Outline};
use crate::model::{FieldId, Origin};
use crate::source::Span;
use crate::text::find_colon;

/// Some bytes of a line.
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

    /// From some byte to the end of the line.
    pub(super) fn from(line: &'o Line<'a>, skip: usize) -> Self {
        Self { line, skip, end: line.text.len() }
    }

    pub(super) fn text(&self) -> &'o str {
        self.line.text[self.skip..self.end].trim()
    }
}

/// Something named, and what is said of it.
#[derive(Clone, Debug)]
pub(super) struct Label<'o, 'a> {
    pub(super) field: FieldId,
    pub(super) origin: Origin,
    /// The name as written.
    pub(super) key: String,
    /// What stands on the line of the name, and the lines of the same paragraph after it.
    pub(super) parts: Vec<Part<'o, 'a>>,
    /// What stands below.
    pub(super) blocks: Vec<&'o Block<'a>>,
    /// Items after it in a list that goes on with other keys.
    pub(super) extra_items: Vec<&'o Item<'a>>,
    /// The line of the name.
    pub(super) span: Span,
    /// The section that it stands in, or that it is.
    pub(super) section: usize,
}

impl<'o, 'a> Label<'o, 'a> {
    /// The text beside the name, lines parted by blanks; without any, the first paragraph or the list below.
    pub(super) fn text(&self) -> String {
        let mut out = String::new();
        for part in &self.parts {
            super::outline::push_collapsed(&mut out, part.text());
            super::outline::push_collapsed(&mut out, " ");
        }
        if out.trim().is_empty()
            && let Some(lines) = self.paragraph()
        {
            return lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(" ");
        }
        out.trim().to_owned()
    }

    /// The first paragraph below that is no help text.
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

/// A document's labels and the fields of its sections.
pub(super) struct Labels<'o, 'a> {
    pub(super) all: Vec<Label<'o, 'a>>,
    /// The field that each section's own heading names.
    pub(super) heading_fields: Vec<Option<FieldId>>,
    /// The field of the section or of the nearest one above it that has one.
    pub(super) section_fields: Vec<Option<FieldId>>,
    /// The section whose heading is the title of the document.
    pub(super) title: Option<usize>,
}

impl<'o, 'a> Labels<'o, 'a> {
    /// Labels of a field, the most trusted kind of place first, then in the order of the document.
    pub(super) fn for_field(&self, field: FieldId) -> Vec<&Label<'o, 'a>> {
        let mut found: Vec<_> = self.all.iter().filter(|label| label.field == field).collect();
        found.sort_by_key(|label| label.origin);
        found
    }

    pub(super) fn has(&self, field: FieldId) -> bool {
        self.all.iter().any(|label| label.field == field)
    }
}

/// Finds the labels of a document.
pub(super) fn find<'o, 'a>(outline: &'o Outline<'a>, lexicon: &Lexicon) -> Labels<'o, 'a> {
    let title = title_section(outline, lexicon);
    let mut heading_fields: Vec<Option<FieldId>> = Vec::with_capacity(outline.sections.len());
    for (index, section) in outline.sections.iter().enumerate() {
        let field = if index == 0 || Some(index) == title {
            None
        } else {
            let name = heading_key(&section.heading.text).0;
            // `## Data do incidente`, with the date below: a key that stands as a heading.
            lexicon.heading(name).or_else(|| lexicon.key(name).filter(|_| section.blocks.len() <= 2))
        };
        heading_fields
            .push(field.filter(|field| !is_subdivision(*field, section.parent, &heading_fields, outline)));
    }
    let section_fields = (0..heading_fields.len())
        .map(|index| {
            let mut at = Some(index);
            while let Some(section) = at {
                if heading_fields[section].is_some() {
                    return heading_fields[section];
                }
                at = outline.sections[section].parent;
            }
            None
        })
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

/// Action items and timelines are divided by words that name sections elsewhere: `Detection`, `Mitigation`, `Deployment`.
fn is_subdivision(
    field: FieldId,
    parent: Option<usize>,
    heading_fields: &[Option<FieldId>],
    outline: &Outline<'_>,
) -> bool {
    let stands_alone = matches!(
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
    let mut at = parent;
    while let Some(index) = at {
        if let Some(above) = heading_fields[index] {
            return match above {
                FieldId::Actions | FieldId::Timeline => !stands_alone,
                // `#### Why did the export stop?`
                FieldId::FiveWhys => field == FieldId::RootCause,
                _ => false,
            };
        }
        at = outline.sections[index].parent;
    }
    false
}

/// The heading that is the title: the first one, if it is of level 1 or the only one of the least level, and names no section.
fn title_section(outline: &Outline<'_>, lexicon: &Lexicon) -> Option<usize> {
    let first = outline
        .sections
        .iter()
        .position(|section| section.level > 0 && section.level < BOLD_HEADING_LEVEL)?;
    let level = outline.sections[first].level;
    let least =
        outline.sections.iter().filter(|section| section.level > 0).map(|section| section.level).min()?;
    let alone = outline.sections.iter().filter(|section| section.level == level).count() == 1;
    let names_section = lexicon.headings.exact(&fold(&outline.sections[first].heading.text)).is_some();
    ((level == 1 || (level == least && alone)) && (!names_section || alone)).then_some(first)
}

/// `Date: July 1, 2020` as a heading: the name, and the byte at which its value begins.
pub(super) fn heading_key(text: &str) -> (&str, Option<usize>) {
    match find_colon(text) {
        Some(at) if !text[..at].trim().is_empty() => {
            let width = text[at..].chars().next().map_or(1, char::len_utf8);
            let value = text[at + width..].trim_start();
            if value.is_empty() || text[..at].contains(['(', '（']) {
                (text, None)
            } else {
                (&text[..at], Some(text.len() - value.len()))
            }
        }
        _ => (text, None),
    }
}
