//! Atom feeds, RFC 4287.

use atom::FixedDateTime;
use atom_syndication as atom;
use jiff::civil::Date;

use crate::site::export::{Entry, Feed};

/// The feed as XML.
pub(super) fn atom(feed: &Feed) -> Vec<u8> {
    let link = |rel: &str, href: String| atom::Link { rel: rel.to_owned(), href, ..atom::Link::default() };
    let mut authors = Vec::new();
    // An entry without an author needs one in the feed.
    if feed.entries.iter().any(|entry| entry.authors.is_empty()) || feed.entries.is_empty() {
        authors.push(person(&feed.title));
    }
    let document = atom::Feed {
        title: atom::Text::plain(feed.title.clone()),
        id: feed.id.clone(),
        updated: midnight(feed.updated),
        authors,
        links: vec![link("self", feed.own.clone()), link("alternate", feed.page.clone())],
        lang: Some(feed.language.clone()),
        entries: feed.entries.iter().map(entry).collect(),
        ..atom::Feed::default()
    };
    let config = atom::WriteConfig { write_document_declaration: true, indent_size: Some(1) };
    let mut out = document.write_with_config(Vec::new(), config).unwrap_or_default();
    out.push(b'\n');
    out
}

fn entry(entry: &Entry) -> atom::Entry {
    let category = |term: &String| atom::Category { term: term.clone(), ..atom::Category::default() };
    atom::Entry {
        title: atom::Text::plain(entry.title.clone()),
        id: entry.url.clone(),
        updated: midnight(entry.updated),
        published: Some(midnight(entry.published)),
        authors: entry.authors.iter().map(|name| person(name)).collect(),
        categories: entry.categories.iter().map(category).collect(),
        links: vec![atom::Link {
            rel: "alternate".to_owned(),
            href: entry.url.clone(),
            ..atom::Link::default()
        }],
        summary: (!entry.summary.is_empty()).then(|| atom::Text::plain(entry.summary.clone())),
        ..atom::Entry::default()
    }
}

fn person(name: &str) -> atom::Person {
    atom::Person { name: name.to_owned(), ..atom::Person::default() }
}

/// The beginning of a day in UTC; 1970 for years that RFC 3339 cannot express.
fn midnight(day: Date) -> FixedDateTime {
    format!("{day}T00:00:00+00:00").parse().unwrap_or_default()
}
