//! The newest incidents for feed readers.

use jiff::civil::Date;

use crate::site::lookup::Lookup;
use crate::site::routes::beside;
use crate::text::line;

/// A feed, with the terms of Atom.
#[derive(Clone, Debug)]
pub struct Feed {
    /// Title of the archive and of the part that the feed covers.
    pub title: String,
    /// Its id: stays the same as long as the base URL does.
    pub id: String,
    /// The URL of the feed.
    pub own: String,
    /// The URL of the page with the same incidents.
    pub page: String,
    /// Language, as BCP 47.
    pub language: String,
    /// The day of the newest entry.
    pub updated: Date,
    /// The newest incidents.
    pub entries: Vec<Entry>,
}

/// An incident in a feed.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Id and title.
    pub title: String,
    /// Its URL, which is also its id.
    pub url: String,
    /// The day the document was finished, else the day of the incident.
    pub updated: Date,
    /// The day of the incident.
    pub published: Date,
    /// One line, and what ended it.
    pub summary: String,
    /// Authors of the document.
    pub authors: Vec<String>,
    /// Severity and services.
    pub categories: Vec<String>,
}

/// The part of an archive that a feed covers.
#[derive(Debug)]
pub(in crate::site) struct Subject<'a> {
    /// `Service: checkout`
    pub(in crate::site) title: String,
    /// The path of the page with the same incidents.
    pub(in crate::site) page: &'a str,
    /// The incidents, newest first.
    pub(in crate::site) members: &'a [usize],
}

/// How many incidents a feed has.
const FEED_ENTRIES: usize = 30;

/// The feed of a site that is published at `base`.
pub(in crate::site) fn feed(lookup: &Lookup, base: &str) -> Feed {
    let entries = entries(lookup, base, 0..lookup.archive.incidents.len());
    Feed {
        title: line(&lookup.config.title),
        id: base.to_owned(),
        own: format!("{base}feed.xml"),
        page: format!("{base}index.html"),
        language: lookup.config.language.clone(),
        updated: updated(lookup, &entries),
        entries,
    }
}

/// The feed of some incidents of a site that is published at `base`.
pub(in crate::site) fn group_feed(lookup: &Lookup, base: &str, about: &Subject<'_>) -> Feed {
    let entries = entries(lookup, base, about.members.iter().copied());
    let own = format!("{base}{}", beside(about.page, "xml"));
    Feed {
        title: line(
            &lookup.messages.with("format.title", &[("title", &about.title), ("site", &lookup.config.title)]),
        ),
        id: own.clone(),
        own,
        page: format!("{base}{}", about.page),
        language: lookup.config.language.clone(),
        updated: updated(lookup, &entries),
        entries,
    }
}

/// The day of the newest entry. Atom requires a date, and the date of the build would make the feed new every day.
fn updated(lookup: &Lookup, entries: &[Entry]) -> Date {
    entries.iter().map(|entry| entry.updated).max().unwrap_or(lookup.archive.as_of)
}

fn entries(lookup: &Lookup, base: &str, incidents: impl Iterator<Item = usize>) -> Vec<Entry> {
    let dated = incidents.filter_map(|at| Some((at, lookup.archive.incidents[at].card.date?)));
    dated.take(FEED_ENTRIES).map(|(at, date)| entry(lookup, base, at, date)).collect()
}

fn entry(lookup: &Lookup, base: &str, at: usize, date: Date) -> Entry {
    let one = &lookup.archive.incidents[at];
    let card = lookup.card(at);
    let finalized = one.record.finalized.as_ref().map(|field| field.value);
    let label = if card.fixed_certain { "label.fixed_by_text" } else { "label.probably_fixed_by_text" };
    let fixed = one.card.fixed_by().map(|fix| lookup.messages.with(label, &[("text", fix)]));
    let said = one.card.one_line.iter().cloned().chain(fixed).map(|text| line(&text));
    Entry {
        title: line(&card.name()),
        url: format!("{base}{}", lookup.routes.incident(at)),
        updated: finalized.filter(|day| *day >= date).unwrap_or(date),
        published: date,
        summary: said.collect::<Vec<_>>().join("\n"),
        authors: one.card.authors.iter().map(|name| line(name)).collect(),
        categories: std::iter::once(&card.severity.label)
            .chain(&*one.card.services)
            .map(|name| line(name))
            .collect(),
    }
}
