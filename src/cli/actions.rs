//! `pmsite actions`: what is still to be done, over all incidents.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::Exit;
use super::args::{ArchiveArguments, Folder};
use super::console::Console;
use super::failure::Failure;
use crate::archive::{ActionRef, ActionStatus, Archive, DueStatus, Incident};
use crate::model::{ActionItem, ActionState, Severity};
use crate::report::table::{Cell, Column, Look, Room, Table};
use crate::report::{csv, json_lines, markdown};
use crate::session::LoadedArchive;
use crate::text::{count, most_alike, slug};

/// What stands for nobody.
const NOBODY: &str = "nobody";

/// The arguments of `pmsite actions`.
#[derive(Debug, Args)]
#[command(after_help = "\
Shows open items, those that are longest overdue first. `--overdue` and `--due-within` together show both.

Examples:
  pmsite actions --overdue
  pmsite actions --due-within 7 --overdue --format markdown     # for the notes of a weekly review
  pmsite actions --owner ann --owner nobody
  pmsite actions --state all --format csv > actions.csv")]
pub(super) struct ActionsArguments {
    /// Only items of this owner, in any spelling; `nobody` for items without one; may be repeated
    #[arg(long, value_name = "OWNER")]
    owner: Vec<String>,
    /// Only items whose day has passed
    #[arg(long)]
    overdue: bool,
    /// Only items due within so many days from the as-of date
    #[arg(long, value_name = "DAYS")]
    due_within: Option<u16>,
    /// Items in this state [default: all that are open]; may be repeated
    #[arg(long, value_name = "STATE")]
    state: Vec<StateArgument>,
    /// The form in which they are shown
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: ActionsFormat,
    /// Where the archive is.
    #[command(flatten)]
    folder: Folder,
    /// How the archive is read.
    #[command(flatten)]
    archive: ArchiveArguments,
}

/// The form of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ActionsFormat {
    /// Aligned columns
    #[value(alias = "human")]
    Table,
    /// For programs
    Json,
    /// For spreadsheets
    Csv,
    /// A table for a wiki, a chat or a pull request
    Markdown,
}

/// A state that can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum StateArgument {
    /// Nobody has begun
    Open,
    /// Somebody is at it
    InProgress,
    /// It waits for something else
    Blocked,
    /// Finished
    Done,
    /// Finished and seen to work
    Verified,
    /// Will not be done
    Dropped,
    /// Whatever its state
    All,
}

impl StateArgument {
    fn takes(self, state: ActionState) -> bool {
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

/// What is said of an item. Names are those of `api/actions.json`, where that has them.
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
    /// As seen from the working directory.
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

/// Runs the command. That nothing is left to do is no finding.
pub(super) fn actions(arguments: &ActionsArguments, console: &Console) -> Result<Exit, Failure> {
    let folder: PathBuf = arguments.folder.place.clone();
    let reading = console.work().session().read(&arguments.archive.inputs(folder)?)?;
    let archive = &reading.archive;
    let wanted = archive.indexes.actions.iter().filter(|at| arguments.wants(archive, **at));
    let items: Vec<Item<'_>> = wanted.map(|at| item(*at, &reading)).collect();
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
        unknown_owner(owner, archive, console);
    }
    let overdue = items.iter().filter(|item| item.standing == DueStatus::Overdue).count();
    let shown = count(items.len(), "action item");
    console.say(&format!("{shown}, {overdue} overdue as of {}", archive.as_of));
    Ok(Exit::Fine)
}

impl ActionsArguments {
    /// Whether an item is asked for.
    fn wants(&self, archive: &Archive, at: ActionRef) -> bool {
        let (action, action_status) = of(archive, at);
        let state = if self.state.is_empty() {
            action.state.is_open()
        } else {
            self.state.iter().any(|state| state.takes(action.state))
        };
        let owner = self.owner.is_empty() || self.owner.iter().any(|owner| is_of(action, owner));
        let overdue = self.overdue && action_status.due_status == DueStatus::Overdue;
        let within =
            |days: u16| action_status.overdue_days.is_some_and(|late| late <= 0 && -late <= i32::from(days));
        let due =
            !self.overdue && self.due_within.is_none() || overdue || self.due_within.is_some_and(within);
        state && owner && due
    }
}

fn of(archive: &Archive, at: ActionRef) -> (&ActionItem, ActionStatus) {
    let incident: &Incident = &archive.incidents[at.incident];
    (&incident.record.actions[at.action], incident.action_status[at.action])
}

/// Whether an item is somebody's, in any spelling that leads to one page of the site.
fn is_of(action: &ActionItem, owner: &str) -> bool {
    match &action.owner {
        Some(name) => slug(name) == slug(owner.trim_start_matches('@')),
        None => slug(owner) == NOBODY,
    }
}

fn item(at: ActionRef, reading: &LoadedArchive) -> Item<'_> {
    let incident = &reading.archive.incidents[at.incident];
    let (action, action_status) = of(&reading.archive, at);
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
        path: reading.place(&incident.source.path),
        line: action.line,
    }
}

impl Item<'_> {
    /// `214 d late`, `in 6 d`, `today`.
    fn when(&self) -> String {
        match self.overdue_days {
            Some(late) if late > 0 => format!("{late} d late"),
            Some(0) => "today".to_owned(),
            Some(early) => format!("in {} d", -early),
            None => String::new(),
        }
    }

    fn age(&self) -> String {
        self.age_days.map(|days| format!("{days} d")).unwrap_or_default()
    }

    /// What every form shows, as text.
    fn texts(&self) -> [String; 9] {
        [
            self.state.to_owned(),
            self.due.clone().unwrap_or_default(),
            self.when(),
            self.age(),
            self.priority.unwrap_or_default().to_owned(),
            self.owner.unwrap_or(NOBODY).to_owned(),
            self.incident.to_owned(),
            self.id.to_owned(),
            self.text.to_owned(),
        ]
    }
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
        let [state, due, when, age, priority, owner, incident, _, text] = item.texts();
        let look = match item.standing {
            DueStatus::Overdue => Look::Grave,
            DueStatus::DueSoon => Look::Serious,
            _ => Look::Plain,
        };
        let owner = Cell::new(&owner).look(if item.owner.is_none() { Look::Faint } else { Look::Plain });
        table.row([
            Cell::new(&due),
            Cell::new(&when).look(look),
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
        let [state, due, _, _, priority, _, incident, id, text] = item.texts();
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
    markdown::table(&headings, items.iter().map(|item| item.texts().to_vec()))
}

/// Says that nobody of that name owns anything, and who may be meant.
fn unknown_owner(owner: &str, archive: &Archive, console: &Console) {
    let wanted = slug(owner.trim_start_matches('@'));
    let names = || archive.indexes.owners.iter().filter_map(|owner| owner.name.as_ref());
    if wanted == NOBODY || names().any(|name| slug(name) == wanted) {
        return;
    }
    let near = most_alike(&wanted, names().map(|name| (slug(name), name)), |likeness| likeness > 0.7);
    let near = near.map(|name| format!("; did you mean `{name}`?")).unwrap_or_default();
    console.say(&format!("No action item belongs to `{owner}`{near}"));
}
