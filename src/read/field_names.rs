//! Names of fields, front-matter keys and sections, as people write them in the configuration.

use super::lexicon::fold;
use crate::model::{FIELDS, FieldId};

/// The fields, front-matter keys and sections with certain names.
#[derive(Debug)]
pub struct FieldNames {
    fields: Vec<FieldId>,
    names: Vec<String>,
}

impl FieldNames {
    /// Fields by the names that the catalog, the export and the lexicon have for them; keys and headings as they are written.
    pub fn new<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        let names: Vec<String> = names.into_iter().map(plain).collect();
        let is_named = |name: &str| names.contains(&plain(name));
        let catalog = FIELDS.iter().filter(|spec| {
            let known = [spec.key, spec.export, Some(spec.label), Some(spec.id.name())];
            known.into_iter().flatten().any(is_named)
        });
        let mut fields: Vec<FieldId> = catalog.map(|spec| spec.id).collect();
        fields.extend(names.iter().filter_map(|name| FieldId::from_name(&name.replace(' ', "_"))));
        Self { fields, names }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The fields.
    pub fn fields(&self) -> &[FieldId] {
        &self.fields
    }

    pub(super) fn has(&self, field: Option<FieldId>, name: &str) -> bool {
        self.has_field(field) || self.has_key(name)
    }

    pub(super) fn has_field(&self, field: Option<FieldId>) -> bool {
        field.is_some_and(|field| self.fields.contains(&field))
    }

    /// Whether a key is one of the names, perhaps misspelled.
    pub fn has_key(&self, name: &str) -> bool {
        let name = plain(name);
        self.names.iter().any(|known| *known == name || is_misspelled(&name, known))
    }
}

/// A name as it is compared: lower case, with spaces between the words, also those of `costCenter`.
pub(super) fn plain(name: &str) -> String {
    let mut words = String::with_capacity(name.len());
    let mut before = ' ';
    for c in name.chars() {
        if before.is_lowercase() && c.is_uppercase() {
            words.push(' ');
        }
        words.push(c);
        before = c;
    }
    fold(&words)
}

/// Whether a name is another one with a typing error.
fn is_misspelled(name: &str, other: &str) -> bool {
    name.len() >= MIN_LENGTH
        // One character has at most four bytes, and one error cannot be at both ends.
        && name.len().abs_diff(other.len()) <= 4
        && (name.bytes().next() == other.bytes().next() || name.bytes().last() == other.bytes().last())
        && strsim::osa_distance(name, other) <= 1
}

/// Shorter names are other names if a letter differs.
const MIN_LENGTH: usize = 6;
