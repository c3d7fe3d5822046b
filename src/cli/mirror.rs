//! `pmsite mirror`: exports the archive to a wiki.

use std::fmt::Write;
use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::args::{ArchiveArguments, Format, time_from_environment};
use super::console::{Console, elapsed, found};
use super::exit::Exit;
use super::failure::Failure;
use super::proof::{nothing_published, proof};
use super::signals::SignalCleanup;
use crate::diag::Counts;
use crate::mirror::{Stale, Wiki};
use crate::publish::mirror::{Change, Changes, Kind};
use crate::report::plain_line;
use crate::session::{MirrorOptions, PreparedMirror};
use crate::text::{count, thousands};

/// The arguments of `pmsite mirror`.
#[derive(Debug, Args)]
pub(super) struct MirrorArguments {
    /// The archive folder
    #[arg(value_name = "DIR", default_value = ".")]
    dir: PathBuf,
    /// The wiki to export to
    #[arg(long, value_name = "WIKI", value_parser = wiki_parser())]
    to: Wiki,
    /// The output folder; files that pmsite did not create stay untouched
    #[arg(short, long, value_name = "DIR", visible_aliases = ["out", "output", "destination"])]
    output_dir: PathBuf,
    /// Only show what would be created, changed, moved and removed
    #[arg(long)]
    plan: bool,
    /// Remove pages of documents that are no longer in the archive
    #[arg(long)]
    prune: bool,
    /// Verify the result: every incident has a page and every link has a target
    #[arg(long)]
    verify: bool,
    /// How to read the archive.
    #[command(flatten)]
    archive: ArchiveArguments,
}

/// Parses the name of a wiki.
fn wiki_parser() -> impl TypedValueParser<Value = Wiki> {
    let names = Wiki::ALL.iter().map(|wiki| PossibleValue::new(wiki.name()).help(wiki.about()));
    PossibleValuesParser::new(names).map(|name| Wiki::named(&name).unwrap_or(Wiki::ALL[0]))
}

/// Writes the mirror, or shows what would change.
pub(super) fn mirror(arguments: &MirrorArguments, console: &Console) -> Result<Exit, Failure> {
    let start = Instant::now();
    let home = std::env::home_dir();
    let options = MirrorOptions {
        wiki: arguments.to,
        output: &arguments.output_dir,
        stale: if arguments.prune { Stale::Prune } else { Stale::Keep },
        now: time_from_environment()?.as_second(),
        home: home.as_deref(),
    };
    let inputs = arguments.archive.inputs(arguments.dir.clone())?;
    let mirror = console.progress_bar().session().prepare_mirror(&inputs, options)?;
    let PreparedMirror { loaded, changes, .. } = &mirror;
    console.findings(&loaded.diagnostics, &loaded.sources(), Format::Human)?;

    if loaded.is_unsafe {
        console.message(&nothing_published(&arguments.output_dir.to_string_lossy()));
        return Ok(Exit::Findings);
    }
    let (verb, summary) = if arguments.plan {
        console.data(&list(&changes.list))?;
        ("Would mirror", summary(changes, Tense::Planned))
    } else {
        let signals = SignalCleanup::install()?;
        mirror.apply(signals.shield())?;
        if console.verbose {
            console.data(&list(&changes.list))?;
        }
        ("Mirrored", summary(changes, Tense::Done))
    };
    let incidents = count(loaded.archive.incidents.len(), "incident");
    let (time, found) = (elapsed(start.elapsed()), found(Counts::of(&loaded.diagnostics)));
    let folder = arguments.output_dir.to_string_lossy();
    let folder = folder.trim_end_matches('/');
    console.message(&format!("{verb} {incidents} in {time} ({found}) → {folder}/: {summary}"));
    if let Some(proven) = mirror.proven {
        console.message(&proof(proven));
    }
    if arguments.verify { verify(&mirror, console) } else { Ok(Exit::Success) }
}

/// One line per change: what happens, the page, and its path.
fn list(changes: &[Change]) -> String {
    let mut out = String::new();
    for change in changes {
        let word = match change.kind {
            Kind::Create => "create",
            Kind::Change => "change",
            Kind::Move => "move",
            Kind::Remove => "remove",
            Kind::Stale => "stale",
        };
        let from = change.from.as_ref().map(|from| format!("{} → ", plain_line(from))).unwrap_or_default();
        let path =
            if change.path.is_empty() { String::new() } else { format!("  ({})", plain_line(&change.path)) };
        // Writing to a string cannot fail.
        _ = writeln!(out, "{word:<6}  {from}{}{path}", plain_line(&change.title));
    }
    out
}

/// Whether the changes were made or only planned.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tense {
    Planned,
    Done,
}

/// `3 created, 1 changed, 0 moved, 0 removed, 12 unchanged`.
fn summary(changes: &Changes, tense: Tense) -> String {
    let of = |kind| thousands(changes.list.iter().filter(|change| change.kind == kind).count());
    let words = match tense {
        Tense::Done => ["created", "changed", "moved", "removed"],
        Tense::Planned => ["to create", "to change", "to move", "to remove"],
    };
    let kinds = [Kind::Create, Kind::Change, Kind::Move, Kind::Remove];
    let mut parts: Vec<String> =
        kinds.into_iter().zip(words).map(|(kind, word)| format!("{} {word}", of(kind))).collect();
    parts.push(format!("{} unchanged", thousands(changes.unchanged)));
    let stale = changes.list.iter().filter(|change| change.kind == Kind::Stale).count();
    if stale > 0 {
        parts.push(format!("{} no longer in the archive (use --prune to remove)", thousands(stale)));
    }
    parts.join(", ")
}

/// Reads the mirror back and reports what is missing.
fn verify(mirror: &PreparedMirror, console: &Console) -> Result<Exit, Failure> {
    let verified = mirror.verify()?;
    let mut problems = String::new();
    for fault in &verified.faults {
        // Writing to a string cannot fail.
        _ = writeln!(problems, "{}", plain_line(fault));
    }
    console.data(&problems)?;
    console.message(&format!(
        "Verified {} of {}, {}, {}: {}",
        thousands(verified.incidents),
        count(mirror.loaded.archive.incidents.len(), "incident"),
        count(verified.pages, "page"),
        count(verified.links, "link"),
        if verified.faults.is_empty() {
            "no problems".to_owned()
        } else {
            count(verified.faults.len(), "problem")
        }
    ));
    Ok(if verified.faults.is_empty() { Exit::Success } else { Exit::Findings })
}
