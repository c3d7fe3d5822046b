//! `pmsite theme`: lists the files of the built-in theme, copies one to change it.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::Exit;
use super::console::Console;
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

/// Runs the command.
pub(super) fn theme(arguments: &ThemeArguments, console: &Console) -> Result<Exit, Failure> {
    match &arguments.command {
        None | Some(ThemeCommand::List) => {
            let names: Vec<&str> = Theme::names().collect();
            console.data(&format!("{}\n", names.join("\n")))?;
            Ok(Exit::Fine)
        }
        Some(ThemeCommand::Copy { name, to, force }) => copy(name, to, *force, console),
    }
}

fn copy(name: &str, folder: &Path, force: bool, console: &Console) -> Result<Exit, Failure> {
    // Names come from the program's own list, so none of them leads out of the folder.
    let Some(text) = Theme::builtin_text(name) else {
        let near = most_alike(name, Theme::names().map(|known| (known, known)), |likeness| likeness > 0.7);
        let hint = near.map_or_else(
            || "`pmsite theme list` shows all names".to_owned(),
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
            Err(Failure::Usage(format!("{place} is there already; --force replaces it")))
        }
        result => {
            result.map_err(SystemError::at("write", &place))?;
            let folder = folder.display();
            console.say(&format!(
                "Copied to {}; `path = \"{folder}\"` under [theme] in pmsite.toml uses it",
                place.display()
            ));
            Ok(Exit::Fine)
        }
    }
}
