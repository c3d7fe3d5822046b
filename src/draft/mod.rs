//! A new post-mortem: its id and place, as the archive's own documents have them, and its text, from a template.
//!
//! What an archive calls its documents is learned from its newest ones, and what a template calls its fields is found by
//! reading: a value is written where the [reader](crate::read) finds it again.

mod fill;
mod id;
mod pattern;
mod place;

use jiff::civil::Date;

pub use self::fill::{FillError, fill};
pub use self::id::next_id;
pub use self::place::place;

/// The template that is used where an archive has none.
pub const TEMPLATE: &str = include_str!("template.md");

/// What is known of an incident when its document is begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The id, if the archive gives ids.
    pub id: Option<String>,
    /// The title.
    pub title: String,
    /// The day.
    pub date: Date,
    /// The severity, as the scale has it.
    pub severity: Option<String>,
    /// What is affected.
    pub services: Vec<String>,
}
