//! `pmsite build`: writes the site.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::exit;
use std::time::Instant;

use clap::Args;

use super::args::{ArchiveArguments, Format};
use super::cache::{CacheArguments, CacheHandle};
use super::console::Console;
use super::console::elapsed;
use super::exit::Exit;
use super::failure::Failure;
use super::watchdog::Watchdog;
use crate::cache::{Built, Publication, Unchanged};
use crate::diag::{Counts, Diagnostic};
use crate::emit::{Artifact, Contents};
use crate::publish::{ForeignFiles, ProtectedFolders, Published, Target, publish_with_digests};
use crate::report::{Sources, plain_line};
use crate::session::{BuiltSite, Inputs, Settings, settings, theme_digest, theme_folder};
use crate::site::SitePage;
use crate::source::SourceFile;
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
    /// What is kept.
    #[command(flatten)]
    cache: CacheArguments,
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

/// What a build came to.
struct Report<'a> {
    output: &'a Path,
    incidents: usize,
    counts: Counts,
    published: Published,
    stages: Vec<(&'static str, Instant)>,
    start: Instant,
}

/// Writes the site. Errors in documents are told and stop nothing, unless the build is strict.
pub(super) fn build(arguments: &BuildArguments, console: &Console) -> Result<Exit, Failure> {
    let start = Instant::now();
    let inputs = arguments.inputs()?;
    let keeper = CacheHandle::new(&arguments.cache);
    let work = console.progress_bar();
    work.progress().begin("Comparing", 0);
    if let Some(standing) = standing(&keeper, &inputs, arguments, console) {
        let stages = work.progress().begun();
        drop(work);
        return standing.tell(arguments, console, stages, start);
    }
    // Should the theme change while it is read, its digest will tell.
    let replaced = settings(&inputs).ok().and_then(|known| theme_digest(&inputs, &known.config).ok());
    let BuiltSite { mut loaded, emitter, artifacts: planned } = work.session().run(&inputs)?;
    let mut stages = work.progress().begun();
    drop(work);
    console.findings(&loaded.diagnostics, &loaded.sources(), arguments.format)?;
    let counts = Counts::of(&loaded.diagnostics);
    if arguments.refuses(counts) {
        return Ok(refused(&loaded.output, counts, console));
    }
    // All has been told, and what is needed of the documents is in the archive.
    loaded.documents = Vec::new();

    let work = console.progress_bar();
    work.progress().begin("Indexing", 0);
    let (search, index) = match keeper.cache() {
        Some(_) => {
            let (search, index) = emitter.search_and_index();
            (search, Some(index))
        }
        None => (emitter.search(), None),
    };
    // Questions are answered from what is kept whatever becomes of the site, and the index need not be there while it is written.
    let kept = keeper.cache().zip(index).map(|(cache, index)| {
        work.progress().begin("Keeping", 0);
        cache.keep_answers(&inputs, &loaded, || index)
    });
    let mut artifacts: Vec<Artifact> = search.into_iter().chain(planned.iter().cloned()).collect();
    drop(planned);
    let pages = artifacts.iter().filter(|artifact| matches!(artifact.contents, Contents::Page(_)));
    work.progress().begin("Writing", pages.count());
    // What is built in comes to an end.
    let theme = theme_folder(&inputs, &loaded.config);
    let patience = theme.is_some().then(|| Watchdog::watch(impatient));
    let render = |page: &SitePage| {
        work.progress().step();
        match &patience {
            Some(patience) => patience.during(&page.path, || emitter.pieces(page)),
            None => emitter.pieces(page),
        }
    };
    let foreign = if arguments.force { ForeignFiles::Allow } else { ForeignFiles::Refuse };
    let home = std::env::home_dir();
    let protected = ProtectedFolders {
        content: &loaded.content_root,
        archive: &inputs.folder,
        theme: theme.as_deref(),
        home: home.as_deref(),
    };
    let target = Target { folder: &loaded.output, protected, foreign };
    let (published, digests) = publish_with_digests(&target, &mut artifacts, render)?;
    if let Some(((cache, theme), kept)) = keeper.cache().zip(replaced).zip(kept) {
        work.progress().begin("Recording", 0);
        let publication = Publication { artifacts: &artifacts, digests: &digests, theme };
        keeper.tell(kept.and_then(|()| cache.keep_built(&inputs, &loaded, &publication)), console);
    }
    stages.extend(work.progress().begun());
    drop(work);
    let incidents = loaded.archive.incidents.len();
    Report { output: &loaded.output, incidents, counts, published, stages, start }.tell(arguments, console);
    // The program ends here; giving back a large archive piece by piece would take a twentieth of the build.
    std::mem::forget((loaded, emitter, artifacts));
    Ok(Exit::Success)
}

/// Ends the process over a page that never gets ready. Nothing has been moved into place yet, so the old site is whole.
fn impatient(page: &str) {
    let message = format!("the theme makes no end of {page}; do lists grow in it without bound?");
    let failure = Failure::Usage(message);
    _ = writeln!(io::stderr(), "error: {}", plain_line(&failure.to_string()));
    exit(failure.code().into());
}

impl BuildArguments {
    /// Whether a site with such findings is not to be written.
    fn refuses(&self, counts: Counts) -> bool {
        self.strict && counts.errors + counts.warnings > 0
    }
}

/// A site that stands as this build would write it.
struct Standing {
    unchanged: Unchanged,
    built: Built,
    diagnostics: Vec<Diagnostic>,
    /// The documents that will be shown in excerpts.
    sources: Vec<SourceFile>,
}

/// The site of the last build, if nothing has changed since, neither what it was made of nor what was made.
fn standing(
    keeper: &CacheHandle,
    inputs: &Inputs,
    arguments: &BuildArguments,
    console: &Console,
) -> Option<Standing> {
    let cache = keeper.cache()?;
    let unchanged = cache.recall(inputs)?;
    let built = cache.built(inputs, &unchanged)?;
    let diagnostics = built.diagnostics()?;
    let told: Vec<&Diagnostic> =
        diagnostics.iter().filter(|one| console.shows(one.level, arguments.format)).collect();
    let sources = unchanged.sources(&told)?;
    Some(Standing { unchanged, built, diagnostics, sources })
}

impl Standing {
    fn tell(
        &self,
        arguments: &BuildArguments,
        console: &Console,
        stages: Vec<(&'static str, Instant)>,
        start: Instant,
    ) -> Result<Exit, Failure> {
        let Settings { content_root, config_source, output, .. } = &self.unchanged.settings;
        let sources = Sources::new(&content_root.to_string_lossy(), &self.sources, config_source.as_ref());
        console.findings(&self.diagnostics, &sources, arguments.format)?;
        let counts = Counts::of(&self.diagnostics);
        if arguments.refuses(counts) {
            return Ok(refused(output, counts, console));
        }
        let files = self.built.files();
        // The manifest is a file of the site, and no page of it.
        let published = Published { written: 0, unchanged: files - 1, removed: 0, files };
        let incidents = self.built.incidents;
        Report { output, incidents, counts, published, stages, start }.tell(arguments, console);
        Ok(Exit::Success)
    }
}

/// Says that a strict build wrote nothing.
fn refused(output: &Path, counts: Counts, console: &Console) -> Exit {
    let (folder, found) = (shown(output), found(counts));
    console.message(&format!("Nothing written to {folder}/ ({found}), because of --strict"));
    Exit::Findings
}

fn shown(output: &Path) -> String {
    output.to_string_lossy().trim_end_matches('/').to_owned()
}

fn found(counts: Counts) -> String {
    format!("{}, {}", count(counts.errors, "error"), count(counts.warnings, "warning"))
}

impl Report<'_> {
    fn tell(&self, arguments: &BuildArguments, console: &Console) {
        let Self { incidents, counts, published, stages, start, .. } = self;
        if arguments.timings {
            console.message(&timings(stages, Instant::now()));
        }
        let incidents = count(*incidents, "incident");
        let files = count(published.files, "file");
        let (time, found, folder) = (elapsed(start.elapsed()), found(*counts), shown(self.output));
        console.message(&format!("Built {incidents}, {files} in {time} ({found}) → {folder}/"));
        if console.verbose {
            let [written, unchanged, removed] =
                [published.written, published.unchanged, published.removed].map(thousands);
            console.message(&format!("{written} written, {unchanged} unchanged, {removed} removed"));
        }
    }
}

/// How long each stage took, a line each; the last of them ended at `end`.
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
    fn a_stage_lasts_until_the_next_begins() {
        let start = Instant::now();
        let after = |millis| start + Duration::from_millis(millis);
        let told = timings(&[("LoadedArchive", start), ("Writing", after(300))], after(1_500));
        assert_eq!(told, "LoadedArchive       300 ms\nWriting        1.2 s");
    }
}
