//! Odd entries of a content folder: devices and pipes, names that nobody can type, folders without end. Each is reported, none
//! blocks the build, and the other documents have their pages.
#![cfg(unix)]

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::built::{Files, build_within, files, folder};

/// The program is not optimized in tests, and the machine may be busy.
const LIMIT: Duration = Duration::from_secs(60);

const DOCUMENT: &str = "# INC-0001: x\n\n- Date: 2026-01-01\n\n## Timeline\n\n- 10:00 alert\n";

/// Builds a folder with [`DOCUMENT`], whose page must be in the site. Returns the site and the messages.
fn build(content: &Path) -> (Files, String) {
    let out = tempfile::tempdir().unwrap();
    let output = build_within(LIMIT, content, out.path()).expect("the build must not block");
    let messages = String::from_utf8(output.stderr).expect("messages are UTF-8");
    assert!(output.status.success(), "{messages}");
    let site = files(out.path());
    assert!(site.contains_key("incidents/INC-0001.html"), "{messages}");
    (site, messages)
}

/// Whether a path appears after the headline of the first diagnostic with this code.
fn reports(messages: &str, code: &str, path: &str) -> bool {
    let mut lines = messages.lines().skip_while(|line| !line.contains(&format!("[{code}]")));
    lines.any(|line| line.contains(path))
}

#[test]
fn entries_that_are_not_files_are_reported_and_do_not_block() {
    let content = folder([("a.md", DOCUMENT)]);
    let place = |name: &str| content.path().join(name);
    let _socket = UnixListener::bind(place("socket.md")).unwrap();
    assert!(Command::new("mkfifo").arg(place("pipe.md")).status().unwrap().success());
    std::os::unix::fs::symlink("/dev/zero", place("device.md")).unwrap();
    std::os::unix::fs::symlink("a.md", place("link.md")).unwrap();
    let (_, messages) = build(content.path());
    for name in ["socket.md", "pipe.md", "device.md", "link.md"] {
        assert!(reports(&messages, "not-a-regular-file", name), "{name}\n{messages}");
    }
}

/// The output of `show --sources` for a folder.
fn sources(content: &Path) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pmsite"));
    let output = command.env_clear().args(["show", "--sources", "-C"]).arg(content).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn devices_are_skipped() {
    let content = folder([("a.md", DOCUMENT)]);
    let place = content.path().join("null.md");
    // Only root may create one; for others `/dev` has enough of them.
    let made = Command::new("mknod").arg(&place).args(["c", "1", "5"]).output().unwrap().status.success();
    if made {
        assert!(reports(&build(content.path()).1, "not-a-regular-file", "null.md"));
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_pmsite"));
    let output = command.env_clear().args(["show", "--sources", "-C", "/dev/fd"]).output().unwrap();
    assert!(output.status.code().is_some_and(|code| code < 4), "{output:?}");
}

#[test]
fn folder_named_like_a_document_is_a_folder() {
    let content = folder([("a.md", DOCUMENT), ("x.md/b.md", "# INC-0002: y\n\n## Timeline\n\n- 10:00 x\n")]);
    let (site, messages) = build(content.path());
    assert!(site.contains_key("incidents/INC-0002.html"), "{messages}");
}

#[test]
fn unreadable_file_is_reported() {
    let content = folder([("a.md", DOCUMENT), ("secret.md", "# INC-0002: y\n\n## Timeline\n\n- 10:00 x\n")]);
    let place = content.path().join("secret.md");
    fs::set_permissions(&place, fs::Permissions::from_mode(0o000)).unwrap();
    let (site, messages) = build(content.path());
    // Root may read the file in spite of its permissions.
    if fs::read(&place).is_ok() {
        assert!(site.contains_key("incidents/INC-0002.html"), "{messages}");
    } else {
        assert!(reports(&messages, "unreadable", "secret.md"), "{messages}");
    }
}

#[test]
fn names_with_control_characters_are_reported_without_them() {
    let content = folder([("a.md", DOCUMENT)]);
    let names: [&[u8]; 8] = [
        b"bad\xff.md",
        b"new\nline.md",
        b"bell\x07.md",
        b"red\x1b[31m.md",
        "turned\u{202e}dm.exe.md".as_bytes(),
        "\u{9b}31mcsi.md".as_bytes(),
        b"-rf.md",
        b"a\tb\\c:d*?\"<>|.md",
    ];
    for name in names {
        // A broken link, so that each file has a diagnostic.
        fs::write(content.path().join(OsStr::from_bytes(name)), "# x\n\n[x](nowhere.md)\n").unwrap();
    }
    let (site, messages) = build(content.path());
    let pages = site
        .values()
        .filter(|bytes| String::from_utf8_lossy(bytes).contains("<h1 dir=\"auto\">x</h1>"))
        .count();
    assert_eq!(pages, names.len(), "a page for each");
    let messages = messages + &sources(content.path());
    let bad = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{80}'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert!(!messages.contains(bad), "{messages:?}");
    for part in
        ["bad\u{fffd}.md", "new␊line.md", "bell␇.md", "red␛[31m.md", "turned\u{fffd}dm.exe.md", "-rf.md"]
    {
        assert!(messages.contains(part), "{part}: {messages}");
    }
}

#[test]
fn documents_with_the_longest_possible_names_have_pages() {
    let long =
        |last: &str, ending: &str| format!("{}{last}{ending}", "n".repeat(255 - last.len() - ending.len()));
    let content = folder([
        (
            "a.md".to_owned(),
            format!("{DOCUMENT}\n![x]({})\n![x]({})\n", long("x", ".png"), long("X", ".png")),
        ),
        (long("a", ".md"), "# The incident\n\n## Timeline\n\n- 10:00 x\n".to_owned()),
        (long("A", ".md"), "# The first page\n".to_owned()),
        (long("b", ".md"), "# The second page\n".to_owned()),
        (long("x", ".png"), "x".to_owned()),
        (long("X", ".png"), "y".to_owned()),
    ]);
    let (site, messages) = build(content.path());
    for title in ["The incident", "The first page", "The second page"] {
        let heading = format!("<h1 dir=\"auto\">{title}</h1>");
        let pages = site.values().filter(|bytes| String::from_utf8_lossy(bytes).contains(&heading)).count();
        assert_eq!(pages, 1, "{title}: {messages}");
    }
    let images: BTreeSet<&[u8]> = site
        .iter()
        .filter(|(path, _)| path.rsplit('.').next() == Some("png"))
        .map(|(_, bytes)| bytes.as_slice())
        .collect();
    assert_eq!(images, BTreeSet::from([&b"x"[..], b"y"]));
}

#[test]
fn folders_deeper_than_the_longest_path_are_reported() {
    let content = folder([("a.md", DOCUMENT)]);
    // Each folder is moved into the next one, because no system call accepts such a long path.
    let mut inner = content.path().join("inner");
    fs::create_dir(&inner).unwrap();
    fs::write(inner.join("deep.md"), "# A page\n").unwrap();
    for _ in 0..60 {
        let outer = content.path().join("outer");
        fs::create_dir(&outer).unwrap();
        fs::rename(&inner, outer.join("d".repeat(100))).unwrap();
        fs::rename(&outer, content.path().join("inner")).unwrap();
        inner = content.path().join("inner");
    }
    let (_, messages) = build(content.path());
    assert!(reports(&messages, "unreadable", "inner"), "{messages}");
}

#[test]
fn hundreds_of_nested_folders_are_walked() {
    let path = format!("{}deep.md", "d/".repeat(700));
    let content =
        folder([("a.md", DOCUMENT), (path.as_str(), "# INC-0002: y\n\n## Timeline\n\n- 10:00 x\n")]);
    let (site, messages) = build(content.path());
    assert!(site.contains_key("incidents/INC-0002.html"), "{messages}");
}
