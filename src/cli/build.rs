//! `pmsite build`: writes the site.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;

use super::args::{ArchiveArguments, Format};
use super::console::Console;
use super::failure::Failure;
use super::{Exit, spent};
use crate::diag::Counts;
use crate::emit::Contents;
use crate::publish::publish;
use crate::session::{Inputs, Outcome};
use crate::site::Page;
use crate::text::{count, thousands};

/// The arguments of `pmsite build`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pmsite build                                            # this folder, to public/
  pmsite build incidents -o site -u https://incidents.example.com/
  pmsite build --strict --format github                   # in a pull request")]
pub(super) struct BuildArguments {
    /// The archive folder
    #[arg(value_name = "DIR", default_value = ".")]
    dir: PathBuf,
    /// Where the site is written [default: public]
    #[arg(short, long, value_name = "DIR", visible_aliases = ["out", "output", "destination"])]
    output_dir: Option<PathBuf>,
    /// The address at which the site is published; feeds, the sitemap and canonical links need it
    #[arg(short = 'u', long, value_name = "URL")]
    base_url: Option<String>,
    /// A folder whose files replace those of the built-in theme
    #[arg(long, value_name = "FOLDER")]
    theme: Option<PathBuf>,
    /// Write nothing and exit with 1 if there is any error or warning
    #[arg(long)]
    pub(super) strict: bool,
    /// Write into a folder that holds other files
    #[arg(long)]
    pub(super) force: bool,
    /// Say how long each stage took
    #[arg(long)]
    timings: bool,
    /// The form in which findings are told
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(super) format: Format,
    /// How the archive is read.
    #[command(flatten)]
    archive: ArchiveArguments,
}

impl BuildArguments {
    /// What the session is asked for.
    pub(super) fn inputs(&self) -> Result<Inputs, Failure> {
        let inputs = self.archive.inputs(self.dir.clone())?;
        Ok(Inputs {
            output: self.output_dir.clone(),
            base_url: self.base_url.clone(),
            theme: self.theme.clone(),
            ..inputs
        })
    }
}

/// Writes the site. Errors in documents are told and stop nothing, unless the build is strict.
pub(super) fn build(arguments: &BuildArguments, console: &Console) -> Result<Exit, Failure> {
    let start = Instant::now();
    let inputs = arguments.inputs()?;
    let work = console.work();
    let Outcome { reading, emitter, artifacts } = work.session().run(&inputs)?;
    let mut stages = work.progress().begun();
    drop(work);
    console.findings(&reading.diagnostics, &reading.sources(), arguments.format)?;

    let counts = Counts::of(&reading.diagnostics);
    let found = format!("{}, {}", count(counts.errors, "error"), count(counts.warnings, "warning"));
    let folder = reading.output.to_string_lossy();
    let folder = folder.trim_end_matches('/');
    if arguments.strict && counts.errors + counts.warnings > 0 {
        console.say(&format!("Nothing written to {folder}/ ({found}), because of --strict"));
        return Ok(Exit::Findings);
    }

    let work = console.work();
    work.progress().begin("Indexing", 0);
    let artifacts = [&*artifacts, &emitter.search()].concat();
    let pages = artifacts.iter().filter(|artifact| matches!(artifact.contents, Contents::Page(_)));
    work.progress().begin("Writing", pages.count());
    let render = |page: &Page| {
        work.progress().step();
        emitter.bytes(page)
    };
    let published = publish(&reading.output, &artifacts, render, &reading.content_root, arguments.force)?;
    stages.extend(work.progress().begun());
    drop(work);
    if arguments.timings {
        console.say(&timings(&stages, Instant::now()));
    }
    let incidents = count(reading.archive.incidents.len(), "incident");
    let files = count(published.files, "file");
    console.say(&format!("Built {incidents}, {files} in {} ({found}) → {folder}/", spent(start.elapsed())));
    if console.verbose {
        let [written, unchanged, removed] =
            [published.written, published.unchanged, published.removed].map(thousands);
        console.say(&format!("{written} written, {unchanged} unchanged, {removed} removed"));
    }
    // The program ends here; giving back a large archive piece by piece would take a twentieth of the build.
    std::mem::forget((reading, emitter, artifacts));
    Ok(Exit::Fine)
}

/// How long each stage took, a line each; the last of them ended at `end`.
fn timings(stages: &[(&str, Instant)], end: Instant) -> String {
    let ends = stages.iter().skip(1).map(|(_, begin)| *begin).chain([end]);
    let line = |((stage, begin), end): (&(&str, Instant), Instant)| {
        format!("{stage:<12}{:>8}", spent(end.duration_since(*begin)))
    };
    stages.iter().zip(ends).map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_stage_lasts_until_the_next_begins() {
        let start = Instant::now();
        let after = |millis| start + Duration::from_millis(millis);
        let told = timings(&[("Reading", start), ("Writing", after(300))], after(1_500));
        assert_eq!(told, "Reading       300 ms\nWriting        1.2 s");
    }
}
