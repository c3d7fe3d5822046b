//! What lists are filtered and sorted by, in columns.
//!
//! A facet file holds the columns of up to [`BLOCK`] incidents; the first also holds the names that the numbers stand for.

use serde_json::{Value, json};

use crate::archive::{Archive, Group, Incident};
use crate::config::Config;

/// How many incidents one file holds.
pub(super) const BLOCK: usize = 4096;

/// The facet files, in order. `numbered` are the incidents in the order of their numbers.
pub(super) fn files(archive: &Archive, numbered: &[&Incident]) -> Vec<Value> {
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
    let names = json!({
        "service": labels(&index.services),
        "tag": labels(&index.tags),
        "status": labels(&index.statuses),
        "owner": index.owners.iter().map(|owner| owner.name.clone().unwrap_or_default()).collect::<Vec<_>>(),
    });
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
            if block == 0 {
                file["names"] = names.clone();
            }
            file
        })
        .collect()
}

/// The severity scale, the gravest first: key, label, shape, other words.
pub(super) fn scale(config: &Config) -> Value {
    let steps = config.severities.iter().map(|step| json!([step.key, step.label, step.shape, step.aliases]));
    steps.collect()
}

fn level(incident: &Incident) -> u8 {
    incident.card.severity.as_ref().and_then(|severity| severity.level).unwrap_or(0)
}
