//! `pmsite gap`: lists action items that were open when later incidents began.

use clap::Args;
use serde::Serialize;

use super::actions::{NOBODY, owner_look};
use super::args::{ArchiveArguments, ArchiveDir};
use super::console::Console;
use super::exit::Exit;
use super::failure::Failure;
use super::show::{find, not_found};
use crate::archive::{ActionRef, Connected, Connection, OpenAtTheTime, OpenItem, Since};
use crate::model::{ActionItem, Severity};
use crate::report::json_lines;
use crate::report::table::{Cell, Column, Look, Room, Table};
use crate::session::LoadedArchive;
use crate::text::count;
use crate::when::show_minutes;

/// The arguments of `pmsite gap`.
#[derive(Debug, Args)]
#[command(after_help = "\
An earlier incident counts if a document states that the two are related by a cause or by
recurrence, or if they are similar and affect the same service. `not_related: [ID]` in front matter
leaves an incident out.

With an id, lists the action items that were open when that incident began. Without one, lists the
items that are still open, those with the most minutes lost since first.
`pmsite help prevention-gap` explains the details.

Examples:
  pmsite gap
  pmsite gap INC-42 -C incidents
  pmsite gap --format json | jq '.actions[0]'")]
pub(super) struct GapArguments {
    /// An incident id in any spelling (`INC-42`, `inc0042`), or the path of a document
    #[arg(value_name = "ID")]
    id: Option<String>,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "table", value_enum)]
    format: GapFormat,
    /// The archive folder.
    #[command(flatten)]
    folder: ArchiveDir,
    /// How to read the archive.
    #[command(flatten)]
    archive: ArchiveArguments,
}

/// The format of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum GapFormat {
    /// Aligned columns
    #[value(alias = "human")]
    Table,
    /// JSON
    Json,
}

/// An action item. Field names follow `api/actions.json` where it has them.
#[derive(Debug, Serialize)]
struct Item<'a> {
    incident: &'a str,
    incident_title: &'a str,
    id: &'a str,
    text: &'a str,
    owner: Option<&'a str>,
    state: &'static str,
    done_on: Option<String>,
    /// Relative to the working directory.
    path: String,
    line: u32,
}

/// An item that was open when an incident began.
#[derive(Debug, Serialize)]
struct Open<'a> {
    #[serde(flatten)]
    item: Item<'a>,
    opened: String,
    age_days: i32,
    connection: &'static str,
    stated: bool,
}

/// An item that is still open.
#[derive(Debug, Serialize)]
struct StillOpen<'a> {
    #[serde(flatten)]
    item: Item<'a>,
    minutes_since: u64,
    unknown_durations: usize,
    since: Vec<Later<'a>>,
}

/// An incident that began while an item was open.
#[derive(Debug, Serialize)]
struct Later<'a> {
    id: &'a str,
    title: &'a str,
    date: Option<String>,
    severity: Option<&'a Severity>,
    duration_minutes: Option<u32>,
    connection: &'static str,
    stated: bool,
}

/// What `--format json` writes for an incident.
#[derive(Serialize)]
struct OneIncident<'a> {
    version: u8,
    as_of: String,
    incident: &'a str,
    actions: Vec<Open<'a>>,
    total: usize,
    closed_on_unknown_day: usize,
}

/// What `--format json` writes for the whole archive.
#[derive(Serialize)]
struct WholeArchive<'a> {
    version: u8,
    as_of: String,
    actions: Vec<StillOpen<'a>>,
}

/// Runs the command. An empty list is a success.
pub(super) fn gap(arguments: &GapArguments, console: &Console) -> Result<Exit, Failure> {
    let inputs = arguments.archive.inputs(arguments.folder.path.clone())?;
    let loaded = console.progress_bar().session().read(&inputs)?;
    let Some(id) = &arguments.id else { return whole(&loaded, arguments.format, console) };
    let names = loaded.names();
    match find(&names, id).as_slice() {
        [] => not_found(&names, id).print(console),
        found => {
            found.iter().try_for_each(|at| one(&loaded, *at, arguments.format, console))?;
            Ok(Exit::Success)
        }
    }
}

/// Prints the items that were open when an incident began.
fn one(loaded: &LoadedArchive, at: usize, format: GapFormat, console: &Console) -> Result<(), Failure> {
    let found = loaded.archive.open_at_the_time(at);
    let id = &loaded.archive.incidents[at].card.id;
    let items = || found.items.iter().map(|item| open(loaded, item));
    match format {
        GapFormat::Json => console.data(&json_lines(&OneIncident {
            version: 1,
            as_of: loaded.archive.as_of.to_string(),
            incident: id,
            actions: items().collect(),
            total: found.total,
            closed_on_unknown_day: found.closed_some_day,
        }))?,
        GapFormat::Table if found.items.is_empty() => {}
        GapFormat::Table => console.data(&open_table(items(), console))?,
    }
    for line in summary(id, &found) {
        console.message(&line);
    }
    Ok(())
}

/// How many items were open, in words.
fn summary(id: &str, found: &OpenAtTheTime) -> Vec<String> {
    let were = if found.total == 1 { "was" } else { "were" };
    let mut lines = vec![format!(
        "{} of earlier incidents {were} open when {id} began",
        count(found.total, "action item")
    )];
    let hidden = found.total - found.items.len();
    if hidden > 0 {
        lines.push(format!("{hidden} more are not shown"));
    }
    match found.closed_some_day {
        0 => {}
        1 => lines.push("1 more is closed, but its document does not say when".to_owned()),
        more => lines.push(format!("{more} more are closed, but their documents do not say when")),
    }
    lines
}

/// Prints the items that are still open and were open when a later incident began.
fn whole(loaded: &LoadedArchive, format: GapFormat, console: &Console) -> Result<Exit, Failure> {
    let found = loaded.archive.open_since();
    let items = || found.iter().map(|(at, since)| still_open(loaded, *at, since));
    match format {
        GapFormat::Json => {
            let as_of = loaded.archive.as_of.to_string();
            console.data(&json_lines(&WholeArchive { version: 1, as_of, actions: items().collect() }))?;
        }
        GapFormat::Table if found.is_empty() => {}
        GapFormat::Table => console.data(&still_open_table(items(), console))?,
    }
    let were = if found.len() == 1 { "was" } else { "were" };
    console.message(&format!(
        "{} {were} open when a later incident began and {} still open as of {}",
        count(found.len(), "action item"),
        if found.len() == 1 { "is" } else { "are" },
        loaded.archive.as_of
    ));
    Ok(Exit::Success)
}

fn open<'a>(loaded: &'a LoadedArchive, found: &OpenItem) -> Open<'a> {
    Open {
        item: item(loaded, found.at),
        opened: found.opened.to_string(),
        age_days: found.age_days,
        connection: key(found.connection),
        stated: found.connection.is_stated(),
    }
}

fn still_open<'a>(loaded: &'a LoadedArchive, at: ActionRef, since: &Since) -> StillOpen<'a> {
    let later = |one: &Connected| {
        let card = &loaded.archive.incidents[one.incident].card;
        Later {
            id: &card.id,
            title: &card.title,
            date: card.date.map(|date| date.to_string()),
            severity: card.severity.as_ref(),
            duration_minutes: card.duration,
            connection: key(one.connection),
            stated: one.connection.is_stated(),
        }
    };
    StillOpen {
        item: item(loaded, at),
        minutes_since: since.minutes,
        unknown_durations: since.unknown_durations,
        since: since.incidents.iter().map(later).collect(),
    }
}

fn item(loaded: &LoadedArchive, at: ActionRef) -> Item<'_> {
    let incident = &loaded.archive.incidents[at.incident];
    let action: &ActionItem = &incident.record.actions[at.action];
    Item {
        incident: &incident.card.id,
        incident_title: &incident.card.title,
        id: &action.number,
        text: &action.action.text,
        owner: action.owner.as_deref(),
        state: action.state.key(),
        done_on: action.done_on.filter(|_| !action.state.is_open()).map(|day| day.to_string()),
        path: loaded.display_path(&incident.source.path),
        line: action.line,
    }
}

/// The kind of a connection in JSON.
fn key(connection: Connection) -> &'static str {
    match connection {
        Connection::Stated { kind, .. } => kind.key(),
        Connection::Similar => "similar",
    }
}

fn open_table<'a>(items: impl Iterator<Item = Open<'a>>, console: &Console) -> String {
    let mut table = Table::new([
        Column { title: "Incident", room: Room::Cut(10) },
        Column { title: "#", room: Room::Cut(6) },
        Column { title: "Action", room: Room::Cut(28) },
        Column { title: "Opened", room: Room::Spare(10) },
        Column { title: "Age", room: Room::Whole },
        Column { title: "Connection", room: Room::Cut(10) },
        Column { title: "Owner", room: Room::Spare(8) },
        Column { title: "State", room: Room::Spare(7) },
    ]);
    for open in items {
        let item = &open.item;
        let state = item.done_on.as_ref().map(|day| format!("{} {day}", item.state));
        table.row([
            Cell::new(item.incident),
            Cell::new(item.id),
            Cell::new(item.text),
            Cell::new(&open.opened),
            Cell::new(&format!("{} d", open.age_days)),
            Cell::new(open.connection).look(if open.stated { Look::Plain } else { Look::Faint }),
            owner(item),
            Cell::new(state.as_deref().unwrap_or(item.state)),
        ]);
    }
    table.print(console.width, console.data_paint)
}

fn still_open_table<'a>(items: impl Iterator<Item = StillOpen<'a>>, console: &Console) -> String {
    let mut table = Table::new([
        Column { title: "Lost since", room: Room::Whole },
        Column { title: "Incident", room: Room::Cut(10) },
        Column { title: "#", room: Room::Cut(6) },
        Column { title: "Action", room: Room::Cut(28) },
        Column { title: "Owner", room: Room::Cut(8) },
        Column { title: "Incidents since", room: Room::Cut(18) },
    ]);
    for open in items {
        let lost = show_minutes(u32::try_from(open.minutes_since).unwrap_or(u32::MAX));
        let lost = match (open.unknown_durations, open.minutes_since) {
            (0, _) => lost,
            (_, 0) => "unknown".to_owned(),
            _ => format!("{lost} or more"),
        };
        let since: Vec<String> =
            open.since.iter().map(|one| format!("{} ({})", one.id, one.connection)).collect();
        table.row([
            Cell::new(&lost),
            Cell::new(open.item.incident),
            Cell::new(open.item.id),
            Cell::new(open.item.text),
            owner(&open.item),
            Cell::new(&since.join(", ")),
        ]);
    }
    table.print(console.width, console.data_paint)
}

fn owner(item: &Item<'_>) -> Cell {
    Cell::new(item.owner.unwrap_or(NOBODY)).look(owner_look(item.owner))
}
