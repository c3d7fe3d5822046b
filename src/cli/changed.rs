//! The files that have changed since a git revision.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::Path;
use std::process::{Command, Output};

use super::failure::Failure;
use crate::system::SystemError;

/// Paths relative to a folder that differ from a revision or are untracked. Ignored files are not included.
pub(super) fn changed(folder: &Path, revision: &str) -> Result<BTreeSet<String>, Failure> {
    // Git would read this as an option.
    if revision.starts_with('-') || revision.is_empty() {
        return Err(Failure::Usage(format!("`{revision}` is not a git revision")));
    }
    let known = git(folder, &["rev-parse", "--verify", "--quiet", &format!("{revision}^{{commit}}")])?;
    if !known.status.success() {
        return Err(unknown_revision(folder, revision)?);
    }
    let mut paths = BTreeSet::new();
    // Plumbing output: no colors, no pager, no external diff.
    for arguments in [
        &["diff", "--name-only", "-z", "--relative", "--no-ext-diff", revision, "--", "."][..],
        &["ls-files", "--others", "--exclude-standard", "-z", "--", "."],
    ] {
        let output = git(folder, arguments)?;
        if !output.status.success() {
            let message = String::from_utf8_lossy(&output.stderr).trim().to_owned();
            return Err(Failure::Usage(format!("git could not list changed files: {message}")));
        }
        let listed = output.stdout.split(|byte| *byte == 0).filter(|path| !path.is_empty());
        paths.extend(listed.map(|path| String::from_utf8_lossy(path).into_owned()));
    }
    Ok(paths)
}

/// The text of a file at a revision; `None` if it did not exist.
pub(super) fn text_at(folder: &Path, revision: &str, path: &str) -> Option<String> {
    let output = git(folder, &["show", "--no-textconv", &format!("{revision}:./{path}")]).ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Why a revision cannot be used: no repository, or no such revision in it.
fn unknown_revision(folder: &Path, revision: &str) -> Result<Failure, Failure> {
    let inside = git(folder, &["rev-parse", "--is-inside-work-tree"])?;
    Ok(Failure::Usage(if inside.status.success() {
        format!("git does not know the revision `{revision}`; in a shallow clone, fetch it first")
    } else {
        format!("--changed needs a git repository, but {} is not in one", folder.display())
    }))
}

fn git(folder: &Path, arguments: &[&str]) -> Result<Output, Failure> {
    // The repository's own configuration may name a program to run for every command.
    let output = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(["-c", "core.fsmonitor=false"])
        .args(arguments)
        .output();
    output.map_err(|error| match error.kind() {
        ErrorKind::NotFound => Failure::Usage("--changed needs git, but git is not installed".to_owned()),
        _ => Failure::System(SystemError::at("run", Path::new("git"))(error)),
    })
}
