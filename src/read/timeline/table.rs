//! Timeline tables: which column holds the time, which the event, and the event in each row.

use jiff::civil::Date;

use super::{Mode, RawEvent, TimelineItem};
use crate::read::context::Context;
use crate::read::lexicon::fold;
use crate::read::outline::{Row, Table};
use crate::read::placeholder::is_placeholder;
use crate::read::signs::count_words;
use crate::when;

/// A longer text says more than when.
const MAX_TIME_WORDS: usize = 4;

/// The columns of a timeline table.
#[derive(Default)]
struct Columns {
    date: Option<usize>,
    day: Option<usize>,
    time: Option<usize>,
    event: Option<usize>,
    /// What each event led to, or what kind of event it is.
    result: Option<usize>,
    year: Option<i16>,
}

fn columns(context: &Context<'_, '_, '_>, table: &Table<'_>) -> Columns {
    let mut columns = Columns::default();
    for (index, cell) in table.header.iter().enumerate() {
        let folded = fold(&cell.text);
        let meaning = context
            .lexicon
            .timeline_columns
            .exact(&folded)
            .or_else(|| context.lexicon.timeline_columns.leading(&folded).map(|(name, _)| name));
        let column = match meaning {
            Some("date") => &mut columns.date,
            Some("day") => &mut columns.day,
            Some("time") => &mut columns.time,
            Some("event") => &mut columns.event,
            Some("result") => &mut columns.result,
            _ => continue,
        };
        if column.is_none() {
            *column = Some(index);
        }
        if let Some(year) = cell
            .text
            .split(|c: char| !c.is_ascii_digit())
            .find_map(|digits| digits.parse::<i16>().ok().filter(|year| (1990..=2100).contains(year)))
        {
            columns.year = Some(year);
        }
    }
    columns
}

pub(super) fn table(context: &Context<'_, '_, '_>, table: &Table<'_>, mode: Mode) -> Vec<TimelineItem> {
    let mut columns = columns(context, table);
    let starts_with_time = |row: &Row<'_>| {
        row.cells
            .first()
            .is_some_and(|cell| when::leading_stamp(&cell.text, context.config.date_order).is_some())
    };
    // `Moment | Event` with `Afternoon`, `Soon after`: in a timeline, the first of two columns says when.
    let is_short =
        |row: &Row<'_>| row.cells.first().is_some_and(|cell| count_words(&cell.text) <= MAX_TIME_WORDS);
    if mode == Mode::All
        && columns.time.is_none()
        && columns.date.is_none()
        && table.header.len() == 2
        && columns.event != Some(0)
        && table.rows.iter().all(is_short)
    {
        (columns.time, columns.event) = (Some(0), Some(1));
    }
    if columns.time.is_none() && columns.date.is_none() {
        let timed = table.rows.iter().filter(|row| starts_with_time(row)).count();
        if timed * 2 <= table.rows.len() || timed == 0 {
            return Vec::new();
        }
        columns.time = Some(0);
    }
    if mode == Mode::TimedOnly && (columns.event.is_none() || columns.time.is_none()) {
        return Vec::new();
    }
    let taken = [columns.date, columns.day, columns.time, columns.result];
    let event = columns.event.or_else(|| table.longest_column(&taken));
    let Some(event) = event else { return Vec::new() };
    let mut items = Vec::new();
    for row in table.rows.iter().filter(|row| !row.is_separator()) {
        match row_event(context, row, &columns, event) {
            Ok(entry) => items.push(entry.into()),
            Err(reason) if mode == Mode::All => items.push(TimelineItem::Dropped(row.span, reason)),
            Err(_) => {}
        }
    }
    items
}

fn row_event(
    context: &Context<'_, '_, '_>,
    row: &Row<'_>,
    columns: &Columns,
    event: usize,
) -> Result<RawEvent, &'static str> {
    if row.is_blank() {
        return Err("it is empty");
    }
    let cell = |index: Option<usize>| {
        index.and_then(|index| row.cells.get(index)).map_or("", |cell| cell.text.as_str())
    };
    let time = [columns.day, columns.date, columns.time]
        .into_iter()
        .map(cell)
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    let mut stamp = when::leading_stamp(&time, context.config.date_order);
    if let (Some(stamp), Some(year)) = (&mut stamp, columns.year)
        && stamp.date.is_none()
        && let Some((month, day)) = stamp.day_month
    {
        stamp.date = Date::new(year, month, day).ok();
    }
    let line = row.cells.get(event).ok_or("it has no cell for the event")?;
    let text = line.text.trim();
    if is_placeholder(text) && (stamp.is_none() || is_placeholder(&time)) {
        return Err("it is a placeholder");
    }
    if text.is_empty() && time.is_empty() {
        return Err("it has neither a time nor an event");
    }
    let result = columns.result.filter(|result| *result != event);
    Ok(RawEvent { time, stamp, text: text.to_owned(), name: cell(result).to_owned(), span: row.span })
}
