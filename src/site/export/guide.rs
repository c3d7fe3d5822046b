//! `llms.txt`: a guide to the site for language models.

use crate::site::lookup::Lookup;
use crate::text::{count, line, shorten, thousands};
use crate::when::show_date;

/// A guide to the site in the form of <https://llmstxt.org>.
#[derive(Clone, Debug)]
pub struct Guide {
    /// Title of the archive.
    pub title: String,
    /// What it is, in a sentence.
    pub summary: String,
    /// What a reader should know before following the references.
    pub notes: Vec<String>,
    /// References under their headings.
    pub sections: Vec<(&'static str, Vec<Reference>)>,
}

/// A file of the site.
#[derive(Clone, Debug)]
pub struct Reference {
    /// Its name.
    pub label: String,
    /// Its address; absolute if the site has a base URL.
    pub url: String,
    /// What it contains; may be empty.
    pub note: String,
}

/// How many incidents the guide lists. A model reads the guide first and in full; the data has the other incidents.
const NEWEST: usize = 200;
/// How many pages and groups are listed under each heading.
const OTHERS: usize = 50;

/// The guide to a site.
pub(in crate::site) fn guide(lookup: &Lookup) -> Guide {
    let archive = &lookup.archive;
    let total = archive.incidents.len();
    let mut notes = vec![
        "Each incident has a page (`.html`), its source as the author wrote it (`.md`) and its data (`.json`) \
         under one name; the list below leads to the sources."
            .to_owned(),
        format!(
            "Ages and \"overdue\" are as of {}. {} open, {} of them overdue.",
            show_date(archive.as_of),
            count(archive.incidents.iter().map(|one| one.card.actions_open).sum(), "action item"),
            thousands(archive.incidents.iter().map(|one| one.card.actions_overdue).sum())
        ),
    ];
    if total > NEWEST {
        notes.push(format!(
            "The list has the newest {NEWEST} of {}; all of them are in the data.",
            count(total, "incident")
        ));
    }
    let newest = archive.incidents.iter().find_map(|one| one.card.date);
    let until = newest.map_or_else(String::new, |day| format!(", the latest of {}", show_date(day)));
    Guide {
        title: line(&lookup.config.title),
        summary: format!("An archive of incident post-mortems: {}{until}.", count(total, "incident")),
        notes,
        sections: vec![
            ("Incidents", (0..total.min(NEWEST)).map(|at| incident(lookup, at)).collect()),
            ("Data", data(lookup)),
            ("Pages", pages(lookup)),
            ("Optional", groups(lookup)),
        ],
    }
}

fn reference(lookup: &Lookup, label: &str, path: &str, note: &str) -> Reference {
    let base = lookup.config.base_url.as_deref().unwrap_or_default();
    Reference {
        label: line(label),
        url: format!("{base}{}", crate::site::routes::encode(path)),
        note: shorten(&line(note), 300),
    }
}

fn incident(lookup: &Lookup, at: usize) -> Reference {
    let card = lookup.card(at);
    let services = lookup.archive.incidents[at].card.services.join(", ");
    let facts = [
        Some(card.severity.label.clone()),
        card.date.as_ref().map(|date| date.iso.clone()),
        (!services.is_empty()).then_some(services),
        card.one_line.clone(),
        card.fixed_by.as_ref().map(|fix| {
            format!("{}: {fix}", if card.fixed_certain { "Fixed by" } else { "Probably fixed by" })
        }),
    ];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    reference(lookup, &card.name(), &lookup.routes.incident_source(at), &facts.join(" · "))
}

fn data(lookup: &Lookup) -> Vec<Reference> {
    [
        (
            "All incidents",
            "api/incidents.json",
            "summary, cause, timeline, actions and relations of each, one incident a line",
        ),
        ("All action items", "api/actions.json", "the most pressing first"),
        ("Their schema", "api/schema.json", "JSON Schema of the file of all incidents"),
    ]
    .map(|(label, path, note)| reference(lookup, label, path, note))
    .to_vec()
}

fn pages(lookup: &Lookup) -> Vec<Reference> {
    let pages = lookup.archive.pages.iter().zip(&lookup.routes.pages).take(OTHERS);
    pages.map(|(page, path)| reference(lookup, &page.title, path, "")).collect()
}

fn groups(lookup: &Lookup) -> Vec<Reference> {
    let (index, routes) = (&lookup.archive.indexes, &lookup.routes);
    let fixed = [("Open action items", "actions.html"), ("All services", "services.html")];
    let fixed = fixed.into_iter().map(|(label, path)| reference(lookup, label, path, ""));
    let severities = index.severities.iter().zip(&routes.severities);
    let services = index.services.iter().zip(&routes.services).take(OTHERS);
    let groups = severities.chain(services).map(|(group, addresses)| {
        reference(lookup, &group.label, &addresses[0], &count(group.members.len(), "incident"))
    });
    fixed.chain(groups).collect()
}
