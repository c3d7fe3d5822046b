//! The outage sheet.

use serde::Serialize;

use super::parts::{CardView, LinkView};
use super::shared::Shared;

/// `now.html`
#[derive(Clone, Debug, Serialize)]
pub struct SheetView {
    /// `The 480 newest of 620 incidents`; `null` if all are shown.
    pub some: Option<String>,
    /// The services with incidents on this page, then the incidents without a service.
    pub groups: Vec<SheetGroup>,
}

/// A service.
#[derive(Clone, Debug, Serialize)]
pub struct SheetGroup {
    /// Its page; without an address for incidents without a service.
    pub service: LinkView,
    /// Its incidents, newest first.
    pub rows: Vec<SheetRow>,
}

/// An incident.
#[derive(Clone, Debug, Serialize)]
pub struct SheetRow {
    /// The incident.
    pub card: Shared<CardView>,
    /// Its title, shortened.
    pub title: String,
    /// What was seen first, shortened.
    pub signal: Option<String>,
    /// The fix, shortened.
    pub fixed: Option<String>,
    /// How long it took to mitigate, else how long it lasted.
    pub minutes: Option<String>,
}
