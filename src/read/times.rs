//! Dates and times of an incident.

use std::cell::OnceCell;

use jiff::civil::Date;

use super::context::{Context, moment, scalar};
use super::identity::Identity;
use super::lexicon::fold_text;
use super::outline::{Block, Item, Line};
use crate::diag::Code;
use crate::lexicon::list;
use crate::model::{Event, Field, FieldId, Moment, Origin, Times};
use crate::source::Span;
use crate::when::{self, DateOrder, Found, Zone};

/// A sentence with one of these words may name the zone of all times.
const TIMES_OF_ZONE: &[&str] = list("text.times_of_zone");

/// The time zone of times without one: stated once in the document, or configured.
pub(super) fn zone(context: &Context<'_, '_, '_>) -> Option<Zone> {
    let outline = context.outline;
    for (index, section) in outline.sections.iter().enumerate() {
        if context.labels.section_fields[index] == Some(FieldId::Timeline) {
            let zone = when::find_zone(&section.heading.text)
                .or_else(|| section.blocks.iter().take(3).find_map(stated_zone));
            if let Some(found) = zone {
                return Some(found.value);
            }
        }
    }
    let anywhere = outline.sections.iter().flat_map(|section| &section.blocks).find_map(stated_zone);
    let stated = context
        .front
        .iter()
        .find(|(_, entry)| entry.key == "timezone")
        .and_then(|(_, entry)| scalar(&entry.value));
    let configured = stated.or_else(|| context.config.timezone.clone());
    anywhere.or_else(|| configured.as_deref().and_then(when::find_zone)).map(|found| found.value)
}

/// The zone that a paragraph about times or the header of a table names.
fn stated_zone(block: &Block<'_>) -> Option<Found<Zone>> {
    match block {
        Block::Paragraph(lines) => {
            let lines = lines.iter().filter(|line| mentions_zone(&line.text));
            lines.map(|line| &line.text).find_map(|text| when::find_zone(text))
        }
        Block::Table(table) => table.header.iter().find_map(|cell| when::find_zone(&cell.text)),
        _ => None,
    }
}

/// `All times in UTC`, `all times are EDT`, `全時刻は JST`.
fn mentions_zone(text: &str) -> bool {
    let folded = text.to_lowercase();
    text.len() < 160 && TIMES_OF_ZONE.iter().any(|word| folded.contains(word))
}

/// The times stated by labels. The end of a stated period is when the incident was over, unless that is stated too.
pub(super) fn times(context: &mut Context<'_, '_, '_>, zone: Option<&Zone>) -> Times {
    let mut stated = StatedTimes { zone, base: stated_day(context), after: None };
    let started = stated.first(context, &[FieldId::Started, FieldId::Date]);
    if let Some(started) = &started {
        stated.base = Some(started.value.date);
    }
    let detected = stated.first(context, &[FieldId::Detected]);
    let declared = stated.first(context, &[FieldId::Declared]);
    stated.after = [&started, &detected, &declared]
        .into_iter()
        .flatten()
        .map(|field| field.value.clone())
        .find(|moment| moment.clock.is_some());
    let mitigated = stated.first(context, &[FieldId::Mitigated]);
    let resolved = stated.first(context, &[FieldId::Resolved]);
    Times { resolved: resolved.or_else(|| period_end(context, zone)), started, detected, declared, mitigated }
}

/// Reads the times of the head of a document.
struct StatedTimes<'z> {
    zone: Option<&'z Zone>,
    /// The day of times without one.
    base: Option<Date>,
    /// The earliest of the times before.
    after: Option<Moment>,
}

impl StatedTimes<'_> {
    /// The first moment that one of these fields states.
    fn first(&self, context: &mut Context<'_, '_, '_>, fields: &[FieldId]) -> Option<Field<Moment>> {
        fields.iter().find_map(|field| self.of(context, *field))
    }

    fn of(&self, context: &mut Context<'_, '_, '_>, field: FieldId) -> Option<Field<Moment>> {
        for text in context.texts(field) {
            if super::placeholder::is_placeholder(&text.value) {
                continue;
            }
            // A time zone in the key: `首次发生时间（UTC）`.
            let named = context
                .labels(field)
                .into_iter()
                .find(|label| label.span == text.provenance.span)
                .and_then(|label| when::find_zone(&label.key));
            let zone = named.as_ref().map(|found| &found.value).or(self.zone);
            let moment = context
                .moment(&text.value, text.provenance.span, zone)
                .or_else(|| self.on_stated_day(context, &text.value, zone));
            if let Some(moment) = moment {
                return Some(Field { value: moment, provenance: text.provenance });
            }
        }
        None
    }

    /// `14:02 UTC` or `Mar 14, 14:02`, next to a date that another key states.
    fn on_stated_day(
        &self,
        context: &Context<'_, '_, '_>,
        text: &str,
        zone: Option<&Zone>,
    ) -> Option<Moment> {
        let base = self.base?;
        let stamp = when::leading_stamp(text, context.config.date_order)?;
        let clock = stamp.clock.filter(|_| stamp.problem.is_none())?;
        if let Some((month, day)) = stamp.day_month {
            let date = Date::new(base.year(), month, day).ok()?;
            return Some(moment(date, Some(clock), stamp.zone.as_ref().or(zone)));
        }
        let found = moment(base, Some(clock), stamp.zone.as_ref().or(zone));
        // An end before the start is on the next day; clocks of two zones do not compare.
        let is_next_day = self.after.as_ref().is_some_and(|after| {
            after.date == base && found.clock < after.clock && found.offset_minutes == after.offset_minutes
        });
        let date = if is_next_day { base.tomorrow().ok()? } else { base };
        Some(Moment { date, ..found })
    }
}

/// The day that the document states for times without a day: of a key, else of the file, else of the title.
fn stated_day(context: &Context<'_, '_, '_>) -> Option<Date> {
    let order = context.config.date_order;
    let in_text = |text: &str| when::find_date(text, order).and_then(|found| found.value.ok());
    let keyed = [FieldId::Started, FieldId::Date]
        .into_iter()
        .find_map(|field| context.texts(field).iter().find_map(|text| in_text(&text.value)));
    keyed.or_else(|| path_date(context)).or_else(|| {
        let title = context.labels.title?;
        in_text(&context.outline.sections[title].heading.text)
    })
}

/// The end of the period that a date or a start states: `2026-03-04 – 2026-03-09`.
fn period_end(context: &Context<'_, '_, '_>, zone: Option<&Zone>) -> Option<Field<Moment>> {
    [FieldId::Started, FieldId::Date].into_iter().find_map(|field| {
        let text = context.texts(field).into_iter().next()?;
        let period = when::find_period(&text.value, context.config.date_order)?.value;
        let value = moment(period.end, period.end_clock, period.zone.as_ref().or(zone));
        Some(Field { value, provenance: text.provenance })
    })
}

/// Where the date of an incident may be stated, apart from the timeline.
pub(super) struct DateSources<'s> {
    times: &'s Times,
    named: &'s Identity,
    /// The date in the first paragraphs, once it was looked for.
    in_prose: OnceCell<Option<Field<Date>>>,
    yesterday: OnceCell<Option<Field<Date>>>,
}

impl<'s> DateSources<'s> {
    pub(super) fn new(times: &'s Times, named: &'s Identity) -> Self {
        Self { times, named, in_prose: OnceCell::new(), yesterday: OnceCell::new() }
    }

    fn in_prose(&self, context: &Context<'_, '_, '_>) -> Option<Field<Date>> {
        self.in_prose.get_or_init(|| in_prose(context)).clone()
    }

    fn yesterday(&self, context: &Context<'_, '_, '_>, published: &Field<Date>) -> Option<Field<Date>> {
        self.yesterday.get_or_init(|| yesterday(context, published)).clone()
    }
}

/// The date on which the incident began.
pub(super) fn date(
    context: &mut Context<'_, '_, '_>,
    sources: &DateSources<'_>,
    timeline: &[Event],
) -> Option<Field<Date>> {
    let DateSources { times, named, .. } = sources;
    let stated = times
        .started
        .as_ref()
        .map(|started| Field { value: started.value.date, provenance: started.provenance });
    let in_path = path_date(context);
    if let Some(stated) = stated {
        let earlier = date_before_publication(context, &stated, sources, timeline);
        report_disagreement(context, &stated, in_path, sources, timeline);
        return earlier.or(Some(stated));
    }
    let in_duration = context.texts(FieldId::Duration).into_iter().find_map(|text| {
        let found = when::find_date(&text.value, context.config.date_order)?;
        // `不明 〜 2026-03-23` names the end of a stretch, not its beginning.
        let begins = text.value[..found.start].chars().all(|c| !c.is_alphanumeric());
        found.value.ok().filter(|_| begins).map(|date| Field { value: date, provenance: text.provenance })
    });
    if in_duration.is_some() {
        return in_duration;
    }
    let in_title = named.raw_titles.iter().find_map(|title| {
        let order = context.config.date_order;
        let period = when::find_period(&title.value, order).map(|found| found.value.start);
        let date = period.or_else(|| {
            let found = when::find_date(&title.value, order)?;
            found.value.ok().or_else(|| date_of_folder(context, &title.value))
        })?;
        Some(Field { value: date, provenance: title.provenance })
    });
    let in_timeline = timeline
        .iter()
        .find_map(|event| event.at.as_ref().filter(|_| has_day(&event.time)).map(|at| (at.date, event.span)));
    match (in_title, in_path) {
        // Titles are copied from other documents, and file names carry other dates: the timeline decides.
        (Some(title), Some(path)) if title.value != path => {
            if in_timeline.is_some_and(|(date, _)| date == path) {
                return Some(context.field(path, Origin::Path, Span::default()));
            }
            // A post is named after the day of its publication.
            if !is_shortly_after(path, title.value) {
                report_disagreement(context, &title, Some(path), sources, timeline);
            }
            return Some(title);
        }
        (Some(title), _) => return Some(title),
        (None, Some(path)) => return Some(context.field(path, Origin::Path, Span::default())),
        (None, None) => {}
    }
    let later =
        [&times.detected, &times.declared, &times.mitigated, &times.resolved].into_iter().flatten().next();
    later
        .map(|moment| Field { value: moment.value.date, provenance: moment.provenance })
        .or_else(|| in_timeline.map(|(date, span)| context.field(date, Origin::Section, span)))
        .or_else(|| sources.in_prose(context))
        .or_else(|| in_first_heading(context))
        .or_else(|| {
            // A line of its own in the timeline may name the day of the events below it.
            let event = timeline.iter().find(|event| event.at.is_some())?;
            Some(context.field(event.at.as_ref()?.date, Origin::Section, event.span))
        })
}

/// `## Incident: API outage — March 12, 2026` as the first heading below the title.
fn in_first_heading(context: &Context<'_, '_, '_>) -> Option<Field<Date>> {
    let first = context.labels.title.map_or(0, |title| title + 1);
    let heading = &context.outline.sections.get(first)?.heading;
    let date = when::find_date(&heading.text, context.config.date_order)?.value.ok()?;
    Some(context.field(date, Origin::Section, heading.span))
}

/// What an ambiguous date means in a folder of its month: `2026/01/12-01-2026.md`.
fn date_of_folder(context: &Context<'_, '_, '_>, text: &str) -> Option<Date> {
    let number = |folder: &str| folder.parse::<i16>().ok();
    let folders: Vec<Option<i16>> = context.source.path.split('/').map(number).collect();
    let months: Vec<(i16, i16)> = folders.windows(2).filter_map(|pair| pair[0].zip(pair[1])).collect();
    let mut dates = [DateOrder::DayFirst, DateOrder::MonthFirst]
        .into_iter()
        .filter_map(|order| when::find_date(text, Some(order))?.value.ok());
    dates.find(|date| months.contains(&(date.year(), i16::from(date.month()))))
}

/// The `date` of a blog post is its publication date. If the timeline, the title or the first paragraph names a date
/// shortly before it, that is the date of the incident.
fn date_before_publication(
    context: &Context<'_, '_, '_>,
    stated: &Field<Date>,
    sources: &DateSources<'_>,
    timeline: &[Event],
) -> Option<Field<Date>> {
    let is_plain_date =
        context.front(FieldId::Date).next().is_some() && context.front(FieldId::Started).next().is_none();
    if stated.provenance.origin != Origin::FrontMatter || !is_plain_date {
        return None;
    }
    let is_shortly_before = |date: Date| is_shortly_after(stated.value, date);
    let event = timeline.iter().find(|event| has_day(&event.time) && event.at.is_some());
    let in_timeline = event
        .and_then(|event| event.at.as_ref().map(|at| context.field(at.date, Origin::Section, event.span)));
    // `Outage May 4th`, in the year of the post.
    let in_title = sources.named.raw_titles.iter().find_map(|title| {
        let (month, day) = when::find_day_month(&title.value)?.value;
        let date = Date::new(stated.value.year(), month, day).ok()?;
        Some(Field { value: date, provenance: title.provenance })
    });
    let earlier = in_timeline.into_iter().chain(in_title).chain(sources.in_prose(context));
    earlier.chain(sources.yesterday(context, stated)).find(|field| is_shortly_before(field.value))
}

/// Whether a day is one to fourteen days after another: posts are published soon after the incident.
fn is_shortly_after(later: Date, date: Date) -> bool {
    (1..=14).contains(&date.until(later).map_or(0, |span| span.get_days()))
}

/// A post whose first line mentions yesterday was published the day after the incident.
fn yesterday(context: &Context<'_, '_, '_>, published: &Field<Date>) -> Option<Field<Date>> {
    let line = opening_lines(context).next()?;
    let folded = fold_text(&line.text);
    let says = context.lexicon.occurs_in("yesterday", &folded);
    let date = published.value.yesterday().ok().filter(|_| says)?;
    Some(context.field(date, Origin::Prose, line.span))
}

fn has_day(time: &str) -> bool {
    let is_clock = time.len() <= "14:02:33".len()
        && time.contains(':')
        && time.bytes().all(|byte| byte.is_ascii_digit() || byte == b':');
    !is_clock && (when::find_date(time, None).is_some() || when::find_day_month(time).is_some())
}

fn path_date(context: &Context<'_, '_, '_>) -> Option<Date> {
    let name = super::identity::source_name(context.source);
    let permalink = context
        .front
        .iter()
        .find(|(_, entry)| entry.key == "path")
        .and_then(|(_, entry)| scalar(&entry.value));
    when::date_in_name(&name)
        .or_else(|| when::date_in_name(&context.source.path))
        .or_else(|| permalink.as_deref().and_then(when::date_in_name))
}

/// Reports a file that is named after another day than the incident, unless the document mentions that day as well: files
/// are also named after the end of the incident or the day of the report.
fn report_disagreement(
    context: &mut Context<'_, '_, '_>,
    stated: &Field<Date>,
    path: Option<Date>,
    sources: &DateSources<'_>,
    timeline: &[Event],
) {
    let Some(path) = path.filter(|path| *path != stated.value) else { return };
    let Times { detected, declared, mitigated, resolved, .. } = sources.times;
    let ends = [detected, declared, mitigated, resolved].into_iter().flatten().map(|field| field.value.date);
    let events = timeline.iter().filter_map(|event| event.at.as_ref()).map(|at| at.date);
    let reported =
        [FieldId::Published, FieldId::Updated, FieldId::Meeting, FieldId::Finalized, FieldId::Date];
    let is_mentioned = ends.chain(events).any(|date| date == path)
        || resolved.as_ref().is_some_and(|end| (stated.value..=end.value.date).contains(&path))
        || reported.into_iter().any(|field| {
            context.texts(field).iter().any(|text| {
                let mut dates = when::find_dates(&text.value, context.config.date_order).into_iter();
                dates.any(|found| found.value == Ok(path))
            })
        });
    if is_mentioned {
        return;
    }
    let origin = stated.provenance.origin.label();
    context.report(
        Code::FieldConflict,
        stated.provenance.span,
        format!("`date`: the {origin} says `{}`, the file name says `{path}`", stated.value),
        "pmsite uses the first one; correct the other",
    );
}

/// The first date in the first paragraphs, for a document that states no other.
fn in_prose(context: &Context<'_, '_, '_>) -> Option<Field<Date>> {
    opening_lines(context).find_map(|line| {
        let found = when::find_date(&line.text, context.config.date_order)?;
        let date = found.value.ok().filter(|_| !line.is_code(&line.text[found.start..found.end]))?;
        Some(context.field(date, Origin::Prose, line.span))
    })
}

/// The lines before the first section, under the title and in the summary.
fn opening_lines<'o, 'a>(context: &Context<'_, 'o, 'a>) -> impl Iterator<Item = &'o Line<'a>> {
    let (title, section_fields) = (context.labels.title, context.labels.section_fields.clone());
    context.outline.sections.iter().enumerate().flat_map(move |(index, section)| {
        let in_summary = section_fields[index] == Some(FieldId::Summary);
        let is_first = index == 0 || Some(index) == title || in_summary;
        section.blocks.iter().filter(move |_| is_first).flat_map(move |block| match block {
            Block::Paragraph(lines) => lines.iter().collect::<Vec<_>>(),
            Block::List(items) => items.iter().flat_map(Item::lines).collect(),
            _ => Vec::new(),
        })
    })
}
