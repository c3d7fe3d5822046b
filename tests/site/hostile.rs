//! Hostile documents. Each is built alone within a time limit, then all together.

use std::fs;
use std::time::Duration;

use rayon::prelude::*;

use crate::built::{build_within, files, folder};
use crate::{links, policy};

/// Only what never ends takes longer: the program is not optimized in tests, and the machine may be busy.
const LIMIT: Duration = Duration::from_secs(300);

/// No page may have this element: it is in every hostile value.
const TAG: &str = "<script>alert(1)</script><x-evil onclick=alert(1)>\"'><img src=x onerror=alert(1)>";

pub(crate) struct Case {
    pub(crate) path: String,
    pub(crate) bytes: Vec<u8>,
}

fn case(path: &str, bytes: impl Into<Vec<u8>>) -> Case {
    Case { path: path.to_owned(), bytes: bytes.into() }
}

/// Values with markup in every place of a document.
pub(crate) fn markup() -> Vec<Case> {
    let yaml = TAG.replace('\'', "''");
    let keys = [
        "id",
        "title",
        "date",
        "severity",
        "status",
        "authors",
        "services",
        "tags",
        "summary",
        "impact",
        "root_cause",
        "trigger",
        "detected_by",
        "duration",
        "owner",
        "team",
        "link",
        "related",
        "aliases",
        "image",
    ];
    let front: String = keys.iter().map(|key| format!("{key}: '{yaml}'\n")).collect::<Vec<_>>().concat();
    let lists: String =
        keys.iter().map(|key| format!("{key}: ['{yaml}', 'b']\n")).collect::<Vec<_>>().concat();
    let maps: String =
        keys.iter().map(|key| format!("{key}: {{'{yaml}': ['{yaml}']}}\n")).collect::<Vec<_>>().concat();
    let cell = TAG.replace('|', "\\|");
    let sections: String = [
        "Summary",
        "Impact",
        "Timeline",
        "Root Cause",
        "Five Whys",
        "What Went Well",
        "Action Items",
        "Lessons Learned",
        "Related Incidents",
        "References",
        "Detection",
        "Trigger",
        "Contributing Factors",
    ]
    .iter()
    .map(|heading| format!("## {heading}\n\n- 10:00 {TAG}\n- {TAG}\n\n### {TAG}\n\n{TAG}\n\n"))
    .collect::<Vec<_>>()
    .concat();
    vec![
        case("title.md", format!("# Incident: {TAG}\n\n## Timeline\n\n- 10:00 alert\n")),
        case("front.md", format!("---\n{front}---\n# Incident\n\n## Timeline\n\n- 10:00 x\n")),
        case("lists.md", format!("---\n{lists}---\n# Incident\n\n## Root Cause\n\nx\n")),
        case("maps.md", format!("---\n{maps}'{yaml}': '{yaml}'\n---\n# Incident\n\n## Root Cause\n\nx\n")),
        case(
            "toml.md",
            format!("+++\ntitle = '''{TAG}'''\ntags = ['''{TAG}''']\n+++\n# I\n\n## Timeline\n\n- 10:00 x\n"),
        ),
        case(
            "head.md",
            format!(
                "# INC-0666 {TAG}\n\n| Field | Value |\n|--|--|\n| **Incident ID** | {cell} |\n| **Severity** | {cell} |\n| **Status** | {cell} |\n| **Author** | {cell} |\n| **Services** | {cell} |\n\n## Timeline\n\n| Time | Event |\n|--|--|\n| 10:00 {cell} | {cell} |\n"
            ),
        ),
        case(
            "actions.md",
            format!(
                "# INC-0667: x\n\n## Action Items\n\n| # | Action | Owner | Priority | Due Date | Status |\n|--|--|--|--|--|--|\n| {cell} | {cell} | {cell} | {cell} | {cell} | {cell} |\n| 1 | a | @{cell} | P1 | 2026-01-01 | Open |\n\n- [ ] {TAG} (@{TAG}, due 2026-01-01)\n\n**AI-1: {TAG}**\n- Description: {TAG}\n"
            ),
        ),
        case("sections.md", format!("# INC-0668: x\n\n{sections}")),
        case(
            "addresses.md",
            "# INC-0669: x\n\n## Timeline\n\n- 10:00 x\n\n[a](javascript:alert(1)) [b](JaVaScRiPt:alert(1)) [c](java\tscript:alert(1)) <javascript:alert(1)> [d](data:text/html,x) [e](vbscript:x) ![f](javascript:x) [g](//evil.example/x) ![h](https://evil.example/x.png) [i][r] ![j](../../../etc/passwd) [k](/etc/passwd) [l](\\\\\\\\host\\\\x) <a href=\"jav&#x61;script:alert(1)\">m</a> <a href=\"x\" style=\"color:red\" onmouseover=x>n</a>\n\n[r]: javascript:alert(1)\n\n## References\n\n- [x](javascript:alert(1))\n",
        ),
        case(
            "raw.md",
            "# INC-0670: x\n\n## Timeline\n\n- 10:00 x\n\n<style>*{display:none}</style>\n\n<iframe src=//evil.example></iframe><object data=x></object><embed src=x><base href=//evil.example/><form action=//evil.example><input autofocus onfocus=x><button formaction=javascript:x>b</button></form>\n\n<svg onload=alert(1)><script>alert(1)</script><a xlink:href=javascript:x>y</a></svg><math><mi xlink:href=javascript:x></math>\n\n<meta http-equiv=refresh content=\"0;url=//evil.example\"><link rel=stylesheet href=//evil.example/x.css>\n\n<p id=main class=skip>clobber</p><div><div></section></main></body></html>\n\n<!-- <script> --> <![CDATA[<script>alert(1)</script>]]> <?php x ?>\n\n<plaintext>\n\nafter\n",
        ),
        case(
            "code.md",
            format!(
                "# INC-0671: x\n\n## Timeline\n\n- 10:00 `{TAG}`\n\n```\"><script>alert(1)</script>\n{TAG}\n```\n\n```html\n{TAG}\n```\n\n```diff\n-{TAG}\n+{TAG}\n```\n\n```log\n2026-01-01 ERROR {TAG}\n```\n\n    {TAG}\n"
            ),
        ),
        case(
            "names/\"quoted\" & <b>angles</b> 'and' spaces #1?x=%41.md",
            "# Incident\n\n## Timeline\n\n- 10:00 x\n\nsee ![i](<a \"b\" <c>.png>)\n",
        ),
        case(
            "names/\u{202e}dm.lru\u{202c}\u{2066}.md",
            "# \u{202e}reversed\n\n## Timeline\n\n- 10:00 \u{202e}x\n",
        ),
        case("names/{{ site.title }}.md", "# {{ site.title }} {% raw %}\n\n## Timeline\n\n- 10:00 {{ x }}\n"),
        case("names/index.html.md", "# Incident\n\n## Timeline\n\n- 10:00 x\n"),
        case("404.md", "# A page\n"),
        case("incidents.md", "# A page\n"),
        case("api/incidents.json.md", "# A page\n"),
    ]
}

/// Sizes and depths.
fn sizes() -> Vec<Case> {
    let head = "# INC-0700: x\n\n- Date: 2026-01-01\n- Severity: SEV1\n\n## Timeline\n\n- 10:00 x\n\n";
    let deep = |mark: &str| format!("{head}{}x\n", mark.repeat(10_000));
    let steps: String =
        (0..1_000).map(|depth| format!("{}- a\n", "  ".repeat(depth))).collect::<Vec<_>>().concat();
    let rows: String = (0..5_000)
        .map(|n| format!("| {:02}:{:02} | event {n} |\n", n / 60 % 24, n % 60))
        .collect::<Vec<_>>()
        .concat();
    let items: String = (0..5_000)
        .map(|n| format!("| {n} | Do thing {n} | o{n} | P1 | 2026-01-01 | Open |\n"))
        .collect::<Vec<_>>()
        .concat();
    let ids: String = (0..20_000).map(|n| format!("INC-{n:04} ")).collect::<Vec<_>>().concat();
    vec![
        case("line.md", format!("{head}{}\n", "word ".repeat(200_000))),
        case("unbroken.md", format!("{head}{}\n", "a".repeat(1 << 20))),
        case("quotes.md", deep("> ")),
        case("quotes-tight.md", deep(">")),
        case("bullets.md", deep("- ")),
        case("empty-bullets.md", format!("{head}{}", "- \n".repeat(10_000))),
        case("numbers.md", deep("1. ")),
        case("steps.md", format!("{head}{steps}")),
        case("brackets.md", deep("[")),
        case("parens.md", format!("{head}{}\n", "[a](".repeat(10_000))),
        case("images.md", deep("![")),
        case("stars.md", format!("{head}{}\n", "*a _b ".repeat(10_000))),
        case(
            "ticks.md",
            format!("{head}{}\n", (1..500).map(|n| "`".repeat(n) + " ").collect::<Vec<_>>().concat()),
        ),
        case("tags.md", deep("<div>")),
        case("html-lists.md", deep("<ul><li>")),
        case("html-tables.md", deep("<table><tr><td>")),
        case("html-cells.md", format!("{head}<table>{}\n", "<tr><th>a<td>b".repeat(10_000))),
        case("bold.md", format!("{head}{}\n", "<b>".repeat(10_000))),
        case("angles.md", deep("<")),
        case("entities.md", deep("&lt;")),
        case("pipes.md", format!("{head}|{}\n|{}\n", "a|".repeat(2_000), "-|".repeat(2_000))),
        case(
            "definitions.md",
            format!(
                "{head}{}",
                (0..5_000).map(|n| format!("[INC-{n:04}]: same\n")).collect::<Vec<_>>().concat()
            ),
        ),
        case(
            "footnotes.md",
            format!(
                "{head}{}",
                (0..2_000).map(|n| format!("[^{n}]\n\n[^{n}]: x [^{n}]\n\n")).collect::<Vec<_>>().concat()
            ),
        ),
        case("headings.md", format!("{head}{}", "## Timeline\n\n- 10:00 x\n\n".repeat(2_000))),
        case("rows.md", format!("{head}## Timeline\n\n| Time | Event |\n|--|--|\n{rows}")),
        case(
            "items.md",
            format!(
                "{head}## Action Items\n\n| # | Action | Owner | Priority | Due Date | Status |\n|--|--|--|--|--|--|\n{items}"
            ),
        ),
        case("ids.md", format!("{head}{ids}\n")),
        case("times.md", format!("{head}{}\n", "10:00 2026-01-01 2h 14m T+12m ".repeat(10_000))),
        case("fence.md", format!("{head}```rust\n{}\n```\n", "fn f() { \"x\" } // y ".repeat(20_000))),
        case("open-fence.md", format!("{head}```\n{TAG}\n")),
    ]
}

/// Bytes and front matter.
pub(crate) fn forms() -> Vec<Case> {
    let bomb = (0..12).fold("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n".to_owned(), |all, n| {
        let one = format!("*a{n},");
        format!("{all}a{m}: &a{m} [{}]\n", one.repeat(10).trim_end_matches(','), m = n + 1)
    });
    let body = "# Incident\n\n## Timeline\n\n- 10:00 x\n";
    vec![
        case("empty.md", ""),
        case("blank.md", "\n \n\t\n"),
        case("only-front.md", "---\ntitle: x\nid: INC-0001\ndate: 2026-01-01\n---"),
        case("open-front.md", "---\ntitle: x\n"),
        case("dashes.md", "---\n---\n---\n---\n"),
        case("bom.md", format!("\u{feff}---\ntitle: x\n---\n{body}")),
        case("crlf.md", format!("---\ntitle: x\n---\n{body}").replace('\n', "\r\n")),
        case("cr.md", body.replace('\n', "\r")),
        case("nul.md", "# Inc\0ident\n\n## Timeline\n\n- 10:00 \0x\0\n"),
        case("nul-front.md", "---\ntitle: \"a\\0b\"\nid: \"\\0\"\n---\n# x\n\n## Timeline\n\n- 10:00 x\n"),
        case("latin.md", b"# Caf\xe9 \xff\xfe\n\n## Timeline\n\n- 10:00 \xc3\n".as_slice()),
        case("utf16.md", "\u{feff}# x\n".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>()),
        case("bomb.md", format!("---\n{bomb}---\n{body}")),
        case("self.md", format!("---\na: &a [*a]\n---\n{body}")),
        case("merge.md", format!("---\nb: &b\n  <<: *b\n---\n{body}")),
        case("deep-yaml.md", format!("---\na: {}{}\n---\n{body}", "[".repeat(10_000), "]".repeat(10_000))),
        case("deep-toml.md", format!("+++\na = {}{}\n+++\n{body}", "[".repeat(10_000), "]".repeat(10_000))),
        case("deep-json.md", format!("{{\"a\": {}{}}}\n{body}", "[".repeat(10_000), "]".repeat(10_000))),
        case("bullets-yaml.md", format!("---\na:\n{}x\n---\n{body}", "- ".repeat(10_000))),
        case(
            "numbers.md",
            "---\nid: 99999999999999999999999\nseverity: -1\nduration: 1e308\ndate: 99999-99-99\nyear: .inf\n---\n# x\n\n## Timeline\n\n- 99:99 x\n- 10:00 T+99999999999999999999m\n- 99999999999999999999 hours\n",
        ),
        case(
            "dates.md",
            "---\ndate: 0000-00-00\nstarted: 9999-12-31T23:59:59+14:00\nresolved: -9999-01-01\ndue: 2026-02-30\n---\n# x\n\n## Timeline\n\nAll times in Mars/Base.\n\n- 9999-12-31 23:59 x\n- 00:01 y\n",
        ),
        case(
            "controls.md",
            "# \u{1}\u{7f}\u{85}\u{2028}\u{feff}x\u{10ffff}\n\n## Timeline\n\n- 10:00 \u{8}\u{b}\n",
        ),
        case(
            "unicode.md",
            format!(
                "# {}\n\n## Timeline\n\n- 10:00 x\n",
                "e\u{301}".repeat(5_000) + &"\u{301}".repeat(5_000)
            ),
        ),
    ]
}

/// Builds these and returns the faults.
fn faults(cases: &[Case]) -> Vec<String> {
    let name = if let [case] = cases { &case.path } else { "all together" };
    let healthy =
        case("healthy.md", "# INC-0001: Healthy\n\n- Date: 2026-01-01\n\n## Timeline\n\n- 10:00 alert\n");
    let content = folder(cases.iter().chain([&healthy]).map(|case| (&case.path, &case.bytes)));
    let out = tempfile::tempdir().unwrap();
    let Some(output) = build_within(LIMIT, content.path(), out.path()) else {
        return vec![format!("{name}: not done within {LIMIT:?}")];
    };
    let said = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() || said.contains("panicked") || said.contains("fault of pmsite") {
        let said: String = said.chars().take(600).collect();
        return vec![format!("{name}: {}: {said}", output.status)];
    }
    let site = files(out.path());
    let mut faults = policy::faults(&site);
    faults.extend(policy::schema_faults(&site));
    faults.extend(links::faults(&site).0);
    for (path, text) in crate::built::pages(&site) {
        let html = crate::html::Html::parse(text);
        if html.elements.iter().any(|element| element.name == "x-evil") {
            faults.push(format!("{path}: a tag of a document"));
        }
    }
    for path in ["feed.xml", "sitemap.xml"] {
        let text = site.get(path).map(|bytes| String::from_utf8_lossy(bytes)).unwrap_or_default();
        if text.contains("<script") || text.contains("<x-evil") {
            faults.push(format!("{path}: a tag of a document"));
        }
    }
    if !site.contains_key("incidents/INC-0001.html") {
        faults.push("the healthy document has no page".to_owned());
    }
    faults.truncate(12);
    faults
        .into_iter()
        .map(|fault| format!("{name}: {}", fault.chars().take(400).collect::<String>()))
        .collect()
}

fn check_each(cases: &[Case]) {
    // The last test to end, so it uses all cores.
    let faults: Vec<String> = cases.par_iter().flat_map(|case| faults(std::slice::from_ref(case))).collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn markup_in_values_is_escaped() {
    check_each(&markup());
}

#[test]
fn builds_documents_of_extreme_size_and_depth() {
    check_each(&sizes());
}

#[test]
fn builds_documents_with_odd_bytes_and_front_matter() {
    check_each(&forms());
}

#[test]
fn builds_all_hostile_documents_together() {
    let mut all = markup();
    all.extend(forms());
    for case in &mut all {
        // In separate folders, so that pages among them do not take the addresses of generated pages.
        case.path.insert_str(0, "all/");
    }
    let faults = faults(&all);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[cfg(unix)]
#[test]
fn links_and_pipes_in_the_content_folder_are_skipped() {
    let outside =
        folder([("secret.md", "# INC-0900: secret\n\n## Timeline\n\n- 10:00 x\n"), ("secret.png", "s3cret")]);
    let content =
        folder([("a.md", "# INC-0001: x\n\n## Timeline\n\n- 10:00 x\n\n![x](secret.png) ![y](pipe.png)\n")]);
    let place = |name: &str| content.path().join(name);
    for (target, name) in [
        (outside.path().join("secret.md"), "secret.md"),
        (outside.path().join("secret.png"), "secret.png"),
        (outside.path().to_owned(), "folder"),
        (content.path().to_owned(), "circle"),
        (place("nowhere"), "nowhere.md"),
        ("/dev/zero".into(), "zero.md"),
    ] {
        std::os::unix::fs::symlink(target, place(name)).unwrap();
    }
    for name in ["pipe.md", "pipe.png", "pmsite"] {
        let status = std::process::Command::new("mkfifo").arg(place(name)).status().unwrap();
        assert!(status.success());
    }
    let out = tempfile::tempdir().unwrap();
    let output = build_within(LIMIT, content.path(), out.path()).expect("it waits for a pipe");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    for (path, bytes) in files(out.path()) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("s3cret") && !text.contains("INC-0900"), "{path} shows what lies outside");
    }
    assert!(fs::metadata(out.path().join("incidents/INC-0001.html")).is_ok());
}
