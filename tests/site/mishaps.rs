//! An invalid document does not affect the others.

use std::collections::BTreeSet;
use std::fs;

use crate::built::{build, copy, example, files, is_page};
use crate::html::Html;

const DOCUMENT: &str = "2025/INC-0016-cdn-purge-everything.md";
const PAGE: &str = "incidents/INC-0016.html";

/// Whether a page shows the incident, that is, links to its page.
fn shows_it(page: &str, bytes: &[u8]) -> bool {
    let html = Html::parse(std::str::from_utf8(bytes).unwrap());
    let here = |address: &str| address.split('#').next().unwrap_or_default().ends_with("INC-0016.html");
    page == PAGE || html.values("href").any(|(_, address)| here(address))
}

#[test]
fn invalid_yaml_is_reported_and_affects_only_pages_of_its_incident() {
    let [before, after] = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let content = copy(&example());
    build(content.path(), before.path(), &[]);
    let place = content.path().join(DOCUMENT);
    let text = fs::read_to_string(&place).unwrap();
    // Values that people forget to quote.
    let line = 1 + text.lines().position(|line| line.starts_with("title:")).unwrap();
    let broken = text.replacen("title: A purge", "title: A purge: that", 1);
    assert_ne!(text, broken);
    fs::write(&place, broken).unwrap();

    let said = build(content.path(), after.path(), &[]);
    let places = regex::Regex::new(&format!(r"{}:(\d+):(\d+)", regex::escape(DOCUMENT))).unwrap();
    let found = places.captures(&said).unwrap_or_else(|| panic!("not named:\n{said}"));
    let named: usize = found[1].parse().unwrap();
    assert_eq!(named, line, "line {named} instead of {line}:\n{said}");
    assert!(said.contains("error["), "{said}");

    let (before, after) = (files(before.path()), files(after.path()));
    assert!(after.contains_key(PAGE), "its page is gone");
    let page = Html::parse(std::str::from_utf8(&after[PAGE]).unwrap());
    assert!(page.text.contains("purge"), "the page is empty");
    let paths: BTreeSet<&String> = before.keys().chain(after.keys()).filter(|path| is_page(path)).collect();
    let faults: Vec<_> = paths
        .into_iter()
        .filter(|path| before.get(*path) != after.get(*path))
        .filter(|path| {
            let mut sides = [before.get(*path), after.get(*path)].into_iter().flatten();
            !sides.any(|bytes| shows_it(path, bytes))
        })
        .collect();
    assert!(faults.is_empty(), "changed without showing it: {faults:?}");
}
