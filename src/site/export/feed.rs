//! The newest incidents for feed readers.

use jiff::civil::Date;

use crate::site::lookup::Lookup;

/// The feed, in the words of Atom.
#[derive(Clone, Debug)]
pub struct Feed {
    /// Title of the archive.
    pub title: String,
    /// Address of the site.
    pub base_url: String,
    /// Language, as BCP 47.
    pub language: String,
    /// The day of the newest entry.
    pub updated: Date,
    /// The newest incidents.
    pub entries: Vec<Entry>,
}

/// An incident in the feed.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Id and title.
    pub title: String,
    /// Full address; also its identity.
    pub url: String,
    /// The day the document was finished, else the day of the incident.
    pub updated: Date,
    /// The day of the incident.
    pub published: Date,
    /// One line and what ended it.
    pub summary: String,
    /// Authors of the document.
    pub authors: Vec<String>,
    /// Severity and services.
    pub categories: Vec<String>,
}

/// How many incidents the feed has.
const FEED_ENTRIES: usize = 30;

/// The feed of a site that is published at `base`.
pub(in crate::site) fn feed(lookup: &Lookup, base: &str) -> Feed {
    let dated = lookup.archive.incidents.iter().enumerate();
    let dated = dated.filter_map(|(at, one)| Some((at, one, one.card.date?))).take(FEED_ENTRIES);
    let entries: Vec<_> = dated
        .map(|(at, one, date)| {
            let finalized = one.record.finalized.as_ref().map(|field| field.value);
            let fixed = one.card.fixed_by.as_ref().map(|fix| format!("Fixed by: {fix}"));
            let severity = lookup.card(at).severity.label.clone();
            Entry {
                title: lookup.card(at).name(),
                url: format!("{base}{}", lookup.routes.incident(at)),
                updated: finalized.filter(|day| *day >= date).unwrap_or(date),
                published: date,
                summary: one.card.one_line.iter().cloned().chain(fixed).collect::<Vec<_>>().join("\n"),
                authors: one.card.authors.clone(),
                categories: std::iter::once(severity).chain(one.card.services.iter().cloned()).collect(),
            }
        })
        .collect();
    Feed {
        title: lookup.config.title.clone(),
        base_url: base.to_owned(),
        language: lookup.config.language.clone(),
        updated: entries.iter().map(|entry| entry.updated).max().unwrap_or(lookup.archive.as_of),
        entries,
    }
}
