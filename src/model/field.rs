//! A value together with where it came from.

use jiff::civil::Date;
use serde::{Serialize, Serializer};

use super::{FieldId, Moment, Severity, Status};
use crate::source::Span;
use crate::text::{first_sentence, shorten, squeeze};

/// The kind of place where a value was found, in order of precedence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// YAML, TOML or JSON at the top of the file.
    FrontMatter,
    /// A row of a table of keys and values.
    Table,
    /// A bold key, a bullet or a line of a block quote of the form `key: value`.
    List,
    /// A heading and what follows it.
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
    /// The name for people: `metadata table`, `front matter` …
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

/// What the box of an incident shows of a text: its first sentence, cut so that it does not fill the box.
pub fn in_short(text: &str) -> String {
    let text = squeeze(text);
    let first = first_sentence(&text, 320);
    // A first sentence of two words ("Pool exhausted.") leaves room for the next one.
    if first.chars().count() < 60 { shorten(&text, 200) } else { first }
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
    /// The same place with a value borrowed from this one.
    pub fn view<'f, U>(&'f self, make: impl FnOnce(&'f T) -> U) -> Field<U> {
        Field { value: make(&self.value), provenance: self.provenance }
    }

    /// The same place with another value.
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Field<U> {
        Field { value: make(self.value), provenance: self.provenance }
    }
}

/// The values of some fields, all of one type.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FieldMap<T>(Vec<(FieldId, Field<T>)>);

impl<T> FieldMap<T> {
    /// The value of a field.
    pub fn get(&self, id: FieldId) -> Option<&Field<T>> {
        self.0.iter().find(|(of, _)| *of == id).map(|(_, field)| field)
    }
}

impl<T> FromIterator<(FieldId, Field<T>)> for FieldMap<T> {
    fn from_iter<I: IntoIterator<Item = (FieldId, Field<T>)>>(fields: I) -> Self {
        Self(super::shrunk(fields.into_iter().collect()))
    }
}

/// The value of any field of the catalog that has a single place in the document.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FieldValue<'r> {
    /// A line or running text.
    Text(&'r str),
    /// Names of people, services, tags.
    Names(&'r [String]),
    /// Sentences.
    List(&'r [String]),
    /// A day.
    Day(Date),
    /// A point in time.
    Moment(&'r Moment),
    /// A length of time.
    Minutes(u32),
    /// A severity.
    Severity(&'r Severity),
    /// A status.
    Status(&'r Status),
}

/// As the export has it.
impl Serialize for FieldValue<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Names(texts) | Self::List(texts) => serializer.collect_seq(*texts),
            Self::Day(day) => serializer.collect_str(day),
            Self::Moment(moment) => serializer.serialize_str(&moment.iso()),
            Self::Minutes(minutes) => serializer.serialize_u32(*minutes),
            Self::Severity(severity) => severity.serialize(serializer),
            Self::Status(status) => serializer.serialize_str(&status.label),
        }
    }
}

/// A piece of the author's text in two forms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prose {
    /// Plain text without Markdown, white space folded.
    pub text: String,
    /// The HTML, if it differs from the text.
    html: Option<String>,
}

impl Prose {
    /// From a text and its inline HTML.
    pub fn new(text: String, html: String) -> Self {
        let html = Some(html).filter(|html| *html != text);
        Self { text, html }
    }

    /// Inline HTML, safe to put on a page.
    pub fn html(&self) -> &str {
        self.html.as_deref().unwrap_or(&self.text)
    }
}
