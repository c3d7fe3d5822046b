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

/// The phases between the marked events; empty if fewer than two have a time.
pub(super) fn between(timeline: &[Event]) -> Vec<PhaseSpan> {
    let minutes = |event: &Event| event.at.as_ref().and_then(Moment::minutes);
    let mut marks: Vec<(Phase, &'static str, i64)> = Vec::new();
    for (phase, name) in MARKS {
        // Without a declaration, the start of the investigation counts.
        let stands_for = |event: &&Event| {
            event.phase == Some(*phase)
                || (*phase == Phase::Declared && event.phase == Some(Phase::Investigating))
        };
        let found = timeline.iter().filter(stands_for).find_map(minutes);
        if let Some(at) = found
            && marks.last().is_none_or(|(_, _, before)| at >= *before)
        {
            marks.push((*phase, name, at));
        }
    }
    marks
        .windows(2)
        .filter_map(|pair| {
            let ((from, _, start), (to, name, end)) = (pair[0], pair[1]);
            let minutes = u32::try_from(end - start).ok()?;
            Some(PhaseSpan { name, from, to, minutes })
        })
        .filter(|span| span.minutes > 0)
        .collect()
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

/// The names of the phases, in order.
pub fn phase_names() -> impl Iterator<Item = &'static str> {
    MARKS.iter().map(|(_, name)| *name).filter(|name| !name.is_empty())
}
