//! `pmsite show`: what was understood of an incident, or what every file was taken for.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::args::{ArchiveArguments, DataFormat};
use super::cache::CacheArguments;
use super::console::Console;
use super::exit::Exit;
use super::failure::Failure;
use super::incident_details::card;
use super::query::{Answer, run_query};
use crate::emit::incident_data;
use crate::model::DocumentKind;
use crate::report::table::{Cell, Column, Room, Table};
use crate::report::{json_lines, plain_json};
use crate::session::{IncidentName, IncidentSource, Inputs, LoadedArchive};
use crate::site::export;
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
    /// What is kept.
    #[command(flatten)]
    cache: CacheArguments,
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
            let loaded = console.progress_bar().session().read(&inputs)?;
            let rows = rows(&loaded);
            console.data(&match format {
                DataFormat::Human => columns(&rows, console),
                DataFormat::Json => json_lines(&rows),
            })?;
            Ok(Exit::Success)
        }
        (Wanted::Incident(id), format) => {
            run_query(&inputs, &arguments.cache, console, |source| shown(id, format, source, console))
        }
    }
}

/// The incidents that an id names; `None` if what is known of them proves stale.
fn shown(id: &str, format: DataFormat, source: &IncidentSource<'_>, console: &Console) -> Option<Answer> {
    let incidents = source.incidents();
    let found = find(&incidents, id);
    let Some(first) = found.first() else { return Some(not_found(&incidents, id)) };
    let data = match format {
        DataFormat::Human => {
            let cards = found.iter().map(|at| Some(card(&*source.incident(*at)?, console)));
            cards.collect::<Option<Vec<String>>>()?.join("\n")
        }
        // The incident as the site exports it, so that there is one form of it and not two.
        DataFormat::Json => {
            let incident = source.incident(*first)?;
            let incident = export::Incident::new(&incident, source.links(*first)?, &source.config.fields);
            plain_json(&String::from_utf8_lossy(&incident_data(&incident)))
        }
    };
    Some(Answer::found(data))
}

/// The indexes of the incidents that an id, an address, an alias or the path of a document names.
pub(super) fn find(incidents: &[IncidentName<'_>], wanted: &str) -> Vec<usize> {
    let exact = |known: &IncidentName<'_>| known.slug == wanted || known.path == wanted;
    if let Some(index) = incidents.iter().position(exact) {
        return vec![index];
    }
    let folded = fold_id(wanted);
    let names = |known: &IncidentName<'_>| {
        let aliases = known.aliases.iter().map(String::as_str);
        [&*known.id, &*known.slug].into_iter().chain(aliases).any(|name| fold_id(name) == folded)
    };
    (0..incidents.len()).filter(|index| names(&incidents[*index])).collect()
}

/// Says that there is no such incident, and which ones are near.
pub(super) fn not_found(incidents: &[IncidentName<'_>], wanted: &str) -> Answer {
    let folded = fold_id(wanted);
    let mut near: Vec<(f64, &str)> = incidents
        .iter()
        .map(|known| (strsim::jaro_winkler(&folded, &fold_id(&known.id)), &*known.id))
        .filter(|(likeness, _)| *likeness > 0.7)
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    near.truncate(OFFERED);
    let offered: Vec<&str> = near.into_iter().map(|(_, id)| id).collect();
    let mut messages = vec![format!("No incident `{wanted}` among {}", count(incidents.len(), "incident"))];
    if !offered.is_empty() {
        messages.push(format!("Near: {}", offered.join(", ")));
    }
    Answer { data: String::new(), messages, exit: Exit::Findings }
}

/// What a file was taken for.
#[derive(Serialize)]
struct Row<'a> {
    path: &'a str,
    taken_for: &'static str,
    why: &'a str,
}

fn rows(loaded: &LoadedArchive) -> Vec<Row<'_>> {
    let documents = loaded.documents.iter().map(|document| Row {
        path: &document.source.path,
        taken_for: match document.classification.kind {
            DocumentKind::Incident => "incident",
            DocumentKind::Page => "page",
        },
        why: &document.classification.why,
    });
    let skipped = loaded.skipped.iter().map(|skipped| Row {
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
