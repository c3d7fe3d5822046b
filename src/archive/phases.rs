//! The phases of an incident, between the marked events of its timeline.

use serde::Serialize;

use super::{Incident, PhaseSpan};
use crate::model::{Event, Field, Moment, Phase};

/// The events that delimit phases, in the order of an incident, each with the name of the phase that it ends.
const MARKS: &[(Phase, &str)] = &[
    (Phase::FirstSignal, ""),
    (Phase::Alert, "undetected"),
    (Phase::Declared, "triage"),
    (Phase::CauseFound, "diagnosis"),
    (Phase::Mitigated, "mitigation"),
    (Phase::Restored, "recovery"),
    (Phase::Resolved, "aftercare"),
];

/// The phase of each event of a timeline, if it is within one. An event that delimits two phases belongs to the later one.
pub fn event_phases(timeline: &[Event]) -> Vec<Option<&'static str>> {
    let marks = marks(timeline);
    let last = marks.len().saturating_sub(1);
    let phase = |event: &Event| {
        let at = minutes(event)?;
        // The mark that ends the phase; the last event belongs to the phase that it ends.
        let end = marks.iter().position(|(_, _, mark)| at < *mark).unwrap_or(last);
        let (_, name, mark) = marks.get(end)?;
        (end > 0 && at <= *mark).then_some(*name)
    };
    timeline.iter().map(phase).collect()
}

fn minutes(event: &Event) -> Option<i64> {
    event.at.as_ref().and_then(Moment::minutes)
}

/// The events that delimit phases, each with the name of the phase that it ends and its minute.
fn marks(timeline: &[Event]) -> Vec<(Phase, &'static str, i64)> {
    let mut marks: Vec<(Phase, &'static str, i64)> = Vec::new();
    for (phase, name) in MARKS {
        // Without a declaration, the start of the investigation counts.
        let stands_for = |event: &&Event| {
            event.phase == Some(*phase)
                || (*phase == Phase::Declared && event.phase == Some(Phase::Investigating))
        };
        let found = match phase {
            Phase::Mitigated => mitigation(timeline).and_then(minutes),
            _ => timeline.iter().filter(stands_for).find_map(minutes),
        };
        if let Some(at) = found
            && marks.last().is_none_or(|(_, _, before)| at >= *before)
        {
            marks.push((*phase, name, at));
        }
    }
    marks
}

/// The phases between the marked events; empty if fewer than two have a time.
pub(super) fn between(timeline: &[Event]) -> Vec<PhaseSpan> {
    marks(timeline)
        .windows(2)
        .filter_map(|pair| {
            let ((from, _, start), (to, name, end)) = (pair[0], pair[1]);
            let minutes = u32::try_from(end - start).ok()?;
            Some(PhaseSpan { name, from, to, minutes })
        })
        .filter(|span| span.minutes > 0)
        .collect()
}

/// The event that mitigated the incident: the last mitigation before the service was back, because those before it did not
/// help. Without an end, the first one.
fn mitigation(timeline: &[Event]) -> Option<&Event> {
    let is_end = |event: &Event| matches!(event.phase, Some(Phase::Restored | Phase::Resolved));
    let mut mitigations =
        timeline.iter().enumerate().filter(|(_, event)| event.phase == Some(Phase::Mitigated)).peekable();
    let first = mitigations.peek().copied()?;
    let end = timeline.iter().skip(first.0).position(is_end).map(|at| first.0 + at);
    let last = end.and_then(|end| mitigations.take_while(|(at, _)| *at < end).last());
    Some(last.unwrap_or(first).1)
}

/// How many minutes after the start somebody noticed, the effects ended, and the incident was over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ResponseMinutes {
    /// Until it was detected.
    pub detect: Option<u32>,
    /// Until it was mitigated.
    pub mitigate: Option<u32>,
    /// Until it was resolved.
    pub resolve: Option<u32>,
}

impl ResponseMinutes {
    /// Computes them for an incident: from the times that the document marks, else from its timeline.
    pub fn of(incident: &Incident) -> Self {
        let times = &incident.record.times;
        let minutes = |time: &Option<Field<Moment>>| time.as_ref().and_then(|time| time.value.minutes());
        let start = minutes(&times.started);
        let marked = |time| u32::try_from(minutes(time)? - start?).ok();
        // The phases follow one another without gaps.
        let until = |phase: Phase| {
            let last = incident.phases.iter().position(|span| span.to == phase)?;
            Some(incident.phases[..=last].iter().map(|span| span.minutes).sum())
        };
        Self {
            detect: marked(&times.detected).or_else(|| until(Phase::Alert)),
            mitigate: marked(&times.mitigated).or_else(|| until(Phase::Mitigated)),
            resolve: marked(&times.resolved)
                .or_else(|| until(Phase::Resolved))
                .or_else(|| until(Phase::Restored)),
        }
    }

    /// Whether nothing is known.
    pub fn is_unknown(self) -> bool {
        self == Self::default()
    }
}

/// Minutes from the start of the incident until it was mitigated: from the stated times, else from the timeline.
pub fn minutes_to_mitigate(incident: &Incident) -> Option<u32> {
    let record = &incident.record;
    let stated_time = |field: &Option<Field<Moment>>| field.as_ref()?.value.minutes();
    let events =
        || record.timeline.iter().filter_map(|event| Some((event.phase, event.at.as_ref()?.minutes()?)));
    let first = || events().map(|(_, minutes)| minutes).next();
    let phase =
        |wanted: Phase| events().find(|(phase, _)| *phase == Some(wanted)).map(|(_, minutes)| minutes);
    let started = stated_time(&record.times.started).or_else(first)?;
    let mitigated = stated_time(&record.times.mitigated)
        .or_else(|| mitigation(&record.timeline)?.at.as_ref()?.minutes())
        .or_else(|| phase(Phase::Restored))?;
    let minutes = u32::try_from(mitigated - started).ok()?;
    // A value that contradicts the stated duration (the tolerance of `duration-disagrees`) is not trusted.
    let stated = incident.card.duration.unwrap_or(u32::MAX);
    (minutes <= stated.saturating_add(10.max(stated / 100 * 15))).then_some(minutes)
}

/// The names of the phases, in order.
pub fn phase_names() -> impl Iterator<Item = &'static str> {
    MARKS.iter().map(|(_, name)| *name).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    fn event(text: &str, phase: Option<Phase>) -> Event {
        Event {
            time: Box::default(),
            at: None,
            phase,
            text: text.into(),
            anchor: Box::default(),
            span: Span::default(),
            line: 0,
        }
    }

    #[test]
    fn events_belong_to_the_phase_that_they_begin() {
        let at = |minute: i8, phase| Event {
            at: Some(Moment {
                date: jiff::civil::Date::constant(2026, 3, 4),
                clock: Some(jiff::civil::time(10, minute, 0, 0)),
                offset_minutes: None,
                zone: None,
            }),
            ..event("", phase)
        };
        let timeline = [
            at(0, Some(Phase::FirstSignal)),
            at(5, Some(Phase::Alert)),
            at(7, None),
            at(9, Some(Phase::Declared)),
            at(20, Some(Phase::CauseFound)),
            at(30, None),
            event("some day", None),
        ];
        let (first, second) = (Some("undetected"), Some("triage"));
        let third = Some("diagnosis");
        assert_eq!(event_phases(&timeline), [first, second, second, third, third, None, None]);
        assert_eq!(event_phases(&timeline[..1]), [None]);
    }

    #[test]
    fn last_mitigation_before_the_recovery_counts() {
        let mut timeline = vec![
            event("restarted the pods", Some(Phase::Mitigated)),
            event("rolled back", Some(Phase::Mitigated)),
        ];
        let text = |timeline: &[Event]| mitigation(timeline).unwrap().text.to_string();
        assert_eq!(text(&timeline), "restarted the pods");
        timeline.push(event("back to normal", Some(Phase::Restored)));
        timeline.push(event("added a limit", Some(Phase::Mitigated)));
        assert_eq!(text(&timeline), "rolled back");
        assert!(mitigation(&timeline[2..3]).is_none());
    }
}
