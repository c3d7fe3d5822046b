//! A value together with where it came from.

use serde::Serialize;

use crate::source::Span;

/// The kind of place a value was taken from, in order of precedence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// YAML, TOML or JSON at the top of the file.
    FrontMatter,
    /// A row of a table of keys and values.
    Table,
    /// A bold key, a bullet or a line of a block quote of the form `key: value`.
    List,
    /// A heading and what stands under it.
    Section,
    /// The first heading of the document.
    Title,
    /// The name of the file or of its folder.
    Path,
    /// A sentence of running text.
    Prose,
    /// Computed from other fields.
    Derived,
}

impl Origin {
    /// The words for people: `summary table`, `front matter` …
    pub const fn label(self) -> &'static str {
        match self {
            Self::FrontMatter => "front matter",
            Self::Table => "metadata table",
            Self::List => "list of keys",
            Self::Section => "section",
            Self::Title => "title",
            Self::Path => "file name",
            Self::Prose => "running text",
            Self::Derived => "derived",
        }
    }
}

/// Where a value was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Provenance {
    /// The kind of place.
    #[serde(rename = "kind")]
    pub origin: Origin,
    /// The line, from 1; 0 where there is none (file name, derived).
    pub line: u32,
    /// The bytes.
    #[serde(skip)]
    pub span: Span,
}

/// A value and where it was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Field<T> {
    /// The value.
    pub value: T,
    /// Where it was found.
    pub provenance: Provenance,
}

impl<T> Field<T> {
    /// The same place with another value.
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Field<U> {
        Field { value: make(self.value), provenance: self.provenance }
    }
}

/// A stretch of the author's text in two forms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prose {
    /// Plain text, marks of Markdown removed, white space folded.
    pub text: String,
    /// The HTML, where it is not the text itself.
    html: Option<String>,
}

impl Prose {
    /// Of a text and the inline HTML of it.
    pub fn new(text: String, html: String) -> Self {
        let html = Some(html).filter(|html| *html != text);
        Self { text, html }
    }

    /// Inline HTML: safe to put on a page as it is.
    pub fn html(&self) -> &str {
        self.html.as_deref().unwrap_or(&self.text)
    }
}
