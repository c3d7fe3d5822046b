//! Resolves events: their day, moment, phase and anchor.

use jiff::civil::{Date, Time};

use super::{TimelineItem, phases};
use crate::diag::Code;
use crate::model::Event;
use crate::read::context::{Context, moment};
use crate::source::Span;
use crate::text::Unique;
use crate::when::Zone;

/// Gives each event its day: its own, else that of the line above, of the event before it, or the next day past
/// midnight.
pub(super) fn resolve(
    context: &mut Context<'_, '_, '_>,
    items: &[TimelineItem],
    day: Option<Date>,
    zone: Option<&Zone>,
) -> Vec<Event> {
    let mut events = Vec::new();
    let mut names = Vec::new();
    let mut today = day;
    let mut previous: Option<Time> = None;
    let mut clock_origin: Option<(Date, Time)> = None;
    for item in items {
        let entry = match item {
            TimelineItem::Dropped(span, reason) => {
                let help = "write what happened and when, or remove the row";
                context.report(Code::RowDropped, *span, format!("timeline row left out: {reason}"), help);
                continue;
            }
            TimelineItem::DroppedList(span, reason) => {
                let help = "begin each item with a time, or use a table with a column for the time";
                context.report(Code::RowDropped, *span, format!("timeline list left out: {reason}"), help);
                continue;
            }
            TimelineItem::ClockOrigin(clock) => {
                clock_origin = today.map(|date| (date, *clock));
                continue;
            }
            TimelineItem::Day(_) | TimelineItem::InvalidDay => {
                today = if let TimelineItem::Day(date) = item { Some(*date) } else { None };
                previous = None;
                continue;
            }
            TimelineItem::Event(entry) => entry,
        };
        let mut at = None;
        if let Some(stamp) = &entry.stamp {
            let named = stamp.zone.as_ref().or(zone);
            let own = stamp.date.or_else(|| with_year(stamp.day_month, today));
            if let Some(date) = own {
                today = Some(date);
                previous = None;
            }
            if let (Some(date), Some(clock)) = (today, stamp.clock) {
                let date =
                    own.unwrap_or_else(|| date_after_midnight(context, date, previous, clock, entry.span));
                today = Some(date);
                previous = Some(clock);
                clock_origin = clock_origin.or(Some((date, clock)));
                at = Some(moment(date, Some(clock), named));
            } else if let (Some((date, clock)), Some(minutes)) = (clock_origin, stamp.relative_minutes) {
                at = date
                    .to_datetime(clock)
                    .checked_add(jiff::SignedDuration::from_mins(minutes))
                    .ok()
                    .map(|later| moment(later.date(), Some(later.time()), named));
            } else if let Some(date) = own {
                at = Some(moment(date, None, named));
            }
        }
        names.push(if entry.stamp.is_none() { entry.time.as_str() } else { entry.name.as_str() });
        let line = context.source.line(entry.span.start);
        events.push(Event {
            time: entry.time.trim().into(),
            at,
            phase: None,
            text: entry.text.as_str().into(),
            anchor: Box::default(),
            span: entry.span,
            line,
        });
    }
    phases::mark(context.lexicon, &mut events, &names);
    events
}

/// The day of an event. A time more than 12 hours before the previous one is on the next day; a smaller step back is
/// out of order.
fn date_after_midnight(
    context: &mut Context<'_, '_, '_>,
    today: Date,
    previous: Option<Time>,
    clock: Time,
    span: Span,
) -> Date {
    let minutes = |time: Time| i32::from(time.hour()) * 60 + i32::from(time.minute());
    let back = previous.map_or(0, |previous| minutes(previous) - minutes(clock));
    if back > 12 * 60 {
        return today.tomorrow().unwrap_or(today);
    }
    if back > 0 {
        context.report(
            Code::TimelineOrder,
            span,
            format!("this entry is {back} min earlier than the one before it"),
            "put the entries in order, or add the date to the time",
        );
    }
    today
}

fn with_year(day_month: Option<(i8, i8)>, today: Option<Date>) -> Option<Date> {
    let (month, day) = day_month?;
    let year = today?.year();
    Date::new(year, month, day).ok()
}

/// `t-1404`, `t-1404-2`; `t-7` for the seventh event if it has no time.
pub(super) fn assign_anchors(events: &mut [Event]) {
    let mut names = Unique::default();
    for (index, event) in events.iter_mut().enumerate() {
        let clock = event.at.as_ref().and_then(|at| at.clock);
        let base = clock.map_or_else(
            || format!("t-{}", index + 1),
            |clock| format!("t-{:02}{:02}", clock.hour(), clock.minute()),
        );
        event.anchor = names.give(base, '-').into();
    }
}
