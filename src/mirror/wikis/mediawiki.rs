//! MediaWiki: a file for `importDump.php` in export format 0.11 (<https://www.mediawiki.org/xml/export-0.11.xsd>), and images.
//!
//! The time of a revision is the time at which the text of its page last changed, and the import skips a revision that exists, so
//! importing the same file twice changes no page. An import cannot move a page: its former title becomes a redirect. (`moveBatch.php`
//! would keep the history, but its own revision would be newer than the imported one and hide it.) An import cannot delete a page
//! either: pages that were pruned are in a list for `deleteBatch.php`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use comrak::nodes::{Node, NodeLink, NodeValue, NodeWikiLink};
use jiff::Timestamp;
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::Event;

use crate::mirror::format::{Format, ReadPage, clean_title, title_with_prefix};
use crate::mirror::html::Elements;
use crate::mirror::manifest::{Manifest, PreviousMirror};
use crate::mirror::names::fold;
use crate::mirror::output::{Contents, Output, Written};
use crate::mirror::plan::{Label, Place, Plan, Subject, WantedPage};
use crate::mirror::wikitext::{self, Code};
use crate::model::Heading;
use crate::text::{capitalized, push_escaped, squeeze};

pub(super) static WIKI: Mediawiki = Mediawiki;

/// The file for `importDump.php`.
const PAGES: &str = "pages.xml";
/// The list for `deleteBatch.php`.
const REMOVED: &str = "removed.txt";

/// Namespaces that pages of the mirror are in; other prefixes are part of the title.
const NAMESPACES: [(&str, u32); 2] = [("Category:", 14), ("File:", 6)];

pub(super) struct Mediawiki;

impl Format for Mediawiki {
    fn about(&self) -> &'static str {
        "Import file and images for MediaWiki"
    }

    fn clean_title(&self, title: &str) -> String {
        page_name(title)
    }

    /// A colon at the end of the prefix makes it a namespace.
    fn title_prefix(&self, prefix: &str) -> String {
        match prefix.strip_suffix(':') {
            Some(namespace) => format!("{}:", clean_title(self, namespace)),
            None => format!("{} ", clean_title(self, prefix)),
        }
    }

    /// Images of all pages share one folder, and their first letter is a capital.
    fn file_title(&self, name: &str) -> String {
        let name = name.replace('/', "-");
        format!("File:{}{}", name[..1].to_uppercase(), &name[1..])
    }

    /// The categories, and a redirect from the id of each incident to its page.
    fn extra_pages(&self, plan: &Plan<'_>, wanted: &[WantedPage]) -> Vec<WantedPage> {
        let category = |(at, label): (usize, &Label)| {
            let title = format!("Category:{}", clean_title(self, &label.title));
            (format!("category/{}", label.key), title, Subject::Category(at))
        };
        let mut extra: Vec<WantedPage> = plan.labels.iter().enumerate().map(category).collect();
        let titles = wanted.iter().chain(&extra).map(|(_, title, _)| fold(title));
        let mut taken: BTreeSet<String> = titles.collect();
        for (at, (_, _, subject)) in wanted.iter().enumerate() {
            let Subject::Incident(incident) = subject else { continue };
            let card = &plan.archive.incidents[*incident].card;
            let title = title_with_prefix(self, &plan.settings.prefix, &card.id);
            // If two documents have the same id, it leads to the first.
            if taken.insert(fold(&title)) {
                extra.push((format!("redirect/{}", card.slug), title, Subject::Redirect(at)));
            }
        }
        extra
    }

    /// All pages are in the import file.
    fn page_path(&self, _key: &str, _title: &str) -> String {
        String::new()
    }

    fn file_path(&self, title: &str) -> String {
        title.strip_prefix("File:").map_or_else(|| title.to_owned(), |name| format!("images/{name}"))
    }

    fn link(&self, _from: &Place, to: &Place, fragment: &str) -> NodeValue {
        let fragment = if fragment.is_empty() { String::new() } else { format!("#{fragment}") };
        // Without the colon the page would join the category.
        let colon = if to.title.starts_with("Category:") { ":" } else { "" };
        wiki_link(format!("{colon}{}{fragment}", to.title))
    }

    fn file_link(&self, _from: &Place, to: &Place) -> NodeValue {
        wiki_link(to.title.replacen("File:", "Media:", 1))
    }

    fn heading_link(&self, fragment: &str) -> NodeValue {
        wiki_link(format!("#{fragment}"))
    }

    fn fragment(&self, heading: &Heading<'_>) -> String {
        let marks = |c: char| matches!(c, '[' | ']' | '{' | '}' | '|' | '<' | '>' | '&' | '#');
        if heading.text.contains(marks) { String::new() } else { heading.text.to_owned() }
    }

    fn picture(&self, _from: &Place, to: &Place) -> NodeValue {
        NodeValue::Image(Box::new(NodeLink { url: to.title.clone(), title: String::new() }))
    }

    fn links_can_hold_pictures(&self) -> bool {
        false
    }

    fn elements(&self) -> Elements {
        Elements::Wikitext
    }

    fn text(&self, plan: &Plan<'_>, place: &Place, root: Node<'_>) -> String {
        if let Subject::Redirect(to) = place.subject {
            return format!("#REDIRECT [[{}]]", plan.places[to].title);
        }
        let code = if plan.settings.highlight { Code::Highlighted } else { Code::Plain };
        let mut text = wikitext::write(root, code);
        for category in categories(plan, place) {
            // Writing to a string cannot fail.
            _ = write!(text, "\n[[{}]]", category.title);
        }
        text
    }

    fn files(
        &self,
        plan: &Plan<'_>,
        pages: Vec<Written<'_>>,
        manifest: &Manifest,
        _previous: &PreviousMirror,
    ) -> Vec<Output> {
        let removed: String = manifest.removed.iter().flat_map(|title| [title.as_str(), "\n"]).collect();
        [(PAGES, import_file(plan, &pages, manifest)), (REMOVED, removed)]
            .into_iter()
            .filter(|(_, text)| !text.is_empty())
            .map(|(path, text)| Output {
                key: None,
                path: path.to_owned(),
                contents: Contents::Bytes(text.into_bytes()),
            })
            .collect()
    }

    fn shared_files(&self) -> &'static [&'static str] {
        &[PAGES, REMOVED]
    }

    fn read_back(
        &self,
        _manifest: &Manifest,
        texts: &BTreeMap<String, String>,
    ) -> Result<Vec<ReadPage>, String> {
        let pages = read_import_file(texts.get(PAGES).map_or("", String::as_str))
            .map_err(|why| format!("{PAGES} is not well-formed XML: {why}"))?;
        let page = |(title, text): (String, String)| ReadPage { name: title, links: wiki_links(&text) };
        Ok(pages.into_iter().map(page).collect())
    }

    fn resolves(&self, _page: &str, link: &str, pages: &BTreeSet<&str>, paths: &BTreeSet<String>) -> bool {
        match link.strip_prefix("File:").or_else(|| link.strip_prefix("Media:")) {
            Some(name) => paths.contains(&format!("images/{name}")),
            None => pages.contains(link),
        }
    }
}

fn wiki_link(url: String) -> NodeValue {
    NodeValue::WikiLink(NodeWikiLink { url, embed: false })
}

/// A valid page title (<https://www.mediawiki.org/wiki/Manual:Page_title>). MediaWiki capitalizes the first letter.
fn page_name(title: &str) -> String {
    let mut out = String::with_capacity(title.len());
    let mut chars = title.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '[' | '{' => out.push('('),
            ']' | '}' => out.push(')'),
            '<' | '>' | '|' | '#' | '_' => out.push(' '),
            '~' => out.push('-'),
            // `%41` and `&amp;` would be decoded.
            '%' if chars.peek().is_some_and(char::is_ascii_hexdigit) => out.push(' '),
            '&' if chars.peek().is_some_and(|c| c.is_ascii_alphanumeric() || *c == '#') => {
                out.push_str("and ");
            }
            c => out.push(c),
        }
    }
    // `.` and `..` are parts of a path, and a word before a colon may be a namespace or another wiki.
    let parts: Vec<&str> = out.split('/').filter(|part| !matches!(part.trim(), "." | "..")).collect();
    let out = parts.join("/");
    let out = match out.split_once(':') {
        Some((before, after))
            if !before.trim().contains(' ') || !before.contains(|c: char| c.is_ascii_digit()) =>
        {
            format!("{before} –{after}")
        }
        _ => out,
    };
    capitalized(&squeeze(&out))
}

/// The categories that a page is in.
fn categories<'p>(plan: &'p Plan<'_>, place: &Place) -> Vec<&'p Place> {
    let of = |key: &str| plan.place(&format!("category/{key}"));
    match place.subject {
        Subject::Incident(at) => {
            plan.labels_of[at].iter().filter_map(|label| of(&plan.labels[*label].key)).collect()
        }
        Subject::Home | Subject::List(_) => of("incident").into_iter().collect(),
        Subject::Category(at) if plan.labels[at].key != "incident" => of("incident").into_iter().collect(),
        _ => Vec::new(),
    }
}

fn import_file(plan: &Plan<'_>, pages: &[Written<'_>], manifest: &Manifest) -> String {
    let mut xml = String::from(
        "<mediawiki xmlns=\"http://www.mediawiki.org/xml/export-0.11/\" version=\"0.11\" xml:lang=\"",
    );
    push_escaped(&mut xml, &plan.config.language);
    xml.push_str("\">\n");
    for page in pages {
        push_page(&mut xml, &page.place.title, page.since, &page.text);
    }
    let present: BTreeSet<&str> = pages.iter().map(|page| page.place.title.as_str()).collect();
    for (from, (to, at)) in redirects(manifest, &present) {
        push_page(&mut xml, from, at, &format!("#REDIRECT [[{to}]]"));
    }
    xml.push_str("</mediawiki>\n");
    xml
}

/// Former titles that no page has taken since, with the present titles of their pages and the time of the last move. That is the
/// time of the redirect, so it does not change when the page that it leads to is edited.
fn redirects<'m>(manifest: &'m Manifest, present: &BTreeSet<&str>) -> BTreeMap<&'m str, (&'m str, i64)> {
    let mut leads: BTreeMap<&str, (&str, i64)> = BTreeMap::new();
    // From the last move to the first, so that each finds the present title of its page.
    for (from, to, at) in manifest.moves.iter().rev() {
        let lead = leads.get(to.as_str()).copied().unwrap_or((to, *at));
        leads.insert(from, lead);
    }
    leads.retain(|from, (to, _)| {
        !present.contains(from) && present.contains(to) && !from.starts_with("File:")
    });
    leads
}

fn push_page(xml: &mut String, title: &str, since: i64, text: &str) {
    let namespace = NAMESPACES.iter().find(|(prefix, _)| title.starts_with(prefix)).map_or(0, |(_, ns)| *ns);
    let text = text.trim_end();
    let time = Timestamp::from_second(since).unwrap_or(Timestamp::UNIX_EPOCH);
    xml.push_str("<page><title>");
    push_escaped(xml, title);
    _ = write!(
        xml,
        "</title><ns>{namespace}</ns><revision><timestamp>{time}</timestamp><contributor><username>pmsite</username>\
         </contributor><comment>Mirror of the incident archive</comment><model>wikitext</model>\
         <format>text/x-wiki</format><text xml:space=\"preserve\">"
    );
    push_escaped(xml, text);
    _ = writeln!(xml, "</text><sha1>{}</sha1></revision></page>", sha1_base36(text));
}

/// The SHA-1 of a text as MediaWiki writes it: 31 digits in base 36. With the time, it identifies a revision that exists.
fn sha1_base36(text: &str) -> String {
    let mut bytes = sha1_smol::Sha1::from(text.as_bytes()).digest().bytes();
    let mut digits = Vec::new();
    for _ in 0..31 {
        // One step of a long division by 36; the remainder is the next digit from the right.
        let mut rest = 0;
        for byte in &mut bytes {
            let value = rest * 256 + u32::from(*byte);
            // Less than 256, because the previous remainder was less than 36.
            *byte = u8::try_from(value / 36).unwrap_or(u8::MAX);
            rest = value % 36;
        }
        digits.extend(char::from_digit(rest, 36));
    }
    digits.iter().rev().collect()
}

/// Titles to which wikitext links, without fragments. Brackets that authors wrote are character references.
fn wiki_links(text: &str) -> Vec<String> {
    let links = text.split("[[").skip(1).filter_map(|rest| {
        let link = rest.split("]]").next()?.split('|').next()?;
        let title = link.split('#').next()?.trim_start_matches(':');
        (!title.is_empty()).then(|| title.to_owned())
    });
    links.collect()
}

/// The texts of the pages of an import file, by title.
fn read_import_file(xml: &str) -> Result<BTreeMap<String, String>, String> {
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
    fn digests_match_those_of_mediawiki() {
        // The value of `wfBaseConvert( sha1( '' ), 16, 36, 31 )`.
        assert_eq!(sha1_base36(""), "phoiac9h4m842xq45sp7s6u21eteeq1");
    }

    #[test]
    fn import_file_is_read_back() {
        let xml = "<mediawiki><page><title>A &amp; b</title><revision><text>&#39;x&#39;</text></revision></page></mediawiki>";
        assert_eq!(read_import_file(xml), Ok([("A & b".to_owned(), "'x'".to_owned())].into()));
        assert!(read_import_file("<mediawiki><page>").is_err());
    }

    #[test]
    fn links_of_wikitext_are_found() {
        assert_eq!(wiki_links("[[A#b|c]] [[:Category:D]] [https://x y] &#91;[e]"), ["A", "Category:D"]);
    }
}
