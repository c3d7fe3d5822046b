//! Action items that were open when later incidents began: on the page of the later incident, and with the item.

use crate::archive::{ActionRef, Connected, Connection, OpenItem, Since};
use crate::model::{ActionItem, RelationKind};
use crate::site::lookup::Lookup;
use crate::site::view::{OpenAtTheTimeView, OpenItemView, SinceKind, SinceView, StateView};
use crate::text::shorten;

/// How many later incidents of each kind an item shows.
const MAX_LATER: usize = 5;

/// The action items that were open when an incident began. `None` if none were, as far as is known.
pub(super) fn open_at_the_time(lookup: &Lookup, at: usize) -> Option<OpenAtTheTimeView> {
    let found = lookup.archive.open_at_the_time(at);
    (found.total > 0).then(|| OpenAtTheTimeView {
        items: found.items.iter().map(|item| open_item(lookup, at, item)).collect(),
        total: found.total,
        closed_some_day: found.closed_some_day,
    })
}

fn open_item(lookup: &Lookup, later: usize, open: &OpenItem) -> OpenItemView {
    let (messages, at) = (&lookup.messages, open.at);
    let item = &lookup.archive.incidents[at.incident].record.actions[at.action];
    let days = messages.count("count.days", usize::try_from(open.age_days).unwrap_or(0));
    OpenItemView {
        label: lookup.action_label(at),
        url: lookup.action_url(at),
        text: item.action.text.clone(),
        age: messages.with("gap.age", &[("days", &days)]),
        connection: match open.connection {
            Connection::Stated { kind, inverse } => relation(lookup, kind, inverse),
            Connection::Similar => {
                let similar = lookup.archive.similar(later).iter();
                let mut services = similar.filter(|one| one.target == at.incident);
                let services = services.next().map(|one| one.services.to_vec()).unwrap_or_default();
                messages.with("gap.both_affect", &[("services", &messages.list(&services, 3))])
            }
        },
        stated: open.connection.is_stated(),
        card: lookup.card(at.incident),
        state: state(lookup, item),
        done_on: item.done_on.filter(|_| !item.state.is_open()).map(|day| lookup.date(day)),
    }
}

/// The words for a relation, from the view of the incident that has it.
pub(super) fn relation(lookup: &Lookup, kind: RelationKind, inverse: bool) -> String {
    let section = if inverse { "relation_inverse" } else { "relation" };
    lookup.messages.text(&format!("{section}.{}", kind.key()))
}

/// The incidents that began while an action item was open. `None` if none did.
pub(super) fn since(lookup: &Lookup, at: ActionRef) -> Option<SinceView> {
    let since = lookup.archive.since(at);
    let kind = |key: &'static str, label: &str, is_of: fn(Connection) -> bool| {
        let all: Vec<&Connected> = since.incidents.iter().filter(|one| is_of(one.connection)).collect();
        (!all.is_empty()).then(|| SinceKind {
            key,
            label: lookup.messages.count(label, all.len()),
            cards: all.iter().take(MAX_LATER).map(|one| lookup.card(one.incident)).collect(),
            more: all.len().saturating_sub(MAX_LATER),
        })
    };
    let kinds = [
        kind("recurred", "gap.since_recurred", Connection::is_recurrence),
        kind("related", "gap.since_related", |one| one.is_stated() && !one.is_recurrence()),
        kind("similar", "gap.since_similar", |one| !one.is_stated()),
    ];
    let kinds: Vec<SinceKind> = kinds.into_iter().flatten().collect();
    (!kinds.is_empty()).then(|| SinceView { total: total(lookup, &since), kinds })
}

/// How many incidents there are since, and how long they lasted. `None` for a single one, which shows its duration.
fn total(lookup: &Lookup, since: &Since) -> Option<String> {
    let messages = &lookup.messages;
    let incidents = messages.count("count.incidents", since.incidents.len());
    let duration = messages.minutes(u32::try_from(since.minutes).unwrap_or(u32::MAX));
    let name = match (since.incidents.len(), since.unknown_durations) {
        (0 | 1, _) => return None,
        (_, 0) => "gap.since_total",
        (all, unknown) if unknown == all => "gap.since_total_unknown",
        _ => "gap.since_total_at_least",
    };
    Some(messages.with(name, &[("incidents", &incidents), ("duration", &duration)]))
}

/// The state of an action item.
pub(super) fn state(lookup: &Lookup, item: &ActionItem) -> StateView {
    let label = lookup.messages.text(&format!("action.state_{}", item.state.key()));
    let written = item.state_text.as_ref().map(|text| shorten(text, 32));
    StateView {
        key: item.state.key(),
        written: written.filter(|written| !written.eq_ignore_ascii_case(&label)),
        label,
        open: item.state.is_open(),
    }
}
