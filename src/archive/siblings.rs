//! What documents are of which only their neighbors tell.
//!
//! A report of three lines has no sections. Among reports it is still one: its file has the same form of name in the same
//! folder, or it has the sections that they have. The other way round, a note that mentions an outage among a hundred posts of a blog is a post.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::lexicon::fold;
use crate::model::{Certainty, Classification, DocumentKind, MIN_SHARED_HEADINGS, Parsed, Terms};
use crate::read::concerns_incidents_only;
use crate::text::count;

/// With fewer incidents around it, a document without signs of an incident stays a page.
const MIN_INCIDENTS: usize = 2;

/// With fewer documents around it, a document with signs of an incident stays one.
const MIN_NEIGHBORS: usize = 3;

/// Of the documents of one group.
#[derive(Clone, Copy, Default)]
struct Votes {
    incidents: usize,
    pages: usize,
}

/// Classifies the documents that are not certain by themselves. A vote counts what each document is by itself, so the order
/// of documents makes no difference.
pub fn settle_kinds(documents: Vec<Arc<Parsed>>) -> Vec<Arc<Parsed>> {
    if documents.iter().all(|document| is_certain(document)) {
        return documents;
    }
    let mut by_name: BTreeMap<(String, String), Votes> = BTreeMap::new();
    let mut by_folder: BTreeMap<String, Votes> = BTreeMap::new();
    for document in &documents {
        let (folder, form) = place(&document.source.path);
        for votes in
            [by_folder.entry(folder.clone()).or_default(), by_name.entry((folder, form)).or_default()]
        {
            match document.classification.kind {
                DocumentKind::Incident => votes.incidents += 1,
                DocumentKind::Page => votes.pages += 1,
            }
        }
    }
    let by_heading = by_heading(&documents);
    let settle = |document: Arc<Parsed>| {
        let (folder, form) = place(&document.source.path);
        let is_like = |document: &Parsed| is_like_incidents(document, &folder, &by_heading);
        let votes = match document.classification.certainty {
            Certainty::Certain => return document,
            Certainty::BySiblings => by_name.get(&(folder.clone(), form)),
            Certainty::ByFolder => by_folder.get(&folder),
            Certainty::ByHeadings => None,
        };
        Arc::new(settled(&document, votes.copied().unwrap_or_default(), is_like))
    };
    documents.into_iter().map(settle).collect()
}

/// How many incidents and pages have a heading, by folder and heading.
type Headings = BTreeMap<(String, String), Votes>;

/// Counts the second-level headings of all documents in the folders with a document that they may decide about.
fn by_heading(documents: &[Arc<Parsed>]) -> Headings {
    let undecided = documents.iter().filter(|document| !is_certain(document));
    let undecided = undecided.filter(|document| document.classification.kind == DocumentKind::Page);
    let folders: BTreeSet<String> = undecided.map(|document| place(&document.source.path).0).collect();
    let mut votes = Headings::new();
    for document in documents {
        let (folder, _) = place(&document.source.path);
        if !folders.contains(&folder) {
            continue;
        }
        for heading in second_level(document) {
            let votes = votes.entry((folder.clone(), heading)).or_default();
            match document.classification.kind {
                DocumentKind::Incident => votes.incidents += 1,
                DocumentKind::Page => votes.pages += 1,
            }
        }
    }
    votes
}

/// The second-level headings of a document, folded, each once.
fn second_level(document: &Parsed) -> BTreeSet<String> {
    let headings = document.document.headings.iter().filter(|heading| heading.level == 2);
    headings.map(|heading| fold(heading.text)).filter(|heading| !heading.is_empty()).collect()
}

/// Whether most second-level headings of a document are those of incidents in its folder, and not of pages as well.
fn is_like_incidents(document: &Parsed, folder: &str, by_heading: &Headings) -> bool {
    let headings = second_level(document);
    let total = headings.len();
    let is_shared = |heading: &String| {
        let votes = by_heading.get(&(folder.to_owned(), heading.clone()));
        // One of the pages is the document itself.
        votes.is_some_and(|votes| votes.incidents >= MIN_INCIDENTS && votes.incidents + 1 >= votes.pages)
    };
    let shared = headings.iter().filter(|heading| is_shared(heading)).count();
    shared >= MIN_SHARED_HEADINGS && shared * 3 >= total * 2
}

/// Whether a new version of a document leaves the classification of all documents as it is, for which only the kinds
/// of certain documents may matter.
pub fn settles_alike(old: &Parsed, new: &Parsed) -> bool {
    is_certain(old) && is_certain(new) && old.classification.kind == new.classification.kind
}

fn is_certain(document: &Parsed) -> bool {
    document.classification.certainty == Certainty::Certain
}

fn settled(document: &Parsed, votes: Votes, is_like_incidents: impl Fn(&Parsed) -> bool) -> Parsed {
    let Classification { kind, why, .. } = &document.classification;
    let by = match document.classification.certainty {
        Certainty::ByFolder => "in its folder",
        Certainty::Certain | Certainty::ByHeadings | Certainty::BySiblings => {
            "with such a name in its folder"
        }
    };
    let (kind, why) = match kind {
        DocumentKind::Page if votes.incidents >= MIN_INCIDENTS && votes.incidents + 1 >= votes.pages => {
            (DocumentKind::Incident, format!("like {} {by}", count(votes.incidents, "incident")))
        }
        DocumentKind::Incident
            if votes.pages >= MIN_NEIGHBORS
                && (votes.incidents - 1) * 4 < votes.incidents - 1 + votes.pages =>
        {
            (DocumentKind::Page, format!("like {} {by}", count(votes.pages, "page")))
        }
        DocumentKind::Page if is_like_incidents(document) => {
            (DocumentKind::Incident, "it has the sections of the incidents in its folder".to_owned())
        }
        kind => (*kind, why.clone()),
    };
    let mut settled = document.clone();
    if kind == DocumentKind::Page {
        settled.diagnostics.retain(|diagnostic| !concerns_incidents_only(diagnostic));
        settled.terms = Terms::default();
    }
    settled.classification = Classification { kind, why, ..document.classification.clone() };
    settled
}

/// The folder and the form of the name of a document, with the numbers left out: `2025/INC-0012-dns.md` is below `#` and
/// has the form `inc-0000`. A file that is the index of a folder has the name of the folder.
fn place(path: &str) -> (String, String) {
    let (mut folders, mut name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = name.split('.').next().unwrap_or(name).to_lowercase();
    if matches!(stem.as_str(), "index" | "_index" | "readme") && !folders.is_empty() {
        (folders, name) = folders.rsplit_once('/').unwrap_or(("", folders));
    }
    (form(folders), form_of_name(name))
}

/// A text with a mark in place of each run of digits.
fn form(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '0'..='9' if out.ends_with('#') => {}
            '0'..='9' => out.push('#'),
            c => out.extend(c.to_lowercase()),
        }
    }
    out
}

/// The form of a name up to the words after its numbers: `#-#-#` for `2026-03-01-cdn.md`. Names without a number have
/// an empty form.
fn form_of_name(name: &str) -> String {
    let Some(digit) = name.find(|c: char| c.is_ascii_digit()) else { return String::new() };
    let end = name[digit..].find(char::is_alphabetic).map_or(name.len(), |length| digit + length);
    // `20260301` and `7` are different ways to count.
    let digits = name[digit..end].bytes().filter(u8::is_ascii_digit).count();
    format!("{}{}", form(&name[..end]), if digits > 6 { "*" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::read::Reader;
    use crate::source::SourceFile;

    const REPORT: &str = "# CDN outage\n\n## Root cause\n\nAn expired key.\n\n## Impact\n\nNo images.\n";
    const NOTE: &str = "The disk of the queue was full. We deleted old logs.\n";

    fn kinds(files: &[(&str, &str)]) -> Vec<DocumentKind> {
        let reader = Reader::new(&Config::default());
        let read = |(path, text): &(&str, &str)| {
            Arc::new(reader.read(&Arc::new(SourceFile::new(*path, (*text).to_owned()))))
        };
        let documents = settle_kinds(files.iter().map(read).collect());
        documents.iter().map(|document| document.classification.kind).collect()
    }

    #[test]
    fn a_short_note_among_reports_with_such_names_is_an_incident() {
        use DocumentKind::{Incident, Page};
        let files = [
            ("2025/2025-02-03-cdn.md", REPORT),
            ("2026/2026-01-04-api.md", REPORT),
            ("2026/2026-03-01-queue.md", NOTE),
            ("2026/notes.md", NOTE),
        ];
        assert_eq!(kinds(&files), [Incident, Incident, Incident, Page]);
        assert_eq!(kinds(&files[2..]), [Page, Page]);
    }

    #[test]
    fn a_document_with_the_sections_of_incidents_is_one() {
        use DocumentKind::{Incident, Page};
        let sections = |more: &str| {
            format!("# It rained\n\n## What we saw\n\nRain.\n\n## What we did\n\nWe waited.\n{more}")
        };
        let report = sections("\n## Root cause\n\nA leak.\n");
        let other = "# Rain\n\n## What we buy\n\nPumps.\n\n## What we did\n\nNothing.\n";
        let note = sections("");
        let files =
            [("notes/a.md", &*report), ("notes/b.md", &report), ("notes/c.md", &note), ("notes/d.md", other)];
        assert_eq!(kinds(&files), [Incident, Incident, Incident, Page]);
        // One report does not make a custom, and each folder has its own.
        assert_eq!(kinds(&files[1..]), [Incident, Page, Page]);
        let apart = [("notes/a.md", &*report), ("notes/b.md", &report), ("plans/c.md", &note)];
        assert_eq!(kinds(&apart), [Incident, Incident, Page]);
        // Where pages have these sections too, they say nothing.
        let common = [
            ("a.md", &*report),
            ("b.md", &report),
            ("c.md", &note),
            ("d.md", &note),
            ("e.md", &note),
            ("f.md", &note),
        ];
        assert_eq!(kinds(&common)[2..], [Page, Page, Page, Page]);
    }

    #[test]
    fn a_folder_of_postmortems_has_incidents_with_any_name() {
        let files =
            [("postmortems/cdn.md", REPORT), ("postmortems/api.md", REPORT), ("postmortems/queue.md", NOTE)];
        assert!(kinds(&files).iter().all(|kind| *kind == DocumentKind::Incident));
    }

    #[test]
    fn a_mention_of_an_outage_among_many_posts_is_a_post() {
        let posts = [
            "_posts/2026-01-02-a.md",
            "_posts/2026-01-03-b.md",
            "_posts/2026-01-04-c.md",
            "_posts/2026-01-05-d.md",
        ];
        let mut files: Vec<_> = posts.iter().map(|path| (*path, "# Release\n\nFaster.\n")).collect();
        files.push(("_posts/2026-02-01-outage.md", "# Better after the outage\n\nWe bought disks.\n"));
        files.push(("_posts/2026-02-02-cdn.md", REPORT));
        let kinds = kinds(&files);
        assert_eq!(kinds[4..], [DocumentKind::Page, DocumentKind::Incident]);
    }

    #[test]
    fn form_of_a_name_is_what_comes_before_its_words() {
        for (path, want) in [
            ("2025/INC-0012-dns.md", ("#", "inc-#-")),
            ("a/2026-03-01-cdn/index.md", ("a", "#-#-#-*")),
            ("cdn.md", ("", "")),
        ] {
            assert_eq!(place(path), (want.0.to_owned(), want.1.to_owned()), "{path}");
        }
    }
}
