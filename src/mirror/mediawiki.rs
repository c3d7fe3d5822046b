//! `MediaWiki`: a file for `importDump.php`, in the form of export 0.11 (<https://www.mediawiki.org/xml/export-0.11.xsd>).
//!
//! The time of a revision is the time at which the text of its page last changed, and the import passes over a revision
//! that is there already: a second import of the same file changes no page. An import cannot move a page: its former title
//! becomes a redirect. (`moveBatch.php` would keep the history, but its own revision is later than the import's, which
//! then shows nowhere.) Nor can it remove one: what was pruned stands in a list for `deleteBatch.php`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use comrak::nodes::Node;
use jiff::Timestamp;

use super::page::WikiPage;
use super::plan::{Place, Plan, Subject};
use super::wikitext::{self, Code};
use super::{Contents, Manifest, Output, Written};
use crate::text::push_escaped;

/// The file for `importDump.php`.
pub(super) const PAGES: &str = "pages.xml";
const REMOVED: &str = "removed.txt";

/// The files of a mirror that are no pages.
pub const FILES: [&str; 2] = [PAGES, REMOVED];

/// Names of namespaces that pages stand in; other prefixes are part of the title.
const NAMESPACES: [(&str, u32); 2] = [("Category:", 14), ("File:", 6)];

/// A page with its categories.
pub(super) fn page(page: &WikiPage<'_>, root: Node<'_>) -> String {
    let plan = page.plan;
    if let Subject::Redirect(to) = page.place.subject {
        return format!("#REDIRECT [[{}]]", plan.places[to].title);
    }
    let code = if plan.settings.highlight { Code::Highlighted } else { Code::Plain };
    let mut text = wikitext::write(root, code);
    for category in categories(plan, page.place) {
        // Writing to a string cannot fail.
        _ = write!(text, "\n[[{}]]", category.title);
    }
    text
}

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

/// Everything but the images.
pub(super) fn files(plan: &Plan<'_>, written: &[Written<'_>], manifest: &Manifest) -> Vec<Output> {
    let mut xml = String::from(
        "<mediawiki xmlns=\"http://www.mediawiki.org/xml/export-0.11/\" version=\"0.11\" xml:lang=\"",
    );
    push_escaped(&mut xml, &plan.config.language);
    xml.push_str("\">\n");
    for page in written {
        push_page(&mut xml, &page.place.title, page.since, &page.text);
    }
    // Whoever knows a page by a title that it once had finds it.
    let present: BTreeSet<&str> = written.iter().map(|page| page.place.title.as_str()).collect();
    for (from, (to, at)) in redirects(manifest, &present) {
        push_page(&mut xml, from, at, &format!("#REDIRECT [[{to}]]"));
    }
    xml.push_str("</mediawiki>\n");
    let removed: String = manifest.removed.iter().flat_map(|title| [title.as_str(), "\n"]).collect();
    [(PAGES, xml), (REMOVED, removed)]
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(path, text)| Output {
            key: None,
            path: path.to_owned(),
            contents: Contents::Bytes(text.into_bytes()),
        })
        .collect()
}

/// Former titles that nothing has taken since, with the present titles of their pages and the time of the last move. A
/// redirect has no other time, so that it is not touched when the page that it leads to changes.
fn redirects<'m>(manifest: &'m Manifest, present: &BTreeSet<&str>) -> BTreeMap<&'m str, (&'m str, i64)> {
    let mut leads: BTreeMap<&str, (&str, i64)> = BTreeMap::new();
    // From the last move to the first, so that each finds where its page went on to.
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

/// The SHA-1 of a text as `MediaWiki` writes it: in base 36, with 31 digits. By it and the time the import knows a
/// revision that is there already.
fn sha1_base36(text: &str) -> String {
    let mut bytes = sha1_smol::Sha1::from(text.as_bytes()).digest().bytes();
    let mut digits = Vec::new();
    for _ in 0..31 {
        // One step of the long division by 36; what is left over is the next digit from the right.
        let mut rest = 0;
        for byte in &mut bytes {
            let value = rest * 256 + u32::from(*byte);
            // Less than 256, because the rest before it was less than 36.
            *byte = u8::try_from(value / 36).unwrap_or(u8::MAX);
            rest = value % 36;
        }
        digits.extend(char::from_digit(rest, 36));
    }
    digits.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_those_of_mediawiki() {
        // The value of `wfBaseConvert( sha1( '' ), 16, 36, 31 )`.
        assert_eq!(sha1_base36(""), "phoiac9h4m842xq45sp7s6u21eteeq1");
    }
}
