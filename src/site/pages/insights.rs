//! The page of statistics.

#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "places in a drawing are small"
)]

use super::charts::{self, LogAxis, percent};
use super::{Heading, link, page, scale_mark};
use crate::insights::{
    BLOCK_HOURS, BLOCKS, Clock, GroupTimes, Insights, MIN_MEDIAN, MIN_P90, Month, RecordedField,
    RecordedKind, Summary, Times, words,
};
use crate::site::lookup::Lookup;
use crate::site::plan::Content;
use crate::site::view::{
    BarView, CellView, CurveRowView, CurveView, FieldCountView, GroupRowView, GroupTableView, HeadingView,
    InsightsView, LongView, MonthView, MonthsView, PartView, SeverityView, Shared, TickView, TimesView, View,
    WeekView,
};

/// Its address.
pub(crate) const PATH: &str = "insights.html";

/// The sections: anchor and name of the title's message.
const SECTIONS: [&str; 6] = ["often", "long", "groups", "when", "causes", "items"];

/// The maximum number of incidents that are listed for a figure.
const LISTED: usize = 20;

/// The maximum height of a bar, that of one incident, and room for the number above it, in pixels.
const BARS: (f64, f64, f64) = (120.0, 30.0, 14.0);

/// After how many days the table of action items says how many are open.
const DAYS: [u32; 6] = [7, 30, 90, 180, 365, 730];

/// The page of statistics.
pub(crate) fn insights(lookup: &Lookup) -> Content<'_> {
    let messages = &lookup.messages;
    let insights = Insights::of(&lookup.archive, &lookup.config);
    let longest = insights.times.iter().filter_map(|times| times.values.last()).map(|one| one.0).max();
    let axis = LogAxis::up_to(longest.unwrap_or(0));
    let text = |name: &str| messages.text(&format!("insights.{name}"));
    let view = InsightsView {
        headings: SECTIONS
            .map(|anchor| HeadingView { level: 2, label: text(anchor), anchor: anchor.to_owned() })
            .to_vec(),
        months: months(lookup, &insights),
        times: insights.times.iter().map(|one| times(lookup, &axis, one)).collect(),
        measures: insights.times.iter().map(|one| words::measure(messages, one.measure)).collect(),
        ticks: axis.ticks(|minutes| messages.minutes(minutes)),
        times_method: times_method(lookup, &insights),
        groups: groups(lookup, &insights),
        week: week(lookup, &insights.clock),
        fields: insights.fields.iter().map(|field| recorded(lookup, field)).collect(),
        actions: actions(lookup, &insights),
    };
    let heading = Heading {
        path: PATH,
        title: messages.text("insights.title"),
        description: Some(messages.text("insights.lead")),
        section: "insights",
        breadcrumbs: Vec::new(),
        source: None,
    };
    page(lookup, heading, View::Insights(Box::new(view)))
}

fn months(lookup: &Lookup, insights: &Insights) -> MonthsView {
    let (archive, messages) = (&lookup.archive, &lookup.messages);
    let months = &insights.months;
    // The mark of each group, for those that occur in these months.
    let mark = |at: usize| -> Option<Shared<SeverityView>> {
        months.iter().any(|month| month.by_severity[at] > 0).then_some(())?;
        let card = lookup.card(*archive.indexes.severities[at].members.first()?);
        Some(scale_mark(lookup, &card.severity.key).unwrap_or_else(|| {
            let label = messages.text("severity.unrated");
            Shared::new(SeverityView { label, written: None, ..SeverityView::clone(&card.severity) })
        }))
    };
    let marks: Vec<_> =
        (0..archive.indexes.severities.len()).filter_map(|at| Some((at, mark(at)?))).collect();
    let highest = months.iter().map(|month| month.by_severity.iter().sum()).max().unwrap_or(0_usize);
    let place = |at: usize| at as f64 / months.len() as f64;
    let years = months.iter().enumerate().filter(|(at, month)| *at == 0 || month.month == 1);
    // The first label would run into that of the next year.
    let crowded = months.iter().skip(1).take(4).any(|month| month.month == 1);
    MonthsView {
        sentences: words::counts(messages, insights),
        height: (BARS.2 + bar(highest, highest)) as u32,
        ticks: years
            .filter(|(at, _)| *at > 0 || !crowded)
            .map(|(at, month)| TickView { x: percent(place(at)), label: month.year.to_string() })
            .collect(),
        severities: marks.iter().map(|(_, mark)| mark.clone()).collect(),
        months: months
            .iter()
            .enumerate()
            .map(|(at, one)| month(lookup, one, &marks, (place(at), place(1), highest)))
            .collect(),
    }
}

/// The height of a bar in a chart whose highest bar has this many incidents.
fn bar(count: usize, highest: usize) -> f64 {
    count as f64 * (BARS.0 / highest.max(1) as f64).min(BARS.1)
}

fn month(
    lookup: &Lookup,
    month: &Month,
    marks: &[(usize, Shared<SeverityView>)],
    (x, width, highest): (f64, f64, usize),
) -> MonthView {
    let total: usize = month.by_severity.iter().sum();
    let top = |count: usize| format!("{:.1}", BARS.2 + bar(highest, highest) - bar(count, highest));
    let mut below = 0;
    let parts = marks.iter().filter(|(at, _)| month.by_severity[*at] > 0).map(|(at, mark)| {
        let count = month.by_severity[*at];
        below += count;
        PartView {
            key: mark.key.clone(),
            level: mark.level,
            x: percent(x + width * 0.1),
            y: top(below),
            width: percent(width * 0.8),
            height: format!("{:.1}", bar(count, highest)),
        }
    });
    let parts = parts.collect();
    let (name, year) = (lookup.messages.short_month(month.month), month.year.to_string());
    MonthView {
        label: lookup.messages.with("group.month", &[("month", &name), ("year", &year)]),
        url: month.group.map(|group| lookup.routes.months[group][0].clone()),
        total,
        middle: percent(x + width / 2.0),
        y: top(total),
        counts: marks.iter().map(|(at, _)| month.by_severity[*at]).collect(),
        parts,
    }
}

fn times(lookup: &Lookup, axis: &LogAxis, times: &Times) -> TimesView {
    let messages = &lookup.messages;
    let drawn = charts::dots(axis, times, |minutes, at| {
        let card = lookup.card(at);
        let label = if card.id_stated { &card.id } else { &card.title };
        (format!("{label}: {}", messages.minutes(minutes)), card.url.clone())
    });
    let long = |(minutes, at): &(u32, usize)| LongView {
        card: lookup.card(*at),
        duration: lookup.duration(*minutes),
    };
    TimesView {
        key: times.measure.key(),
        label: words::measure(messages, times.measure),
        sentences: words::times(messages, times),
        known: times.values.len(),
        height: drawn.height,
        dots: drawn.views,
        dots_text: (drawn.incidents > 1).then(|| messages.count("insights.dots", drawn.incidents)),
        median: axis.median(times),
        longest: times.values.iter().rev().take(LISTED).map(long).collect(),
    }
}

fn times_method(lookup: &Lookup, insights: &Insights) -> String {
    let messages = &lookup.messages;
    let runs = insights.times.iter().find_map(|times| times.power.map(|power| power.runs)).unwrap_or(0);
    let cut = words::percent(messages, f64::from(crate::insights::CUT) / 100.0);
    let text = messages.with(
        "insights.long_method",
        &[("median_n", &messages.number(MIN_MEDIAN)), ("p90_n", &messages.number(MIN_P90))],
    );
    if runs == 0 {
        return text;
    }
    let power = messages.with("insights.power_method", &[("runs", &messages.number(runs)), ("cut", &cut)]);
    format!("{text} {power}")
}

fn groups(lookup: &Lookup, insights: &Insights) -> Vec<GroupTableView> {
    let (messages, routes, indexes) = (&lookup.messages, &lookup.routes, &lookup.archive.indexes);
    let found = &insights.groups;
    let table = |key, title: &str, column: &str, rows: Vec<GroupRowView>, more| GroupTableView {
        key,
        title: messages.text(title),
        column: messages.text(column),
        few: rows.iter().flat_map(|row| &row.times).all(|cell| cell.few),
        rows,
        more,
    };
    let severities = found.severities.iter().map(|times| {
        let group = &indexes.severities[times.group];
        let card = group.members.first().map(|at| lookup.card(*at));
        let severity = card.and_then(|card| scale_mark(lookup, &card.severity.key));
        let label = match severity {
            Some(_) => group.label.clone(),
            None => messages.text("severity.unrated"),
        };
        row(lookup, times, label, Some(&routes.severities[times.group][0]), severity)
    });
    let services = found.services.iter().map(|times| {
        let label = indexes.services[times.group].label.clone();
        row(lookup, times, label, Some(&routes.services[times.group][0]), None)
    });
    let quarters = found.quarters.iter().map(|times| {
        let (label, year) = (words::quarter(messages, times.group), times.group.year.to_string());
        let at = indexes.years.iter().position(|group| group.label == year);
        row(lookup, times, label, at.map(|at| &routes.years[at][0]), None)
    });
    let more = (found.services_total > found.services.len()).then(|| {
        link(messages.count("insights.all_services", found.services_total), &routes.all_services[0])
    });
    let mut tables = vec![
        table("severity", "label.by_severity", "label.severity", severities.collect(), None),
        table("service", "insights.by_service", "label.service", services.collect(), more),
        table("quarter", "insights.by_quarter", "insights.quarter", quarters.collect(), None),
    ];
    tables.retain(|table| !table.rows.is_empty());
    tables
}

fn row<T>(
    lookup: &Lookup,
    times: &GroupTimes<T>,
    label: String,
    url: Option<&String>,
    severity: Option<Shared<SeverityView>>,
) -> GroupRowView {
    let cell =
        |one: &Summary| CellView { text: words::cell(&lookup.messages, one), few: one.median.is_none() };
    GroupRowView {
        label,
        url: url.cloned(),
        severity,
        incidents: times.incidents,
        times: times.times.iter().map(cell).collect(),
    }
}

fn bars(values: impl Iterator<Item = (String, usize)> + Clone) -> Vec<BarView> {
    let most = values.clone().map(|(_, count)| count).max().unwrap_or(0).max(1);
    let bar = |(label, count)| BarView { label, count, width: percent(count as f64 / most as f64) };
    values.map(bar).collect()
}

fn week(lookup: &Lookup, clock: &Clock) -> WeekView {
    let messages = &lookup.messages;
    let days = clock
        .week
        .iter()
        .zip(1..)
        .map(|(blocks, day)| (messages.text(&format!("insights.weekday_{day}")), blocks.iter().sum()));
    let hours = (0..BLOCKS).map(|block| {
        let [from, to] = [block, block + 1].map(|block| format!("{:02}", block * BLOCK_HOURS));
        let count = clock.week.iter().map(|blocks| blocks[block]).sum();
        (messages.with("insights.hours", &[("from", &from), ("to", &to)]), count)
    });
    let is_known = clock.n > 0;
    WeekView {
        sentences: words::clock(messages, clock),
        days: if is_known { bars(days) } else { Vec::new() },
        hours: if is_known { bars(hours) } else { Vec::new() },
        counts: clock.week.iter().map(|blocks| blocks.to_vec()).collect(),
        outside: lookup.cards(&clock.outside[..clock.outside.len().min(LISTED)]),
        outside_more: clock.outside.len().saturating_sub(LISTED),
    }
}

fn recorded(lookup: &Lookup, field: &RecordedField) -> FieldCountView {
    FieldCountView {
        label: match &field.kind {
            RecordedKind::Detection => lookup.messages.text("insights.detection"),
            RecordedKind::Trigger => lookup.messages.text("insights.trigger"),
            RecordedKind::Cause => lookup.messages.text("insights.cause"),
            RecordedKind::Configured { label, .. } => label.clone(),
        },
        recorded: field.recorded,
        missing: field.missing,
        values: bars(field.values.iter().cloned()),
        values_more: field.values_total - field.values.len(),
    }
}

fn actions(lookup: &Lookup, insights: &Insights) -> CurveView {
    let messages = &lookup.messages;
    let curve = &insights.actions.curve;
    let days = |days: u32| messages.count("count.days", days as usize);
    let (path, band) = charts::curve(curve);
    let row = |after: u32| {
        let point = curve.at(after);
        let interval = point.and_then(|point| point.interval).map(|(low, high)| {
            let [low, high] = [low, high].map(|share| words::percent(messages, share));
            messages.with("insights.items_range", &[("low", &low), ("high", &high)])
        });
        CurveRowView {
            after: days(after),
            open: words::percent(messages, point.map_or(1.0, |point| point.open)),
            interval,
            at_risk: curve.known_for(after),
        }
    };
    CurveView {
        sentences: words::actions(messages, &insights.actions),
        path,
        band,
        ticks: if curve.n > 0 { charts::day_ticks(curve.seen_days, days) } else { Vec::new() },
        rows: DAYS.into_iter().filter(|after| *after <= curve.seen_days).map(row).collect(),
    }
}
