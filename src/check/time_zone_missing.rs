//! `14:02` means nothing to a reader on another continent, and cannot be laid beside a log in UTC. One line above the
//! timeline is enough: `All times in UTC.` Or set `timezone` in `pmsite.toml` once for all.
//!
//! Found where at least two thirds of the archive's timelines name their zone.

use super::context::IncidentContext;
use super::conventions::{has_clocks, has_zone};
use crate::diag::{Code, Diagnostic};

pub(super) fn check(case: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let record = &case.incident.record;
    let usual = case.scene.conventions.zone.holds();
    if !usual || case.scene.config.timezone.is_some() || !has_clocks(record) || has_zone(record) {
        return Vec::new();
    }
    // `T+12m` counts from the beginning, wherever that was.
    if record.timeline.iter().any(|event| event.time.trim_start().starts_with("T+")) {
        return Vec::new();
    }
    let first = record.timeline.iter().find(|event| event.at.as_ref().is_some_and(|at| at.clock.is_some()));
    let place = first.map_or_else(|| case.head(), |event| event.span);
    vec![
        case.at(Code::TimeZoneMissing, place, "the times of this timeline name no zone that pmsite knows")
            .help("write `All times in UTC.`, or the zone that holds, above it"),
    ]
}
