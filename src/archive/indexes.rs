//! Groups of incidents and the order of action items.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{ActionRef, DueStatus, Group, Incident, Indexes, Owner};
use crate::config::Config;
use crate::text::slug;

/// Builds all indexes. The incidents are in their final order, newest first, and so are the members of every group.
pub(super) fn make(incidents: &[Arc<Incident>], config: &Config) -> Indexes {
    let actions = actions(incidents);
    Indexes {
        severities: severities(incidents, config),
        years: dated(
            incidents,
            |incident| incident.card.date.map(|date| format!("{:04}", date.year())),
            true,
        ),
        months: dated(
            incidents,
            |incident| incident.card.date.map(|date| format!("{:04}-{:02}", date.year(), date.month())),
            false,
        ),
        services: named(incidents, |incident| incident.card.services.to_vec()),
        tags: named(incidents, |incident| incident.card.tags.to_vec()),
        statuses: named(incidents, |incident| {
            let statuses = incident.card.status.iter().map(|status| &status.label);
            statuses.filter(|label| names_a_state(label)).cloned().collect()
        }),
        owners: owners(incidents, &actions),
        actions,
    }
}

/// Whether a status is the name of a state, which several incidents can share, and not a sentence about one incident. A name has at most
/// four words and thirty-two columns, and no comma.
fn names_a_state(label: &str) -> bool {
    // In the scripts from U+2E80 on, a character says as much as several in others.
    let columns: usize = label.chars().map(|c| if c < '\u{2e80}' { 1 } else { 4 }).sum();
    columns <= 32 && label.split_whitespace().count() <= 4 && !label.contains([',', ';', '，', '；', '。'])
}

fn severities(incidents: &[Arc<Incident>], config: &Config) -> Vec<Group> {
    let mut groups: Vec<Group> = config
        .severities
        .iter()
        .map(|step| Group { label: step.label.clone(), slug: slug(&step.key), members: Vec::new() })
        .collect();
    let mut unrated = Group { label: "Unrated".to_owned(), slug: "unrated".to_owned(), members: Vec::new() };
    for (index, incident) in incidents.iter().enumerate() {
        let level = incident.card.severity.as_ref().and_then(|severity| severity.level);
        match level.and_then(|level| groups.get_mut(usize::from(level).saturating_sub(1))) {
            Some(group) => group.members.push(index),
            None => unrated.members.push(index),
        }
    }
    groups.push(unrated);
    groups.retain(|group| !group.members.is_empty());
    groups
}

fn dated(
    incidents: &[Arc<Incident>],
    key: impl Fn(&Incident) -> Option<String>,
    with_undated: bool,
) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (index, incident) in incidents.iter().enumerate() {
        let key = match key(incident) {
            Some(key) => key,
            None if with_undated => "undated".to_owned(),
            None => continue,
        };
        // Incidents are ordered by date, so most belong to the last group.
        if let Some(group) = groups.iter_mut().rfind(|group| group.slug == key) {
            group.members.push(index);
        } else {
            let label = if key == "undated" { "Undated".to_owned() } else { key.clone() };
            groups.push(Group { label, slug: key, members: vec![index] });
        }
    }
    groups
}

/// Groups incidents by names. Spellings with the same address form one group, which is labeled by the most frequent spelling.
fn named(incidents: &[Arc<Incident>], names: impl Fn(&Incident) -> Vec<String>) -> Vec<Group> {
    let mut groups: BTreeMap<String, (BTreeMap<String, usize>, Vec<usize>)> = BTreeMap::new();
    for (index, incident) in incidents.iter().enumerate() {
        for name in names(incident) {
            let (spellings, members) = groups.entry(slug(&name)).or_default();
            *spellings.entry(name).or_default() += 1;
            if members.last() != Some(&index) {
                members.push(index);
            }
        }
    }
    let mut groups: Vec<Group> = groups
        .into_iter()
        .map(|(slug, (spellings, members))| {
            let label = spellings
                .into_iter()
                .max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)))
                .map_or_else(|| slug.clone(), |(label, _)| label);
            Group { label, slug, members }
        })
        .collect();
    groups.sort_by(|a, b| {
        b.members
            .len()
            .cmp(&a.members.len())
            .then_with(|| a.label.to_lowercase().cmp(&b.label.to_lowercase()))
    });
    groups
}

/// All action items: overdue ones first, most overdue first, then by due date, then the others, newest incident first.
fn actions(incidents: &[Arc<Incident>]) -> Vec<ActionRef> {
    let mut actions: Vec<ActionRef> = incidents
        .iter()
        .enumerate()
        .flat_map(|(incident, of)| {
            (0..of.record.actions.len()).map(move |action| ActionRef { incident, action })
        })
        .collect();
    let rank = |due_status: DueStatus| match due_status {
        DueStatus::Overdue => 0_u8,
        DueStatus::DueSoon => 1,
        DueStatus::Later => 2,
        DueStatus::NoDate => 3,
        DueStatus::RecentlyDone => 4,
        DueStatus::Done => 5,
    };
    actions.sort_by_key(|at| {
        let incident = &incidents[at.incident];
        let action_status = incident.action_status[at.action];
        let late = action_status.overdue_days.map_or(0, |days| -days);
        (rank(action_status.due_status), late, at.incident, at.action)
    });
    actions
}

fn owners(incidents: &[Arc<Incident>], actions: &[ActionRef]) -> Vec<Owner> {
    let mut owners: BTreeMap<Option<String>, (String, Vec<ActionRef>)> = BTreeMap::new();
    for at in actions {
        let owner = incidents[at.incident].record.actions[at.action].owner.as_deref();
        let (_, items) = owners
            .entry(owner.map(slug))
            .or_insert_with(|| (owner.unwrap_or_default().to_owned(), Vec::new()));
        items.push(*at);
    }
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut list: Vec<Owner> = owners
        .into_iter()
        .map(|(key, (name, actions))| {
            let slug = key.clone().unwrap_or_else(|| "unassigned".to_owned());
            // An owner can be called `unassigned`, but two pages cannot.
            let slug = if taken.insert(slug.clone()) { slug } else { format!("{slug}-2") };
            Owner { name: key.map(|_| name), slug, actions }
        })
        .collect();
    list.sort_by_key(|owner| (owner.name.is_none(), owner.name.as_ref().map(|name| name.to_lowercase())));
    list
}

#[cfg(test)]
mod tests {
    use super::names_a_state;

    #[test]
    fn a_sentence_is_not_the_name_of_a_state() {
        for label in ["Resolved", "Action Items In Progress", "In Review (legal)", "已修复", "対応完了"]
        {
            assert!(names_a_state(label), "{label}");
        }
        for label in [
            "Resolved at 2020-04-15 15:09 UTC",
            "Løst, oppdatert 18.02.2020",
            "正式限额 14Gi 已 apply 生效",
            "修复已落码，未部署",
            "Waiting-for-the-vendor-and-everybody-else",
        ] {
            assert!(!names_a_state(label), "{label}");
        }
    }
}
