//! Diagnostics: problems with a source, as data.
//!
//! Every [`Diagnostic`] has a [`Code`], and with it a stable name, a level and a manual page. Nothing is rendered here:
//! [`crate::report`] has one file per format.

use std::sync::Arc;

use serde::Serialize;

use crate::source::Span;
use crate::text::{is_control, is_direction, nearest, visible};

/// The severity of a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Something is lost or wrong in the result.
    Error,
    /// Something is probably not what the author intended.
    Warning,
    /// Worth knowing; there may be nothing to fix.
    Info,
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal $(was $former:literal)?, $level:ident;)+) => {
        /// The rules of pmsite: one code for each kind of diagnostic.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[doc = $doc])+ $variant,)+ }

        impl Code {
            /// Every code, in order.
            pub const ALL: &[Code] = &[$(Code::$variant,)+];

            /// The stable name, used in the configuration, in suppressions and in all output.
            pub const fn name(self) -> &'static str {
                match self { $(Code::$variant => $name,)+ }
            }

            /// The name in earlier versions, if it was another one. It is still accepted wherever people write names.
            pub const fn former_name(self) -> Option<&'static str> {
                match self { $(Code::$variant => former!($($former)?),)+ }
            }

            /// The default level.
            pub const fn level(self) -> Level {
                match self { $(Code::$variant => Level::$level,)+ }
            }

            /// What the rule reports, in one sentence.
            pub const fn manual(self) -> &'static str {
                match self { $(Code::$variant => concat!($($doc,)+).trim_ascii(),)+ }
            }
        }
    };
}

macro_rules! former {
    () => {
        None
    };
    ($name:literal) => {
        Some($name)
    };
}

codes! {
    /// Two documents have the same id; the second one gets an address with a number.
    DuplicateId = "duplicate-id", Error;
    /// The front matter is not valid YAML, TOML or JSON; keys that could be read line by line are used.
    FrontMatterSyntax = "front-matter-syntax", Error;
    /// The front matter has no closing line.
    FrontMatterUnterminated = "front-matter-unterminated", Error;
    /// The front matter is too large, too deep or too repetitive, and was not parsed.
    FrontMatterTooLarge = "front-matter-too-large", Error;
    /// A front-matter key appears twice; the first one counts.
    FrontMatterDuplicateKey = "front-matter-duplicate-key", Warning;
    /// A date or time that does not exist.
    DateInvalid = "date-invalid" was "date-impossible", Error;
    /// A date such as 03/04/2024 that can be read in two ways.
    DateAmbiguous = "date-ambiguous", Warning;
    /// Two places in a document give different values for the same field.
    FieldConflict = "field-conflict" was "field-disagrees", Warning;
    /// A value that cannot be used for its field, such as a date in words or a list where a text is expected.
    ValueUnusable = "value-unusable", Warning;
    /// The stated duration differs from the one between the stated times by more than max(10 min, 15 %).
    DurationMismatch = "duration-mismatch" was "duration-disagrees", Warning;
    /// A timeline entry is earlier than the one before it.
    TimelineOrder = "timeline-order", Warning;
    /// A placeholder of the template that was not replaced.
    Placeholder = "placeholder", Warning;
    /// A template that nobody has filled in; it is shown as a page, not as an incident.
    TemplateUnfilled = "template-unfilled", Info;
    /// A severity that is not on the scale; the incident counts as unrated.
    SeverityUnknown = "severity-unknown", Warning;
    /// A key under `[fields]` is also a name of a built-in field, which it no longer feeds.
    FieldOverridden = "field-overridden", Info;
    /// A table row has more cells than its header, and the text in them is lost, often because of a `|` in code.
    TableRowWidth = "table-row-width", Warning;
    /// A row or list entry among action items or in a timeline was left out, because it says nothing.
    RowDropped = "row-dropped", Warning;
    /// An unpaired `<!-- internal -->` marker, a comment that looks like a misspelled one, or a withheld field that cannot be removed.
    InternalMark = "internal-mark", Error;
    /// `visibility` is neither `public` nor `internal`; the document counts as internal.
    VisibilityUnknown = "visibility-unknown", Error;
    /// An attachment of a public document that may contain hidden data and is not listed in `files` of `[editions.public]`.
    AttachmentOpaque = "attachment-opaque", Error;
    /// Likely private data in public text: an email address, an internal host, a customer name.
    PrivateData = "private-data", Warning;
    /// What a change makes public, as `pmsite check --changed` reports it in an archive with editions.
    MadePublic = "made-public", Info;
    /// A reference to an incident that is not in the archive, or a relation of an incident to itself.
    ReferenceBroken = "reference-broken" was "reference-dangling", Warning;
    /// Ids of another system, such as tickets, that several documents mention and no `[[link]]` rule makes links.
    IdsUnlinked = "ids-unlinked", Info;
    /// A link to a file that is not in the archive.
    LinkBroken = "link-broken", Warning;
    /// A link with an unknown scheme, or one that a browser could run; the link was removed.
    LinkUnsafe = "link-unsafe", Warning;
    /// Raw HTML that is not on the allowlist was removed or is shown as text.
    HtmlRemoved = "html-removed", Info;
    /// An image or file that a document refers to is missing or cannot be read.
    FileMissing = "file-missing", Warning;
    /// A file is not valid UTF-8; bytes that could not be decoded are shown as U+FFFD.
    NotUtf8 = "not-utf8", Warning;
    /// A control character, or an invisible mark that changes the direction of text in a title or name; its code is shown.
    HiddenCharacter = "hidden-character", Warning;
    /// A file looks like Markdown but was not read, because its name does not end in `.md`.
    ExtensionMissing = "extension-missing", Warning;
    /// A file or folder could not be read.
    Unreadable = "unreadable", Error;
    /// A file exceeds the size limit and was not read.
    FileTooLarge = "file-too-large", Error;
    /// A symbolic link, pipe, socket or device was skipped.
    NotARegularFile = "not-a-regular-file", Warning;
    /// Two documents would have the same address; the second one gets a number.
    AddressTaken = "address-taken", Warning;
    /// An incident has no title, so the name of its file is used.
    TitleMissing = "title-missing", Warning;
    /// An incident has no date.
    DateMissing = "date-missing", Warning;
    /// An incident has no severity, although the archive rates its incidents or the field is there and empty.
    SeverityMissing = "severity-missing", Warning;
    /// An incident has no summary, although most incidents of the archive have one.
    SummaryMissing = "summary-missing", Info;
    /// An incident has no timeline, although most incidents of the archive have one.
    TimelineMissing = "timeline-missing", Info;
    /// A field in the head of a document is empty.
    FieldEmpty = "field-empty", Info;
    /// A finished document does not name a cause.
    CauseMissing = "cause-missing", Warning;
    /// A finished document does not mention action items.
    ActionsMissing = "actions-missing", Info;
    /// A reviewed or finished document has an empty sign-off.
    SignOffMissing = "sign-off-missing", Warning;
    /// A document is still a draft, or its incident still open, more than 14 days after the incident.
    DraftStale = "draft-stale" was "draft-old", Info;
    /// A document is marked as a draft but also has a completion date.
    StatusConflict = "status-conflict" was "status-contradicts", Warning;
    /// A status that does not mean draft, reviewed or final.
    StatusUnknown = "status-unknown", Info;
    /// An incident ends before it starts.
    TimesOrder = "times-order", Warning;
    /// The date of an incident is in the future.
    DateInFuture = "date-in-future" was "date-future", Warning;
    /// A document was finished, discussed or signed before its incident started.
    FinishedBeforeIncident = "finished-before-incident" was "finished-early", Warning;
    /// The times of a timeline have no time zone, although most timelines of the archive have one.
    TimeZoneMissing = "time-zone-missing" was "zone-missing", Info;
    /// The file name contains a different id than the document.
    FileNameMismatch = "file-name-mismatch" was "file-name-id", Warning;
    /// An open action item has no owner, although others have one.
    ActionUnowned = "action-unowned", Warning;
    /// An open action item with the highest priority has no owner.
    ActionUrgentUnowned = "action-urgent-unowned", Warning;
    /// An open action item has no due date, although others have one.
    ActionUndated = "action-undated", Info;
    /// An action item has no status, although others in the document have one.
    ActionStatusMissing = "action-status-missing" was "action-stateless", Info;
    /// An open action item is past its due date.
    ActionOverdue = "action-overdue", Info;
    /// An action item is due before its incident started.
    ActionDueBeforeIncident = "action-due-before-incident" was "action-due-early", Warning;
    /// An action item is done, but nothing shows that its success criteria are met.
    ActionUnverified = "action-unverified" was "action-unproven", Info;
    /// An action item appears twice in a document, or is open in two documents.
    ActionDuplicate = "action-duplicate" was "action-repeated", Info;
    /// Two incidents each claim to be caused by, or to be a duplicate of, the other.
    RelationCircular = "relation-circular", Warning;
    /// An incident claims to be caused by one that started later.
    RelationOrder = "relation-order", Warning;
    /// A link leads to a heading that does not exist.
    AnchorMissing = "anchor-missing", Warning;
    /// An image has no alt text.
    ImageAltMissing = "image-alt-missing" was "picture-wordless", Info;
    /// An alias never leads to its document, because another document has that name.
    AliasUnreachable = "alias-unreachable", Warning;
    /// A heading has no content.
    SectionEmpty = "section-empty", Info;
    /// A heading is more than one level below the heading before it.
    HeadingLevelSkipped = "heading-level-skipped" was "heading-level", Info;
    /// Two headings in the same section have the same text.
    HeadingDuplicate = "heading-duplicate" was "heading-repeated", Info;
    /// An instruction of the template that was not replaced.
    TemplateInstruction = "template-instruction" was "template-help", Warning;
    /// A code block has no closing fence and swallows the rest of the file.
    CodeFenceUnclosed = "code-fence-unclosed" was "fence-open", Warning;
    /// The document contains unresolved merge conflict markers.
    MergeConflict = "merge-conflict", Error;
    /// A finished document contains a TODO note.
    TodoLeft = "todo-left", Info;
    /// A front-matter key looks like a misspelling of a known key.
    FrontMatterMisspelled = "front-matter-misspelled" was "front-matter-misspelt", Warning;
    /// The archive spells a tag, a service or an owner in more than one way.
    SpellingInconsistent = "spelling-inconsistent" was "spelling-differs", Info;
    /// Two documents have the same text.
    DocumentDuplicate = "document-duplicate" was "document-copied", Warning;
    /// Two paths differ only in letter case, so some systems treat them as the same file.
    PathCaseConflict = "path-case-conflict" was "path-case", Warning;
    /// The wording blames a person instead of explaining the cause.
    BlameWording = "blame-wording", Info;
    /// The document seems to contain a key or token.
    SecretExposed = "secret-exposed" was "secret-left", Error;
    /// A suppression has no reason or names an unknown rule; it has no effect.
    SuppressionInvalid = "suppression-invalid" was "allow-invalid", Warning;
    /// A suppression matches no finding.
    SuppressionUnused = "suppression-unused" was "allow-unused", Info;
    /// A folder of the archive looks like a theme, but the built-in theme is used.
    ThemeUnused = "theme-unused", Warning;
    /// The configuration or a suppression uses the former name of a rule; it still works.
    RuleRenamed = "rule-renamed", Info;
    /// The configuration contains an unknown key.
    ConfigUnknownKey = "config-unknown-key", Error;
    /// A value in the configuration is not valid.
    ConfigInvalid = "config-invalid", Error;
}

impl Code {
    /// The code with this name or former name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name || code.former_name() == Some(name))
    }

    /// The known name closest to a misspelled one.
    pub fn nearest(name: &str) -> Option<&'static str> {
        nearest(name, Self::ALL.iter().map(|code| code.name()))
    }
}

/// A related position that helps to understand a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    /// The position in the file of the diagnostic.
    pub span: Span,
    /// What is there, in a few words.
    pub message: String,
}

/// A problem with a source. The order is total: by file, position, code and message.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// The file, relative to the content folder (or as given on the command line for the configuration).
    pub source: Arc<str>,
    /// The position; an empty span at 0 means the whole file.
    pub span: Span,
    /// The rule.
    pub code: Code,
    /// The level, as configured.
    pub level: Level,
    /// What is wrong: lower case, without a full stop, with values in backticks.
    pub message: String,
    /// Related positions.
    pub labels: Vec<Label>,
    /// How to fix it.
    pub help: Option<String>,
    /// Other files that it is about; a change to one of them may have caused it.
    pub others: Vec<Arc<str>>,
}

impl Diagnostic {
    /// Creates a diagnostic with the default level of its code.
    pub fn new(code: Code, source: &Arc<str>, span: Span, message: impl Into<String>) -> Self {
        Self {
            source: Arc::clone(source),
            span,
            code,
            level: code.level(),
            message: without_hidden(message.into()),
            labels: Vec::new(),
            help: None,
            others: Vec::new(),
        }
    }

    /// Reports that a place uses the former name of a rule.
    pub fn rule_renamed(code: Code, source: &Arc<str>, span: Span) -> Self {
        let former = code.former_name().unwrap_or(code.name());
        Self::new(Code::RuleRenamed, source, span, format!("rule `{former}` is now `{}`", code.name()))
            .help("use the new name; the old one still works")
    }

    /// Adds how to fix it.
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

    /// Adds a related position.
    #[must_use]
    pub fn label(mut self, span: Span, message: impl Into<String>) -> Self {
        self.labels.push(Label { span, message: message.into() });
        self
    }
}

/// A message without characters of the document that nobody sees.
fn without_hidden(message: String) -> String {
    let is_hidden = |c| is_control(c) || is_direction(c);
    if message.contains(is_hidden) { visible(&message, is_hidden).into_owned() } else { message }
}

/// The number of diagnostics by level.
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
    /// Counts the diagnostics of a list.
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
        let former = Code::ALL.iter().filter_map(|code| code.former_name());
        let mut names: Vec<_> = Code::ALL.iter().map(|code| code.name()).chain(former).collect();
        assert!(
            names
                .iter()
                .all(|name| name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'))
        );
        names.sort_unstable();
        let all = names.len();
        names.dedup();
        assert_eq!(names.len(), all);
    }
}
