//! Makes the pages of a site for whatever they are written to, and survives both pmsite's bugs and endless themes.

use std::sync::Arc;

use super::containment::Containment;
use super::progress::Progress;
use super::watchdog::Watchdog;
use crate::emit::{Emitter, Pieces};
use crate::publish::PublishError;
use crate::site::SitePage;

/// Makes pages.
#[derive(Debug)]
pub(super) struct PageMaker<'e> {
    emitter: &'e Emitter,
    progress: &'e Progress,
    watchdog: Option<Watchdog>,
    containment: Containment,
}

impl<'e> PageMaker<'e> {
    /// Makes the pages of a site. The built-in theme always terminates, so only others are watched; `on_hang` is called with the page
    /// that one never finishes.
    pub(super) fn new(
        emitter: &'e Emitter,
        progress: &'e Progress,
        containment: Containment,
        on_hang: Option<fn(&str)>,
    ) -> Self {
        Self { emitter, progress, watchdog: on_hang.map(Watchdog::start), containment }
    }

    /// Makes a page, or the notice that takes its place.
    pub(super) fn make(&self, page: &SitePage) -> Result<Pieces<'e>, PublishError> {
        self.progress.step();
        let document = || self.emitter.plan().document_of(&page.path);
        self.containment.make(&page.path, document, || match &self.watchdog {
            Some(watchdog) => watchdog.watch(&page.path, || self.emitter.pieces(page)),
            None => self.emitter.pieces(page),
        })
    }

    /// The paths of the pages that pmsite crashed on, sorted.
    pub(super) fn crashed(self) -> Vec<Arc<str>> {
        self.containment.crashed()
    }
}
