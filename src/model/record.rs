//! The contents of one incident document.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use serde::Serialize;

use super::{ActionItem, Event, Field, FieldId, FieldMap, FieldValue, Moment, Relation};

/// How severe an incident was, on the archive's own scale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Severity {
    /// The author's own token: `SEV-3`, `critical`.
    pub label: String,
    /// The key on the scale (`sev3`); `None` for a word that the scale does not know.
    pub key: Option<String>,
    /// The level from 1, the most severe; `None` for an unknown word.
    pub level: Option<u8>,
}

/// The kind of a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum StatusKind {
    /// Being written, or the incident is still under way.
    Draft,
    /// Read by others, not closed.
    Reviewed,
    /// Finished.
    Final,
    /// Any other word.
    Other,
}

/// The status of a document or incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// The author's own words.
    pub label: String,
    /// The kind of status they mean.
    pub kind: StatusKind,
}

/// The times that mark an incident.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Times {
    /// When it began.
    pub started: Option<Field<Moment>>,
    /// When somebody or something noticed it.
    pub detected: Option<Field<Moment>>,
    /// When it was declared an incident.
    pub declared: Option<Field<Moment>>,
    /// When its effect ended or was contained.
    pub mitigated: Option<Field<Moment>>,
    /// When it was over.
    pub resolved: Option<Field<Moment>>,
}

/// A question of a five-whys analysis and its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Why {
    /// The question; may be empty where only answers are listed.
    pub question: String,
    /// The answer; may be empty.
    pub answer: String,
}

/// A document or page that the author lists as further reading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reference {
    /// What the author calls it.
    pub text: String,
    /// Its address, if there is one with an allowed scheme.
    pub url: Option<String>,
}

/// What ended an incident.
#[derive(Clone, Debug, PartialEq)]
pub struct Fix {
    /// One sentence, plain text.
    pub text: String,
    /// When it took effect, with a time of day.
    pub at: Option<Moment>,
    /// Whether the document states that this ended the incident.
    pub certain: bool,
    /// The section or key that says so, as written; `None` if it is an event of the timeline.
    pub source: Option<Box<str>>,
}

/// One line of the sign-off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignOff {
    /// `Author`, `Reviewer` …
    pub role: String,
    /// Who signed.
    pub name: Option<String>,
    /// When.
    pub date: Option<Date>,
}

/// Everything that one incident document says, each value with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// The title without id, date and severity in front; from the file name if the document has none.
    pub title: Field<String>,
    /// The id as the document or its file name states it.
    pub id: Option<Field<String>>,
    /// The day on which the incident began.
    pub date: Option<Field<Date>>,
    /// The marked times.
    pub times: Times,
    /// The duration in minutes.
    pub duration: Option<Field<u32>>,
    /// The severity.
    pub severity: Option<Field<Severity>>,
    /// The status.
    pub status: Option<Field<Status>>,
    /// Who wrote or owns the document. This list and the next two are shared with the incident's card.
    pub authors: Option<Field<Arc<[String]>>>,
    /// What was affected.
    pub services: Option<Field<Arc<[String]>>>,
    /// Tags, categories and keywords.
    pub tags: Option<Field<Arc<[String]>>>,
    /// Other ids or addresses under which the document was known.
    pub aliases: Option<Field<Arc<[String]>>>,
    /// Running text: summary, impact, root cause and so on.
    pub prose: FieldMap<String>,
    /// Lists of texts: contributing factors, lessons and so on.
    pub lists: FieldMap<Vec<String>>,
    /// What ended it, as far as the document says what was done.
    pub fix: Option<Field<Fix>>,
    /// What happened when, in the author's order.
    pub timeline: Vec<Event>,
    /// The chain of whys.
    pub five_whys: Vec<Why>,
    /// What to do about it.
    pub actions: Vec<ActionItem>,
    /// The relations to other incidents that it states.
    pub relations: Vec<Relation>,
    /// Further reading that the author lists.
    pub references: Vec<Reference>,
    /// Who signed.
    pub sign_off: Vec<SignOff>,
    /// The day of the post-mortem meeting.
    pub meeting: Option<Field<Date>>,
    /// The day the document was finished.
    pub finalized: Option<Field<Date>>,
    /// All other front-matter keys, unchanged.
    pub extra: BTreeMap<String, serde_json::Value>,
}

impl Record {
    /// The running text of a field.
    pub fn text(&self, id: FieldId) -> Option<&Field<String>> {
        self.prose.get(id)
    }

    /// The list of texts of a field.
    pub fn list(&self, id: FieldId) -> Option<&Field<Vec<String>>> {
        self.lists.get(id)
    }

    /// The entries of a field: those of its list, else its text.
    pub fn entries(&self, id: FieldId) -> Vec<&str> {
        let list = self.list(id).map(|list| list.value.iter().map(String::as_str).collect());
        list.or_else(|| self.text(id).map(|text| vec![text.value.as_str()])).unwrap_or_default()
    }

    /// The value of any field that has a single place in the document. Those whose entries have a place each
    /// (timeline, action items, relations) are not among them.
    pub fn field(&self, id: FieldId) -> Option<Field<FieldValue<'_>>> {
        let times = &self.times;
        match id {
            FieldId::Title => Some(self.title.view(|title| FieldValue::Text(title))),
            FieldId::Id => self.id.as_ref().map(|id| id.view(|id| FieldValue::Text(id))),
            FieldId::Date => day(self.date.as_ref()),
            FieldId::Meeting => day(self.meeting.as_ref()),
            FieldId::Finalized => day(self.finalized.as_ref()),
            FieldId::Started => moment(times.started.as_ref()),
            FieldId::Detected => moment(times.detected.as_ref()),
            FieldId::Declared => moment(times.declared.as_ref()),
            FieldId::Mitigated => moment(times.mitigated.as_ref()),
            FieldId::Resolved => moment(times.resolved.as_ref()),
            FieldId::Duration => {
                self.duration.as_ref().map(|minutes| minutes.view(|minutes| FieldValue::Minutes(*minutes)))
            }
            FieldId::Severity => self.severity.as_ref().map(|severity| severity.view(FieldValue::Severity)),
            FieldId::Status => self.status.as_ref().map(|status| status.view(FieldValue::Status)),
            FieldId::Author => names(self.authors.as_ref()),
            FieldId::Service => names(self.services.as_ref()),
            FieldId::Tag => names(self.tags.as_ref()),
            FieldId::Aliases => names(self.aliases.as_ref()),
            _ => {
                let text = || self.text(id).map(|text| text.view(|text| FieldValue::Text(text)));
                let list = || self.list(id).map(|list| list.view(|list| FieldValue::List(list)));
                text().or_else(list)
            }
        }
    }

    /// The values of another front-matter key as texts. Case makes no difference.
    pub fn extra_values(&self, key: &str) -> Vec<String> {
        let value = self.extra.iter().find(|(name, _)| name.to_lowercase() == key.to_lowercase());
        let values = value.map_or_else(Vec::new, |(_, value)| match value {
            serde_json::Value::Array(list) => list.iter().collect(),
            one => vec![one],
        });
        let text = |value: &serde_json::Value| match value {
            serde_json::Value::String(text) => Some(text.trim().to_owned()),
            serde_json::Value::Number(number) => Some(number.to_string()),
            serde_json::Value::Bool(is) => Some(if *is { "yes" } else { "no" }.to_owned()),
            _ => None,
        };
        values.into_iter().filter_map(text).filter(|text| !text.is_empty()).collect()
    }
}

fn day(field: Option<&Field<Date>>) -> Option<Field<FieldValue<'_>>> {
    field.map(|day| day.view(|day| FieldValue::Day(*day)))
}

fn moment(field: Option<&Field<Moment>>) -> Option<Field<FieldValue<'_>>> {
    field.map(|moment| moment.view(FieldValue::Moment))
}

fn names(field: Option<&Field<Arc<[String]>>>) -> Option<Field<FieldValue<'_>>> {
    field.map(|names| names.view(|names| FieldValue::Names(names)))
}
