//! Timelines: tables, lists, a heading for each event, paragraphs that begin with a time.

mod blocks;
mod lines;
mod phases;
mod resolve;
mod sections;
mod table;
#[cfg(test)]
mod tests;
mod updates;

use jiff::civil::{Date, Time};

use self::blocks::{blocks, label_items};
use super::context::Context;
use crate::model::{Event, FieldId};
use crate::source::Span;
use crate::when::{Stamp, Zone};

/// A list or section under another name counts as a timeline if it has at least this many timed entries.
const MIN_TIMED_EVENTS: usize = 3;

/// Why a list in the timeline is left out.
const NO_TIMES: &str = "none of its items begins with a time";
const FEW_TIMES: &str = "few of its items begin with a time";

/// An event whose day is not known yet.
struct RawEvent {
    time: String,
    stamp: Option<Stamp>,
    text: String,
    /// What kind of event it is, where that is not part of the text: the status of a status update.
    name: String,
    span: Span,
}

/// An entry of a timeline as written: an event, or a line that sets the day for the events after it.
enum TimelineItem {
    Event(Box<RawEvent>),
    Day(Date),
    /// A line with a date that does not exist.
    InvalidDay,
    /// A row that says nothing, and what is wrong with it.
    Dropped(Span, &'static str),
    /// A list in which too few items begin with a time, and what is wrong with it.
    DroppedList(Span, &'static str),
    /// `T+0 is 13:02 UTC`
    ClockOrigin(Time),
}

impl From<RawEvent> for TimelineItem {
    fn from(event: RawEvent) -> Self {
        Self::Event(Box::new(event))
    }
}

/// Reads the timeline of a document. `day` is the day of the incident as far as it is known without the timeline.
pub(super) fn read(context: &mut Context<'_, '_, '_>, day: Option<Date>, zone: Option<&Zone>) -> Vec<Event> {
    let items = find(context);
    let mut events = resolve::resolve(context, &items, day, zone);
    resolve::assign_anchors(&mut events);
    events
}

/// Whether the last event comes first, as on status pages.
pub(super) fn is_newest_first(events: &[&Event]) -> bool {
    let mut times = events.iter().filter_map(|event| event.at.as_ref()?.minutes());
    times.next().zip(times.next_back()).is_some_and(|(first, last)| last < first)
}

fn count(items: &[TimelineItem]) -> usize {
    items.iter().filter(|item| matches!(item, TimelineItem::Event(_))).count()
}

fn count_timed(items: &[TimelineItem]) -> usize {
    items.iter().filter(|item| matches!(item, TimelineItem::Event(entry) if entry.stamp.is_some())).count()
}

/// Finds the timeline, and what was left out where it was expected.
fn find(context: &Context<'_, '_, '_>) -> Vec<TimelineItem> {
    let named = named_sections(context);
    if count(&named) > 0 {
        return named;
    }
    let front = updates::from_front_matter(context);
    let is_used = count(&front) > 0;
    let (front, unused) = if is_used { (front, Vec::new()) } else { (Vec::new(), front) };
    let mut dropped: Vec<TimelineItem> = named.into_iter().chain(unused).collect();
    dropped.retain(|item| matches!(item, TimelineItem::Dropped(..) | TimelineItem::DroppedList(..)));
    let mut found = find_elsewhere(context, front);
    found.extend(dropped);
    found
}

/// The entries of the sections with that name.
fn named_sections(context: &Context<'_, '_, '_>) -> Vec<TimelineItem> {
    let mut named = Vec::new();
    for index in 0..context.outline.sections.len() {
        if context.labels.heading_fields[index] == Some(FieldId::Timeline)
            && !is_below_timeline(context, index)
        {
            named.extend(sections::section(context, index));
        }
    }
    // Next to events, a list without any time is a remark about them. Where no list has times, the first one says so for
    // all.
    let mut kept = usize::from(count(&named) == 0);
    named.retain(|item| {
        let is_remark = matches!(item, TimelineItem::DroppedList(_, NO_TIMES));
        let stays = !is_remark || kept > 0;
        kept -= usize::from(is_remark && stays);
        stays
    });
    named
}

/// Finds a timeline without a section: the key with that name that has most times; else the front matter; else the
/// section with most times.
fn find_elsewhere(context: &Context<'_, '_, '_>, front: Vec<TimelineItem>) -> Vec<TimelineItem> {
    let keyed = context
        .labels(FieldId::Timeline)
        .into_iter()
        .map(|label| label_items(context, label))
        .max_by_key(|items| count_timed(items));
    if let Some(keyed) = keyed.filter(|items| count_timed(items) >= 2) {
        return keyed;
    }
    if !front.is_empty() {
        return front;
    }
    let elsewhere = (0..context.outline.sections.len())
        .filter(|index| {
            !matches!(
                context.labels.section_fields[*index],
                Some(
                    FieldId::Actions
                        | FieldId::References
                        | FieldId::Related
                        | FieldId::SignOff
                        | FieldId::Verification
                )
            )
        })
        .map(|index| blocks(context, &context.outline.sections[index].blocks, Mode::TimedOnly))
        .max_by_key(|items| count_timed(items));
    let headed = sections::headings(context);
    let best =
        [elsewhere.unwrap_or_default(), headed].into_iter().rev().max_by_key(|items| count_timed(items));
    best.filter(|items| count_timed(items) >= MIN_TIMED_EVENTS)
        .unwrap_or_else(|| updates::from_status_updates(context))
}

fn is_below_timeline(context: &Context<'_, '_, '_>, index: usize) -> bool {
    let parent = context.outline.sections[index].parent;
    parent.is_some_and(|parent| context.labels.section_fields[parent] == Some(FieldId::Timeline))
}

/// Which entries count as events.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Inside a timeline: every row of its table, and every item of a list of timed items.
    All,
    /// Anywhere else: only entries with a time.
    TimedOnly,
}
