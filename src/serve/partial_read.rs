//! Detects that a build read a document while it was being written.
//!
//! Many programs save by truncating a file and writing it again. A build that reads in between would show an incident without
//! its text, or no incident, until the next build. Such a read is recognizable: the text of a changed document is only
//! the beginning of the file's current content, or the file was missing and exists again, as between two renames of
//! an editor. Such a build is repeated instead of served.
#![expect(clippy::disallowed_methods, reason = "documents are read a second time")]

use std::fs::{self, File};
use std::io::Read;
use std::sync::Arc;

use crate::model::Parsed;
use crate::session::LoadedArchive;
use crate::system::open_beneath;

/// Whether one of the changed documents was read while it was being written. `before` holds the documents of the previous
/// build, sorted by path.
pub(super) fn is_partial_read(before: &[Arc<Parsed>], loaded: &LoadedArchive, changed: &[String]) -> bool {
    // The first build has nothing better to show.
    !before.is_empty() && changed.iter().any(|path| is_partial_at(path, find(before, path), loaded))
}

fn is_partial_at(path: &str, before: Option<&Arc<Parsed>>, loaded: &LoadedArchive) -> bool {
    let Some(document) = find(&loaded.documents, path) else {
        let skipped = loaded.skipped.binary_search_by(|skipped| skipped.path.as_str().cmp(path)).is_ok();
        return !skipped
            && fs::symlink_metadata(loaded.content_root.join(path)).is_ok_and(|metadata| metadata.is_file());
    };
    let read = &*document.source.text;
    let mut now = Vec::new();
    let read_again = |mut file: File| file.read_to_end(&mut now);
    if open_beneath(&loaded.content_root, path).and_then(read_again).is_err() {
        return false;
    }
    // A file that had text and is empty now is probably about to be written.
    let truncated = now.is_empty() && before.is_some_and(|before| !before.source.text.is_empty());
    truncated || (now.len() > read.len() && now.starts_with(read.as_bytes()))
}

fn find<'a>(documents: &'a [Arc<Parsed>], path: &str) -> Option<&'a Arc<Parsed>> {
    let at = documents.binary_search_by(|document| (*document.source.path).cmp(path)).ok()?;
    documents.get(at)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::config::Edition;
    use crate::session::{Inputs, Session};

    #[test]
    fn partial_text_is_detected() {
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
            edition: Edition::Internal,
            redaction_key: None,
        };
        let mut session = Session::default();
        let mut read = || session.read(&inputs).unwrap();
        let changed = ["a.md".to_owned()];
        fs::write(&place, "# One\n\nText.\n").unwrap();
        let before = read().documents;
        let mut check = |while_read: Option<&str>, after: &str, partial: bool| {
            match while_read {
                Some(text) => fs::write(&place, text).unwrap(),
                None => fs::remove_file(&place).unwrap(),
            }
            let loaded = read();
            fs::write(&place, after).unwrap();
            assert_eq!(is_partial_read(&before, &loaded, &changed), partial, "{while_read:?}, {after}");
            assert!(!is_partial_read(&[], &loaded, &changed));
        };
        check(Some("# Two\n"), "# Two\n\nText.\n", true);
        check(Some(""), "# Two\n", true);
        check(Some(""), "", true);
        check(None, "# Two\n", true);
        check(Some("# Two\n"), "# Two\n", false);
        check(Some("# Two\n"), "# Three\n", false);
    }
}
