//! Gives each page a unique title.
//!
//! Two titles that a wiki or a file system treats as the same (different case, `-` for a space) count as the same here. A page
//! keeps its title as long as it wants the same one, whichever pages are added or removed.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

use super::format::Format;
use super::manifest::Manifest;
use crate::text::slug;

/// The titles given so far.
pub(super) struct Names<'p> {
    format: &'p dyn Format,
    previous: &'p Manifest,
    taken: BTreeSet<String>,
}

impl<'p> Names<'p> {
    /// Reserves the titles of pages of earlier runs that are not among `keys`: these pages stay until they are pruned. Pages that
    /// others have written do not count, because after the loss of the manifest every page would be made a second time.
    pub(super) fn new(format: &'p dyn Format, previous: &'p Manifest, keys: &BTreeSet<&str>) -> Self {
        let mut taken: BTreeSet<String> =
            format.reserved_titles().iter().map(|name| (*name).to_owned()).collect();
        let gone = previous.entries.iter().filter(|(key, _)| !keys.contains(key.as_str()));
        taken.extend(gone.map(|(_, entry)| fold(&entry.title)));
        Self { format, previous, taken }
    }

    /// Gives titles to all pages, first to those that keep theirs.
    pub(super) fn give(mut self, wanted: &[(String, String)]) -> Vec<String> {
        let mut titles: Vec<Option<String>> = vec![None; wanted.len()];
        for (title, (key, wanted)) in titles.iter_mut().zip(wanted) {
            let known = self.previous.entries.get(key).filter(|entry| entry.wanted == *wanted);
            if let Some(entry) = known
                && self.taken.insert(fold(&entry.title))
            {
                *title = Some(entry.title.clone());
            }
        }
        let named = titles.into_iter().zip(wanted);
        named.map(|(title, (key, wanted))| title.unwrap_or_else(|| self.free(key, wanted))).collect()
    }

    /// The title, or the first numbered one that is free.
    fn free(&mut self, key: &str, wanted: &str) -> String {
        // A title is reserved for the special page that it makes.
        let is_special =
            self.format.special_pages().iter().any(|(special, title, _)| (*special, *title) == (key, wanted));
        let mut title = wanted.to_owned();
        let mut number = 1;
        while !(self.taken.insert(fold(&title)) || is_special && number == 1) {
            number += 1;
            title = if key.starts_with("file/") {
                numbered_file(wanted, number)
            } else {
                self.format.numbered_title(wanted, number)
            };
        }
        title
    }
}

/// `files/a-2.png`: the number goes before the file extension.
fn numbered_file(name: &str, number: usize) -> String {
    match name.rsplit_once('.') {
        Some((stem, ending)) => format!("{stem}-{number}.{ending}"),
        None => format!("{name}-{number}"),
    }
}

/// Folds a title so that titles that count as the same become equal.
pub(super) fn fold(title: &str) -> String {
    title.nfc().flat_map(char::to_lowercase).map(|c| if matches!(c, '-' | '_') { ' ' } else { c }).collect()
}

/// The id and the title of an incident, without repeating the id.
pub(super) fn incident_title(id: &str, title: &str) -> String {
    if title.is_empty() || slug(id) == slug(title) || slug(title).starts_with(&format!("{}-", slug(id))) {
        return if title.is_empty() { id.to_owned() } else { title.to_owned() };
    }
    format!("{id} {title}")
}

/// The path of a file of the archive in lower-case ASCII, with its extension.
pub(super) fn file_name(path: &str) -> String {
    let (stem, ending) = match path.rsplit_once('.') {
        Some((stem, ending)) if !ending.contains('/') && !ending.is_empty() => (stem, slug(ending)),
        _ => (path, String::new()),
    };
    let parts: Vec<String> = stem.split('/').map(slug).collect();
    if ending.is_empty() { parts.join("/") } else { format!("{}.{ending}", parts.join("/")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mirror::Wiki;

    fn give(wiki: &str, previous: &Manifest, wanted: &[(&str, &str)]) -> Vec<String> {
        let wanted: Vec<_> =
            wanted.iter().map(|(key, title)| ((*key).to_owned(), (*title).to_owned())).collect();
        let keys = wanted.iter().map(|(key, _)| key.as_str()).collect();
        Names::new(Wiki::named(wiki).unwrap().format(), previous, &keys).give(&wanted)
    }

    #[test]
    fn titles_are_unique_regardless_of_case() {
        let previous = Manifest::default();
        let wanted = [("a", "INC-7 Down"), ("b", "inc-7 down"), ("c", "CON"), ("d", "INC 7 down")];
        assert_eq!(
            give("github-wiki", &previous, &wanted),
            ["INC-7 Down", "inc-7 down 2", "CON 2", "INC 7 down 3"]
        );
    }

    #[test]
    fn a_page_keeps_its_title_when_another_page_wants_it() {
        let mut previous = Manifest::default();
        let entry = |title: &str| crate::mirror::Entry {
            wanted: "Down".to_owned(),
            title: title.to_owned(),
            ..crate::mirror::Entry::default()
        };
        previous.entries.insert("b".to_owned(), entry("Down"));
        previous.entries.insert("gone".to_owned(), entry("Down 2"));
        let wanted = [("a", "Down"), ("b", "Down")];
        assert_eq!(give("github-wiki", &previous, &wanted), ["Down 3", "Down"]);
    }

    #[test]
    fn file_names_are_lower_case_ascii() {
        assert_eq!(file_name("2024/Bild 1 (ä).PNG"), "2024/bild-1-a.png");
        assert_eq!(file_name("../x"), "x/x");
    }
}
