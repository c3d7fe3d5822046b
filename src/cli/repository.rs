//! What git knows about the repository of an archive.

use std::path::Path;
use std::process::{Command, Stdio};

/// The output of a git command, if git is installed and succeeds. Never lets git run programs that the repository's
/// configuration names.
pub(super) fn git(folder: &Path, arguments: &[&str]) -> Option<String> {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(["-c", "core.fsmonitor=false"]).args(arguments);
    command.env("GIT_OPTIONAL_LOCKS", "0").stdin(Stdio::null()).stderr(Stdio::null());
    let output = command.output().ok().filter(|output| output.status.success())?;
    String::from_utf8(output.stdout).ok()
}

/// The default branch as `origin` had it when it was cloned.
pub(super) fn remote_default_branch(folder: &Path) -> Option<String> {
    let branch = git(folder, &["symbolic-ref", "--short", "refs/remotes/origin/HEAD"])?;
    branch.trim_end().strip_prefix("origin/").map(str::to_owned)
}

/// The branch to publish from: the default branch of `origin`, else the one that is checked out, else `main`.
pub(super) fn publishing_branch(folder: &Path) -> String {
    let current = || git(folder, &["symbolic-ref", "--short", "HEAD"]).map(|name| name.trim_end().to_owned());
    remote_default_branch(folder).or_else(current).unwrap_or_else(|| "main".to_owned())
}
