//! `pmsite completions` and `pmsite man`: what other programs make of the definition of the command line.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, Command, CommandFactory};
use clap_complete::Shell;

use super::Exit;
use super::args::Arguments;
use super::console::Console;
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
    /// Write a page for every command into this folder, instead of the first one to standard output
    #[arg(short, long, value_name = "DIR")]
    output_dir: Option<PathBuf>,
}

/// Writes what a shell needs to complete commands and options.
pub(super) fn completions(arguments: &CompletionsArguments, console: &Console) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), NAME, &mut script);
    console.data(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Fine)
}

/// Writes manual pages.
pub(super) fn man(arguments: &ManArguments, console: &Console) -> Result<Exit, Failure> {
    let command = Arguments::command().name(NAME);
    let Some(folder) = &arguments.output_dir else {
        console.data(&String::from_utf8_lossy(&page(command)?))?;
        return Ok(Exit::Fine);
    };
    fs::create_dir_all(folder).map_err(SystemError::at("create", folder))?;
    let mut command = command.disable_help_subcommand(true);
    command.build();
    let mut pages = vec![(NAME.to_owned(), command.clone())];
    pages.extend(command.get_subcommands().map(|own| (format!("{NAME}-{}", own.get_name()), own.clone())));
    for (name, command) in pages {
        let place = folder.join(format!("{name}.1"));
        fs::write(&place, page(command)?).map_err(SystemError::at("write", &place))?;
        console.data(&format!("{}\n", place.display()))?;
    }
    Ok(Exit::Fine)
}

fn page(command: Command) -> Result<Vec<u8>, SystemError> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command)
        .render(&mut page)
        .map_err(SystemError::at("write", Path::new("a manual page")))?;
    Ok(page)
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum;

    use super::*;

    #[test]
    fn every_shell_learns_every_command() {
        for shell in Shell::value_variants() {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Arguments::command(), NAME, &mut script);
            let script = String::from_utf8(script).unwrap();
            for command in Arguments::command().get_subcommands() {
                assert!(script.contains(command.get_name()), "{shell}: {}", command.get_name());
            }
        }
    }

    #[test]
    fn a_manual_page_has_what_the_help_has() {
        let text = String::from_utf8(page(Arguments::command()).unwrap()).unwrap();
        assert!(text.contains(".TH pmsite 1") && text.contains("Exit codes"), "{text}");
    }
}
