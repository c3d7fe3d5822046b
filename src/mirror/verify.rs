//! Reads a mirror back and checks that every incident is there and every link leads to a page or file.

use std::collections::{BTreeMap, BTreeSet};

use super::manifest::Manifest;
use super::plan::incident_key;
use super::wikis::Wiki;
use crate::archive::Archive;

/// The result of reading a mirror back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Incidents that have a page.
    pub incidents: usize,
    /// Pages that were read.
    pub pages: usize,
    /// Links and images within the mirror that were followed.
    pub links: usize,
    /// One sentence for each fault.
    pub faults: Vec<String>,
}

/// Compares the files of a mirror with the archive that it shows. `texts` are the files that hold pages, by path; `paths` are all
/// files.
pub fn verify(
    wiki: Wiki,
    archive: &Archive,
    manifest: &Manifest,
    texts: &BTreeMap<String, String>,
    paths: &BTreeSet<String>,
) -> Verified {
    let mut found = Verified::default();
    let format = wiki.format();
    let pages = match format.read_back(manifest, texts) {
        Ok(pages) => pages,
        Err(fault) => return Verified { faults: vec![fault], ..found },
    };
    let names: BTreeSet<&str> = pages.iter().map(|page| page.name.as_str()).collect();
    let exists = |title: &str, path: &str| {
        if path.is_empty() { names.contains(title) } else { paths.contains(path) }
    };
    for at in 0..archive.incidents.len() {
        let id = &archive.incidents[at].card.id;
        match manifest.entries.get(&incident_key(archive, at)) {
            Some(entry) if exists(&entry.title, &entry.path) => found.incidents += 1,
            Some(entry) => found.faults.push(format!("the page of {id}, “{}”, is missing", entry.title)),
            None => found.faults.push(format!("{id} has no page")),
        }
    }
    // Where all pages are in one file, those that the archive no longer has are rightly missing from it.
    let missing =
        manifest.entries.values().filter(|entry| !entry.path.is_empty() && !paths.contains(&entry.path));
    found.faults.extend(missing.map(|entry| format!("{} is missing", entry.path)));
    found.pages = pages.len();
    for page in &pages {
        found.links += page.links.len();
        let broken = page.links.iter().filter(|link| !format.resolves(&page.name, link, &names, paths));
        found.faults.extend(broken.map(|link| format!("{}: broken link to {link}", page.name)));
    }
    found
}
