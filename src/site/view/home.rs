//! The home page.

use serde::Serialize;

use super::parts::{CardView, CountView, SeverityView};
use super::shared::Shared;

/// `home.html`
#[derive(Clone, Debug, Serialize)]
pub struct HomeView {
    /// The last 30 days.
    pub recent: Recent,
    /// The newest incidents.
    pub latest: Vec<Shared<CardView>>,
    /// Problems that need attention.
    pub attention: Attention,
    /// Three figures at most.
    pub tiles: Vec<Tile>,
    /// Queries to try.
    pub samples: Vec<SampleQuery>,
    /// The names of the months: `Jan`.
    pub months: Vec<String>,
    /// The map of incidents by week, latest year first.
    pub years_by_week: Vec<WeekRow>,
    /// The severities in the map, most severe first.
    pub week_severities: Vec<Shared<SeverityView>>,
    /// A summary of the map.
    pub weeks_sentence: String,
    /// Incidents on this day of earlier years.
    pub on_this_day: Vec<Shared<CardView>>,
    /// By severity.
    pub severities: Vec<CountView>,
    /// By year.
    pub years: Vec<CountView>,
    /// By service, most frequent first, at most twelve.
    pub services: Vec<CountView>,
    /// How many services there are.
    pub services_total: usize,
}

/// The last thirty days.
#[derive(Clone, Debug, Serialize)]
pub struct Recent {
    /// How many incidents.
    pub count: usize,
    /// `4 incidents (1 SEV1)`
    pub text: String,
}

/// Problems that need attention.
#[derive(Clone, Debug, Serialize)]
pub struct Attention {
    /// Number of overdue action items.
    pub overdue: usize,
    /// The one that has been overdue longest.
    pub oldest: Option<Oldest>,
    /// Documents still in draft more than fourteen days after their incident.
    pub drafts: Vec<Shared<CardView>>,
    /// Number of references to incidents that the archive does not have.
    pub dangling: usize,
}

/// The action item that has been overdue longest.
#[derive(Clone, Debug, Serialize)]
pub struct Oldest {
    /// `214 days`
    pub late: String,
    /// `INC-0017/AI-2`
    pub label: String,
    /// Its address.
    pub url: String,
    /// Its text.
    pub text: String,
}

/// A figure of the home page.
#[derive(Clone, Debug, Serialize)]
pub struct Tile {
    /// `168`, `1 h 20 min` or `too few`
    pub value: String,
    /// What it counts.
    pub text: String,
    /// Where to read on.
    pub url: Option<String>,
    /// Whether it calls for attention.
    pub late: bool,
}

/// A query to try.
#[derive(Clone, Debug, Serialize)]
pub struct SampleQuery {
    /// `service:checkout-api`
    pub query: String,
    /// What follows the address of the search page: `?q=service%3Acheckout%2Dapi`
    pub url: String,
}

/// A year of the map of weeks.
#[derive(Clone, Debug, Serialize)]
pub struct WeekRow {
    /// `2026`
    pub label: String,
    /// Its page, if it has incidents.
    pub url: Option<String>,
    /// How many incidents.
    pub total: usize,
    /// The weeks that have incidents, in order.
    pub weeks: Vec<WeekCell>,
    /// Its twelve months.
    pub months: Vec<MonthCell>,
}

/// A week with incidents.
#[derive(Clone, Debug, Serialize)]
pub struct WeekCell {
    /// Its number in the year, 0 to 52; the first begins on January 1.
    pub week: i16,
    /// Class name of the most severe severity.
    pub key: String,
    /// Its level; 0 for the unrated.
    pub level: u8,
    /// The page of the month of its first incident.
    pub url: Option<String>,
    /// `Week from 11 Jun 2026: 2 incidents (1 SEV1, 1 SEV4)`
    pub title: String,
}

/// A month in the table of the map.
#[derive(Clone, Debug, Serialize)]
pub struct MonthCell {
    /// How many incidents.
    pub count: usize,
    /// Its page, if it has incidents.
    pub url: Option<String>,
}
