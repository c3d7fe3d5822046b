//! `pmsite build`: writes the site.

use std::time::Instant;

use super::args::BuildArguments;
use super::console::Console;
use super::failure::Failure;
use super::{Exit, spent};
use crate::diag::Counts;
use crate::publish::publish;
use crate::session::Session;
use crate::site::Page;
use crate::text::{count, thousands};

/// Writes the site. Errors in documents are told and stop nothing, unless the build is strict.
pub(super) fn build(arguments: &BuildArguments, console: &Console) -> Result<Exit, Failure> {
    let start = Instant::now();
    let outcome = Session::default().run(&arguments.inputs()?)?;
    let reading = &outcome.reading;
    console.findings(&reading.diagnostics, &reading.sources(), arguments.format)?;

    let counts = Counts::of(&reading.diagnostics);
    let found = format!("{}, {}", count(counts.errors, "error"), count(counts.warnings, "warning"));
    let folder = reading.output.to_string_lossy();
    let folder = folder.trim_end_matches('/');
    if arguments.strict && counts.errors + counts.warnings > 0 {
        console.say(&format!("Nothing written to {folder}/ ({found}), because of --strict"));
        return Ok(Exit::Findings);
    }

    let mut artifacts = outcome.artifacts;
    artifacts.extend(outcome.emitter.search());
    let render = |page: &Page| outcome.emitter.bytes(page);
    let published = publish(&reading.output, &artifacts, render, &reading.content_root, arguments.force)?;
    let incidents = count(reading.archive.incidents.len(), "incident");
    let files = count(published.files, "file");
    console.say(&format!("Built {incidents}, {files} in {} ({found}) → {folder}/", spent(start.elapsed())));
    if console.verbose {
        let [written, unchanged, removed] =
            [published.written, published.unchanged, published.removed].map(thousands);
        console.say(&format!("{written} written, {unchanged} unchanged, {removed} removed"));
    }
    Ok(Exit::Fine)
}
