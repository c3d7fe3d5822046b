//! The command line: arguments in, exit code out; one file a command.
//!
//! Data goes to standard output, talk to standard error. This is the only place that reads the environment, the clock
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
mod doctor;
mod failure;
mod generate;
mod incident_details;
mod incident_row;
mod init;
#[cfg(any(test, fuzzing))]
pub mod laws;
mod list;
mod mirror;
mod new;
mod progress_bar;
mod query;
mod schema;
mod serve;
mod show;
mod signals;
mod similar;
mod theme;
mod watchdog;

use std::ffi::OsString;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;

use self::args::{Arguments, Command};
use self::console::Console;

/// How a command ended, when nothing stopped it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exit {
    /// All is well.
    Fine,
    /// There is something to mend, or what was looked for is not there.
    Findings,
}

/// Runs the command that the arguments name; the first of them is the name of the program.
///
/// The exit code is 0 if all is well, 1 with findings, 2 for a usage or configuration that cannot be used, and 3 if the
/// system refused something.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are no errors and go to standard output; a closed pipe is no news.
            _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let console = Console::new(&arguments.talk);
    let result = match &arguments.command {
        Command::Actions(arguments) => actions::actions(arguments, &console),
        Command::Build(arguments) => build::build(arguments, &console),
        Command::Check(arguments) => check::check(arguments, &console),
        Command::Completions(arguments) => generate::completions(arguments, &console),
        Command::Init(arguments) => init::init(arguments, &console),
        Command::List(arguments) => list::list(arguments, &console),
        Command::Man(arguments) => generate::man(arguments, &console),
        Command::New(arguments) => new::new(arguments, &console),
        Command::Serve(arguments) => serve::serve(arguments, &console),
        Command::Mirror(arguments) => mirror::mirror(arguments, &console),
        Command::Doctor(arguments) => doctor::doctor(arguments, &console),
        Command::Schema(arguments) => schema::schema(arguments, &console),
        Command::Show(arguments) => show::show(arguments, &console),
        Command::Similar(arguments) => similar::similar(arguments, &console),
        Command::Theme(arguments) => theme::theme(arguments, &console),
    };
    ExitCode::from(match result {
        Ok(Exit::Fine) => 0,
        Ok(Exit::Findings) => 1,
        Err(failure) => {
            console.failed(&failure, arguments.command.format());
            failure.code()
        }
    })
}

/// `41 ms`, `1.4 s`.
fn spent(time: Duration) -> String {
    match time.as_millis() {
        millis @ ..1000 => format!("{millis} ms"),
        _ => format!("{:.1} s", time.as_secs_f64()),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        Arguments::command().debug_assert();
    }
}
