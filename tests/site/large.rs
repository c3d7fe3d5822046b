//! Documents that would exceed the time limit if any step took quadratic time.

use std::time::Duration;

use crate::built::{build_within, files, folder};

/// The program is not optimized in tests, and the machine may be busy.
const LIMIT: Duration = Duration::from_secs(240);

const HEAD: &str = "# INC-0700: x\n\n- Date: 2026-01-01\n- Severity: SEV1\n\n";

fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect()
}

/// Builds a document together with an ordinary one.
fn check(name: &str, text: &str) {
    let healthy = "# INC-0001: Healthy\n\n- Date: 2026-01-01\n\n## Timeline\n\n- 10:00 alert\n".to_owned();
    let content = folder([("healthy.md", healthy), ("large.md", text.to_owned())]);
    let out = tempfile::tempdir().unwrap();
    let output = build_within(LIMIT, content.path(), out.path());
    let output = output.unwrap_or_else(|| panic!("{name}: not done within {LIMIT:?}"));
    let said = String::from_utf8_lossy(&output.stderr);
    let said: String = said.chars().take(600).collect();
    assert!(output.status.success() && !said.contains("panicked"), "{name}: {}: {said}", output.status);
    assert!(files(out.path()).contains_key("incidents/INC-0001.html"), "{name}");
}

fn nested(name: &str, mark: &str, count: usize) {
    check(name, &format!("{HEAD}## Timeline\n\n- 10:00 x\n\n{}x\n", mark.repeat(count)));
}

#[test]
fn deeply_nested_quotes_and_items() {
    nested("quotes", ">", 400_000);
    nested("quotes and items", "> - ", 100_000);
    nested("items", "* ", 100_000);
    check("blank lines below them", &format!("{HEAD}{}x\n{}", "- ".repeat(5_000), "\n".repeat(200_000)));
}

#[test]
fn deeply_nested_elements() {
    nested("div", "<div>", 100_000);
    nested("div and lines", "<div>\n\n", 50_000);
    nested("details", "<details><summary>s</summary>\n\n", 20_000);
    nested("drawings", "<svg><g>", 50_000);
    check(
        "formats that are opened again in each block",
        &format!("{HEAD}<p>{}</p>\n{}\n", "<font size=1><b>".repeat(300), "<p>x\n".repeat(50_000)),
    );
    check(
        "one wide row",
        &format!(
            "{HEAD}<table><tr>{}\n{}</table>\n",
            "<td>".repeat(50_000),
            "<tr><td>a<td>b\n".repeat(20_000)
        ),
    );
}

#[test]
fn many_headings_of_one_name() {
    check("headings", &format!("{HEAD}{}", "## Notes\n\nx\n\n".repeat(10_000)));
    check("sections", &format!("{HEAD}{}", "## Timeline\n".repeat(50_000)));
    check("moments", &format!("{HEAD}## Timeline\n\n{}", "- 10:00 x\n".repeat(20_000)));
    let head = "## Action Items\n\n| # | Action | Owner | Due Date | Status |\n|--|--|--|--|--|\n";
    check("items", &format!("{HEAD}{head}{}", "| 1 | Do | o | 2026-01-01 | Open |\n".repeat(10_000)));
    check(
        "details of items",
        &format!(
            "{HEAD}## Action Items\n\n{}",
            lines(4_000, |n| format!("**AI-{n}: Title**\n- Owner: o\n\n"))
        ),
    );
}

#[test]
fn many_ids() {
    check("one line", &format!("{HEAD}{}\n", lines(20_000, |n| format!("INC-{n:05} "))));
    check(
        "relations",
        &format!(
            "{HEAD}## Related Incidents\n\n{}",
            lines(20_000, |n| format!("- INC-{n:05}: same cause\n"))
        ),
    );
    check("tags", &format!("---\ntags: [{}]\n---\n{HEAD}", lines(8_000, |n| format!("t{n},"))));
    check("front matter without an end", &format!("---\n{}", lines(200_000, |n| format!("k{n}: 1\n"))));
}

#[test]
fn a_thousand_documents_of_one_name() {
    let text = "---\nid: INC-7\ntitle: Down\ndate: 2026-01-01\n---\n\n## Timeline\n\n- 10:00 alert\n";
    let content = folder((0..1_000).map(|n| (format!("{n}/incident.md"), text)));
    let out = tempfile::tempdir().unwrap();
    let output = build_within(LIMIT, content.path(), out.path()).expect("not done in time");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let site = files(out.path());
    assert!(site.contains_key("incidents/INC-7.html") && site.contains_key("incidents/INC-7-1000.html"));
}
