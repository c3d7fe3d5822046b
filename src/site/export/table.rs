//! Incidents and action items as tables, for spreadsheets.

use std::fmt;

use super::make;
use crate::archive::Incident;
use crate::site::lookup::Lookup;

/// A table. Its rows are created on demand.
pub struct Table<'a> {
    /// The names of the columns.
    pub header: Vec<&'static str>,
    /// The rows, each with a cell for every column.
    pub rows: Box<dyn Iterator<Item = Vec<Cell>> + 'a>,
}

impl fmt::Debug for Table<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Table").field(&self.header).finish()
    }
}

/// The content of a cell. Text comes from documents; numbers are computed by pmsite, so a leading `-` is a sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Text of any origin.
    Text(String),
    /// A number.
    Number(i64),
    /// Unknown.
    Nothing,
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<usize> for Cell {
    fn from(number: usize) -> Self {
        i64::try_from(number).map_or(Self::Nothing, Self::Number)
    }
}

impl From<u32> for Cell {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<i32> for Cell {
    fn from(number: i32) -> Self {
        Self::Number(number.into())
    }
}

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Nothing, Into::into)
    }
}

/// `incidents.csv`, newest first.
pub(in crate::site) fn incident_table(lookup: &Lookup) -> Table<'_> {
    let header = vec![
        "id",
        "title",
        "date",
        "severity",
        "level",
        "status",
        "duration_minutes",
        "services",
        "tags",
        "authors",
        "summary",
        "fixed_by",
        "actions_open",
        "actions_overdue",
        "actions_total",
        "url",
        "source",
    ];
    let incidents = lookup.archive.incidents.iter().enumerate();
    Table { header, rows: Box::new(incidents.map(|(at, one)| incident_row(lookup, at, one))) }
}

fn incident_row(lookup: &Lookup, at: usize, one: &Incident) -> Vec<Cell> {
    let card = &one.card;
    let severity = card.severity.as_ref();
    vec![
        card.id.clone().into(),
        card.title.clone().into(),
        card.date.map(|date| date.to_string()).into(),
        severity.map(|severity| severity.label.clone()).into(),
        severity.and_then(|severity| severity.level).map(u32::from).into(),
        card.status.as_ref().map(|status| status.label.clone()).into(),
        card.duration.into(),
        joined(&card.services),
        joined(&card.tags),
        joined(&card.authors),
        card.one_line.clone().into(),
        card.fixed_by().into(),
        card.actions_open.into(),
        card.actions_overdue.into(),
        card.actions_total.into(),
        address(lookup, lookup.routes.incident(at)),
        one.source.path.to_string().into(),
    ]
}

/// `actions.csv`, most urgent first.
pub(in crate::site) fn action_table(lookup: &Lookup) -> Table<'_> {
    let header = vec![
        "incident",
        "incident_title",
        "severity",
        "id",
        "text",
        "owner",
        "priority",
        "due",
        "state",
        "standing",
        "overdue_days",
        "age_days",
        "url",
    ];
    let actions = make::actions(lookup);
    let rows = (0..actions.len()).map(move |at| actions.action(at)).map(|one| {
        vec![
            one.incident.into(),
            one.incident_title.into(),
            one.severity.map(|severity| severity.label.as_str()).into(),
            one.action.id.into(),
            one.action.text.into(),
            one.action.owner.into(),
            one.action.priority.into(),
            one.action.due.into(),
            one.action.state.into(),
            one.standing.key().into(),
            one.overdue_days.into(),
            one.age_days.into(),
            address(lookup, one.url),
        ]
    });
    Table { header, rows: Box::new(rows) }
}

/// Several values in one cell.
fn joined(values: &[String]) -> Cell {
    if values.is_empty() { Cell::Nothing } else { values.join("; ").into() }
}

/// A table is read away from the site, so its addresses are absolute if the site has a base URL.
fn address(lookup: &Lookup, path: String) -> Cell {
    match &lookup.config.base_url {
        Some(base) => format!("{base}{path}").into(),
        None => path.into(),
    }
}
