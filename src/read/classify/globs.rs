//! What the configuration says about paths.

use globset::GlobSet;

use crate::config::{Config, path_globs};
use crate::model::DocumentKind;

/// The globs `incidents` and `pages` of the configuration.
#[derive(Debug)]
pub(in crate::read) struct KindGlobs {
    incidents: PathGlobs,
    pages: PathGlobs,
}

#[derive(Debug)]
struct PathGlobs {
    set: GlobSet,
    /// How many characters of each glob are no wildcards.
    lengths: Vec<usize>,
}

impl KindGlobs {
    pub(in crate::read) fn new(config: &Config) -> Self {
        Self { incidents: PathGlobs::new(&config.incidents), pages: PathGlobs::new(&config.pages) }
    }

    /// What the configuration calls a document. Of two globs, the more specific one decides, so that
    /// `pages = ["postmortems/README.md"]` is an exception from `incidents = ["postmortems/**"]`.
    pub(super) fn kind(&self, path: &str) -> Option<(DocumentKind, &'static str)> {
        let (incident, page) = (self.incidents.longest(path), self.pages.longest(path));
        if incident > page {
            Some((DocumentKind::Incident, "it matches `incidents` in the configuration"))
        } else {
            page.map(|_| (DocumentKind::Page, "it matches `pages` in the configuration"))
        }
    }
}

impl PathGlobs {
    fn new(patterns: &[String]) -> Self {
        let length = |pattern: &String| {
            pattern.chars().filter(|c| !matches!(c, '*' | '?' | '[' | ']' | '{' | '}' | '!')).count()
        };
        Self { set: path_globs(patterns), lengths: patterns.iter().map(length).collect() }
    }

    /// The length of the longest glob that matches.
    fn longest(&self, path: &str) -> Option<usize> {
        if self.set.is_empty() {
            return None;
        }
        self.set.matches(path).into_iter().filter_map(|at| self.lengths.get(at).copied()).max()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_more_specific_glob_decides() {
        let config = Config {
            incidents: vec!["postmortems/**".to_owned()],
            pages: vec!["postmortems/README.md".to_owned(), "**".to_owned()],
            ..Config::default()
        };
        let globs = KindGlobs::new(&config);
        let kind = |path| globs.kind(path).map(|(kind, _)| kind);
        assert_eq!(kind("postmortems/2026/cdn.md"), Some(DocumentKind::Incident));
        assert_eq!(kind("postmortems/README.md"), Some(DocumentKind::Page));
        assert_eq!(kind("notes.md"), Some(DocumentKind::Page));
        assert_eq!(KindGlobs::new(&Config::default()).kind("notes.md"), None);
    }
}
