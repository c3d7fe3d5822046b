//! What a command says about pages that could not be made.

use std::io::{self, Write};
use std::process::exit;
use std::sync::Arc;

use super::console::Console;
use super::failure::Failure;
use crate::report::plain_line;

/// Reports the pages that pmsite crashed on.
pub(super) fn report_crashes(pages: &[Arc<str>], console: &Console) {
    for page in pages {
        console.message(&format!(
            "error: pmsite crashed while it made {page}, which now says so; this is a bug in pmsite, please report it"
        ));
    }
}

/// Ends the process because the theme does not finish a page. Nothing has been moved into place yet, so what was there before is intact.
pub(super) fn exit_on_hang(page: &str) {
    let message =
        format!("the theme does not finish rendering {page}; does a list in it grow without bound?");
    let failure = Failure::Usage(message);
    _ = writeln!(io::stderr(), "error: {}", plain_line(&failure.to_string()));
    exit(failure.code().into());
}
