//! The catalog of incident fields: one row per field.
//!
//! Derived from it: the JSON Schema of front matter, suggestions for misspelled keys, the values and the provenance of the
//! export and its schema, the weights of search and of similar incidents, `pmsite show`, the box at the top of an
//! incident's page, and what counts as evidence that a document is an incident. A field that is a text or a list needs
//! only a row here and its headings in the lexicon, and no other code.

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// A single line.
    Line,
    /// Running text.
    Prose,
    /// Running text that the export splits into its paragraphs and list items.
    Points,
    /// A list of sentences.
    List,
    /// Names of people, services, tags.
    Names,
    /// A day.
    Day,
    /// A point in time. The export has these under `times`.
    Moment,
    /// A length of time in minutes.
    Duration,
    /// A step on the severity scale.
    Severity,
    /// A status in the author's own words.
    Status,
    /// A chain of whys.
    Whys,
    /// The events of a timeline.
    Timeline,
    /// Action items.
    Actions,
    /// Related incidents.
    Related,
    /// Yes or no.
    Flag,
}

impl FieldKind {
    /// Whether the field takes paragraphs and lists, and is kept in [`Record::prose`](super::Record::prose).
    pub const fn is_prose(self) -> bool {
        matches!(self, Self::Prose | Self::Points)
    }

    /// Whether the field is kept as a list of texts in [`Record::lists`](super::Record::lists).
    pub const fn is_list(self) -> bool {
        matches!(self, Self::List | Self::Points)
    }
}

/// What makes a field count when a document is classified, in words that follow "it has".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// A key or a heading names the field.
    Named(&'static str),
    /// The document states a value.
    Stated(&'static str),
}

/// A row of the catalog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldSpec {
    /// The field.
    pub id: FieldId,
    /// What it holds.
    pub kind: FieldKind,
    /// Its name for people, as in `pmsite show`.
    pub label: &'static str,
    /// What it contains, in one sentence.
    pub description: &'static str,
    /// The front-matter key that the documentation names. The lexicon knows more.
    pub key: Option<&'static str>,
    /// Its name in the export.
    pub export: Option<&'static str>,
    /// How often an occurrence in it counts in a search, in addition to its occurrence in the text.
    pub search_weight: u16,
    /// How often its words count when incidents are compared, in addition to their occurrence in the text.
    pub similarity_weight: usize,
    /// Its place among the texts of the box, from 1. The message `field.<name>` is its label there.
    pub in_box: Option<u8>,
    /// What makes it count when a document is classified.
    pub evidence: Option<Evidence>,
}

const fn field(id: FieldId, kind: FieldKind, label: &'static str, description: &'static str) -> FieldSpec {
    FieldSpec {
        id,
        kind,
        label,
        description,
        key: None,
        export: None,
        search_weight: 0,
        similarity_weight: 0,
        in_box: None,
        evidence: None,
    }
}

impl FieldSpec {
    const fn key(self, key: &'static str) -> Self {
        Self { key: Some(key), ..self }
    }

    const fn export(self, name: &'static str) -> Self {
        Self { export: Some(name), ..self }
    }

    const fn search(self, weight: u16) -> Self {
        Self { search_weight: weight, ..self }
    }

    const fn similarity(self, weight: usize) -> Self {
        Self { similarity_weight: weight, ..self }
    }

    const fn in_box(self, place: u8) -> Self {
        Self { in_box: Some(place), ..self }
    }

    const fn evidence(self, evidence: Evidence) -> Self {
        Self { evidence: Some(evidence), ..self }
    }
}

/// The fields, in the order in which the export and `pmsite show` have them.
pub const FIELDS: &[FieldSpec] = &[
    field(FieldId::Id, FieldKind::Line, "id", "The incident's id. Quote it to keep leading zeros.")
        .key("id")
        .export("id")
        .search(20)
        .evidence(Evidence::Stated("an id")),
    field(FieldId::Title, FieldKind::Line, "title", "Its title.")
        .key("title")
        .export("title")
        .search(7)
        .similarity(4),
    field(FieldId::Date, FieldKind::Day, "date", "The day on which the incident began.")
        .key("date")
        .export("date")
        .evidence(Evidence::Stated("a date")),
    field(FieldId::Started, FieldKind::Moment, "started", "When it began.").key("started").export("started"),
    field(FieldId::Detected, FieldKind::Moment, "detected", "When it was noticed.")
        .key("detected")
        .export("detected"),
    field(FieldId::Declared, FieldKind::Moment, "declared", "When it was declared an incident.")
        .key("declared")
        .export("declared"),
    field(FieldId::Mitigated, FieldKind::Moment, "mitigated", "When its effects ended.")
        .key("mitigated")
        .export("mitigated"),
    field(FieldId::Resolved, FieldKind::Moment, "resolved", "When it was over.")
        .key("resolved")
        .export("resolved"),
    field(FieldId::Duration, FieldKind::Duration, "duration", "How long it lasted.")
        .key("duration")
        .export("duration_minutes")
        .evidence(Evidence::Stated("a duration")),
    field(
        FieldId::Severity,
        FieldKind::Severity,
        "severity",
        "How severe it was, on the archive's own scale.",
    )
    .key("severity")
    .export("severity")
    .evidence(Evidence::Stated("a severity")),
    field(FieldId::Status, FieldKind::Status, "status", "The status of the document or the incident.")
        .key("status")
        .export("status"),
    field(FieldId::Author, FieldKind::Names, "authors", "Who wrote or owns the document.")
        .key("authors")
        .export("authors")
        .search(1),
    field(FieldId::Service, FieldKind::Names, "services", "What was affected.")
        .key("services")
        .export("services")
        .search(3)
        .evidence(Evidence::Named("affected services")),
    field(FieldId::Tag, FieldKind::Names, "tags", "Tags, categories and keywords.")
        .key("tags")
        .export("tags")
        .search(3),
    field(FieldId::Aliases, FieldKind::Names, "aliases", "Other ids of the same incident.")
        .key("aliases")
        .export("aliases")
        .search(8),
    field(FieldId::Summary, FieldKind::Prose, "summary", "What happened, in short.")
        .key("summary")
        .export("summary")
        .search(2)
        .similarity(2),
    field(FieldId::Impact, FieldKind::Points, "impact", "What it meant for users and the business.")
        .key("impact")
        .export("impact")
        .search(1)
        .in_box(2)
        .evidence(Evidence::Named("an impact")),
    field(FieldId::Trigger, FieldKind::Prose, "trigger", "What set it off.")
        .key("trigger")
        .export("trigger")
        .search(2)
        .similarity(2)
        .evidence(Evidence::Named("a trigger")),
    field(FieldId::RootCause, FieldKind::Prose, "root cause", "The underlying cause.")
        .key("root_cause")
        .export("root_cause")
        .search(2)
        .similarity(2)
        .in_box(1)
        .evidence(Evidence::Named("a root cause")),
    field(FieldId::Detection, FieldKind::Prose, "detection", "How it was noticed.")
        .key("detection")
        .export("detection")
        .evidence(Evidence::Named("a detection")),
    field(FieldId::Resolution, FieldKind::Prose, "resolution", "What ended it.")
        .key("resolution")
        .export("resolution")
        .search(1)
        .similarity(2)
        .evidence(Evidence::Named("a resolution")),
    field(FieldId::Contributing, FieldKind::List, "contributing", "What contributed to it.")
        .key("contributing_factors")
        .export("contributing_factors")
        .similarity(1)
        .evidence(Evidence::Named("contributing factors")),
    field(FieldId::WentWell, FieldKind::List, "went well", "What went well.").export("went_well"),
    field(FieldId::WentBadly, FieldKind::List, "went badly", "What went badly.")
        .export("went_badly")
        .evidence(Evidence::Named("what went badly")),
    field(FieldId::Lucky, FieldKind::List, "lucky", "Where luck helped.")
        .export("lucky")
        .evidence(Evidence::Named("where luck helped")),
    field(FieldId::Lessons, FieldKind::List, "lessons", "What was learned.").key("lessons").export("lessons"),
    field(FieldId::Meeting, FieldKind::Day, "meeting", "The day of the post-mortem meeting.")
        .export("meeting"),
    field(FieldId::Finalized, FieldKind::Day, "finalized", "The day on which the document was finished.")
        .export("finalized"),
    field(FieldId::FiveWhys, FieldKind::Whys, "five whys", "The chain of whys.")
        .export("five_whys")
        .evidence(Evidence::Named("five whys")),
    field(FieldId::Timeline, FieldKind::Timeline, "timeline", "What happened when, in the author's order.")
        .key("timeline")
        .export("timeline")
        .evidence(Evidence::Named("a timeline")),
    field(FieldId::Actions, FieldKind::Actions, "actions", "What is to be done.")
        .key("actions")
        .export("actions")
        .evidence(Evidence::Named("action items")),
    field(FieldId::Related, FieldKind::Related, "related", "The incidents that this document names.")
        .key("related")
        .export("related"),
    field(
        FieldId::NotRelated,
        FieldKind::List,
        "not related",
        "Ids of incidents that have nothing to do with this one, however similar they are.",
    )
    .key("not_related"),
    field(
        FieldId::Closes,
        FieldKind::List,
        "closes",
        "Where luck helped in an incident, and is no longer needed: `INC-0042#luck-1`.",
    )
    .key("closes"),
    field(FieldId::Draft, FieldKind::Flag, "draft", "Not published without `--drafts`.").key("draft"),
    field(
        FieldId::Kind,
        FieldKind::Line,
        "kind",
        "`incident` or `page`: what the document is, if pmsite takes it for the other.",
    )
    .key("kind"),
    field(FieldId::Priority, FieldKind::Severity, "priority", "Used as the severity where there is none.")
        .key("priority"),
];

macro_rules! field_ids {
    ($($variant:ident = $name:literal,)+) => {
        /// What a label in a document names: a field of the record, or a section that feeds one.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum FieldId {
            $(#[doc = concat!("`", $name, "`")] $variant,)+
            /// A label that has no meaning of its own.
            Other,
        }

        impl FieldId {
            /// The field with this name in the lexicon.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)+ _ => None }
            }

            /// Its name in the lexicon.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ Self::Other => "other" }
            }
        }
    };
}

field_ids! {
    Id = "id", Title = "title", Date = "date", Started = "started", Detected = "detected", Declared = "declared",
    Mitigated = "mitigated", Resolved = "resolved", Published = "published", Updated = "updated", Duration = "duration",
    TimeToDetect = "time_to_detect", TimeToRepair = "time_to_repair", Severity = "severity", Priority = "priority", Status = "status", Author = "author",
    Reviewer = "reviewer", Commander = "commander", Service = "service", Tag = "tag", Summary = "summary", OneLine = "one_line",
    Metadata = "metadata", Background = "background", Impact = "impact", UsersAffected = "users_affected", Trigger = "trigger",
    RootCause = "root_cause", FiveWhys = "five_whys", Contributing = "contributing", Detection = "detection",
    Resolution = "resolution", Response = "response", WentWell = "went_well", WentBadly = "went_badly", Lucky = "lucky",
    Lessons = "lessons", Actions = "actions", ActionDetails = "action_details", Related = "related", References = "references",
    SignOff = "sign_off", Verification = "verification", Scan = "scan", Appendix = "appendix", Attendees = "attendees",
    Conclusion = "conclusion", Questions = "questions", Timeline = "timeline", Meeting = "meeting", Finalized = "finalized",
    Environment = "environment", Aliases = "aliases", Draft = "draft", Informational = "informational", Ignored = "ignored",
    Kind = "kind", NotRelated = "not_related", Closes = "closes", Description = "description", Rationale = "rationale", SuccessCriteria = "success_criteria",
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_field_has_one_row_and_names_of_its_own() {
        let unique = |names: Vec<&str>| assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
        unique(FIELDS.iter().map(|field| field.id.name()).collect());
        unique(FIELDS.iter().map(|field| field.label).collect());
        unique(FIELDS.iter().filter_map(|field| field.key).collect());
        unique(FIELDS.iter().filter_map(|field| field.export).collect());
    }

    #[test]
    fn only_text_is_shown_as_text_in_the_box() {
        assert!(FIELDS.iter().all(|field| field.in_box.is_none() || field.kind.is_prose()));
        let places: BTreeSet<_> = FIELDS.iter().filter_map(|field| field.in_box).collect();
        assert!(places.iter().zip(1..).all(|(place, expected)| *place == expected), "{places:?}");
    }
}
