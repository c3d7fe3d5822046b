//! The data that an archive is made of.
//!
//! Every value is complete when it is created and does not change afterwards: `None` and an empty list mean
//! that the document does not say, never "not computed yet". A [`Record`] and a [`Document`] depend on one
//! file alone; whatever needs other files (unique ids, resolved links, backlinks, similar
//! incidents) belongs to [`crate::archive`].

mod action;
mod body;
mod document;
mod field;
mod fields;
mod headings;
mod image;
mod record;
mod relation;
mod shape;
mod structure;
mod terms;
mod timeline;
mod withheld;

pub use action::{ActionItem, ActionState};
pub use body::{Body, Html, ItemPart, MARK, MARK_END, Segment};
pub use document::{
    Certainty, Classification, Document, DocumentKind, Hole, MIN_SHARED_HEADINGS, Mention, Parsed,
};
pub use field::{Field, FieldMap, FieldValue, Origin, Prose, Provenance, in_short};
pub use fields::{Evidence, FIELDS, FieldId, FieldKind, FieldSpec};
pub use headings::{Heading, Headings};
pub use image::ImageSize;
pub use record::{Fix, Record, Reference, Severity, SignOff, Status, StatusKind, Times, Why};
pub use relation::{Relation, RelationKind};
pub use shape::SeverityShape;
pub use structure::{EmptyField, LineRange, Section, Structure, Suppression, SuppressionScope};
pub use terms::{Term, Terms};
pub use timeline::{Event, Moment, Phase};
pub use withheld::{Withheld, WithheldKind};

/// A list without spare capacity. (`shrink_to_fit` may leave the allocation as it is.)
pub(crate) fn shrunk<T>(list: Vec<T>) -> Vec<T> {
    let mut shrunk = Vec::with_capacity(list.len());
    shrunk.extend(list);
    shrunk
}
