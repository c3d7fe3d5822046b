//! `pmsite show`: shows what pmsite understood about an incident, or how it classified every file.

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
  pmsite show --sources   Show how each file is classified, and why")]
pub(super) struct ShowArguments {
    /// An incident id in any spelling (`INC-42`, `inc0042`), or the path of a document
    #[arg(value_name = "ID", required_unless_present = "sources")]
    id: Option<String>,
    /// The archive folder [default: .]
    #[arg(value_name = "DIR")]
    dir: Option<PathBuf>,
    /// The archive folder, for consistency with other commands
    #[arg(short = 'C', long = "archive", value_name = "DIR", conflicts_with = "dir")]
    folder: Option<PathBuf>,
    /// Show how every file is classified, and why
    #[arg(long)]
    sources: bool,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(super) format: DataFormat,
    /// How to read the archive.
    #[command(flatten)]
    archive: ArchiveArguments,
    /// Whether to use the cache.
    #[command(flatten)]
    cache: CacheArguments,
}

/// What to show.
enum Subject<'a> {
    /// One incident.
    Incident(&'a str),
    /// Every file.
    Sources,
}

impl ShowArguments {
    /// What to show.
    fn subject(&self) -> Result<Subject<'_>, Failure> {
        match (&self.id, self.sources) {
            (Some(_), true) if self.dir.is_some() || self.folder.is_some() => {
                Err(Failure::Usage("`--sources` shows every file; remove the id".to_owned()))
            }
            (_, true) => Ok(Subject::Sources),
            (Some(id), false) => Ok(Subject::Incident(id)),
            // clap requires the id already.
            (None, false) => Err(Failure::Usage("missing incident id".to_owned())),
        }
    }

    /// The session inputs.
    fn inputs(&self) -> Result<Inputs, Failure> {
        // With `--sources` there is no id, so a single argument is the folder.
        let named = self.dir.as_ref().or(self.folder.as_ref()).cloned();
        let word = || self.sources.then(|| self.id.as_ref().map(PathBuf::from)).flatten();
        let folder = named.or_else(word).unwrap_or_else(|| PathBuf::from("."));
        self.archive.inputs(folder)
    }
}

/// The maximum number of suggested ids.
const MAX_SUGGESTIONS: usize = 3;

/// Runs the command.
pub(super) fn show(arguments: &ShowArguments, console: &Console) -> Result<Exit, Failure> {
    let inputs = arguments.inputs()?;
    match (arguments.subject()?, arguments.format) {
        (Subject::Sources, format) => {
            let loaded = console.progress_bar().session().read(&inputs)?;
            let rows = rows(&loaded);
            console.data(&match format {
                DataFormat::Human => columns(&rows, console),
                DataFormat::Json => json_lines(&rows),
            })?;
            Ok(Exit::Success)
        }
        (Subject::Incident(id), format) => {
            run_query(&inputs, &arguments.cache, console, |source| answer(id, format, source, console))
        }
    }
}

/// The incidents with this id. `None` if the cache is stale.
fn answer(id: &str, format: DataFormat, source: &IncidentSource<'_>, console: &Console) -> Option<Answer> {
    let incidents = source.incidents();
    let found = find(&incidents, id);
    let Some(first) = found.first() else { return Some(not_found(&incidents, id)) };
    let data = match format {
        DataFormat::Human => {
            let cards = found.iter().map(|at| Some(card(&*source.incident(*at)?, console)));
            cards.collect::<Option<Vec<String>>>()?.join("\n")
        }
        // The same format as the site's export.
        DataFormat::Json => {
            let incident = source.incident(*first)?;
            let incident = export::Incident::new(&incident, source.links(*first)?, &source.config.fields);
            plain_json(&String::from_utf8_lossy(&incident_data(&incident)))
        }
    };
    Some(Answer::found(data))
}

/// The indexes of the incidents with this id, slug, alias or document path.
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

/// The answer for an unknown id, with similar ids as suggestions.
pub(super) fn not_found(incidents: &[IncidentName<'_>], wanted: &str) -> Answer {
    let folded = fold_id(wanted);
    let mut near: Vec<(f64, &str)> = incidents
        .iter()
        .map(|known| (strsim::jaro_winkler(&folded, &fold_id(&known.id)), &*known.id))
        .filter(|(likeness, _)| *likeness > 0.7)
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    near.truncate(MAX_SUGGESTIONS);
    let suggestions: Vec<&str> = near.into_iter().map(|(_, id)| id).collect();
    let mut messages = vec![format!("No incident `{wanted}` among {}", count(incidents.len(), "incident"))];
    if !suggestions.is_empty() {
        messages.push(format!("Did you mean: {}", suggestions.join(", ")));
    }
    Answer { data: String::new(), messages, exit: Exit::Findings }
}

/// How a file is classified.
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
    let others = loaded.other_formats.iter().map(|other| Row {
        path: &other.path,
        taken_for: "not read",
        why: other.why,
    });
    let mut rows: Vec<Row<'_>> = documents.chain(skipped).chain(others).collect();
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
