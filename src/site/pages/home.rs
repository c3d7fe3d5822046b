//! The home page.

use jiff::civil::Date;

use super::list::facets;
use super::{Heading, count_words, counted, page, scale_mark, severity_counts};
use crate::archive::{DRAFT_DAYS, DueStatus};
use crate::model::StatusKind;
use crate::site::lookup::Lookup;
use crate::site::plan::Content;
use crate::site::view::{
    Attention, CardView, HomeView, MonthBar, MonthPart, Oldest, Recent, SeverityView, Shared, View,
};

/// Incidents under "Latest".
const LATEST: usize = 8;
/// Height of the chart.
const CHART_HEIGHT: usize = 120;
/// The chart is scaled for at least this many incidents, so that a single one does not look like a catastrophe.
const FULL_BAR: usize = 4;

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
    let (months, month_severities, months_sentence) = months(lookup);
    let view = HomeView {
        recent: Recent { count: recent.len(), text: count_words(lookup, &recent) },
        latest: lookup.cards(&everything[..everything.len().min(LATEST)]),
        attention: attention(lookup),
        months,
        month_severities,
        months_sentence,
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
            let card = lookup.card(item.incident);
            let action = &archive.incidents[item.incident].record.actions[item.action];
            let anchor = lookup.action_anchor(*item);
            Oldest {
                late: lookup.messages.count("count.days", usize::try_from(late).unwrap_or(0)),
                label: if card.id_stated {
                    format!("{}/{}", card.id, anchor.to_uppercase())
                } else {
                    anchor.to_uppercase()
                },
                url: format!("{}#{anchor}", card.url),
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

/// The bars, the severities in them, and a summary.
fn months(lookup: &Lookup) -> (Vec<MonthBar>, Vec<Shared<SeverityView>>, String) {
    let months = last_twelve(lookup.archive.as_of);
    let members: Vec<Vec<usize>> = months.iter().map(|month| members(lookup, *month)).collect();
    let all: Vec<usize> = members.iter().flatten().copied().collect();
    let severities: Vec<_> =
        severity_counts(lookup, &all).into_iter().filter_map(|count| count.severity).collect();
    let highest = members.iter().map(Vec::len).max().unwrap_or(0).max(FULL_BAR);
    let bars: Vec<_> = months
        .iter()
        .zip(&members)
        .enumerate()
        .map(|(at, (month, members))| bar(lookup, at, *month, members, &severities, highest))
        .collect();
    let most = bars.iter().rev().max_by_key(|bar| bar.total).filter(|bar| bar.total > 0);
    let sentence = match most {
        None => lookup.messages.text("home.months_none"),
        Some(most) => lookup.messages.count_with(
            "home.months_sentence",
            most.total,
            &[("incidents", &count_words(lookup, &all)), ("month", &most.label)],
        ),
    };
    let severities = severities
        .into_iter()
        .map(|severity| match severity.level {
            0 => Shared::new(SeverityView {
                label: lookup.messages.text("severity.unrated"),
                ..SeverityView::clone(&severity)
            }),
            _ => scale_mark(lookup, &severity.key).unwrap_or(severity),
        })
        .collect();
    (bars, severities, sentence)
}

/// Year and month of the twelve months up to the month of a day.
fn last_twelve(day: Date) -> Vec<(i16, i8)> {
    let (mut year, mut month) = (day.year(), day.month());
    let mut months = Vec::with_capacity(12);
    for _ in 0..12 {
        months.push((year, month));
        (year, month) = if month == 1 { (year - 1, 12) } else { (year, month - 1) };
    }
    months.reverse();
    months
}

fn members(lookup: &Lookup, (year, month): (i16, i8)) -> Vec<usize> {
    let slug = format!("{year:04}-{month:02}");
    let group = lookup.archive.indexes.months.iter().find(|group| group.slug == slug);
    group.map(|group| group.members.clone()).unwrap_or_default()
}

fn bar(
    lookup: &Lookup,
    at: usize,
    (year, month): (i16, i8),
    members: &[usize],
    severities: &[Shared<SeverityView>],
    highest: usize,
) -> MonthBar {
    let counts: Vec<usize> = severities
        .iter()
        .map(|severity| members.iter().filter(|one| lookup.card(**one).severity.key == severity.key).count())
        .collect();
    let pixels = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    // The most severe part is at the bottom, where lengths can be compared.
    let mut below = 0;
    let mut parts = Vec::new();
    for (count, severity) in counts.iter().zip(severities).filter(|(count, _)| **count > 0) {
        let bottom = CHART_HEIGHT - below * CHART_HEIGHT / highest;
        below += count;
        let top = CHART_HEIGHT - below * CHART_HEIGHT / highest;
        let height = pixels(bottom - top);
        parts.push(MonthPart { key: severity.key.clone(), level: severity.level, y: pixels(top), height });
    }
    let slug = format!("{year:04}-{month:02}");
    let group = lookup.archive.indexes.months.iter().position(|group| group.slug == slug);
    let short = lookup.messages.short_month(month);
    MonthBar {
        label: lookup.messages.with("format.month", &[("month", &short), ("year", &year.to_string())]),
        short,
        url: group.map(|group| lookup.routes.months[group][0].clone()),
        total: members.len(),
        counts,
        parts,
        x: pixels(at * 40 + 8),
    }
}
