//! Where luck helped and what went well.

use super::{Heading, link, page};
use crate::archive::ActionRef;
use crate::insights::luck::{Defenses, Hole, defenses, holes};
use crate::site::lookup::Lookup;
use crate::site::plan::Content;
use crate::site::view::{ClosingView, DefenseView, DefensesView, HoleView, LinkView, LuckView, View};

/// Its address.
pub(crate) const PATH: &str = "luck.html";

/// The maximum number of holes of each kind, and of sentences for a service.
const MAX_HOLES: usize = 200;
const MAX_DEFENSES: usize = 20;

/// The page about luck and defenses.
pub(crate) fn luck(lookup: &Lookup) -> Content<'_> {
    let messages = &lookup.messages;
    let (closed, open): (Vec<Hole>, Vec<Hole>) =
        holes(&lookup.archive).into_iter().partition(|hole| hole.is_closed(&lookup.archive));
    let some = |holes: &[Hole]| holes.iter().take(MAX_HOLES).map(|hole| view(lookup, hole)).collect();
    let view = LuckView {
        open: some(&open),
        open_total: open.len(),
        closed: some(&closed),
        closed_total: closed.len(),
        defenses: defenses(&lookup.archive).iter().map(|one| defenses_view(lookup, one)).collect(),
    };
    let heading = Heading {
        path: PATH,
        title: messages.text("luck.title"),
        description: Some(messages.text("luck.lead")),
        section: "insights",
        breadcrumbs: vec![link(messages.text("insights.title"), super::INSIGHTS)],
        source: None,
    };
    page(lookup, heading, View::Luck(view))
}

fn view(lookup: &Lookup, hole: &Hole) -> HoleView {
    let card = lookup.card(hole.incident);
    let documents = hole.closed_by.iter().filter_map(|target| lookup.link(target));
    let documents = documents.map(|link| ClosingView { link, state: None });
    let action = |at: &ActionRef| ClosingView {
        link: LinkView { label: lookup.action_label(*at), url: lookup.action_url(*at) },
        state: Some(super::gap::state(
            lookup,
            &lookup.archive.incidents[at.incident].record.actions[at.action],
        )),
    };
    HoleView {
        name: format!("{}#luck-{}", card.id, hole.number),
        text: hole.text.clone(),
        closed_by: documents.chain(hole.actions.iter().map(action)).collect(),
        card,
    }
}

fn defenses_view(lookup: &Lookup, one: &Defenses) -> DefensesView {
    let service = one
        .service
        .map(|at| link(&lookup.archive.indexes.services[at].label, lookup.routes.services[at][0].clone()));
    let items = one.items.iter().take(MAX_DEFENSES);
    DefensesView {
        service,
        items: items.map(|(text, at)| DefenseView { text: text.clone(), card: lookup.card(*at) }).collect(),
        more: one.items.len().saturating_sub(MAX_DEFENSES),
    }
}
