//! The documents of the index: incidents and pages.
//!
//! They are numbered from the oldest incident on, after the pages, so that a new incident is appended to lists and blocks. Their
//! *places* count from the other end: the places of incidents are their indexes in the archive, and pages follow.

use super::passages::{Passages, passages};
use crate::archive::{Archive, Incident, Page};
use crate::model::{FIELDS, FieldId, FieldValue};

/// A document that a query can find.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// An incident, by its index in the archive.
    Incident(usize),
    /// A page, by its index in the archive.
    Page(usize),
}

impl Found {
    /// The document at a place.
    pub(super) fn at(place: usize, archive: &Archive) -> Self {
        match place.checked_sub(archive.incidents.len()) {
            Some(page) => Self::Page(page),
            None => Self::Incident(place),
        }
    }
}

/// A document of the index.
#[derive(Clone, Copy)]
pub(super) enum Indexed<'a> {
    Incident(&'a Incident),
    Page(&'a Page),
}

/// All documents, in the order of their numbers.
pub(super) fn numbered(archive: &Archive) -> Vec<Indexed<'_>> {
    let pages = archive.pages.iter().rev().map(|page| Indexed::Page(page));
    pages.chain(archive.incidents.iter().rev().map(|incident| Indexed::Incident(incident))).collect()
}

/// The weight of an occurrence in an id that is just the file name.
const FILE_NAME_WEIGHT: u16 = 3;

impl<'a> Indexed<'a> {
    /// The passages of its text.
    pub(super) fn passages(self) -> Passages<'a> {
        match self {
            Self::Incident(incident) => passages(&incident.document),
            Self::Page(page) => passages(&page.document),
        }
    }

    /// The id, and whether the document states it.
    pub(super) fn id(self) -> Option<(&'a str, bool)> {
        match self {
            Self::Incident(incident) => Some((&incident.card.id, incident.record.id.is_some())),
            Self::Page(_) => None,
        }
    }

    /// Its fields, each with the weight of an occurrence, in addition to the 1 for the text itself.
    pub(super) fn fields(self) -> Vec<(&'a str, u16)> {
        let record = match self {
            Self::Incident(incident) => &incident.record,
            Self::Page(page) => &page.record,
        };
        let mut out = Vec::new();
        for spec in FIELDS.iter().filter(|spec| spec.search_weight > 0) {
            let weight = spec.search_weight;
            match (record.field(spec.id).map(|field| field.value), self) {
                // The archive may have changed the id.
                (value, Self::Incident(incident)) if spec.id == FieldId::Id => {
                    out.push((
                        incident.card.id.as_str(),
                        if value.is_some() { weight } else { FILE_NAME_WEIGHT },
                    ));
                }
                (_, Self::Page(_)) if spec.id == FieldId::Id => {}
                (_, Self::Page(page)) if spec.id == FieldId::Title => out.push((&page.title, weight)),
                (Some(FieldValue::Text(text)), _) => out.push((text, weight)),
                (Some(FieldValue::Names(texts) | FieldValue::List(texts)), _) => {
                    out.extend(texts.iter().map(|text| (text.as_str(), weight)));
                }
                _ => {}
            }
        }
        if let Self::Incident(incident) = self {
            out.extend(incident.card.one_line.as_deref().map(|line| (line, 2)));
        }
        out
    }

    /// The values of front-matter keys that pages show.
    pub(super) fn shown_values(self, keys: &[&str]) -> Vec<String> {
        match self {
            Self::Incident(incident) => {
                keys.iter().flat_map(|key| incident.record.extra_values(key)).collect()
            }
            Self::Page(_) => Vec::new(),
        }
    }
}
