//! The home page.

use jiff::civil::Date;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::list::facets;
use super::weeks::week_map;
use super::{Heading, INSIGHTS, count_words, counted, page, scale_mark, severity_counts};
use crate::archive::{ActionRef, DRAFT_DAYS, DueStatus, Group, ResponseMinutes};
use crate::insights::{Mean, Summary};
use crate::model::StatusKind;
use crate::site::lookup::Lookup;
use crate::site::plan::Content;
use crate::site::view::{Attention, CardView, HomeView, Oldest, Recent, SampleQuery, Shared, Tile, View};

/// Incidents under "Latest".
const LATEST: usize = 8;

/// The home page.
pub(crate) fn home(lookup: &Lookup) -> Content<'_> {
    let (archive, routes) = (&lookup.archive, &lookup.routes);
    let everything: Vec<usize> = (0..archive.incidents.len()).collect();
    let recent: Vec<usize> = everything
        .iter()
        .copied()
        .filter(|at| age(lookup, *at).is_some_and(|age| (0..30).contains(&age)))
        .collect();
    let mut services = facets(lookup, 12).into_iter().find(|facet| facet.key == "service");
    let weeks = week_map(lookup);
    let view = HomeView {
        recent: Recent { count: recent.len(), text: count_words(lookup, &recent) },
        latest: lookup.cards(&everything[..everything.len().min(LATEST)]),
        attention: attention(lookup),
        tiles: tiles(lookup),
        samples: samples(lookup),
        months: (1..=12).map(|month| lookup.messages.short_month(month)).collect(),
        years_by_week: weeks.years,
        week_severities: weeks.severities,
        weeks_sentence: weeks.sentence,
        on_this_day: on_this_day(lookup),
        severities: severity_counts(lookup, &everything),
        years: counted(&archive.indexes.years, &routes.years),
        services_total: services.as_ref().map_or(0, |facet| facet.total),
        services: services.as_mut().map(|facet| std::mem::take(&mut facet.values)).unwrap_or_default(),
    };
    let heading = Heading {
        path: "index.html",
        title: lookup.config.title.clone(),
        description: Some(lookup.messages.with(
            "format.sentence",
            &[("text", &lookup.messages.count("count.incidents", archive.incidents.len()))],
        )),
        section: "",
        breadcrumbs: Vec::new(),
        source: None,
    };
    page(lookup, heading, View::Home(Box::new(view)))
}

/// Days since an incident.
fn age(lookup: &Lookup, incident: usize) -> Option<i32> {
    let date = lookup.archive.incidents[incident].card.date?;
    lookup.archive.as_of.since(date).ok().map(|span| span.get_days())
}

fn attention(lookup: &Lookup) -> Attention {
    let archive = &lookup.archive;
    let late = archive.indexes.actions.iter().filter_map(|item| {
        let action_status = archive.incidents[item.incident].action_status[item.action];
        (action_status.due_status == DueStatus::Overdue)
            .then_some((item, action_status.overdue_days.unwrap_or(0)))
    });
    // `max_by_key` prefers the last of equals; the index has the most urgent item first.
    let oldest = late.clone().rev().max_by_key(|(_, late)| *late);
    let drafts = (0..archive.incidents.len()).filter(|at| {
        let status = archive.incidents[*at].card.status.as_ref();
        status.is_some_and(|status| status.kind == StatusKind::Draft)
            && age(lookup, *at).is_some_and(|age| age > DRAFT_DAYS)
    });
    Attention {
        overdue: late.count(),
        oldest: oldest.map(|(item, late)| {
            let action = &archive.incidents[item.incident].record.actions[item.action];
            Oldest {
                late: lookup.messages.days(late.unsigned_abs()),
                label: lookup.action_label(*item),
                url: lookup.action_url(*item),
                text: action.action.text.clone(),
            }
        }),
        drafts: drafts.map(|at| lookup.card(at)).collect(),
        dangling: archive.dangling.len(),
    }
}

/// Incidents of earlier years on the day and month of the as-of date.
fn on_this_day(lookup: &Lookup) -> Vec<Shared<CardView>> {
    let today = lookup.archive.as_of;
    let incidents = lookup.archive.incidents.iter().enumerate();
    let same =
        |date: Date| (date.month(), date.day()) == (today.month(), today.day()) && date.year() < today.year();
    incidents.filter(|(_, one)| one.card.date.is_some_and(same)).map(|(at, _)| lookup.card(at)).collect()
}

/// What the first screen counts.
fn tiles(lookup: &Lookup) -> Vec<Tile> {
    let steps: Vec<&str> = lookup.scale.iter().take(2).map(|step| step.label.as_str()).collect();
    [overdue_tile(lookup, &steps), quiet_tile(lookup), mitigation_tile(lookup)]
        .into_iter()
        .flatten()
        .collect()
}

/// Overdue action items of the two most severe levels.
fn overdue_tile(lookup: &Lookup, steps: &[&str]) -> Option<Tile> {
    let archive = &lookup.archive;
    let [first, second] = steps else { return None };
    let is_late = |item: &&ActionRef| {
        let due = archive.incidents[item.incident].action_status[item.action].due_status;
        due == DueStatus::Overdue && (1..=2).contains(&lookup.card(item.incident).severity.level)
    };
    let count = archive.indexes.actions.iter().filter(is_late).count();
    Some(Tile {
        value: lookup.messages.number(count),
        text: lookup.messages.count_with("home.tile_overdue", count, &[("first", first), ("second", second)]),
        url: Some(if count > 0 { "actions.html#overdue" } else { "actions.html" }.to_owned()),
        late: count > 0,
    })
}

/// Days since the last incident of the most severe level that the archive has.
fn quiet_tile(lookup: &Lookup) -> Option<Tile> {
    let cards = (0..lookup.archive.incidents.len()).map(|at| (at, lookup.card(at)));
    let rated = cards.filter(|(_, card)| card.severity.level > 0);
    // The newest incident comes first, and `min_by_key` prefers the first of equals.
    let (at, card) = rated.min_by_key(|(_, card)| card.severity.level)?;
    let days = usize::try_from(age(lookup, at)?).ok()?;
    let severity = scale_mark(lookup, &card.severity.key)?;
    Some(Tile {
        value: lookup.messages.number(days),
        text: lookup.messages.count_with("home.tile_days", days, &[("severity", &severity.label)]),
        url: Some(card.url.clone()),
        late: false,
    })
}

/// The median time to mitigate, of all incidents whose documents tell it.
fn mitigation_tile(lookup: &Lookup) -> Option<Tile> {
    let incidents = lookup.archive.incidents.iter();
    let minutes = incidents.filter_map(|one| ResponseMinutes::of(one).mitigate);
    let Summary { n: known, median, .. } = Summary::of(minutes, Mean::Hidden);
    let value = match median {
        _ if known == 0 => return None,
        None => lookup.messages.text("home.too_few"),
        Some(median) => lookup.messages.minutes(median.minutes),
    };
    let text = lookup.messages.count("home.tile_mitigate", known);
    Some(Tile { value, text, url: Some(format!("{INSIGHTS}#mitigate")), late: false })
}

/// Queries that find something in this archive: its most frequent service and tag, and what is late.
fn samples(lookup: &Lookup) -> Vec<SampleQuery> {
    let indexes = &lookup.archive.indexes;
    let most = |groups: &[Group]| {
        let largest = groups.iter().rev().max_by_key(|group| group.members.len());
        largest.map(|group| group.label.clone()).filter(|label| !label.contains(['"', ':']))
    };
    let quoted = |label: String| if label.contains(' ') { format!("\"{label}\"") } else { label };
    let severe =
        lookup.scale.first().filter(|step| indexes.severities.iter().any(|group| group.label == step.label));
    let queries = [
        most(&indexes.services).map(|label| format!("service:{}", quoted(label))),
        most(&indexes.tags),
        severe.map(|step| format!("severity:{}", quoted(step.label.clone()))),
    ];
    let sample = |query: String| SampleQuery {
        url: format!("?q={}", utf8_percent_encode(&query, NON_ALPHANUMERIC)),
        query,
    };
    queries.into_iter().flatten().map(sample).collect()
}
