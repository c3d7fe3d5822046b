//! One build after the other, by one session.
#![expect(clippy::disallowed_methods, reason = "the time that a build takes is told")]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use super::copies::Copies;
use super::live::Live;
use super::partial_read::is_torn;
use super::site::Site;
use super::watch::{Noticed, Rest, Scope};
use crate::config::FILE_NAME;
use crate::diag::{Diagnostic, Level};
use crate::emit::ThemeError;
use crate::model::Parsed;
use crate::report::human::{self, Paint};
use crate::report::{Sources, plain};
use crate::session::{BuiltSite, Inputs, LoadedArchive, RunError, Session};

/// How many errors a browser shows; the terminal has as many.
const SHOWN: usize = 20;

/// How often a build is done again because a document was being written, and how long to wait before.
const AGAIN: usize = 5;
const PAUSE: Duration = Duration::from_millis(10);

/// What became of a build.
#[derive(Debug)]
pub struct ServedBuild {
    /// What was read, or why nothing came of it and the last good site stays.
    pub result: Result<LoadedArchive, RunError>,
    /// Paths of the documents that are new, gone or different.
    pub documents: Vec<String>,
    /// Diagnostics that the build before did not have.
    pub new_diagnostics: Vec<Diagnostic>,
    /// Pages of the site.
    pub pages: usize,
    /// How long it took until the new site was served.
    pub time: Duration,
}

/// Builds, and remembers what is needed to tell what has changed.
#[derive(Debug, Default)]
pub(super) struct Builder {
    session: Session,
    copies: Copies,
    site: Arc<Site>,
    documents: Vec<Arc<Parsed>>,
    diagnostics: Vec<Diagnostic>,
    content_root: PathBuf,
    output: PathBuf,
    theme: Option<PathBuf>,
}

impl Builder {
    /// Builds, and serves what came of it.
    pub(super) fn build(&mut self, inputs: &Inputs, noticed: &Noticed, live: &Live) -> ServedBuild {
        let start = Instant::now();
        let mut result = self.run(inputs, noticed);
        for _ in 0..AGAIN {
            let torn = |outcome: &BuiltSite| {
                let documents = changed(&self.documents, &outcome.loaded.documents);
                is_torn(&self.documents, &outcome.loaded, &documents)
            };
            if !result.as_ref().is_ok_and(torn) {
                break;
            }
            drop(result);
            thread::sleep(PAUSE);
            result = self.run(inputs, noticed);
        }
        let probed = result.and_then(|outcome| match self.probe(&outcome) {
            Ok(()) => Ok(outcome),
            Err(error) => Err(RunError::Theme(error)),
        });
        match probed {
            Ok(outcome) => self.good(inputs, outcome, live, start),
            Err(error) => {
                live.publish(None, &failure_report(&error));
                // Should the same be wrong after this one, it is told again.
                self.diagnostics.clear();
                ServedBuild {
                    result: Err(error),
                    documents: Vec::new(),
                    new_diagnostics: Vec::new(),
                    pages: self.site.pages(),
                    time: start.elapsed(),
                }
            }
        }
    }

    fn run(&mut self, inputs: &Inputs, noticed: &Noticed) -> Result<BuiltSite, RunError> {
        match noticed.rest {
            Rest::Unknown => self.session.run(inputs),
            Rest::Same => self.session.rebuild(inputs, &noticed.paths),
        }
    }

    /// Tries the theme, unless it is the one that made the last good site of the same pages.
    fn probe(&self, outcome: &BuiltSite) -> Result<(), ThemeError> {
        if self.site.is_of(&outcome.artifacts) { Ok(()) } else { outcome.emitter.probe() }
    }

    fn good(&mut self, inputs: &Inputs, outcome: BuiltSite, live: &Live, start: Instant) -> ServedBuild {
        let BuiltSite { loaded, emitter, artifacts } = outcome;
        self.copies.set_root(&loaded.content_root);
        let documents = changed(&self.documents, &loaded.documents);
        let site = if self.site.is_of(&artifacts) {
            self.site.amended(emitter, &documents, &mut self.copies)
        } else {
            Site::new(Some(emitter), artifacts, &mut self.copies)
        };
        self.site = Arc::new(site);
        live.publish(Some(Arc::clone(&self.site)), &errors_report(&loaded));
        let time = start.elapsed();

        let is_new = |diagnostic: &&Diagnostic| self.diagnostics.binary_search(diagnostic).is_err();
        let new_diagnostics = loaded.diagnostics.iter().filter(is_new).cloned().collect();
        self.documents.clone_from(&loaded.documents);
        self.diagnostics.clone_from(&loaded.diagnostics);
        self.content_root.clone_from(&loaded.content_root);
        self.output.clone_from(&loaded.output);
        self.theme = loaded.config.theme.as_ref().map(|theme| inputs.folder.join(theme));
        ServedBuild { result: Ok(loaded), documents, new_diagnostics, pages: self.site.pages(), time }
    }

    /// What the last good build has read, or what the first will read.
    pub(super) fn scope(&self, inputs: &Inputs) -> Scope {
        let config = inputs.config.clone().unwrap_or_else(|| inputs.folder.join(FILE_NAME));
        let content =
            if self.content_root.as_os_str().is_empty() { &inputs.folder } else { &self.content_root };
        let mut trees: Vec<&Path> = vec![content];
        // A theme that is built in is no folder, whatever it is called.
        let theme = inputs.theme.as_ref().or(self.theme.as_ref()).filter(|theme| theme.is_dir());
        trees.extend(theme.map(PathBuf::as_path));
        let output = Some(self.output.as_path()).filter(|output| !output.as_os_str().is_empty());
        Scope::new(&trees, &[&config], output.as_slice())
    }
}

/// Paths of the documents in which two readings differ, both in the order of the paths. The session gives out the same
/// document for the same text.
fn changed(before: &[Arc<Parsed>], after: &[Arc<Parsed>]) -> Vec<String> {
    let (mut before, mut after) = (before.iter().peekable(), after.iter().peekable());
    let mut paths = Vec::new();
    loop {
        let path = match (before.peek(), after.peek()) {
            (Some(old), Some(new)) if Arc::ptr_eq(old, new) => {
                before.next();
                after.next();
                continue;
            }
            (Some(old), Some(new)) => (&old.source.path).min(&new.source.path),
            (Some(one), None) | (None, Some(one)) => &one.source.path,
            (None, None) => return paths,
        };
        paths.push(path.to_string());
        let is_it = |document: &&Arc<Parsed>| document.source.path == *path;
        _ = (before.next_if(is_it), after.next_if(is_it));
    }
}

/// The errors of an archive as the terminal shows them; empty if there are none.
fn errors_report(loaded: &LoadedArchive) -> String {
    let is_error = |diagnostic: &&Diagnostic| diagnostic.level == Level::Error;
    let errors: Vec<Diagnostic> = loaded.diagnostics.iter().filter(is_error).cloned().collect();
    if errors.is_empty() {
        return String::new();
    }
    human::report(&errors, &loaded.sources(), Paint::Plain, Some(SHOWN))
}

/// Why a build came to no end, as the terminal shows it.
fn failure_report(error: &RunError) -> String {
    let details = match error {
        RunError::Config { source, diagnostics } => {
            human::report(diagnostics, &Sources::new("", [], Some(source)), Paint::Plain, Some(SHOWN))
        }
        _ => String::new(),
    };
    format!("{details}error: {}\n", plain(&error.to_string()))
}
