//! `pmsite init`: what an archive needs to be published.

use std::path::PathBuf;

use clap::Args;

use super::Exit;
use super::ci::{Provider, write_ci};
use super::console::Console;
use super::failure::Failure;

/// The arguments of `pmsite init`.
#[derive(Debug, Args)]
pub(super) struct InitArguments {
    /// The archive folder
    #[arg(value_name = "DIR", default_value = ".")]
    dir: PathBuf,
    /// Write what builds and publishes the site on every change and every day
    #[arg(long, value_name = "HOST")]
    ci: Provider,
    /// Do not ask
    #[arg(short, long)]
    yes: bool,
}

/// Writes the files.
pub(super) fn init(arguments: &InitArguments, console: &Console) -> Result<Exit, Failure> {
    let consent = if arguments.yes { super::ci::Consent::Given } else { super::ci::Consent::Ask };
    write_ci(&arguments.dir, arguments.ci, consent, console)
}
