//! `14:02` means little to a reader on another continent, and cannot be matched with a log in UTC. One line above the timeline is
//! enough: `All times in UTC.` Or set `timezone` in `pmsite.toml` once.
//!
//! Reported when at least two thirds of the timelines in the archive have a time zone.

use super::context::IncidentContext;
use super::predicates::{has_clocks, has_zone};
use crate::diag::{Code, Diagnostic};

pub(super) fn check(context: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let record = &context.incident.record;
    let usual = context.shared.conventions.zone.is_common();
    if !usual || context.shared.config.timezone.is_some() || !has_clocks(record) || has_zone(record) {
        return Vec::new();
    }
    // `T+12m` is relative, so it needs no zone.
    if record.timeline.iter().any(|event| event.time.trim_start().starts_with("T+")) {
        return Vec::new();
    }
    let first = record.timeline.iter().find(|event| event.at.as_ref().is_some_and(|at| at.clock.is_some()));
    let place = first.map_or_else(|| context.title_span(), |event| event.span);
    vec![
        context
            .report(Code::TimeZoneMissing, place, "the times of this timeline have no known time zone")
            .help("write `All times in UTC.`, or the actual time zone, above it"),
    ]
}
