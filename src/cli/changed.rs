//! Which files have changed since a revision, as git knows it.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::Path;
use std::process::{Command, Output};

use super::failure::Failure;
use crate::system::SystemError;

/// The paths below a folder, relative to it, that differ from a revision or that git does not know yet. Files that `.gitignore`
/// names are not among them.
pub(super) fn changed(folder: &Path, revision: &str) -> Result<BTreeSet<String>, Failure> {
    // A revision never begins so, an option of git does.
    if revision.starts_with('-') || revision.is_empty() {
        return Err(Failure::Usage(format!("`{revision}` is no revision of git")));
    }
    let known = git(folder, &["rev-parse", "--verify", "--quiet", &format!("{revision}^{{commit}}")])?;
    if !known.status.success() {
        return Err(unusable(folder, revision)?);
    }
    let mut paths = BTreeSet::new();
    // Output for programs: no colors, no pager, no external diff.
    for arguments in [
        &["diff", "--name-only", "-z", "--relative", "--no-ext-diff", revision, "--", "."][..],
        &["ls-files", "--others", "--exclude-standard", "-z", "--", "."],
    ] {
        let output = git(folder, arguments)?;
        if !output.status.success() {
            let message = String::from_utf8_lossy(&output.stderr).trim().to_owned();
            return Err(Failure::Usage(format!("git cannot say what has changed: {message}")));
        }
        let listed = output.stdout.split(|byte| *byte == 0).filter(|path| !path.is_empty());
        paths.extend(listed.map(|path| String::from_utf8_lossy(path).into_owned()));
    }
    Ok(paths)
}

/// Why a revision cannot be used: the folder is in no repository, or the repository does not have it.
fn unusable(folder: &Path, revision: &str) -> Result<Failure, Failure> {
    let inside = git(folder, &["rev-parse", "--is-inside-work-tree"])?;
    Ok(Failure::Usage(if inside.status.success() {
        format!(
            "git does not know the revision `{revision}`; in a shallow clone it may have to be fetched first"
        )
    } else {
        format!("--changed needs a git repository, and {} is in none", folder.display())
    }))
}

fn git(folder: &Path, arguments: &[&str]) -> Result<Output, Failure> {
    // A repository's own configuration may name a program to be started for every command.
    let output = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(["-c", "core.fsmonitor=false"])
        .args(arguments)
        .output();
    output.map_err(|error| match error.kind() {
        ErrorKind::NotFound => Failure::Usage("--changed needs git, which is not installed".to_owned()),
        _ => Failure::System(SystemError::at("run", Path::new("git"))(error)),
    })
}
