//! `pmsite pack`: the whole archive in one file.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;

use super::args::{ArchiveArguments, Format};
use super::console::{Console, elapsed, found};
use super::crash::{exit_on_hang, report_crashes};
use super::exit::Exit;
use super::failure::Failure;
use super::proof::{nothing_published, proof};
use super::signals::SignalCleanup;
use crate::diag::Counts;
use crate::session::{PackOptions, Packed};
use crate::text::{count, thousands};

/// The arguments of `pmsite pack`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pmsite pack -o incidents.html                 Pack this folder, for a laptop, an e-mail or a USB stick
  pmsite pack incidents -o /mnt/usb/incidents.html")]
pub(super) struct PackArguments {
    /// The archive folder
    #[arg(value_name = "DIR", default_value = ".")]
    dir: PathBuf,
    /// The file to write; it may replace only a packed archive
    #[arg(short, long, value_name = "FILE", visible_alias = "out")]
    output: PathBuf,
    /// How to read the archive.
    #[command(flatten)]
    archive: ArchiveArguments,
}

/// Writes the file. Errors in documents are reported but do not keep it from being written.
pub(super) fn pack(arguments: &PackArguments, console: &Console) -> Result<Exit, Failure> {
    let start = Instant::now();
    let inputs = arguments.archive.inputs(arguments.dir.clone())?;
    let pack = console.progress_bar().session().prepare_pack(&inputs)?;
    console.findings(&pack.loaded.diagnostics, &pack.loaded.sources(), Format::Human)?;

    if pack.loaded.is_unsafe {
        console.message(&nothing_published(&arguments.output.to_string_lossy()));
        return Ok(Exit::Findings);
    }
    let progress = console.progress_bar();
    let signals = SignalCleanup::install()?;
    let Packed { pages, size, crashed, proven } = pack.write(PackOptions {
        file: &arguments.output,
        shield: signals.shield(),
        on_hang: exit_on_hang,
        progress: progress.progress(),
    })?;
    drop(progress);
    report_crashes(&crashed, console);
    let incidents = count(pack.loaded.archive.incidents.len(), "incident");
    let (time, found) = (elapsed(start.elapsed()), found(Counts::of(&pack.loaded.diagnostics)));
    let (pages, file) = (count(pages, "page"), arguments.output.display());
    let size = thousands(usize::try_from(size.div_ceil(1000)).unwrap_or(usize::MAX));
    console.message(&format!("Packed {incidents}, {pages} in {time} ({found}) → {file} ({size} kB)"));
    if let Some(proven) = proven {
        console.message(&proof(proven));
    }
    Ok(if pack.loaded.crashed || !crashed.is_empty() { Exit::Crashed } else { Exit::Success })
}
