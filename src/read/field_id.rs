//! The places of a record that a label can name.

macro_rules! slots {
    ($($name:ident = $word:literal,)+) => {
        /// What a label of a document names.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(super) enum FieldId { $($name,)+ /** A label without a meaning of its own. */ Other }

        impl FieldId {
            /// The slot of a name in the vocabulary.
            pub(super) fn from_name(name: &str) -> Option<Self> {
                match name { $($word => Some(Self::$name),)+ _ => None }
            }

            /// Its name in the vocabulary.
            pub(super) const fn name(self) -> &'static str {
                match self { $(Self::$name => $word,)+ Self::Other => "other" }
            }
        }
    };
}

slots! {
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
