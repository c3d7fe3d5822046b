//! The archive in the form of another wiki.
//!
//! One way: the archive stays the only place to edit. [`make()`] takes the archive and what earlier runs have made
//! ([`PreviousMirror`]) and gives every page and file, and the [`Manifest`] by which the next run knows them again; it never looks
//! at a disk. The order of work:
//!
//! 1. [`plan`] says which pages there are and names all of them ([`names`]), so that a link can lead to a page that is
//!    made later.
//! 2. [`document`] and [`lists`] make each page as a tree; [`body`] is the text of a document, parsed anew, with the
//!    targets that the archive has found for its links. Raw HTML is cut by [`html`].
//! 3. [`markdown`] or [`wikitext`] writes the tree, and one file for each wiki ([`gollum`], [`mediawiki`],
//!    [`confluence`]) puts around it what that wiki wants.
//!
//! A page is known by what it shows (`incident/INC-0042`), not by its title: with another title it has moved.
//! [`verify()`] reads a mirror back and says what is missing.

mod body;
mod confluence;
mod document;
mod gollum;
mod html;
mod lists;
mod manifest;
mod markdown;
mod mediawiki;
mod names;
mod page;
mod plan;
mod tree;
mod verify;
mod wikitext;

use std::collections::BTreeMap;
use std::sync::Arc;

use comrak::Arena;
use comrak::nodes::NodeValue;
use rayon::prelude::*;

use crate::archive::Archive;
use crate::config::{Config, WIKIS};
use crate::digest::Digest;
use html::Elements;
use page::WikiPage;
use plan::{Place, Plan, Subject};
use tree::Pen;

pub use confluence::marks;
pub use manifest::{Entry, Manifest, PreviousMirror};
pub use mediawiki::FILES as DUMP_FILES;
pub use verify::{Verified, verify};

/// A wiki that a mirror can be made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wiki {
    /// The wiki of a repository at GitHub: a git work tree of flat names.
    Github,
    /// The wiki of a project at GitLab: a git work tree with folders.
    Gitlab,
    /// MediaWiki: a file for `importDump.php`.
    Mediawiki,
    /// Confluence: Markdown for `md2conf` or `mark`.
    Confluence,
}

impl Wiki {
    /// All of them, in the order of [`WIKIS`].
    pub const ALL: [Self; 4] = [Self::Github, Self::Gitlab, Self::Mediawiki, Self::Confluence];

    /// The name on the command line and in the configuration.
    pub fn name(self) -> &'static str {
        WIKIS[self as usize]
    }

    /// Whether Gollum, or what reads the same files, shows it.
    fn is_gollum(self) -> bool {
        matches!(self, Self::Github | Self::Gitlab)
    }

    fn elements(self) -> Elements {
        match self {
            Self::Github | Self::Gitlab => Elements::Markdown,
            Self::Mediawiki => Elements::Wikitext,
            Self::Confluence => Elements::PythonMarkdown,
        }
    }
}

/// The bytes of a file of the mirror.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contents {
    /// These.
    Bytes(Vec<u8>),
    /// Those of a file of the content folder.
    Copy(Arc<str>),
}

/// A file of the mirror.
#[derive(Clone, Debug)]
pub struct Output {
    /// The entry of the manifest whose file it is; `None` for a file that stands for many.
    pub key: Option<String>,
    /// Its place below the folder of the mirror.
    pub path: String,
    /// What it holds.
    pub contents: Contents,
}

/// A mirror that was made.
#[derive(Clone, Debug)]
pub struct Mirror {
    /// The wiki.
    pub wiki: Wiki,
    /// What there is now, and what stays of earlier runs until it is pruned.
    pub manifest: Manifest,
    /// Keys of earlier runs that this one does not have.
    pub stale: Vec<String>,
    /// The files, by path.
    pub outputs: Vec<Output>,
}

/// A page as it was written.
struct Written<'p> {
    place: &'p Place,
    text: String,
    since: i64,
}

/// Makes the mirror of an archive. `now`, in seconds since 1970, is the time of pages whose text has changed; with
/// `prune` what earlier runs have made and this one has not is forgotten.
pub fn make(wiki: Wiki, archive: &Archive, config: &Config, previous: &PreviousMirror, time: Time) -> Mirror {
    let plan = Plan::new(wiki, archive, config, previous);
    let pages: Vec<&Place> =
        plan.places.iter().filter(|place| !matches!(place.subject, Subject::File(_))).collect();
    let texts: Vec<String> = pages.par_iter().map(|place| text(&WikiPage { plan: &plan, place })).collect();
    let mut manifest = Manifest::new(wiki);
    let mut written = Vec::with_capacity(pages.len());
    for (place, text) in pages.into_iter().zip(texts) {
        let digest = Digest::of_parts(&[place.title.as_bytes(), text.as_bytes()]).to_string();
        let known = previous.manifest.entries.get(&place.key);
        let since = match known {
            Some(entry) if entry.digest == digest => entry.since,
            // A later text has a later time, however fast one run follows the other.
            Some(entry) => time.now.max(entry.since + 1),
            None => time.now,
        };
        manifest.entries.insert(place.key.clone(), entry(place, digest, since));
        written.push(Written { place, text, since });
    }
    let files = plan.places.iter().filter_map(|place| match &place.subject {
        Subject::File(path) => Some((place, path)),
        _ => None,
    });
    let mut outputs = Vec::new();
    for (place, path) in files {
        manifest.entries.insert(place.key.clone(), entry(place, String::new(), 0));
        let (key, path) = (Some(place.key.clone()), Arc::clone(path));
        outputs.push(Output { key, path: place.path.clone(), contents: Contents::Copy(path) });
    }
    let stale = carry(&mut manifest, &previous.manifest, time.stale);
    outputs.extend(match wiki {
        Wiki::Github | Wiki::Gitlab => one_file_each(written, |page| page.text),
        Wiki::Confluence => one_file_each(written, |page| confluence::page(&plan, &page, previous)),
        Wiki::Mediawiki => mediawiki::files(&plan, &written, &manifest),
    });
    outputs.sort_by(|a, b| a.path.cmp(&b.path));
    Mirror { wiki, manifest, stale, outputs }
}

/// When a mirror is made, and what becomes of the previous.
#[derive(Clone, Copy, Debug)]
pub struct Time {
    /// Seconds since 1970.
    pub now: i64,
    /// What becomes of pages that the archive no longer has.
    pub stale: Stale,
}

/// What becomes of pages that the archive no longer has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stale {
    /// They stay, and the manifest remembers whose they are.
    Keep,
    /// They are removed.
    Prune,
}

fn entry(place: &Place, digest: String, since: i64) -> Entry {
    Entry {
        wanted: place.wanted.clone(),
        title: place.title.clone(),
        path: place.path.clone(),
        digest,
        since,
    }
}

/// Takes over from the past what the next run has to know; with the keys that this run does not have.
fn carry(manifest: &mut Manifest, previous: &Manifest, stale: Stale) -> Vec<String> {
    manifest.moves.clone_from(&previous.moves);
    manifest.removed.clone_from(&previous.removed);
    for (key, entry) in &manifest.entries {
        let known = previous.entries.get(key).filter(|known| known.title != entry.title);
        let change = known.map(|known| (known.title.clone(), entry.title.clone(), entry.since));
        manifest.moves.extend(change);
    }
    let gone: BTreeMap<&String, &Entry> =
        previous.entries.iter().filter(|(key, _)| !manifest.entries.contains_key(*key)).collect();
    let keys = gone.keys().map(|key| (*key).clone()).collect();
    match stale {
        Stale::Keep => {
            let kept = gone.into_iter().map(|(key, entry)| (key.clone(), entry.clone()));
            manifest.entries.extend(kept);
        }
        Stale::Prune => manifest.removed.extend(gone.into_values().map(|entry| entry.title.clone())),
    }
    let in_use: Vec<&String> = manifest.entries.values().map(|entry| &entry.title).collect();
    for title in in_use {
        manifest.removed.remove(title);
    }
    keys
}

fn one_file_each(written: Vec<Written<'_>>, text: impl Fn(Written<'_>) -> String) -> Vec<Output> {
    let output = |page: Written<'_>| {
        let (key, path) = (Some(page.place.key.clone()), page.place.path.clone());
        Output { key, path, contents: Contents::Bytes(text(page).into_bytes()) }
    };
    written.into_iter().map(output).collect()
}

/// The text of a page in the wiki's language.
fn text(page: &WikiPage<'_>) -> String {
    let arena = Arena::new();
    let pen = Pen::new(&arena);
    let nodes = match &page.place.subject {
        Subject::Home => lists::home(pen, page),
        Subject::Sidebar => lists::sidebar(pen, page),
        Subject::Footer => lists::footer(pen, page),
        Subject::List(at) => lists::list(pen, page, &page.plan.lists[*at]),
        Subject::Incident(at) => document::incident(pen, page, *at),
        Subject::Page(at) => document::page(pen, page, *at),
        Subject::Category(at) => lists::category(pen, page, &page.plan.labels[*at]),
        Subject::Redirect(_) | Subject::File(_) => Vec::new(),
    };
    let root = pen.node(NodeValue::Document, nodes);
    match page.plan.wiki {
        Wiki::Github | Wiki::Gitlab => gollum::page(root),
        Wiki::Confluence => markdown::write(root),
        Wiki::Mediawiki => mediawiki::page(page, root),
    }
}
