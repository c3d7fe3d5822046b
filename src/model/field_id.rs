//! The ids of everything that a label in a document can name.

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
    TimeToDetect = "time_to_detect", Severity = "severity", Priority = "priority", Status = "status", Author = "author",
    Reviewer = "reviewer", Commander = "commander", Service = "service", Tag = "tag", Summary = "summary", OneLine = "one_line",
    Metadata = "metadata", Background = "background", Impact = "impact", UsersAffected = "users_affected", Trigger = "trigger",
    RootCause = "root_cause", FiveWhys = "five_whys", Contributing = "contributing", Detection = "detection",
    Resolution = "resolution", Response = "response", WentWell = "went_well", WentBadly = "went_badly", Lucky = "lucky",
    Lessons = "lessons", Actions = "actions", ActionDetails = "action_details", Related = "related", References = "references",
    SignOff = "sign_off", Verification = "verification", Scan = "scan", Appendix = "appendix", Attendees = "attendees",
    Conclusion = "conclusion", Questions = "questions", Timeline = "timeline", Meeting = "meeting", Finalized = "finalized",
    Environment = "environment", Aliases = "aliases", Draft = "draft", Informational = "informational", Ignored = "ignored",
    Description = "description", Rationale = "rationale", SuccessCriteria = "success_criteria",
}
