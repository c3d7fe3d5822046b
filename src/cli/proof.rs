//! What commands say about the proof of an edition.

use std::fmt::Write as _;

use crate::report::plain_line;
use crate::session::{Leak, Proven};
use crate::text::count;

/// How many leaks are listed.
const MAX_LEAKS: usize = 40;

/// The most of a line of a document that is shown, in characters.
const MAX_LINE: usize = 160;

/// `No leaks: checked 285 files for 1,204 withheld texts`.
pub(super) fn proof(proven: Proven) -> String {
    format!("No leaks: checked {} for {}", count(proven.files, "file"), count(proven.sought, "withheld text"))
}

/// That nothing was written, because it is uncertain what is public.
pub(super) fn nothing_published(target: &str) -> String {
    format!(
        "Nothing was written to {target}: fix the errors above first, because pmsite cannot tell what is public"
    )
}

/// Where each withheld text is, and where it comes from.
pub(super) fn leak_list(leaks: &[Leak]) -> String {
    let mut out = String::new();
    for leak in leaks.iter().take(MAX_LEAKS) {
        let place =
            leak.offset.map_or_else(|| " (file name)".to_owned(), |offset| format!(" (byte {offset})"));
        let (path, found, source) =
            (plain_line(&leak.path), plain_line(&leak.found), plain_line(&leak.source));
        // Writing to a string cannot fail.
        _ = writeln!(out, "{path}{place}: `{found}`, withheld in {source}");
        if !leak.line.trim().is_empty() {
            let line: String = plain_line(&leak.line).trim().chars().take(MAX_LINE).collect();
            _ = writeln!(out, "    {line}");
        }
    }
    if leaks.len() > MAX_LEAKS {
        _ = writeln!(out, "… and {} more", leaks.len() - MAX_LEAKS);
    }
    out
}
