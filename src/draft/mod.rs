//! Drafts a new post-mortem: its id and path follow the conventions of the archive, and its text comes from a template.
//!
//! The conventions are learned from the newest documents. The fields of a template are found by reading it: a value is written where the
//! [reader](crate::read) finds it again.

mod fill;
mod id;
mod pattern;
mod place;

use jiff::civil::Date;

pub use self::fill::{FillError, fill};
pub use self::id::next_id;
pub use self::place::place;

/// The template for archives that have none.
pub const TEMPLATE: &str = include_str!("template.md");

/// The facts that are known about an incident when its document is created.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The id, if the archive uses ids.
    pub id: Option<String>,
    /// The title.
    pub title: String,
    /// The day.
    pub date: Date,
    /// The severity, as written on the scale.
    pub severity: Option<String>,
    /// The affected services.
    pub services: Vec<String>,
}
