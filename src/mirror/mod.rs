//! The archive in the form of another wiki.
//!
//! A mirror goes one way: the archive stays the only place to edit. [`make()`] takes the archive and the content of the mirror's
//! folder ([`PreviousMirror`]) and returns every page and file, and the [`Manifest`] by which the next run recognizes them. It never
//! touches the disk. The steps are:
//!
//! 1. [`plan`] decides which pages there are, and [`layout`] gives all of them titles and paths ([`names`]), so that a page can link to
//!    pages that are written later.
//! 2. [`document`] and [`lists`] build each page as a tree. [`body`] is the text of a document, parsed again, with links to the targets
//!    that the archive has resolved; [`html`] filters its raw HTML.
//! 3. [`markdown`] or [`wikitext`] writes the tree.
//!
//! Everything that depends on the wiki is in [`wikis`], one file for each.
//!
//! A page is identified by its subject (`incident/INC-0042`) and not by its title: a page with a new title has moved. [`verify()`] reads
//! a mirror back and reports what is missing.

mod body;
mod document;
mod format;
mod html;
mod layout;
mod links;
mod lists;
mod manifest;
mod markdown;
mod names;
mod output;
mod page;
mod plan;
mod tree;
mod verify;
mod wikis;
mod wikitext;

use std::collections::BTreeMap;
use std::sync::Arc;

use comrak::Arena;
use comrak::nodes::NodeValue;
use rayon::prelude::*;

use self::output::Written;
use self::page::WikiPage;
use self::plan::{Place, Subject};
use self::tree::Pen;
use crate::archive::Archive;
use crate::config::Config;
use crate::digest::Digest;

pub use self::manifest::{Entry, Manifest, PreviousMirror};
pub use self::output::{Contents, Output};
pub use self::verify::{Verified, verify};
pub use self::wikis::Wiki;

/// A finished mirror.
#[derive(Clone, Debug)]
pub struct Mirror {
    /// The wiki.
    pub wiki: Wiki,
    /// All pages and files, with those of earlier runs that stay until they are pruned.
    pub manifest: Manifest,
    /// Keys of earlier runs that the archive no longer has.
    pub stale: Vec<String>,
    /// The files, by path.
    pub outputs: Vec<Output>,
}

/// When a mirror is made, and what happens to pages that the archive no longer has.
#[derive(Clone, Copy, Debug)]
pub struct Time {
    /// Seconds since 1970: the time of pages whose text has changed.
    pub now: i64,
    /// What happens to pages that the archive no longer has.
    pub stale: Stale,
}

/// What happens to pages that the archive no longer has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stale {
    /// They stay, and so do their entries in the manifest.
    Keep,
    /// They are removed.
    Prune,
}

/// Makes the mirror of an archive.
pub fn make(wiki: Wiki, archive: &Archive, config: &Config, previous: &PreviousMirror, time: Time) -> Mirror {
    let format = wiki.format();
    let plan = layout::plan(wiki, archive, config, previous);
    let pages: Vec<&Place> =
        plan.places.iter().filter(|place| !matches!(place.subject, Subject::File(_))).collect();
    let texts: Vec<String> =
        pages.par_iter().map(|place| text(&WikiPage { format, plan: &plan, place })).collect();
    let mut manifest = Manifest::new(wiki.name());
    let mut written = Vec::with_capacity(pages.len());
    for (place, text) in pages.into_iter().zip(texts) {
        let digest = Digest::of_parts(&[place.title.as_bytes(), text.as_bytes()]).to_string();
        let since = match previous.manifest.entries.get(&place.key) {
            Some(entry) if entry.digest == digest => entry.since,
            // A later text has a later time even if two runs follow within a second or the clock was set back.
            Some(entry) => time.now.max(entry.since + 1),
            None => time.now,
        };
        manifest.entries.insert(place.key.clone(), entry(place, digest, since));
        written.push(Written { place, text, since });
    }
    let mut outputs = Vec::new();
    for place in &plan.places {
        let Subject::File(path) = &place.subject else { continue };
        manifest.entries.insert(place.key.clone(), entry(place, String::new(), 0));
        let contents = Contents::Copy(Arc::clone(path));
        outputs.push(Output { key: Some(place.key.clone()), path: place.path.clone(), contents });
    }
    let stale = carry_over(&mut manifest, &previous.manifest, time.stale);
    outputs.extend(format.files(&plan, written, &manifest, previous));
    outputs.sort_by(|a, b| a.path.cmp(&b.path));
    Mirror { wiki, manifest, stale, outputs }
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

/// Carries over what the next run has to know about earlier ones. Returns the keys that this run does not have.
fn carry_over(manifest: &mut Manifest, previous: &Manifest, stale: Stale) -> Vec<String> {
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

/// The text of a page in the markup of the wiki.
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
    page.format.text(page.plan, page.place, root)
}
