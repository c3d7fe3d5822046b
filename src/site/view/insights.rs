//! The page of statistics.

use serde::Serialize;

use super::incident::HeadingView;
use super::parts::{CardView, DurationView, LinkView, SeverityView};
use super::shared::Shared;

/// `insights.html`. Fields named `x`, `y`, `width` and `height` are attributes for SVG: widths of the drawing in percent, heights in pixels.
#[derive(Clone, Debug, Serialize)]
pub struct InsightsView {
    /// The sections.
    pub headings: Vec<HeadingView>,
    /// Incidents by month.
    pub months: MonthsView,
    /// Time to detect, to mitigate and to resolve.
    pub times: Vec<TimesView>,
    /// The names of these, for the columns of tables.
    pub measures: Vec<String>,
    /// The axis of the times.
    pub ticks: Vec<TickView>,
    /// How these figures are computed.
    pub times_method: String,
    /// Times by severity, service and quarter.
    pub groups: Vec<GroupTableView>,
    /// When incidents begin.
    pub week: WeekView,
    /// What documents record.
    pub fields: Vec<FieldCountView>,
    /// How long action items stay open.
    pub actions: CurveView,
}

/// Incidents by month.
#[derive(Clone, Debug, Serialize)]
pub struct MonthsView {
    /// What the chart shows, a sentence each.
    pub sentences: Vec<String>,
    /// The height of the chart.
    pub height: u32,
    /// The months, oldest first.
    pub months: Vec<MonthView>,
    /// The severities in the chart, most severe first.
    pub severities: Vec<Shared<SeverityView>>,
    /// The years, where they begin.
    pub ticks: Vec<TickView>,
}

/// A month.
#[derive(Clone, Debug, Serialize)]
pub struct MonthView {
    /// `Mar 2026`
    pub label: String,
    /// Its page, if it has incidents.
    pub url: Option<String>,
    /// How many incidents.
    pub total: usize,
    /// The middle of its bar.
    pub middle: String,
    /// The upper end of its bar.
    pub y: String,
    /// How many incidents of each severity, in the order of `severities`.
    pub counts: Vec<usize>,
    /// The parts of its bar.
    pub parts: Vec<PartView>,
}

/// A part of a bar.
#[derive(Clone, Debug, Serialize)]
pub struct PartView {
    /// Class name of the severity.
    pub key: String,
    /// Its level; 0 for the unrated.
    pub level: u8,
    /// Where it begins.
    pub x: String,
    /// Its upper end.
    pub y: String,
    /// Its width.
    pub width: String,
    /// Its height.
    pub height: String,
}

/// A label of an axis.
#[derive(Clone, Debug, Serialize)]
pub struct TickView {
    /// Its place.
    pub x: String,
    /// `15 min`
    pub label: String,
}

/// How long a step of the response took.
#[derive(Clone, Debug, Serialize)]
pub struct TimesView {
    /// `detect`, `mitigate`, `resolve`
    pub key: &'static str,
    /// `Time to mitigate`
    pub label: String,
    /// What the chart shows, a sentence each.
    pub sentences: Vec<String>,
    /// How many times are known.
    pub known: usize,
    /// The height of the chart.
    pub height: u32,
    /// The dots.
    pub dots: Vec<DotView>,
    /// What a dot is, if it stands for several incidents.
    pub dots_text: Option<String>,
    /// The median and its interval.
    pub median: Option<MedianView>,
    /// The incidents that took longest, at most twenty.
    pub longest: Vec<LongView>,
}

/// A dot.
#[derive(Clone, Debug, Serialize)]
pub struct DotView {
    /// Its place.
    pub x: String,
    /// Its place.
    pub y: u32,
    /// `INC-0042: 54 min`; empty if it stands for several incidents.
    pub label: String,
    /// The incident, if it stands for one.
    pub url: Option<String>,
}

/// A median and its interval in a chart.
#[derive(Clone, Debug, Serialize)]
pub struct MedianView {
    /// The median.
    pub x: String,
    /// The lower end of the interval.
    pub low: String,
    /// The width of the interval.
    pub width: String,
}

/// An incident that took long.
#[derive(Clone, Debug, Serialize)]
pub struct LongView {
    /// The incident.
    pub card: Shared<CardView>,
    /// How long.
    pub duration: DurationView,
}

/// A table of times by group.
#[derive(Clone, Debug, Serialize)]
pub struct GroupTableView {
    /// `severity`, `service`, `quarter`
    pub key: &'static str,
    /// Its title.
    pub title: String,
    /// The heading of the first column.
    pub column: String,
    /// The groups.
    pub rows: Vec<GroupRowView>,
    /// Whether no group has enough incidents for a median.
    pub few: bool,
    /// The page with all groups, if they are more.
    pub more: Option<LinkView>,
}

/// The times of a group.
#[derive(Clone, Debug, Serialize)]
pub struct GroupRowView {
    /// Its name.
    pub label: String,
    /// Its page.
    pub url: Option<String>,
    /// For a severity: its mark.
    pub severity: Option<Shared<SeverityView>>,
    /// How many incidents.
    pub incidents: usize,
    /// The times in the order of `measures`.
    pub times: Vec<CellView>,
}

/// The median of a group.
#[derive(Clone, Debug, Serialize)]
pub struct CellView {
    /// `54 min (31 min to 1 h 40 min), n = 22` or `too few (n = 4)`
    pub text: String,
    /// Whether there are too few values.
    pub few: bool,
}

/// When incidents begin.
#[derive(Clone, Debug, Serialize)]
pub struct WeekView {
    /// What the charts show, a sentence each.
    pub sentences: Vec<String>,
    /// By weekday, from Monday; empty if no times are known.
    pub days: Vec<BarView>,
    /// By time of day.
    pub hours: Vec<BarView>,
    /// By weekday, then by time of day.
    pub counts: Vec<Vec<usize>>,
    /// Incidents that began outside working hours, newest first, at most twenty.
    pub outside: Vec<Shared<CardView>>,
    /// How many incidents that leaves out.
    pub outside_more: usize,
}

/// A bar.
#[derive(Clone, Debug, Serialize)]
pub struct BarView {
    /// Its label.
    pub label: String,
    /// What it counts.
    pub count: usize,
    /// Its width.
    pub width: String,
}

/// What documents record in a field.
#[derive(Clone, Debug, Serialize)]
pub struct FieldCountView {
    /// The name of the field.
    pub label: String,
    /// How many documents have it.
    pub recorded: usize,
    /// How many do not.
    pub missing: usize,
    /// For a field of the configuration: its values, most frequent first, at most twelve.
    pub values: Vec<BarView>,
    /// How many more values there are.
    pub values_more: usize,
}

/// How long action items stay open.
#[derive(Clone, Debug, Serialize)]
pub struct CurveView {
    /// What the chart shows, a sentence each.
    pub sentences: Vec<String>,
    /// The curve: the `d` of an SVG path in a square of 1000 × 1000. Empty if nothing is known.
    pub path: String,
    /// The band of its interval.
    pub band: String,
    /// The axis.
    pub ticks: Vec<TickView>,
    /// The curve after some days.
    pub rows: Vec<CurveRowView>,
}

/// The curve after some days.
#[derive(Clone, Debug, Serialize)]
pub struct CurveRowView {
    /// `90 days`
    pub after: String,
    /// `58 %`
    pub open: String,
    /// `44 % to 70 %`, if it is known.
    pub interval: Option<String>,
    /// How many items are known to have been open for so long.
    pub at_risk: usize,
}
