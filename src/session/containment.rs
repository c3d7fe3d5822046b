//! Keeps a bug of pmsite in one page from costing all the others.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

use crate::emit::{Pieces, ThemeError, whole};
use crate::publish::PublishError;
use crate::text::push_escaped;

/// The pages that pmsite crashed on while it made them.
#[derive(Debug, Default)]
pub(super) struct Containment {
    /// Whether a crash ends the run, so that the old site stays.
    strict: bool,
    crashed: Mutex<Vec<Arc<str>>>,
}

impl Containment {
    pub(super) fn new(strict: bool) -> Self {
        Self { strict, ..Self::default() }
    }

    /// Makes a page. If that panics, its place is taken by a page that says so and names the document.
    pub(super) fn make<'p>(
        &self,
        path: &Arc<str>,
        document: impl FnOnce() -> Option<String>,
        make: impl FnOnce() -> Result<Pieces<'p>, ThemeError>,
    ) -> Result<Pieces<'p>, PublishError> {
        // Making a page changes nothing, so a panic leaves nothing half-changed.
        let Ok(made) = catch_unwind(AssertUnwindSafe(make)) else {
            if self.strict || !path.ends_with(".html") {
                return Err(PublishError::Crashed { path: path.to_string() });
            }
            self.crashed.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::clone(path));
            return Ok(whole(notice(document().as_deref()).into_bytes()));
        };
        made.map_err(PublishError::Theme)
    }

    /// The paths of the pages, sorted.
    pub(super) fn crashed(self) -> Vec<Arc<str>> {
        let mut crashed = self.crashed.into_inner().unwrap_or_else(PoisonError::into_inner);
        crashed.sort();
        crashed
    }
}

/// A page in place of one that could not be made. It needs nothing of the theme, which may be what failed.
fn notice(document: Option<&str>) -> String {
    let mut of = String::new();
    if let Some(path) = document {
        of.push_str(" of <code>");
        push_escaped(&mut of, path);
        of.push_str("</code>");
    }
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"robots\" content=\"noindex\">\n\
         <title>This page could not be made</title>\n<h1>This page could not be made</h1>\n\
         <p>pmsite crashed while it made the page{of}. The document itself is fine: this is a bug in pmsite.</p>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(pieces: Pieces<'_>) -> String {
        pieces.map(|piece| String::from_utf8(piece.into_owned()).unwrap()).collect()
    }

    #[test]
    fn a_page_that_panics_is_replaced_by_one_that_names_its_document() {
        let containment = Containment::new(false);
        let page = |path: &str, fails: bool| {
            let document = || Some("2026/<a>.md".to_owned());
            containment.make(&path.into(), document, || {
                assert!(!fails, "a bug");
                Ok(whole(b"fine".as_slice()))
            })
        };
        assert_eq!(text(page("a.html", false).unwrap()), "fine");
        assert!(text(page("b.html", true).unwrap()).contains("the page of <code>2026/&lt;a&gt;.md</code>"));
        // Programs read data: they must not get a page instead.
        assert!(matches!(page("c.json", true), Err(PublishError::Crashed { .. })));
        assert_eq!(containment.crashed(), [Arc::from("b.html")]);
    }

    #[test]
    fn a_strict_build_ends_when_a_page_panics() {
        let containment = Containment::new(true);
        let made = containment.make(&"a.html".into(), || None, || panic!("a bug"));
        assert!(matches!(made, Err(PublishError::Crashed { path }) if path == "a.html"));
    }
}
