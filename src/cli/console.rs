//! The terminal: what is printed, where, and in which colors.

use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::Path;
use std::time::Duration;

use super::args::{ColorChoice, Format, OutputArguments};
use super::failure::Failure;
use super::progress_bar::ProgressBar;
use super::proof::leak_list;
use crate::diag::{Counts, Diagnostic, Level};
use crate::report::human::{Paint, Style};
use crate::report::{Root, Sources, github, human, json, plain, sarif, summary};
use crate::session::RunError;
use crate::system::SystemError;
use crate::text::count;

/// The maximum number of findings in full, unless verbose: one hostile document can cause tens of thousands.
const MAX_FINDINGS: usize = 1000;

/// The maximum number of findings in full after an edit.
const MAX_NEW_FINDINGS: usize = 5;

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
        if let RunError::Leaks(leaks) = error {
            print_error(&plain(&leak_list(leaks)));
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
            human::digest(&shown, sources, style, MAX_FINDINGS)
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
        let rooted = || repository_root().map_or_else(|| sources.clone(), |root| sources.relative_to(root));
        self.data(&match format {
            Format::Github => github::report(diagnostics, &rooted()),
            Format::Sarif => sarif::report(diagnostics, &rooted()),
            Format::Json | Format::Human => json::report(diagnostics, sources),
        })
    }

    /// The findings that [`Console::findings`] shows in detail: only these need their sources.
    pub(super) fn select_findings<'d>(
        &self,
        diagnostics: &'d [Diagnostic],
        format: Format,
    ) -> Vec<&'d Diagnostic> {
        match (format, self.quiet, self.verbose) {
            (Format::Human, true, _) => diagnostics.iter().filter(|one| one.level == Level::Error).collect(),
            (Format::Human, false, false) => summary::selection(diagnostics),
            _ => diagnostics.iter().collect(),
        }
    }

    /// Prints findings in the given format. For people, errors are printed in full and other findings are grouped by rule,
    /// unless `--verbose` was given.
    pub(super) fn findings(
        &self,
        diagnostics: &[Diagnostic],
        sources: &Sources<'_>,
        format: Format,
    ) -> Result<(), SystemError> {
        if format != Format::Human {
            return self.findings_for_programs(diagnostics, sources, format);
        }
        print_error(&if self.verbose {
            human::report(diagnostics, sources, self.style(), None)
        } else if self.quiet {
            let errors: Vec<_> =
                diagnostics.iter().filter(|one| one.level == Level::Error).cloned().collect();
            human::report(&errors, sources, self.style(), Some(MAX_FINDINGS))
        } else {
            let mut text = summary::report(diagnostics, sources, self.style(), MAX_FINDINGS);
            if diagnostics.iter().any(|one| one.level != Level::Error) {
                text.push_str("Run `pmsite check` to see all findings in detail\n");
            }
            text
        });
        Ok(())
    }

    /// Prints the findings that an edit has caused: a few in full, more grouped by rule.
    pub(super) fn new_findings(&self, diagnostics: &[Diagnostic], sources: &Sources<'_>) {
        if diagnostics.len() <= MAX_NEW_FINDINGS && !self.quiet {
            print_error(&human::report(diagnostics, sources, self.style(), None));
        } else {
            // Only formats for programs can fail.
            _ = self.findings(diagnostics, sources, Format::Human);
        }
    }

    fn style(&self) -> Style {
        Style { paint: self.paint, width: (self.stderr != StderrKind::File).then(width) }
    }
}

/// `1 error, 3 warnings`.
pub(super) fn found(counts: Counts) -> String {
    format!("{}, {}", count(counts.errors, "error"), count(counts.warnings, "warning"))
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
