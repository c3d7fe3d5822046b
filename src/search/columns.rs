//! The facet files: one column for each facet, and for what lists are sorted by.
//!
//! A file holds the columns of up to [`BLOCK`] incidents. The first also holds the names that the numbers stand for.

use serde_json::{Map, Value, json};

use super::facets::{Column, Facets};
use crate::archive::{Archive, Incident};
use crate::config::Config;

/// How many incidents one file holds.
const BLOCK: usize = 4096;

/// The facet files as JSON, in order. `numbered` are the incidents in the order of their numbers.
pub(super) fn files(archive: &Archive, numbered: &[&Incident], facets: &Facets<'_>) -> Vec<String> {
    let total = numbered.len();
    let columns = facets.iter().filter_map(|facet| Some((&*facet.key, facet.column(archive)?)));
    let columns: Vec<(&str, Column)> = columns.collect();
    let names = columns.iter().map(|(key, column)| ((*key).to_owned(), json!(column.names)));
    let names: Map<String, Value> = names.collect();
    let blocks = total.div_ceil(BLOCK).max(1);
    (0..blocks)
        .map(|block| {
            let range = block * BLOCK..((block + 1) * BLOCK).min(total);
            let incidents = &numbered[range.clone()];
            let mut file = json!({
                "severity": incidents.iter().map(|one| level(one)).collect::<Vec<_>>(),
                "date": incidents.iter().map(|one| one.card.date.map(|date| date.to_string()).unwrap_or_default()).collect::<Vec<_>>(),
                "duration": incidents.iter().map(|one| one.card.duration.unwrap_or(0)).collect::<Vec<_>>(),
                "open": incidents.iter().map(|one| one.card.actions_open).collect::<Vec<_>>(),
                "overdue": incidents.iter().map(|one| one.card.actions_overdue).collect::<Vec<_>>(),
            });
            for (key, column) in &columns {
                // The archive counts from the newest incident, the index from the oldest.
                file[key] = range.clone().map(|number| json!(column.values[total - 1 - number])).collect();
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
