//! What documents record about detection, triggers and causes.
//!
//! Running text is not sorted into kinds, because that would be a guess: it is counted whether a document has any. Values are
//! counted for the keys that the configuration lists under `[fields]`, such as `detected_by` or `cause`.

use std::collections::BTreeMap;

use crate::archive::{Archive, Incident};
use crate::config::Config;
use crate::model::FieldId;

/// The maximum number of values counted one by one.
const MAX_VALUES: usize = 12;

/// Which field it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordedKind {
    /// How it was detected, as text.
    Detection,
    /// What triggered it, as text.
    Trigger,
    /// The cause, as text or as five whys.
    Cause,
    /// A key of the configuration.
    Configured {
        /// The key.
        key: String,
        /// Its label.
        label: String,
    },
}

/// What documents record in one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedField {
    /// The field.
    pub kind: RecordedKind,
    /// How many documents have it.
    pub recorded: usize,
    /// How many do not.
    pub missing: usize,
    /// For a key of the configuration: its values and how many incidents have each, most frequent first; at most twelve.
    pub values: Vec<(String, usize)>,
    /// How many different values there are.
    pub values_total: usize,
}

pub(super) fn recorded(archive: &Archive, config: &Config) -> Vec<RecordedField> {
    let text = |kind, has: fn(&Incident) -> bool| {
        let recorded = archive.incidents.iter().filter(|one| has(one)).count();
        RecordedField {
            kind,
            recorded,
            missing: archive.incidents.len() - recorded,
            values: Vec::new(),
            values_total: 0,
        }
    };
    let mut fields = vec![
        text(RecordedKind::Detection, |one| one.record.text(FieldId::Detection).is_some()),
        text(RecordedKind::Trigger, |one| one.record.text(FieldId::Trigger).is_some()),
        text(RecordedKind::Cause, |one| {
            one.record.text(FieldId::RootCause).is_some() || !one.record.five_whys.is_empty()
        }),
    ];
    fields.extend(config.fields.iter().map(|(key, label)| configured(archive, key, label)));
    fields
}

fn configured(archive: &Archive, key: &str, label: &str) -> RecordedField {
    // By folded value; the spelling is the first one in alphabetical order.
    let mut counts: BTreeMap<String, (String, usize)> = BTreeMap::new();
    let mut recorded = 0;
    for one in &archive.incidents {
        let mut values = one.record.extra_values(key);
        recorded += usize::from(!values.is_empty());
        values.sort_by_key(|value| value.to_lowercase());
        values.dedup_by_key(|value| value.to_lowercase());
        for value in values {
            let (spelling, count) = counts.entry(value.to_lowercase()).or_insert_with(|| (value.clone(), 0));
            *count += 1;
            if value < *spelling {
                *spelling = value;
            }
        }
    }
    let values_total = counts.len();
    let mut values: Vec<(String, usize)> = counts.into_values().collect();
    values.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    values.truncate(MAX_VALUES);
    RecordedField {
        kind: RecordedKind::Configured { key: key.to_owned(), label: label.to_owned() },
        recorded,
        missing: archive.incidents.len() - recorded,
        values,
        values_total,
    }
}
