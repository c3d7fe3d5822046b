//! Checks the files against the limits of the host.

use std::collections::BTreeMap;

use super::{Facts, Finding};
use crate::text::count;

/// GitHub rejects pushes with larger files.
const FILE_LIMIT: u64 = 100 * 1024 * 1024;
/// GitHub Pages does not publish larger sites.
const SITE_LIMIT: u64 = 1024 * 1024 * 1024;
/// How many places are listed.
const MAX_PLACES: usize = 10;

pub(super) fn examine(facts: &Facts<'_>) -> Vec<Finding> {
    [output(facts), large(facts), site_size(facts), dropped(facts), collisions(facts)]
        .into_iter()
        .flatten()
        .collect()
}

fn output(facts: &Facts<'_>) -> Option<Finding> {
    let folder = facts.output.trim_end_matches('/');
    if facts.output_tracked > 0 {
        let number = count(facts.output_tracked, "file");
        return Some(Finding::problem(
            "output-committed",
            format!(
                "the output folder {folder}/ is committed ({number}), where it goes stale and bloats the history"
            ),
            format!("run `git rm -r --cached {folder}` and add `{folder}/` to .gitignore"),
        ));
    }
    (facts.output_ignored == Some(false)).then(|| {
        Finding::note(
            "output-not-ignored",
            format!("git does not ignore the output folder {folder}/"),
            format!("add `{folder}/` to .gitignore"),
        )
    })
}

fn large(facts: &Facts<'_>) -> Option<Finding> {
    let large = facts.files.iter().chain(&facts.site).filter(|(_, size)| *size > FILE_LIMIT);
    let mut places: Vec<String> = large.map(|(path, size)| format!("{path} ({} MiB)", size >> 20)).collect();
    places.sort();
    places.dedup();
    (!places.is_empty()).then(|| {
        Finding::problem(
            "file-too-large",
            format!("files larger than 100 MiB, which GitHub rejects: {}", places.len()),
            "store them elsewhere and link to them",
        )
        .at(places.into_iter().take(MAX_PLACES))
    })
}

fn site_size(facts: &Facts<'_>) -> Option<Finding> {
    let total: u64 = facts.site.iter().map(|(_, size)| size).sum();
    let mut largest: Vec<_> = facts.site.iter().collect();
    largest.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    (total > SITE_LIMIT).then(|| {
        Finding::problem(
            "site-too-large",
            format!("the site is {} MiB; GitHub Pages publishes at most 1 GiB", total >> 20),
            "shrink images, or store large files elsewhere and link to them",
        )
        .at(largest.into_iter().take(MAX_PLACES).map(|(path, size)| format!("{path} ({} MiB)", size >> 20)))
    })
}

/// Files that the upload of an artifact, or Jekyll, leaves out because of their names. pmsite does not use such names itself.
fn dropped(facts: &Facts<'_>) -> Option<Finding> {
    let hidden = |path: &&(String, u64)| path.0.split('/').any(|name| name.starts_with(['.', '_']));
    let places: Vec<_> = facts.site.iter().filter(hidden).map(|(path, _)| path.clone()).collect();
    let places: Vec<_> = places.into_iter().filter(|path| path != ".nojekyll").collect();
    (!places.is_empty()).then(|| {
        Finding::problem(
            "name-dropped",
            format!("files whose names begin with `.` or `_`, which hosts skip: {}", places.len()),
            "rename them",
        )
        .at(places.into_iter().take(MAX_PLACES))
    })
}

fn collisions(facts: &Facts<'_>) -> Option<Finding> {
    let mut names: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (path, _) in &facts.files {
        names.entry(path.to_lowercase()).or_default().push(path);
    }
    let same: Vec<String> =
        names.into_values().filter(|paths| paths.len() > 1).map(|paths| paths.join(", ")).collect();
    (!same.is_empty()).then(|| {
        Finding::problem(
            "names-collide",
            "files whose names differ only in case: a checkout on macOS or Windows has just one of them",
            "rename all but one",
        )
        .at(same.into_iter().take(MAX_PLACES))
    })
}
