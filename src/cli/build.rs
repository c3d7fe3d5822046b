//! `pmsite build`: builds the site.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;

use super::args::{ArchiveArguments, EditionChoice, Format};
use super::cache::{CacheArguments, report_cache_error};
use super::console::{Console, elapsed, found};
use super::crash::{exit_on_hang, report_crashes};
use super::exit::Exit;
use super::failure::Failure;
use super::proof::{nothing_published, proof};
use super::signals::SignalCleanup;
use crate::diag::Counts;
use crate::publish::{ForeignFiles, Published};
use crate::session::{BuildSummary, Inputs, PublishOptions};
use crate::text::{count, thousands};

/// The arguments of `pmsite build`.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pmsite build                                            Build this folder to public/
  pmsite build incidents -o site -u https://incidents.example.com/
  pmsite build --edition public -o site-public            Build the public edition and check it for leaks
  pmsite build --strict --format github                   Build in a pull request")]
pub(super) struct BuildArguments {
    /// The archive folder
    #[arg(value_name = "DIR", default_value = ".")]
    dir: PathBuf,
    /// The output folder [default: public]
    #[arg(short, long, value_name = "DIR", visible_aliases = ["out", "output", "destination"])]
    output_dir: Option<PathBuf>,
    /// The address of the published site, for feeds, the sitemap and canonical links
    #[arg(short = 'u', long, value_name = "URL")]
    base_url: Option<String>,
    /// A theme folder whose files override the built-in theme
    #[arg(long, value_name = "FOLDER")]
    theme: Option<PathBuf>,
    /// Fail without writing anything if there are errors or warnings
    #[arg(long)]
    strict: bool,
    /// Write to the output folder even if it contains files that pmsite did not create, and even if most incident pages
    /// would be removed
    #[arg(long)]
    force: bool,
    /// Make a new release next to the old one and switch to it at once: the output folder becomes a link to DIR.releases/…
    #[arg(long)]
    atomic: bool,
    /// Skip the leak check of the public edition
    #[arg(long)]
    no_prove: bool,
    /// Show how long each stage took
    #[arg(long)]
    timings: bool,
    /// Output format of findings
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(super) format: Format,
    /// How to read the archive.
    #[command(flatten)]
    archive: ArchiveArguments,
    /// Whether to use the cache.
    #[command(flatten)]
    cache: CacheArguments,
}

impl BuildArguments {
    /// The session inputs.
    fn inputs(&self, edition: EditionChoice) -> Result<Inputs, Failure> {
        let inputs = self.archive.for_edition(edition).inputs(self.dir.clone())?;
        let output = self.output_dir.clone().map(|folder| match self.archive.edition {
            EditionChoice::All => folder.join(inputs.edition.name()),
            EditionChoice::Internal | EditionChoice::Public => folder,
        });
        Ok(Inputs { output, base_url: self.base_url.clone(), theme: self.theme.clone(), ..inputs })
    }
}

/// Builds the site. Errors in documents are reported but do not stop the build, unless it is strict.
pub(super) fn build(arguments: &BuildArguments, console: &Console) -> Result<Exit, Failure> {
    let editions: &[EditionChoice] = match &arguments.archive.edition {
        EditionChoice::All => &[EditionChoice::Internal, EditionChoice::Public],
        one => std::slice::from_ref(one),
    };
    let mut exit = Exit::Success;
    for edition in editions {
        let of_edition = build_edition(arguments, *edition, console)?;
        if of_edition.code() > exit.code() {
            exit = of_edition;
        }
    }
    Ok(exit)
}

fn build_edition(
    arguments: &BuildArguments,
    edition: EditionChoice,
    console: &Console,
) -> Result<Exit, Failure> {
    let start = Instant::now();
    let inputs = arguments.inputs(edition)?;
    let cache = arguments.cache.config();
    let progress = console.progress_bar();
    let build = progress.session().with_cache(cache).prepare_build(&inputs)?;
    let mut stages = progress.progress().stages();
    drop(progress);

    let shown = console.select_findings(build.diagnostics(), arguments.format);
    build.with_sources(&shown, |sources| console.findings(build.diagnostics(), sources, arguments.format))?;
    let counts = Counts::of(build.diagnostics());
    let crashed_on_document = build.crashed();
    let (output, incidents, pages) = (build.output().to_owned(), build.incidents(), build.pages());
    if arguments.strict && counts.errors + counts.warnings > 0 {
        let (folder, found) = (folder(&output), found(counts));
        console.message(&format!("Nothing was written to {folder}/ because of --strict ({found})"));
        return Ok(Exit::Findings);
    }
    if build.is_unsafe() {
        console.message(&nothing_published(&folder(&output)));
        return Ok(Exit::Findings);
    }

    let progress = console.progress_bar();
    let home = std::env::home_dir();
    let signals = SignalCleanup::install()?;
    let BuildSummary { published, crashed, proven, cached } = build.publish(PublishOptions {
        foreign: if arguments.force { ForeignFiles::Allow } else { ForeignFiles::Refuse },
        strict: arguments.strict,
        atomic: arguments.atomic,
        prove: !arguments.no_prove,
        shield: signals.shield(),
        home: home.as_deref(),
        on_hang: exit_on_hang,
        progress: progress.progress(),
    })?;
    stages.extend(progress.progress().stages());
    drop(progress);
    report_cache_error(cached, console);
    report_crashes(&crashed, console);
    if arguments.timings {
        console.message(&timings(&stages, Instant::now()));
    }
    let Published { written, unchanged, removed, files } = published;
    if pages > 0 {
        console.message(&taken_for_pages(pages, &arguments.dir));
    }
    let (incidents, files) = (count(incidents, "incident"), count(files, "file"));
    let (time, found, folder) = (elapsed(start.elapsed()), found(counts), folder(&output));
    console.message(&format!("Built {incidents}, {files} in {time} ({found}) → {folder}/"));
    if let Some(proven) = proven {
        console.message(&proof(proven));
    }
    if console.verbose {
        let [written, unchanged, removed] = [written, unchanged, removed].map(thousands);
        console.message(&format!("{written} written, {unchanged} unchanged, {removed} removed"));
    }
    Ok(if crashed_on_document || !crashed.is_empty() { Exit::Crashed } else { Exit::Success })
}

/// How many documents are not among the incidents, and how to see which.
fn taken_for_pages(pages: usize, folder: &Path) -> String {
    let folder = folder.to_string_lossy();
    let folder = if folder == "." { String::new() } else { format!(" {folder}") };
    let documents = count(pages, "document");
    let verb = if pages == 1 { "is a page" } else { "are pages" };
    format!("{documents} {verb} and not incidents; `pmsite show --sources{folder}` says why")
}

fn folder(output: &Path) -> String {
    output.to_string_lossy().trim_end_matches('/').to_owned()
}

/// The duration of each stage, one per line. The last stage ended at `end`.
fn timings(stages: &[(&str, Instant)], end: Instant) -> String {
    let ends = stages.iter().skip(1).map(|(_, begin)| *begin).chain([end]);
    let line = |((stage, begin), end): (&(&str, Instant), Instant)| {
        format!("{stage:<12}{:>8}", elapsed(end.duration_since(*begin)))
    };
    stages.iter().zip(ends).map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn stage_lasts_until_the_next_begins() {
        let start = Instant::now();
        let after = |millis| start + Duration::from_millis(millis);
        let text = timings(&[("Reading", start), ("Writing", after(300))], after(1_500));
        assert_eq!(text, "Reading       300 ms\nWriting        1.2 s");
    }
}
