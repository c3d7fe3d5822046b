//! The README's list of rules, and the pages of the manual.

use std::fs;
use std::path::Path;

use pmsite::diag::{Code, Level};
use regex::Regex;

use crate::{data, folder, pmsite};

#[test]
fn the_readme_lists_every_rule_with_its_level_and_meaning() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let row = Regex::new(r"(?m)^\| `([a-z0-9-]+)` \| (error|warning|info) \| (.+) \|$").unwrap();
    let listed: Vec<String> = row.captures_iter(&readme).map(|row| row[0].to_owned()).collect();
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
    assert_eq!(listed, expected, "left: the README; right: the codes, in their order");
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
