//! Finds problems with the way an archive is published, and says how to fix them.
//!
//! [`examine`] works on facts that were collected before: it does not touch the disk or the network. It relies on what the documentation
//! of the hosts promises: GitHub Pages and GitLab Pages.

mod address;
mod content;
mod files;
mod remote;
mod workflow;

use jiff::civil::Date;
use serde::Serialize;

use crate::config::Config;

pub use remote::Remote;

/// The severity of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The published site is wrong or will be.
    Problem,
    /// Something could be improved.
    Note,
}

/// A problem or a possible improvement.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Finding {
    /// The severity.
    pub level: Level,
    /// A stable name.
    pub name: &'static str,
    /// What is wrong: a sentence without a period.
    pub what: String,
    /// Paths, with a line where one is known.
    pub places: Vec<String>,
    /// How to fix it.
    pub hint: String,
}

impl Finding {
    fn problem(name: &'static str, what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { level: Level::Problem, name, what: what.into(), places: Vec::new(), hint: hint.into() }
    }

    fn note(name: &'static str, what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { level: Level::Note, ..Self::problem(name, what, hint) }
    }

    fn at(mut self, places: impl IntoIterator<Item = String>) -> Self {
        self.places.extend(places);
        self
    }
}

/// A fault of a document that was found while reading the archive.
#[derive(Clone, Debug)]
pub struct Fault {
    /// The kind of fault.
    pub kind: FaultKind,
    /// `2025/INC-7.md:12`
    pub place: String,
}

/// Kinds of faults that only become visible on the published site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FaultKind {
    /// A broken path that begins with `/`.
    Absolute,
    /// A path that leaves the content folder.
    Outside,
    /// The path of a file that does not exist.
    Missing,
    /// A symbolic link, pipe or device.
    Irregular,
    /// A document whose date is after the as-of date.
    Future,
}

/// The facts that are examined.
#[derive(Debug)]
pub struct Facts<'a> {
    /// The settings.
    pub config: &'a Config,
    /// Whether there is a configuration file.
    pub has_config: bool,
    /// The as-of date of the site.
    pub as_of: Date,
    /// Today.
    pub today: Date,
    /// The remote of the repository.
    pub remote: Option<Remote>,
    /// The default branch of the remote, if it is known.
    pub branch: Option<String>,
    /// Path and text of each GitHub workflow.
    pub workflows: Vec<(String, String)>,
    /// The text of `.gitlab-ci.yml`.
    pub gitlab: Option<String>,
    /// The output folder as a user would type it.
    pub output: String,
    /// How many files of the output folder are tracked by git.
    pub output_tracked: usize,
    /// Whether git ignores the output folder; `None` if the folder is outside the repository or git is missing.
    pub output_ignored: Option<bool>,
    /// Path and size in bytes of each file of the archive.
    pub files: Vec<(String, u64)>,
    /// Path and size in bytes of each file of the site.
    pub site: Vec<(String, u64)>,
    /// Faults of documents.
    pub faults: Vec<Fault>,
}

/// Returns all findings, most severe first.
pub fn examine(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = address::examine(facts);
    findings.extend(workflow::examine(facts));
    findings.extend(files::examine(facts));
    findings.extend(content::examine(facts));
    findings.sort_by_key(|finding| finding.level);
    findings
}

#[cfg(test)]
mod tests;
