//! `pmsite completions` and `pmsite man`: files generated from the definition of the command line.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, Command};
use clap_complete::Shell;

use super::console::Console;
use super::exit::Exit;
use super::failure::Failure;
use crate::system::SystemError;

/// The name of the program.
const NAME: &str = "pmsite";

/// The arguments of `pmsite completions`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pmsite completions bash > ~/.local/share/bash-completion/completions/pmsite
  pmsite completions zsh > ~/.zfunc/_pmsite           # in a folder of $fpath
  pmsite completions fish > ~/.config/fish/completions/pmsite.fish
  pmsite completions powershell >> $PROFILE")]
pub(super) struct CompletionsArguments {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// The arguments of `pmsite man`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pmsite man | man -l -
  pmsite man -o ~/.local/share/man/man1")]
pub(super) struct ManArguments {
    /// Write one page per command to this folder instead of the main page to standard output
    #[arg(short, long, value_name = "DIR")]
    output_dir: Option<PathBuf>,
}

/// Prints a completion script.
pub(super) fn completions(
    arguments: &CompletionsArguments,
    command: Command,
    console: &Console,
) -> Result<Exit, Failure> {
    console.data(&script(arguments.shell, command))?;
    Ok(Exit::Success)
}

/// The completion script for a shell.
pub(super) fn script(shell: Shell, mut command: Command) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, NAME, &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

/// Writes manual pages.
pub(super) fn man(arguments: &ManArguments, command: Command, console: &Console) -> Result<Exit, Failure> {
    let Some(folder) = &arguments.output_dir else {
        console.data(&String::from_utf8_lossy(&page(command)?))?;
        return Ok(Exit::Success);
    };
    fs::create_dir_all(folder).map_err(SystemError::at("create", folder))?;
    let mut command = command.disable_help_subcommand(true);
    command.build();
    let mut pages = vec![(NAME.to_owned(), command.clone())];
    pages.extend(command.get_subcommands().map(|own| (format!("{NAME}-{}", own.get_name()), own.clone())));
    for (name, command) in pages {
        let path = folder.join(format!("{name}.1"));
        fs::write(&path, page(command)?).map_err(SystemError::at("write", &path))?;
        console.data(&format!("{}\n", path.display()))?;
    }
    Ok(Exit::Success)
}

/// One manual page, as roff.
pub(super) fn page(command: Command) -> Result<Vec<u8>, SystemError> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command)
        .render(&mut page)
        .map_err(SystemError::at("write", Path::new("a manual page")))?;
    Ok(page)
}
