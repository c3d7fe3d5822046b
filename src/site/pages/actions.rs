//! Action items: all, of one owner, of some incidents.

use std::ops::Range;

use super::gap::{since, state};
use super::{Heading, link, numbered, page, pager};
use crate::archive::{ActionRef, ActionStatus, DueStatus};
use crate::model::{ActionItem, Prose};
use crate::site::lookup::Lookup;
use crate::site::plan::{Content, SitePage};
use crate::site::routes::{ROWS, beside};
use crate::site::view::{
    ActionCounts, ActionGroup, ActionView, ActionsView, CountView, OwnerView, Shared, View,
};

/// The page of all action items.
pub(crate) fn actions(lookup: &Lookup) -> Content<'_> {
    let index = &lookup.archive.indexes;
    let counts = counts(lookup, &index.actions);
    let owners = index.owners.iter().zip(&lookup.routes.owners);
    let view = ActionsView {
        counts,
        groups: open_since(lookup).into_iter().chain(grouped(lookup, &index.actions, |_| 0..ROWS)).collect(),
        owners: owners
            .map(|(owner, pages)| CountView {
                label: owner.name.clone().unwrap_or_else(|| lookup.messages.text("action.no_owner")),
                url: pages[0].clone(),
                count: owner.actions.iter().filter(|item| item_of(lookup, **item).state.is_open()).count(),
                severity: None,
                derived: 0,
            })
            .filter(|owner| owner.count > 0)
            .take(ROWS)
            .collect(),
    };
    let heading = Heading {
        path: "actions.html",
        title: lookup.messages.text("action.title"),
        description: Some(sentence(lookup, counts)),
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
    let messages = &lookup.messages;
    let name = owner.name.clone().unwrap_or_else(|| messages.text("action.without_owner"));
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
        title: numbered(lookup, messages.with("action.page", &[("owner", &name)]), (number, addresses)),
        description: Some(sentence(lookup, counts)),
        section: "actions",
        breadcrumbs: vec![link(messages.text("action.title"), "actions.html")],
        source: None,
    };
    page(lookup, heading, View::Owner(view))
}

fn sentence(lookup: &Lookup, counts: ActionCounts) -> String {
    let open = lookup.messages.count("count.action_items", counts.open);
    let overdue = lookup.messages.number(counts.overdue);
    lookup.messages.with("action.summary", &[("open", &open), ("overdue", &overdue)])
}

fn item_of(lookup: &Lookup, item: ActionRef) -> &ActionItem {
    &lookup.archive.incidents[item.incident].record.actions[item.action]
}

/// Counts the items by when they are due.
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

/// The groups of items that are still of interest; all others were finished long ago.
const GROUPS: [DueStatus; 5] =
    [DueStatus::Overdue, DueStatus::DueSoon, DueStatus::Later, DueStatus::NoDate, DueStatus::RecentlyDone];

/// Items grouped by when they are due; `shown` returns the range of a group to show, from the number of items in the groups before.
fn grouped(lookup: &Lookup, items: &[ActionRef], shown: impl Fn(usize) -> Range<usize>) -> Vec<ActionGroup> {
    let mut before = 0;
    let group = |due_status: DueStatus| {
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
            label: lookup.messages.text(&format!("action.group_{}", due_status.key())),
            total: all.len(),
            items: items.map(|item| action(lookup, *item)).collect(),
        }
    };
    GROUPS.into_iter().map(group).filter(|group| !group.items.is_empty()).collect()
}

/// How many items that were open when later incidents began are shown.
const MAX_OPEN_SINCE: usize = 20;

/// The items that are open and were open when a later incident began, those with the most minutes lost since first.
fn open_since(lookup: &Lookup) -> Option<ActionGroup> {
    let all = lookup.archive.open_since();
    let items: Vec<_> = all.iter().take(MAX_OPEN_SINCE).map(|(item, _)| action(lookup, *item)).collect();
    (!items.is_empty()).then(|| ActionGroup {
        key: "open-since",
        label: lookup.messages.text("gap.group"),
        items,
        total: all.len(),
    })
}

/// The most urgent open items of some incidents, at most `limit`, and how many there are.
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

/// All items of an incident, in its order.
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
        url: lookup.action_url(at),
        anchor,
        incident,
        text: item.action.text.clone(),
        html: item.action.html().to_owned(),
        owner: lookup.owner(at.incident, at.action),
        priority: item.priority.clone(),
        due: item.due.map(|day| lookup.date(day)),
        due_text: item.due_text.clone(),
        state: state(lookup, item),
        due_status: action_status.due_status.key(),
        due_in: due_in(lookup, action_status),
        age_days: action_status.age_days,
        age: action_status
            .age_days
            .map(|days| lookup.messages.with("action.age", &[("count", &days.to_string())])),
        done_on: item.done_on.map(|day| lookup.date(day)),
        since: since(lookup, at),
        category: item.category.clone(),
        description_html: html(&item.description),
        rationale_html: html(&item.rationale),
        success_criteria_html: html(&item.success_criteria),
        reference_html: html(&item.reference),
    })
}

fn due_in(lookup: &Lookup, action_status: ActionStatus) -> Option<String> {
    let messages = &lookup.messages;
    let days = |name, days: i32| Some(messages.with(name, &[("days", &messages.days(days.unsigned_abs()))]));
    match (action_status.due_status, action_status.overdue_days?) {
        (DueStatus::Overdue, late) => days("action.days_late", late),
        (DueStatus::DueSoon | DueStatus::Later, 0) => Some(messages.text("action.due_today")),
        (DueStatus::DueSoon | DueStatus::Later, early) => days("action.due_in", early),
        _ => None,
    }
}
