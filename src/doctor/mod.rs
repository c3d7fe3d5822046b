//! What goes wrong with an archive where it is published, and how to mend it.
//!
//! [`examine`] looks at facts that somebody else has gathered: it touches no disk and asks no host. It says nothing of what a
//! host does today, only of what its documentation promises: GitHub Pages and GitLab Pages.

mod address;
mod content;
mod files;
mod remote;
mod workflow;

use jiff::civil::Date;
use serde::Serialize;

use crate::config::Config;

pub use remote::Remote;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The published site is or will be wrong.
    Problem,
    /// Something could be better.
    Note,
}

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Finding {
    /// How much it matters.
    pub level: Level,
    /// A stable name.
    pub name: &'static str,
    /// What is wrong, in a sentence without a full stop.
    pub what: String,
    /// Where: paths, each with a line where one is known.
    pub places: Vec<String>,
    /// How to mend it.
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

/// A fault of a document that was found while reading it.
#[derive(Clone, Debug)]
pub struct Fault {
    /// What kind.
    pub kind: FaultKind,
    /// `2025/INC-7.md:12`
    pub place: String,
}

/// Kinds of faults that show only where a site is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FaultKind {
    /// An address that begins with `/` and leads nowhere.
    Absolute,
    /// An address that leads out of the content folder.
    Outside,
    /// An address of a file that is not there.
    Missing,
    /// A symbolic link, pipe or device.
    Irregular,
    /// A document whose date is after the as-of date.
    Future,
}

/// Everything that is looked at.
#[derive(Debug)]
pub struct Facts<'a> {
    /// The settings.
    pub config: &'a Config,
    /// Whether there is a file of settings.
    pub has_config: bool,
    /// The day for which the site would be built.
    pub as_of: Date,
    /// The day it is.
    pub today: Date,
    /// Where the repository is pushed to.
    pub remote: Option<Remote>,
    /// Path and text of each workflow of GitHub.
    pub workflows: Vec<(String, String)>,
    /// The text of `.gitlab-ci.yml`.
    pub gitlab: Option<String>,
    /// The output folder, as people would type it.
    pub output: String,
    /// How many files of the output folder are under version control.
    pub output_tracked: usize,
    /// Whether git is told to ignore the output folder; `None` if it lies elsewhere or there is no git.
    pub output_ignored: Option<bool>,
    /// Path and size in bytes of each file of the archive.
    pub files: Vec<(String, u64)>,
    /// Path and size in bytes of each file of the site.
    pub site: Vec<(String, u64)>,
    /// Faults of documents.
    pub faults: Vec<Fault>,
}

/// Everything that is found, what matters most first.
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
