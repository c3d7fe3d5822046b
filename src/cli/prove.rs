//! `pmsite prove`: checks a public site for withheld text.

use std::path::PathBuf;

use clap::Args;

use super::args::{ArchiveArguments, ArchiveDir, EditionChoice};
use super::console::Console;
use super::exit::Exit;
use super::failure::Failure;
use super::proof::proof;

/// The arguments of `pmsite prove`.
#[derive(Debug, Args)]
// Only the public edition withholds anything.
#[command(mut_arg("edition", |argument| argument.hide(true)))]
#[command(after_help = "\
Examples:
  pmsite prove site-public                         Check this folder for withheld text
  pmsite prove /srv/www/status -C incidents")]
pub(super) struct ProveArguments {
    /// The folder of the site
    #[arg(value_name = "SITE")]
    site: PathBuf,
    /// The archive folder.
    #[command(flatten)]
    dir: ArchiveDir,
    /// How to read the archive.
    #[command(flatten)]
    archive: ArchiveArguments,
}

/// Checks every file in the folder, no matter what wrote it.
pub(super) fn prove(arguments: &ProveArguments, console: &Console) -> Result<Exit, Failure> {
    // Only the public edition leaves anything out.
    let inputs = arguments.archive.for_edition(EditionChoice::Public).inputs(arguments.dir.path.clone())?;
    let proven = console.progress_bar().session().prove(&inputs, &arguments.site)?;
    console.message(&proof(proven));
    Ok(Exit::Success)
}
