//! Fills the export from the archive.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{
    Action, ActionOf, Actions, Backlink, DocumentRef, Event, Incident, Incidents, Links, Related, Similar,
};
use crate::archive::{self, Archive, DueStatus, Target};
use crate::model::{Field, Moment, Origin, Provenance, Record};
use crate::site::lookup::Lookup;
use crate::site::routes::Routes;

/// Everything about one incident.
pub(in crate::site) fn incident(lookup: &Lookup, at: usize) -> Incident<'_> {
    Incident::new(&lookup.archive.incidents[at], links_of(&lookup.archive, &lookup.routes, at))
}

/// What only the archive knows of each incident.
pub fn links(archive: &Archive) -> Vec<Links> {
    links_each(archive, |_, links| links)
}

/// What `make` makes of each incident, by its place, and of what only the archive knows of it.
pub fn links_each<T: Send>(archive: &Archive, make: impl Fn(usize, Links) -> T + Sync) -> Vec<T> {
    let routes = Routes::new(archive);
    let all = (0..archive.incidents.len()).into_par_iter();
    all.map(|at| make(at, links_of(archive, &routes, at))).collect()
}

fn links_of(archive: &Archive, routes: &Routes, at: usize) -> Links {
    Links {
        url: routes.incident(at),
        related: related(archive, at),
        backlinks: backlinks(archive, routes, at),
        similar: similar(archive, routes, at),
    }
}

impl<'a> Incident<'a> {
    /// Everything about an incident: what its document says, and what the archive knows of it.
    pub fn new(one: &'a archive::Incident, links: Links) -> Self {
        let (card, record) = (&one.card, &one.record);
        let provenance = provenance(record);
        let computed = provenance.iter().filter(|(_, found)| found.origin == Origin::Derived);
        Incident {
            source: &one.source.path,
            url: links.url,
            id: &card.id,
            title: &card.title,
            date: card.date.map(|date| date.to_string()),
            severity: card.severity.as_ref(),
            status: card.status.as_ref().map(|status| status.label.as_str()),
            duration_minutes: card.duration,
            authors: &card.authors,
            services: &card.services,
            tags: &card.tags,
            summary: record.summary.as_ref().map(|prose| prose.value.as_str()),
            root_cause: record.root_cause.as_ref().map(|prose| prose.value.as_str()),
            five_whys: &record.five_whys,
            timeline: record
                .timeline
                .iter()
                .map(|event| Event {
                    time: &event.time,
                    at: event.at.as_ref().map(Moment::iso),
                    phase: event.phase,
                    text: &event.text,
                })
                .collect(),
            actions: (0..record.actions.len()).map(|item| action(one, item)).collect(),
            related: links.related,
            backlinks: links.backlinks,
            similar: links.similar,
            derived: computed.map(|(name, _)| *name).collect(),
            provenance,
        }
    }
}

/// The export of all incidents.
pub(in crate::site) fn incidents(lookup: &Lookup) -> Incidents<'_> {
    let pages = lookup.archive.pages.iter().zip(&lookup.routes.pages);
    Incidents {
        version: 1,
        as_of: lookup.archive.as_of.to_string(),
        lookup,
        pages: pages
            .map(|(page, url)| DocumentRef {
                source: page.source.path.to_string(),
                url: url.clone(),
                title: page.title.clone(),
            })
            .collect(),
    }
}

/// The export of all action items.
pub(in crate::site) fn actions(lookup: &Lookup) -> Actions<'_> {
    Actions { version: 1, as_of: lookup.archive.as_of.to_string(), lookup }
}

/// One of the action items of the archive, the most pressing being the first.
pub(super) fn action_of(lookup: &Lookup, place: usize) -> ActionOf<'_> {
    let at = lookup.archive.indexes.actions[place];
    let one = &lookup.archive.incidents[at.incident];
    let action_status = one.action_status[at.action];
    ActionOf {
        incident: &one.card.id,
        incident_title: &one.card.title,
        severity: one.card.severity.as_ref(),
        url: format!("{}#{}", lookup.routes.incident(at.incident), lookup.action_anchor(at)),
        action: action(one, at.action),
        standing: action_status.due_status,
        overdue_days: action_status.overdue_days,
        age_days: action_status.age_days,
    }
}

fn action(one: &archive::Incident, at: usize) -> Action<'_> {
    let item = &one.record.actions[at];
    Action {
        id: &item.number,
        text: &item.action.text,
        owner: item.owner.as_deref(),
        priority: item.priority.as_deref(),
        due: item.due.map(|date| date.to_string()),
        state: item.state.key(),
        overdue: one.action_status[at].due_status == DueStatus::Overdue,
    }
}

fn related(archive: &Archive, at: usize) -> Vec<Related> {
    let incidents = &archive.incidents;
    let own = incidents[at].relations.iter().filter(|relation| !relation.inverse);
    own.map(|relation| Related {
        target: match relation.target {
            Some(target) => incidents[target].card.id.clone(),
            None => relation.written.clone(),
        },
        kind: relation.kind.key().into(),
        source: if relation.stated { "stated" } else { "mentioned" }.into(),
        resolved: relation.target.is_some(),
    })
    .collect()
}

fn backlinks(archive: &Archive, routes: &Routes, at: usize) -> Vec<Backlink> {
    let incidents = &archive.incidents;
    let backlinks = incidents[at].backlinks.iter();
    backlinks
        .filter_map(|backlink| {
            let (id, url) = match backlink.from {
                Target::Incident(from) => (Some(incidents[from].card.id.clone()), routes.incident(from)),
                Target::Page(from) => (None, routes.pages[from].clone()),
                _ => return None,
            };
            Some(Backlink { id, url, sentence: backlink.sentence.clone(), line: backlink.line })
        })
        .collect()
}

fn similar(archive: &Archive, routes: &Routes, at: usize) -> Vec<Similar> {
    let incidents = &archive.incidents;
    let similar = archive.similar(at).iter();
    similar
        .map(|one| Similar {
            id: incidents[one.target].card.id.clone(),
            url: routes.incident(one.target),
            // More digits would differ between machines before they told anybody anything.
            score: f64::from((one.score * 100.0).round()) / 100.0,
            services: one.services.to_vec(),
            terms: one.terms.to_vec(),
        })
        .collect()
}

fn provenance(record: &Record) -> BTreeMap<&'static str, Provenance> {
    fn at<T>(field: Option<&Field<T>>) -> Option<Provenance> {
        field.map(|field| field.provenance)
    }
    let times = &record.times;
    [
        ("title", Some(record.title.provenance)),
        ("id", at(record.id.as_ref())),
        ("date", at(record.date.as_ref())),
        ("started", at(times.started.as_ref())),
        ("detected", at(times.detected.as_ref())),
        ("declared", at(times.declared.as_ref())),
        ("mitigated", at(times.mitigated.as_ref())),
        ("resolved", at(times.resolved.as_ref())),
        ("duration_minutes", at(record.duration.as_ref())),
        ("severity", at(record.severity.as_ref())),
        ("status", at(record.status.as_ref())),
        ("authors", at(record.authors.as_ref())),
        ("services", at(record.services.as_ref())),
        ("tags", at(record.tags.as_ref())),
        ("aliases", at(record.aliases.as_ref())),
        ("summary", at(record.summary.as_ref())),
        ("impact", at(record.impact.as_ref())),
        ("trigger", at(record.trigger.as_ref())),
        ("root_cause", at(record.root_cause.as_ref())),
        ("detection", at(record.detection.as_ref())),
        ("resolution", at(record.resolution.as_ref())),
        ("contributing_factors", at(record.contributing_factors.as_ref())),
        ("went_well", at(record.went_well.as_ref())),
        ("went_badly", at(record.went_badly.as_ref())),
        ("lucky", at(record.lucky.as_ref())),
        ("lessons", at(record.lessons.as_ref())),
        ("meeting", at(record.meeting.as_ref())),
        ("finalized", at(record.finalized.as_ref())),
    ]
    .into_iter()
    .filter_map(|(name, found)| Some((name, found?)))
    .collect()
}
