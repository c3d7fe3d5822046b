//! Arguments that several commands share. Each command's own arguments are in its file.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::Timestamp;
use jiff::civil::Date;

use super::failure::Failure;
use crate::config::Edition;
use crate::session::Inputs;

/// Options of every command.
#[derive(Debug, Args)]
#[command(next_help_heading = "Global options")]
pub(super) struct OutputArguments {
    /// Only show errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// Use verbose output
    #[arg(short, long, global = true)]
    pub(super) verbose: bool,
    /// When to use colors
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(super) color: ColorChoice,
}

/// When to use colors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The format of diagnostics.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people, with source excerpts
    Human,
    /// JSON on standard output
    Json,
    /// GitHub Actions annotations on standard output
    Github,
    /// SARIF 2.1.0 for code scanning on standard output
    Sarif,
}

/// The format of data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum DataFormat {
    /// For people
    Human,
    /// JSON
    Json,
}

/// The archive folder, for commands whose positional arguments are something else.
#[derive(Debug, Args)]
#[command(next_help_heading = "Archive options")]
pub(super) struct ArchiveDir {
    /// The archive folder
    #[arg(short = 'C', long = "archive", value_name = "DIR", default_value = ".")]
    pub(super) path: PathBuf,
}

/// The environment variable with the key of placeholders.
const REDACTION_KEY: &str = "PMSITE_REDACTION_KEY";

/// An edition, or all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum EditionChoice {
    /// Everything, for the team
    Internal,
    /// Only what is declared public
    Public,
    /// Each edition in a folder of its own
    All,
}

/// How to read the archive.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Archive options")]
pub(super) struct ArchiveArguments {
    /// The configuration file [default: pmsite.toml in the archive folder, if present]
    #[arg(short, long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Include drafts
    #[arg(short = 'D', long)]
    drafts: bool,
    /// Compute ages and due dates as of this day [default: `SOURCE_DATE_EPOCH`, else today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_day)]
    as_of: Option<Date>,
    /// Edition: `internal` (everything) or `public` (only what is declared public)
    #[arg(long, value_name = "EDITION", default_value = "internal")]
    pub(super) edition: EditionChoice,
    /// Number of threads [default: number of CPUs]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
}

impl ArchiveArguments {
    /// The same arguments for another edition.
    pub(super) fn for_edition(&self, edition: EditionChoice) -> Self {
        Self { edition, ..self.clone() }
    }

    /// The session inputs for the archive in this folder. Sets the number of threads as a side effect.
    pub(super) fn inputs(&self, folder: PathBuf) -> Result<Inputs, Failure> {
        if let Some(jobs) = self.jobs {
            // Fails only if the pool already exists; then its threads do the work.
            _ = rayon::ThreadPoolBuilder::new().num_threads(usize::from(jobs)).build_global();
        }
        let edition = match self.edition {
            EditionChoice::Internal => Edition::Internal,
            EditionChoice::Public => Edition::Public,
            EditionChoice::All => {
                return Err(Failure::Usage("`--edition all` is only for `pmsite build`".to_owned()));
            }
        };
        Ok(Inputs {
            folder,
            config: self.config.clone(),
            output: None,
            base_url: None,
            theme: None,
            as_of: self.as_of.map_or_else(as_of_from_environment, Ok)?,
            drafts: self.drafts,
            edition,
            redaction_key: std::env::var(REDACTION_KEY).ok().filter(|key| !key.is_empty()),
        })
    }
}

/// Parses an ISO 8601 date. jiff alone would also accept a date with a time and drop the time.
pub(super) fn parse_day(text: &str) -> Result<Date, String> {
    let day = text.parse::<Date>().ok().filter(|_| text.len() == 10);
    day.ok_or_else(|| "expected a calendar day as YYYY-MM-DD".to_owned())
}

/// The day of `SOURCE_DATE_EPOCH`, else today in UTC.
fn as_of_from_environment() -> Result<Date, Failure> {
    time_from_environment().map(|time| time.to_zoned(jiff::tz::TimeZone::UTC).date())
}

/// The time in `SOURCE_DATE_EPOCH` (seconds since 1970, UTC; see reproducible-builds.org), else now.
pub(super) fn time_from_environment() -> Result<Timestamp, Failure> {
    let Some(text) = std::env::var_os("SOURCE_DATE_EPOCH") else {
        return Ok(Timestamp::now());
    };
    let seconds = text.to_str().and_then(|text| text.parse::<i64>().ok()).filter(|seconds| *seconds >= 0);
    seconds.and_then(|seconds| Timestamp::from_second(seconds).ok()).ok_or_else(|| {
        let text = text.to_string_lossy();
        Failure::Usage(format!("SOURCE_DATE_EPOCH must be a number of seconds since 1970, not `{text}`"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parse_day_accepts_only_calendar_days() {
        assert!(parse_day("2026-11-23").is_ok());
        for text in ["2026-02-30", "2026-11-23 10:00", "2026-11-23T10:00", "23.11.2026", ""] {
            assert!(parse_day(text).is_err(), "{text}");
        }
    }
}
