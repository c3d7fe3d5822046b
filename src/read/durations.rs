//! The duration of an incident.

use super::context::{Context, scalar};
use super::labels::Label;
use super::prose;
use crate::diag::Code;
use crate::lexicon::characters;
use crate::model::{Event, Field, FieldId, Moment, Origin, Phase, Times};
use crate::source::Span;
use crate::when;

const JOIN_MARKS: &[char] = characters("time.duration_join_mark");
const DAY_MARKS: &[char] = characters("time.day_mark");

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
}

/// The duration in minutes: as stated, else between the stated times, else from the timeline.
pub(super) fn read(
    context: &mut Context<'_, '_, '_>,
    times: &Times,
    timeline: &[Event],
) -> Option<Field<u32>> {
    let computed = computed(times, timeline);
    let Some(stated) = stated(context).or_else(|| in_prose(context)) else {
        let minutes = computed.between_times.first().or(computed.events.first())?;
        return Some(context.field(*minutes, Origin::Derived, Span::default()));
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
    let stated_minutes = f64::from(stated.field.value);
    let tolerance = 10.0_f64.max(stated_minutes * 0.15);
    let agrees = |minutes: &u32| (stated_minutes - f64::from(*minutes)).abs() <= tolerance;
    if !stated.end_to_end || computed.between_times.iter().chain(&computed.events).any(agrees) {
        return None;
    }
    let longest = computed.events.iter().max().copied();
    match computed.between_times.first() {
        Some(minutes) => Some(*minutes),
        None if computed.has_end => computed.events.first().copied(),
        // Without an end of the impact, the timeline may include aftercare: only a longer stated duration contradicts
        // it.
        None => longest.filter(|longest| stated_minutes > f64::from(*longest)),
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
    let mut labels = context.labels(FieldId::Duration);
    // `total downtime` says more than `time to repair`; the vocabulary lists keys in order of preference.
    labels.sort_by_key(|label: &&Label<'_, '_>| {
        (label.origin == Origin::Section, context.lexicon.keys.rank(&super::lexicon::fold(&label.key)))
    });
    labels.into_iter().find_map(|label| {
        let text = label.text();
        if super::placeholder::is_placeholder(&text) {
            return None;
        }
        let found = when::find_duration(&without_separators(&text))?;
        let key = super::lexicon::fold(&label.key);
        let end_to_end = !key.starts_with("time to") && !key.ends_with("ttr") && !text.contains(['(', '（']);
        Some(Stated { field: context.field(found.value, label.origin, label.span), end_to_end })
    })
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the value is between 0 and 1e8")]
fn rounded(minutes: f64) -> u32 {
    minutes.round() as u32
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
    let outline = context.outline;
    for (index, section) in outline.sections.iter().enumerate() {
        let head = index == 0 || Some(index) == context.labels.title;
        if !head
            && !matches!(
                context.labels.section_fields[index],
                Some(FieldId::Summary | FieldId::OneLine | FieldId::Resolution)
            )
        {
            continue;
        }
        for block in &section.blocks {
            let super::outline::Block::Paragraph(lines) = block else { continue };
            let paragraph = prose::lines_text(lines);
            let folded = super::lexicon::fold_text(&paragraph);
            let lasted =
                context.lexicon.list("lasted").filter_map(|word| super::lexicon::find_words(&folded, word));
            // `For 74 minutes, install could not …`
            let opening = folded.starts_with("for ").then_some("for ".len());
            for after in lasted.chain(opening) {
                let tail: String = folded[after..].chars().take(60).collect();
                if let Some(found) = when::find_duration(&tail)
                    && tail[..found.start].split_whitespace().count() <= 3
                {
                    let field = context.field(found.value, Origin::Prose, lines[0].span);
                    return Some(Stated { field, end_to_end: false });
                }
            }
        }
    }
    None
}

fn computed(times: &Times, timeline: &[Event]) -> Computed {
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
    Computed {
        between_times: spans(
            &[stated(&times.started), stated(&times.detected), stated(&times.declared)],
            &[stated(&times.resolved), stated(&times.mitigated)],
        ),
        events: spans(&[timeline.iter().find_map(minutes)], &[ends[0], ends[1], last]),
        has_end: ends.iter().any(Option::is_some),
    }
}
