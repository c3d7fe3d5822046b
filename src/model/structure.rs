//! How a document is built, for the rules that check its form. None of this is shown on a page.

use super::FieldId;
use crate::source::Span;

/// A range of lines in a file, both ends included, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineRange {
    /// The first line.
    pub first: u32,
    /// The last line.
    pub last: u32,
}

impl LineRange {
    /// Whether a line lies in the range.
    pub const fn contains(self, line: u32) -> bool {
        self.first <= line && line <= self.last
    }
}

/// A heading, the title included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// 1 to 6 as written; 7 for a bold line used as a heading.
    pub level: u8,
    /// Plain text of the heading.
    pub text: String,
    /// The heading.
    pub span: Span,
    /// Index of the parent section.
    pub parent: Option<usize>,
    /// The field that the heading names.
    pub field: Option<FieldId>,
    /// Whether nothing comes before the next heading of its level: no text, image or deeper heading.
    pub is_empty: bool,
}

/// A field that has a name but no value, such as `| Author | |`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmptyField {
    /// The field that the name means.
    pub field: FieldId,
    /// The name as written.
    pub name: String,
    /// The name.
    pub span: Span,
}

/// Where a suppression applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SuppressionScope {
    /// In the whole file.
    File,
    /// On some lines.
    Lines(LineRange),
}

/// `<!-- pmsite-allow: rule reason -->`: the author accepts a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppression {
    /// The names of the rules as written.
    pub rules: Vec<String>,
    /// Why; empty if the author gives no reason.
    pub reason: String,
    /// Where it applies.
    pub scope: SuppressionScope,
    /// The comment.
    pub span: Span,
}

/// How a document is built.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Structure {
    /// Its headings, in order.
    pub sections: Vec<Section>,
    /// The fields that its keys name, sorted; headings are not included.
    pub keys: Vec<FieldId>,
    /// Fields that have a name but no value.
    pub empty_fields: Vec<EmptyField>,
    /// The findings that its author accepts.
    pub suppressions: Vec<Suppression>,
    /// Blocks of code and of raw HTML.
    pub code_blocks: Vec<LineRange>,
    /// The start of a code block that is never closed and swallows the rest of the file.
    pub unclosed_fence: Option<Span>,
    /// Images without alt text.
    pub images_without_alt: Vec<Span>,
}
