//! `pmsite actions`: lists action items of all incidents.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::args::{ArchiveArguments, ArchiveDir};
use super::console::Console;
use super::exit::Exit;
use super::failure::Failure;
use crate::archive::{ActionRef, ActionStatus, Archive, DueStatus, Incident};
use crate::model::{ActionItem, ActionState, Severity};
use crate::report::table::{Cell, Column, Look, Room, Table};
use crate::report::{csv, json_lines, markdown};
use crate::search::ActionQuery;
use crate::session::LoadedArchive;
use crate::text::{count, most_alike, slug};

/// The owner of items without one.
pub(super) const NOBODY: &str = "nobody";

/// The arguments of `pmsite actions`.
#[derive(Debug, Args)]
#[command(after_help = "\
Lists open items, most overdue first. A query consists of words and filters; the same queries work on the search page:

  owner:team-payments,ann  owner:nobody  has:overdue  due<2026-12  due<=today  state:blocked,done

`--overdue` and `--due-within` can be combined to list both.

Examples:
  pmsite actions owner:team-payments has:overdue
  pmsite actions 'due<2027-01' connection pool
  pmsite actions --overdue
  pmsite actions --due-within 7 --overdue --format markdown     # for the notes of a weekly review
  pmsite actions --owner ann --owner nobody
  pmsite actions --state all --format csv > actions.csv")]
pub(super) struct ActionsArguments {
    /// Words and filters
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    /// Only items of this owner, or `nobody` for items without an owner; can be repeated
    #[arg(long, value_name = "OWNER")]
    owner: Vec<String>,
    /// Only overdue items
    #[arg(long)]
    overdue: bool,
    /// Only items due within this many days
    #[arg(long, value_name = "DAYS")]
    due_within: Option<u16>,
    /// Only items in this state; can be repeated [default: all open states]
    #[arg(long, value_name = "STATE")]
    state: Vec<StateArgument>,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: ActionsFormat,
    /// The archive folder.
    #[command(flatten)]
    folder: ArchiveDir,
    /// How to read the archive.
    #[command(flatten)]
    archive: ArchiveArguments,
}

/// The format of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ActionsFormat {
    /// Aligned columns
    #[value(alias = "human")]
    Table,
    /// JSON
    Json,
    /// CSV for spreadsheets
    Csv,
    /// A Markdown table for wikis, chats or pull requests
    Markdown,
}

/// The states that `--state` accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum StateArgument {
    /// Not started
    Open,
    /// In progress
    InProgress,
    /// Waiting for something else
    Blocked,
    /// Done
    Done,
    /// Done and verified to work
    Verified,
    /// Won't be done
    Dropped,
    /// Any state
    All,
}

impl StateArgument {
    fn matches(self, state: ActionState) -> bool {
        match self {
            Self::All => true,
            Self::Open => state == ActionState::Open,
            Self::InProgress => state == ActionState::InProgress,
            Self::Blocked => state == ActionState::Blocked,
            Self::Done => state == ActionState::Done,
            Self::Verified => state == ActionState::Verified,
            Self::Dropped => state == ActionState::Dropped,
        }
    }
}

/// One item of the output. Field names follow `api/actions.json` where it has them.
#[derive(Debug, Serialize)]
struct Item<'a> {
    incident: &'a str,
    incident_title: &'a str,
    severity: Option<&'a Severity>,
    id: &'a str,
    text: &'a str,
    owner: Option<&'a str>,
    priority: Option<&'a str>,
    due: Option<String>,
    state: &'static str,
    standing: DueStatus,
    overdue_days: Option<i32>,
    age_days: Option<i32>,
    /// Relative to the working directory.
    path: String,
    line: u32,
}

/// What `--format json` writes.
#[derive(Serialize)]
struct Listed<'a> {
    version: u8,
    as_of: String,
    actions: &'a [Item<'a>],
}

/// Runs the command. An empty list is a success.
pub(super) fn actions(arguments: &ActionsArguments, console: &Console) -> Result<Exit, Failure> {
    let folder: PathBuf = arguments.folder.path.clone();
    let loaded = console.progress_bar().session().read(&arguments.archive.inputs(folder)?)?;
    let archive = &loaded.archive;
    let query = ActionQuery::parse(&arguments.query.join(" "), archive.as_of).map_err(Failure::Usage)?;
    let wanted = archive.indexes.actions.iter().filter(|at| arguments.selects(archive, &query, **at));
    let items: Vec<Item<'_>> = wanted.map(|at| item(*at, &loaded)).collect();
    match arguments.format {
        ActionsFormat::Json => {
            let as_of = archive.as_of.to_string();
            let listed = Listed { version: 1, as_of, actions: &items };
            console.data(&json_lines(&listed))?;
        }
        ActionsFormat::Csv => console.data(&spreadsheet(&items))?,
        ActionsFormat::Markdown => console.data(&markdown_table(&items))?,
        ActionsFormat::Table if items.is_empty() => {}
        ActionsFormat::Table => console.data(&table(&items, console))?,
    }
    for owner in &arguments.owner {
        warn_unknown_owner(owner, archive, console);
    }
    let overdue = items.iter().filter(|item| item.standing == DueStatus::Overdue).count();
    let shown = count(items.len(), "action item");
    console.message(&format!("{shown}, {overdue} overdue as of {}", archive.as_of));
    Ok(Exit::Success)
}

impl ActionsArguments {
    /// Whether an item passes all filters.
    fn selects(&self, archive: &Archive, query: &ActionQuery, at: ActionRef) -> bool {
        let (action, action_status) = action(archive, at);
        let state = if self.state.is_empty() {
            action.state.is_open() || query.has_state()
        } else {
            self.state.iter().any(|state| state.matches(action.state))
        };
        let owner = self.owner.is_empty() || self.owner.iter().any(|owner| is_owned_by(action, owner));
        let overdue = self.overdue && action_status.due_status == DueStatus::Overdue;
        let within =
            |days: u16| action_status.overdue_days.is_some_and(|late| late <= 0 && -late <= i32::from(days));
        let due =
            !self.overdue && self.due_within.is_none() || overdue || self.due_within.is_some_and(within);
        state && owner && due && query.matches(action, action_status)
    }
}

fn action(archive: &Archive, at: ActionRef) -> (&ActionItem, ActionStatus) {
    let incident: &Incident = &archive.incidents[at.incident];
    (&incident.record.actions[at.action], incident.action_status[at.action])
}

/// Whether an item belongs to an owner. Spellings that share an owner page on the site are the same owner.
fn is_owned_by(action: &ActionItem, owner: &str) -> bool {
    match &action.owner {
        Some(name) => slug(name) == slug(owner.trim_start_matches('@')),
        None => slug(owner) == NOBODY,
    }
}

fn item(at: ActionRef, loaded: &LoadedArchive) -> Item<'_> {
    let incident = &loaded.archive.incidents[at.incident];
    let (action, action_status) = action(&loaded.archive, at);
    Item {
        incident: &incident.card.id,
        incident_title: &incident.card.title,
        severity: incident.card.severity.as_ref(),
        id: &action.number,
        text: &action.action.text,
        owner: action.owner.as_deref(),
        priority: action.priority.as_deref(),
        due: action.due.map(|due| due.to_string()).or_else(|| action.due_text.clone()),
        state: action.state.key(),
        standing: action_status.due_status,
        overdue_days: action_status.overdue_days,
        age_days: action_status.age_days,
        path: loaded.display_path(&incident.source.path),
        line: action.line,
    }
}

/// `214 d overdue`, `in 6 d`, `today`.
pub(super) fn due_in(overdue_days: Option<i32>) -> String {
    match overdue_days {
        Some(late) if late > 0 => format!("{late} d overdue"),
        Some(0) => "today".to_owned(),
        Some(early) => format!("in {} d", -early),
        None => String::new(),
    }
}

impl Item<'_> {
    fn age(&self) -> String {
        self.age_days.map(|days| format!("{days} d")).unwrap_or_default()
    }

    /// The cells that every text format shows.
    fn cells(&self) -> [String; 9] {
        [
            self.state.to_owned(),
            self.due.clone().unwrap_or_default(),
            due_in(self.overdue_days),
            self.age(),
            self.priority.unwrap_or_default().to_owned(),
            self.owner.unwrap_or(NOBODY).to_owned(),
            self.incident.to_owned(),
            self.id.to_owned(),
            self.text.to_owned(),
        ]
    }
}

/// How an owner looks in a table.
pub(super) const fn owner_look(owner: Option<&str>) -> Look {
    if owner.is_none() { Look::Faint } else { Look::Plain }
}

fn table(items: &[Item<'_>], console: &Console) -> String {
    let mut table = Table::new([
        Column { title: "Due", room: Room::Spare(10) },
        Column { title: "", room: Room::Whole },
        Column { title: "Incident", room: Room::Cut(10) },
        Column { title: "Action", room: Room::Cut(28) },
        Column { title: "Owner", room: Room::Cut(8) },
        Column { title: "State", room: Room::Spare(7) },
        Column { title: "Priority", room: Room::Spare(4) },
        Column { title: "Age", room: Room::Spare(4) },
    ]);
    for item in items {
        let [state, due, due_in, age, priority, owner, incident, _, text] = item.cells();
        let look = match item.standing {
            DueStatus::Overdue => Look::Grave,
            DueStatus::DueSoon => Look::Serious,
            _ => Look::Plain,
        };
        let owner = Cell::new(&owner).look(owner_look(item.owner));
        table.row([
            Cell::new(&due),
            Cell::new(&due_in).look(look),
            Cell::new(&incident),
            Cell::new(&text),
            owner,
            Cell::new(&state),
            Cell::new(&priority),
            Cell::new(&age),
        ]);
    }
    table.print(console.width, console.data_paint)
}

fn spreadsheet(items: &[Item<'_>]) -> String {
    const HEADINGS: [&str; 13] = [
        "state",
        "due",
        "overdue_days",
        "age_days",
        "priority",
        "owner",
        "incident",
        "id",
        "text",
        "incident_title",
        "severity",
        "path",
        "line",
    ];
    let number = |number: Option<i32>| number.map(|number| number.to_string()).unwrap_or_default();
    let row = |item: &Item<'_>| {
        let [state, due, _, _, priority, _, incident, id, text] = item.cells();
        let owner = item.owner.unwrap_or_default().to_owned();
        let severity = item.severity.map(|severity| severity.label.clone()).unwrap_or_default();
        let [late, age] = [item.overdue_days, item.age_days].map(number);
        let title = item.incident_title.to_owned();
        let line = item.line.to_string();
        vec![
            state,
            due,
            late,
            age,
            priority,
            owner,
            incident,
            id,
            text,
            title,
            severity,
            item.path.clone(),
            line,
        ]
    };
    csv::table(&HEADINGS, items.iter().map(row))
}

fn markdown_table(items: &[Item<'_>]) -> String {
    let headings = ["State", "Due", "", "Age", "Priority", "Owner", "Incident", "#", "Action"];
    markdown::table(&headings, items.iter().map(|item| item.cells().to_vec()))
}

/// Warns about an owner without items, with the most similar owner as a suggestion.
fn warn_unknown_owner(owner: &str, archive: &Archive, console: &Console) {
    let wanted = slug(owner.trim_start_matches('@'));
    let names = || archive.indexes.owners.iter().filter_map(|owner| owner.name.as_ref());
    if wanted == NOBODY || names().any(|name| slug(name) == wanted) {
        return;
    }
    let near = most_alike(&wanted, names().map(|name| (slug(name), name)), |likeness| likeness > 0.7);
    let near = near.map(|name| format!("; did you mean `{name}`?")).unwrap_or_default();
    console.message(&format!("No action items belong to `{owner}`{near}"));
}
