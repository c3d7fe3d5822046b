//! Action items: of everybody, of one owner, of some incidents.

use super::{Heading, link, page};
use crate::archive::{ActionRef, Ageing, Standing};
use crate::model::{ActionItem, ActionState, Prose};
use crate::site::lookup::{Lookup, date};
use crate::site::plan::Content;
use crate::site::routes::beside;
use crate::site::show::{count, days};
use crate::site::view::{
    ActionCounts, ActionGroup, ActionView, ActionsView, CountView, OwnerView, Shared, StateView, View,
};
use crate::text::shorten;

/// How many items of each kind stand on the page of all; the others stand on those of their owners.
const SHOWN: usize = 500;

/// The page of all action items.
pub(crate) fn actions(lookup: &Lookup) -> Content<'_> {
    let index = &lookup.archive.indexes;
    let counts = counts(lookup, &index.actions);
    let owners = index.owners.iter().zip(&lookup.routes.owners);
    let view = ActionsView {
        counts,
        groups: grouped(lookup, &index.actions, SHOWN),
        owners: owners
            .map(|(owner, url)| CountView {
                label: owner.name.clone().unwrap_or_else(|| "No owner".to_owned()),
                url: url.clone(),
                count: owner.actions.iter().filter(|item| item_of(lookup, **item).state.is_open()).count(),
                severity: None,
            })
            .filter(|owner| owner.count > 0)
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

/// The page of an owner by its index.
pub(crate) fn owner(lookup: &Lookup, at: usize) -> Content<'_> {
    let owner = &lookup.archive.indexes.owners[at];
    let counts = counts(lookup, &owner.actions);
    let title = owner.name.as_ref().map_or_else(|| "Without an owner".to_owned(), Clone::clone);
    let view = OwnerView {
        name: owner.name.clone(),
        counts,
        groups: grouped(lookup, &owner.actions, usize::MAX),
        calendar: beside(&lookup.routes.owners[at], "ics"),
    };
    let heading = Heading {
        path: &lookup.routes.owners[at],
        title: format!("Actions · {title}"),
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

fn ageing_of(lookup: &Lookup, item: ActionRef) -> Ageing {
    lookup.archive.incidents[item.incident].ageing[item.action]
}

/// How many stand where.
pub(super) fn counts(lookup: &Lookup, items: &[ActionRef]) -> ActionCounts {
    let mut counts = ActionCounts::default();
    for item in items {
        counts.open += usize::from(item_of(lookup, *item).state.is_open());
        *match ageing_of(lookup, *item).standing {
            Standing::Overdue => &mut counts.overdue,
            Standing::DueSoon => &mut counts.due_soon,
            Standing::Later => &mut counts.later,
            Standing::NoDate => &mut counts.no_date,
            Standing::RecentlyDone => &mut counts.recently_done,
            Standing::Done => &mut counts.done,
        } += 1;
    }
    counts
}

/// Items by where they stand, at most `limit` of each kind, those finished long ago left out.
fn grouped(lookup: &Lookup, items: &[ActionRef], limit: usize) -> Vec<ActionGroup> {
    let groups = [
        (Standing::Overdue, "Overdue"),
        (Standing::DueSoon, "Due within 14 days"),
        (Standing::Later, "Later"),
        (Standing::NoDate, "No date"),
        (Standing::RecentlyDone, "Done in the last 90 days"),
    ];
    groups
        .into_iter()
        .map(|(standing, label)| {
            let items: Vec<_> =
                items.iter().filter(|item| ageing_of(lookup, **item).standing == standing).collect();
            ActionGroup {
                key: standing.key(),
                label,
                total: items.len(),
                items: items.into_iter().take(limit).map(|item| action(lookup, *item)).collect(),
            }
        })
        .filter(|group| group.total > 0)
        .collect()
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
        let ageing = ageing_of(lookup, *item);
        let place = [Standing::Overdue, Standing::DueSoon, Standing::Later, Standing::NoDate]
            .iter()
            .position(|standing| *standing == ageing.standing);
        (place, std::cmp::Reverse(ageing.overdue_days), item.incident, item.action)
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
    let ageing = ageing_of(lookup, at);
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
        standing: ageing.standing.key(),
        due_in: due_in(ageing),
        age_days: ageing.age_days,
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

fn due_in(ageing: Ageing) -> Option<String> {
    match (ageing.standing, ageing.overdue_days?) {
        (Standing::Overdue, late) => Some(format!("{} late", days(late))),
        (Standing::DueSoon | Standing::Later, 0) => Some("due today".to_owned()),
        (Standing::DueSoon | Standing::Later, early) => Some(format!("due in {}", days(early))),
        _ => None,
    }
}
