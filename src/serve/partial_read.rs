//! Sees that a build has read a document in the midst of its being written.
//!
//! Many programs save by emptying a file and writing it again. A build that reads in between would serve an incident
//! without its text, or none at all, until the next build a moment later. What such a reading looks like is known: a
//! document that has changed, whose text is only the beginning of what the file holds now; or one that was missing and is
//! there again, as between the two renames of an editor. Then the build is not served but done again.
#![expect(clippy::disallowed_methods, reason = "documents are looked at a second time")]

use std::fs;
use std::sync::Arc;

use crate::model::Parsed;
use crate::session::LoadedArchive;

/// Whether one of the changed documents was read in the midst of its being written. `before` is what the build before
/// has read, in the order of the paths.
pub(super) fn is_torn(before: &[Arc<Parsed>], loaded: &LoadedArchive, changed: &[String]) -> bool {
    // Before the first build nobody was served anything better.
    !before.is_empty() && changed.iter().any(|path| is_torn_at(path, find(before, path), loaded))
}

fn is_torn_at(path: &str, before: Option<&Arc<Parsed>>, loaded: &LoadedArchive) -> bool {
    let place = loaded.content_root.join(path);
    let Some(document) = find(&loaded.documents, path) else {
        let skipped = loaded.skipped.binary_search_by(|skipped| skipped.path.as_str().cmp(path)).is_ok();
        return !skipped && fs::symlink_metadata(place).is_ok_and(|metadata| metadata.is_file());
    };
    let read = &*document.source.text;
    let Ok(now) = fs::read(place) else { return false };
    // A file that had a text and is empty is most likely about to be written.
    let emptied = now.is_empty() && before.is_some_and(|before| !before.source.text.is_empty());
    emptied || (now.len() > read.len() && now.starts_with(read.as_bytes()))
}

fn find<'a>(documents: &'a [Arc<Parsed>], path: &str) -> Option<&'a Arc<Parsed>> {
    let at = documents.binary_search_by(|document| (*document.source.path).cmp(path)).ok()?;
    documents.get(at)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::session::{Inputs, Session};

    #[test]
    fn a_text_that_is_only_a_beginning_is_torn() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("a.md");
        let inputs = Inputs {
            folder: folder.path().to_owned(),
            config: None,
            output: None,
            base_url: None,
            theme: None,
            as_of: date(2026, 11, 23),
            drafts: true,
        };
        let mut session = Session::default();
        let mut read = || session.read(&inputs).unwrap();
        let changed = ["a.md".to_owned()];
        fs::write(&place, "# One\n\nText.\n").unwrap();
        let before = read().documents;
        let mut check = |while_read: Option<&str>, after: &str, torn: bool| {
            match while_read {
                Some(text) => fs::write(&place, text).unwrap(),
                None => fs::remove_file(&place).unwrap(),
            }
            let loaded = read();
            fs::write(&place, after).unwrap();
            assert_eq!(is_torn(&before, &loaded, &changed), torn, "{while_read:?}, {after}");
            assert!(!is_torn(&[], &loaded, &changed));
        };
        check(Some("# Two\n"), "# Two\n\nText.\n", true);
        check(Some(""), "# Two\n", true);
        check(Some(""), "", true);
        check(None, "# Two\n", true);
        check(Some("# Two\n"), "# Two\n", false);
        check(Some("# Two\n"), "# Three\n", false);
    }
}
