//! `pmsite show`: what was understood of an incident, or what every file was taken for.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::Exit;
use super::args::{ArchiveArguments, DataFormat};
use super::card::card;
use super::console::Console;
use super::failure::Failure;
use crate::archive::{Archive, Incident};
use crate::emit::Contents;
use crate::model::Sort;
use crate::report::table::{Cell, Column, Room, Table};
use crate::report::{json_lines, plain_json};
use crate::session::{Inputs, Outcome, Reading};
use crate::text::{count, fold_id};

/// The arguments of `pmsite show`.
#[derive(Debug, Args)]
#[command(override_usage = "pmsite show [OPTIONS] <ID> [DIR]\n       pmsite show [OPTIONS] --sources [DIR]")]
#[command(after_help = "\
Examples:
  pmsite show INC-42
  pmsite show inc42 incidents --format json | jq .timeline
  pmsite show --sources                 # what each file was taken for, and why")]
pub(super) struct ShowArguments {
    /// The incident, in any spelling of its id (`INC-42`, `inc0042`), or the path of its document
    #[arg(value_name = "ID", required_unless_present = "sources")]
    id: Option<String>,
    /// The archive folder [default: .]
    #[arg(value_name = "DIR")]
    dir: Option<PathBuf>,
    /// The archive folder, as other commands have it
    #[arg(short = 'C', long = "archive", value_name = "DIR", conflicts_with = "dir")]
    folder: Option<PathBuf>,
    /// Show what every file was taken for, and why
    #[arg(long)]
    sources: bool,
    /// The form in which it is shown
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(super) format: DataFormat,
    /// How the archive is read.
    #[command(flatten)]
    archive: ArchiveArguments,
}

/// What `pmsite show` is asked for.
pub(super) enum Wanted<'a> {
    /// One incident.
    Incident(&'a str),
    /// Every file.
    Sources,
}

impl ShowArguments {
    /// What is to be shown.
    pub(super) fn wanted(&self) -> Result<Wanted<'_>, Failure> {
        match (&self.id, self.sources) {
            (Some(_), true) if self.dir.is_some() || self.folder.is_some() => {
                Err(Failure::Usage("`--sources` shows every file; leave out the id".to_owned()))
            }
            (_, true) => Ok(Wanted::Sources),
            (Some(id), false) => Ok(Wanted::Incident(id)),
            // The parser has asked for it already.
            (None, false) => Err(Failure::Usage("which incident? give an id".to_owned())),
        }
    }

    /// What the session is asked for.
    pub(super) fn inputs(&self) -> Result<Inputs, Failure> {
        // With `--sources` there is no id, and the one word is the folder.
        let named = self.dir.as_ref().or(self.folder.as_ref()).cloned();
        let word = || self.sources.then(|| self.id.as_ref().map(PathBuf::from)).flatten();
        let folder = named.or_else(word).unwrap_or_else(|| PathBuf::from("."));
        self.archive.inputs(folder)
    }
}

/// How many ids are offered for one that is not there.
const OFFERED: usize = 3;

/// Runs the command.
pub(super) fn show(arguments: &ShowArguments, console: &Console) -> Result<Exit, Failure> {
    let inputs = arguments.inputs()?;
    match (arguments.wanted()?, arguments.format) {
        (Wanted::Sources, format) => {
            let reading = console.work().session().read(&inputs)?;
            let rows = rows(&reading);
            console.data(&match format {
                DataFormat::Human => columns(&rows, console),
                DataFormat::Json => json_lines(&rows),
            })?;
            Ok(Exit::Fine)
        }
        (Wanted::Incident(id), DataFormat::Human) => {
            let reading = console.work().session().read(&inputs)?;
            let found = find(&reading.archive, id);
            if found.is_empty() {
                return Ok(not_found(&reading.archive, id, console));
            }
            let cards: Vec<String> =
                found.into_iter().map(|index| card(&reading.archive.incidents[index], console)).collect();
            console.data(&cards.join("\n"))?;
            Ok(Exit::Fine)
        }
        (Wanted::Incident(id), DataFormat::Json) => {
            let outcome = console.work().session().run(&inputs)?;
            let found = find(&outcome.reading.archive, id);
            let Some(index) = found.first() else {
                return Ok(not_found(&outcome.reading.archive, id, console));
            };
            console.data(&export(&outcome, &outcome.reading.archive.incidents[*index]))?;
            Ok(Exit::Fine)
        }
    }
}

/// The indexes of the incidents that an id, an address, an alias or the path of a document names.
pub(super) fn find(archive: &Archive, wanted: &str) -> Vec<usize> {
    let exact = |incident: &Incident| incident.card.slug == wanted || *incident.source.path == *wanted;
    if let Some(index) = archive.incidents.iter().position(|incident| exact(incident)) {
        return vec![index];
    }
    let folded = fold_id(wanted);
    let names = |incident: &Incident| {
        let aliases = incident.record.aliases.iter().flat_map(|aliases| &aliases.value);
        [&incident.card.id, &incident.card.slug]
            .into_iter()
            .chain(aliases)
            .any(|name| fold_id(name) == folded)
    };
    (0..archive.incidents.len()).filter(|index| names(&archive.incidents[*index])).collect()
}

/// Says that there is no such incident, and which ones are near.
pub(super) fn not_found(archive: &Archive, wanted: &str, console: &Console) -> Exit {
    let folded = fold_id(wanted);
    let mut near: Vec<(f64, &str)> = archive
        .incidents
        .iter()
        .map(|incident| {
            (strsim::jaro_winkler(&folded, &fold_id(&incident.card.id)), incident.card.id.as_str())
        })
        .filter(|(likeness, _)| *likeness > 0.7)
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    near.truncate(OFFERED);
    let offered: Vec<&str> = near.into_iter().map(|(_, id)| id).collect();
    console.say(&format!("No incident `{wanted}` among {}", count(archive.incidents.len(), "incident")));
    if !offered.is_empty() {
        console.say(&format!("Near: {}", offered.join(", ")));
    }
    Exit::Findings
}

/// The incident as the site exports it, so that there is one form of it and not two.
fn export(outcome: &Outcome, incident: &Incident) -> String {
    let path = format!("incidents/{}.json", incident.card.slug);
    let artifact = outcome.artifacts.iter().find(|artifact| artifact.path == path);
    let Some(Contents::Page(page)) = artifact.map(|artifact| &artifact.contents) else {
        return "null\n".to_owned();
    };
    let bytes = outcome.emitter.bytes(page).unwrap_or_default();
    plain_json(&String::from_utf8_lossy(&bytes))
}

/// What a file was taken for.
#[derive(Serialize)]
struct Row<'a> {
    path: &'a str,
    taken_for: &'static str,
    why: &'a str,
}

fn rows(reading: &Reading) -> Vec<Row<'_>> {
    let documents = reading.documents.iter().map(|document| Row {
        path: &document.source.path,
        taken_for: match document.verdict.sort {
            Sort::Incident => "incident",
            Sort::Page => "page",
        },
        why: &document.verdict.why,
    });
    let skipped = reading.skipped.iter().map(|skipped| Row {
        path: &skipped.path,
        taken_for: "skipped",
        why: skipped.why,
    });
    let mut rows: Vec<Row<'_>> = documents.chain(skipped).collect();
    rows.sort_by(|a, b| a.path.cmp(b.path));
    rows
}

fn columns(rows: &[Row<'_>], console: &Console) -> String {
    let mut table = Table::new([
        Column { title: "", room: Room::Whole },
        Column { title: "", room: Room::Cut(24) },
        Column { title: "", room: Room::Cut(16) },
    ]);
    for row in rows {
        table.row([Cell::new(row.taken_for), Cell::new(row.path), Cell::new(row.why)]);
    }
    table.print(console.width, console.data_paint)
}
