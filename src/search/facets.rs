//! What lists are filtered and sorted by, in columns.
//!
//! A facet file holds the columns of up to [`BLOCK`] incidents; the first also holds the names that the numbers stand for.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde_json::{Value, json};

use crate::archive::{Archive, Group, Incident};
use crate::config::Config;
use crate::text::slug;

/// What the columns and filters of pmsite's own are called.
const OWN: [&str; 15] = [
    "severity", "sev", "date", "year", "month", "after", "before", "duration", "open", "overdue", "service",
    "tag", "status", "owner", "has",
];

/// How many incidents one file holds.
pub(super) const BLOCK: usize = 4096;

/// The facet files as JSON, in order. `numbered` are the incidents in the order of their numbers.
pub(super) fn files(archive: &Archive, numbered: &[&Incident], config: &Config) -> Vec<String> {
    let index = &archive.indexes;
    let total = numbered.len();
    // The archive counts from the newest, the search from the oldest.
    let column = |groups: &[Group]| {
        let mut column = vec![Vec::new(); total];
        for (number, group) in groups.iter().enumerate() {
            for member in &group.members {
                column[total - 1 - member].push(number);
            }
        }
        column
    };
    let (services, tags, statuses) = (column(&index.services), column(&index.tags), column(&index.statuses));
    let mut owners = vec![Vec::new(); total];
    for (number, owner) in index.owners.iter().enumerate().filter(|(_, owner)| owner.name.is_some()) {
        for item in &owner.actions {
            let of = &mut owners[total - 1 - item.incident];
            if !of.contains(&number) {
                of.push(number);
            }
        }
    }
    let labels = |groups: &[Group]| groups.iter().map(|group| group.label.clone()).collect::<Vec<_>>();
    let mut names = json!({
        "service": labels(&index.services),
        "tag": labels(&index.tags),
        "status": labels(&index.statuses),
        "owner": index.owners.iter().map(|owner| owner.name.clone().unwrap_or_default()).collect::<Vec<_>>(),
    });
    let mut further = Vec::new();
    for key in fields(config).into_keys() {
        let (values, column) = further_column(numbered, &key);
        names[&key] = json!(values);
        further.push((key, column));
    }
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
                "service": services[range.clone()],
                "tag": tags[range.clone()],
                "status": statuses[range.clone()],
                "owner": owners[range.clone()],
            });
            for (key, column) in &further {
                file[key] = json!(column[range.clone()]);
            }
            if block == 0 {
                file["names"] = names.clone();
            }
            file.to_string()
        })
        .collect()
}

/// The facets of the configuration, by the keys that queries use: labels. What a built-in one is called stays its own.
pub(super) fn fields(config: &Config) -> BTreeMap<String, &str> {
    let fields = config.fields.iter().map(|(key, label)| (key.to_lowercase(), label.as_str()));
    fields.filter(|(key, _)| !OWN.contains(&key.as_str())).collect()
}

/// The values of a facet of the configuration, and which of them each incident has.
fn further_column(numbered: &[&Incident], key: &str) -> (Vec<String>, Vec<Vec<usize>>) {
    let mut values: Vec<String> = Vec::new();
    let mut numbers: FxHashMap<String, usize> = FxHashMap::default();
    let column = numbered.iter().map(|incident| {
        let mut of = Vec::new();
        for value in incident.record.extra_values(key) {
            let number = *numbers.entry(slug(&value)).or_insert(values.len());
            if number == values.len() {
                values.push(value);
            }
            if !of.contains(&number) {
                of.push(number);
            }
        }
        of
    });
    let column = column.collect();
    (values, column)
}

/// The severity scale, the gravest first: key, label, shape, other words.
pub(super) fn scale(config: &Config) -> Value {
    let steps = config.severities.iter().map(|step| json!([step.key, step.label, step.shape, step.aliases]));
    steps.collect()
}

fn level(incident: &Incident) -> u8 {
    incident.card.severity.as_ref().and_then(|severity| severity.level).unwrap_or(0)
}
