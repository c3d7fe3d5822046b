//! The same input gives the same bytes, and unchanged files are not written.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::SystemTime;

use crate::built::{Files, build, example, files};

fn site(arguments: &[&str]) -> Files {
    let out = tempfile::tempdir().unwrap();
    build(&example(), out.path(), arguments);
    files(out.path())
}

/// Asserts that two sites are the same, and names the files that differ.
fn assert_same(left: &Files, right: &Files) {
    let differs = |path: &&String| left.get(*path) != right.get(*path);
    let all: Vec<&String> = left.keys().chain(right.keys()).filter(differs).collect();
    assert!(all.is_empty(), "differ: {all:?}");
}

fn times(folder: &Path) -> BTreeMap<String, SystemTime> {
    let modified = |path: &String| fs::metadata(folder.join(path)).unwrap().modified().unwrap();
    files(folder).keys().map(|path| (path.clone(), modified(path))).collect()
}

#[test]
fn two_builds_give_the_same_bytes() {
    assert_same(&site(&[]), &site(&[]));
}

#[test]
fn output_does_not_depend_on_the_number_of_threads() {
    let one = site(&["--jobs", "1"]);
    for jobs in ["2", "8"] {
        assert_same(&one, &site(&["--jobs", jobs]));
    }
}

#[test]
fn output_does_not_depend_on_the_location_of_the_archive() {
    let elsewhere = crate::built::copy(&example());
    let out = tempfile::tempdir().unwrap();
    build(elsewhere.path(), out.path(), &[]);
    assert_same(&site(&[]), &files(out.path()));
}

#[test]
fn second_build_writes_nothing() {
    let out = tempfile::tempdir().unwrap();
    let first = build(&example(), out.path(), &["-v"]);
    assert!(first.contains(" written, 0 unchanged, 0 removed"), "{first}");
    let before = times(out.path());
    let second = build(&example(), out.path(), &["-v"]);
    let counts = format!("0 written, {} unchanged, 0 removed", before.len() - 1);
    assert!(second.contains(&counts), "no `{counts}` in {second}");
    let touched: Vec<_> =
        times(out.path()).into_iter().filter(|(path, time)| before[path] != *time).collect();
    assert!(touched.is_empty(), "{touched:?}");
}

#[test]
fn failed_build_leaves_the_site_unchanged() {
    let out = tempfile::tempdir().unwrap();
    build(&example(), out.path(), &[]);
    let (before, dates) = (files(out.path()), times(out.path()));
    for template in ["{{ view.no_such_name }}", "{% if %}"] {
        let theme = crate::built::folder([("incident.html", template)]);
        let theme = theme.path().to_str().unwrap();
        let output = crate::built::pmsite_build(&example(), out.path(), &["--theme", theme]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains("incident.html"), "{said}");
        assert_same(&before, &files(out.path()));
        assert_eq!(dates, times(out.path()));
    }
}
