//! An incident in one line or in one object, as lists have it.

use serde::Serialize;

use crate::archive::Incident;
use crate::model::{Moment, Phase, Severity};
use crate::report::human::Paint;
use crate::report::table::{Cell, Look, cut};
use crate::report::{csv, plain_line};
use crate::text::squeeze;
use crate::when::show_minutes;

/// What lists say of an incident. Names are those of `api/incidents.json`, where that has them.
#[derive(Debug, Serialize)]
pub(super) struct Brief<'a> {
    pub(super) id: &'a str,
    pub(super) title: &'a str,
    date: Option<String>,
    severity: Option<&'a Severity>,
    status: Option<&'a str>,
    duration_minutes: Option<u32>,
    pub(super) minutes_to_mitigate: Option<u32>,
    services: &'a [String],
    summary: Option<&'a str>,
    pub(super) fixed_by: Option<&'a str>,
    open_actions: usize,
    overdue_actions: usize,
    /// As seen from the working directory.
    pub(super) path: String,
}

impl<'a> Brief<'a> {
    /// An incident whose document has this path, as seen from the working directory.
    pub(super) fn new(incident: &'a Incident, path: String) -> Self {
        let card = &incident.card;
        Self {
            id: &card.id,
            title: &card.title,
            date: card.date.map(|date| date.to_string()),
            severity: card.severity.as_ref(),
            status: card.status.as_ref().map(|status| status.label.as_str()),
            duration_minutes: card.duration,
            minutes_to_mitigate: minutes_to_mitigate(incident),
            services: &card.services,
            summary: card.one_line.as_deref(),
            fixed_by: card.fixed_by.as_deref(),
            open_actions: card.actions_open,
            overdue_actions: card.actions_overdue,
            path,
        }
    }

    /// The author's word for the severity.
    pub(super) fn severity(&self) -> Cell {
        let Some(severity) = self.severity else { return Cell::new("–").look(Look::Faint) };
        Cell::new(&severity.label).look(Look::of_level(severity.level))
    }

    /// The day in ISO 8601, which sorts and aligns.
    pub(super) fn date(&self) -> &str {
        self.date.as_deref().unwrap_or_default()
    }

    /// One line that names it, within a width if there is one.
    pub(super) fn heading(&self, width: Option<usize>, paint: Paint) -> String {
        let severity = self.severity();
        let rest = [self.date(), self.id, self.title].map(|part| plain_line(&squeeze(part)));
        let rest: Vec<String> = rest.into_iter().filter(|part| !part.is_empty()).collect();
        let rest = rest.join("  ");
        let room = width.map(|width| width.saturating_sub(severity.width() + 2));
        let rest = room.map_or_else(|| rest.clone(), |room| cut(&rest, room));
        format!("{}  {}\n", severity.paint(paint), Look::Strong.paint(&rest, paint))
    }

    /// How long it lasted, for people.
    pub(super) fn lasted(&self) -> String {
        self.duration_minutes.map(show_minutes).unwrap_or_default()
    }
}

/// Minutes from the beginning until the effect was over, by the marked times, else by the timeline.
fn minutes_to_mitigate(incident: &Incident) -> Option<u32> {
    let record = &incident.record;
    let marked = |field: &Option<crate::model::Field<Moment>>| field.as_ref()?.value.minutes();
    let events =
        || record.timeline.iter().filter_map(|event| Some((event.phase, event.at.as_ref()?.minutes()?)));
    let first = || events().map(|(_, minutes)| minutes).next();
    let phase =
        |wanted: Phase| events().find(|(phase, _)| *phase == Some(wanted)).map(|(_, minutes)| minutes);
    let began = marked(&record.times.started).or_else(first)?;
    let ended = marked(&record.times.mitigated)
        .or_else(|| phase(Phase::Mitigated))
        .or_else(|| phase(Phase::Restored))?;
    let minutes = u32::try_from(ended - began).ok()?;
    // What disagrees with the stated duration, as the diagnostics mean it, says nothing.
    let stated = incident.card.duration.unwrap_or(u32::MAX);
    (minutes <= stated.saturating_add(10.max(stated / 100 * 15))).then_some(minutes)
}

/// Incidents for a spreadsheet.
pub(super) fn csv(briefs: &[Brief<'_>]) -> String {
    const HEADINGS: [&str; 13] = [
        "id",
        "title",
        "date",
        "severity",
        "status",
        "duration_minutes",
        "minutes_to_mitigate",
        "services",
        "summary",
        "fixed_by",
        "open_actions",
        "overdue_actions",
        "path",
    ];
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let number = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
    let row = |brief: &Brief<'_>| {
        vec![
            brief.id.to_owned(),
            brief.title.to_owned(),
            text(brief.date.as_deref()),
            text(brief.severity.map(|severity| severity.label.as_str())),
            text(brief.status),
            number(brief.duration_minutes),
            number(brief.minutes_to_mitigate),
            brief.services.join(", "),
            text(brief.summary),
            text(brief.fixed_by),
            brief.open_actions.to_string(),
            brief.overdue_actions.to_string(),
            brief.path.clone(),
        ]
    };
    csv::table(&HEADINGS, briefs.iter().map(row))
}
