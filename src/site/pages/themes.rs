//! The page of recurring themes.

use jiff::civil::Date;

use super::charts::{day_number, percent, year_ticks};
use super::{Heading, INSIGHTS, link, page};
use crate::archive::ActionRef;
use crate::insights::{self, Theme};
use crate::site::lookup::Lookup;
use crate::site::plan::Content;
use crate::site::view::{
    HeadingView, OpenLinkView, ThemeDotView, ThemeMemberView, ThemeView, ThemesView, TickView, View,
};
use crate::text::{capitalized, shorten};

/// Its address.
pub(crate) const PATH: &str = "themes.html";

/// The maximum number of themes.
const THEMES: usize = 50;
/// The maximum number of incidents that are listed and drawn for a theme: the latest ones.
const MEMBERS: usize = 20;
/// The maximum number of open action items that are listed for a theme.
const ITEMS: usize = 10;
/// How many terms are the title of a theme without a name.
const TERMS: usize = 3;
/// The longest title of an incident and of an action item, in characters.
const MAX_TITLE: usize = 60;
const MAX_ITEM: usize = 140;

/// The page of recurring themes.
pub(crate) fn themes(lookup: &Lookup) -> Content<'_> {
    let (archive, messages) = (&lookup.archive, &lookup.messages);
    let all = insights::themes(archive, &lookup.config);
    let shown = &all[..all.len().min(THEMES)];
    let members = || shown.iter().flat_map(|theme| latest(theme).iter());
    let dates = || members().filter_map(|at| archive.incidents[*at].card.date);
    let span = dates().min().zip(dates().max());
    let views: Vec<ThemeView> = shown.iter().map(|one| theme(lookup, one, span)).collect();
    let sentence = (!all.is_empty()).then(|| {
        let within = messages.number(all.iter().map(|theme| theme.members.len()).sum());
        let incidents = messages.count("count.incidents", archive.incidents.len());
        messages.count_with("themes.sentence", all.len(), &[("within", &within), ("incidents", &incidents)])
    });
    let headings = views.iter().map(|theme| HeadingView {
        level: 2,
        label: theme.title.clone(),
        anchor: theme.anchor.clone(),
    });
    let view = ThemesView {
        headings: headings.collect(),
        sentence,
        themes: views,
        more: all.len() - shown.len(),
        ticks: span.map(|span| ticks(lookup, span)).unwrap_or_default(),
    };
    let heading = Heading {
        path: PATH,
        title: messages.text("themes.title"),
        description: Some(messages.text("themes.lead")),
        section: "insights",
        breadcrumbs: vec![link(messages.text("insights.title"), INSIGHTS)],
        source: None,
    };
    page(lookup, heading, View::Themes(Box::new(view)))
}

/// The labels of the axis: years, or else its first and last day.
fn ticks(lookup: &Lookup, (first, last): (Date, Date)) -> Vec<TickView> {
    let years = year_ticks((first, last));
    if years.len() > 1 || first == last {
        return years;
    }
    let ends = [(0.0, first), (1.0, last)];
    ends.map(|(place, day)| TickView { x: percent(place), label: lookup.date(day).text }).to_vec()
}

/// The incidents of a theme that are shown.
fn latest(theme: &Theme) -> &[usize] {
    &theme.members[theme.members.len().saturating_sub(MEMBERS)..]
}

fn theme(lookup: &Lookup, theme: &Theme, span: Option<(Date, Date)>) -> ThemeView {
    let archive = &lookup.archive;
    let first = theme.members.first().map(|at| &archive.incidents[*at].card);
    let terms = &theme.terms[..theme.terms.len().min(TERMS)];
    let title = theme.name.clone().unwrap_or_else(|| match (terms.is_empty(), first) {
        (true, Some(card)) => shorten(&card.title, MAX_TITLE),
        _ => capitalized(&terms.join(", ")),
    });
    let latest = latest(theme);
    let service = |at: &usize| link(&archive.indexes.services[*at].label, &lookup.routes.services[*at][0]);
    let member =
        |at: usize| ThemeMemberView { card: lookup.card(latest[at]), days: days_since(lookup, latest, at) };
    ThemeView {
        anchor: first.map(|card| format!("theme-{}", card.slug)).unwrap_or_default(),
        title,
        named: theme.name.is_some(),
        terms: theme.terms.clone(),
        services: theme.services.iter().map(service).collect(),
        facts: facts(lookup, theme),
        dots: latest.iter().filter_map(|at| dot(lookup, *at, span?)).collect(),
        members: (0..latest.len()).map(member).collect(),
        members_more: theme.members.len() - latest.len(),
        open: theme.open_items.iter().take(ITEMS).map(|at| open_item(lookup, *at)).collect(),
        open_more: theme.open_items.len().saturating_sub(ITEMS),
    }
}

/// How many incidents, how long they lasted in all, and how many days were between them.
fn facts(lookup: &Lookup, theme: &Theme) -> Vec<String> {
    let messages = &lookup.messages;
    let mut facts = vec![messages.count("count.incidents", theme.members.len())];
    let duration = messages.minutes(u32::try_from(theme.minutes).unwrap_or(u32::MAX));
    facts.push(match theme.unknown_durations {
        0 => messages.with("themes.in_all", &[("duration", &duration)]),
        unknown if unknown == theme.members.len() => messages.text("themes.in_all_unknown"),
        _ => messages.with("themes.in_all_at_least", &[("duration", &duration)]),
    });
    let days = |days: u32| messages.count("count.days", days as usize);
    let between = &theme.days_between;
    if let Some((low, high)) = between.iter().min().zip(between.iter().max()) {
        facts.push(if low == high {
            messages.with("themes.apart", &[("days", &days(*low))])
        } else {
            let low = messages.number(*low as usize);
            messages.with("themes.apart_range", &[("low", &low), ("high", &days(*high))])
        });
    }
    facts.extend(theme.median_days.map(|median| messages.with("themes.median", &[("days", &days(median))])));
    facts
}

/// The days from the incident before to this one.
fn days_since(lookup: &Lookup, members: &[usize], at: usize) -> Option<String> {
    let date = |at: usize| lookup.archive.incidents[members[at]].card.date;
    let days = day_number(date(at)?) - day_number(date(at.checked_sub(1)?)?);
    Some(lookup.messages.count("count.days", usize::try_from(days).ok()?))
}

fn dot(lookup: &Lookup, at: usize, (first, last): (Date, Date)) -> Option<ThemeDotView> {
    let card = lookup.card(at);
    let day = lookup.archive.incidents[at].card.date?;
    let [first, last, day] = [first, last, day].map(day_number);
    let share = f64::from(day - first) / f64::from((last - first).max(1));
    let name = if card.id_stated { &card.id } else { &card.title };
    Some(ThemeDotView {
        x: percent(share),
        label: card.date.as_ref().map_or_else(|| name.clone(), |date| format!("{name}: {}", date.text)),
        url: card.url.clone(),
        key: card.severity.key.clone(),
        level: card.severity.level,
    })
}

fn open_item(lookup: &Lookup, at: ActionRef) -> OpenLinkView {
    let item = &lookup.archive.incidents[at.incident].record.actions[at.action];
    OpenLinkView {
        label: lookup.action_label(at),
        url: lookup.action_url(at),
        text: shorten(&item.action.text, MAX_ITEM),
    }
}
