//! The proof finds what a faulty build would publish.
//!
//! Each fault is an archive in which a piece of withholding is missing: its site is what pmsite would write if it forgot that piece.
//! The site is then proved against the archive as it is meant to be.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// The archive as it is meant to be.
const ARCHIVE: &[(&str, &str)] = &[
    (
        "pmsite.toml",
        r#"title = "Incidents"
base_url = "https://incidents.example.net/"
[editions.public]
base_url = "https://status.example.net/"
withhold = ["authors", "actions", "Vendor contact", "oncall_phone"]
hide_ids = true
[[redact]]
as = "customer"
texts = ["Globex"]
[[redact]]
as = "host"
pattern = '[a-z0-9-]+\.corp\.acme'
"#,
    ),
    (
        "inc-1.md",
        r"---
id: INC-1
visibility: public
public_title: Checkout was slow
public_summary: Payments were slow for an hour.
severity: SEV2
date: 2026-01-02
authors: [Wilhelmina Quartz]
oncall_phone: dial zulu-seven-echo
---
# Wilhelmina overloaded the ledger

## Summary

Nobody had rehearsed the ledger switch.

## What happened

Checkout was slow for Globex on db-7.corp.acme.[^public]

<!-- internal -->
The keypad code is marigold-4471 and hangs beside the door.[^private]
<!-- /internal -->

See [the payroll report](hr/inc-2.md), INC-2 and the [picture](img/graph.png).

## Timeline

- 10:00 UTC Alert fires
- <!-- internal -->10:05 UTC Somebody weeps in the pantry<!-- /internal -->
- 11:00 UTC Rolled back, checkout recovered

## Root cause
<!-- internal -->

The vendor shipped an untested tangerine build.

## Vendor contact

Call Ottoline Fairweather at the harbour office.

## Action items

- [ ] Rehearse the ledger switch every quarter

[^public]: Measured at the edge.
[^private]: See the locksmith's invoice from Thursday.
",
    ),
    (
        "hr/inc-2.md",
        "---\nid: INC-2\ndate: 2026-02-03\n---\n# Payroll went to the wrong mailing list\n\n## Summary\n\nThe bonus table of the leadership was public for a minute.\n",
    ),
    ("hr/bonus-table.csv", "name,bonus\nOttoline,9000\n"),
];

/// Replaces a text in a file of the archive.
struct Fault(&'static str, &'static str, &'static str, &'static str);

/// What a build could forget: its name, the file, the text and what it becomes.
const FAULTS: &[Fault] = &[
    Fault("blocks between marks", "inc-1.md", "<!-- internal -->\nThe keypad", "The keypad"),
    Fault("items between marks", "inc-1.md", "- <!-- internal -->10:05", "- 10:05"),
    Fault("sections with a mark", "inc-1.md", "## Root cause\n<!-- internal -->\n", "## Root cause\n"),
    Fault("front-matter fields", "pmsite.toml", "\"authors\", ", ""),
    Fault("unknown front-matter keys", "pmsite.toml", ", \"oncall_phone\"", ""),
    Fault("sections by name", "pmsite.toml", ", \"Vendor contact\"", ""),
    Fault("action items", "pmsite.toml", "\"actions\", ", ""),
    Fault("the internal title", "inc-1.md", "public_title: Checkout was slow\n", ""),
    Fault("the internal summary", "inc-1.md", "public_summary: Payments were slow for an hour.\n", ""),
    Fault(
        "footnotes of internal parts",
        "inc-1.md",
        "Checkout was slow for",
        "Checkout[^private] was slow for",
    ),
    Fault("names", "pmsite.toml", "texts = [\"Globex\"]", "texts = [\"Unknown\"]"),
    Fault("names by pattern", "pmsite.toml", "[a-z0-9-]+\\.corp\\.acme", "nothing"),
    Fault("ids of internal incidents", "pmsite.toml", "hide_ids = true", "hide_ids = false"),
    Fault("internal documents", "hr/inc-2.md", "---\nid", "---\nvisibility: public\nid"),
    Fault("internal attachments", "inc-1.md", "img/graph.png", "hr/bonus-table.csv"),
    Fault(
        "hidden data in pictures",
        "pmsite.toml",
        "hide_ids = true",
        "hide_ids = true\nfiles = [\"*.png\"]",
    ),
];

/// Bytes that a faulty writer could add to a site that is otherwise right: the file, and what is appended.
const ADDITIONS: &[(&str, &str, &str)] = &[
    ("a comment of HTML", "index.html", "<!-- marigold-4471 -->"),
    ("entities", "index.html", "<p>m&#97;rigold&#45;4471</p>"),
    ("text divided by tags", "index.html", "<p>mari<b>gold</b>-4471</p>"),
    ("percent-encoding", "index.html", "<a href=\"?q=marigold%2D4471\">x</a>"),
    ("a string of JSON", "api/incidents.json", "{\"x\":\"m\\u0061rigold-4471\"}"),
    ("a string of a script", "search/extra.js", "x=\"\\x6darigold-4471\""),
    ("a folded line of a calendar", "actions.ics", "SUMMARY:mari\r\n gold-4471\r\n"),
    ("a feed", "feed.xml", "<!-- Somebody weeps in the pantry -->"),
    ("a picture", "files/x.svg", "<svg><text>Ottoline Fairweather</text></svg>"),
    ("the source beside a page", "incidents/INC-1.md", "Nobody had rehearsed the ledger switch."),
    ("the name of a file", "files/marigold-4471.txt", "x"),
    ("the name of a folder", "tags/marigold-4471/index.html", "x"),
    ("full-width letters", "index.html", "<p>ｍａｒｉｇｏｌｄ-4471</p>"),
    ("a manifest", "sitemap.xml", "hr/bonus-table.csv"),
];

fn pmsite(arguments: &[&str], folder: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pmsite"));
    command.current_dir(folder).args(arguments).args(["--as-of", "2026-10-01"]);
    command.output().unwrap()
}

fn write(folder: &Path, path: &str, bytes: &[u8]) {
    let place = folder.join(path);
    fs::create_dir_all(place.parent().unwrap()).unwrap();
    fs::write(place, bytes).unwrap();
}

/// The archive with a fault, as `archive` or `faulty`.
fn archive(folder: &Path, name: &str, fault: Option<&Fault>) {
    for (path, text) in ARCHIVE {
        let mut text = (*text).to_owned();
        if let Some(Fault(what, _, before, after)) = fault.filter(|fault| fault.1 == *path) {
            assert!(text.contains(before), "{what}");
            text = text.replacen(before, after, 1);
            // The counterpart of a mark goes as well.
            if before.contains("<!-- internal -->\nThe") {
                text = text.replacen("door.[^private]\n<!-- /internal -->", "door.[^private]", 1);
            } else if before.contains("- <!-- internal -->") {
                text = text.replacen("pantry<!-- /internal -->", "pantry", 1);
            }
        }
        write(&folder.join(name), path, text.as_bytes());
    }
    write(&folder.join(name), "img/graph.png", &png_with_text(b"Comment\0drawn by Wilhelmina Quartz"));
}

/// A picture of one pixel with a text that nobody sees.
fn png_with_text(text: &[u8]) -> Vec<u8> {
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, data) in [
        (b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0][..]),
        (b"tEXt", text),
        (b"IDAT", &[0x78, 0x9c, 0x63, 0x60, 0x00, 0x00, 0x00, 0x02, 0x00, 0x01]),
        (b"IEND", &[]),
    ] {
        png.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
        png.extend(kind);
        png.extend(data);
        let mut crc = flate2::Crc::new();
        crc.update(kind);
        crc.update(data);
        png.extend(crc.sum().to_be_bytes());
    }
    png
}

/// The result of proving the site of an archive with a fault.
fn proved(folder: &Path) -> (Option<i32>, String) {
    let output = pmsite(&["prove", "site", "-C", "archive"], folder);
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn site_without_a_fault_is_proved() {
    let folder = tempfile::tempdir().unwrap();
    archive(folder.path(), "archive", None);
    let built = pmsite(&["build", "archive", "--edition", "public", "-o", "site"], folder.path());
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let (code, messages) = proved(folder.path());
    assert_eq!(code, Some(0), "{messages}");
    let receipt = fs::read_to_string(folder.path().join("site.leak-report.json")).unwrap();
    let receipt: serde_json::Value = serde_json::from_str(&receipt).unwrap();
    assert_eq!((&receipt["hits"], &receipt["withheld"]["documents"]), (&0.into(), &1.into()));
    assert!(receipt["sought"].as_u64().unwrap() > 50, "{receipt}");
}

#[test]
fn proof_finds_whatever_a_build_forgets() {
    for fault in FAULTS {
        let folder = tempfile::tempdir().unwrap();
        archive(folder.path(), "archive", None);
        archive(folder.path(), "faulty", Some(fault));
        let built =
            pmsite(&["build", "faulty", "--edition", "public", "-o", "site", "--no-prove"], folder.path());
        assert!(built.status.success(), "{}: {}", fault.0, String::from_utf8_lossy(&built.stderr));
        let (code, messages) = proved(folder.path());
        assert_eq!(code, Some(1), "{} is not found: {messages}", fault.0);
    }
}

#[test]
fn proof_finds_a_text_in_every_disguise() {
    let folder = tempfile::tempdir().unwrap();
    archive(folder.path(), "archive", None);
    let built = pmsite(&["build", "archive", "--edition", "public", "-o", "site"], folder.path());
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    for (what, path, addition) in ADDITIONS {
        let place = folder.path().join("site").join(path);
        let before = fs::read(&place).ok();
        let with = [before.clone().unwrap_or_default(), addition.as_bytes().to_vec()].concat();
        write(&folder.path().join("site"), path, &with);
        let (code, messages) = proved(folder.path());
        assert_eq!(code, Some(1), "{what} is not found: {messages}");
        match before {
            Some(before) => fs::write(&place, before).unwrap(),
            None => fs::remove_file(&place).unwrap(),
        }
    }
    // Only empty folders are left of the additions.
    let _ = fs::remove_dir(folder.path().join("site/tags/marigold-4471"));
    assert_eq!(proved(folder.path()).0, Some(0));
}

#[test]
fn a_leak_keeps_the_old_site() {
    let folder = tempfile::tempdir().unwrap();
    archive(folder.path(), "archive", None);
    let build = ["build", "archive", "--edition", "public", "-o", "site"];
    assert!(pmsite(&build, folder.path()).status.success());
    let before = fs::read(folder.path().join("site/index.html")).unwrap();
    // A theme is part of the program for pmsite; a page that is public says what an internal part says.
    write(
        &folder.path().join("archive"),
        "note.md",
        b"---\nvisibility: public\ntitle: Note\n---\n# Note\n\nAsk Globe\xc2\xadx.\n",
    );
    write(&folder.path().join("archive"), "theme/404.html", b"<p>{{ site.title }} globex</p>\n");
    let theme = pmsite(&[&build[..], &["--theme", "archive/theme"]].concat(), folder.path());
    let messages = String::from_utf8_lossy(&theme.stderr);
    assert_eq!(theme.status.code(), Some(1), "{messages}");
    assert!(messages.contains("404.html (byte ") && messages.contains("withheld in "), "{messages}");
    assert_eq!(fs::read(folder.path().join("site/index.html")).unwrap(), before);
    assert!(!folder.path().join("site/note.html").exists());
}

#[test]
fn a_public_edition_after_an_edit_is_the_same_as_one_from_scratch() {
    let folder = tempfile::tempdir().unwrap();
    let build = |output: &str, more: &[&str]| {
        let arguments = ["build", "archive", "--edition", "public", "-o", output];
        assert!(pmsite(&[&arguments[..], more].concat(), folder.path()).status.success());
        let mut files = Vec::new();
        let mut folders = vec![folder.path().join(output)];
        while let Some(next) = folders.pop() {
            for entry in fs::read_dir(next).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let name = path.strip_prefix(folder.path().join(output)).unwrap().to_owned();
                    files.push((name, fs::read(&path).unwrap()));
                }
            }
        }
        files.sort();
        files
    };
    archive(folder.path(), "archive", None);
    let first = build("site", &[]);
    let page = b"---\nvisibility: public\ntitle: Note\n---\n# Note\n\nNothing else.\n";
    write(&folder.path().join("archive"), "note.md", page);
    let edited = build("site", &[]);
    assert!(edited != first);
    assert!(edited == build("other", &["--no-cache", "-j1"]));
}
