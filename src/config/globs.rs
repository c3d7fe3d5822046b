//! Globs of paths below the content folder.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// Globs of paths, as in `.gitignore`: one without a `/` matches names at any depth, and `*` does not match `/`.
pub(crate) fn path_globs(patterns: &[String]) -> GlobSet {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let trimmed = pattern.trim_end_matches('/');
        let anchored = match trimmed.strip_prefix('/') {
            Some(rest) => rest.to_owned(),
            None if trimmed.contains('/') => trimmed.to_owned(),
            None => format!("**/{trimmed}"),
        };
        // Invalid globs were already reported as errors of the configuration.
        if let Ok(glob) = GlobBuilder::new(&anchored).literal_separator(true).build() {
            set.add(glob);
        }
    }
    set.build().unwrap_or_else(|_| GlobSet::empty())
}
