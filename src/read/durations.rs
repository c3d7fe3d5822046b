//! The duration of an incident.

use jiff::civil::Date;

use super::context::{Context, scalar};
use super::labels::Label;
use super::lexicon::{fold, fold_text};
use super::outline::{Block, Line};
use super::prose;
use crate::diag::Code;
use crate::lexicon::{characters, list};
use crate::model::{Event, Field, FieldId, Moment, Origin, Phase, Times};
use crate::source::Span;
use crate::text::{boundary, sentences};
use crate::when;

const JOIN_MARKS: &[char] = characters("time.duration_join_mark");
const DAY_MARKS: &[char] = characters("time.day_mark");

/// Words and marks between the ends of a range, and words before one whose ends a conjunction joins.
const RANGE: &[&str] = list("time.range");
const BETWEEN: &[&str] = list("time.between");
const RANGE_MARKS: [char; 6] = ['-', '–', '—', '~', '〜', '→'];

/// How many sentences of the summary may name the time of the incident.
const OPENING_SENTENCES: usize = 3;
/// What is longer is data and no sentence, in bytes.
const MAX_OPENING: usize = 800;
/// The word that introduces a range is at most this many words before it.
const MAX_WORDS_BEFORE: usize = 4;
/// At most this many bytes are between the ends of a range, with a time zone.
const MAX_BETWEEN: usize = 12;

/// A duration stated by the document.
struct Stated {
    field: Field<u32>,
    /// Whether it claims to cover the incident from beginning to end. `Time to repair` counts from the declaration,
    /// and `33 h (during support hours)` leaves hours out: neither has to agree with the clock.
    end_to_end: bool,
}

/// The durations that follow from the times, most likely first: authors count to the end of the impact, to the end of
/// the incident, or from its detection.
#[derive(Default)]
struct Computed {
    /// Between stated times.
    between_times: Vec<u32>,
    /// Between timeline events.
    events: Vec<u32>,
    /// Whether an event says that the service was back, so that later events are aftercare.
    has_end: bool,
    /// Whether no event of the days of the incident without a time of day comes before the first one with it.
    is_exact: bool,
}

/// The duration in minutes: as stated, else the time from the detection to the fix, else between the stated times, else
/// from the timeline.
pub(super) fn read(
    context: &mut Context<'_, '_, '_>,
    times: &Times,
    timeline: &[Event],
    date: Option<Date>,
) -> Option<Field<u32>> {
    let computed = computed(times, timeline, date);
    let repair = || labeled(context, FieldId::TimeToRepair).filter(|_| !denied(context));
    let Some(stated) = stated(context).or_else(|| in_prose(context)).or_else(repair) else {
        let between_times = computed.between_times.first().copied();
        if between_times.is_none()
            && let Some(window) = window(context)
        {
            return Some(window);
        }
        let computed = between_times.or(computed.events.first().copied());
        let minutes = computed.or_else(|| dayless(context, timeline))?;
        return Some(context.field(minutes, Origin::Derived, Span::default()));
    };
    if let Some(other) = disagreement(&stated, &computed) {
        let (said, other) = (when::show_minutes(stated.field.value), when::show_minutes(other));
        let message = format!("says {said}, but the timeline adds up to {other}");
        context.report(
            Code::DurationMismatch,
            stated.field.provenance.span,
            message,
            "pmsite shows the stated duration",
        );
    }
    Some(stated.field)
}

/// The computed duration that contradicts the stated one, if no plausible one agrees.
fn disagreement(stated: &Stated, computed: &Computed) -> Option<u32> {
    let stated_minutes = stated.field.value;
    let agrees = |minutes: &u32| !differ(stated_minutes, *minutes);
    if !stated.end_to_end
        || !computed.is_exact && computed.between_times.is_empty()
        || computed.between_times.iter().chain(&computed.events).any(agrees)
    {
        return None;
    }
    let longest = computed.events.iter().max().copied();
    match computed.between_times.first() {
        Some(minutes) => Some(*minutes),
        None if computed.has_end => computed.events.first().copied(),
        // Without an end of the impact, the timeline may include aftercare: only a longer stated duration contradicts
        // it.
        None => longest.filter(|longest| stated_minutes > *longest),
    }
}

fn stated(context: &Context<'_, '_, '_>) -> Option<Stated> {
    for entry in context.front(FieldId::Duration) {
        let minutes = match &entry.value {
            serde_json::Value::Number(number) => {
                let per = if entry.key.to_lowercase().contains("hour") { 60.0 } else { 1.0 };
                number.as_f64().filter(|value| (0.0..1e8).contains(value)).map(|value| rounded(value * per))
            }
            other => scalar(other)
                .and_then(|text| when::find_duration(&without_separators(&text)))
                .map(|found| found.value),
        };
        if let Some(minutes) = minutes {
            let field = context.field(minutes, Origin::FrontMatter, entry.span);
            return Some(Stated { field, end_to_end: true });
        }
    }
    labeled(context, FieldId::Duration).or_else(|| {
        // `Resolved: 45 minutes` and `解决时间：约 3 小时`: a length where a time of day was expected.
        let labels =
            [FieldId::Resolved, FieldId::Mitigated].into_iter().flat_map(|field| context.labels(field));
        labels.filter(|label| label.origin != Origin::Section).find_map(|label| {
            let text = label.text();
            let is_time = when::find_date(&text, context.config.date_order).is_some()
                || when::leading_stamp(&text, context.config.date_order).is_some();
            let found = when::find_duration(&without_separators(&text)).filter(|_| !is_time)?;
            // Sentences name other lengths too.
            let alone = text[..found.start.min(text.len())].split_whitespace().count() <= 1;
            let field = context.field(found.value, label.origin, label.span);
            alone.then_some(Stated { field, end_to_end: false })
        })
    })
}

/// Whether the document says that there is no duration: `Downtime: N/A — nobody noticed`. The time until the fix then says
/// nothing about one.
fn denied(context: &Context<'_, '_, '_>) -> bool {
    context.labels(FieldId::Duration).into_iter().any(|label| {
        let text = label.text();
        let end = text.find([',', ';', '(', '（', '—', '–', '。']).unwrap_or(text.len());
        let end = text[..end].find(". ").unwrap_or(end);
        !text[..end].trim().is_empty() && context.lexicon.is_nothing(&text[..end])
    })
}

/// The duration that a key states; of several keys, the one that the vocabulary lists first.
fn labeled(context: &Context<'_, '_, '_>, field: FieldId) -> Option<Stated> {
    let mut labels = context.labels(field);
    labels.sort_by_key(|label: &&Label<'_, '_>| {
        (label.origin == Origin::Section, context.lexicon.keys.rank(&super::lexicon::fold(&label.key)))
    });
    labels.into_iter().find_map(|label| {
        let text = label.text();
        if super::placeholder::is_placeholder(&text) {
            return None;
        }
        let found = when::find_duration(&without_separators(&text))?;
        let end_to_end = field == FieldId::Duration && !text.contains(['(', '（']);
        Some(Stated { field: context.field(found.value, label.origin, label.span), end_to_end })
    })
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the value is between 0 and 1e8")]
fn rounded(minutes: f64) -> u32 {
    minutes.round() as u32
}

/// The length that a text states, in minutes.
pub(super) fn parse(text: &str) -> Option<u32> {
    when::find_duration(&without_separators(text)).map(|found| found.value)
}

/// Whether two lengths differ by more than 10 minutes and by more than 15 % of the first.
pub(super) fn differ(first: u32, second: u32) -> bool {
    let tolerance = 10.0_f64.max(f64::from(first) * 0.15);
    (f64::from(first) - f64::from(second)).abs() > tolerance
}

/// `1 Std. 35 Min.` and `2日と3時間` without the marks between their parts.
fn without_separators(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut previous = ' ';
    for c in text.chars() {
        let joins =
            c == '.' && previous.is_alphabetic() || JOIN_MARKS.contains(&c) && DAY_MARKS.contains(&previous);
        if !joins {
            out.push(c);
        }
        previous = c;
    }
    out
}

/// `It lasted approximately 49 minutes` in the summary or the resolution.
fn in_prose(context: &Context<'_, '_, '_>) -> Option<Stated> {
    let fields = [FieldId::Summary, FieldId::OneLine, FieldId::Resolution];
    paragraphs(context, &fields).find_map(|lines| {
        let folded = fold_text(&prose::lines_text(lines));
        let lasted =
            context.lexicon.list("lasted").filter_map(|word| super::lexicon::find_words(&folded, word));
        // `For 74 minutes, install could not …`
        let opening = folded.starts_with("for ").then_some("for ".len());
        lasted.chain(opening).find_map(|after| {
            let tail: String = folded[after..].chars().take(60).collect();
            let found = when::find_duration(&tail)?;
            let is_near = tail[..found.start].split_whitespace().count() <= 3;
            let field = context.field(found.value, Origin::Prose, lines[0].span);
            is_near.then_some(Stated { field, end_to_end: false })
        })
    })
}

/// The paragraphs at the head of a document and in the sections for these fields.
fn paragraphs<'o, 'a>(
    context: &Context<'_, 'o, 'a>,
    fields: &'o [FieldId],
) -> impl Iterator<Item = &'o [Line<'a>]> {
    let (title, section_fields) = (context.labels.title, context.labels.section_fields.clone());
    let is_one = move |index: usize| {
        index == 0
            || Some(index) == title
            || section_fields[index].is_some_and(|field| fields.contains(&field))
    };
    let sections = context.outline.sections.iter().enumerate().filter(move |(index, _)| is_one(*index));
    sections.flat_map(|(_, section)| &section.blocks).filter_map(|block| match block {
        Block::Paragraph(lines) => Some(lines.as_slice()),
        _ => None,
    })
}

/// The length of the time that the first sentences name: `From 14:02 to 16:10, nobody could pay`.
fn window(context: &Context<'_, '_, '_>) -> Option<Field<u32>> {
    paragraphs(context, &[FieldId::Summary, FieldId::OneLine]).find_map(|lines| {
        let text = prose::lines_text(lines);
        let opening: usize = sentences(&text).take(OPENING_SENTENCES).map(str::len).sum();
        let text = &text[..boundary(&text, opening.min(MAX_OPENING))];
        let first = when::find_clock(text)?;
        let (before, after) = (&text[..first.start], &text[first.end..]);
        let second = when::find_clock(after).filter(|second| second.start <= MAX_BETWEEN)?;
        let joint = fold_text(&after[..second.start]);
        // `between the hours of 14:02 and 16:10`
        let mut last = before.split_whitespace().rev().take(MAX_WORDS_BEFORE);
        let is_joined = joint.contains(RANGE_MARKS)
            || joint.split(' ').any(|word| RANGE.contains(&word))
            || last.any(|word| BETWEEN.contains(&fold(word).as_str()));
        let from = i32::from(first.value.hour()) * 60 + i32::from(first.value.minute());
        let to = i32::from(second.value.hour()) * 60 + i32::from(second.value.minute());
        let counted = u32::try_from((to - from).rem_euclid(24 * 60)).ok()?;
        // `17:16–18:34 UTC (about 75 min)`
        let rest = &after[second.end..];
        let remark = rest.find('(').filter(|at| *at <= MAX_BETWEEN).map(|at| &rest[at..]);
        let minutes = remark
            .and_then(|remark| when::find_duration(remark.split(')').next().unwrap_or(remark)))
            .map_or(counted, |found| found.value);
        (is_joined && minutes > 0).then(|| context.field(minutes, Origin::Prose, lines[0].span))
    })
}

fn computed(times: &Times, timeline: &[Event], date: Option<Date>) -> Computed {
    let stated = |field: &Option<Field<Moment>>| field.as_ref().and_then(|field| field.value.minutes());
    let minutes = |event: &Event| event.at.as_ref().and_then(Moment::minutes);
    let phase_start =
        |phase: Phase| timeline.iter().filter(|event| event.phase == Some(phase)).find_map(minutes);
    let spans = |from: &[Option<i64>], to: &[Option<i64>]| {
        let pairs = from.iter().flatten().flat_map(|from| to.iter().flatten().map(move |to| to - from));
        pairs
            .filter_map(|minutes| u32::try_from(minutes).ok())
            .filter(|minutes| *minutes > 0)
            .collect::<Vec<_>>()
    };
    let ends = [phase_start(Phase::Restored), phase_start(Phase::Resolved)];
    let last = timeline.iter().filter_map(minutes).max();
    let mut between_times = spans(
        &[stated(&times.started), stated(&times.detected), stated(&times.declared)],
        &[stated(&times.resolved), stated(&times.mitigated)],
    );
    between_times.extend(days(times));
    // Rows about the days before the incident are its background.
    let on_the_day = timeline
        .iter()
        .filter(|event| event.at.as_ref().is_some_and(|at| date.is_none_or(|date| at.date >= date)))
        .find_map(minutes);
    let begins = [
        stated(&times.started),
        phase_start(Phase::FirstSignal).filter(|first| on_the_day.is_none_or(|day| *first >= day)),
        on_the_day,
        timeline.iter().find_map(minutes),
        // Authors also count from when somebody noticed; rows before that are background.
        phase_start(Phase::Alert),
        phase_start(Phase::Declared),
        phase_start(Phase::Investigating),
    ];
    let has_day_only = |event: &&Event| event.at.as_ref().is_some_and(|at| at.clock.is_none());
    let first = timeline.iter().position(|event| minutes(event).is_some()).unwrap_or(0);
    let is_exact = !timeline[..first].iter().any(|event| has_day_only(&event));
    Computed {
        is_exact,
        between_times,
        events: spans(&begins, &[ends[0], ends[1], last]),
        has_end: ends.iter().any(Option::is_some),
    }
}

/// The length of a stated period of whole days.
fn days(times: &Times) -> Option<u32> {
    let (start, end) = (&times.started.as_ref()?.value, &times.resolved.as_ref()?.value);
    let days = end.date.since(start.date).ok()?.get_days();
    let whole = start.clock.is_none() && end.clock.is_none() && days > 0;
    u32::try_from(days * 24 * 60).ok().filter(|_| whole)
}

/// The length of a timeline without any day, from its first time to its last.
fn dayless(context: &Context<'_, '_, '_>, timeline: &[Event]) -> Option<u32> {
    if timeline.iter().any(|event| event.at.is_some()) {
        return None;
    }
    let clocks = timeline
        .iter()
        .filter_map(|event| when::leading_stamp(&event.time, context.config.date_order)?.clock);
    let mut clocks = clocks.map(|clock| i64::from(clock.hour()) * 60 + i64::from(clock.minute()));
    let first = clocks.next()?;
    let (mut day, mut last) = (0, first);
    for minutes in clocks {
        // As in a timeline with days: a step back of more than 12 hours is past midnight.
        day += if last % 1440 - minutes > 12 * 60 { 1440 } else { 0 };
        last = (day + minutes).max(last);
    }
    u32::try_from(last - first).ok().filter(|minutes| *minutes > 0)
}
