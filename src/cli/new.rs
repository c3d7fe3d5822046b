//! `pmsite new`: begins a post-mortem.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date;

use super::Exit;
use super::args::{ArchiveArguments, Folder, day};
use super::console::Console;
use super::failure::Failure;
use super::incident_row::Brief;
use crate::config::Config;
use crate::draft::{self, Facts, FillError};
use crate::read::Reader;
use crate::report::plain_line;
use crate::search::{self, SIMILAR_SCORE};
use crate::session::LoadedArchive;
use crate::system::SystemError;
use crate::text::squeeze;

/// How many similar incidents are named.
const SIMILAR: usize = 3;

/// The arguments of `pmsite new`.
#[derive(Debug, Args)]
#[command(after_help = "\
Id, folder and file name follow the newest documents of the archive, the text its template (`template.md`, in any folder),
else a built-in one. Only the path goes to standard output.

Examples:
  pmsite new \"Checkout returns 5xx\" --severity SEV2 --service checkout-api
  $EDITOR \"$(pmsite new 'Disk full on db-3' -C incidents)\"")]
pub(super) struct NewArguments {
    /// What happened, in a few words
    #[arg(value_name = "TITLE")]
    title: String,
    /// How grave it is, in any word of the archive's scale
    #[arg(long, value_name = "SEVERITY")]
    severity: Option<String>,
    /// What is affected; may be repeated, or have commas
    #[arg(long, value_name = "SERVICE", value_delimiter = ',')]
    service: Vec<String>,
    /// The day on which it began [default: the as-of date]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    date: Option<Date>,
    /// The folder of the document, within the content folder [default: where the newest ones are]
    #[arg(long, value_name = "FOLDER")]
    dir: Option<String>,
    /// Where the archive is.
    #[command(flatten)]
    folder: Folder,
    /// How the archive is read.
    #[command(flatten)]
    archive: ArchiveArguments,
}

/// Runs the command.
pub(super) fn new(arguments: &NewArguments, console: &Console) -> Result<Exit, Failure> {
    let title = squeeze(&arguments.title);
    if title.is_empty() {
        return Err(Failure::Usage("the title is empty".to_owned()));
    }
    let folder = arguments.dir.as_deref().map(within).transpose()?;
    let inputs = arguments.archive.inputs(arguments.folder.place.clone())?;
    // What others have begun takes ids and names as well.
    let inputs = crate::session::Inputs { drafts: true, ..inputs };
    let work = console.work();
    let reading = work.session().read(&inputs)?;
    let archive = &reading.archive;
    let date = arguments.date.unwrap_or(archive.as_of);
    let facts = Facts {
        id: draft::next_id(archive, date),
        title,
        date,
        severity: arguments.severity.as_deref().map(|word| severity(word, &reading.config)).transpose()?,
        services: arguments
            .service
            .iter()
            .map(|name| squeeze(name))
            .filter(|name| !name.is_empty())
            .collect(),
    };
    let path = draft::place(archive, &facts, folder.as_deref());
    let reader = Reader::new(&reading.config);
    let text =
        draft::fill(&template(&reading)?, &facts, &path, &reader).map_err(|fault| fault_of(&fault, &path))?;
    let similar =
        search::similar_to_text(&format!("{} {}", facts.title, facts.services.join(" ")), archive, SIMILAR);
    drop(work);

    let place = PathBuf::from(reading.place(&path));
    write_new(&place, &text)?;
    console.data(&format!("{}\n", plain_line(&place.to_string_lossy())))?;
    for one in similar.iter().filter(|one| one.score >= SIMILAR_SCORE) {
        let incident = &archive.incidents[one.incident];
        let brief = Brief::new(incident, reading.place(&incident.source.path));
        let fixed = brief.fixed_by.map(|fixed| format!(" – fixed by: {fixed}")).unwrap_or_default();
        console.say(&format!("Similar: {} {} {}{fixed}", brief.date(), brief.id, brief.title));
    }
    Ok(Exit::Fine)
}

/// A folder below the content folder, with `/` between its parts.
fn within(folder: &str) -> Result<String, Failure> {
    let folder = folder.replace('\\', "/");
    let outside =
        folder.starts_with('/') || folder.split('/').any(|part| part == "..") || folder.contains(':');
    if outside {
        return Err(Failure::Usage(format!("`{folder}` does not lie within the content folder")));
    }
    Ok(folder)
}

/// The scale's own label for a word.
fn severity(word: &str, config: &Config) -> Result<String, Failure> {
    let level = search::level_of(word, &config.severities);
    let step = level.and_then(|level| config.severities.get(usize::from(level) - 1));
    step.map(|step| step.label.clone()).ok_or_else(|| {
        let labels: Vec<&str> = config.severities.iter().map(|step| step.label.as_str()).collect();
        Failure::Usage(format!("the scale has no severity `{word}`; it has {}", labels.join(", ")))
    })
}

/// The text of the archive's template: the shortest path whose name is `template`, or begins or ends so.
fn template(reading: &LoadedArchive) -> Result<String, Failure> {
    let rank = |path: &str| {
        let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
        let stem = name.strip_suffix(".md").or_else(|| name.strip_suffix(".markdown"))?;
        let stem = stem.trim_matches(|c: char| !c.is_alphanumeric());
        let rank = match stem {
            "template" => 0,
            _ if stem.starts_with("template") || stem.ends_with("template") => 1,
            _ => return None,
        };
        Some((rank, path.matches('/').count(), path.len()))
    };
    let pages = reading.archive.pages.iter().map(|page| &page.source);
    let page = pages.filter_map(|source| Some((rank(&source.path)?, source))).min_by_key(|(rank, _)| *rank);
    // A file such as `_template.md` is no document, and a template all the same.
    let skipped = reading.skipped.iter().filter_map(|skipped| Some((rank(&skipped.path)?, &skipped.path)));
    let skipped = skipped.min_by_key(|(rank, _)| *rank);
    match (page, skipped) {
        (Some((rank, source)), skipped) if skipped.as_ref().is_none_or(|(other, _)| rank <= *other) => {
            Ok(source.text.to_string())
        }
        (_, Some((_, path))) => {
            let place = PathBuf::from(reading.place(path));
            fs::read_to_string(&place).map_err(|error| SystemError::at("read", &place)(error).into())
        }
        _ => Ok(draft::TEMPLATE.to_owned()),
    }
}

fn fault_of(fault: &FillError, path: &str) -> Failure {
    Failure::Usage(match fault {
        FillError::NotAnIncident(why) => {
            format!("{path} would not be taken for an incident, since {why}; choose another title or folder")
        }
        FillError::Missing(field) => {
            format!("with this template {path} would not say its {field} as it was given")
        }
    })
}

/// Writes a file that is not there yet, and its folders.
pub(super) fn write_new(place: &Path, text: &str) -> Result<(), Failure> {
    if let Some(parent) = place.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        fs::create_dir_all(parent).map_err(SystemError::at("create", parent))?;
    }
    let file = fs::File::options().write(true).create_new(true).open(place);
    let write = |mut file: fs::File| {
        file.write_all(text.as_bytes()).inspect_err(|_| {
            // Half a document would be in the way of the next attempt.
            _ = fs::remove_file(place);
        })
    };
    match file.and_then(write) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            Err(Failure::Usage(format!("{} is there already", place.display())))
        }
        result => result.map_err(|error| SystemError::at("write", place)(error).into()),
    }
}
