//! Data that the pages share: each incident's card, the severity scale, and the pages of groups and owners.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::routes::Routes;
use super::view::{
    CardActions, CardView, DateView, DurationView, LinkView, MomentView, SeverityView, Shared, StatusView,
};
use crate::archive::{ActionRef, Archive, Card, Group, Incident, Target};
use crate::config::{Config, SeverityStep};
use crate::insights::{EarlierMedian, earlier_medians};
use crate::messages::Messages;
use crate::model::{ActionItem, Field, Moment, Origin, SeverityShape};
use crate::source::Span;
use crate::text::{self, Unique};

/// Everything that pages are made from.
#[derive(Debug)]
pub(super) struct Lookup {
    /// The archive.
    pub(super) archive: Arc<Archive>,
    /// The settings.
    pub(super) config: Arc<Config>,
    /// The words of the interface.
    pub(super) messages: Arc<Messages>,
    /// The addresses.
    pub(super) routes: Arc<Routes>,
    /// The steps of the scale, most severe first.
    pub(super) scale: Vec<Shared<SeverityView>>,
    /// By incident.
    cards: Arc<Vec<Shared<CardView>>>,
    /// By incident and action item: the index of its owner.
    owners: Arc<Vec<Vec<Option<usize>>>>,
    /// By incident and action item: its anchor on the page of the incident.
    anchors: Arc<Vec<Vec<String>>>,
    /// By incident and action item: its name in calendars, computed on first use.
    pub(super) action_names: Arc<OnceLock<Vec<Vec<String>>>>,
    /// By incident: what was usual for its severity, computed on first use.
    earlier: OnceLock<Vec<Vec<EarlierMedian>>>,
    /// By path of a source: its incident or page.
    sources: Arc<BTreeMap<Arc<str>, Target>>,
}

/// Whether a value is derived and not stated.
pub(super) fn is_derived<T>(field: Option<&Field<T>>) -> bool {
    field.is_some_and(|field| field.provenance.origin == Origin::Derived)
}

impl Lookup {
    /// Prepares the data that all pages of an archive share.
    pub(super) fn new(archive: Arc<Archive>, config: Arc<Config>) -> Self {
        let routes = Routes::new(&archive);
        let messages = Messages::for_language(&config.language);
        let scale: Vec<_> = config
            .severities
            .iter()
            .enumerate()
            .map(|(at, step)| Shared::new(step_view(at, step, &archive, &routes)))
            .collect();
        let services = memberships(&archive, &archive.indexes.services);
        let tags = memberships(&archive, &archive.indexes.tags);
        let statuses = memberships(&archive, &archive.indexes.statuses);
        let cards: Vec<_> = archive
            .incidents
            .par_iter()
            .enumerate()
            .map(|(at, incident)| {
                let card = &incident.card;
                Shared::new(CardView {
                    id: card.id.clone(),
                    id_stated: incident.record.id.is_some(),
                    url: routes.incident(at),
                    title: card.title.clone(),
                    date: card.date.map(|day| date(&messages, day)),
                    severity: severity(card, &scale, &archive, (&routes, &messages)),
                    status: card.status.as_ref().map(|status| StatusView {
                        label: status.label.clone(),
                        kind: status.kind,
                        url: statuses[at].first().map(|group| routes.statuses[*group][0].clone()),
                    }),
                    services: group_links(
                        &card.services,
                        &services[at],
                        &archive.indexes.services,
                        &routes.services,
                    ),
                    services_derived: is_derived(incident.services.as_ref()),
                    tags: group_links(&card.tags, &tags[at], &archive.indexes.tags, &routes.tags),
                    authors: Arc::clone(&card.authors),
                    duration: card.duration.map(|minutes| duration(&messages, minutes)),
                    one_line: card.one_line.clone(),
                    fixed_by: card.fixed_by().map(str::to_owned),
                    fixed_certain: card.is_fix_certain(),
                    actions: card_actions(card, &messages),
                })
            })
            .collect();
        let mut owners: Vec<_> =
            archive.incidents.iter().map(|incident| vec![None; incident.record.actions.len()]).collect();
        for (at, owner) in archive.indexes.owners.iter().enumerate() {
            for item in &owner.actions {
                owners[item.incident][item.action] = Some(at);
            }
        }
        let incidents = archive.incidents.iter().map(|one| &one.source.path).enumerate();
        let pages = archive.pages.iter().map(|page| &page.source.path).enumerate();
        let incidents = incidents.map(|(at, path)| (Arc::clone(path), Target::Incident(at)));
        let pages = pages.map(|(at, path)| (Arc::clone(path), Target::Page(at)));
        let sources = Arc::new(incidents.chain(pages).collect());
        let anchors = archive.incidents.par_iter().map(|one| action_anchors(one)).collect();
        Self {
            archive,
            config,
            messages: Arc::new(messages),
            routes: Arc::new(routes),
            scale,
            cards: Arc::new(cards),
            owners: Arc::new(owners),
            anchors: Arc::new(anchors),
            action_names: Arc::default(),
            earlier: OnceLock::new(),
            sources,
        }
    }

    /// The same for an amended archive; `None` if the shared data has changed nevertheless.
    pub(super) fn amended(&self, archive: Arc<Archive>) -> Option<Self> {
        let mut cards = (*self.cards).clone();
        let incidents = archive.incidents.iter().zip(&self.archive.incidents).zip(&*self.anchors);
        for (at, ((new, old), anchors)) in incidents.enumerate() {
            if Arc::ptr_eq(new, old) {
                continue;
            }
            if action_anchors(new) != *anchors {
                return None;
            }
            cards[at] = Shared::new(CardView {
                title: new.card.title.clone(),
                services_derived: is_derived(new.services.as_ref()),
                one_line: new.card.one_line.clone(),
                fixed_by: new.card.fixed_by().map(str::to_owned),
                fixed_certain: new.card.is_fix_certain(),
                ..CardView::clone(&cards[at])
            });
        }
        Some(Self {
            archive,
            config: Arc::clone(&self.config),
            messages: Arc::clone(&self.messages),
            routes: Arc::clone(&self.routes),
            scale: self.scale.clone(),
            cards: Arc::new(cards),
            owners: Arc::clone(&self.owners),
            anchors: Arc::clone(&self.anchors),
            earlier: OnceLock::new(),
            action_names: Arc::default(),
            sources: Arc::clone(&self.sources),
        })
    }

    /// The card of an incident.
    pub(super) fn card(&self, incident: usize) -> Shared<CardView> {
        self.cards[incident].clone()
    }

    /// What was usual for the severity of an incident when it began.
    pub(super) fn earlier_medians(&self, incident: usize) -> &[EarlierMedian] {
        &self.earlier.get_or_init(|| earlier_medians(&self.archive))[incident]
    }

    /// The cards of some incidents.
    pub(super) fn cards(&self, incidents: &[usize]) -> Vec<Shared<CardView>> {
        incidents.iter().map(|incident| self.card(*incident)).collect()
    }

    /// The owner of an action item, as a link to their page.
    pub(super) fn owner(&self, incident: usize, action: usize) -> Option<LinkView> {
        let at = self.owners[incident][action]?;
        let label = self.archive.indexes.owners[at].name.clone()?;
        Some(LinkView { label, url: self.routes.owners[at][0].clone() })
    }

    /// The anchors of the action items of each incident.
    pub(super) fn action_anchors(&self) -> &[Vec<String>] {
        &self.anchors
    }

    /// The anchor of an action item on the page of its incident.
    pub(super) fn action_anchor(&self, at: ActionRef) -> &str {
        &self.anchors[at.incident][at.action]
    }

    /// The name of an action item for readers: `INC-0017/AI-3`.
    pub(super) fn action_label(&self, at: ActionRef) -> String {
        let (card, number) = (&self.cards[at.incident], self.action_anchor(at).to_uppercase());
        if card.id_stated { format!("{}/{number}", card.id) } else { number }
    }

    /// The address of an action item.
    pub(super) fn action_url(&self, at: ActionRef) -> String {
        format!("{}#{}", self.cards[at.incident].url, self.action_anchor(at))
    }

    /// The page made from a source.
    pub(super) fn page_of(&self, source: &str) -> Option<String> {
        self.link(self.sources.get(source)?).map(|link| link.url)
    }

    /// Line and column of a place in a source.
    pub(super) fn position(&self, source: &str, span: Span) -> Option<(u32, u32)> {
        let file = match self.sources.get(source)? {
            Target::Incident(at) => &self.archive.incidents[*at].source,
            Target::Page(at) => &self.archive.pages[*at].source,
            _ => return None,
        };
        Some((file.line(span.start), file.column(span.start)))
    }

    /// Title and address of a target; `None` if it has no page.
    pub(super) fn link(&self, target: &Target) -> Option<LinkView> {
        match target {
            Target::Incident(at) => {
                let card = &self.cards[*at];
                Some(LinkView { label: card.name(), url: card.url.clone() })
            }
            Target::Page(at) => Some(LinkView {
                label: self.archive.pages[*at].title.clone(),
                url: self.routes.pages[*at].clone(),
            }),
            Target::File(_) | Target::External(_) | Target::Dangling | Target::Nothing => None,
        }
    }

    /// A day for a template.
    pub(super) fn date(&self, day: Date) -> DateView {
        date(&self.messages, day)
    }

    /// A length of time for a template.
    pub(super) fn duration(&self, minutes: u32) -> DurationView {
        duration(&self.messages, minutes)
    }

    /// A point in time for a template.
    pub(super) fn moment(&self, moment: &Moment) -> MomentView {
        let zone = moment.zone.as_deref().or_else(|| (moment.offset_minutes == Some(0)).then_some("UTC"));
        MomentView {
            iso: moment.iso(),
            date: self.messages.date(moment.date),
            clock: moment.clock.map(|clock| format!("{:02}:{:02}", clock.hour(), clock.minute())),
            zone: moment.clock.and(zone).map(str::to_owned),
        }
    }

    /// The address for editing a source.
    pub(super) fn edit_href(&self, source: &str) -> Option<String> {
        let pattern = self.config.edit_url.as_deref()?;
        super::routes::external(&pattern.replace("{path}", &super::routes::encode(source))).map(str::to_owned)
    }
}

fn date(messages: &Messages, date: Date) -> DateView {
    DateView { iso: date.to_string(), text: messages.date(date) }
}

fn duration(messages: &Messages, minutes: u32) -> DurationView {
    DurationView { minutes, text: messages.minutes(minutes), iso: format!("PT{minutes}M") }
}

fn card_actions(card: &Card, messages: &Messages) -> CardActions {
    let (open, overdue, total) = (card.actions_open, card.actions_overdue, card.actions_total);
    let text = match (open, total) {
        (_, 0) => messages.text("action.none"),
        (0, _) => messages.count("action.all_done", total),
        _ => {
            let (open, total) = (messages.number(open), messages.number(total));
            messages.with("action.some_open", &[("open", &open), ("total", &total)])
        }
    };
    let overdue_text = (overdue > 0).then(|| messages.count("count.overdue", overdue));
    CardActions { open, overdue, total, text, overdue_text }
}

/// The class name of a step.
pub(super) fn step_class(step: &SeverityStep) -> String {
    text::slug(&step.key)
}

fn step_view(at: usize, step: &SeverityStep, archive: &Archive, routes: &Routes) -> SeverityView {
    let class = step_class(step);
    let group =
        archive.indexes.severities.iter().position(|group| group.slug == class || group.label == step.label);
    SeverityView {
        label: step.label.clone(),
        written: None,
        key: class,
        level: u8::try_from(at + 1).unwrap_or(u8::MAX),
        shape: step.shape,
        description: (!step.description.is_empty()).then(|| step.description.clone()),
        url: group.map(|group| routes.severities[group][0].clone()),
    }
}

fn severity(
    card: &Card,
    scale: &[Shared<SeverityView>],
    archive: &Archive,
    (routes, messages): (&Routes, &Messages),
) -> Shared<SeverityView> {
    let stated = card.severity.as_ref();
    let step = stated
        .and_then(|severity| severity.level)
        .and_then(|level| scale.get(usize::from(level).saturating_sub(1)));
    match (step, stated) {
        (Some(step), Some(stated)) if stated.label != step.label => {
            Shared::new(SeverityView { written: Some(stated.label.clone()), ..SeverityView::clone(step) })
        }
        (Some(step), _) => step.clone(),
        (None, stated) => {
            let group = archive.indexes.severities.iter().position(|group| group.slug == "unrated");
            Shared::new(SeverityView {
                label: stated.map_or_else(
                    || messages.text("severity.unrated_lower"),
                    |severity| severity.label.clone(),
                ),
                written: None,
                key: "unrated".to_owned(),
                level: 0,
                shape: SeverityShape::Diamond,
                description: None,
                url: group.map(|group| routes.severities[group][0].clone()),
            })
        }
    }
}

/// For each incident the groups it belongs to.
fn memberships(archive: &Archive, groups: &[Group]) -> Vec<Vec<usize>> {
    let mut of = vec![Vec::new(); archive.incidents.len()];
    for (at, group) in groups.iter().enumerate() {
        for member in &group.members {
            of[*member].push(at);
        }
    }
    of
}

/// The maximum number of services or tags on a card. Each has a page that shows the card, so thousands would take
/// quadratic space.
const MAX_GROUPS: usize = 100;

/// The groups of an incident in the order of its document. Membership decides which groups these are, because the
/// document may spell a name differently; the names decide the order only.
fn group_links(
    names: &[String],
    member_of: &[usize],
    groups: &[Group],
    routes: &[Vec<String>],
) -> Vec<LinkView> {
    let mut places = FxHashMap::default();
    for (place, name) in names.iter().enumerate() {
        places.entry(name.to_lowercase()).or_insert(place);
    }
    let place = |group: usize| places.get(&groups[group].label.to_lowercase()).copied().unwrap_or(usize::MAX);
    let mut member_of = member_of.to_vec();
    member_of.sort_by_cached_key(|group| place(*group));
    member_of
        .into_iter()
        .take(MAX_GROUPS)
        .map(|group| LinkView { label: groups[group].label.clone(), url: routes[group][0].clone() })
        .collect()
}

/// The anchors of an incident's items: `ai-3` for `3` and for `AI-3`, or another one if the document has that anchor
/// already.
fn action_anchors(incident: &Incident) -> Vec<String> {
    let headings = incident.document.headings.iter().map(|heading| heading.anchor);
    let events = incident.record.timeline.iter().map(|event| &*event.anchor);
    let taken = headings.chain(events).filter(|anchor| anchor.starts_with("ai-")).map(str::to_owned);
    let mut names = Unique::besides(taken.collect());
    let anchor = |item: &ActionItem| {
        let number = text::slug(&item.number);
        names.give(if number.starts_with("ai-") { number } else { format!("ai-{number}") }, '_')
    };
    incident.record.actions.iter().map(anchor).collect()
}
