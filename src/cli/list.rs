//! `pmsite list`: the incidents that a query finds.

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::Exit;
use super::args::{ArchiveArguments, Folder};
use super::console::Console;
use super::failure::Failure;
use super::incident_row::{self, Brief};
use crate::report::table::{Cell, Column, Room, Table};
use crate::report::{json_lines, plain_line};
use crate::search::query::{self, Query};
use crate::search::{self, Order};
use crate::session::LoadedArchive;
use crate::text::{count, thousands};

/// How many incidents a table shows on a terminal, unless more are asked for.
const SHOWN: usize = 30;

/// The arguments of `pmsite list`.
#[derive(Debug, Args)]
#[command(after_help = "\
A query holds words, \"phrases\" and filters, as the site's search does; not every word has to occur. A `-` in front
excludes; then put the query into quotes or behind `--`. Filters:

  severity:SEV1  severity<=2  service:api,db  status:draft  tag:dns  owner:ann  duration>2h
  year:2025  month:2025-03  after:2025-03-01  before:2026  has:open-actions  has:overdue

Examples:
  pmsite list                                    all incidents, the newest first
  pmsite list pool exhausted                     the best first
  pmsite list 'severity<=2 service:api -status:final' -C incidents
  pmsite list has:overdue --format ids | xargs -n 1 pmsite show")]
pub(super) struct ListArguments {
    /// Words and filters
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    /// Which come first [default: relevance if there are words, else newest]
    #[arg(long, value_name = "ORDER")]
    sort: Option<Sort>,
    /// How many are shown; 0 for all [default: 30 in a table on a terminal, else all]
    #[arg(short = 'n', long, value_name = "N")]
    limit: Option<usize>,
    /// The form in which they are shown
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: ListFormat,
    /// Where the archive is.
    #[command(flatten)]
    folder: Folder,
    /// How the archive is read.
    #[command(flatten)]
    archive: ArchiveArguments,
}

/// The form of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ListFormat {
    /// Aligned columns
    #[value(alias = "human")]
    Table,
    /// For programs
    Json,
    /// For spreadsheets
    Csv,
    /// One id a line
    Ids,
}

/// Which incidents come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Sort {
    /// What fits the words best
    Relevance,
    /// The newest
    Newest,
    /// The oldest
    Oldest,
    /// The gravest
    Severity,
    /// What lasted longest
    Duration,
    /// Those with most open action items
    Open,
}

/// What `--format json` writes.
#[derive(Serialize)]
struct Listed<'a> {
    version: u8,
    as_of: String,
    query: &'a str,
    /// How many there are, shown or not.
    total: usize,
    incidents: &'a [Brief<'a>],
}

/// Runs the command.
pub(super) fn list(arguments: &ListArguments, console: &Console) -> Result<Exit, Failure> {
    let text = arguments.query.join(" ");
    let query = query::parse(&text);
    if let Some((typed, meant)) = query::misspelled_filter(&query) {
        return Err(Failure::Usage(format!(
            "there is no filter `{typed}`; did you mean `{meant}`? (In quotes it is sought as it stands.)"
        )));
    }
    let work = console.work();
    let reading = work.session().read(&arguments.archive.inputs(arguments.folder.place.clone())?)?;
    let order = match arguments.sort {
        None | Some(Sort::Relevance) => Order::Relevance,
        Some(Sort::Newest) => Order::Newest,
        Some(Sort::Oldest) => Order::Oldest,
        Some(Sort::Severity) => Order::Severity,
        Some(Sort::Duration) => Order::Duration,
        Some(Sort::Open) => Order::OpenActions,
    };
    let hits = search::find(&query, &reading.archive, &reading.config, order);
    drop(work);
    let limit = match arguments.limit {
        Some(0) => usize::MAX,
        Some(limit) => limit,
        None if arguments.format == ListFormat::Table && console.width.is_some() => SHOWN,
        None => usize::MAX,
    };
    let shown = hits.iter().take(limit).map(|hit| &reading.archive.incidents[hit.incident]);
    let briefs: Vec<Brief<'_>> =
        shown.map(|incident| Brief::new(incident, reading.place(&incident.source.path))).collect();
    let listed = Listed {
        version: 1,
        as_of: reading.archive.as_of.to_string(),
        query: &text,
        total: hits.len(),
        incidents: &briefs,
    };
    match arguments.format {
        ListFormat::Json => console.data(&json_lines(&listed))?,
        ListFormat::Csv => console.data(&incident_row::csv(&briefs))?,
        ListFormat::Ids => {
            let ids = briefs.iter().map(|brief| format!("{}\n", plain_line(brief.id)));
            console.data(&ids.collect::<String>())?;
        }
        ListFormat::Table if briefs.is_empty() => {}
        ListFormat::Table => console.data(&table(&briefs, console))?,
    }
    if hits.is_empty() {
        nothing_found(&query, &reading, console);
        return Ok(Exit::Findings);
    }
    if briefs.len() < hits.len() {
        let [shown, all] = [briefs.len(), hits.len()].map(thousands);
        console.say(&format!("{shown} of {all}; --limit 0 shows all"));
    }
    Ok(Exit::Fine)
}

fn table(briefs: &[Brief<'_>], console: &Console) -> String {
    let mut table = Table::new([
        Column { title: "Severity", room: Room::Cut(8) },
        Column { title: "Date", room: Room::Whole },
        Column { title: "Id", room: Room::Cut(12) },
        Column { title: "Title", room: Room::Cut(20) },
        Column { title: "Fixed by", room: Room::Spare(24) },
        Column { title: "Lasted", room: Room::Spare(8) },
    ]);
    for brief in briefs {
        table.row([
            brief.severity(),
            Cell::new(brief.date()),
            Cell::new(brief.id),
            Cell::new(brief.title),
            Cell::new(brief.fixed_by.unwrap_or_default()),
            Cell::new(&brief.lasted()),
        ]);
    }
    table.print(console.width, console.data_paint)
}

/// Says that nothing was found, and which value of a filter nothing has.
fn nothing_found(query: &Query, reading: &LoadedArchive, console: &Console) {
    let among = count(reading.archive.incidents.len(), "incident");
    console.say(&format!("Nothing found among {among}"));
    for unknown in search::unknown_values(&query.filters, &reading.archive, &reading.config) {
        let near = unknown.near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        console.say(&format!("No incident has `{}:{}`{near}", unknown.field, unknown.value));
    }
}
