//! Reads a mirror back: is every incident there, and does every link lead to something?

use std::collections::{BTreeMap, BTreeSet};

use comrak::nodes::NodeValue;
use comrak::{Arena, Options, parse_document};
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::Event;

use super::plan::incident_key;
use super::{Manifest, Wiki, mediawiki};
use crate::archive::Archive;

/// What reading back has found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Incidents that are there.
    pub incidents: usize,
    /// Pages that were read.
    pub pages: usize,
    /// Links and pictures within the mirror that were followed.
    pub links: usize,
    /// What is missing, a sentence each.
    pub faults: Vec<String>,
}

/// Holds the files of a mirror against the archive that it shows. `texts` are the files that hold pages, by path; `paths`
/// are all files.
pub fn verify(
    wiki: Wiki,
    archive: &Archive,
    manifest: &Manifest,
    texts: &BTreeMap<String, String>,
    paths: &BTreeSet<String>,
) -> Verified {
    let mut found = Verified::default();
    let pages = match wiki {
        Wiki::Mediawiki => match read_dump(texts.get(mediawiki::PAGES).map_or("", String::as_str)) {
            Ok(pages) => pages,
            Err(why) => {
                found.faults.push(format!("{} is no well-formed XML: {why}", mediawiki::PAGES));
                return found;
            }
        },
        _ => BTreeMap::new(),
    };
    let there = |title: &str, path: &str| {
        if path.is_empty() { pages.contains_key(title) } else { paths.contains(path) }
    };
    for at in 0..archive.incidents.len() {
        let id = &archive.incidents[at].card.id;
        match manifest.entries.get(&incident_key(archive, at)) {
            Some(entry) if there(&entry.title, &entry.path) => found.incidents += 1,
            Some(entry) => found.faults.push(format!("the page of {id}, “{}”, is missing", entry.title)),
            None => found.faults.push(format!("{id} has no page")),
        }
    }
    for entry in manifest.entries.values() {
        // Pages of MediaWiki that were removed from the archive are no longer in the file, and need not be.
        if !entry.path.is_empty() && !paths.contains(&entry.path) {
            found.faults.push(format!("{} is missing", entry.path));
        }
        if let Some(text) = texts.get(&entry.path) {
            found.pages += 1;
            for link in markdown_links(text) {
                found.links += 1;
                if !resolves(wiki, &entry.path, &link, paths) {
                    found.faults.push(format!("{}: the link to {link} leads nowhere", entry.path));
                }
            }
        }
    }
    for (title, text) in &pages {
        found.pages += 1;
        for link in wiki_links(text) {
            found.links += 1;
            let file = link.strip_prefix("File:").or_else(|| link.strip_prefix("Media:"));
            let leads = match file {
                Some(name) => paths.contains(&format!("images/{name}")),
                None => pages.contains_key(&link),
            };
            if !leads {
                found.faults.push(format!("{title}: the link to {link} leads nowhere"));
            }
        }
    }
    found
}

/// Addresses within the mirror, without fragments.
fn markdown_links(text: &str) -> Vec<String> {
    let arena = Arena::new();
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.front_matter_delimiter = Some("---".into());
    let root = parse_document(&arena, text, &options);
    let url = |node: comrak::nodes::Node<'_>| match &node.data().value {
        NodeValue::Link(link) | NodeValue::Image(link) => Some(link.url.clone()),
        _ => None,
    };
    let within = |url: String| {
        let path = url.split('#').next().unwrap_or("");
        (!path.is_empty() && !path.contains(':')).then(|| path.to_owned())
    };
    root.descendants().filter_map(url).filter_map(within).collect()
}

/// Whether an address on a page leads to a page or file.
fn resolves(wiki: Wiki, page: &str, link: &str, paths: &BTreeSet<String>) -> bool {
    let link = percent_encoding::percent_decode_str(link).decode_utf8_lossy();
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            ".." if parts.pop().is_none() => return false,
            ".." | "." | "" => {}
            part => parts.push(part),
        }
    }
    let path = parts.join("/");
    paths.contains(&path) || (wiki.is_gollum() && paths.contains(&format!("{path}.md")))
}

/// Titles that a wikitext links to, without fragments. Brackets of authors are character references.
fn wiki_links(text: &str) -> Vec<String> {
    let links = text.split("[[").skip(1).filter_map(|rest| {
        let link = rest.split("]]").next()?.split('|').next()?;
        let title = link.split('#').next()?.trim_start_matches(':');
        (!title.is_empty()).then(|| title.to_owned())
    });
    links.collect()
}

/// The pages of an import file: title to text.
fn read_dump(xml: &str) -> Result<BTreeMap<String, String>, String> {
    let mut reader = Reader::from_str(xml);
    let (mut pages, mut title, mut text, mut now) =
        (BTreeMap::new(), String::new(), String::new(), Vec::new());
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Eof if now.is_empty() => return Ok(pages),
            Event::Eof => return Err("it ends too early".to_owned()),
            Event::Start(tag) => now.push(tag.name().as_ref().to_vec()),
            Event::End(_) => {
                if now.pop().is_some_and(|name| name == b"page") {
                    pages.insert(std::mem::take(&mut title), std::mem::take(&mut text));
                }
            }
            event => {
                let part = match &event {
                    Event::Text(part) => part.decode().map_err(|error| error.to_string())?.into_owned(),
                    Event::GeneralRef(name) => {
                        let code = name.resolve_char_ref().map_err(|error| error.to_string())?;
                        let name = name.decode().map_err(|error| error.to_string())?;
                        let known = resolve_predefined_entity(&name).map(str::to_owned);
                        code.map(String::from).or(known).ok_or_else(|| format!("no entity `{name}`"))?
                    }
                    _ => String::new(),
                };
                match now.last().map(Vec::as_slice) {
                    Some(b"title") => title.push_str(&part),
                    Some(b"text") => text.push_str(&part),
                    _ => {}
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_followed_as_the_wiki_does() {
        let paths: BTreeSet<String> =
            ["A-b.md", "incidents/C.md", "files/x 1.png"].into_iter().map(str::to_owned).collect();
        assert!(resolves(Wiki::Github, "Home.md", "A-b", &paths));
        assert!(resolves(Wiki::Gitlab, "incidents/C.md", "../A-b", &paths));
        assert!(resolves(Wiki::Confluence, "incidents/C.md", "../files/x%201.png", &paths));
        for link in ["C", "../A-b", "A-b.html"] {
            assert!(!resolves(Wiki::Github, "Home.md", link, &paths), "{link}");
        }
        assert_eq!(markdown_links("[a](B#c) [d](#e) ![f](g.png) [h](https://x/)"), ["B", "g.png"]);
        assert_eq!(wiki_links("[[A#b|c]] [[:Category:D]] [https://x y] &#91;[e]"), ["A", "Category:D"]);
    }

    #[test]
    fn an_import_file_is_read_back() {
        let xml = "<mediawiki><page><title>A &amp; b</title><revision><text>&#39;x&#39;</text></revision></page></mediawiki>";
        assert_eq!(read_dump(xml), Ok([("A & b".to_owned(), "'x'".to_owned())].into()));
        assert!(read_dump("<mediawiki><page>").is_err());
    }
}
