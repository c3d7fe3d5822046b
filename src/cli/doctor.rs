//! `pmsite doctor`: what goes wrong with an archive where it is published.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use clap::Args;
use rayon::prelude::*;
use walkdir::WalkDir;

use super::Exit;
use super::args::{ArchiveArguments, DataFormat};
use super::console::Console;
use super::failure::Failure;
use crate::diag::{Code, Diagnostic};
use crate::doctor::{Facts, Fault, FaultKind, Finding, Level, Remote, examine};
use crate::emit::{Artifact, Contents};
use crate::report::{json_lines, plain_line};
use crate::session::{BuiltSite, Inputs, LoadedArchive};
use crate::text::count;

/// The arguments of `pmsite doctor`.
#[derive(Debug, Args)]
pub(super) struct DoctorArguments {
    /// The archive folder
    #[arg(value_name = "DIR", default_value = ".")]
    dir: PathBuf,
    /// The address at which the site is published
    #[arg(short = 'u', long, value_name = "URL")]
    base_url: Option<String>,
    /// The form in which findings are shown
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: DataFormat,
    /// How the archive is read.
    #[command(flatten)]
    archive: ArchiveArguments,
}

/// Looks at the archive and at what lies around it.
pub(super) fn doctor(arguments: &DoctorArguments, console: &Console) -> Result<Exit, Failure> {
    let inputs = arguments.archive.inputs(arguments.dir.clone())?;
    let inputs = Inputs { base_url: arguments.base_url.clone(), ..inputs };
    let outcome = console.work().session().run(&inputs)?;
    let site = sizes(&outcome)?;
    let findings = examine(&facts(&inputs, &outcome.reading, site));
    match arguments.format {
        DataFormat::Human => console.data(&human(&findings))?,
        DataFormat::Json => console.data(&json_lines(&findings))?,
    }
    let problems = findings.iter().filter(|finding| finding.level == Level::Problem).count();
    let notes = findings.len() - problems;
    console.say(&format!("{}, {}", count(problems, "problem"), count(notes, "note")));
    Ok(if problems == 0 { Exit::Fine } else { Exit::Findings })
}

fn human(findings: &[Finding]) -> String {
    let mut out = String::new();
    for finding in findings {
        let level = match finding.level {
            Level::Problem => "problem",
            Level::Note => "note",
        };
        let what = plain_line(&finding.what);
        _ = writeln!(out, "{level}[{}]: {what}", finding.name);
        for place in &finding.places {
            _ = writeln!(out, "  {}", plain_line(place));
        }
        _ = writeln!(out, "  → {}\n", plain_line(&finding.hint));
    }
    out
}

/// Path and size of each file that a build would write.
fn sizes(outcome: &BuiltSite) -> Result<Vec<(String, u64)>, Failure> {
    let search = outcome.emitter.search();
    let root = &outcome.reading.content_root;
    let size = |artifact: &Artifact| {
        let size = match &artifact.contents {
            Contents::Page(page) => outcome.emitter.bytes(page).map(|bytes| bytes.len() as u64),
            Contents::Bytes(bytes) => Ok(bytes.len() as u64),
            Contents::File(path) => Ok(fs::metadata(root.join(&**path)).map_or(0, |file| file.len())),
        };
        size.map(|size| (artifact.path.to_string(), size))
            .map_err(|error| Failure::Run(crate::session::RunError::Theme(error)))
    };
    outcome.artifacts.par_iter().chain(&search).map(size).collect()
}

fn facts<'a>(inputs: &Inputs, reading: &'a LoadedArchive, site: Vec<(String, u64)>) -> Facts<'a> {
    let folder = &inputs.folder;
    let top = git(folder, &["rev-parse", "--show-toplevel"]).map(|top| PathBuf::from(top.trim_end()));
    let root = top.as_deref().unwrap_or(folder);
    let output = reading.output.to_string_lossy().trim_end_matches('/').to_owned();
    // git looks from the folder it is asked about, and the output folder is named from where pmsite runs.
    let place = std::path::absolute(&reading.output).unwrap_or_else(|_| reading.output.clone());
    let place = place.to_string_lossy();
    let tracked = git(folder, &["ls-files", "-z", "--", &place]);
    let inside = tracked.is_some() && git_knows(folder);
    let ignored = ["check-ignore", "-q", "--", &place];
    Facts {
        config: &reading.config,
        has_config: reading.config_source.is_some(),
        as_of: reading.archive.as_of,
        today: jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date(),
        remote: git(folder, &["config", "--get", "remote.origin.url"]).and_then(|url| Remote::parse(&url)),
        workflows: workflows(root),
        gitlab: fs::read_to_string(root.join(".gitlab-ci.yml")).ok(),
        output,
        output_tracked: tracked.map_or(0, |list| list.matches('\0').count()),
        output_ignored: inside.then(|| git(folder, &ignored).is_some()),
        files: files(&reading.content_root, &reading.output),
        site,
        faults: faults(reading),
    }
}

/// What git says, if it is there and has something to say. It is asked for nothing that would run a program that the
/// repository names.
fn git(folder: &Path, arguments: &[&str]) -> Option<String> {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(["-c", "core.fsmonitor=false"]).args(arguments);
    command.env("GIT_OPTIONAL_LOCKS", "0").stdin(Stdio::null()).stderr(Stdio::null());
    let output = command.output().ok().filter(|output| output.status.success())?;
    String::from_utf8(output.stdout).ok()
}

/// Whether there is a work tree, and not only a git that answers.
fn git_knows(folder: &Path) -> bool {
    git(folder, &["rev-parse", "--is-inside-work-tree"]).is_some_and(|answer| answer.trim() == "true")
}

/// Path and text of each workflow of GitHub.
fn workflows(root: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root.join(".github/workflows")).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_yaml = [".yml", ".yaml"].iter().any(|ending| name.ends_with(ending));
        if let (true, Ok(text)) = (is_yaml, fs::read_to_string(entry.path())) {
            found.push((format!(".github/workflows/{name}"), text));
        }
    }
    found.sort();
    found
}

/// Path and size of each file of the archive.
fn files(content: &Path, output: &Path) -> Vec<(String, u64)> {
    let output = fs::canonicalize(output).ok();
    let wanted = |entry: &walkdir::DirEntry| {
        let hidden = entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.');
        let is_output = entry.file_type().is_dir()
            && output
                .as_deref()
                .is_some_and(|out| fs::canonicalize(entry.path()).is_ok_and(|place| place == *out));
        !hidden && !is_output && entry.file_name() != "node_modules"
    };
    let entries = WalkDir::new(content).sort_by_file_name().into_iter().filter_entry(wanted).flatten();
    let files = entries.filter(|entry| entry.file_type().is_file());
    files
        .filter_map(|entry| {
            let path = entry.path().strip_prefix(content).ok()?.to_string_lossy().into_owned();
            Some((path, entry.metadata().ok()?.len()))
        })
        .collect()
}

/// The diagnostics that show only where a site is published.
fn faults(reading: &LoadedArchive) -> Vec<Fault> {
    let mut faults: Vec<Fault> =
        reading.diagnostics.iter().filter_map(|diagnostic| fault(reading, diagnostic)).collect();
    let as_of = reading.archive.as_of;
    let future = reading.archive.incidents.iter().filter(|one| one.card.date.is_some_and(|day| day > as_of));
    faults.extend(future.map(|one| Fault { kind: FaultKind::Future, place: one.source.path.to_string() }));
    faults
}

fn fault(reading: &LoadedArchive, diagnostic: &Diagnostic) -> Option<Fault> {
    let document = reading.documents.iter().find(|one| one.source.path == diagnostic.source);
    let written = document.map_or("", |one| one.source.slice(diagnostic.span));
    let address = written.split_once("](").map_or("", |(_, address)| address);
    let kind = match diagnostic.code {
        Code::NotARegularFile => FaultKind::Irregular,
        Code::LinkBroken | Code::FileMissing if address.starts_with('/') => FaultKind::Absolute,
        Code::LinkBroken | Code::FileMissing if climbs_out(&diagnostic.source, address) => FaultKind::Outside,
        Code::LinkBroken | Code::FileMissing => FaultKind::Missing,
        _ => return None,
    };
    let line = document.map(|one| format!(":{}", one.source.line(diagnostic.span.start)));
    Some(Fault { kind, place: format!("{}{}", diagnostic.source, line.unwrap_or_default()) })
}

/// Whether an address climbs above the content folder: more often than its document lies below it.
fn climbs_out(document: &str, address: &str) -> bool {
    let mut depth = document.matches('/').count();
    for part in address.split('/') {
        match part {
            ".." if depth == 0 => return true,
            ".." => depth -= 1,
            "." => {}
            _ => depth += 1,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_climbs_out_if_it_leaves_the_content_folder_on_its_way() {
        assert!(climbs_out("a.md", "../x.png"));
        assert!(climbs_out("2025/a.md", "../../x.png"));
        assert!(climbs_out("a.md", "img/../../x.png"));
        assert!(!climbs_out("2025/a.md", "../x.png"));
        assert!(!climbs_out("a.md", "img/x.png"));
    }
}
