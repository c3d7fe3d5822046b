//! The command line: parses arguments, runs a command, and reports the result. One file per command.
//!
//! A new command is a new file, plus a `mod` line, a variant of [`Command`] and a match arm here. Command files never import
//! this one; what they share is in leaves such as `args`, `console`, `exit` and `failure`.
//!
//! Data goes to standard output, messages to standard error. Only this module reads the environment, today's date
//! and the terminal.
#![expect(clippy::disallowed_methods, reason = "the environment and the clock are read here")]

mod actions;
mod args;
mod build;
mod cache;
mod changed;
mod check;
mod ci;
mod console;
mod crash;
mod doctor;
mod exit;
mod failure;
mod gap;
mod generate;
mod help;
mod incident_details;
mod incident_row;
mod init;
#[cfg(any(test, fuzzing))]
pub mod laws;
mod list;
mod mirror;
mod new;
mod pack;
mod progress_bar;
mod proof;
mod prove;
mod query;
mod recurrence;
mod repository;
mod schema;
mod serve;
mod show;
mod signals;
mod similar;
mod stats;
mod theme;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser, Subcommand};

use self::args::{Format, OutputArguments};
use self::console::Console;
use self::exit::Exit;
use self::failure::Failure;

/// Turns a folder of incident post-mortems into a site that your team can search, browse and act on.
#[derive(Debug, Parser)]
#[command(
    name = "pmsite",
    version,
    max_term_width = 100,
    arg_required_else_help = true,
    disable_help_subcommand = true
)]
#[command(after_help = "\
Examples:
  pmsite build incidents                                Build the site to public/
  pmsite serve --watch --open                           Preview while you write
  pmsite new \"Checkout returns 5xx\" --severity SEV2     Start a post-mortem
  pmsite similar checkout times out, pool exhausted     Has this happened before? What fixed it?
  pmsite list 'severity<=2 service:api year:2025'       Find incidents
  pmsite actions --overdue                              List overdue action items

Exit codes:
  0    Success
  1    Findings, or nothing found
  2    Usage or configuration error
  3    File or system error
  130  Interrupted")]
struct Arguments {
    /// The command to run.
    #[command(subcommand)]
    command: Command,
    /// Options of every command.
    #[command(flatten)]
    output: OutputArguments,
}

/// The command to run.
#[derive(Debug, Subcommand)]
enum Command {
    /// Create a new archive
    Init(init::InitArguments),
    /// Create a post-mortem from the archive's template
    New(new::NewArguments),
    /// Build the site
    Build(build::BuildArguments),
    /// Serve the site locally and rebuild it on changes
    Serve(serve::ServeArguments),
    /// Check documents for errors, missing information and overdue actions
    Check(check::CheckArguments),
    /// List incidents that match a query
    List(list::ListArguments),
    /// Find incidents similar to a description, an alert or another incident
    Similar(similar::SimilarArguments),
    /// Show what pmsite understood about an incident or every file
    Show(show::ShowArguments),
    /// List action items of all incidents
    Actions(actions::ActionsArguments),
    /// List action items that were open when later incidents began
    Gap(gap::GapArguments),
    /// Print statistics: how often, how long, how it changes
    Stats(stats::StatsArguments),
    /// Export the archive to a wiki
    Mirror(mirror::MirrorArguments),
    /// Pack the archive and its search into one file that a browser opens
    Pack(pack::PackArguments),
    /// Check a public site for withheld text
    Prove(prove::ProveArguments),
    /// Find problems with how the site is published
    Doctor(doctor::DoctorArguments),
    /// Print a JSON Schema
    Schema(schema::SchemaArguments),
    /// List or copy files of the built-in theme
    Theme(theme::ThemeArguments),
    /// Generate shell completions
    Completions(generate::CompletionsArguments),
    /// Generate manual pages
    Man(generate::ManArguments),
    /// Print the help of a command or a page of the documentation
    Help(help::HelpArguments),
}

impl Command {
    fn run(&self, console: &Console) -> Result<Exit, Failure> {
        match self {
            Self::Init(arguments) => init::init(arguments, console),
            Self::New(arguments) => new::new(arguments, console),
            Self::Build(arguments) => build::build(arguments, console),
            Self::Serve(arguments) => serve::serve(arguments, console),
            Self::Check(arguments) => check::check(arguments, console),
            Self::List(arguments) => list::list(arguments, console),
            Self::Similar(arguments) => similar::similar(arguments, console),
            Self::Show(arguments) => show::show(arguments, console),
            Self::Actions(arguments) => actions::actions(arguments, console),
            Self::Gap(arguments) => gap::gap(arguments, console),
            Self::Stats(arguments) => stats::stats(arguments, console),
            Self::Mirror(arguments) => mirror::mirror(arguments, console),
            Self::Pack(arguments) => pack::pack(arguments, console),
            Self::Prove(arguments) => prove::prove(arguments, console),
            Self::Doctor(arguments) => doctor::doctor(arguments, console),
            Self::Schema(arguments) => schema::schema(arguments, console),
            Self::Theme(arguments) => theme::theme(arguments, console),
            Self::Completions(arguments) => generate::completions(arguments, Arguments::command(), console),
            Self::Man(arguments) => generate::man(arguments, Arguments::command(), console),
            Self::Help(arguments) => help::help(arguments, Arguments::command(), console),
        }
    }

    /// The format in which configuration errors are reported.
    fn format(&self) -> Format {
        match self {
            Self::Build(arguments) => arguments.format,
            Self::Check(arguments) => arguments.format,
            _ => Format::Human,
        }
    }
}

/// Runs the command that the arguments name; the first argument is the name of the program.
///
/// The exit code is 0 on success, 1 for findings, 2 for a usage or configuration error, and 3 for a system error.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version arrive here too; clap prints them to standard output.
            _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let console = Console::new(&arguments.output);
    ExitCode::from(match arguments.command.run(&console) {
        Ok(exit) => exit.code(),
        Err(failure) => {
            console.report_failure(&failure, arguments.command.format());
            failure.code()
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn completions_know_every_command() {
        use clap::ValueEnum as _;

        for shell in clap_complete::Shell::value_variants() {
            let script = generate::script(*shell, Arguments::command());
            for command in Arguments::command().get_subcommands() {
                assert!(script.contains(command.get_name()), "{shell}: {}", command.get_name());
            }
        }
    }

    #[test]
    fn manual_page_includes_the_help() {
        let text = String::from_utf8(generate::page(Arguments::command()).unwrap()).unwrap();
        assert!(text.contains(".TH pmsite 1") && text.contains("Exit codes"), "{text}");
    }
}
