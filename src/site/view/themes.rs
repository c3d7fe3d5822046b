//! Recurring themes.

use serde::Serialize;

use super::incident::HeadingView;
use super::insights::TickView;
use super::parts::{CardView, LinkView};
use super::shared::Shared;

/// `themes.html`
#[derive(Clone, Debug, Serialize)]
pub struct ThemesView {
    /// The headings of the themes.
    pub headings: Vec<HeadingView>,
    /// `3 themes with 14 of 120 incidents.`; `null` if there are none.
    pub sentence: Option<String>,
    /// The themes with the most incidents first, at most fifty.
    pub themes: Vec<ThemeView>,
    /// How many themes that leaves out.
    pub more: usize,
    /// The axis of time, the same for all themes.
    pub ticks: Vec<TickView>,
}

/// A theme.
#[derive(Clone, Debug, Serialize)]
pub struct ThemeView {
    /// The anchor of its heading: `theme-INC-0017`, by its earliest incident.
    pub anchor: String,
    /// Its name, or else its terms.
    pub title: String,
    /// Whether the configuration names it.
    pub named: bool,
    /// The words that most of its incidents share.
    pub terms: Vec<String>,
    /// The services that most of its incidents affect.
    pub services: Vec<LinkView>,
    /// `5 incidents`, `6 h 20 min in all`, `12 to 90 days apart`
    pub facts: Vec<String>,
    /// Its incidents on a line of time.
    pub dots: Vec<ThemeDotView>,
    /// Its incidents, earliest first, at most the twenty latest.
    pub members: Vec<ThemeMemberView>,
    /// How many incidents that leaves out.
    pub members_more: usize,
    /// Open action items of its earlier incidents, at most ten.
    pub open: Vec<OpenLinkView>,
    /// How many items that leaves out.
    pub open_more: usize,
}

/// An incident on the line of time.
#[derive(Clone, Debug, Serialize)]
pub struct ThemeDotView {
    /// Its place.
    pub x: String,
    /// Its id, or else its title.
    pub label: String,
    /// Its page.
    pub url: String,
    /// The key of its severity.
    pub key: String,
    /// The level of its severity.
    pub level: u8,
}

/// An incident of a theme.
#[derive(Clone, Debug, Serialize)]
pub struct ThemeMemberView {
    /// The incident.
    pub card: Shared<CardView>,
    /// `34 days` since the one before; `null` for the first one and if a date is unknown.
    pub days: Option<String>,
}

/// An open action item.
#[derive(Clone, Debug, Serialize)]
pub struct OpenLinkView {
    /// `INC-0017/AI-3`
    pub label: String,
    /// Its address.
    pub url: String,
    /// What to do, shortened.
    pub text: String,
}
