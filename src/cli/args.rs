//! What can be written on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use super::failure::Failure;
use crate::session::Inputs;

/// Turns a folder of incident post-mortems into a site that a team can search, browse and act on.
#[derive(Debug, Parser)]
#[command(name = "pmsite", version, max_term_width = 100, arg_required_else_help = true)]
#[command(
    after_help = "Exit codes: 0 fine, 1 findings or nothing found, 2 usage or configuration, 3 files or system, 130 interrupted."
)]
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
    /// Write the site
    Build(BuildArguments),
    /// Serve the site from memory, and build it again when something changes
    Serve(ServeArguments),
    /// Show what pmsite understood of an incident, or of every file
    Show(ShowArguments),
    /// List the files of the built-in theme, or copy one to change it
    Theme(ThemeArguments),
}

impl Command {
    /// The form in which findings are told.
    pub(super) fn format(&self) -> Format {
        match self {
            Self::Build(arguments) => arguments.format,
            Self::Serve(_) | Self::Show(_) | Self::Theme(_) => Format::Human,
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
    /// Whether to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(super) color: When,
}

/// Whether to use colours.
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
    /// With the lines of the source, on standard error
    Human,
    /// For programs, on standard output
    Json,
    /// As annotations of GitHub Actions, on standard output
    Github,
}

/// The form in which data is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum DataFormat {
    /// Aligned columns
    Human,
    /// For programs
    Json,
}

/// Which archive, and how it is read.
#[derive(Debug, Args)]
#[command(next_help_heading = "Reading")]
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

/// The arguments of `pmsite build`.
#[derive(Debug, Args)]
pub(super) struct BuildArguments {
    /// The archive folder
    #[arg(value_name = "DIR", default_value = ".")]
    dir: PathBuf,
    /// Where the site is written [default: public]
    #[arg(short, long, value_name = "DIR", visible_aliases = ["out", "output", "destination"])]
    output_dir: Option<PathBuf>,
    /// The address at which the site is published; feeds, the sitemap and canonical links need it
    #[arg(short = 'u', long, value_name = "URL")]
    base_url: Option<String>,
    /// A folder whose files replace those of the built-in theme
    #[arg(long, value_name = "FOLDER")]
    theme: Option<PathBuf>,
    /// Write nothing and exit with 1 if there is any error or warning
    #[arg(long)]
    pub(super) strict: bool,
    /// Write into a folder that holds other files
    #[arg(long)]
    pub(super) force: bool,
    /// The form in which findings are told
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(super) format: Format,
    /// How the archive is read.
    #[command(flatten)]
    archive: ArchiveArguments,
}

/// The arguments of `pmsite serve`.
#[derive(Debug, Args)]
pub(super) struct ServeArguments {
    /// The archive folder
    #[arg(value_name = "DIR", default_value = ".")]
    pub(super) dir: PathBuf,
    /// Build again when a document, the theme or the configuration changes, and reload browsers
    #[arg(short, long)]
    pub(super) watch: bool,
    /// Watch by looking at files again and again, for network mounts that tell nothing; implies --watch
    #[arg(long)]
    pub(super) poll: bool,
    /// The address or name to listen at; 0.0.0.0 lets other machines in
    #[arg(long, value_name = "HOST", default_value = "127.0.0.1")]
    pub(super) host: String,
    /// The port to listen at; 0 takes any that is free
    #[arg(short, long, value_name = "PORT", default_value_t = 8000)]
    pub(super) port: u16,
    /// Show the site in a browser
    #[arg(long)]
    pub(super) open: bool,
    /// Where the site is mounted: a path such as /repo/, or the web address by which others know it
    #[arg(short = 'u', long, value_name = "PATH|URL")]
    pub(super) base_url: Option<String>,
    /// A folder whose files replace those of the built-in theme
    #[arg(long, value_name = "FOLDER")]
    theme: Option<PathBuf>,
    /// How the archive is read.
    #[command(flatten)]
    archive: ArchiveArguments,
}

/// The arguments of `pmsite show`.
#[derive(Debug, Args)]
#[command(override_usage = "pmsite show [OPTIONS] <ID> [DIR]\n       pmsite show [OPTIONS] --sources [DIR]")]
pub(super) struct ShowArguments {
    /// The incident, in any spelling of its id (`INC-42`, `inc0042`), or the path of its document
    #[arg(value_name = "ID", required_unless_present = "sources")]
    id: Option<String>,
    /// The archive folder [default: .]
    #[arg(value_name = "DIR")]
    dir: Option<PathBuf>,
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

/// The arguments of `pmsite theme`.
#[derive(Debug, Args)]
pub(super) struct ThemeArguments {
    /// What to do; without it, `list`.
    #[command(subcommand)]
    pub(super) command: Option<ThemeCommand>,
}

/// What to do with the theme.
#[derive(Debug, Subcommand)]
pub(super) enum ThemeCommand {
    /// List the files that a theme folder can replace
    List,
    /// Copy a file of the built-in theme into a theme folder
    Copy {
        /// The name of the file, as `pmsite theme list` has it
        name: String,
        /// The theme folder
        #[arg(long, value_name = "FOLDER", default_value = "theme")]
        to: PathBuf,
        /// Replace a file that is there already
        #[arg(long)]
        force: bool,
    },
}

/// What `pmsite show` is asked for.
pub(super) enum Wanted<'a> {
    /// One incident.
    Incident(&'a str),
    /// Every file.
    Sources,
}

impl BuildArguments {
    /// What the session is asked for.
    pub(super) fn inputs(&self) -> Result<Inputs, Failure> {
        let inputs = self.archive.inputs(self.dir.clone())?;
        Ok(Inputs {
            output: self.output_dir.clone(),
            base_url: self.base_url.clone(),
            theme: self.theme.clone(),
            ..inputs
        })
    }
}

impl ServeArguments {
    /// What the session is asked for, if the site is to be found at this address. Drafts are part of it: their authors
    /// are those who look.
    pub(super) fn inputs(&self, base_url: Option<&str>) -> Result<Inputs, Failure> {
        let inputs = self.archive.inputs(self.dir.clone())?;
        Ok(Inputs {
            base_url: base_url.map(str::to_owned),
            theme: self.theme.clone(),
            drafts: true,
            ..inputs
        })
    }
}

impl ShowArguments {
    /// What is to be shown.
    pub(super) fn wanted(&self) -> Result<Wanted<'_>, Failure> {
        match (&self.id, self.sources) {
            (Some(_), true) if self.dir.is_some() => {
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
        let word = || self.sources.then(|| self.id.as_ref().map(PathBuf::from)).flatten();
        let folder = self.dir.clone().or_else(word).unwrap_or_else(|| PathBuf::from("."));
        self.archive.inputs(folder)
    }
}

impl ArchiveArguments {
    fn inputs(&self, folder: PathBuf) -> Result<Inputs, Failure> {
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
fn day(text: &str) -> Result<Date, String> {
    let day = text.parse::<Date>().ok().filter(|_| text.len() == 10);
    day.ok_or_else(|| "write a day of the calendar as YYYY-MM-DD".to_owned())
}

/// The day of `SOURCE_DATE_EPOCH` (seconds since 1970, UTC; see reproducible-builds.org), else today in UTC.
fn as_of_from_environment() -> Result<Date, Failure> {
    let utc = jiff::tz::TimeZone::UTC;
    let Some(text) = std::env::var_os("SOURCE_DATE_EPOCH").filter(|text| !text.is_empty()) else {
        return Ok(jiff::Timestamp::now().to_zoned(utc).date());
    };
    let seconds = text.to_str().and_then(|text| text.parse::<i64>().ok());
    seconds
        .and_then(|seconds| jiff::Timestamp::from_second(seconds).ok())
        .map(|time| time.to_zoned(utc).date())
        .ok_or_else(|| {
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
