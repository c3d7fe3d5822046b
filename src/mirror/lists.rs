//! Pages about the whole archive.

use comrak::nodes::Node;

use super::page::WikiPage;
use super::plan::{Label, List, Rows, Subject};
use super::tree::{Line, Pen};
use crate::archive::{ActionRef, DueStatus};
use crate::text::{count, shorten};
use crate::when::show_minutes;

/// How many of the latest incidents the home page shows.
const MAX_LATEST: usize = 20;

/// The longest text of a table cell, in characters.
const MAX_CELL: usize = 140;

/// The home page: the latest incidents, and links to all lists.
pub(super) fn home<'a>(pen: Pen<'a>, page: &WikiPage<'_>) -> Vec<Node<'a>> {
    let archive = page.archive();
    let open: usize = archive.incidents.iter().map(|one| one.card.actions_open).sum();
    let counts = format!(
        "{}, {}. pmsite generated this mirror from the incident archive; changes made here are lost.",
        count(archive.incidents.len(), "incident"),
        count(open, "open action item")
    );
    let mut nodes = vec![pen.paragraph(vec![pen.text(&counts)])];
    if !archive.incidents.is_empty() {
        let latest: Vec<usize> = (0..archive.incidents.len().min(MAX_LATEST)).collect();
        nodes.push(pen.heading("Latest incidents"));
        nodes.push(incidents(pen, page, &latest));
    }
    nodes.extend(navigation(pen, page));
    nodes
}

/// Links to all lists, for the sidebar.
pub(super) fn sidebar<'a>(pen: Pen<'a>, page: &WikiPage<'_>) -> Vec<Node<'a>> {
    let home = page
        .plan
        .place("home")
        .map(|home| pen.paragraph(vec![pen.node(page.link(home), [pen.strong(&page.plan.config.title)])]));
    home.into_iter().chain(navigation(pen, page)).collect()
}

pub(super) fn footer<'a>(pen: Pen<'a>, page: &WikiPage<'_>) -> Vec<Node<'a>> {
    let text = format!("{}: mirrored by pmsite. Edit the archive, not this wiki.", page.plan.config.title);
    vec![pen.paragraph(vec![pen.text(&text)])]
}

/// Links to the top-level lists, then to the pages of the archive.
fn navigation<'a>(pen: Pen<'a>, page: &WikiPage<'_>) -> Vec<Node<'a>> {
    let plan = page.plan;
    let mut nodes = Vec::new();
    for (heading, kind) in [("Action items", "actions"), ("By severity", "severity"), ("By date", "date")] {
        let of_kind = |list: &&List| match list.key.split_once('/') {
            Some((folder, rest)) => folder == kind && !rest.contains('/') && kind != "actions",
            None => list.key == kind,
        };
        let items: Vec<Line<'a>> = plan
            .lists
            .iter()
            .filter(of_kind)
            .filter_map(|list| {
                let rest = format!(" ({})", size(page, list));
                Some(vec![page.named(pen, plan.place(&list.key)?), pen.verbatim(&rest)])
            })
            .collect();
        if !items.is_empty() {
            nodes.push(pen.heading(heading));
            nodes.push(pen.list(items));
        }
    }
    let pages = plan.places.iter().filter(|place| matches!(place.subject, Subject::Page(_)));
    let pages: Vec<Line<'a>> = pages.map(|place| vec![page.named(pen, place)]).collect();
    if !pages.is_empty() {
        nodes.push(pen.heading("Pages"));
        nodes.push(pen.list(pages));
    }
    nodes
}

fn size(page: &WikiPage<'_>, list: &List) -> usize {
    match &list.rows {
        Rows::Incidents(members) => members.len(),
        Rows::Actions(actions) => actions.len(),
        Rows::Parts(parts) => {
            let part = |key: &&String| page.plan.lists.iter().find(|list| list.key == **key);
            parts.iter().filter_map(|key| part(&key)).map(|list| size(page, list)).sum()
        }
    }
}

/// A list of incidents, of action items, or of other lists.
pub(super) fn list<'a>(pen: Pen<'a>, page: &WikiPage<'_>, list: &List) -> Vec<Node<'a>> {
    let plan = page.plan;
    match &list.rows {
        Rows::Incidents(members) => vec![incidents(pen, page, members)],
        Rows::Actions(actions) if actions.is_empty() => {
            vec![pen.paragraph(vec![pen.text("No open action items.")])]
        }
        Rows::Actions(open) => vec![actions(pen, page, open)],
        Rows::Parts(keys) => {
            let items = keys.iter().filter_map(|key| {
                let list = plan.lists.iter().find(|list| list.key == *key)?;
                let rest = format!(" ({})", size(page, list));
                Some(vec![page.named(pen, plan.place(key)?), pen.verbatim(&rest)])
            });
            vec![pen.list(items.collect::<Vec<_>>())]
        }
    }
}

fn incidents<'a>(pen: Pen<'a>, page: &WikiPage<'_>, members: &[usize]) -> Node<'a> {
    let row = |at: &usize| {
        let card = &page.archive().incidents[*at].card;
        let text = |text: Option<String>| vec![pen.text(&text.unwrap_or_default())];
        let name = page.plan.incident(*at).map(|place| page.named(pen, place));
        vec![
            text(card.date.map(|date| date.to_string())),
            name.into_iter().collect(),
            text(card.severity.as_ref().map(|severity| severity.label.clone())),
            text(card.duration.map(show_minutes)),
            text((card.actions_open > 0).then(|| card.actions_open.to_string())),
            text(card.one_line.as_ref().map(|line| shorten(line, MAX_CELL))),
        ]
    };
    let rows = members.iter().map(row).collect();
    pen.table(&["Date", "Incident", "Severity", "Duration", "Open actions", "Summary"], rows)
}

/// Open action items. Their ages are left out, because they would change the page every day.
fn actions<'a>(pen: Pen<'a>, page: &WikiPage<'_>, open: &[ActionRef]) -> Node<'a> {
    let row = |at: &ActionRef| {
        let incident = &page.archive().incidents[at.incident];
        let action = &incident.record.actions[at.action];
        let due = action.due.map(|due| due.to_string()).or_else(|| action.due_text.clone());
        let late = incident.action_status[at.action].due_status == DueStatus::Overdue;
        let due = due.map(|due| if late { format!("{due} (overdue)") } else { due });
        let text = |text: Option<String>| vec![pen.text(&text.unwrap_or_default())];
        let name = page.plan.incident(at.incident).map(|place| page.named(pen, place));
        vec![
            text(due),
            vec![pen.text(&shorten(&action.action.text, 2 * MAX_CELL))],
            text(action.owner.clone()),
            text(action.priority.clone()),
            vec![pen.text(action.state.key())],
            name.into_iter().collect(),
        ]
    };
    pen.table(&["Due", "Action", "Owner", "Priority", "State", "Incident"], open.iter().map(row).collect())
}

/// The page of a category. The wiki itself lists its members.
pub(super) fn category<'a>(pen: Pen<'a>, page: &WikiPage<'_>, label: &Label) -> Vec<Node<'a>> {
    let mut line = vec![pen.verbatim(&format!("{} in the archive", count(label.members.len(), "incident")))];
    if let Some(list) = page.plan.place(&label.key).or_else(|| page.plan.place("home")) {
        line.extend([pen.verbatim(": "), page.named(pen, list)]);
    }
    vec![pen.paragraph(line)]
}
