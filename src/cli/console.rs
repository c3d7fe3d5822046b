//! The terminal: what is said, where, and in which colors.

use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::Path;

use super::args::{Format, Talk, When};
use super::failure::Failure;
use super::progress_bar::Work;
use crate::diag::{Diagnostic, Level};
use crate::report::human::{Paint, Style};
use crate::report::{Root, Sources, github, human, json, plain, sarif};
use crate::session::RunError;
use crate::system::SystemError;

/// On a terminal no more findings than this push away what was there before; `-v` shows all.
const TERMINAL_LIMIT: usize = 20;
/// How many are told to a file or a pipe: one hostile document can give tens of thousands.
const FILE_LIMIT: usize = 1000;

/// The terminal of one command.
#[derive(Debug)]
pub(super) struct Console {
    quiet: bool,
    /// Whether everything is to be said.
    pub(super) verbose: bool,
    /// Of what is said.
    paint: Paint,
    /// Of data.
    pub(super) data_paint: Paint,
    /// Cells of a line of data, on a terminal.
    pub(super) width: Option<usize>,
    talks_to: Reader,
}

/// Who reads what is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reader {
    /// A file or a pipe.
    File,
    /// Somebody at a terminal that only takes line after line.
    DumbTerminal,
    /// Somebody at a terminal on which lines can be written anew.
    Terminal,
}

impl Console {
    /// As the arguments and the environment want it.
    pub(super) fn new(talk: &Talk) -> Self {
        let terminal = io::stderr().is_terminal();
        let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let data = io::stdout().is_terminal();
        // https://no-color.org: any value that is not empty.
        let wanted = !set("NO_COLOR") && !dumb;
        let paint = |terminal: bool| match talk.color {
            When::Always => Paint::Colors,
            When::Auto if terminal && wanted => Paint::Colors,
            When::Auto | When::Never => Paint::Plain,
        };
        Self {
            quiet: talk.quiet,
            verbose: talk.verbose,
            paint: paint(terminal),
            data_paint: paint(data),
            width: data.then(width),
            talks_to: match terminal {
                false => Reader::File,
                true if dumb => Reader::DumbTerminal,
                true => Reader::Terminal,
            },
        }
    }

    /// One that is no terminal.
    #[cfg(test)]
    pub(super) fn plain() -> Self {
        Self {
            quiet: true,
            verbose: false,
            paint: Paint::Plain,
            data_paint: Paint::Plain,
            width: None,
            talks_to: Reader::File,
        }
    }

    /// Work that is told of while it lasts.
    pub(super) fn work(&self) -> Work {
        if self.talks_to == Reader::Terminal && !self.quiet { Work::seen() } else { Work::unseen() }
    }

    /// Writes data to standard output.
    #[expect(clippy::unused_self, reason = "data is as much the console's business as talk")]
    pub(super) fn data(&self, text: &str) -> Result<(), SystemError> {
        let mut out = io::stdout().lock();
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            // Whoever read it has seen enough: `pmsite show INC-7 | head -3`.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
            result => result.map_err(SystemError::at("write to", Path::new("standard output"))),
        }
    }

    /// Says a line, unless nothing but errors is to be said.
    pub(super) fn say(&self, line: &str) {
        if !self.quiet {
            talk(&format!("{}\n", plain(line)));
        }
    }

    /// Says what stopped the command; what is wrong with the configuration in the form that was asked for.
    pub(super) fn failed(&self, failure: &Failure, format: Format) {
        match failure {
            Failure::Run(error) => self.run_failed(error, format),
            _ => talk(&format!("error: {}\n", plain(&failure.to_string()))),
        }
    }

    /// Says why a run came to no end.
    pub(super) fn run_failed(&self, error: &RunError, format: Format) {
        if let RunError::Config { source, diagnostics } = error {
            // If even this cannot be written, the line below still says what happened.
            _ = self.findings(diagnostics, &Sources::new("", [], Some(source)), format);
        }
        talk(&format!("error: {}\n", plain(&error.to_string())));
    }

    /// Tells what a check found, which is the data of that command: on standard output, in the form that was asked for.
    pub(super) fn checked(
        &self,
        diagnostics: &[Diagnostic],
        sources: &Sources<'_>,
        format: Format,
    ) -> Result<(), SystemError> {
        if format != Format::Human {
            return self.tell_programs(diagnostics, sources, format);
        }
        let gravest = if self.quiet { Level::Error } else { Level::Info };
        let told: Vec<_> = diagnostics.iter().filter(|told| told.level <= gravest).cloned().collect();
        let style = Style { paint: self.data_paint, width: self.width };
        self.data(&if self.verbose {
            human::report(&told, sources, style, None)
        } else {
            human::digest(&told, sources, style, FILE_LIMIT)
        })
    }

    /// Writes what was found for programs. Those that lay it beside the sources know the root of the repository.
    fn tell_programs(
        &self,
        diagnostics: &[Diagnostic],
        sources: &Sources<'_>,
        format: Format,
    ) -> Result<(), SystemError> {
        let rooted = || root().map_or_else(|| sources.clone(), |root| sources.seen_from(root));
        self.data(&match format {
            Format::Github => github::report(diagnostics, &rooted()),
            Format::Sarif => sarif::report(diagnostics, &rooted()),
            Format::Json | Format::Human => json::report(diagnostics, sources),
        })
    }

    /// Whether findings of a level are told in some form.
    pub(super) fn tells(&self, level: Level, format: Format) -> bool {
        // What needs no mending is told to those who ask for everything.
        let gravest = match (self.quiet, self.verbose) {
            (true, _) => Level::Error,
            (false, false) => Level::Warning,
            (false, true) => Level::Info,
        };
        format != Format::Human || level <= gravest
    }

    /// Says what was found, in the form that was asked for.
    pub(super) fn findings(
        &self,
        diagnostics: &[Diagnostic],
        sources: &Sources<'_>,
        format: Format,
    ) -> Result<(), SystemError> {
        match format {
            Format::Json | Format::Github | Format::Sarif => self.tell_programs(diagnostics, sources, format),
            Format::Human => {
                let told = |diagnostic: &&Diagnostic| self.tells(diagnostic.level, format);
                let told: Vec<_> = diagnostics.iter().filter(told).cloned().collect();
                let limit = if self.talks_to == Reader::File { FILE_LIMIT } else { TERMINAL_LIMIT };
                let limit = (!self.verbose).then_some(limit);
                let width = (self.talks_to != Reader::File).then(width);
                talk(&human::report(&told, sources, Style { paint: self.paint, width }, limit));
                Ok(())
            }
        }
    }
}

/// The root of the repository above the working directory, else that directory itself.
fn root() -> Option<Root> {
    let working = std::env::current_dir().ok()?;
    let top = working.ancestors().find(|folder| folder.join(".git").exists()).unwrap_or(&working).to_owned();
    Some(Root { working, top })
}

/// How wide the terminal is: as the environment says, else as the terminal says, else as terminals were.
fn width() -> usize {
    let said = std::env::var_os("COLUMNS").and_then(|text| text.to_str()?.parse().ok());
    let measured = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    said.filter(|width| *width > 0).or_else(measured).filter(|width| *width > 0).unwrap_or(80)
}

/// Writes to standard error; if even that fails there is nobody to tell.
fn talk(text: &str) {
    _ = io::stderr().lock().write_all(text.as_bytes());
}
