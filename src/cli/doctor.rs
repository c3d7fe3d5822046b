//! `pmsite doctor`: finds problems that only show where the site is published.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use rayon::prelude::*;
use walkdir::WalkDir;

use super::args::{ArchiveArguments, DataFormat};
use super::console::Console;
use super::exit::Exit;
use super::failure::Failure;
use super::repository::{git, remote_default_branch};
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
    /// The address of the published site
    #[arg(short = 'u', long, value_name = "URL")]
    base_url: Option<String>,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: DataFormat,
    /// How to read the archive.
    #[command(flatten)]
    archive: ArchiveArguments,
}

/// Examines the archive and its repository.
pub(super) fn doctor(arguments: &DoctorArguments, console: &Console) -> Result<Exit, Failure> {
    let inputs = arguments.archive.inputs(arguments.dir.clone())?;
    let inputs = Inputs { base_url: arguments.base_url.clone(), ..inputs };
    let site = console.progress_bar().session().run(&inputs)?;
    let sizes = sizes(&site)?;
    let findings = examine(&facts(&inputs, &site.loaded, sizes));
    match arguments.format {
        DataFormat::Human => console.data(&human(&findings))?,
        DataFormat::Json => console.data(&json_lines(&findings))?,
    }
    let problems = findings.iter().filter(|finding| finding.level == Level::Problem).count();
    let notes = findings.len() - problems;
    console.message(&format!("{}, {}", count(problems, "problem"), count(notes, "note")));
    Ok(if problems == 0 { Exit::Success } else { Exit::Findings })
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
fn sizes(site: &BuiltSite) -> Result<Vec<(String, u64)>, Failure> {
    let search = site.emitter.search();
    let root = &site.loaded.content_root;
    let size = |artifact: &Artifact| {
        let size = match &artifact.contents {
            Contents::Page(page) => site.emitter.bytes(page).map(|bytes| bytes.len() as u64),
            Contents::Bytes(bytes) => Ok(bytes.len() as u64),
            Contents::File(path) => Ok(fs::metadata(root.join(&**path)).map_or(0, |file| file.len())),
        };
        size.map(|size| (artifact.path.to_string(), size))
            .map_err(|error| Failure::Run(crate::session::RunError::Theme(error)))
    };
    site.artifacts.par_iter().chain(&search).map(size).collect()
}

fn facts<'a>(inputs: &Inputs, loaded: &'a LoadedArchive, site: Vec<(String, u64)>) -> Facts<'a> {
    let folder = &inputs.folder;
    let top = git(folder, &["rev-parse", "--show-toplevel"]).map(|top| PathBuf::from(top.trim_end()));
    let root = top.as_deref().unwrap_or(folder);
    let output = loaded.output.to_string_lossy().trim_end_matches('/').to_owned();
    // `git -C` resolves paths from the archive folder, but the output folder is relative to the working directory.
    let place = std::path::absolute(&loaded.output).unwrap_or_else(|_| loaded.output.clone());
    let place = place.to_string_lossy();
    let tracked = git(folder, &["ls-files", "-z", "--", &place]);
    let inside = tracked.is_some() && is_in_work_tree(folder);
    // With a slash, git takes it for a folder although it may not exist yet.
    let as_folder = format!("{}/", place.trim_end_matches('/'));
    let ignored = ["check-ignore", "-q", "--", &as_folder];
    Facts {
        config: &loaded.config,
        has_config: loaded.config_source.is_some(),
        as_of: loaded.archive.as_of,
        today: jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date(),
        remote: git(folder, &["config", "--get", "remote.origin.url"]).and_then(|url| Remote::parse(&url)),
        branch: remote_default_branch(folder),
        workflows: workflows(root),
        gitlab: fs::read_to_string(root.join(".gitlab-ci.yml")).ok(),
        output,
        output_tracked: tracked.map_or(0, |list| list.matches('\0').count()),
        output_ignored: inside.then(|| git(folder, &ignored).is_some()),
        files: files(&loaded.content_root, &loaded.output),
        site,
        faults: faults(loaded),
    }
}

/// Whether the folder is in a git work tree.
fn is_in_work_tree(folder: &Path) -> bool {
    git(folder, &["rev-parse", "--is-inside-work-tree"]).is_some_and(|answer| answer.trim() == "true")
}

/// Path and text of each GitHub workflow.
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

/// Diagnostics whose effect only shows where the site is published.
fn faults(loaded: &LoadedArchive) -> Vec<Fault> {
    let mut faults: Vec<Fault> =
        loaded.diagnostics.iter().filter_map(|diagnostic| fault(loaded, diagnostic)).collect();
    let as_of = loaded.archive.as_of;
    let future = loaded.archive.incidents.iter().filter(|one| one.card.date.is_some_and(|day| day > as_of));
    faults.extend(future.map(|one| Fault { kind: FaultKind::Future, place: one.source.path.to_string() }));
    faults
}

fn fault(loaded: &LoadedArchive, diagnostic: &Diagnostic) -> Option<Fault> {
    let document = loaded.documents.iter().find(|one| one.source.path == diagnostic.source);
    let written = document.map_or("", |one| one.source.slice(diagnostic.span));
    let address = written.split_once("](").map_or("", |(_, address)| address);
    let kind = match diagnostic.code {
        Code::NotARegularFile => FaultKind::Irregular,
        Code::LinkBroken | Code::FileMissing if address.starts_with('/') => FaultKind::Absolute,
        Code::LinkBroken | Code::FileMissing if leaves_content(&diagnostic.source, address) => {
            FaultKind::Outside
        }
        Code::LinkBroken | Code::FileMissing => FaultKind::Missing,
        _ => return None,
    };
    let line = document.map(|one| format!(":{}", one.source.line(diagnostic.span.start)));
    Some(Fault { kind, place: format!("{}{}", diagnostic.source, line.unwrap_or_default()) })
}

/// Whether a relative address leaves the content folder at any point, even if it returns.
fn leaves_content(document: &str, address: &str) -> bool {
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
    fn relative_address_leaves_content_even_if_it_returns() {
        assert!(leaves_content("a.md", "../x.png"));
        assert!(leaves_content("2025/a.md", "../../x.png"));
        assert!(leaves_content("a.md", "img/../../x.png"));
        assert!(!leaves_content("2025/a.md", "../x.png"));
        assert!(!leaves_content("a.md", "img/x.png"));
    }
}
