//! The terminal: what is printed, where, and in which colors.

use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::Path;
use std::time::Duration;

use super::args::{ColorChoice, Format, OutputArguments};
use super::failure::Failure;
use super::progress_bar::ProgressBar;
use crate::diag::{Diagnostic, Level};
use crate::report::human::{Paint, Style};
use crate::report::{Root, Sources, github, human, json, plain, sarif};
use crate::session::RunError;
use crate::system::SystemError;

/// At most this many findings are shown on a terminal, so they do not push away what was there; `-v` shows all.
const TERMINAL_LIMIT: usize = 20;
/// At most this many findings go to a file or a pipe: one hostile document can cause tens of thousands.
const FILE_LIMIT: usize = 1000;

/// The terminal of one command.
#[derive(Debug)]
pub(super) struct Console {
    quiet: bool,
    /// Whether `--verbose` was given.
    pub(super) verbose: bool,
    /// Colors of messages.
    paint: Paint,
    /// Colors of data.
    pub(super) data_paint: Paint,
    /// The width of a line of data in cells, on a terminal.
    pub(super) width: Option<usize>,
    stderr: StderrKind,
}

/// What standard error is connected to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum StderrKind {
    /// A file or a pipe.
    File,
    /// A terminal that cannot redraw lines.
    DumbTerminal,
    /// A terminal that can redraw lines.
    Terminal,
}

impl Console {
    /// Follows the arguments and the environment.
    pub(super) fn new(arguments: &OutputArguments) -> Self {
        let terminal = io::stderr().is_terminal();
        let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let data = io::stdout().is_terminal();
        // https://no-color.org: any value that is not empty.
        let colors = !is_set("NO_COLOR") && !dumb;
        let paint = |terminal: bool| match arguments.color {
            ColorChoice::Always => Paint::Colors,
            ColorChoice::Auto if terminal && colors => Paint::Colors,
            ColorChoice::Auto | ColorChoice::Never => Paint::Plain,
        };
        Self {
            quiet: arguments.quiet,
            verbose: arguments.verbose,
            paint: paint(terminal),
            data_paint: paint(data),
            width: data.then(width),
            stderr: match terminal {
                false => StderrKind::File,
                true if dumb => StderrKind::DumbTerminal,
                true => StderrKind::Terminal,
            },
        }
    }

    /// A console without a terminal.
    #[cfg(test)]
    pub(super) fn plain() -> Self {
        Self {
            quiet: true,
            verbose: false,
            paint: Paint::Plain,
            data_paint: Paint::Plain,
            width: None,
            stderr: StderrKind::File,
        }
    }

    /// Starts a progress bar, which is visible only on a terminal.
    pub(super) fn progress_bar(&self) -> ProgressBar {
        if self.stderr == StderrKind::Terminal && !self.quiet {
            ProgressBar::visible()
        } else {
            ProgressBar::hidden()
        }
    }

    /// Writes data to standard output.
    #[expect(clippy::unused_self, reason = "data and messages share one interface")]
    pub(super) fn data(&self, text: &str) -> Result<(), SystemError> {
        let mut out = io::stdout().lock();
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            // The reader has seen enough: `pmsite show INC-7 | head -3`.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
            result => result.map_err(SystemError::at("write to", Path::new("standard output"))),
        }
    }

    /// Prints a message on standard error, unless `--quiet` was given.
    pub(super) fn message(&self, line: &str) {
        if !self.quiet {
            print_error(&format!("{}\n", plain(line)));
        }
    }

    /// Reports what stopped the command. Configuration errors are reported in the given format.
    pub(super) fn report_failure(&self, failure: &Failure, format: Format) {
        match failure {
            Failure::Run(error) => self.report_run_error(error, format),
            _ => print_error(&format!("error: {}\n", plain(&failure.to_string()))),
        }
    }

    /// Reports why a run failed.
    pub(super) fn report_run_error(&self, error: &RunError, format: Format) {
        if let RunError::Config { source, diagnostics } = error {
            // If this cannot be written, the line below still names the file.
            _ = self.findings(diagnostics, &Sources::new("", [], Some(source)), format);
        }
        print_error(&format!("error: {}\n", plain(&error.to_string())));
    }

    /// Prints the findings of `pmsite check` on standard output: they are the data of that command.
    pub(super) fn check_findings(
        &self,
        diagnostics: &[Diagnostic],
        sources: &Sources<'_>,
        format: Format,
    ) -> Result<(), SystemError> {
        if format != Format::Human {
            return self.findings_for_programs(diagnostics, sources, format);
        }
        let least_severe = if self.quiet { Level::Error } else { Level::Info };
        let shown: Vec<_> = diagnostics.iter().filter(|one| one.level <= least_severe).cloned().collect();
        let style = Style { paint: self.data_paint, width: self.width };
        self.data(&if self.verbose {
            human::report(&shown, sources, style, None)
        } else {
            human::digest(&shown, sources, style, FILE_LIMIT)
        })
    }

    /// Prints findings on standard output in a format for programs. Formats for code hosts use paths from the root of the
    /// repository.
    fn findings_for_programs(
        &self,
        diagnostics: &[Diagnostic],
        sources: &Sources<'_>,
        format: Format,
    ) -> Result<(), SystemError> {
        let rooted = || repository_root().map_or_else(|| sources.clone(), |root| sources.seen_from(root));
        self.data(&match format {
            Format::Github => github::report(diagnostics, &rooted()),
            Format::Sarif => sarif::report(diagnostics, &rooted()),
            Format::Json | Format::Human => json::report(diagnostics, sources),
        })
    }

    /// Whether findings of this level are printed in this format.
    pub(super) fn shows(&self, level: Level, format: Format) -> bool {
        let least_severe = match (self.quiet, self.verbose) {
            (true, _) => Level::Error,
            (false, false) => Level::Warning,
            (false, true) => Level::Info,
        };
        format != Format::Human || level <= least_severe
    }

    /// Prints findings in the given format.
    pub(super) fn findings(
        &self,
        diagnostics: &[Diagnostic],
        sources: &Sources<'_>,
        format: Format,
    ) -> Result<(), SystemError> {
        match format {
            Format::Json | Format::Github | Format::Sarif => {
                self.findings_for_programs(diagnostics, sources, format)
            }
            Format::Human => {
                let is_shown = |diagnostic: &&Diagnostic| self.shows(diagnostic.level, format);
                let shown: Vec<_> = diagnostics.iter().filter(is_shown).cloned().collect();
                let limit = if self.stderr == StderrKind::File { FILE_LIMIT } else { TERMINAL_LIMIT };
                let limit = (!self.verbose).then_some(limit);
                let width = (self.stderr != StderrKind::File).then(width);
                print_error(&human::report(&shown, sources, Style { paint: self.paint, width }, limit));
                Ok(())
            }
        }
    }
}

/// A duration for people: `41 ms`, `1.4 s`.
pub(super) fn elapsed(time: Duration) -> String {
    match time.as_millis() {
        millis @ ..1000 => format!("{millis} ms"),
        _ => format!("{:.1} s", time.as_secs_f64()),
    }
}

/// The root of the repository above the working directory, else the working directory.
fn repository_root() -> Option<Root> {
    let working = std::env::current_dir().ok()?;
    let top = working.ancestors().find(|folder| folder.join(".git").exists()).unwrap_or(&working).to_owned();
    Some(Root { working, top })
}

/// The width of the terminal: from `COLUMNS`, else as the terminal reports it, else 80.
fn width() -> usize {
    let from_environment = std::env::var_os("COLUMNS").and_then(|text| text.to_str()?.parse().ok());
    let measured = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    from_environment.filter(|width| *width > 0).or_else(measured).filter(|width| *width > 0).unwrap_or(80)
}

/// Writes to standard error. If that fails, there is nowhere left to report it.
fn print_error(text: &str) {
    _ = io::stderr().lock().write_all(text.as_bytes());
}
