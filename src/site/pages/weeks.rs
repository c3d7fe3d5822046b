//! The map of incidents by week on the home page.

use jiff::ToSpan;
use jiff::civil::Date;

use super::{count_words, scale_mark, severity_counts};
use crate::site::lookup::Lookup;
use crate::site::view::{MonthCell, SeverityView, Shared, WeekCell, WeekRow};

/// How many calendar years the map shows, with that of the as-of date.
const YEARS: i16 = 3;

/// The map: a row for each year, the severities in it, and a summary.
#[derive(Debug)]
pub(super) struct WeekMap {
    pub(super) years: Vec<WeekRow>,
    pub(super) severities: Vec<Shared<SeverityView>>,
    pub(super) sentence: String,
}

/// Makes the map. Weeks are counted from the first day of the year, so that a year has 53.
pub(super) fn week_map(lookup: &Lookup) -> WeekMap {
    let last = lookup.archive.as_of.year();
    let first = last - (YEARS - 1);
    let mut rows: Vec<(i16, Vec<usize>)> = (first..=last).rev().map(|year| (year, Vec::new())).collect();
    for (at, incident) in lookup.archive.incidents.iter().enumerate() {
        let Some(date) = incident.card.date else { continue };
        if let Some((_, members)) = rows.iter_mut().find(|(year, _)| *year == date.year()) {
            members.push(at);
        }
    }
    let all: Vec<usize> = rows.iter().flat_map(|(_, members)| members).copied().collect();
    let severities = severity_counts(lookup, &all).into_iter().filter_map(|count| count.severity);
    let sentence = match all.len() {
        0 => lookup.messages.with("home.weeks_none", &[("year", &first.to_string())]),
        _ => lookup.messages.with(
            "home.weeks_sentence",
            &[("incidents", &count_words(lookup, &all)), ("year", &first.to_string())],
        ),
    };
    WeekMap {
        years: rows.iter().map(|(year, members)| row(lookup, *year, members)).collect(),
        severities: severities.map(|severity| named(lookup, severity)).collect(),
        sentence,
    }
}

/// A severity as the legend names it.
fn named(lookup: &Lookup, severity: Shared<SeverityView>) -> Shared<SeverityView> {
    match severity.level {
        0 => Shared::new(SeverityView {
            label: lookup.messages.text("severity.unrated"),
            ..SeverityView::clone(&severity)
        }),
        _ => scale_mark(lookup, &severity.key).unwrap_or(severity),
    }
}

fn row(lookup: &Lookup, year: i16, members: &[usize]) -> WeekRow {
    let groups = &lookup.archive.indexes.years;
    let group = groups.iter().position(|group| group.slug == format!("{year:04}"));
    let date = |at: &usize| lookup.archive.incidents[*at].card.date;
    let mut weeks: Vec<(i16, Vec<usize>)> = Vec::new();
    // The newest incident comes first, so the weeks of a year come from last to first.
    for at in members {
        let Some(week) = date(at).map(|date| (date.day_of_year() - 1) / 7) else { continue };
        match weeks.last_mut() {
            Some((last, members)) if *last == week => members.push(*at),
            _ => weeks.push((week, vec![*at])),
        }
    }
    weeks.reverse();
    WeekRow {
        label: format!("{year:04}"),
        url: group.map(|group| lookup.routes.years[group][0].clone()),
        total: members.len(),
        weeks: weeks.iter().map(|(week, members)| cell(lookup, year, *week, members)).collect(),
        months: (1..=12).map(|month| month_cell(lookup, year, month)).collect(),
    }
}

/// The incidents of a week, of which there is at least one. Its color is that of the most severe.
fn cell(lookup: &Lookup, year: i16, week: i16, members: &[usize]) -> WeekCell {
    let severities = severity_counts(lookup, members);
    let severity = severities.into_iter().find_map(|count| count.severity);
    let start =
        Date::new(year, 1, 1).ok().and_then(|first| first.checked_add((i64::from(week) * 7).days()).ok());
    let month =
        members.iter().filter_map(|at| lookup.archive.incidents[*at].card.date).map(Date::month).min();
    let incidents = count_words(lookup, members);
    WeekCell {
        week,
        key: severity.as_ref().map_or_else(String::new, |severity| severity.key.clone()),
        level: severity.map_or(0, |severity| severity.level),
        url: month.and_then(|month| month_cell(lookup, year, month).url),
        title: match start {
            Some(start) => lookup
                .messages
                .with("home.week", &[("date", &lookup.messages.date(start)), ("incidents", &incidents)]),
            None => incidents,
        },
    }
}

/// A month: how many incidents it has, and its page if it has any.
fn month_cell(lookup: &Lookup, year: i16, month: i8) -> MonthCell {
    let slug = format!("{year:04}-{month:02}");
    let months = &lookup.archive.indexes.months;
    let group = months.iter().position(|group| group.slug == slug);
    MonthCell {
        count: group.map_or(0, |group| months[group].members.len()),
        url: group.map(|group| lookup.routes.months[group][0].clone()),
    }
}
