//! The views: the data of the templates. This is the contract with the authors of themes.
//!
//! A template sees six names: `site` ([`Site`]), `page` ([`Frame`]), `view` (the struct for this kind of page), `assets` (the
//! addresses of style sheet and scripts), `t` (the messages, below) and `author_text`. A few rules apply everywhere:
//!
//! - **Addresses** in `url` fields are relative to the root of the site; write `{{ page.root }}{{ x.url }}`. Fields
//!   named `href` are addresses outside the site; write them without the root.
//! - **Text** is plain, and the template escapes it. Fields named `html` or `…_html` are safe HTML; write `{{ x.html|safe }}`.
//! - **Numbers for people** have their words in `text`, next to the number itself. `null` means that nothing is known.
//! - **Lists** are in the order in which they should be shown.
//! - **Text of authors** may run in another direction and be in another language than the interface:
//!   `<h1 {{ author_text }}>{{ card.title }}</h1>` gives the element the attributes `dir` and, if needed, `lang`.
//! - **Messages** of the interface come from [`crate::messages`]: `{{ t.search.label }}` is a message,
//!   `{{ t("count.open", count=3) }}` one with arguments, in the plural form for `count`. `{{ t.language }}` is their
//!   language. Arguments are escaped unless they are HTML, such as a `{% set x %}…{% endset %}` block. A template may as well
//!   contain plain text in place of any message.

mod home;
mod incident;
mod insights;
mod lists;
mod luck;
mod parts;
mod shared;
mod sheet;
mod themes;

use serde::Serialize;

pub use home::{Attention, HomeView, MonthCell, Oldest, Recent, SampleQuery, Tile, WeekCell, WeekRow};
pub use incident::{
    Body, ComparedPhase, ComparedRow, ComparedView, Detection, FieldView, Fix, HeadingView, IncidentView,
    Mentioned, OpenAtTheTimeView, OpenItemView, PhaseBar, PhaseView, ReasonView, RelationView, SimilarView,
    Span, TextView, UsualView,
};
pub use insights::{
    BarView, CellView, CurveRowView, CurveView, DotView, FieldCountView, GroupRowView, GroupTableView,
    InsightsView, LongView, MedianView, MonthView, MonthsView, PartView, TickView, TimesView, WeekView,
};
pub use lists::{
    ActionCounts, ActionGroup, ActionsView, ArchiveView, CodeCount, DanglingView, DocumentView, Facet,
    GroupView, ListView, NotFoundView, OverviewRow, OverviewView, OwnerView, Place, SearchView, StepView,
};
pub use luck::{ClosingView, DefenseView, DefensesView, HoleView, LuckView};
pub use parts::{
    ActionView, CardActions, CardView, CountView, Crumb, DateView, DurationView, LinkView, MomentView,
    Neighbors, Pager, SeverityView, SinceKind, SinceView, StateView, StatusView,
};
pub use shared::{Markup, Shared};
pub use sheet::{SheetGroup, SheetRow, SheetView};
pub use themes::{OpenLinkView, ThemeDotView, ThemeMemberView, ThemeView, ThemesView};

/// The data that all pages share.
#[derive(Clone, Debug, Serialize)]
pub struct Site {
    /// Title of the archive.
    pub title: String,
    /// Language of the archive's text, as BCP 47; that of the interface is `t.language`.
    pub language: String,
    /// Address of the published site, ending in `/`, or `null`.
    pub base_url: Option<String>,
    /// Whether search engines are asked to leave the site out.
    pub noindex: bool,
    /// The day for which ages are computed.
    pub as_of: DateView,
    /// `As of 23 Nov 2026.`
    pub as_of_text: String,
    /// Version of pmsite.
    pub version: String,
    /// The addresses in header and footer.
    pub nav: Nav,
    /// Number of incidents.
    pub incidents: usize,
    /// `30 incidents`
    pub incidents_text: String,
    /// Number of action items with something left to do.
    pub actions_open: usize,
    /// The overdue ones of them.
    pub actions_overdue: usize,
    /// `3 overdue`
    pub actions_overdue_text: String,
    /// The logo, if the archive has one.
    pub logo: Option<LinkView>,
    /// Accent color of the configuration.
    pub accent: Option<String>,
    /// Colors of the configuration by class name of the severity.
    pub severity_colors: Vec<(String, String)>,
}

/// Addresses that every page links to.
#[derive(Clone, Debug, Serialize)]
pub struct Nav {
    /// The home page.
    pub home: String,
    /// The list of incidents.
    pub incidents: String,
    /// All action items.
    pub actions: String,
    /// The services.
    pub services: String,
    /// The tags.
    pub tags: String,
    /// The statistics.
    pub insights: String,
    /// Where luck helped, and what went well.
    pub luck: String,
    /// The outage sheet.
    pub now: String,
    /// Recurring themes.
    pub themes: String,
    /// The severities.
    pub severities: String,
    /// Years and months.
    pub dates: String,
    /// The statuses.
    pub statuses: String,
    /// The archive's own about page, or the generated one.
    pub about: String,
    /// Data about the archive: scale, counts, problems in documents.
    pub facts: String,
    /// Search.
    pub search: String,
    /// All incidents as JSON.
    pub data: String,
    /// All action items as JSON.
    pub actions_data: String,
    /// All incidents as a table.
    pub table: String,
    /// All action items as a table.
    pub actions_table: String,
    /// The calendar of the action items that are due.
    pub actions_calendar: String,
    /// The Atom feed, if the site has one.
    pub feed: Option<String>,
}

/// The parts of a page around its content.
#[derive(Clone, Debug, Serialize)]
pub struct Frame {
    /// The path of the page.
    pub path: String,
    /// The prefix of every `url`: empty, `../`, … or, on the page for missing addresses, the path of the site.
    pub root: String,
    /// The title of the page, without that of the archive.
    pub title: String,
    /// One sentence about the page.
    pub description: Option<String>,
    /// The full address, if the site has one.
    pub canonical: Option<String>,
    /// The current entry of the header: `incidents`, `actions`, `services`, `insights`, `about`, `search` or empty.
    pub section: &'static str,
    /// The pages above this one; empty at the top.
    pub breadcrumbs: Vec<Crumb>,
    /// The address for editing its source.
    pub edit_href: Option<String>,
}

/// The view of a page: one variant for each kind of page.
#[derive(Clone, Debug)]
pub enum View {
    /// `home.html`
    Home(Box<HomeView>),
    /// `incidents.html`
    List(ListView),
    /// `incident.html`
    Incident(Box<IncidentView>),
    /// `group.html`
    Group(Box<GroupView>),
    /// `overview.html`
    Overview(OverviewView),
    /// `actions.html`
    Actions(ActionsView),
    /// `owner.html`
    Owner(OwnerView),
    /// `page.html`
    Document(DocumentView),
    /// `search.html`
    Search(SearchView),
    /// `about.html`
    Archive(Box<ArchiveView>),
    /// `insights.html`
    Insights(Box<InsightsView>),
    /// `luck.html`
    Luck(LuckView),
    /// `now.html`
    Sheet(SheetView),
    /// `themes.html`
    Themes(Box<ThemesView>),
    /// `404.html`
    NotFound(NotFoundView),
}

impl View {
    /// The template that renders it.
    pub const fn template(&self) -> &'static str {
        match self {
            Self::Home(_) => "home.html",
            Self::List(_) => "incidents.html",
            Self::Incident(_) => "incident.html",
            Self::Group(_) => "group.html",
            Self::Overview(_) => "overview.html",
            Self::Actions(_) => "actions.html",
            Self::Owner(_) => "owner.html",
            Self::Document(_) => "page.html",
            Self::Search(_) => "search.html",
            Self::Archive(_) => "about.html",
            Self::Insights(_) => "insights.html",
            Self::Luck(_) => "luck.html",
            Self::Sheet(_) => "now.html",
            Self::Themes(_) => "themes.html",
            Self::NotFound(_) => "404.html",
        }
    }

    /// An estimate of the length of its page in bytes.
    pub fn expected_length(&self) -> usize {
        const AROUND: usize = 16 * 1024;
        const BELOW: usize = 10 * 1024;
        const ROW: usize = 1024;
        AROUND
            + match self {
                Self::Incident(view) => view.body.length() + BELOW,
                Self::Document(view) => view.body.length(),
                Self::Group(view) => ROW * (view.cards.len() + view.actions.len()),
                Self::List(view) => ROW * view.cards.len(),
                _ => 0,
            }
    }
}

// Not derived, because the template gets the struct itself as `view`, without the name of the variant.
impl Serialize for View {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Home(view) => view.serialize(serializer),
            Self::List(view) => view.serialize(serializer),
            Self::Incident(view) => view.serialize(serializer),
            Self::Group(view) => view.serialize(serializer),
            Self::Overview(view) => view.serialize(serializer),
            Self::Actions(view) => view.serialize(serializer),
            Self::Owner(view) => view.serialize(serializer),
            Self::Document(view) => view.serialize(serializer),
            Self::Search(view) => view.serialize(serializer),
            Self::Archive(view) => view.serialize(serializer),
            Self::Insights(view) => view.serialize(serializer),
            Self::Luck(view) => view.serialize(serializer),
            Self::Sheet(view) => view.serialize(serializer),
            Self::Themes(view) => view.serialize(serializer),
            Self::NotFound(view) => view.serialize(serializer),
        }
    }
}
