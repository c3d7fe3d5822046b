//! Action items: of everybody, of one owner, of some incidents.

use std::ops::Range;

use super::{Heading, link, numbered, page, pager};
use crate::archive::{ActionRef, ActionStatus, DueStatus};
use crate::model::{ActionItem, ActionState, Prose};
use crate::site::lookup::{Lookup, date};
use crate::site::plan::{Content, SitePage};
use crate::site::routes::{ROWS, beside};
use crate::site::show::{count, days};
use crate::site::view::{
    ActionCounts, ActionGroup, ActionView, ActionsView, CountView, OwnerView, Shared, StateView, View,
};
use crate::text::shorten;

/// The page of all action items.
pub(crate) fn actions(lookup: &Lookup) -> Content<'_> {
    let index = &lookup.archive.indexes;
    let counts = counts(lookup, &index.actions);
    let owners = index.owners.iter().zip(&lookup.routes.owners);
    let view = ActionsView {
        counts,
        groups: grouped(lookup, &index.actions, |_| 0..ROWS),
        owners: owners
            .map(|(owner, pages)| CountView {
                label: owner.name.clone().unwrap_or_else(|| "No owner".to_owned()),
                url: pages[0].clone(),
                count: owner.actions.iter().filter(|item| item_of(lookup, **item).state.is_open()).count(),
                severity: None,
            })
            .filter(|owner| owner.count > 0)
            .take(ROWS)
            .collect(),
    };
    let heading = Heading {
        path: "actions.html",
        title: "Actions".to_owned(),
        description: Some(sentence(counts)),
        section: "actions",
        breadcrumbs: Vec::new(),
        source: None,
    };
    page(lookup, heading, View::Actions(view))
}

/// The pages of all owners.
pub(crate) fn owners(lookup: &Lookup) -> impl Iterator<Item = SitePage> {
    lookup.routes.owners.iter().enumerate().flat_map(|(at, pages)| {
        let page = move |number, path: &String| {
            SitePage::new(path.as_str(), move |lookup| owner(lookup, at, number))
        };
        pages.iter().enumerate().map(move |(number, path)| page(number, path))
    })
}

/// A page of an owner, by the index of the owner and the number of the page, from 0.
fn owner(lookup: &Lookup, at: usize, number: usize) -> Content<'_> {
    let (owner, addresses) = (&lookup.archive.indexes.owners[at], &lookup.routes.owners[at]);
    let counts = counts(lookup, &owner.actions);
    let name = owner.name.as_deref().unwrap_or("Without an owner");
    let view = OwnerView {
        name: owner.name.clone(),
        counts,
        groups: grouped(lookup, &owner.actions, |before| {
            let start = number * ROWS;
            start.saturating_sub(before)..(start + ROWS).saturating_sub(before)
        }),
        calendar: beside(&addresses[0], "ics"),
        pager: pager(addresses, number),
    };
    let heading = Heading {
        path: &addresses[number],
        title: numbered(format!("Actions · {name}"), number, addresses),
        description: Some(sentence(counts)),
        section: "actions",
        breadcrumbs: vec![link("Actions", "actions.html")],
        source: None,
    };
    page(lookup, heading, View::Owner(view))
}

fn sentence(counts: ActionCounts) -> String {
    format!("{} open, {} overdue.", count(counts.open, "action item"), counts.overdue)
}

fn item_of(lookup: &Lookup, item: ActionRef) -> &ActionItem {
    &lookup.archive.incidents[item.incident].record.actions[item.action]
}

/// How many stand where.
pub(super) fn counts(lookup: &Lookup, items: &[ActionRef]) -> ActionCounts {
    let mut counts = ActionCounts::default();
    for item in items {
        counts.open += usize::from(item_of(lookup, *item).state.is_open());
        *match lookup.archive.action_status(*item).due_status {
            DueStatus::Overdue => &mut counts.overdue,
            DueStatus::DueSoon => &mut counts.due_soon,
            DueStatus::Later => &mut counts.later,
            DueStatus::NoDate => &mut counts.no_date,
            DueStatus::RecentlyDone => &mut counts.recently_done,
            DueStatus::Done => &mut counts.done,
        } += 1;
    }
    counts
}

/// Where items may stand that are still of interest, and what these are called; all others were finished long ago.
const GROUPS: [(DueStatus, &str); 5] = [
    (DueStatus::Overdue, "Overdue"),
    (DueStatus::DueSoon, "Due within 14 days"),
    (DueStatus::Later, "Later"),
    (DueStatus::NoDate, "No date"),
    (DueStatus::RecentlyDone, "Done in the last 90 days"),
];

/// Items by where they stand, of each kind those at some of its places; `shown` gets how many items stand in the groups before.
fn grouped(lookup: &Lookup, items: &[ActionRef], shown: impl Fn(usize) -> Range<usize>) -> Vec<ActionGroup> {
    let mut before = 0;
    let group = |(due_status, label): (DueStatus, &'static str)| {
        let all: Vec<ActionRef> = items
            .iter()
            .copied()
            .filter(|item| lookup.archive.action_status(*item).due_status == due_status)
            .collect();
        let shown = shown(before);
        before += all.len();
        let items = all.iter().skip(shown.start).take(shown.len());
        ActionGroup {
            key: due_status.key(),
            label,
            total: all.len(),
            items: items.map(|item| action(lookup, *item)).collect(),
        }
    };
    GROUPS.into_iter().map(group).filter(|group| !group.items.is_empty()).collect()
}

/// The most pressing items of some incidents that have something left to do, at most `limit`, and how many there are.
pub(super) fn open_actions(
    lookup: &Lookup,
    incidents: &[usize],
    limit: usize,
) -> (Vec<Shared<ActionView>>, usize) {
    let mut items: Vec<ActionRef> = incidents
        .iter()
        .flat_map(|incident| {
            let actions = &lookup.archive.incidents[*incident].record.actions;
            let open = actions.iter().enumerate().filter(|(_, item)| item.state.is_open());
            open.map(|(action, _)| ActionRef { incident: *incident, action })
        })
        .collect();
    items.sort_by_key(|item| {
        let action_status = lookup.archive.action_status(*item);
        let place = [DueStatus::Overdue, DueStatus::DueSoon, DueStatus::Later, DueStatus::NoDate]
            .iter()
            .position(|status| *status == action_status.due_status);
        (place, std::cmp::Reverse(action_status.overdue_days), item.incident, item.action)
    });
    (items.iter().take(limit).map(|item| action(lookup, *item)).collect(), items.len())
}

/// All items of an incident, in its own order.
pub(super) fn incident_actions(lookup: &Lookup, incident: usize) -> Vec<Shared<ActionView>> {
    let actions = 0..lookup.archive.incidents[incident].record.actions.len();
    actions.map(|action_at| action(lookup, ActionRef { incident, action: action_at })).collect()
}

fn action(lookup: &Lookup, at: ActionRef) -> Shared<ActionView> {
    let item = item_of(lookup, at);
    let action_status = lookup.archive.action_status(at);
    let incident = lookup.card(at.incident);
    let anchor = lookup.action_anchor(at).to_owned();
    let html = |prose: &Option<Box<Prose>>| prose.as_ref().map(|prose| prose.html().to_owned());
    Shared::new(ActionView {
        number: item.number.clone(),
        url: format!("{}#{anchor}", incident.url),
        anchor,
        incident,
        text: item.action.text.clone(),
        html: item.action.html().to_owned(),
        owner: lookup.owner(at.incident, at.action),
        priority: item.priority.clone(),
        due: item.due.map(date),
        due_text: item.due_text.clone(),
        state: state(item),
        due_status: action_status.due_status.key(),
        due_in: due_in(action_status),
        age_days: action_status.age_days,
        done_on: item.done_on.map(date),
        category: item.category.clone(),
        description_html: html(&item.description),
        rationale_html: html(&item.rationale),
        success_criteria_html: html(&item.success_criteria),
        reference_html: html(&item.reference),
    })
}

fn state(item: &ActionItem) -> StateView {
    let words = match item.state {
        ActionState::InProgress => "in progress",
        state => state.key(),
    };
    StateView {
        key: item.state.key(),
        label: item.state_text.as_ref().map_or_else(|| words.to_owned(), |text| shorten(text, 32)),
        open: item.state.is_open(),
    }
}

fn due_in(action_status: ActionStatus) -> Option<String> {
    match (action_status.due_status, action_status.overdue_days?) {
        (DueStatus::Overdue, late) => Some(format!("{} late", days(late))),
        (DueStatus::DueSoon | DueStatus::Later, 0) => Some("due today".to_owned()),
        (DueStatus::DueSoon | DueStatus::Later, early) => Some(format!("due in {}", days(early))),
        _ => None,
    }
}
