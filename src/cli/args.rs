//! What can be written on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::Timestamp;
use jiff::civil::Date;

use super::actions::ActionsArguments;
use super::build::BuildArguments;
use super::check::CheckArguments;
use super::doctor::DoctorArguments;
use super::failure::Failure;
use super::generate::{CompletionsArguments, ManArguments};
use super::init::InitArguments;
use super::list::ListArguments;
use super::mirror::MirrorArguments;
use super::new::NewArguments;
use super::schema::SchemaArguments;
use super::serve::ServeArguments;
use super::show::ShowArguments;
use super::similar::SimilarArguments;
use super::theme::ThemeArguments;
use crate::session::Inputs;

/// Turns a folder of incident post-mortems into a site that a team can search, browse and act on.
#[derive(Debug, Parser)]
#[command(name = "pmsite", version, max_term_width = 100, arg_required_else_help = true)]
#[command(after_help = "\
Examples:
  pmsite similar checkout times out, pool exhausted     # has this happened before, what fixed it?
  pmsite list 'severity<=2 service:api year:2025'
  pmsite actions --overdue
  pmsite new \"Checkout returns 5xx\" --severity SEV2
  pmsite build incidents

Exit codes: 0 fine, 1 findings or nothing found, 2 usage or configuration, 3 files or system, 130 interrupted.")]
pub(super) struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub(super) command: Command,
    /// How to talk.
    #[command(flatten)]
    pub(super) talk: Talk,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Begin an archive
    Init(InitArguments),
    /// Begin a post-mortem: the next id, from the archive's template
    New(NewArguments),
    /// Write the site
    Build(BuildArguments),
    /// Say what is wrong with documents, what they lack, and what is overdue
    Check(CheckArguments),
    /// Serve the site from memory, and build it again when something changes
    Serve(ServeArguments),
    /// List the incidents that a query finds
    List(ListArguments),
    /// Find incidents that are like a description, an alert or another incident
    Similar(SimilarArguments),
    /// Write the archive in the form of a wiki
    Mirror(MirrorArguments),
    /// Look for what goes wrong where the site is published
    Doctor(DoctorArguments),
    /// Print the JSON Schema of front matter, configuration or export
    Schema(SchemaArguments),
    /// Show what pmsite understood of an incident, or of every file
    Show(ShowArguments),
    /// Show what is still to be done, over all incidents
    Actions(ActionsArguments),
    /// List the files of the built-in theme, or copy one to change it
    Theme(ThemeArguments),
    /// Write what a shell needs to complete commands and options
    Completions(CompletionsArguments),
    /// Write manual pages
    Man(ManArguments),
}

impl Command {
    /// The form in which findings are told.
    pub(super) fn format(&self) -> Format {
        match self {
            Self::Build(arguments) => arguments.format,
            Self::Check(arguments) => arguments.format,
            _ => Format::Human,
        }
    }
}

/// How to talk.
#[derive(Debug, Args)]
#[command(next_help_heading = "Talk")]
pub(super) struct Talk {
    /// Say nothing but errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// Say everything
    #[arg(short, long, global = true)]
    pub(super) verbose: bool,
    /// Whether to use colors
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(super) color: When,
}

/// Whether to use colors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum When {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The form in which things are said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// With the lines of the source
    Human,
    /// For programs, on standard output
    Json,
    /// As annotations of GitHub Actions, on standard output
    Github,
    /// As SARIF 2.1.0 for code scanning, on standard output
    Sarif,
}

/// The form in which data is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum DataFormat {
    /// Aligned columns
    Human,
    /// For programs
    Json,
}

/// Where the archive is, for commands whose words are not folders.
#[derive(Debug, Args)]
#[command(next_help_heading = "LoadedArchive")]
pub(super) struct Folder {
    /// The archive folder
    #[arg(short = 'C', long = "archive", value_name = "DIR", default_value = ".")]
    pub(super) place: PathBuf,
}

/// How an archive is read.
#[derive(Debug, Args)]
#[command(next_help_heading = "LoadedArchive")]
pub(super) struct ArchiveArguments {
    /// The configuration [default: pmsite.toml in the archive folder, if there is one]
    #[arg(short, long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Take in documents marked as drafts
    #[arg(short = 'D', long)]
    drafts: bool,
    /// The day for which ages and "overdue" are computed [default: `SOURCE_DATE_EPOCH`, else today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    as_of: Option<Date>,
    /// Number of threads [default: one for each processor]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
}

impl ArchiveArguments {
    /// What the session is asked for, for the archive in this folder.
    pub(super) fn inputs(&self, folder: PathBuf) -> Result<Inputs, Failure> {
        if let Some(jobs) = self.jobs {
            // It fails only if threads were started before, and then they do the work as well.
            _ = rayon::ThreadPoolBuilder::new().num_threads(usize::from(jobs)).build_global();
        }
        Ok(Inputs {
            folder,
            config: self.config.clone(),
            output: None,
            base_url: None,
            theme: None,
            as_of: self.as_of.map_or_else(as_of_from_environment, Ok)?,
            drafts: self.drafts,
        })
    }
}

/// A day as ISO 8601 writes it, and nothing behind it: the parser of jiff would take a time and drop it.
pub(super) fn day(text: &str) -> Result<Date, String> {
    let day = text.parse::<Date>().ok().filter(|_| text.len() == 10);
    day.ok_or_else(|| "write a day of the calendar as YYYY-MM-DD".to_owned())
}

/// The day of `SOURCE_DATE_EPOCH`, else today in UTC.
fn as_of_from_environment() -> Result<Date, Failure> {
    time_from_environment().map(|time| time.to_zoned(jiff::tz::TimeZone::UTC).date())
}

/// The time of `SOURCE_DATE_EPOCH` (seconds since 1970, UTC; see reproducible-builds.org), else now.
pub(super) fn time_from_environment() -> Result<Timestamp, Failure> {
    let Some(text) = std::env::var_os("SOURCE_DATE_EPOCH").filter(|text| !text.is_empty()) else {
        return Ok(Timestamp::now());
    };
    let seconds = text.to_str().and_then(|text| text.parse::<i64>().ok());
    seconds.and_then(|seconds| Timestamp::from_second(seconds).ok()).ok_or_else(|| {
        let text = text.to_string_lossy();
        Failure::Usage(format!("SOURCE_DATE_EPOCH is no number of seconds: `{text}`"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_a_day_and_nothing_else() {
        assert!(day("2026-11-23").is_ok());
        for text in ["2026-02-30", "2026-11-23 10:00", "2026-11-23T10:00", "23.11.2026", ""] {
            assert!(day(text).is_err(), "{text}");
        }
    }
}
