//! `pmsite theme`: lists the files of the built-in theme and copies them for editing.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::console::Console;
use super::exit::Exit;
use super::failure::Failure;
use crate::emit::Theme;
use crate::system::SystemError;
use crate::text::most_alike;

/// The arguments of `pmsite theme`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pmsite theme list
  pmsite theme copy extra.css --to theme")]
pub(super) struct ThemeArguments {
    /// The subcommand [default: list].
    #[command(subcommand)]
    pub(super) command: Option<ThemeCommand>,
}

/// The subcommands of `pmsite theme`.
#[derive(Debug, Subcommand)]
pub(super) enum ThemeCommand {
    /// List the files that a theme can override
    List,
    /// Copy a file of the built-in theme to a theme folder
    Copy {
        /// The name of the file, as shown by `pmsite theme list`
        name: String,
        /// The theme folder
        #[arg(long, value_name = "FOLDER", default_value = "theme")]
        to: PathBuf,
        /// Overwrite an existing file
        #[arg(long)]
        force: bool,
    },
}

/// Runs the command.
pub(super) fn theme(arguments: &ThemeArguments, console: &Console) -> Result<Exit, Failure> {
    match &arguments.command {
        None | Some(ThemeCommand::List) => {
            let names: Vec<&str> = Theme::names().collect();
            console.data(&format!("{}\n", names.join("\n")))?;
            Ok(Exit::Success)
        }
        Some(ThemeCommand::Copy { name, to, force }) => copy(name, to, *force, console),
    }
}

fn copy(name: &str, folder: &Path, force: bool, console: &Console) -> Result<Exit, Failure> {
    // Only names from the built-in list get past this, so none leaves the folder.
    let Some(text) = Theme::builtin_text(name) else {
        let near = most_alike(name, Theme::names().map(|known| (known, known)), |likeness| likeness > 0.7);
        let hint = near.map_or_else(
            || "run `pmsite theme list` to see all files".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        return Err(Failure::Usage(format!("the built-in theme has no file `{name}`; {hint}")));
    };
    let place = folder.join(name);
    let parent = place.parent().unwrap_or(folder);
    fs::create_dir_all(parent).map_err(SystemError::at("create", parent))?;
    let file = fs::File::options().write(true).create(force).create_new(!force).truncate(force).open(&place);
    match file.and_then(|mut file| file.write_all(text.as_bytes())) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            let place = place.display();
            Err(Failure::Usage(format!("{place} already exists; use --force to overwrite it")))
        }
        result => {
            result.map_err(SystemError::at("write", &place))?;
            let folder = folder.display();
            console.message(&format!(
                "Copied to {}; to use it, set `path = \"{folder}\"` under [theme] in pmsite.toml",
                place.display()
            ));
            Ok(Exit::Success)
        }
    }
}
