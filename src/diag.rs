//! Diagnostics: what pmsite has to say about a source, as data.
//!
//! A [`Diagnostic`] is made from a [`Code`], and from nothing else, so that every message has a stable
//! name, a level and a place in the manual. Nothing here renders: [`crate::report`] has one file a format.

use std::sync::Arc;

use serde::Serialize;

use crate::source::Span;
use crate::text::nearest;

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Something was lost or is wrong in the result.
    Error,
    /// Something is probably not what its author meant.
    Warning,
    /// Worth knowing, nothing to mend.
    Info,
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $code:literal, $level:ident;)+) => {
        /// The stable names of everything that can be said about a source.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[doc = $doc])+ $name,)+ }

        impl Code {
            /// Every code, in order.
            pub const ALL: &[Code] = &[$(Code::$name,)+];

            /// The name by which people silence, search and discuss it.
            pub const fn name(self) -> &'static str {
                match self { $(Code::$name => $code,)+ }
            }

            /// The level it has unless the configuration says otherwise.
            pub const fn level(self) -> Level {
                match self { $(Code::$name => Level::$level,)+ }
            }

            /// One sentence of manual.
            pub const fn manual(self) -> &'static str {
                match self { $(Code::$name => concat!($($doc,)+).trim_ascii(),)+ }
            }
        }
    };
}

codes! {
    /// Two documents claim the same id; the second keeps an address of its own.
    DuplicateId = "duplicate-id", Error;
    /// The front matter is no valid YAML, TOML or JSON; what could be read line by line is used.
    FrontMatterSyntax = "front-matter-syntax", Error;
    /// The front matter has a beginning and no end.
    FrontMatterUnterminated = "front-matter-unterminated", Error;
    /// The front matter is larger, deeper or more repetitive than any honest one and was not parsed.
    FrontMatterTooLarge = "front-matter-too-large", Error;
    /// Two mentions of a front-matter key; the first counts.
    FrontMatterDuplicateKey = "front-matter-duplicate-key", Warning;
    /// A day or time that the calendar does not have.
    DateImpossible = "date-impossible", Error;
    /// A date such as 03/04/2024 that can be read two ways.
    DateAmbiguous = "date-ambiguous", Warning;
    /// Two places of a document give different values for one field.
    FieldDisagrees = "field-disagrees", Warning;
    /// The stated duration and the one computed from times differ by more than max(10 min, 15 %).
    DurationDisagrees = "duration-disagrees", Warning;
    /// A timeline steps backwards in time.
    TimelineOrder = "timeline-order", Warning;
    /// Text of the template that nobody has replaced.
    Placeholder = "placeholder", Warning;
    /// A template that nobody has filled in; it is a page and no incident.
    TemplateUnfilled = "template-unfilled", Info;
    /// A severity that the scale of the archive does not know; the incident counts as unrated.
    SeverityUnknown = "severity-unknown", Warning;
    /// A table row has more or fewer cells than its header, often because of a `|` in code.
    TableRowWidth = "table-row-width", Warning;
    /// A reference to an incident that is not in the archive.
    ReferenceDangling = "reference-dangling", Warning;
    /// A link to a file of the archive that is not there.
    LinkBroken = "link-broken", Warning;
    /// A link with a scheme that a browser could run or that pmsite does not know; it was removed.
    LinkUnsafe = "link-unsafe", Warning;
    /// Raw HTML that is not on the allow-list was removed; what is nested deeper than any page is shown as text.
    HtmlRemoved = "html-removed", Info;
    /// An image or file that a document refers to is missing or cannot be read.
    FileMissing = "file-missing", Warning;
    /// A file is no text in UTF-8: UTF-16, another encoding, or no text at all; bytes that are not stand as U+FFFD.
    NotUtf8 = "not-utf8", Warning;
    /// A file looks like Markdown but its name lacks `.md`, so it was not read.
    ExtensionMissing = "extension-missing", Warning;
    /// A file or folder could not be read.
    Unreadable = "unreadable", Error;
    /// A file is larger than pmsite reads.
    FileTooLarge = "file-too-large", Error;
    /// A symbolic link, pipe or device was passed over.
    NotARegularFile = "not-a-regular-file", Warning;
    /// Two documents want the same address; the second was given another.
    AddressTaken = "address-taken", Warning;
    /// An incident has no title; the name of its file stands in for one.
    TitleMissing = "title-missing", Warning;
    /// An incident names no day on which it began.
    DateMissing = "date-missing", Warning;
    /// An incident names no severity, though the archive rates its incidents or the field is there and empty.
    SeverityMissing = "severity-missing", Warning;
    /// An incident has no summary, though the archive's incidents do.
    SummaryMissing = "summary-missing", Info;
    /// An incident has no timeline, though the archive's incidents do.
    TimelineMissing = "timeline-missing", Info;
    /// A field at the head of an incident is named and left empty.
    FieldEmpty = "field-empty", Info;
    /// A document calls itself finished and names no cause.
    CauseMissing = "cause-missing", Warning;
    /// A document calls itself finished and says nothing of actions.
    ActionsMissing = "actions-missing", Info;
    /// A document calls itself reviewed or finished, and its sign-off names nobody.
    SignOffMissing = "sign-off-missing", Warning;
    /// A document still calls itself a draft, or the incident open, more than 14 days after the incident.
    DraftOld = "draft-old", Info;
    /// A document calls itself a draft and names the day on which it was finished.
    StatusContradicts = "status-contradicts", Warning;
    /// A status that says neither draft nor reviewed nor final.
    StatusUnknown = "status-unknown", Info;
    /// An incident ends before it begins.
    TimesOrder = "times-order", Warning;
    /// An incident lies in the future.
    DateFuture = "date-future", Warning;
    /// A document was finished, discussed or signed before its incident began.
    FinishedEarly = "finished-early", Warning;
    /// Times of a timeline name no zone, though the archive's timelines do.
    ZoneMissing = "zone-missing", Info;
    /// The file name carries another id than the document.
    FileNameId = "file-name-id", Warning;
    /// An open action item has no owner, though others have one.
    ActionUnowned = "action-unowned", Warning;
    /// An open action item of the highest priority has no owner.
    ActionUrgentUnowned = "action-urgent-unowned", Warning;
    /// An open action item has no due date, though others have one.
    ActionUndated = "action-undated", Info;
    /// An action item says nothing of its state, though the others of its document do.
    ActionStateless = "action-stateless", Info;
    /// An open action item is past its due date.
    ActionOverdue = "action-overdue", Info;
    /// An action item is due before its incident began.
    ActionDueEarly = "action-due-early", Warning;
    /// An action item with success criteria is done, and nothing shows that they are met.
    ActionUnproven = "action-unproven", Info;
    /// An action item stands twice in a document, or is open in two.
    ActionRepeated = "action-repeated", Info;
    /// Two incidents each claim to come from the other.
    RelationCircular = "relation-circular", Warning;
    /// An incident claims to come from one that was later.
    RelationOrder = "relation-order", Warning;
    /// A link leads to a heading that its document does not have.
    AnchorMissing = "anchor-missing", Warning;
    /// A picture has no words for those who do not see it.
    PictureWordless = "picture-wordless", Info;
    /// An alias that never leads to its document, because another document has that name.
    AliasUnreachable = "alias-unreachable", Warning;
    /// A heading with nothing below it.
    SectionEmpty = "section-empty", Info;
    /// A heading lies more than one level below the one before it.
    HeadingLevel = "heading-level", Info;
    /// Two headings of one section say the same.
    HeadingRepeated = "heading-repeated", Info;
    /// An instruction of the template that nobody has replaced.
    TemplateHelp = "template-help", Warning;
    /// A block of code that nothing closes takes in the rest of the file.
    FenceOpen = "fence-open", Warning;
    /// Marks of a merge that nobody has finished.
    MergeConflict = "merge-conflict", Error;
    /// A note to do something stands in a document that calls itself finished.
    TodoLeft = "todo-left", Info;
    /// A front-matter key that is almost one that pmsite knows.
    FrontMatterMisspelt = "front-matter-misspelt", Warning;
    /// One tag, service or owner is spelled in two ways within the archive.
    SpellingDiffers = "spelling-differs", Info;
    /// Two documents hold the same text.
    DocumentCopied = "document-copied", Warning;
    /// Two paths differ in upper and lower case only, which some systems take for one file.
    PathCase = "path-case", Warning;
    /// Words that look for a culprit and not for a cause.
    BlameWording = "blame-wording", Info;
    /// What looks like a key or token that opens something.
    SecretLeft = "secret-left", Error;
    /// An allowance without a reason, or for a rule that does not exist; it allows nothing.
    AllowInvalid = "allow-invalid", Warning;
    /// An allowance that nothing needs.
    AllowUnused = "allow-unused", Info;
    /// A key of the configuration that pmsite does not know.
    ConfigUnknownKey = "config-unknown-key", Error;
    /// A value of the configuration that cannot be used.
    ConfigInvalid = "config-invalid", Error;
}

impl Code {
    /// The code of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }

    /// The name that a misspelt one was probably meant to be.
    pub fn nearest(name: &str) -> Option<&'static str> {
        nearest(name, Self::ALL.iter().map(|code| code.name()))
    }
}

/// A second place that helps to understand a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    /// Where; in the file of the diagnostic.
    pub span: Span,
    /// What is there, in a few words.
    pub message: String,
}

/// One thing to say about a source. The order is total: by file, place, code and words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// The file, relative to the content folder (or as given on the command line for the configuration).
    pub source: Arc<str>,
    /// Where; an empty span at 0 stands for the file as a whole.
    pub span: Span,
    /// Which kind of thing.
    pub code: Code,
    /// How much it matters.
    pub level: Level,
    /// One lower-case sentence without a full stop, naming the text at fault.
    pub message: String,
    /// Further places.
    pub labels: Vec<Label>,
    /// What to do about it.
    pub help: Option<String>,
    /// Other files that it is about: who changes one of them may have brought it about.
    pub others: Vec<Arc<str>>,
}

impl Diagnostic {
    /// A diagnostic at its code's own level.
    pub fn new(code: Code, source: &Arc<str>, span: Span, message: impl Into<String>) -> Self {
        Self {
            source: Arc::clone(source),
            span,
            code,
            level: code.level(),
            message: message.into(),
            labels: Vec::new(),
            help: None,
            others: Vec::new(),
        }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds another file that it is about.
    #[must_use]
    pub fn other(mut self, path: &Arc<str>) -> Self {
        self.others.push(Arc::clone(path));
        self
    }

    /// Adds a second place.
    #[must_use]
    pub fn label(mut self, span: Span, message: impl Into<String>) -> Self {
        self.labels.push(Label { span, message: message.into() });
        self
    }
}

/// How many diagnostics there are of each level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Number of errors.
    pub errors: usize,
    /// Number of warnings.
    pub warnings: usize,
    /// Number of notes.
    pub notes: usize,
}

impl Counts {
    /// Counts a list.
    pub fn of(diagnostics: &[Diagnostic]) -> Self {
        let count = |level| diagnostics.iter().filter(|diagnostic| diagnostic.level == level).count();
        Self { errors: count(Level::Error), warnings: count(Level::Warning), notes: count(Level::Info) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_names_are_unique_and_kebab_case() {
        let mut names: Vec<_> = Code::ALL.iter().map(|code| code.name()).collect();
        assert!(
            names
                .iter()
                .all(|name| name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'))
        );
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Code::ALL.len());
    }
}
