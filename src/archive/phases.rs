//! The stretches of an incident, from the marked events of its timeline.

use super::PhaseSpan;
use crate::model::{Event, Moment, Phase};

/// The events that part the stretches, in the order in which an incident runs through them, and the name of the stretch that each one ends.
const MARKS: &[(Phase, &str)] = &[
    (Phase::FirstSignal, ""),
    (Phase::Alert, "undetected"),
    (Phase::Declared, "triage"),
    (Phase::CauseFound, "diagnosis"),
    (Phase::Mitigated, "mitigation"),
    (Phase::Restored, "recovery"),
    (Phase::Resolved, "aftercare"),
];

/// The stretches between the marked events; empty if fewer than two can be placed.
pub(super) fn between(timeline: &[Event]) -> Vec<PhaseSpan> {
    let minutes = |event: &Event| event.at.as_ref().and_then(Moment::minutes);
    let mut marks: Vec<(Phase, &'static str, i64)> = Vec::new();
    for (phase, name) in MARKS {
        // The first signal is the first event, whatever its wording; investigation begins with the declaration if none is named.
        let stands_for = |event: &&Event| {
            event.phase == Some(*phase)
                || (*phase == Phase::Declared && event.phase == Some(Phase::Investigating))
        };
        let found = if *phase == Phase::FirstSignal {
            timeline.iter().find_map(minutes)
        } else {
            timeline.iter().filter(stands_for).find_map(minutes)
        };
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
