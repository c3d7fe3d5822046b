//! `pmsite new`: creates a post-mortem.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date;

use super::args::{ArchiveArguments, ArchiveDir, parse_day};
use super::console::Console;
use super::exit::Exit;
use super::failure::Failure;
use super::incident_row::IncidentRow;
use crate::config::Config;
use crate::draft::{self, Facts, FillError};
use crate::read::Reader;
use crate::report::plain_line;
use crate::search::{self, SIMILAR_SCORE};
use crate::session::LoadedArchive;
use crate::system::SystemError;
use crate::text::squeeze;

/// The maximum number of similar incidents to mention.
const MAX_SIMILAR: usize = 3;

/// The arguments of `pmsite new`.
#[derive(Debug, Args)]
#[command(after_help = "\
Id, folder and file name follow the newest documents of the archive. The text comes from the archive's template
(`template.md`, in any folder), else from a built-in one. Prints the path of the new file to standard output.

Examples:
  pmsite new \"Checkout returns 5xx\" --severity SEV2 --service checkout-api
  $EDITOR \"$(pmsite new 'Disk full on db-3' -C incidents)\"")]
pub(super) struct NewArguments {
    /// The title of the incident
    #[arg(value_name = "TITLE")]
    title: String,
    /// The severity, in any spelling that the archive's scale knows
    #[arg(long, value_name = "SEVERITY")]
    severity: Option<String>,
    /// Affected services, separated by commas; can be repeated
    #[arg(long, value_name = "SERVICE", value_delimiter = ',')]
    service: Vec<String>,
    /// The day the incident started [default: the as-of date]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_day)]
    date: Option<Date>,
    /// The folder of the document, relative to the content folder [default: the folder of the newest documents]
    #[arg(long, value_name = "FOLDER")]
    dir: Option<String>,
    /// The archive folder.
    #[command(flatten)]
    folder: ArchiveDir,
    /// How to read the archive.
    #[command(flatten)]
    archive: ArchiveArguments,
}

/// Runs the command.
pub(super) fn new(arguments: &NewArguments, console: &Console) -> Result<Exit, Failure> {
    let title = squeeze(&arguments.title);
    if title.is_empty() {
        return Err(Failure::Usage("the title is empty".to_owned()));
    }
    let folder = arguments.dir.as_deref().map(content_subfolder).transpose()?;
    let inputs = arguments.archive.inputs(arguments.folder.path.clone())?;
    // Drafts use up ids and file names too.
    let inputs = crate::session::Inputs { drafts: true, ..inputs };
    let progress = console.progress_bar();
    let loaded = progress.session().read(&inputs)?;
    let archive = &loaded.archive;
    let date = arguments.date.unwrap_or(archive.as_of);
    let facts = Facts {
        id: draft::next_id(archive, date),
        title,
        date,
        severity: arguments.severity.as_deref().map(|word| severity(word, &loaded.config)).transpose()?,
        services: arguments
            .service
            .iter()
            .map(|name| squeeze(name))
            .filter(|name| !name.is_empty())
            .collect(),
    };
    let path = draft::place(archive, &facts, folder.as_deref());
    let reader = Reader::new(&loaded.config);
    let text = draft::fill(&template(&loaded)?, &facts, &path, &reader)
        .map_err(|error| fill_failure(&error, &path))?;
    let similar = search::similar_to_text(
        &format!("{} {}", facts.title, facts.services.join(" ")),
        archive,
        &loaded.config,
        MAX_SIMILAR,
    );
    drop(progress);

    let place = PathBuf::from(loaded.display_path(&path));
    create_file(&place, &text)?;
    console.data(&format!("{}\n", plain_line(&place.to_string_lossy())))?;
    for one in similar.iter().filter(|one| one.score >= SIMILAR_SCORE) {
        let incident = &archive.incidents[one.incident];
        let row = IncidentRow::new(incident, loaded.display_path(&incident.source.path));
        let fixed = row.fixed_by.map(|fixed| format!(" – {}: {fixed}", row.fix_label)).unwrap_or_default();
        console.message(&format!("Similar: {} {} {}{fixed}", row.date(), row.id, row.title));
    }
    Ok(Exit::Success)
}

/// A folder inside the content folder, with `/` as the separator.
fn content_subfolder(folder: &str) -> Result<String, Failure> {
    let folder = folder.replace('\\', "/");
    let outside =
        folder.starts_with('/') || folder.split('/').any(|part| part == "..") || folder.contains(':');
    if outside {
        return Err(Failure::Usage(format!("`{folder}` is not inside the content folder")));
    }
    Ok(folder)
}

/// The label of the severity that a word means.
fn severity(word: &str, config: &Config) -> Result<String, Failure> {
    let level = search::level_of(word, &config.severities);
    let step = level.and_then(|level| config.severities.get(usize::from(level) - 1));
    step.map(|step| step.label.clone()).ok_or_else(|| {
        let labels: Vec<&str> = config.severities.iter().map(|step| step.label.as_str()).collect();
        Failure::Usage(format!("unknown severity `{word}`; expected one of {}", labels.join(", ")))
    })
}

/// The text of the archive's template: the file with the shortest path whose name is `template`, or starts or ends with it.
fn template(loaded: &LoadedArchive) -> Result<String, Failure> {
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
    let pages = loaded.archive.pages.iter().map(|page| &page.source);
    let page = pages.filter_map(|source| Some((rank(&source.path)?, source))).min_by_key(|(rank, _)| *rank);
    // A skipped file such as `_template.md` can be the template too.
    let skipped = loaded.skipped.iter().filter_map(|skipped| Some((rank(&skipped.path)?, &skipped.path)));
    let skipped = skipped.min_by_key(|(rank, _)| *rank);
    match (page, skipped) {
        (Some((rank, source)), skipped) if skipped.as_ref().is_none_or(|(other, _)| rank <= *other) => {
            Ok(source.text.to_string())
        }
        (_, Some((_, path))) => {
            let place = PathBuf::from(loaded.display_path(path));
            fs::read_to_string(&place).map_err(|error| SystemError::at("read", &place)(error).into())
        }
        _ => Ok(draft::TEMPLATE.to_owned()),
    }
}

fn fill_failure(error: &FillError, path: &str) -> Failure {
    Failure::Usage(match error {
        FillError::NotAnIncident(why) => {
            format!("{path} would not be recognized as an incident: {why}; choose another title or folder")
        }
        FillError::Missing(field) => {
            format!("the archive's template has no place for the {field}, so {path} would not contain it")
        }
    })
}

/// Creates a file and its parent folders. Never overwrites a file.
pub(super) fn create_file(place: &Path, text: &str) -> Result<(), Failure> {
    if let Some(parent) = place.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        fs::create_dir_all(parent).map_err(SystemError::at("create", parent))?;
    }
    let file = fs::File::options().write(true).create_new(true).open(place);
    let write = |mut file: fs::File| {
        file.write_all(text.as_bytes()).inspect_err(|_| {
            // A partial file would block the next attempt.
            _ = fs::remove_file(place);
        })
    };
    match file.and_then(write) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            Err(Failure::Usage(format!("{} already exists", place.display())))
        }
        result => result.map_err(|error| SystemError::at("write", place)(error).into()),
    }
}
