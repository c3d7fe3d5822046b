//! How incidents are related.

use serde::Serialize;

use crate::source::Span;

/// The kind of a relation, read from the author's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RelationKind {
    /// The same thing again.
    RecurrenceOf,
    /// The other incident caused this one.
    CausedBy,
    /// Two reports of one incident.
    DuplicateOf,
    /// A consequence of the other incident.
    FollowUpOf,
    /// Another incident from the same cause.
    SameCause,
    /// Related in some other or unstated way.
    Related,
}

impl RelationKind {
    /// The name in the export: `recurrence-of`.
    pub const fn key(self) -> &'static str {
        match self {
            Self::RecurrenceOf => "recurrence-of",
            Self::CausedBy => "caused-by",
            Self::DuplicateOf => "duplicate-of",
            Self::FollowUpOf => "follow-up-of",
            Self::SameCause => "same-cause",
            Self::Related => "related",
        }
    }

    /// The words on a page: "recurrence of INC-7".
    pub const fn label(self) -> &'static str {
        match self {
            Self::RecurrenceOf => "recurrence of",
            Self::CausedBy => "caused by",
            Self::DuplicateOf => "duplicate of",
            Self::FollowUpOf => "follow-up of",
            Self::SameCause => "same cause as",
            Self::Related => "related to",
        }
    }

    /// The words on the page of the other incident: "recurred as INC-9".
    pub const fn inverse_label(self) -> &'static str {
        match self {
            Self::RecurrenceOf => "recurred as",
            Self::CausedBy => "caused",
            Self::DuplicateOf => "duplicated by",
            Self::FollowUpOf => "followed up by",
            Self::SameCause => "same cause as",
            Self::Related => "related to",
        }
    }
}

/// A relation that the document states.
#[derive(Clone, Debug, PartialEq)]
pub struct Relation {
    /// The id or path as written.
    pub target: String,
    /// Its kind.
    pub kind: RelationKind,
    /// The author's own words about it; may be empty.
    pub note: String,
    /// Whether the front matter states it, where no reference in the text shows that it is broken.
    pub in_front_matter: bool,
    /// The relation in the document.
    pub span: Span,
    /// The line, from 1.
    pub line: u32,
}
