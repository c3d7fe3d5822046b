//! Relations that the front matter states.

use super::{CLEAN, found, other};

#[test]
fn reports_broken_relations_of_the_front_matter() {
    let with = |related: &str| format!("---\nrelated: {related}\n---\n{CLEAN}");
    let second = other("INC-0002", "2026-05-01");
    let check = |related: &str, expected: &[(&str, u32)]| {
        assert_eq!(
            found(&[("INC-0001.md", &with(related)), ("INC-0002.md", &second)]),
            expected,
            "{related}"
        );
    };
    check("[INC-0002]", &[]);
    check("[[INC-0002]]", &[]);
    check("[INC-0099]", &[("reference-broken", 2)]);
    check("[the-big-one]", &[("reference-broken", 2)]);
    check("[INC-0001]", &[("reference-broken", 2)]);
    check("[https://example.org/INC-9]", &[]);
}
