//! The tables in `docs/rules.md` and the manual page of each rule.
//!
//! `BLESS=1 cargo test --test check` rewrites the tables.

use std::fs;
use std::path::Path;

use pmsite::check::is_check_only;
use pmsite::diag::{Code, Level};

use crate::{data, folder, incident, pmsite};

#[test]
fn documentation_lists_every_rule() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules.md");
    let written = fs::read_to_string(&path).unwrap();
    let rules = |check_only: bool| {
        let codes = Code::ALL.iter().filter(|code| is_check_only(**code) == check_only);
        let row =
            |code: &Code| format!("| `{}` | {} | {} |\n", code.name(), level(*code), cell(code.manual()));
        format!("| rule | level | meaning |\n|---|---|---|\n{}", codes.map(row).collect::<String>())
    };
    let renamed: String = Code::ALL
        .iter()
        .filter_map(|code| Some(format!("| `{}` | `{}` |\n", code.former_name()?, code.name())))
        .collect();
    let mut expected = with_table(&written, "every command", &rules(false));
    expected = with_table(&expected, "check", &rules(true));
    expected = with_table(&expected, "renamed", &format!("| former name | name |\n|---|---|\n{renamed}"));
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, expected).unwrap();
    } else {
        assert_eq!(written, expected, "left: docs/rules.md; right: the codes. BLESS=1 rewrites the tables");
    }
}

/// The page with the table between its two comments replaced.
fn with_table(page: &str, name: &str, table: &str) -> String {
    let start = format!("<!-- rules: {name} -->\n");
    let (before, rest) = page.split_once(&start).unwrap_or_else(|| panic!("docs/rules.md has no `{start}`"));
    let (_, after) = rest.split_once("<!-- end -->").unwrap();
    format!("{before}{start}{table}<!-- end -->{after}")
}

fn level(code: Code) -> &'static str {
    match code.level() {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "info",
    }
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

#[test]
fn every_rule_has_a_manual_page() {
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

#[test]
fn former_rule_names_work_everywhere_and_are_reported_once() {
    let image = incident(1) + "\n![](https://example.org/a.png)\n";
    let allowed = incident(2)
        + "\n![](https://example.org/a.png) <!-- pmsite-allow: picture-wordless decorative -->\n\n\
           ![](https://example.org/b.png) <!-- pmsite-allow: picture-wordless decorative -->\n";
    let folder = folder(&[
        ("pmsite.toml", "[check]\npicture-wordless = \"error\"\n"),
        ("INC-0001.md", &image),
        ("INC-0002.md", &allowed),
    ]);
    let explained = data(&pmsite(folder.path(), &["check", "--explain", "picture-wordless"]));
    assert!(explained.starts_with("image-alt-missing ("), "{explained}");

    let check = |arguments: &[&str]| {
        let output = pmsite(folder.path(), &[&["check", "--format", "json"], arguments].concat());
        let report: serde_json::Value = serde_json::from_str(&data(&output)).unwrap();
        let findings = report["diagnostics"].as_array().unwrap().iter();
        let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        findings.map(|finding| (text(&finding["code"]), text(&finding["level"]))).collect::<Vec<_>>()
    };
    let pair = |code: &str, level: &str| (code.to_owned(), level.to_owned());
    let renamed = pair("rule-renamed", "info");
    assert_eq!(check(&[]), [pair("image-alt-missing", "error"), renamed.clone()]);
    assert_eq!(check(&["--rule=-picture-wordless"]), [renamed]);
}
