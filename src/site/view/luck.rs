//! The page about luck and defenses.

use serde::Serialize;

use super::parts::{CardView, LinkView, StateView};
use super::shared::Shared;

/// `luck.html`
#[derive(Clone, Debug, Serialize)]
pub struct LuckView {
    /// The lucky breaks that nobody has closed yet; newest incident first.
    pub open: Vec<HoleView>,
    /// How many of these there are in all.
    pub open_total: usize,
    /// Those that are closed.
    pub closed: Vec<HoleView>,
    /// How many of these there are in all.
    pub closed_total: usize,
    /// What went well, by service.
    pub defenses: Vec<DefensesView>,
}

/// A place where luck helped.
#[derive(Clone, Debug, Serialize)]
pub struct HoleView {
    /// How documents refer to it: `INC-0042#luck-1`.
    pub name: String,
    /// What the document says.
    pub text: String,
    /// Its incident.
    pub card: Shared<CardView>,
    /// What closes it, or is meant to.
    pub closed_by: Vec<ClosingView>,
}

/// What closes a hole.
#[derive(Clone, Debug, Serialize)]
pub struct ClosingView {
    /// The document or action item.
    pub link: LinkView,
    /// The state of the action item; `null` for a document.
    pub state: Option<StateView>,
}

/// What went well in the incidents of a service.
#[derive(Clone, Debug, Serialize)]
pub struct DefensesView {
    /// The service; `null` for incidents without one.
    pub service: Option<LinkView>,
    /// The newest sentences.
    pub items: Vec<DefenseView>,
    /// How many more there are.
    pub more: usize,
}

/// A thing that went well.
#[derive(Clone, Debug, Serialize)]
pub struct DefenseView {
    /// What the document says.
    pub text: String,
    /// Its incident.
    pub card: Shared<CardView>,
}
