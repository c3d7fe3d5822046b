//! The facet files: one column for each facet, and for what lists are sorted by.
//!
//! A file holds the columns of up to [`BLOCK`] documents. The first also holds the names that the numbers stand for.

use serde_json::{Map, Value, json};

use super::facets::{Column, Facets};
use super::indexed::Indexed;
use crate::archive::{Archive, Incident};
use crate::config::Config;

/// How many documents one file holds.
const BLOCK: usize = 4096;

/// The facet files as JSON, in order. `numbered` are the documents in the order of their numbers. Pages have no values.
pub(super) fn files(archive: &Archive, numbered: &[Indexed<'_>], facets: &Facets<'_>) -> Vec<String> {
    let total = numbered.len();
    let columns = facets.iter().filter_map(|facet| Some((&*facet.key, facet.column(archive)?)));
    let columns: Vec<(&str, Column)> = columns.collect();
    let names = columns.iter().map(|(key, column)| ((*key).to_owned(), json!(column.names)));
    let names: Map<String, Value> = names.collect();
    let blocks = total.div_ceil(BLOCK).max(1);
    (0..blocks)
        .map(|block| {
            let range = block * BLOCK..((block + 1) * BLOCK).min(total);
            let cards: Vec<Option<&Incident>> = numbered[range.clone()]
                .iter()
                .map(|document| match document {
                    Indexed::Incident(incident) => Some(*incident),
                    Indexed::Page(_) => None,
                })
                .collect();
            let each = |value: &dyn Fn(&Incident) -> Value, none: Value| -> Value {
                cards.iter().map(|one| one.map_or_else(|| none.clone(), value)).collect()
            };
            let mut file = json!({
                "severity": each(&|one| json!(level(one)), json!(0)),
                "date": each(&|one| json!(one.card.date.map(|date| date.to_string()).unwrap_or_default()), json!("")),
                "duration": each(&|one| json!(one.card.duration.unwrap_or(0)), json!(0)),
                "open": each(&|one| json!(one.card.actions_open), json!(0)),
                "overdue": each(&|one| json!(one.card.actions_overdue), json!(0)),
            });
            for (key, column) in &columns {
                // The archive counts from the newest incident, the index from the oldest.
                let none = Vec::new();
                let values = |number: usize| column.values.get(total - 1 - number).unwrap_or(&none);
                file[key] = range.clone().map(|number| json!(values(number))).collect();
            }
            if block == 0 {
                file["names"] = Value::Object(names.clone());
            }
            file.to_string()
        })
        .collect()
}

/// The severity scale, most severe first: key, label, shape, aliases.
pub(super) fn scale(config: &Config) -> Value {
    let steps = config.severities.iter().map(|step| json!([step.key, step.label, step.shape, step.aliases]));
    steps.collect()
}

/// The level of an incident on the scale; 0 for none.
pub(super) fn level(incident: &Incident) -> u8 {
    incident.card.severity.as_ref().and_then(|severity| severity.level).unwrap_or(0)
}
