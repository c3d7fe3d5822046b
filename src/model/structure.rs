//! How a document is built, as far as rules about its form ask: nothing here is shown on a page.

use crate::source::Span;

/// Some lines of a file, both ends included, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lines {
    /// The first.
    pub first: u32,
    /// The last.
    pub last: u32,
}

impl Lines {
    /// Whether a line is one of them.
    pub const fn contains(self, line: u32) -> bool {
        self.first <= line && line <= self.last
    }
}

/// What stands below a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filling {
    /// Nothing before the next heading of its level: no text, no picture, no deeper heading.
    Nothing,
    /// Something, or it is not known.
    Something,
}

/// A heading, the title included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// 1 to 6 as written; 7 for a bold line that serves as one.
    pub level: u8,
    /// Plain text.
    pub text: String,
    /// Where the heading stands.
    pub span: Span,
    /// The section it belongs to.
    pub parent: Option<usize>,
    /// What the vocabulary takes it for: `root_cause`.
    pub meaning: Option<&'static str>,
    /// What stands below.
    pub filling: Filling,
}

/// A field that is named and left empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blank {
    /// What the vocabulary takes it for: `severity`.
    pub meaning: &'static str,
    /// The name as written.
    pub name: String,
    /// Where it stands.
    pub span: Span,
}

/// Where an allowance holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// In the whole file.
    File,
    /// On some lines.
    Lines(Lines),
}

/// `<!-- pmsite-allow: rule reason -->`: an author's word that a finding is meant to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allow {
    /// The names of the rules as written.
    pub rules: Vec<String>,
    /// Why; empty if no reason is given.
    pub reason: String,
    /// Where it holds.
    pub reach: Reach,
    /// Where it stands.
    pub span: Span,
}

/// How a document is built.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Structure {
    /// Its headings, in order.
    pub sections: Vec<Section>,
    /// What the vocabulary takes its keys for, wherever they stand, headings left out.
    pub keys: Vec<&'static str>,
    /// Fields that are named and left empty.
    pub blanks: Vec<Blank>,
    /// What its author allows.
    pub allows: Vec<Allow>,
    /// Blocks of code and of raw HTML.
    pub code: Vec<Lines>,
    /// The beginning of a block of code that nothing closes and that takes in the rest of the file.
    pub open_fence: Option<Span>,
    /// Pictures without words for those who do not see them.
    pub wordless_pictures: Vec<Span>,
}
