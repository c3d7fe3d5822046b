//! Action items.

use jiff::civil::Date;
use serde::Serialize;

use super::Prose;
use crate::source::Span;

/// The state of an action item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ActionState {
    /// Nobody has started, or the document does not say.
    Open,
    /// Somebody is working on it.
    InProgress,
    /// It is waiting for something else.
    Blocked,
    /// It is finished.
    Done,
    /// It is finished and was seen to work.
    Verified,
    /// It will not be done.
    Dropped,
}

impl ActionState {
    /// Whether something is left to do.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::InProgress | Self::Blocked)
    }

    /// The name in the export and in class names: `in-progress`.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::InProgress => "in-progress",
            Self::Blocked => "blocked",
            Self::Done => "done",
            Self::Verified => "verified",
            Self::Dropped => "dropped",
        }
    }
}

/// One thing that somebody said they would do.
#[derive(Clone, Debug, PartialEq)]
pub struct ActionItem {
    /// The author's number (`3`, `AI-3`, `P-1`), else its place in the list counted from 1.
    pub number: String,
    /// What to do.
    pub action: Prose,
    /// Who will do it, without a leading `@`; `None` for nobody and for placeholders.
    pub owner: Option<String>,
    /// The author's own priority (`P1`, `high`).
    pub priority: Option<String>,
    /// The day it is due.
    pub due: Option<Date>,
    /// The due date as written, where it is not a single day (`end of Q3`).
    pub due_text: Option<String>,
    /// Its state.
    pub state: ActionState,
    /// The author's own word for the state, if there is one.
    pub state_text: Option<String>,
    /// The day it was finished, if the document says so.
    pub done_on: Option<Date>,
    /// `prevent`, `detect`, `mitigate` … as written.
    pub category: Option<String>,
    /// From the item's detail block. Boxed because few items have one and an archive has many items.
    pub description: Option<Box<Prose>>,
    /// From the item's detail block.
    pub rationale: Option<Box<Prose>>,
    /// From the item's detail block.
    pub success_criteria: Option<Box<Prose>>,
    /// A ticket or pull request, as written or as a link.
    pub reference: Option<Box<Prose>>,
    /// The item.
    pub span: Span,
    /// The line, from 1.
    pub line: u32,
}
