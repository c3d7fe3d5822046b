//! Due dates for calendar apps.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;

use crate::archive::{ActionRef, Incident};
use crate::digest::Digest;
use crate::model::ActionItem;
use crate::site::lookup::Lookup;
use crate::text::{line, shorten};

/// A calendar of action items.
pub struct Calendar<'a> {
    /// Its name in a calendar app.
    pub name: String,
    /// The open items that have a due date, by incident. Created on demand.
    pub due: Box<dyn Iterator<Item = Due> + 'a>,
}

impl fmt::Debug for Calendar<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Calendar").field(&self.name).finish()
    }
}

/// An open action item on the day it is due.
#[derive(Clone, Debug)]
pub struct Due {
    /// Its UID: stays the same when its date, owner or place in the document changes.
    pub uid: String,
    /// The day.
    pub day: Date,
    /// Id of the incident and the action.
    pub summary: String,
    /// Further details, one per line.
    pub description: String,
    /// The URL of the item, if the site has a base URL.
    pub url: Option<String>,
    /// The severity of the incident.
    pub category: String,
    /// The date of the item's incident.
    pub stamp: Date,
}

/// Maximum characters of an item's text. Calendar apps show fewer.
const SUMMARY: usize = 200;

/// The calendar of all open items or of one owner's items.
pub(in crate::site) fn calendar(lookup: &Lookup, owner: Option<usize>) -> Calendar<'_> {
    let index = &lookup.archive.indexes;
    let items = owner.map_or(&index.actions, |at| &index.owners[at].actions);
    let whose = owner.map(|at| match &index.owners[at].name {
        Some(name) => lookup.messages.with("action.calendar_owner", &[("owner", name)]),
        None => lookup.messages.text("action.title_without_owner"),
    });
    let mut items = items.clone();
    items.sort_by_key(|item| (item.incident, item.action));
    let names = lookup
        .action_names
        .get_or_init(|| lookup.archive.incidents.iter().map(|one| names_of(one)).collect());
    let due = items.into_iter().filter_map(move |at| {
        let item = &lookup.archive.incidents[at.incident].record.actions[at.action];
        let day = item.due.filter(|_| item.state.is_open())?;
        Some(entry(lookup, at, day, &names[at.incident][at.action]))
    });
    Calendar {
        name: line(&lookup.messages.with(
            "format.title",
            &[
                ("title", &whose.unwrap_or_else(|| lookup.messages.text("action.title"))),
                ("site", &lookup.config.title),
            ],
        )),
        due: Box::new(due),
    }
}

fn entry(lookup: &Lookup, at: ActionRef, day: Date, name: &str) -> Due {
    let one = &lookup.archive.incidents[at.incident];
    let item = &one.record.actions[at.action];
    let card = lookup.card(at.incident);
    let host = lookup.config.base_url.as_deref().and_then(host).unwrap_or("pmsite.invalid");
    let place = format!("{}#{}", card.url, lookup.action_anchor(at));
    let messages = &lookup.messages;
    let facts = [
        Some(messages.with("calendar.incident", &[("incident", &card.name())])),
        Some(messages.with("calendar.severity", &[("severity", &card.severity.label)])),
        item.owner.as_ref().map(|owner| messages.with("calendar.owner", &[("owner", owner)])),
        item.priority.as_ref().map(|priority| messages.with("calendar.priority", &[("priority", priority)])),
        Some(
            messages
                .with("calendar.state", &[("state", item.state_text.as_deref().unwrap_or(item.state.key()))]),
        ),
    ];
    let facts: Vec<_> = facts.into_iter().flatten().map(|fact| shorten(&line(&fact), SUMMARY)).collect();
    let text = shorten(&line(&item.action.text), SUMMARY);
    let text = if text.is_empty() { messages.text("action.no_text") } else { text };
    Due {
        uid: format!("{}.{name}@{host}", one.card.slug),
        day,
        summary: if card.id_stated { format!("{}: {text}", line(&card.id)) } else { text.clone() },
        description: facts.join("\n"),
        url: lookup.config.base_url.as_ref().map(|base| format!("{base}{place}")),
        category: line(&card.severity.label),
        stamp: one.card.date.unwrap_or(day),
    }
}

/// A name for each item of an incident that survives edits of the document: a digest of the action, and of its number if
/// the author gave it one that is more than its place in the list. It leaves out the date, so a postponed item moves in
/// calendars instead of appearing twice.
fn names_of(incident: &Incident) -> Vec<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let items = incident.record.actions.iter();
    items
        .map(|item| {
            let name = name(item);
            let count = seen.entry(name.clone()).or_insert(0);
            *count += 1;
            if *count == 1 { name } else { format!("{name}-{count}") }
        })
        .collect()
}

fn name(item: &ActionItem) -> String {
    // `3` may be a number or just the place in the list. The text stays the same if another item is inserted before it.
    let spoken = item.number.chars().any(char::is_alphabetic);
    let stable = if spoken { &item.number } else { &item.action.text };
    Digest::of(line(stable).to_lowercase().as_bytes()).short()
}

/// The host of a URL.
fn host(url: &str) -> Option<&str> {
    url.split_once("://")?.1.split(['/', ':', '?', '#']).next().filter(|host| !host.is_empty())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::site::synthetic;

    fn lookup() -> Lookup {
        Lookup::new(Arc::new(synthetic::archive()), Arc::new(synthetic::config()))
    }

    fn with(change: impl FnOnce(&mut ActionItem)) -> Lookup {
        let mut archive = synthetic::archive();
        let incident = Arc::make_mut(&mut archive.incidents[0]);
        let record = Arc::make_mut(&mut incident.record);
        let item = record.actions.iter_mut().find(|item| item.due.is_some() && item.state.is_open());
        change(item.unwrap());
        Lookup::new(Arc::new(archive), Arc::new(synthetic::config()))
    }

    fn due(lookup: &Lookup) -> Vec<Due> {
        calendar(lookup, None).due.collect()
    }

    #[test]
    fn a_postponed_item_keeps_its_identity() {
        let before = due(&lookup());
        let after = due(&with(|item| item.due = item.due.and_then(|day| day.tomorrow().ok())));
        assert_ne!(before[0].day, after[0].day);
        assert_eq!(before[0].uid, after[0].uid);
    }

    #[test]
    fn what_is_done_is_in_no_calendar() {
        let before = due(&lookup()).len();
        let after = due(&with(|item| item.state = crate::model::ActionState::Done)).len();
        assert_eq!(after + 1, before);
    }

    #[test]
    fn two_items_of_one_text_have_two_identities() {
        let mut archive = synthetic::archive();
        let incident = Arc::make_mut(&mut archive.incidents[0]);
        let record = Arc::make_mut(&mut incident.record);
        let first = record.actions[0].clone();
        record.actions[1].number.clone_from(&first.number);
        record.actions[1].action.clone_from(&first.action);
        let names = names_of(&archive.incidents[0]);
        assert_ne!(names[0], names[1]);
    }
}
