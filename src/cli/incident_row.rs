//! An incident as a row of a list or an object in a JSON list.

use serde::Serialize;

use crate::archive::{Incident, Page, minutes_to_mitigate};
use crate::model::Severity;
use crate::report::human::Paint;
use crate::report::table::{Cell, Look, cut};
use crate::report::{csv, plain_line};
use crate::text::squeeze;
use crate::when::show_minutes;

/// An incident in a list. Field names follow `api/incidents.json` where it has them.
#[derive(Debug, Serialize)]
pub(super) struct IncidentRow<'a> {
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
    /// How sure it is: `fixed by` or `probable fix`.
    #[serde(skip)]
    pub(super) fix_label: &'static str,
    open_actions: usize,
    overdue_actions: usize,
    /// Relative to the working directory.
    pub(super) path: String,
    /// Whether this is the row of a page. A page has a title and a path, and the last part of its address takes the place of the id.
    #[serde(skip)]
    pub(super) is_page: bool,
}

impl<'a> IncidentRow<'a> {
    /// The row of an incident. `path` is the path of its document, relative to the working directory.
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
            fixed_by: card.fixed_by(),
            fix_label: if card.is_fix_certain() { "fixed by" } else { "probable fix" },
            open_actions: card.actions_open,
            overdue_actions: card.actions_overdue,
            path,
            is_page: false,
        }
    }

    /// The row of a page. `path` is the path of its document, relative to the working directory.
    pub(super) fn page(page: &'a Page, path: String) -> Self {
        Self {
            id: &page.slug,
            title: &page.title,
            date: None,
            severity: None,
            status: None,
            duration_minutes: None,
            minutes_to_mitigate: None,
            services: &[],
            summary: None,
            fixed_by: None,
            fix_label: "",
            open_actions: 0,
            overdue_actions: 0,
            path,
            is_page: true,
        }
    }

    /// The severity as the author wrote it; for a page, that it is one.
    pub(super) fn severity(&self) -> Cell {
        if self.is_page {
            return Cell::new("Page").look(Look::Faint);
        }
        let Some(severity) = self.severity else { return Cell::new("–").look(Look::Faint) };
        Cell::new(&severity.label).look(Look::of_level(severity.level))
    }

    /// The date in ISO 8601, or an empty string.
    pub(super) fn date(&self) -> &str {
        self.date.as_deref().unwrap_or_default()
    }

    /// A heading line, cut to a width if there is one.
    pub(super) fn heading(&self, width: Option<usize>, paint: Paint) -> String {
        let severity = self.severity();
        let rest = [self.date(), self.id, self.title].map(|part| plain_line(&squeeze(part)));
        let rest: Vec<String> = rest.into_iter().filter(|part| !part.is_empty()).collect();
        let rest = rest.join("  ");
        let room = width.map(|width| width.saturating_sub(severity.width() + 2));
        let rest = room.map_or_else(|| rest.clone(), |room| cut(&rest, room));
        format!("{}  {}\n", severity.paint(paint), Look::Strong.paint(&rest, paint))
    }

    /// The duration for people, or an empty string.
    pub(super) fn duration(&self) -> String {
        self.duration_minutes.map(show_minutes).unwrap_or_default()
    }
}

/// Incidents as CSV for spreadsheets.
pub(super) fn csv(rows: &[IncidentRow<'_>]) -> String {
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
    let row = |row: &IncidentRow<'_>| {
        vec![
            row.id.to_owned(),
            row.title.to_owned(),
            text(row.date.as_deref()),
            text(row.severity.map(|severity| severity.label.as_str())),
            text(row.status),
            number(row.duration_minutes),
            number(row.minutes_to_mitigate),
            row.services.join(", "),
            text(row.summary),
            text(row.fixed_by),
            row.open_actions.to_string(),
            row.overdue_actions.to_string(),
            row.path.clone(),
        ]
    };
    csv::table(&HEADINGS, rows.iter().map(row))
}
