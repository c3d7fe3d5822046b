//! Builds for the server, all in one session.
#![expect(clippy::disallowed_methods, reason = "the duration of builds is reported")]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use super::copies::Copies;
use super::live::Live;
use super::partial_read::is_partial_read;
use super::site::Site;
use super::watch::{Noticed, Rest, Scope};
use crate::config::FILE_NAME;
use crate::diag::{Diagnostic, Level};
use crate::emit::ThemeError;
use crate::model::Parsed;
use crate::report::human::{self, Paint};
use crate::report::{Sources, plain};
use crate::session::{BuiltSite, Inputs, LoadedArchive, RunError, Session};

/// The maximum number of errors in the browser.
const MAX_ERRORS: usize = 20;

/// How often to repeat a build that read a document while it was being written, and how long to wait before.
const MAX_RETRIES: usize = 5;
const RETRY_DELAY: Duration = Duration::from_millis(10);

/// The result of a build.
#[derive(Debug)]
pub struct ServedBuild {
    /// The archive; or the error, in which case the last good site is still served.
    pub result: Result<LoadedArchive, RunError>,
    /// Paths of documents that were added, removed or changed.
    pub documents: Vec<String>,
    /// Diagnostics that the previous build did not have.
    pub new_diagnostics: Vec<Diagnostic>,
    /// The number of pages.
    pub pages: usize,
    /// The time until the new site was served.
    pub time: Duration,
}

/// Builds the site and remembers the last good build, to report changes.
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
    /// Builds the site and serves it.
    pub(super) fn build(&mut self, inputs: &Inputs, noticed: &Noticed, live: &Live) -> ServedBuild {
        let start = Instant::now();
        let mut result = self.run(inputs, noticed);
        for _ in 0..MAX_RETRIES {
            let is_partial = |site: &BuiltSite| {
                let documents = changed(&self.documents, &site.loaded.documents);
                is_partial_read(&self.documents, &site.loaded, &documents)
            };
            if !result.as_ref().is_ok_and(is_partial) {
                break;
            }
            drop(result);
            thread::sleep(RETRY_DELAY);
            result = self.run(inputs, noticed);
        }
        let probed = result.and_then(|site| match self.probe(&site) {
            Ok(()) => Ok(site),
            Err(error) => Err(RunError::Theme(error)),
        });
        match probed {
            Ok(site) => self.publish(inputs, site, live, start),
            Err(error) => {
                live.publish(None, &failure_report(&error));
                // Findings that remain after the fix are reported again.
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
            Rest::Unchanged => self.session.rebuild(inputs, &noticed.paths),
        }
    }

    /// Renders sample pages to find errors in the theme, unless the last good site has the same theme and pages.
    fn probe(&self, site: &BuiltSite) -> Result<(), ThemeError> {
        if self.site.is_of(&site.artifacts) { Ok(()) } else { site.emitter.probe() }
    }

    fn publish(&mut self, inputs: &Inputs, site: BuiltSite, live: &Live, start: Instant) -> ServedBuild {
        let BuiltSite { loaded, emitter, artifacts } = site;
        self.copies.set_root(&loaded.content_root);
        let documents = changed(&self.documents, &loaded.documents);
        let site = if self.site.is_of(&artifacts) {
            self.site.with_changes(emitter, &documents, &mut self.copies)
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

    /// What the last good build read, or what the first one will read.
    pub(super) fn scope(&self, inputs: &Inputs) -> Scope {
        let config = inputs.config.clone().unwrap_or_else(|| inputs.folder.join(FILE_NAME));
        let content =
            if self.content_root.as_os_str().is_empty() { &inputs.folder } else { &self.content_root };
        let mut trees: Vec<&Path> = vec![content];
        // The built-in theme is not a folder, whatever its name.
        let theme = inputs.theme.as_ref().or(self.theme.as_ref()).filter(|theme| theme.is_dir());
        trees.extend(theme.map(PathBuf::as_path));
        let output = Some(self.output.as_path()).filter(|output| !output.as_os_str().is_empty());
        let scope = Scope::new(&trees, &[&config], output.as_slice());
        // Before the first good build, nothing is known about the files that documents refer to.
        if self.content_root.as_os_str().is_empty() {
            scope
        } else {
            scope.with_attachments(self.copies.paths())
        }
    }
}

/// Paths of the documents that differ between two runs. Both lists are sorted by path. The session returns the same `Arc` for
/// an unchanged document.
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

/// The errors of an archive as text for the browser. Empty if there are none.
fn errors_report(loaded: &LoadedArchive) -> String {
    let is_error = |diagnostic: &&Diagnostic| diagnostic.level == Level::Error;
    let errors: Vec<Diagnostic> = loaded.diagnostics.iter().filter(is_error).cloned().collect();
    if errors.is_empty() {
        return String::new();
    }
    human::report(&errors, &loaded.sources(), Paint::Plain, Some(MAX_ERRORS))
}

/// The error that stopped a build, as text for the browser.
fn failure_report(error: &RunError) -> String {
    let details = match error {
        RunError::Config { source, diagnostics } => {
            human::report(diagnostics, &Sources::new("", [], Some(source)), Paint::Plain, Some(MAX_ERRORS))
        }
        _ => String::new(),
    };
    format!("{details}error: {}\n", plain(&error.to_string()))
}
