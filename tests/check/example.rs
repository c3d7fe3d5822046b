//! The example archive shows off what it means to show off, and nothing else.

use std::collections::BTreeMap;
use std::path::Path;

use crate::{data, pmsite};

/// How often each rule speaks, on the day of all tests.
const EXPECTED: &[(&str, usize)] = &[
    // What the pages of actions and owners show.
    ("action-overdue", 8),
    ("action-undated", 3),
    ("action-unowned", 1),
    // A draft that was forgotten, with a reference to the archive of another company.
    ("draft-stale", 1),
    ("reference-broken", 1),
    // The loose prose of the first months.
    ("timeline-missing", 2),
];

#[test]
fn the_example_archive_has_only_what_is_meant() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = pmsite(root, &["check", "content-example", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&data(&output)).unwrap();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in report["diagnostics"].as_array().unwrap() {
        *counts.entry(finding["code"].as_str().unwrap()).or_default() += 1;
    }
    assert_eq!(counts.into_iter().collect::<Vec<_>>(), EXPECTED);
}
