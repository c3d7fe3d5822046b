//! `pmsite list`: lists incidents and pages that match a query.

use clap::{Args, ValueEnum};
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::args::{ArchiveArguments, ArchiveDir};
use super::console::Console;
use super::exit::Exit;
use super::failure::Failure;
use super::incident_row::{self, IncidentRow};
use crate::archive::Archive;
use crate::report::table::{Cell, Column, Room, Table};
use crate::report::{json_lines, plain_line};
use crate::search::query::{self, Problem, Query};
use crate::search::{self, Facets, Found, Order};
use crate::session::LoadedArchive;
use crate::text::{count, thousands};

/// The default limit of a table on a terminal.
const DEFAULT_LIMIT: usize = 30;

/// The arguments of `pmsite list`.
#[derive(Debug, Args)]
#[command(after_help = "\
A query consists of words, \"phrases\" and filters, as in the site's search. Incidents need not contain every word. A
leading `-` excludes a term; quote such a query or put it after `--`. Filters:

  severity:SEV1  severity<=2  service:api,db  status:draft  tag:dns  owner:ann  duration>2h
  year:2025  date:2025-q1  date:last-month  after:2025-03-01  after:90d  before:1y
  has:open-actions  has:overdue

Examples:
  pmsite list                                    All incidents, newest first
  pmsite list pool exhausted                     Most relevant first
  pmsite list 'severity<=2 service:api -status:final' -C incidents
  pmsite list --kind all failover                Runbooks and other pages too
  pmsite list has:overdue --format ids | xargs -n 1 pmsite show")]
pub(super) struct ListArguments {
    /// Words and filters
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    /// Kind of documents: an incident, or a page such as a runbook or policy
    #[arg(long, value_name = "KIND", default_value = "incident")]
    kind: Kind,
    /// Sort order [default: relevance if the query has words, else newest]
    #[arg(long, value_name = "ORDER")]
    sort: Option<Sort>,
    /// Maximum number of results, 0 for all [default: 30 on a terminal, else all]
    #[arg(short = 'n', long, value_name = "N")]
    limit: Option<usize>,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: ListFormat,
    /// The archive folder.
    #[command(flatten)]
    folder: ArchiveDir,
    /// How to read the archive.
    #[command(flatten)]
    archive: ArchiveArguments,
}

/// The format of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ListFormat {
    /// Aligned columns
    #[value(alias = "human")]
    Table,
    /// JSON
    Json,
    /// CSV for spreadsheets
    Csv,
    /// One id per line
    Ids,
}

/// The kind of documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Only incidents
    Incident,
    /// Only pages
    Page,
    /// Both
    All,
}

impl Kind {
    fn has(self, found: Found) -> bool {
        match self {
            Self::Incident => matches!(found, Found::Incident(_)),
            Self::Page => matches!(found, Found::Page(_)),
            Self::All => true,
        }
    }

    /// The number of such documents, for people.
    fn count(self, archive: &Archive) -> String {
        let (incidents, pages) = (archive.incidents.len(), archive.pages.len());
        match self {
            Self::Incident => count(incidents, "incident"),
            Self::Page => count(pages, "page"),
            Self::All => count(incidents + pages, "document"),
        }
    }
}

/// The sort order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Sort {
    /// Most relevant first
    Relevance,
    /// Newest first
    Newest,
    /// Oldest first
    Oldest,
    /// Most severe first
    Severity,
    /// Longest first
    Duration,
    /// Most open action items first
    Open,
}

/// The output of `--format json`.
#[derive(Serialize)]
struct Listed<'a> {
    version: u8,
    as_of: String,
    query: &'a str,
    /// The number of matches, including those cut off by `--limit`.
    total: usize,
    incidents: Vec<&'a IncidentRow<'a>>,
    /// Only for `--kind page` and `--kind all`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pages: Option<Vec<PageRow<'a>>>,
}

/// A page in a JSON list.
#[derive(Serialize)]
struct PageRow<'a> {
    slug: &'a str,
    title: &'a str,
    /// Relative to the working directory.
    path: &'a str,
}

/// Runs the command.
pub(super) fn list(arguments: &ListArguments, console: &Console) -> Result<Exit, Failure> {
    let text = arguments.query.join(" ");
    let progress = console.progress_bar();
    let loaded = progress.session().read(&arguments.archive.inputs(arguments.folder.path.clone())?)?;
    let facets = Facets::new(&loaded.config);
    let query = query::parse(&text, &facets);
    if let Some(message) = unreadable_filter(&text, &query, &facets) {
        return Err(Failure::Usage(message));
    }
    let order = match arguments.sort {
        None | Some(Sort::Relevance) => Order::Relevance,
        Some(Sort::Newest) => Order::Newest,
        Some(Sort::Oldest) => Order::Oldest,
        Some(Sort::Severity) => Order::Severity,
        Some(Sort::Duration) => Order::Duration,
        Some(Sort::Open) => Order::OpenActions,
    };
    let all = search::find(&query, &loaded.archive, &loaded.config, order);
    let hits: Vec<_> = all.iter().filter(|hit| arguments.kind.has(hit.found)).collect();
    drop(progress);
    report_misspelled_filters(&query, &facets, console);
    let limit = match arguments.limit {
        Some(0) => usize::MAX,
        Some(limit) => limit,
        None if arguments.format == ListFormat::Table && console.width.is_some() => DEFAULT_LIMIT,
        None => usize::MAX,
    };
    let rows: Vec<IncidentRow<'_>> = hits.iter().take(limit).map(|hit| row(hit.found, &loaded)).collect();
    match arguments.format {
        ListFormat::Json => {
            let pages = rows.iter().filter(|row| row.is_page);
            let pages =
                pages.map(|row| PageRow { slug: row.id, title: row.title, path: &row.path }).collect();
            console.data(&json_lines(&Listed {
                version: 1,
                as_of: loaded.archive.as_of.to_string(),
                query: &text,
                total: hits.len(),
                incidents: rows.iter().filter(|row| !row.is_page).collect(),
                pages: (arguments.kind != Kind::Incident).then_some(pages),
            }))?;
        }
        ListFormat::Csv => console.data(&incident_row::csv(&rows))?,
        ListFormat::Ids => {
            let ids = rows.iter().map(|row| format!("{}\n", plain_line(row.id)));
            console.data(&ids.collect::<String>())?;
        }
        ListFormat::Table if rows.is_empty() => {}
        ListFormat::Table => console.data(&table(&rows, console))?,
    }
    if hits.is_empty() {
        report_no_match(&query, arguments.kind, &loaded, console);
        report_others(all.len(), arguments.kind, console);
        return Ok(Exit::Findings);
    }
    if rows.len() < hits.len() {
        let [shown, all] = [rows.len(), hits.len()].map(thousands);
        console.message(&format!("Showing {shown} of {all}; use --limit 0 to show all"));
    }
    Ok(Exit::Success)
}

fn row(found: Found, loaded: &LoadedArchive) -> IncidentRow<'_> {
    match found {
        Found::Incident(at) => {
            let incident = &loaded.archive.incidents[at];
            IncidentRow::new(incident, loaded.display_path(&incident.source.path))
        }
        Found::Page(at) => {
            let page = &loaded.archive.pages[at];
            IncidentRow::page(page, loaded.display_path(&page.source.path))
        }
    }
}

fn table(rows: &[IncidentRow<'_>], console: &Console) -> String {
    let mut table = Table::new([
        Column { title: "Severity", room: Room::Cut(8) },
        Column { title: "Date", room: Room::Whole },
        Column { title: "Id", room: Room::Cut(12) },
        Column { title: "Title", room: Room::Cut(20) },
        Column { title: "Fixed by", room: Room::Spare(24) },
        Column { title: "Duration", room: Room::Spare(8) },
    ]);
    for row in rows {
        table.row([
            row.severity(),
            Cell::new(row.date()),
            Cell::new(row.id),
            Cell::new(row.title),
            Cell::new(row.fixed_by.unwrap_or_default()),
            Cell::new(&row.duration()),
        ]);
    }
    table.print(console.width, console.data_paint)
}

/// The longest query that an error message repeats, in bytes.
const MAX_REPEATED: usize = 100;

/// The message for the first filter that cannot be applied, with a caret under it.
fn unreadable_filter(text: &str, query: &Query, facets: &Facets<'_>) -> Option<String> {
    let (filter, problem) =
        query.filters.iter().find_map(|filter| Some((filter, filter.problem(facets)?)))?;
    let typed = &filter.text;
    let (what, help) = match problem {
        Problem::Date => (
            format!("`{}` is not a date", filter.value),
            "write a date as `2025`, `2025-03`, `2025-03-14` or `2025-q1`, or a time before today as `90d`, `6m` or `1y`, \
             or `today`, `last-week`, `this-month`, `last-year`",
        ),
        Problem::Duration => (
            format!("`{}` is not a duration", filter.value),
            "write a duration as `90m`, `2h`, `1h30` or `3d`",
        ),
        Problem::Order => (
            format!("`{}` cannot be compared with `<` or `>`", filter.field),
            "use `:`, or compare `severity`, `date` or `duration`",
        ),
    };
    let (line, start) = if text.len() <= MAX_REPEATED && !text.contains('\n') {
        (plain_line(text), filter.start)
    } else {
        (plain_line(typed), 0)
    };
    let before = " ".repeat(line.get(..start).map_or(0, UnicodeWidthStr::width));
    let carets = "^".repeat(plain_line(typed).width());
    Some(format!("{what}\n  {line}\n  {before}{carets}\nhelp: {help}"))
}

/// Reports words that look like filters with an unknown name.
fn report_misspelled_filters(query: &Query, facets: &Facets<'_>, console: &Console) {
    for (typed, meant) in query::misspelled_filters(query, facets) {
        console.message(&format!("`{typed}` is searched for as text; did you mean the filter `{meant}`?"));
    }
}

/// Reports documents of the other kind that match.
fn report_others(others: usize, kind: Kind, console: &Console) {
    if others > 0 {
        let noun = if kind == Kind::Incident { "page" } else { "incident" };
        let verb = if others == 1 { "matches" } else { "match" };
        console.message(&format!("{} {verb}; use --kind all to show them", count(others, noun)));
    }
}

/// Reports that nothing matches, and filter values that occur nowhere in the archive.
fn report_no_match(query: &Query, kind: Kind, loaded: &LoadedArchive, console: &Console) {
    console.message(&format!("No match among {}", kind.count(&loaded.archive)));
    for unknown in search::unknown_values(&query.filters, &loaded.archive, &loaded.config) {
        let near: Vec<String> = unknown.near.iter().map(|near| format!("`{near}`")).collect();
        let near =
            if near.is_empty() { String::new() } else { format!("; did you mean {}?", near.join(" or ")) };
        console.message(&format!("No incident has `{}:{}`{near}", unknown.field, unknown.value));
    }
}
