//! The list of rules in `docs/rules.md`, and the pages of the manual.

use std::fs;
use std::path::Path;

use pmsite::diag::{Code, Level};
use regex::Regex;

use crate::{data, folder, pmsite};

#[test]
fn the_documentation_lists_every_rule_with_its_level_and_meaning() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules.md")).unwrap();
    let row = Regex::new(r"(?m)^\| `([a-z0-9-]+)` \| (error|warning|info) \| (.+) \|$").unwrap();
    let listed: Vec<String> = row.captures_iter(&page).map(|row| row[0].to_owned()).collect();
    let level = |code: &Code| match code.level() {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "info",
    };
    let expected: Vec<String> = Code::ALL
        .iter()
        .map(|code| {
            format!("| `{}` | {} | {} |", code.name(), level(code), code.manual().replace('|', "\\|"))
        })
        .collect();
    assert_eq!(listed, expected, "left: docs/rules.md; right: the codes, in their order");
}

#[test]
fn every_rule_explains_itself() {
    let folder = folder(&[]);
    for code in Code::ALL {
        let output = pmsite(folder.path(), &["check", "--explain", code.name()]);
        let text = data(&output);
        assert!(output.status.success() && text.starts_with(code.name()), "{text}");
        assert!(text.lines().count() >= 6, "{text}");
        assert!(
            text.lines().filter(|line| !line.contains("pmsite")).all(|line| line.chars().count() <= 78),
            "{text}"
        );
    }
}
