//! Fills the export from the archive.

use rayon::prelude::*;

use super::{
    Action, ActionOf, Actions, Backlink, DocumentRef, Incident, Incidents, Links, OpenItem, Related, Similar,
};
use crate::archive::{self, Archive, Connection, DueStatus, Target};
use crate::site::lookup::Lookup;
use crate::site::routes::Routes;

/// The export of one incident.
pub(in crate::site) fn incident(lookup: &Lookup, at: usize) -> Incident<'_> {
    let links = links_of(&lookup.archive, &lookup.routes, at);
    Incident::new(&lookup.archive.incidents[at], links, &lookup.config.fields)
}

/// What only the archive knows about each incident.
pub fn links(archive: &Archive) -> Vec<Links> {
    links_each(archive, |_, links| links)
}

/// Applies `make` to the index of each incident and to what only the archive knows about it.
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
        open_at_the_time: open_at_the_time(archive, at),
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

/// An action item of the archive by its index, most urgent first.
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

/// An action item by its place in its document.
pub(super) fn action(one: &archive::Incident, at: usize) -> Action<'_> {
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
            // More digits would differ between machines.
            score: f64::from((one.score * 100.0).round()) / 100.0,
            services: one.services.to_vec(),
            terms: one.terms.to_vec(),
        })
        .collect()
}

fn open_at_the_time(archive: &Archive, at: usize) -> Vec<OpenItem> {
    let found = archive.open_at_the_time(at);
    let item = |open: &archive::OpenItem| {
        let one = &archive.incidents[open.at.incident];
        let item = &one.record.actions[open.at.action];
        OpenItem {
            incident: one.card.id.clone(),
            id: item.number.clone(),
            text: item.action.text.clone(),
            opened: open.opened.to_string(),
            age_days: open.age_days,
            done_on: item.done_on.filter(|_| !item.state.is_open()).map(|day| day.to_string()),
            connection: match open.connection {
                Connection::Stated { kind, .. } => kind.key().into(),
                Connection::Similar => "similar".into(),
            },
            stated: open.connection.is_stated(),
        }
    };
    found.items.iter().map(item).collect()
}
